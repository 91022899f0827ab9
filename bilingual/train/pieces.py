"""One cut of words for both languages: a parent's English pieces, and French ones learnt beside
them.

A name that is cut alike in both languages can be copied piece by piece, which is all that a small
model knows to do with one. So English keeps the parent's pieces with their scores, and French is
cut by the same model with more pieces in it: whole words at the score that they were learnt with,
parts of words below it, and with a capital only whole words, for a part with a capital is mostly
the beginning of a name. With the recipe fr-en-from-pt 96 % of the names that stand in both
sentences of a pair are cut alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor

from bilingual.errors import MissingExtra
from bilingual.train.corpus import Pair
from bilingual.train.layout import learn_pieces, write_vocabulary
from bilingual.train.parent import MarianModel

_SAMPLE = 400_000  # pairs; each of the next three is a number of uses in as many
_ENGLISH_USES = 6
_FRENCH_USES = 30
_WORD_USES = 20
_PART_SCORE = -1.0  # nats that a part of a word is less likely than it was learnt
_NORMAL = 1  # SentencePiece's type of a piece that is neither control, unknown nor byte
_WORD = re.compile(r"\w+")


def build_shared_cut(pairs: Sequence[Pair], parent: MarianModel, learnt: int, folder: Path) -> None:
    """The tokenizer's files: source.spm has all pieces, target.spm the first of them."""
    sample = pairs[:: max(1, len(pairs) // _SAMPLE)]
    french = [pair.french for pair in sample]
    both = _read(parent.pieces.serialized_model_proto())
    _keep(both, _used_english(parent, sample), range(2))
    target, english = both.SerializeToString(), len(both.pieces)
    _add_french(both, _read(learn_pieces(french, learnt)), _frequent_words(french))
    used = _uses(SentencePieceProcessor(model_proto=both.SerializeToString()), french)
    enough = {row for row, n in used.items() if n >= _least(_FRENCH_USES, french)}
    _keep(both, enough, range(english))
    write_vocabulary(folder, both.SerializeToString(), target)


def _read(model: bytes) -> Any:
    try:
        from sentencepiece import sentencepiece_model_pb2
    except ImportError as error:
        raise MissingExtra(
            "making a vocabulary from a parent's needs protobuf",
            hint="pip install 'bilingual[parent]'",
        ) from error
    protocol: Any = sentencepiece_model_pb2
    return protocol.ModelProto.FromString(model)


def _keep(model: Any, used: set[int], always: Iterable[int]) -> None:
    """Leave out what is neither used nor a single character nor something other than text."""
    wanted = used | set(always)
    kept = [
        piece
        for row, piece in enumerate(model.pieces)
        if row in wanted or piece.type != _NORMAL or len(piece.piece) == 1
    ]
    del model.pieces[:]
    model.pieces.extend(kept)


def _used_english(parent: MarianModel, sample: Sequence[Pair]) -> set[int]:
    used = _uses(parent.pieces, (pair.english for pair in sample))
    return {row for row, n in used.items() if n >= _least(_ENGLISH_USES, sample)}


def _uses(pieces: Any, lines: Iterable[str]) -> Counter[int]:
    return Counter(row for line in lines for row in pieces.encode(line))


def _least(uses: int, sample: Sequence[object]) -> int:
    return max(1, round(uses * len(sample) / _SAMPLE))


def _frequent_words(lines: Sequence[str]) -> frozenset[str]:
    """As pieces, with the mark of a beginning."""
    seen = Counter(word for line in lines for word in _WORD.findall(line))
    least = _least(_WORD_USES, lines)
    return frozenset(f"▁{word}" for word, n in seen.items() if n >= least)


def _add_french(model: Any, learnt: Any, words: frozenset[str]) -> None:
    has = {piece.piece for piece in model.pieces}
    for piece in learnt.pieces:
        text = piece.piece
        if piece.type != _NORMAL or text in has or _begins_a_name(text, words):
            continue
        score = piece.score + (0.0 if text in words else _PART_SCORE)
        model.pieces.add(piece=text, score=score, type=_NORMAL)


def _begins_a_name(piece: str, words: frozenset[str]) -> bool:
    letters = piece.lstrip("▁")
    return len(letters) > 1 and letters[0].isupper() and piece not in words
