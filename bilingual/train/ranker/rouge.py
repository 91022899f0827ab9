"""ROUGE-1, -2 and -L as F1, 0-100: words are runs of word characters, lower-cased; no stemming, no stop list.

ROUGE-L is the longest common subsequence of the two texts as a whole. Equal to the package rouge-score with such a
tokenizer; `tests/test_train_ranker.py` holds values of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bilingual.key_points.features import tokens


class Rouge(NamedTuple):
    """F1 of unigrams, of bigrams and of the longest common subsequence, 0-100."""

    one: float
    two: float
    long: float


def rouge(candidate: str, reference: str) -> Rouge:
    """Of one text against one reference; 0 where either has no such n-gram."""
    left, right = tokens(candidate), tokens(reference)
    return Rouge(
        ngram_f1(left, right, 1),
        ngram_f1(left, right, 2),
        _f1(_common_subsequence(left, right), len(left), len(right)),
    )


def mean_rouge(scores: Sequence[Rouge]) -> Rouge:
    """The mean per article."""
    return Rouge(*(sum(column) / len(scores) for column in zip(*scores, strict=True)))


def ngram_f1(left: Sequence[str], right: Sequence[str], n: int) -> float:
    """Clipped n-gram overlap of two token lists as F1, 0-100."""
    a, b = (
        Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))
        for words in (left, right)
    )
    return _f1((a & b).total(), a.total(), b.total())


def _f1(hits: int, left: int, right: int) -> float:
    return 200 * hits / (left + right) if hits else 0.0


def _common_subsequence(left: Sequence[str], right: Sequence[str]) -> int:
    """Its length; one row of the usual table at a time."""
    row = [0] * (len(right) + 1)
    for word in left:
        diagonal = 0
        for column, other in enumerate(right, start=1):
            above = row[column]
            row[column] = diagonal + 1 if word == other else max(above, row[column - 1])
            diagonal = above
    return row[-1]
