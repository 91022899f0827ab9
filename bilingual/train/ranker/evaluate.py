"""ROUGE of the key points against abstracts, beside lead-k and the oracle, with 95 % bootstrap intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bilingual.key_points.features import cased_tokens, tokens
from bilingual.train.ranker.rouge import Rouge, mean_rouge, rouge
from bilingual.train.ranker.train import Example

RESAMPLES = 1000
SEED = 20
Summarizer = Callable[[Example], str]


@dataclass(frozen=True, slots=True)
class Result:
    """Mean ROUGE of `name` over `n` articles, the mean number of words, and the gain in ROUGE-1 over the baseline.

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
                0.0 if i in chosen else _f1([counts[j] for j in [*chosen, i]], reference)
                for i in range(len(counts))
            ]
            if not values or max(values) <= best:
                break
            best = max(values)
            chosen.append(values.index(best))
        return " ".join(example.sentences[i] for i in sorted(chosen))

    return summarize


def _f1(counts: Sequence[Counter[str]], reference: Counter[str]) -> float:
    said = sum(counts, Counter[str]())
    return 2 * (said & reference).total() / max(1, said.total() + reference.total())


def _interval(gains: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    random = np.random.default_rng(SEED)
    means = [random.choice(gains, len(gains)).mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
