"""Checkpoints in Hugging Face's Marian layout, and the one vocabulary of both languages in them.

Ids: `</s>` 0, `<unk>` 1, pieces, `<pad>` last. SentencePiece's own ids differ; vocab.json holds
Marian's.
"""

from __future__ import annotations

import io
import itertools
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from bilingual.engines.marian import MarianTokens
from bilingual.errors import ModelDamaged, TrainingError
from bilingual.train.batches import UNKNOWN, Ids
from bilingual.train.corpus import Pair
from bilingual.train.network import Network, NetworkConfig
from bilingual.train.recipe import Shape

TOKENIZER_FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
_SAMPLE = 1_000_000  # lines; SentencePiece learns nothing new beyond that and needs 4 GiB
_CHUNK = 20_000  # sentences tokenised at once
_PREFIX = "model."
_COPIES = {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight"}
_POSITIONS = ".embed_positions.weight"
_REPAIR = "Start from a MarianMT checkpoint in Hugging Face layout with one shared vocabulary."


def config_for(shape: Shape, vocabulary: int) -> NetworkConfig:
    return NetworkConfig(**{**shape.model_dump(), "vocabulary": vocabulary})


def read_checkpoint(folder: Path) -> Network:
    """The network in `folder`. Raises ModelDamaged for a kind that is not trained here."""
    config = _read_config(folder)
    network = Network(config)
    read = _read_weights(folder).items()
    weights = {name.removeprefix(_PREFIX): value.float() for name, value in read}
    state = {n: v for n, v in weights.items() if n not in _COPIES and not n.endswith(_POSITIONS)}
    state["final_logits_bias"] = state.get(
        "final_logits_bias", torch.zeros(config.vocabulary)
    ).reshape(-1)
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise ModelDamaged(
            f"{folder}: the weights do not fit config.json ({str(error).splitlines()[1].strip()})",
            hint=_REPAIR,
        ) from error
    network.clear_pad()
    return network


def _read_config(folder: Path) -> NetworkConfig:
    try:
        values = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        config = NetworkConfig(
            vocabulary=values["vocab_size"],
            d_model=values["d_model"],
            heads=values["encoder_attention_heads"],
            feed_forward=values["encoder_ffn_dim"],
            encoder_layers=values["encoder_layers"],
            decoder_layers=values["decoder_layers"],
            activation=values.get("activation_function", "relu"),
            scale_embedding=values.get("scale_embedding", True),
            target_pieces=target_pieces(folder),
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelDamaged(f"{folder}: no usable config.json ({error!r})", hint=_REPAIR) from error
    _check_kind(folder, values)
    return config


def _check_kind(folder: Path, values: Mapping[str, Any]) -> None:
    wanted = {
        "model_type": "marian",
        "eos_token_id": 0,
        "pad_token_id": values["vocab_size"] - 1,
        "decoder_ffn_dim": values["encoder_ffn_dim"],
        "decoder_attention_heads": values["encoder_attention_heads"],
    }
    for key, value in wanted.items():
        if values.get(key) != value:
            raise ModelDamaged(
                f"{folder}: {key} is {values.get(key)!r}, {value!r} is needed", hint=_REPAIR
            )


def _read_weights(folder: Path) -> dict[str, Tensor]:
    try:
        if (folder / "model.safetensors").is_file():
            from safetensors.torch import load_file

            return load_file(folder / "model.safetensors")
        loaded: dict[str, Tensor] = torch.load(
            folder / "pytorch_model.bin", map_location="cpu", weights_only=True
        )
        return loaded
    except Exception as error:  # safetensors and pickle have errors of their own for a damaged file
        raise ModelDamaged(f"{folder}: the weights cannot be read", hint=_REPAIR) from error


def write_checkpoint(
    network: Network, weights: Mapping[str, Tensor], vocabulary: Path, folder: Path
) -> None:
    """Write `weights`, by parameter, in 16 bits with all that an engine needs.

    The tokenizer's files come from the folder `vocabulary`, which may be the same one.
    """
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    bias = network.final_logits_bias.detach().cpu()[None]
    tensors = {
        _PREFIX + name: value.detach().cpu().to(torch.float16).contiguous()
        for name, value in weights.items()
    }
    save_file(
        {**tensors, "final_logits_bias": bias.to(torch.float16).contiguous()},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    _write_json(folder / "config.json", _config_values(network.config))
    _write_json(folder / "generation_config.json", _generation_values(network.config))
    for name in TOKENIZER_FILES:
        if folder != vocabulary and (vocabulary / name).is_file():
            shutil.copyfile(vocabulary / name, folder / name)


def _write_json(file: Path, values: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _config_values(config: NetworkConfig) -> dict[str, Any]:
    sides: dict[str, Any] = {}
    for side, layers in (("encoder", config.encoder_layers), ("decoder", config.decoder_layers)):
        sides |= {
            f"{side}_layers": layers,
            f"{side}_attention_heads": config.heads,
            f"{side}_ffn_dim": config.feed_forward,
            f"{side}_layerdrop": 0.0,
        }
    return sides | {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "d_model": config.d_model,
        "vocab_size": config.vocabulary,
        "decoder_vocab_size": config.vocabulary,
        "activation_function": config.activation,
        "scale_embedding": config.scale_embedding,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "static_position_embeddings": True,
        "max_position_embeddings": 512,
        "is_encoder_decoder": True,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "eos_token_id": 0,
        "forced_eos_token_id": 0,
        "pad_token_id": config.pad,
        "bos_token_id": None,
        "decoder_start_token_id": config.pad,
        "dtype": "float16",
        "use_cache": True,
    }


def _generation_values(config: NetworkConfig) -> dict[str, Any]:
    return {
        "num_beams": 4,
        "max_length": 512,
        "bad_words_ids": [[config.pad]],
        "eos_token_id": 0,
        "forced_eos_token_id": 0,
        "pad_token_id": config.pad,
        "decoder_start_token_id": config.pad,
    }


def build_vocabulary(pairs: Sequence[Pair], size: int, folder: Path) -> None:
    """Learn a joint unigram vocabulary of at most `size` entries and write it to `folder`."""
    step = max(1, len(pairs) * 2 // _SAMPLE)
    lines = itertools.chain.from_iterable((p.french, p.english) for p in pairs[::step])
    joint = learn_pieces(lines, size)
    write_vocabulary(folder, joint, joint)


def learn_pieces(lines: Iterable[str], size: int) -> bytes:
    """A SentencePiece unigram model of at most `size` pieces. Raises TrainingError."""
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    try:
        SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=model,
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=0.9999,
            byte_fallback=False,
            split_digits=True,  # a number that was never seen is still copied, digit by digit
            minloglevel=2,
        )
    except (RuntimeError, OSError) as error:
        raise TrainingError(
            f"no vocabulary of {size} pieces can be learnt ({error})",
            hint="Choose a smaller vocabulary, or bring more text.",
        ) from error
    return model.getvalue()


def write_vocabulary(folder: Path, source: bytes, target: bytes) -> None:
    """The tokenizer's files from two SentencePiece models, of which the first has every piece."""
    from sentencepiece import SentencePieceProcessor

    learnt = pieces_of(SentencePieceProcessor(model_proto=source))
    kept = [piece for piece in learnt if piece not in {"<s>", "</s>", "<unk>", "<pad>"}]
    vocabulary = {piece: i for i, piece in enumerate(["</s>", "<unk>", *kept, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "fr",
        "target_lang": "en",
        "model_max_length": 512,
        "separate_vocabs": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "source.spm").write_bytes(source)
    (folder / "target.spm").write_bytes(target)


def pieces_of(model: Any) -> list[str]:
    """By SentencePiece's own ids."""
    return [model.id_to_piece(i) for i in range(model.get_piece_size())]


def target_pieces(folder: Path) -> int:
    """How many entries are pieces of English, where these come first; else 0."""
    from sentencepiece import SentencePieceProcessor

    file = folder / "target.spm"
    if not file.is_file():
        return 0
    pieces = pieces_of(SentencePieceProcessor(model_file=str(file)))
    return len(pieces) if [*MarianTokens(folder).source_vocabulary][: len(pieces)] == pieces else 0


class Encoder:
    """Sentences to Marian ids, exactly as the engines make them, the end marker included."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._tokens = MarianTokens(folder)
        self._target = SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self.size = len(self._tokens.source_vocabulary)
        self._sayable = target_pieces(folder)
        if self._tokens.source_vocabulary != self._tokens.target_vocabulary:
            raise TrainingError(
                f"{folder}: source and target vocabularies differ",
                hint="Start from a model with one shared vocabulary.",
            )

    def french(self, texts: Iterable[str]) -> tuple[Ids, Ids]:
        """All ids in one row, and the length of each sentence."""
        return self._flat(self._tokens.encode, texts)

    def english(self, texts: Iterable[str]) -> tuple[Ids, Ids]:
        ids, lengths = self._flat(self._target_pieces, texts)
        if self._sayable:
            # A character that target.spm lacks may be a piece of French, which cannot be said.
            ids[ids >= self._sayable] = UNKNOWN
        return ids, lengths

    def _target_pieces(self, texts: Sequence[str]) -> list[list[str]]:
        return [[*pieces, "</s>"] for pieces in self._target.encode(list(texts), out_type=str)]

    def _flat(self, encode: Any, texts: Iterable[str]) -> tuple[Ids, Ids]:
        vocabulary = self._tokens.source_vocabulary
        rows: list[Ids] = []
        sentences = iter(texts)
        while chunk := list(itertools.islice(sentences, _CHUNK)):
            for pieces in encode(chunk):
                rows.append(np.array([vocabulary.get(p, UNKNOWN) for p in pieces], dtype=np.int32))
        lengths = np.array([len(row) for row in rows], dtype=np.int32)
        return (np.concatenate(rows) if rows else np.zeros(0, np.int32)), lengths
