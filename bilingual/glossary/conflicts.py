"""What in a glossary contradicts itself, or would do something else than its editor thinks.

Everything is looked up by `form_key`, so the work grows with the number of forms and not with its square.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bilingual.glossary.chains import find_chains
from bilingual.glossary.model import Glossary, shown
from bilingual.glossary.terms import Term, form_key
from bilingual.glossary.words import word_set

Severity = Literal["error", "warning"]
Kind = Literal["two meanings", "duplicate", "inflection", "cycle", "chain", "common word", "same"]
Key = tuple[str, ...]

# Words so frequent that a term of nothing else would be placed in every sentence; each is an error on its own.
COMMON: Final = word_set(
    """
    a à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avaient avait avant avec avoir beaucoup
    bien c ça car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment contre d dans de déjà
    depuis des dès deux donc dont du elle elles en encore entre es est et étaient était étant été être eu fait faire
    faut fois font grand grande i il ils j jamais je jusque l la là le les leur leurs lors lorsque lui m ma mais mal me
    même mêmes mes mieux moi moins mon n ne ni non nos notre nous on ont or ou où par parce parmi pas pendant peu peut
    peuvent plus plusieurs pour pourquoi puis qu quand que quel quelle quelles quelques quels qui quoi s sa sans se
    selon sera seront ses si soit son sont sous sur t ta tandis te tel telle tes toi ton toujours tous tout toute
    toutes très trop tu un une va vers voici voilà vont vos votre vous y
    """
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the terms on `lines` have against each other; an "error" leaves open which of them is meant."""

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
            # An exact form before one in any case is an exception to it; after it, it is never reached.
            before = any_case or exact.get(written)
            if before is not None:
                yield _clash(glossary, before, place)
            if glossary.terms[place.index].exact:
                exact.setdefault(written, place)
            else:
                any_case = any_case or place


def _written(french: str) -> str:
    """What forms with one key can differ in where case counts."""
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
