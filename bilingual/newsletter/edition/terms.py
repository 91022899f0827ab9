"""What a sentence speaks of, as terms that can be compared: words, roots, names, concepts, numbers; and their weights.

A root ends in a hyphen ("rouen-"), a concept begins with a plus sign ("+incendi"). A term weighs 0-1: 1 for a word so rare that two texts hardly share it by chance, nearly 0 for "de". The weights are
document frequencies of sentences, made by tests/benchmarks/word_weights.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from bilingual.language.likeness import fold
from bilingual.language.names import find_names_fr
from bilingual.language.numbers import find_numbers_fr
from bilingual.newsletter.edition.lexicon import concept

STEM: Final = 8  # letters of a word: "gouvernement" and "gouvernemental" are one
ROOT: Final = 5  # letters of its root: "Brésil" and "brésilien" have one
# A term that stands in a smaller share of sentences weighs 1.
RARE: Final = 3e-5

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUFFIX = re.compile(r"(?<=\w{4})(?:(?:ais|ois|ain|ien)(?:e|es)?|iennes?|iens|ains|es|e|s)$")
_DOUBLE = re.compile(r"(?<=([^aeiouy]))\1$")
_CALENDAR: Final = frozenset({"day", "month", "weekday", "year"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one sentence; names are some of its words and roots."""

    words: tuple[str, ...]
    roots: tuple[str, ...]
    names: frozenset[str]
    concepts: frozenset[str]
    numbers: frozenset[str]


def stem(word: str) -> str:
    """The beginning of a folded word without its plural.

    >>> stem("gouvernementale"), stem("vols")
    ('gouverne', 'vol')
    """
    singular = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    return singular[:STEM]


def root(word: str) -> str:
    """What a folded word shares with those made of it, people with their town among them.

    >>> root("rouennaise"), root("rouen"), root("rennes"), root("rennais")
    ('rouen-', 'rouen-', 'ren-', 'ren-')
    """
    bare = _SUFFIX.sub("", word) if len(word) >= ROOT else word.rstrip("s")
    return f"{re.sub(_DOUBLE, '', bare)[:ROOT]}-"


@lru_cache(maxsize=32768)
def terms(sentence: str) -> Terms:
    """The terms of a French sentence; `words` in order, as often as they stand there."""
    raw = _WORD.findall(sentence)
    folded = [fold(word) for word in raw]
    parts = [part for word in folded for part in word.split("-")]
    pairs = [f"{left}_{right}" for left, right in pairwise(parts)]
    spellings = [*parts, *pairs, *(word for word in folded if "-" in word)]
    short = {fold(word) for word in raw if len(word) == 2 and word.isupper()}
    return Terms(
        words=tuple(stem(part) for part in parts if len(part) > 2 or part in short),
        roots=tuple(root(part) for part in parts if len(part) > 3),
        names=frozenset(_names(sentence)),
        concepts=frozenset(found for each in spellings if (found := concept(each)) is not None),
        numbers=frozenset(_numbers(sentence)),
    )


def _names(sentence: str) -> set[str]:
    capitals = [fold(word) for word in _WORD.findall(sentence)[1:] if word[0].isupper()]
    known = [fold(mention.text) for mention in find_names_fr(sentence)]
    parts = (part for name in capitals + known for part in re.split(r"[^\w]+", name))
    return {term for part in parts if len(part) > 2 for term in (stem(part), root(part))}


def _numbers(sentence: str) -> set[str]:
    """Values that are said with certainty, without dates; the unit belongs to the number."""
    return {
        f"{abs(mention.value)}{mention.unit}"
        for mention in find_numbers_fr(sentence)
        if mention.kind not in _CALENDAR and mention.certain
    }


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = files("bilingual").joinpath("data/word_weights.tsv").read_text(encoding="utf-8")
    table = (row.split("\t") for row in rows.splitlines() if not row.startswith("#"))
    return {term: int(weight) / 100 for term, weight in table}


def weight(term: str) -> float:
    """How much it tells that two texts share this word, root or concept, 0-1."""
    return _weights().get(term, 1.0)


def number_weight(number: str) -> float:
    """Small numbers are shared by chance: "3" tells less than "235 300"."""
    return 0.5 if len(number) < 2 else 0.8 if len(number) < 3 else 1.0
