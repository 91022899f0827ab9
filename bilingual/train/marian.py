"""Weights as Marian writes them, in its binary format (also with 8-bit matrices) and in .npz.

A binary file is a row of tables: version (1) and count; for each item the length of its name, its
type, its rank and its size in bytes, all as unsigned 64-bit numbers; the names, each ended by NUL;
the shapes as 32-bit numbers; a length and as many bytes of padding; the data. An 8-bit matrix is
followed by one 32-bit float: the number that its entries were multiplied by before they were
rounded. It is stored transposed, except the embedding. Source: Marian 1.9, src/common/binary.cpp.

A network can begin with them. MarianMT and Marian are the same Transformer under other names, so a
decoder of self-attention comes over as it is. A decoder with an SSRU (a running mean that each
position may forget) has no equal: its input matrix becomes the values of self-attention, the
identity its output, and small random queries and keys look at all that was said alike, which
training sharpens. What comes of that is a beginning for training and says nothing useful before.

Left out: fp16 files and the hardware's own arrangements (AVX2, AVX512), which Marian makes when it
loads a model; and Marian's own sinusoids, whose waves are up to 8 % longer than MarianMT's: the
parent of models/recipes/fr-en-from-pt.toml scores its own translations alike with both, -0.010 and
-0.114 nats a token with ours, -0.010 and -0.112 with its own.
"""

from __future__ import annotations

import itertools
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from bilingual.errors import ModelDamaged
from bilingual.train.network import Attention, Layer, Network, NetworkConfig

Array = npt.NDArray[np.float32]

OPTIONS = "special:model.yml"
_VERSION = 1
_FLOAT32, _INT8 = 0x404, 0x4101
_LEAST = 256  # bytes of one name or rank above which a header is not a header
_SMALL = 0.03  # of the random queries and keys; their scores are far from the others'
# What MarianMT is among all that Marian trains: by option, the values that come to the same.
_KIND = {
    "type": ("transformer",),
    "transformer-preprocess": ("", "d"),
    "transformer-postprocess": ("dan", "an"),
    "transformer-postprocess-emb": ("d", ""),
    "transformer-train-position-embeddings": ("false",),
    "transformer-decoder-autoreg": ("self-attention", "rnn"),
    "transformer-ffn-activation": ("relu", "swish", "gelu"),
    "tied-embeddings-all": ("true",),
}
UNSAID = -30.0  # bias of what is never to be said, in nats
_HINT = "Give a model.bin (version 1, float32 or intgemm 8-bit) or model.npz that Marian wrote."


@dataclass(frozen=True)
class MarianWeights:
    """Matrices [in, out] and vectors [1, n] by Marian's names, and its options."""

    file: Path
    arrays: dict[str, Array]
    options: dict[str, str]

    @property
    def has_ssru(self) -> bool:
        """Whether the decoder keeps a running mean (SSRU) where MarianMT has self-attention."""
        return "decoder_l1_rnn_W" in self.arrays

    def array(self, name: str) -> Array:
        """Raises ModelDamaged when it is not there."""
        try:
            return self.arrays[name]
        except KeyError:
            raise ModelDamaged(f"{self.file}: no '{name}' among the weights", hint=_HINT) from None

    def matrix(self, name: str) -> Array:
        """Raises ModelDamaged when it is not there or has not two axes."""
        found = self.array(name)
        if found.ndim != 2:
            raise ModelDamaged(f"{self.file}: '{name}' is no matrix", hint=_HINT)
        return found


def read_marian(file: Path) -> MarianWeights:
    """The weights in a .bin or .npz file. Raises ModelDamaged, naming the file, for any other."""
    try:
        content = file.read_bytes()
        if zipfile.is_zipfile(file):
            return MarianWeights(file, *_from_npz(file))
        return MarianWeights(file, *_from_binary(content))
    except OSError as error:
        raise ModelDamaged(f"{file}: cannot be read ({error.strerror})", hint=_HINT) from error
    except (struct.error, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelDamaged(f"{file}: not a whole Marian model ({error})", hint=_HINT) from error


def _from_npz(file: Path) -> tuple[dict[str, Array], dict[str, str]]:
    with np.load(file, allow_pickle=False) as stored:
        options = _options(stored[OPTIONS].tobytes())
        names = [name for name in stored.files if not name.startswith("special:")]
        return {name: stored[name].astype(np.float32) for name in names}, options


def _from_binary(content: bytes) -> tuple[dict[str, Array], dict[str, str]]:
    table = _Table(content)
    version, count = table.take("QQ")
    if version != _VERSION:
        raise ValueError(f"version {version}, not {_VERSION}")
    heads = [table.take("QQQQ") for _ in range(_bounded(count, len(content) // 32))]
    names = [table.text(_bounded(head[0], _LEAST)) for head in heads]
    shapes = [table.take(f"{_bounded(head[2], _LEAST)}i") for head in heads]
    table.skip(table.take("Q")[0])
    arrays: dict[str, Array] = {}
    options: dict[str, str] = {}
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        data = table.bytes(size)
        if name.startswith("special:"):
            options |= _options(data) if name == OPTIONS else {}
        elif "QuantMultA" not in name:  # of the activations; training knows none
            arrays[name] = _array(name, kind, shape, data)
    return arrays, options


def _array(name: str, kind: int, shape: tuple[int, ...], data: bytes) -> Array:
    cells = int(np.prod(shape, dtype=np.int64))
    if kind == _FLOAT32:
        return np.frombuffer(data, np.float32, cells).reshape(shape).copy()
    if kind != _INT8:
        raise ValueError(f"'{name}' is of the unknown type {kind:#x}")
    factor = np.frombuffer(data[cells : cells + 4], np.float32)[0]
    values: Array = np.frombuffer(data, np.int8, cells).astype(np.float32) / factor
    return values.reshape(shape) if "Wemb" in name else values.reshape(shape[::-1]).T.copy()


def _bounded(number: int, most: int) -> int:
    if number > most:
        raise ValueError("its header is damaged")
    return number


def _options(text: bytes) -> dict[str, str]:
    """The plain `key: value` lines of Marian's YAML; its lists decide nothing here."""
    lines = text.rstrip(b"\0").decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith((" ", "-", "#")))
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}


class _Table:
    """A reader that never goes past the end in silence."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def bytes(self, count: int) -> bytes:
        part = self._content[self._at : self._at + count]
        if len(part) != count:
            raise ValueError("it ends too early")
        self._at += count
        return part

    def skip(self, count: int) -> None:
        self.bytes(count)

    def take(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))

    def text(self, count: int) -> str:
        return self.bytes(count).rstrip(b"\0").decode()


def marian_shape(weights: MarianWeights, vocabulary: int) -> NetworkConfig:
    """The sizes, with another vocabulary. Raises ModelDamaged for another kind."""
    options = weights.options
    for option, wanted in _KIND.items():
        found = options.get(option, wanted[0])
        if found not in wanted:
            raise ModelDamaged(
                f"{weights.file}: a model of another kind ({option} is '{found}')",
                hint="A Transformer is needed that normalises after each part and has one embedding"
                " for both languages and the output.",
            )
    width, feed_forward = weights.matrix("encoder_l1_ffn_W1").shape
    heads = options.get("transformer-heads", "8")
    if not heads.isdigit() or width % (int(heads) or width + 1):
        raise ModelDamaged(f"{weights.file}: {heads} heads in {width} columns", hint=_HINT)
    return NetworkConfig(
        vocabulary=vocabulary,
        d_model=width,
        heads=int(heads),
        feed_forward=feed_forward,
        encoder_layers=_depth(weights, "encoder"),
        decoder_layers=_depth(weights, "decoder"),
        activation=options.get("transformer-ffn-activation", "relu"),
    )


def _depth(weights: MarianWeights, side: str) -> int:
    weights.matrix(f"{side}_l1_ffn_W1")
    numbers = itertools.count(1)
    return next(n for n in numbers if f"{side}_l{n + 1}_ffn_W1" not in weights.arrays)


@torch.no_grad()
def network_of(weights: MarianWeights, table: Array, bias: Array, seed: int) -> Network:
    """The layers of `weights` around an embedding [n, d] and the bias [n] of its rows, a pad added.

    Raises ModelDamaged when they do not fit each other, or are of another kind.
    """
    network = Network(marian_shape(weights, len(table) + 1))
    take_layers(network, weights, seed)
    if table.shape[1] != network.config.d_model:
        raise ModelDamaged(
            f"{weights.file}: the embedding has {table.shape[1]} columns and the layers "
            f"{network.config.d_model}",
            hint=_HINT,
        )
    network.shared.weight[: len(table)] = torch.from_numpy(np.asarray(table, dtype=np.float32))
    network.final_logits_bias.fill_(UNSAID)
    network.final_logits_bias[: len(bias)] = torch.from_numpy(bias)
    return network


@torch.no_grad()
def take_layers(network: Network, weights: MarianWeights, seed: int) -> None:
    """Copy all but the embedding and the bias of the output into the network.

    Raises ModelDamaged when a matrix is missing or of another shape.
    """
    generator = torch.Generator().manual_seed(seed)
    for side, stack in (("encoder", network.encoder), ("decoder", network.decoder)):
        for number, layer in enumerate(stack.layers, 1):
            assert isinstance(layer, Layer)
            _take_layer(layer, weights, f"{side}_l{number}", generator)


def _take_layer(
    layer: Layer, weights: MarianWeights, name: str, generator: torch.Generator
) -> None:
    if f"{name}_rnn_W" in weights.arrays:
        _begin_attention(layer.self_attn, weights, f"{name}_rnn_W", generator)
        _copy_norm(layer.self_attn_layer_norm, weights, f"{name}_rnn_ffn")
    else:
        _copy_attention(layer.self_attn, weights, f"{name}_self")
        _copy_norm(layer.self_attn_layer_norm, weights, f"{name}_self_Wo")
    if hasattr(layer, "encoder_attn"):
        _copy_attention(layer.encoder_attn, weights, f"{name}_context")
        _copy_norm(layer.encoder_attn_layer_norm, weights, f"{name}_context_Wo")
    _copy_linear(layer.fc1, weights, f"{name}_ffn_W1", f"{name}_ffn_b1")
    _copy_linear(layer.fc2, weights, f"{name}_ffn_W2", f"{name}_ffn_b2")
    _copy_norm(layer.final_layer_norm, weights, f"{name}_ffn_ffn")


def _copy_attention(attention: Attention, weights: MarianWeights, name: str) -> None:
    for part, letter in _projections(attention):
        _copy_linear(part, weights, f"{name}_W{letter}", f"{name}_b{letter}")


def _projections(attention: Attention) -> Iterator[tuple[torch.nn.Linear, str]]:
    yield attention.q_proj, "q"
    yield attention.k_proj, "k"
    yield attention.v_proj, "v"
    yield attention.out_proj, "o"


def _begin_attention(
    attention: Attention, weights: MarianWeights, name: str, generator: torch.Generator
) -> None:
    for part, _ in _projections(attention):
        part.bias.zero_()
    for part in (attention.q_proj, attention.k_proj):
        part.weight.normal_(std=_SMALL, generator=generator)
    _copy(attention.v_proj.weight, weights, name, transposed=True)
    torch.nn.init.eye_(attention.out_proj.weight)


def _copy_linear(part: torch.nn.Linear, weights: MarianWeights, matrix: str, bias: str) -> None:
    _copy(part.weight, weights, matrix, transposed=True)
    _copy(part.bias, weights, bias)


def _copy_norm(part: torch.nn.LayerNorm, weights: MarianWeights, name: str) -> None:
    _copy(part.weight, weights, f"{name}_ln_scale")
    _copy(part.bias, weights, f"{name}_ln_bias")


def _copy(
    parameter: torch.Tensor, weights: MarianWeights, name: str, *, transposed: bool = False
) -> None:
    found = weights.array(name)
    value = torch.from_numpy(np.ascontiguousarray(found.T if transposed else found))
    if value.numel() != parameter.numel() or (transposed and value.shape != parameter.shape):
        raise ModelDamaged(
            f"{weights.file}: '{name}' is of the shape {tuple(found.shape)}, which does not fit",
            hint="Its options name other sizes than its weights have.",
        )
    parameter.copy_(value.reshape(parameter.shape))
