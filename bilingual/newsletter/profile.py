"""What a brief says of its event, as far as it can be compared: terms, and when it all happened.

Terms are words, roots ("rouen-"), names, concepts ("+incendi") and numbers. A term weighs 0-1: 1
for a word so rare that two texts hardly share it by chance, nearly 0 for "de". The weights are
document frequencies of sentences, made by tests/benchmarks/word_weights.py; the concepts, words by
which two newsrooms mean one thing, stand in data/event_concepts.tsv.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bilingual.language.dates import DateMention, find_dates_fr, publication_day
from bilingual.language.names import find_names_fr
from bilingual.language.numbers import find_numbers_fr
from bilingual.language.transliteration import fold
from bilingual.language.words import data_rows
from bilingual.records import Brief

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


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {term: int(weight) / 100 for term, weight in data_rows("word_weights.tsv")}


def weight(term: str) -> float:
    """How strongly a shared word, root or concept links two texts, 0-1."""
    return _weights().get(term, 1.0)


def number_weight(number: str) -> float:
    """Small numbers are shared by chance: "3" tells less than "235 300"."""
    return 0.5 if len(number) < 2 else 0.8 if len(number) < 3 else 1.0


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The concepts that are places: two articles that share one share a name."""
    rows = data_rows("event_concepts.tsv")
    return frozenset(_name(words.split()) for kind, words in rows if kind == "place")


def _name(words: list[str]) -> str:
    return "+" + words[0].rstrip("=")


@lru_cache(maxsize=1)
def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words -> concept, and beginnings of words -> concept."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for _, row in data_rows("event_concepts.tsv"):
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


# News tells its event first; the background after it is shared by many stories.
OPENING: Final = 9  # sentences, the title among them
DATED: Final = 4  # sentences in which days are looked for
LED: Final = 2  # of these, those that say when it happened: the title and one more
RECENT: Final = 7  # days before publication in which an event is news


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of a brief's opening with their counts; `titled` are those of its title.

    `days` are the days up to publication that the first sentences name, `led` those of the very
    first; what lies ahead is not what an article reports. `weekdays` (Monday is 1) are all that the
    first sentences name.
    """

    id: str
    published: date | None
    words: Counter[str]
    roots: Counter[str]
    names: frozenset[str]
    concepts: Counter[str]
    numbers: frozenset[str]
    titled: frozenset[str]
    days: frozenset[date]
    led: frozenset[date]
    weekdays: frozenset[int]


def profile(brief: Brief) -> Profile:
    """The profile of the title and the first sentences of a brief; headings are passed over."""
    told = [sentence for sentence in brief.sentences if sentence.role != "heading"]
    told.sort(key=lambda sentence: sentence.role != "title")
    opening = [(sentence.role, sentence.text) for sentence in told[:OPENING]]
    found = [(role, terms(text)) for role, text in opening]
    published = publication_day(brief.article.published)
    dates = [find_dates_fr(text) for _, text in opening[:DATED]]
    titled = [part for role, part in found if role == "title"]
    return Profile(
        id=brief.article.id,
        published=published,
        words=Counter(word for _, part in found for word in part.words),
        roots=Counter(each for _, part in found for each in part.roots),
        names=frozenset(name for _, part in found for name in part.names),
        concepts=Counter(each for _, part in found for each in part.concepts),
        numbers=frozenset(number for _, part in found for number in part.numbers),
        titled=frozenset(
            each for part in titled for each in (*part.words, *part.roots, *part.concepts)
        ),
        days=_reported(dates, published),
        led=_reported(dates[:LED], published),
        weekdays=frozenset(_weekdays([each for found in dates for each in found], published)),
    )


def _reported(dates: list[list[DateMention]], published: date | None) -> frozenset[date]:
    days = (each for found in dates for mention in found for each in _days(mention, published))
    return frozenset(
        each for each in days if published is None or 0 <= (published - each).days <= RECENT
    )


def _weekdays(dates: list[DateMention], published: date | None) -> set[int]:
    said = {value for mention in dates if (value := mention.get("weekday")) is not None}
    counted = (_days(mention, published)[:1] for mention in dates if not mention.get("weekday"))
    return said | {each.isoweekday() for found in counted for each in found}


def _days(mention: DateMention, published: date | None) -> list[date]:
    """The day that a mention means, if it can be told; "jeudi" alone is the last Thursday."""
    number, month, weekday = mention.get("day"), mention.get("month"), mention.get("weekday")
    if number and month:
        return _on(number, month, mention.get("year"), published)
    if published is None or weekday is None:
        return []
    if number:
        around = (published + timedelta(shift) for shift in range(-28, 29))
        return [each for each in around if (each.isoweekday(), each.day) == (weekday, number)][:1]
    return [published - timedelta((published.isoweekday() - weekday) % 7)]


def _on(number: int, month: int, year: int | None, published: date | None) -> list[date]:
    """That day; without a year the one nearest to publication; none if there is no such day."""
    if year is None and published is None:
        return []
    years = (
        [year] if year or published is None else [published.year + shift for shift in (-1, 0, 1)]
    )
    found = []
    for each in years:
        try:
            found.append(date(each or 1, month, number))
        except ValueError:
            continue
    if published is None:
        return found
    return sorted(found, key=lambda each: abs((each - published).days))[:1]
