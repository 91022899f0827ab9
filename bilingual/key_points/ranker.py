"""The learned ranker: two small models over surface features, read from one JSON file.

1. A network (26 features, two hidden layers) gives each word of the article the probability that an
abstract uses it. 2. A linear model corrects the share of such words in a sentence by its position,
length and form.

`bilingual/data/ranker.json` holds both as numbers, with the digest of them, where they were learned
and how. They are statistics of OrangeSum (Kamal Eddine, Tixier, Vazirgiannis 2021; CC BY-SA 4.0);
no text of it is kept, but for a list of the few hundred commonest words.

Sentences are chosen greedily, so that together they maximise the expected ROUGE-1 F1. A word counts
once for its weight; said again it counts for much less, so that a set of sentences that cover
different things beats one that says the best thing three times. The F1, not the recall, is what
keeps the sentences short.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np

from bilingual.errors import ModelDamaged
from bilingual.key_points.features import ArticleWords, Matrix, sentence_features, word_features

BUILT_IN = "ranker.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """The parameters. `layers` are (weights, bias) pairs; `sentence` ends with the intercept."""

    common: Mapping[str, float]
    word_mean: Matrix
    word_scale: Matrix
    layers: tuple[tuple[Matrix, Matrix], ...]
    sentence: Matrix
    abstract_words: float

    def rank(self, texts: Sequence[str], title: str = "") -> Ranking:
        """Rank `texts`, the sentences that may be chosen, in order and without the title."""
        article = ArticleWords.of(texts, title)
        weights = self.word_weights(article)
        counts = [Counter(words) for words in article.sentences]
        plain = Ranking(weights, counts, [1.0] * len(counts), self.abstract_words)
        shares = word_shares(plain)
        if not len(shares):
            return plain
        features = sentence_features(article, weights, shares)
        learned = np.clip(features @ self.sentence[:-1] + self.sentence[-1], 0.0, 1.0)
        factors = learned / np.maximum(shares, 1e-6)
        return Ranking(weights, counts, factors.tolist(), self.abstract_words)

    def word_weights(self, article: ArticleWords) -> dict[str, float]:
        """word -> probability that an abstract of the article uses it."""
        words, features = word_features(article, self.common)
        if not words:
            return {}
        signal = (features - self.word_mean) / self.word_scale
        for weights, bias in self.layers[:-1]:
            signal = np.maximum(signal @ weights + bias, 0.0)
        weights, bias = self.layers[-1]
        logits = np.clip(signal @ weights + bias, -30.0, 30.0)
        return dict(zip(words, (1 / (1 + np.exp(-logits[:, 0]))).tolist(), strict=True))

    def parameters(self) -> dict[str, Any]:
        """The parameters as lists, rounded to six digits, as they stand in the file."""
        return {
            "common": {word: _rounded(share) for word, share in self.common.items()},
            "word_mean": _rounded(self.word_mean.tolist()),
            "word_scale": _rounded(self.word_scale.tolist()),
            "layers": [[_rounded(w.tolist()), _rounded(b.tolist())] for w, b in self.layers],
            "sentence": _rounded(self.sentence.tolist()),
            "abstract_words": _rounded(self.abstract_words),
        }


def word_shares(ranking: Ranking) -> Matrix:
    """For every sentence the expected hits per word, 0 for one without words."""
    nothing: Counter[str] = Counter()
    return np.array(
        [
            ranking.hits(position, nothing) / max(1, counts.total())
            for position, counts in enumerate(ranking.counts)
        ]
    )


def digest(parameters: Mapping[str, Any]) -> str:
    text = json.dumps(parameters, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def built_in() -> Ranker:
    """The ranker that comes with the package."""
    file = resources.files("bilingual").joinpath("data", BUILT_IN)
    return parse(file.read_text(encoding="utf-8"), BUILT_IN)


_HINT = (
    "Install the package again, or train the ranker: python -m bilingual.train.ranker train --help"
)


def parse(text: str, name: str) -> Ranker:
    """From JSON; `name` is for the message. Raises ModelDamaged when it is not what was written."""
    try:
        stored = json.loads(text)
        parameters = stored["parameters"]
        if digest(parameters) != stored["digest"]:
            raise ModelDamaged(f"{name}: its numbers do not match its digest", hint=_HINT)
        return Ranker(
            common=parameters["common"],
            word_mean=np.array(parameters["word_mean"]),
            word_scale=np.array(parameters["word_scale"]),
            layers=tuple((np.array(w), np.array(b)) for w, b in parameters["layers"]),
            sentence=np.array(parameters["sentence"]),
            abstract_words=float(parameters["abstract_words"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(f"{name}: not a ranker file ({error!r})", hint=_HINT) from error


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.6g}")


# What a word is worth when it is said again, as a factor on its weight at each repetition: "de" may
# well stand twice in an abstract, a name hardly.
_REPEATED = 0.4
# Words; a shorter sentence is counted as if it had so many. Otherwise the last point is the
# shortest one, whatever it says: that pleases ROUGE (a gain of 0.4 over this value on 600 training
# articles), but no reader.
_SHORT = 20


@dataclass(frozen=True)
class Ranking:
    """One article as the ranker sees it: the weight of each word, and the words of each sentence.

    `factors` correct the sum over the words by what the sentence as a whole is like (1: no
    correction). `abstract_words` is how long abstracts are.
    """

    weights: Mapping[str, float]
    counts: Sequence[Counter[str]]
    factors: Sequence[float]
    abstract_words: float

    def hits(self, position: int, said: Counter[str]) -> float:
        """How many words of the abstract sentence `position` is expected to add to those `said`."""
        if not said:
            return self._alone[position] * self.factors[position]
        return self._sum(position, said) * self.factors[position]

    @cached_property
    def _alone(self) -> list[float]:
        nothing: Counter[str] = Counter()
        return [self._sum(position, nothing) for position in range(len(self.counts))]

    @cached_property
    def _weighed(self) -> list[list[tuple[str, int, float]]]:
        """The words of each sentence with how often it has them and their weight."""
        weights = self.weights
        return [[(word, n, weights[word]) for word, n in each.items()] for each in self.counts]

    def _sum(self, position: int, said: Counter[str]) -> float:
        total = 0.0
        for word, count, weight in self._weighed[position]:
            if count == 1 and word not in said:
                total += weight
                continue
            before = said.get(word, 0)
            # The sum of a geometric series: each repetition is worth `ratio` of the one before.
            ratio = _REPEATED * weight
            total += weight * ratio**before * (1 - ratio**count) / (1 - ratio)
        return total

    def f1(self, hits: float, length: int) -> float:
        return 2 * hits / (length + self.abstract_words)

    def scores(self) -> list[float]:
        """The expected ROUGE-1 F1 of every sentence on its own, 0-1."""
        nothing: Counter[str] = Counter()
        return [
            min(1.0, self.f1(self.hits(position, nothing), counts.total()))
            for position, counts in enumerate(self.counts)
        ]

    def shares(self) -> list[float]:
        """The expected hits per word of every sentence."""
        nothing: Counter[str] = Counter()
        return [
            self.hits(position, nothing) / max(_SHORT, counts.total())
            for position, counts in enumerate(self.counts)
        ]


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that are shown together (a point and its lead-in), with a factor."""

    positions: tuple[int, ...]
    factor: float = 1.0


def choose(
    ranking: Ranking,
    units: Sequence[Unit],
    wanted: int,
    *,
    start: Sequence[Unit] = (),
    may_join: Callable[[Unit, Sequence[Unit]], bool] = lambda unit, chosen: True,  # noqa: ARG005
) -> list[Unit]:
    """Choose at most `wanted` units, best first, beginning with those in `start`.

    `may_join` says whether a unit may stand beside those chosen before it.

    Ties go to the earlier unit; values are rounded, so that the last bit of a sum decides nothing.
    """
    chosen: list[Unit] = []
    said: Counter[str] = Counter()
    hits, length = 0.0, 0

    def take(unit: Unit, gain: float, size: int) -> None:
        nonlocal hits, length
        chosen.append(unit)
        hits, length = hits + gain, length + size
        for position in unit.positions:
            said.update(ranking.counts[position])

    for unit in start:
        take(unit, *_gain(ranking, unit, said))
    while len(chosen) < wanted:
        best: tuple[float, Unit, float, int] | None = None
        for unit in units:
            if unit in chosen or not may_join(unit, chosen):
                continue
            gain, size = _gain(ranking, unit, said)
            value = round(ranking.f1(hits + gain, length + size), 9)
            if best is None or value > best[0]:
                best = (value, unit, gain, size)
        if best is None:
            break
        take(*best[1:])
    return chosen


def expected_f1(ranking: Ranking, units: Sequence[Unit]) -> float:
    """The expected ROUGE-1 F1 of all `units` together, 0-1; short sentences as in `choose`."""
    said: Counter[str] = Counter()
    hits, length = 0.0, 0
    for unit in units:
        gain, size = _gain(ranking, Unit(unit.positions), said)
        hits, length = hits + gain, length + size
        for position in unit.positions:
            said.update(ranking.counts[position])
    return ranking.f1(hits, length)


def _gain(ranking: Ranking, unit: Unit, said: Counter[str]) -> tuple[float, int]:
    """(expected hits, words) that `unit` adds."""
    if len(unit.positions) > 1:
        said = said.copy()
    gain, size = 0.0, 0
    for position in unit.positions:
        gain += ranking.hits(position, said)
        size += max(_SHORT, ranking.counts[position].total())
        if len(unit.positions) > 1:
            said.update(ranking.counts[position])
    return gain * unit.factor, size
