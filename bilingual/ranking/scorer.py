"""How much each sentence says of its article, as one number per sentence."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_SHORTEST_CONTENT_WORD = 4


def content_words(text: str) -> frozenset[str]:
    """The lower-cased words of four letters or more, and all numbers: what two sentences may have in common."""
    words = _WORD.findall(text.lower())
    return frozenset(w for w in words if len(w) >= _SHORTEST_CONTENT_WORD or w.isdigit())


def score_sentences(texts: Sequence[str], title: str = "") -> list[float]:
    """Position and frequency: an early sentence made of the article's frequent words is worth most."""
    bags = [content_words(text) for text in texts]
    frequency = Counter(word for bag in bags for word in bag)
    headline = content_words(title)
    scores = []
    for position, bag in enumerate(bags):
        common = sum(math.log(frequency[word]) for word in bag) / (len(bag) + 5)
        scores.append(1 / (2 + position) + 0.3 * common + 0.05 * len(bag & headline))
    return scores
