"""One SentencePiece vocabulary for both languages, in the layout that Marian checkpoints have.

Ids: `</s>` 0, `<unk>` 1, pieces, `<pad>` last. SentencePiece's own ids differ; vocab.json holds
Marian's.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bilingual.engines.marian import MarianTokens
from bilingual.errors import TrainingError
from bilingual.train.corpus import Pair

END, UNKNOWN = 0, 1
TOKENIZER_FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
_SAMPLE = 1_000_000  # lines; SentencePiece learns nothing new beyond that and needs 4 GiB
_CHUNK = 20_000  # sentences tokenised at once

Ids = npt.NDArray[np.int32]


def build_vocabulary(pairs: Sequence[Pair], size: int, folder: Path) -> None:
    """Learn a joint unigram vocabulary of at most `size` entries and write it to `folder`."""
    from sentencepiece import SentencePieceTrainer

    step = max(1, len(pairs) * 2 // _SAMPLE)
    lines = itertools.chain.from_iterable((p.french, p.english) for p in pairs[::step])
    try:
        SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_prefix=str(folder / "joint"),
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
            hint="Choose a smaller shape.vocabulary, or bring more text.",
        ) from error
    _write_layout(folder)


def _write_layout(folder: Path) -> None:
    from sentencepiece import SentencePieceProcessor

    joint = folder / "joint.model"
    pieces = SentencePieceProcessor(model_file=str(joint))
    learnt = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())]
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
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(joint, folder / name)
    joint.unlink()
    (folder / "joint.vocab").unlink(missing_ok=True)


def target_pieces(folder: Path) -> int:
    """How many entries are pieces of English, where these are the first of the vocabulary; else
    0.
    """
    from sentencepiece import SentencePieceProcessor

    file = folder / "target.spm"
    if not file.is_file():
        return 0
    target = SentencePieceProcessor(model_file=str(file))
    pieces = [target.id_to_piece(i) for i in range(target.get_piece_size())]
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
