"""Learning the ranker from articles with abstracts: numpy only, the same numbers on every run.

Words first (cross-entropy, Adam), then the sentences by least squares on what the words got wrong.
About two minutes and 1 GB for 8,000 articles on one core.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bilingual.errors import TrainingError
from bilingual.key_points.features import (
    ArticleWords,
    Matrix,
    sentence_features,
    tokens,
    word_features,
)
from bilingual.key_points.ranker import Ranker, Ranking, digest, word_shares
from bilingual.segment import split_spans

COMMON_WORDS = 500
HIDDEN = (48, 24)
EPOCHS = 10
BATCH = 2048
LEARNING_RATE = 2e-3
RIDGE = 10.0
SEED = 20
LONGEST_WEIGHT = 40  # words; a sentence weighs by its length up to here


@dataclass(frozen=True, slots=True)
class Example:
    """An article, cut into sentences, and the abstract people wrote for it."""

    id: str
    title: str
    sentences: tuple[str, ...]
    abstract: str


def read_examples(path: Path) -> tuple[Example, ...]:
    """JSON lines (id, title, article, summary), plain or .xz. Raises TrainingError."""
    hint = "JSON lines are expected, each with id, title, article and summary."
    found = []
    try:
        for number, line in enumerate(_lines(path), start=1):
            try:
                found.append(_example(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise TrainingError(f"{path}, line {number}: {error!r}", hint=hint) from error
    except (OSError, UnicodeDecodeError, lzma.LZMAError, EOFError) as error:
        raise TrainingError(f"{path}: cannot be read ({error})", hint=hint) from error
    if not found:
        raise TrainingError(f"{path}: holds no article", hint=hint)
    return tuple(found)


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            yield from stream
    else:
        with path.open(encoding="utf-8") as stream:
            yield from stream


def _example(record: dict[str, str]) -> Example:
    text = record["article"]
    sentences = tuple(text[start:end] for start, end in split_spans(text))
    return Example(record["id"], record["title"], sentences, record["summary"])


def train(examples: Sequence[Example]) -> Ranker:
    """The ranker that `examples` teach; the same for the same examples on the same machine."""
    articles = [ArticleWords.of(example.sentences, example.title) for example in examples]
    common = _common_words(articles)
    features, targets = _word_data(examples, articles, common)
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-9] = 1.0
    words_only = Ranker(
        common=common,
        word_mean=mean.astype(np.float64),
        word_scale=scale.astype(np.float64),
        layers=_train_network((features - mean) / scale, targets),
        sentence=np.zeros(1),
        abstract_words=float(np.mean([len(tokens(example.abstract)) for example in examples])),
    )
    return replace(words_only, sentence=_train_sentences(examples, articles, words_only))


def save(ranker: Ranker, path: Path, *, data: Path, examples: int) -> None:
    """Write `ranker` with its digest and its origin, the file `data`."""
    parameters = ranker.parameters()
    stored: dict[str, Any] = {
        "about": "Chooses key points; read by bilingual.key_points.ranker.",
        "source": (
            "Statistics learned from OrangeSum (Kamal Eddine, Tixier and Vazirgiannis 2021), CC "
            "BY-SA 4.0"
        ),
        "licence": "CC-BY-SA-4.0",
        "command": f"python -m bilingual.train.ranker train {data.name} -o {path.name}",
        "data": {"name": data.name, "sha256": hashlib.sha256(data.read_bytes()).hexdigest()},
        "examples": examples,
        "digest": digest(parameters),
        "parameters": parameters,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _common_words(articles: Sequence[ArticleWords]) -> dict[str, float]:
    """The COMMON_WORDS words of most articles, numbers apart, with the share of articles."""
    found = Counter(
        word for article in articles for word in set().union(*article.sentences) if word.isalpha()
    )
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:COMMON_WORDS]
    return {word: count / len(articles) for word, count in ranked}


def _word_data(
    examples: Sequence[Example], articles: Sequence[ArticleWords], common: dict[str, float]
) -> tuple[Any, Any]:
    """Features of every word, in 32 bits to fit in memory; 1 where the abstract uses it."""
    rows, targets = [], []
    for example, article in zip(examples, articles, strict=True):
        words, features = word_features(article, common)
        abstract = set(tokens(example.abstract))
        rows.append(features.astype(np.float32))
        targets.append(np.array([word in abstract for word in words], dtype=np.float32))
    return np.concatenate(rows), np.concatenate(targets)


def _train_network(features: Any, targets: Any) -> tuple[tuple[Matrix, Matrix], ...]:
    """A rectifier network with one logit, by Adam with a rate that falls to nothing."""
    random = np.random.default_rng(SEED)
    sizes = (features.shape[1], *HIDDEN, 1)
    state = []
    for fan_in, fan_out in pairwise(sizes):
        weights = random.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(np.float32)
        state += [weights, np.zeros(fan_out, dtype=np.float32)]
    first = [np.zeros_like(p) for p in state]
    second = [np.zeros_like(p) for p in state]
    steps = EPOCHS * -(-len(features) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(len(features))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            gradients = _gradients(state, features[batch], targets[batch])
            step += 1
            rate = LEARNING_RATE * (1 - (step - 1) / steps)
            _adam(state, first, second, gradients, step, rate)
    return tuple(
        (state[i].astype(np.float64), state[i + 1].astype(np.float64))
        for i in range(0, len(state), 2)
    )


def _gradients(state: list[Any], features: Any, targets: Any) -> list[Any]:
    """Of the mean cross-entropy, in the order of `state` (weights and bias of each layer)."""
    signals = [features]
    for i in range(0, len(state) - 2, 2):
        signals.append(np.maximum(signals[-1] @ state[i] + state[i + 1], 0))
    logits = np.clip(signals[-1] @ state[-2] + state[-1], -30, 30)[:, 0]
    error = ((1 / (1 + np.exp(-logits)) - targets) / len(targets))[:, None]
    gradients: list[Any] = []
    for layer in range(len(signals) - 1, -1, -1):
        gradients[:0] = [signals[layer].T @ error, error.sum(axis=0)]
        error = (error @ state[2 * layer].T) * (signals[layer] > 0)
    return gradients


def _adam(
    state: list[Any],
    first: list[Any],
    second: list[Any],
    gradients: list[Any],
    step: int,
    rate: float,
) -> None:
    """One step of Adam (Kingma and Ba 2015) with its usual constants, in place."""
    for parameter, m, v, gradient in zip(state, first, second, gradients, strict=True):
        m += 0.1 * (gradient - m)
        v += 0.001 * (gradient**2 - v)
        corrected = (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        parameter -= rate * corrected


def _train_sentences(
    examples: Sequence[Example], articles: Sequence[ArticleWords], words_only: Ranker
) -> Matrix:
    """Ridge regression of the share of words in the abstract; the intercept last."""
    rows, targets, sizes = [], [], []
    for example, article in zip(examples, articles, strict=True):
        weights = words_only.word_weights(article)
        counts = [Counter(words) for words in article.sentences]
        plain = Ranking(weights, counts, [1.0] * len(counts), words_only.abstract_words)
        rows.append(sentence_features(article, weights, word_shares(plain)))
        abstract = Counter(tokens(example.abstract))
        lengths = np.array([max(1, c.total()) for c in counts])
        targets.append(np.array([(c & abstract).total() for c in counts]) / lengths)
        sizes.append(np.minimum(lengths, LONGEST_WEIGHT))
    return _ridge(np.concatenate(rows), np.concatenate(targets), np.concatenate(sizes))


def _ridge(features: Matrix, targets: Matrix, weights: Any) -> Matrix:
    """Weighted, on standardised features; plain coefficients, the intercept last."""
    share = weights / weights.sum()
    mean = share @ features
    scale = np.sqrt(share @ (features - mean) ** 2)
    scale[scale < 1e-9] = 1.0
    standard = (features - mean) / scale
    centre = share @ targets
    gram = (standard * weights[:, None]).T @ standard + RIDGE * np.eye(standard.shape[1])
    slope = np.linalg.solve(gram, (standard * weights[:, None]).T @ (targets - centre)) / scale
    return np.append(slope, centre - slope @ mean)
