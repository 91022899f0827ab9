"""The learned ranker: two small models over surface features, read from one JSON file.

1. A network (26 features, two hidden layers) gives each word of the article the probability that an
abstract uses it. 2. A linear model corrects the share of such words in a sentence by its position,
length and form.

`bilingual/data/ranker.json` holds both as numbers, with the digest of them, where they were learned
and how. They are statistics of OrangeSum (Kamal Eddine, Tixier, Vazirgiannis 2021; CC BY-SA 4.0);
no text of it is kept, but for a list of the few hundred commonest words.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from bilingual.errors import ModelDamaged
from bilingual.key_points.features import ArticleWords, Matrix, sentence_features, word_features
from bilingual.key_points.selection import Ranking

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
