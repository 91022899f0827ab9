"""What a sentence speaks of, as terms that can be compared, and how much each of them tells.

Terms are words, roots ("rouen-"), names, concepts ("+incendi") and numbers. A term weighs 0-1: 1 for
a word so rare that two texts hardly share it by chance, nearly 0 for "de". The weights are document
frequencies of sentences, made by tests/benchmarks/word_weights.py; the concepts, words by which two
newsrooms mean one thing, stand in data/event_concepts.tsv.
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

STEM: Final = 8  # letters of a word: "gouvernement" and "gouvernemental" are one
ROOT: Final = 5  # letters of its root: "Brésil" and "brésilien" have one
# A term that stands in a smaller share of sentences weighs 1.
RARE: Final = 3e-5

SHORTEST: Final = 4  # letters of the beginning of a word that stands for a concept
LONGEST: Final = 14

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


def _rows(name: str) -> list[list[str]]:
    text = files("bilingual").joinpath("data", name).read_text(encoding="utf-8")
    return [row.split("\t") for row in text.splitlines() if not row.startswith("#")]


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {term: int(weight) / 100 for term, weight in _rows("word_weights.tsv")}


def weight(term: str) -> float:
    """How much it tells that two texts share this word, root or concept, 0-1."""
    return _weights().get(term, 1.0)


def number_weight(number: str) -> float:
    """Small numbers are shared by chance: "3" tells less than "235 300"."""
    return 0.5 if len(number) < 2 else 0.8 if len(number) < 3 else 1.0


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The concepts that are places: two articles that share one share a name."""
    rows = _rows("event_concepts.tsv")
    return frozenset(_name(words.split()) for kind, words in rows if kind == "place")


def _name(words: list[str]) -> str:
    return "+" + words[0].rstrip("=")


@lru_cache(maxsize=1)
def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words -> concept, and beginnings of words -> concept."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for _, row in _rows("event_concepts.tsv"):
        words = row.split()
        for word in words:
            (whole if word.endswith("=") else beginnings)[word.rstrip("=")] = _name(words)
    return whole, beginnings


@lru_cache(maxsize=65536)
def concept(word: str) -> str | None:
    """The concept of a folded word, or of two joined by "_"; None for most words.

    >>> concept("flammes"), concept("kremlin"), concept("banque_centrale"), concept("table")
    ('+incendi', '+russe', '+banque_centrale', None)
    """
    whole, beginnings = _concepts()
    if word in whole:
        return whole[word]
    if "_" in word:
        return beginnings.get(word)
    starts = (word[:length] for length in range(min(len(word), LONGEST), SHORTEST - 1, -1))
    return next((beginnings[start] for start in starts if start in beginnings), None)
