"""Finds entries of a glossary that contradict each other or the editor's expectation.

Everything is looked up by `form_key`, so the work grows with the number of forms.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bilingual.glossary.entries import Glossary, shown
from bilingual.glossary.terms import Term, form_key
from bilingual.language.words import FUNCTION_WORDS, word_list

Severity = Literal["error", "warning"]
Kind = Literal["two meanings", "duplicate", "inflection", "cycle", "chain", "common word", "same"]
Key = tuple[str, ...]

COMMON: Final = FUNCTION_WORDS.union(word_list("more common French words"))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict between the terms on `lines`; an "error" leaves open which one is meant."""

    lines: tuple[int, ...]
    severity: Severity
    kind: Kind
    message: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One French form: `index` is that of its term, `position` 0 for the headword."""

    index: int
    position: int
    french: str
    english: str


def find_conflicts(glossary: Glossary) -> tuple[Conflict, ...]:
    """The conflicts in the order of their first lines, errors first on the same line."""
    places: dict[Key, list[_Place]] = defaultdict(list)
    for index, term in enumerate(glossary.terms):
        for position, (french, english) in enumerate(term.forms):
            places[form_key(french)].append(_Place(index, position, french, english))
    found = [*_shared_forms(glossary, places), *_chains(glossary), *_single_terms(glossary)]
    return tuple(
        sorted(
            set(found), key=lambda each: (each.lines[0], each.severity, each.lines, each.message)
        )
    )


def _lines(glossary: Glossary, *indexes: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(glossary.lines[index] for index in indexes))


def _shared_forms(glossary: Glossary, places: dict[Key, list[_Place]]) -> Iterator[Conflict]:
    """French forms that stand more than once: each against the one that would be used."""
    for same in places.values():
        exact: dict[str, _Place] = {}
        any_case: _Place | None = None
        for place in same:
            written = _written(place.french)
            # An exact form before one in any case is an exception; after it, it is never reached.
            before = any_case or exact.get(written)
            if before is not None:
                yield _clash(glossary, before, place)
            if glossary.terms[place.index].exact:
                exact.setdefault(written, place)
            else:
                any_case = any_case or place


def _written(french: str) -> str:
    """The letters and digits of a form with their case, in which forms of one key may differ."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", french)))


def _clash(glossary: Glossary, before: _Place, place: _Place) -> Conflict:
    lines = _lines(glossary, before.index, place.index)
    if before.english != place.english:
        message = (
            f"{shown(place.french)} is {shown(before.english)} and {shown(place.english)}; "
            "the first is used"
        )
        return Conflict(lines, "error", "two meanings", message)
    if before.position == place.position == 0:
        message = f"{shown(place.french)}, {shown(place.english)} stands twice"
        return Conflict(lines, "warning", "duplicate", message)
    head = before if before.position == 0 else place
    message = f"{shown(head.french)} is a term, and an inflection of another"
    if before.position and place.position:
        message = f"{shown(place.french)} is an inflection of two terms"
    return Conflict(lines, "warning", "inflection", message)


def _chains(glossary: Glossary) -> Iterator[Conflict]:
    for chain in find_chains(glossary.terms):
        terms = [glossary.terms[index] for index in chain.indexes]
        lines = _lines(glossary, *chain.indexes)
        if chain.closed:
            way = " → ".join([*(shown(term.french) for term in terms[:6]), shown(terms[0].french)])
            yield Conflict(lines, "error", "cycle", f"the English of each is the next: {way}")
        else:
            message = (
                f"the English {shown(chain.through)} of {shown(terms[0].french)} is French for "
                f"{shown(terms[1].english)} on another line"
            )
            yield Conflict(lines, "warning", "chain", message)


def _single_terms(glossary: Glossary) -> Iterator[Conflict]:
    for index, term in enumerate(glossary.terms):
        lines = _lines(glossary, index)
        for french, _ in term.forms:
            yield from _common(lines, term, french)
        if term.french == term.english and not glossary.kept[index]:
            message = f"{shown(term.french)} is the same in English; say keep if that is meant"
            yield Conflict(lines, "warning", "same", message)


def _common(lines: tuple[int, ...], term: Term, french: str) -> Iterator[Conflict]:
    words = form_key(french)
    # "EN" or "ET" with its case is an acronym.
    if not set(words) <= COMMON or (term.exact and french.isupper() and len(french) > 1):
        return
    if len(words) > 1:
        message = f"{shown(french)} has only common words; it would be placed in many sentences"
        yield Conflict(lines, "warning", "common word", message)
    elif term.exact and not french.islower():
        message = f"{shown(french)} is also a very common word at the beginning of a sentence"
        yield Conflict(lines, "warning", "common word", message)
    else:
        message = f"{shown(french)} is a very common word; it would be placed everywhere"
        yield Conflict(lines, "error", "common word", message)


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms by their index, each leading to the next; a closed one leads back to the first.

    An open chain has two terms, longer ones link by link. `through` is English and French.
    """

    indexes: tuple[int, ...]
    through: str
    closed: bool


@dataclass(frozen=True, slots=True)
class _Link:
    index: int
    english: str
    target: Key


def find_chains(terms: Sequence[Term]) -> Iterator[Chain]:
    """Cycles first, then the links that are part of none; each pair of terms once.

    Of terms with one French form the first counts, so every form leads to one other at most.
    """
    links = _links(terms)
    cycles = list(_cycles(links))
    seen: set[frozenset[int]] = set()
    for cycle in cycles:
        indexes = tuple(dict.fromkeys(links[key].index for key in cycle))
        if len(indexes) > 1 and frozenset(indexes) not in seen:
            seen.add(frozenset(indexes))
            yield Chain(indexes, links[cycle[0]].english, closed=True)
    closed = {key for cycle in cycles for key in cycle}
    for key, link in links.items():
        following = links.get(link.target)
        if following is None or key in closed or following.target == link.target:
            continue
        pair = frozenset((link.index, following.index))
        if len(pair) == 2 and pair not in seen:
            seen.add(pair)
            yield Chain((link.index, following.index), link.english, closed=False)


def _links(terms: Sequence[Term]) -> dict[Key, _Link]:
    links: dict[Key, _Link] = {}
    for index, term in enumerate(terms):
        for french, english in term.forms:
            links.setdefault(form_key(french), _Link(index, english, form_key(english)))
    return links


def _cycles(links: dict[Key, _Link]) -> Iterator[list[Key]]:
    """Every cycle, except a form that is its own English. Each key is visited once."""
    done: set[Key] = set()
    for start in links:
        way: dict[Key, int] = {}
        key = start
        while key in links and key not in done:
            done.add(key)
            way[key] = len(way)
            key = links[key].target
            if key in way:
                cycle = list(way)[way[key] :]
                if len(cycle) > 1:
                    yield cycle
                break
