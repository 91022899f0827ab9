"""Marian's own files, written here by the description of the format, come back as they were."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import ModelDamaged
from bilingual.train.marian import OPTIONS, MarianWeights, read_marian

if TYPE_CHECKING:
    from bilingual.train.network import Network


YAML = b"dim-emb: 4\ntype: transformer\ntransformer-heads: 2\nvocabs:\n  - a\n\0"


def binary(
    arrays: Mapping[str, np.ndarray], *, version: int = 1, kinds: Mapping[str, int] | None = None
) -> bytes:
    """A .bin file: int8 arrays are written as 8-bit matrices with the factor 10."""
    items: list[tuple[str, int, tuple[int, ...], bytes]] = []
    for name, array in arrays.items():
        if array.dtype == np.int8:
            data = (array if "Wemb" in name else array.T).tobytes() + struct.pack("<f", 10)
            items.append((name, 0x4101, array.shape, data))
        else:
            items.append((name, (kinds or {}).get(name, 0x404), array.shape, array.tobytes()))
    items.append((OPTIONS, 0x101, (len(YAML),), YAML))
    out = struct.pack("<QQ", version, len(items))
    for name, kind, shape, data in items:
        out += struct.pack("<QQQQ", len(name) + 1, kind, len(shape), len(data))
    out += b"".join(name.encode() + b"\0" for name, *_ in items)
    out += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    out += struct.pack("<Q", 5) + b"\0" * 5
    return out + b"".join(data for *_, data in items)


def written(folder: Path, content: bytes) -> Path:
    file = folder / "model.bin"
    file.write_bytes(content)
    return file


def some_arrays() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    return {
        "Wemb": random.integers(-127, 127, (5, 4)).astype(np.int8),
        "encoder_l1_self_Wq": random.integers(-127, 127, (4, 6)).astype(np.int8),
        "encoder_l1_self_bq": random.normal(size=(1, 6)).astype(np.float32),
        "encoder_l1_self_Wq_QuantMultA": np.ones((1, 1), np.float32),
    }


def test_matrices_of_both_kinds_come_back(tmp_path: Path) -> None:
    arrays = some_arrays()
    read = read_marian(written(tmp_path, binary(arrays)))
    assert set(read.arrays) == set(arrays) - {"encoder_l1_self_Wq_QuantMultA"}
    for name in ("Wemb", "encoder_l1_self_Wq"):
        np.testing.assert_allclose(read.arrays[name], arrays[name] / np.float32(10), rtol=1e-6)
    np.testing.assert_array_equal(read.arrays["encoder_l1_self_bq"], arrays["encoder_l1_self_bq"])
    assert read.options == {"dim-emb": "4", "type": "transformer", "transformer-heads": "2"}
    assert not read.has_ssru


def test_npz_says_the_same_as_binary(tmp_path: Path) -> None:
    values = {
        name: array.astype(np.float32)
        for name, array in some_arrays().items()
        if "QuantMultA" not in name
    }
    file = tmp_path / "model.npz"
    np.savez(file, **values, **{OPTIONS: np.frombuffer(YAML, np.int8)})
    packed, plain = read_marian(file), read_marian(written(tmp_path, binary(values)))
    assert packed.options == plain.options
    assert packed.arrays.keys() == plain.arrays.keys()
    for name, array in packed.arrays.items():
        np.testing.assert_array_equal(array, plain.arrays[name])


@settings(deadline=None)
@given(cut=st.integers(0, len(binary(some_arrays())) - 1))
def test_a_file_that_ends_early_is_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    file = written(tmp_path_factory.mktemp("cut"), binary(some_arrays())[:cut])
    with pytest.raises(ModelDamaged, match=r"model\.bin: not a whole Marian model"):
        read_marian(file)


@settings(deadline=None)
@given(noise=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    whole = binary(some_arrays())
    file = written(tmp_path_factory.mktemp("noise"), noise + whole[len(noise) :])
    with suppress(ModelDamaged):
        read_marian(file)


def test_another_version_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="version 2, not 1"):
        read_marian(written(tmp_path, binary(some_arrays(), version=2)))


def test_another_type_is_named(tmp_path: Path) -> None:
    content = binary(some_arrays(), kinds={"encoder_l1_self_bq": 0x402})
    with pytest.raises(ModelDamaged, match="'encoder_l1_self_bq' is of the unknown type 0x402"):
        read_marian(written(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="cannot be read"):
        read_marian(tmp_path / "model.bin")


WIDTH, INNER = 8, 12
SHAPE = {"type": "transformer", "transformer-heads": "2"}
LETTERS = {"q_proj": "q", "k_proj": "k", "v_proj": "v", "out_proj": "o"}


def network(seed: int) -> Network:
    import torch

    from bilingual.train.network import Network, NetworkConfig

    torch.manual_seed(seed)
    made = Network(NetworkConfig(20, WIDTH, 2, INNER, 2, 1))
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return made


def as_marian(made: Network) -> MarianWeights:
    """The same weights under Marian's names, matrices [in, out]."""
    arrays: dict[str, np.ndarray] = {}
    for name, parameter in made.named_parameters():
        if name == "shared.weight":
            continue
        side, _, number, *rest, kind = name.split(".")
        base, value = f"{side}_l{int(number) + 1}", parameter.detach().numpy()
        arrays[f"{base}_{_marian_name(rest, kind)}"] = (
            value.T if value.ndim == 2 else value[None, :]
        )
    return MarianWeights(Path("parent.bin"), arrays, SHAPE)


def _marian_name(rest: list[str], kind: str) -> str:
    norms = {
        "self_attn_layer_norm": "self_Wo",
        "encoder_attn_layer_norm": "context_Wo",
        "final_layer_norm": "ffn_ffn",
    }
    if rest[0] in norms:
        return f"{norms[rest[0]]}_ln_{'scale' if kind == 'weight' else 'bias'}"
    letter = "W" if kind == "weight" else "b"
    if rest[0] in {"fc1", "fc2"}:
        return f"ffn_{letter}{rest[0][-1]}"
    where = "self" if rest[0] == "self_attn" else "context"
    return f"{where}_{letter}{LETTERS[rest[1]]}"


def test_a_decoder_of_self_attention_comes_over_whole() -> None:
    from bilingual.train.marian import marian_shape, take_layers

    there, here = network(1), network(2)
    weights = as_marian(there)
    assert marian_shape(weights, 20) == here.config
    take_layers(here, weights, seed=0)
    for (name, mine), theirs in zip(here.named_parameters(), there.parameters(), strict=True):
        if name != "shared.weight":
            np.testing.assert_array_equal(mine.detach(), theirs.detach(), err_msg=name)


def test_a_running_mean_begins_as_an_even_look_at_what_was_said() -> None:
    import torch

    from bilingual.train.marian import take_layers

    weights = as_marian(network(1))
    matrix = np.random.default_rng(0).normal(size=(WIDTH, WIDTH)).astype(np.float32)
    arrays = {k: v for k, v in weights.arrays.items() if not k.startswith("decoder_l1_self")}
    arrays |= {
        "decoder_l1_rnn_W": matrix,
        "decoder_l1_rnn_ffn_ln_scale": np.ones((1, WIDTH), np.float32),
        "decoder_l1_rnn_ffn_ln_bias": np.zeros((1, WIDTH), np.float32),
    }
    weights = MarianWeights(weights.file, arrays, SHAPE)
    assert weights.has_ssru
    made = network(2)
    take_layers(made, weights, seed=0)
    attention = made.decoder.layers[0].self_attn
    x = torch.randn(1, 5, WIDTH, generator=torch.Generator().manual_seed(1))
    seen = torch.ones(5, 5, dtype=torch.bool).tril()
    with torch.no_grad():
        mixed, _ = attention(x, x, seen)
    means = torch.stack([(x[0, : i + 1] @ torch.from_numpy(matrix)).mean(0) for i in range(5)])
    torch.testing.assert_close(mixed[0], means, atol=0.05, rtol=0.05)


def test_what_does_not_fit_is_named() -> None:
    from bilingual.train.marian import marian_shape, take_layers

    weights = as_marian(network(1))
    bent = weights.arrays | {"encoder_l2_ffn_W1": np.zeros((WIDTH, INNER + 1), np.float32)}
    with pytest.raises(ModelDamaged, match=r"parent\.bin: 'encoder_l2_ffn_W1' is of the shape"):
        take_layers(network(2), MarianWeights(weights.file, bent, SHAPE), seed=0)
    del bent["encoder_l2_ffn_W1"]
    with pytest.raises(ModelDamaged, match="no 'encoder_l2_ffn_W1'"):
        take_layers(network(2), MarianWeights(weights.file, bent, SHAPE), seed=0)
    with pytest.raises(ModelDamaged, match="a model of type 's2s'"):
        marian_shape(MarianWeights(weights.file, bent, {"type": "s2s"}), 20)
