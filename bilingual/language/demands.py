"""What the English must have because the French has it: terms of the user's, names and numbers; what of it is missing,
and how the English would begin if the missing one stood in its place.

A translation is made anew behind such a beginning, so that the sentence around the word fits it. The place is that of
the words which the model made of the French ones, by the links between the two texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from bilingual.language.names import NameMention, find_names_fr, match_names
from bilingual.language.number_text import english_amount
from bilingual.language.numbers import find_numbers_en, find_numbers_fr, match_numbers
from bilingual.language.terms import TermTable, met

_ARTICLE: Final = re.compile(r"(?:^|(?<=\s))(?:the|an?)\s+$", re.IGNORECASE)
_INDEFINITE: Final = re.compile(r"(?:^|(?<=\s))(a)n?(?=\s+$)", re.IGNORECASE)
_VOWEL: Final = re.compile(
    r"(?!eu|u[bknrst][aeiou]|uni|one\b)[aeiou8]|11\b|18\b|hour|honou?r|heir", re.IGNORECASE
)
_OPENING: Final = "\"'“‘«([-–—"


class Link(Protocol):
    """English characters `start:end` came from French characters `source_start:source_end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def source_start(self) -> int: ...
    @property
    def source_end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Demand:
    """The French `start:end` asks for `write` in the English; `article` when English says "the" before it."""

    start: int
    end: int
    french: str
    write: str
    kind: Literal["term", "name", "number"]
    article: bool = False


def unmet(french: str, english: str, terms: TermTable) -> list[Demand]:
    """What is missing and could be written, in the order of the French; of two that overlap the term comes first."""
    demands = [
        Demand(m.start, m.end, m.text, m.english, "term")
        for m in terms.find(french)
        if not met(m, english)
    ]
    demands += _names(french, english)
    demands += _numbers(french, english)
    taken: list[Demand] = []
    for demand in demands:
        if all(demand.end <= other.start or other.end <= demand.start for other in taken):
            taken.append(demand)
    return sorted(taken, key=lambda demand: demand.start)


def _names(french: str, english: str) -> list[Demand]:
    missing = match_names(find_names_fr(french), english).missing
    return [_named(mention) for mention in missing if mention.written or not mention.english]


def _named(mention: NameMention) -> Demand:
    """A name that has no English form of its own is kept as it is, rather than invented."""
    write = mention.written or mention.text
    bare = write.removeprefix("the ")
    return Demand(mention.start, mention.end, mention.text, bare, "name", article=bare != write)


def _numbers(french: str, english: str) -> list[Demand]:
    return [
        Demand(m.start, m.end, m.text, write, "number")
        for m in match_numbers(find_numbers_fr(french), find_numbers_en(english)).missing
        if (write := english_amount(m))
    ]


def beginning(demand: Demand, english: str, links: Sequence[Link]) -> str | None:
    """The English up to the place of the demand, and what it asks for; None where no link tells the place."""
    place = _place(demand, english, links)
    if place is None:
        return None
    before = english[:place]
    opened = before.rstrip()
    joint = "" if opened and opened[-1] in _OPENING and opened[-1:] == before[-1:] else " "
    write = demand.write
    if demand.kind == "name":
        opened = _ARTICLE.sub("", opened + " ").rstrip()
        write = f"the {write}" if demand.article else write
    elif _INDEFINITE.search(opened + " "):
        opened = _INDEFINITE.sub(r"\1n" if _VOWEL.match(write) else r"\1", opened + " ").rstrip()
    if not opened.strip(_OPENING):
        return opened + write[:1].upper() + write[1:]
    return opened + joint + write


def _place(demand: Demand, english: str, links: Sequence[Link]) -> int | None:
    """Where the words that came from the demand begin; else behind what came from the words before it."""
    runs: list[list[Link]] = []
    previous = None
    for position, link in enumerate(links):
        if link.source_start < demand.end and demand.start < link.source_end:
            if previous != position - 1 or not runs:
                runs.append([])
            runs[-1].append(link)
            previous = position
    if runs:
        longest = max(runs, key=lambda run: sum(link.end - link.start for link in run))
        return _word_start(english, longest[0].start)
    earlier = [link for link in links if link.source_end <= demand.start]
    if not earlier:
        return 0 if links else None
    nearest = max(earlier, key=lambda link: (link.source_end, link.end))
    return _word_end(english, nearest.end)


def _word_start(text: str, at: int) -> int:
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "€$£¥"):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalnum():
        at += 1
    return at
