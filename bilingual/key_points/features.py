"""Surface features of the words and the sentences of one article, as two matrices.

Words are those that ROUGE counts. Row order: words by first use, sentences as given. A feature is
only what can be read off the article itself and a small table of how common the commonest words
are; nothing is looked up, so any subject and any year are treated alike.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bilingual.key_points.dependence import dependence, quoted_share
from bilingual.language.words import FUNCTION_WORDS

_WORD = re.compile(r"\w+")
STEM = 5  # letters; "élection" and "électoral" share them, "présent" and "présence" too


def tokens(text: str) -> list[str]:
    """Runs of word characters, lower-cased: an elided article is a word of its own.

    >>> tokens("L'Élysée a dit « non »")
    ['l', 'élysée', 'a', 'dit', 'non']
    """
    return _WORD.findall(text.lower())


def cased_tokens(text: str) -> list[str]:
    """As `tokens`, in the writer's own case."""
    return _WORD.findall(text)


def is_content(word: str) -> bool:
    return word not in FUNCTION_WORDS and (len(word) > 2 or word.isdigit())


@lru_cache(maxsize=1024)
def content_words(text: str) -> frozenset[str]:
    """The different words of `text` that say something about its subject, with the numbers."""
    return frozenset(filter(is_content, set(tokens(text))))


Matrix = NDArray[np.float64]

_REASONS = ("pronoun", "demonstrative", "possessive", "connective", "speaker", "fragment")
_DAY = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b")
_WE = re.compile(r"\b(?:je|j|nous|vous|on)\b")


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """What the sentences and the title of one article are made of."""

    texts: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str], title: str = "") -> ArticleWords:
        return cls(tuple(texts), tuple(tuple(tokens(t)) for t in texts), tuple(tokens(title)))


def word_features(article: ArticleWords, common: Mapping[str, float]) -> tuple[list[str], Matrix]:
    """The different words in order of first use, and one row of features for each.

    `common` gives the share of articles that use a word; a word that is not in it is a rare one.
    """
    frequency = Counter(chain.from_iterable(article.sentences))
    if not frequency:
        return [], np.zeros((0, 0))
    words, counts = list(frequency), np.array(list(frequency.values()), dtype=np.float64)
    spread = Counter(chain.from_iterable(map(set, article.sentences)))
    used_in = [spread[word] for word in words]
    stems = _stems(frequency)
    title = set(article.title)
    title_stems = {word[:STEM] for word in title if len(word) >= STEM}
    early = [set(sentence) for sentence in article.sentences[:2]] + [set(), set()]
    number, total = len(article.sentences), frequency.total()
    first = _first_uses(article.sentences)
    sentence, place, length = np.array([first[word] for word in words], dtype=np.float64).T
    known = _capitals(article.texts)
    capitals = np.array([known.get(word, 0) for word in words])
    shares = [common.get(word, 0.0) for word in words]
    columns = (
        list(map(math.log, frequency.values())),
        100 * counts / total,
        list(map(math.log, used_in)),
        np.array(used_in) / number,
        list(map(math.log1p, sentence.tolist())),
        sentence / number,
        place,
        place / length,
        sentence == 0,
        sentence == 1,
        sentence == 2,
        [word in early[0] for word in words],
        [word in early[1] for word in words],
        [word in title for word in words],
        [len(word) >= STEM and word[:STEM] in title_stems for word in words],
        len(title),
        list(map(len, words)),
        list(map(str.isdigit, words)),
        capitals / counts,
        capitals > 0,
        [word in FUNCTION_WORDS for word in words],
        shares,
        [math.log(1e-3 + share) for share in shares],
        [math.log(stems[word[:STEM]]) for word in words],
        number,
        math.log(total),
    )
    features = np.empty((len(words), len(columns)))
    for position, column in enumerate(columns):
        features[:, position] = column
    return words, features


def _stems(frequency: Mapping[str, int]) -> dict[str, int]:
    """How often the words with the same first letters stand in the article, together."""
    stems: dict[str, int] = {}
    for word, count in frequency.items():
        stems[word[:STEM]] = stems.get(word[:STEM], 0) + count
    return stems


def _capitals(texts: Sequence[str]) -> Counter[str]:
    """How often each word has a capital elsewhere than at the start of a sentence."""
    return Counter(
        word.lower() for text in texts for word in cased_tokens(text)[1:] if word[0].isupper()
    )


def _first_uses(sentences: Sequence[Sequence[str]]) -> dict[str, tuple[int, int, int]]:
    """word -> (sentence, place in it, length of it) of its first use."""
    first: dict[str, tuple[int, int, int]] = {}
    for number, sentence in enumerate(sentences):
        for place, word in enumerate(sentence):
            if word not in first:
                first[word] = (number, place, len(sentence))
    return first


def sentence_features(
    article: ArticleWords, weights: Mapping[str, float], shares: Matrix
) -> Matrix:
    """One row for each sentence; `shares` are its expected hits per word."""
    mean_length = max(1.0, float(np.mean([len(s) for s in article.sentences] or [1])))
    best = float(shares.max()) if len(shares) else 0.0
    title = {word for word in article.title if is_content(word)}
    known: set[str] = set()
    rows = []
    for position, (text, words) in enumerate(zip(article.texts, article.sentences, strict=True)):
        length = max(1, len(words))
        content = content_words(text)
        strongest = sorted((weights[word] for word in content), reverse=True)[:5]
        lower = text.lower()
        reason = dependence(text)
        share = float(shares[position])
        rows.append(
            (
                math.log1p(position),
                1 / (1 + position),
                position == 0,
                position == 1,
                position / len(article.texts),
                length,
                math.log(length),
                length / mean_length,
                sum(map(content.__contains__, words)) / length,
                len(content & title) / max(1, len(title)),
                len(content - known) / max(1, len(content)),
                sum(map(str.isdigit, words)),
                text.count(","),
                quoted_share(text),
                "?" in text,
                "!" in text,
                text.rstrip()[-1:] in '.!?…"»',
                bool(_DAY.search(lower)),
                bool(_WE.search(lower)),
                *(reason == kind for kind in _REASONS),
                share,
                share * length,
                share / best if best else 0.0,
                sum(strongest) / max(1, len(strongest)),
            )
        )
        known |= content
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1)
