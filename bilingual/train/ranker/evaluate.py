"""ROUGE of the key points against abstracts, beside lead-k and the oracle, with 95 % bootstrap
intervals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bilingual.key_points.extract import key_points
from bilingual.key_points.features import cased_tokens, tokens
from bilingual.records import Sentence
from bilingual.train.ranker import Example

RESAMPLES = 1000
SEED = 20
Summarizer = Callable[[Example], str]


@dataclass(frozen=True, slots=True)
class Result:
    """Mean ROUGE of `name` over `n` articles, the mean number of words, and the gain in ROUGE-1
    over the baseline.

    `low` and `high` bound that gain: 95 % of RESAMPLES paired resamplings of the articles.
    """

    name: str
    n: int
    rouge: Rouge
    words: float
    gain: float
    low: float
    high: float


def compare(
    examples: Sequence[Example], systems: Sequence[tuple[str, Summarizer]]
) -> tuple[Result, ...]:
    """One Result per system, in order; the first is the baseline that the gains are over."""
    baseline: list[Rouge] = []
    results = []
    for name, summarize in systems:
        texts = [summarize(example) for example in examples]
        scores = [rouge(text, e.abstract) for text, e in zip(texts, examples, strict=True)]
        baseline = baseline or scores
        gains = np.array([s.one - b.one for s, b in zip(scores, baseline, strict=True)])
        low, high = _interval(gains)
        results.append(
            Result(
                name,
                len(examples),
                mean_rouge(scores),
                sum(len(tokens(text)) for text in texts) / len(texts),
                float(gains.mean()),
                low,
                high,
            )
        )
    return tuple(results)


def lead(k: int) -> Summarizer:
    """The first `k` sentences."""
    return lambda example: " ".join(example.sentences[:k])


def lead_words(other: Summarizer) -> Summarizer:
    """The first words of the article, as many as `other` uses."""

    def summarize(example: Example) -> str:
        size = len(tokens(other(example)))
        return " ".join(cased_tokens(" ".join(example.sentences))[:size])

    return summarize


def oracle(k: int) -> Summarizer:
    """The best that up to `k` sentences can do, chosen greedily with the abstract in view."""

    def summarize(example: Example) -> str:
        reference = Counter(tokens(example.abstract))
        counts = [Counter(tokens(sentence)) for sentence in example.sentences]
        chosen: list[int] = []
        best = 0.0
        while len(chosen) < k:
            values = [
                0.0 if i in chosen else _counted_f1([counts[j] for j in [*chosen, i]], reference)
                for i in range(len(counts))
            ]
            if not values or max(values) <= best:
                break
            best = max(values)
            chosen.append(values.index(best))
        return " ".join(example.sentences[i] for i in sorted(chosen))

    return summarize


def _counted_f1(counts: Sequence[Counter[str]], reference: Counter[str]) -> float:
    said = sum(counts, Counter[str]())
    return 2 * (said & reference).total() / max(1, said.total() + reference.total())


def _interval(gains: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    random = np.random.default_rng(SEED)
    means = [random.choice(gains, len(gains)).mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


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


def as_sentences(example: Example) -> list[Sentence]:
    """Title and sentences as records, with offsets that only count them."""
    texts = [example.title, *example.sentences]
    roles = ["title", *["body"] * len(example.sentences)]
    return [
        Sentence.model_validate(
            {"index": i, "paragraph": i, "role": role, "start": i, "end": i + 1, "text": text}
        )
        for i, (role, text) in enumerate(zip(roles, texts, strict=True))
        if text.strip()
    ]


def points_as_text(k: int) -> Summarizer:
    """At most `k` points, lead-ins included, in the order of the article."""

    def summarize(example: Example) -> str:
        sentences = {s.index: s.text for s in as_sentences(example)}
        points = key_points(as_sentences(example), k=k)
        shown = {p.index for p in points} | {p.lead_in for p in points if p.lead_in is not None}
        return " ".join(sentences[index] for index in sorted(shown))

    return summarize
