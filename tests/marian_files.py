"""Files as Marian writes them, made from a network of our own by the description of the format."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from train_language import ADJECTIVES, NOUNS, VERBS

from bilingual.train.marian import OPTIONS, MarianWeights

if TYPE_CHECKING:
    from bilingual.train.network import Network

YAML = b"dim-emb: 4\ntype: transformer\ntransformer-heads: 2\nvocabs:\n  - a\n\0"
SHAPE = {"type": "transformer", "transformer-heads": "2"}
WIDTH, INNER = 8, 12
# The language that the parents speak: sister words of the made-up French.
SISTER = {"chat": "gato", "chien": "cão", "livre": "livro", "train": "trem", "pont": "ponte"}
WORDS = sorted({"the", *NOUNS.values(), *ADJECTIVES.values(), *VERBS.values(), *SISTER.values()})
_LETTERS = {"q_proj": "q", "k_proj": "k", "v_proj": "v", "out_proj": "o"}
_NORMS = {
    "self_attn_layer_norm": "self_Wo",
    "encoder_attn_layer_norm": "context_Wo",
    "final_layer_norm": "ffn_ffn",
}


def binary(
    arrays: Mapping[str, np.ndarray],
    *,
    version: int = 1,
    kinds: Mapping[str, int] | None = None,
    options: bytes = YAML,
) -> bytes:
    """A .bin file: int8 arrays are written as 8-bit matrices with the factor 10."""
    items: list[tuple[str, int, tuple[int, ...], bytes]] = []
    for name, array in arrays.items():
        if array.dtype == np.int8:
            data = (array if "Wemb" in name else array.T).tobytes() + struct.pack("<f", 10)
            items.append((name, 0x4101, array.shape, data))
        else:
            items.append((name, (kinds or {}).get(name, 0x404), array.shape, array.tobytes()))
    items.append((OPTIONS, 0x101, (len(options),), options))
    out = struct.pack("<QQ", version, len(items))
    for name, kind, shape, data in items:
        out += struct.pack("<QQQQ", len(name) + 1, kind, len(shape), len(data))
    out += b"".join(name.encode() + b"\0" for name, *_ in items)
    out += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    out += struct.pack("<Q", 5) + b"\0" * 5
    return out + b"".join(data for *_, data in items)


def network(seed: int, vocabulary: int = 20) -> Network:
    import torch

    from bilingual.train.network import Network, NetworkConfig

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made = Network(NetworkConfig(vocabulary, WIDTH, 2, INNER, 2, 1))
        with torch.no_grad():
            for parameter in made.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.1)
            made.final_logits_bias.normal_()
            made.final_logits_bias[0] = 2  # it comes to an end
            made.final_logits_bias[-1] = -30
        made.clear_pad()
    return made


def as_marian(made: Network) -> MarianWeights:
    """The same weights under Marian's names, matrices [in, out]; the pad is left out."""
    arrays = {
        "Wemb": made.shared.weight[:-1].detach().numpy(),
        "decoder_ff_logit_out_b": made.final_logits_bias[None, :-1].numpy(),
    }
    for name, parameter in made.named_parameters():
        if name != "shared.weight":
            side, _, number, *rest, kind = name.split(".")
            value = parameter.detach().numpy()
            named = f"{side}_l{int(number) + 1}_{_marian_name(rest, kind)}"
            arrays[named] = value.T if value.ndim == 2 else value[None, :]
    return MarianWeights(Path("parent.bin"), arrays, SHAPE)


def _marian_name(rest: list[str], kind: str) -> str:
    if rest[0] in _NORMS:
        return f"{_NORMS[rest[0]]}_ln_{'scale' if kind == 'weight' else 'bias'}"
    letter = "W" if kind == "weight" else "b"
    if rest[0] in {"fc1", "fc2"}:
        return f"ffn_{letter}{rest[0][-1]}"
    where = "self" if rest[0] == "self_attn" else "context"
    return f"{where}_{letter}{_LETTERS[rest[1]]}"


def with_ssru(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """An SSRU in place of the decoder's self-attention."""
    random = np.random.default_rng(0)
    kept = {k: v for k, v in arrays.items() if not k.startswith("decoder_l1_self")}
    return kept | {
        "decoder_l1_rnn_W": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "decoder_l1_rnn_Wf": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "decoder_l1_rnn_bf": random.normal(size=(1, WIDTH)).astype(np.float32),
        "decoder_l1_rnn_ffn_ln_scale": np.ones((1, WIDTH), np.float32),
        "decoder_l1_rnn_ffn_ln_bias": np.zeros((1, WIDTH), np.float32),
    }


def pieces(words: int = 0) -> bytes:
    """A SentencePiece model in Marian's order: </s>, <unk>, whole words of both languages (the
    first `words` of them, 0: all), letters.
    """
    from sentencepiece import sentencepiece_model_pb2

    from bilingual.train.layout import learn_pieces

    made = sentencepiece_model_pb2.ModelProto.FromString(learn_pieces(SISTER, 40))
    del made.pieces[:]
    made.pieces.add(piece="</s>", score=0, type=3)
    made.pieces.add(piece="<unk>", score=0, type=2)
    for word in WORDS[: words or len(WORDS)]:
        made.pieces.add(piece=f"▁{word}", score=-2, type=1)
    for letter in sorted({*"".join(WORDS), "▁", "."}):
        made.pieces.add(piece=letter, score=-9, type=1)
    return bytes(made.SerializeToString())


def write_parent(folder: Path, *, ssru: bool = False, form: str = "bin") -> tuple[Path, Network]:
    """model.bin or model.npz with vocab.spm beside it, and the network in it."""
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    cut = pieces()
    (folder / "vocab.spm").write_bytes(cut)
    size = sentencepiece.SentencePieceProcessor(model_proto=cut).get_piece_size()
    made = network(1, size + 1)
    arrays: Mapping[str, np.ndarray] = as_marian(made).arrays
    arrays = with_ssru(arrays) if ssru else arrays
    file = folder / f"model.{form}"
    if form == "npz":
        np.savez(file, **arrays, **{OPTIONS: np.frombuffer(YAML, np.int8)})
    else:
        file.write_bytes(binary(arrays))
    return file, made
