"""The gazetteer: names in their French and their English form, for finding, comparing and writing them.

data/gazetteer.tsv says how a row is read. From it come the terms that can be placed in a translation (`name_terms`) and
the folded table by which language/names.py recognises names. Left out of the terms: names that are ambiguous (Pierre
is a stone, Nice an adjective in English) and first names, because a person keeps the spelling of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from bilingual.language.terms import Term

ARTICLE: Final = "the"  # `Term.note` of a name that English gives the article: the Netherlands
_SMALL: Final = frozenset({"de", "des", "du", "la", "le", "les", "et", "en", "à", "aux", "au", "pour"})  # fmt: skip
_BARE: Final = str.maketrans("ÀÂÇÉÈÊÎÔ", "AACEEEIO")
_MOST_SPELLINGS: Final = 24


class Entry(NamedTuple):
    """A name: (French, English to write) of each of its forms, and further English forms that count as kept.

    `kind` is place, people, body, other, person, family, given or none (words that name nobody, without English).
    `article` says that English gives it "the"; `written` is False where the French may mean something else; `alone`
    are the parts of a person's name by which English calls the person when it drops the others (Lavrov, Xi).
    """

    kind: str
    forms: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...] = ()
    article: bool = False
    written: bool = True
    alone: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Every entry of the table, a person's family name as one of its own after the person."""
    text = files("bilingual").joinpath("data/gazetteer.tsv").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    given = _given_names(rows)
    found = [entry for row in rows for entry in _read(row, given)]
    families = {french for e in found if e.kind != "family" for french, _ in e.forms}
    return tuple(
        entry for entry in found if entry.kind != "family" or entry.forms[0][0] not in families
    )


@lru_cache(maxsize=1)
def name_terms() -> tuple[Term, ...]:
    """The names that can be placed in English, as terms of origin "gazetteer"; case counts in them.

    `Term.note` is "the" where English gives the name the article, which is no part of its forms. `accepted` holds
    whatever else keeps the name, so that a good translation is left alone.
    """
    return tuple(
        Term(
            forms=_spelt_in_french(entry),
            accepted=entry.accepted,
            exact=True,
            note=ARTICLE if entry.article else "",
            origin="gazetteer",
        )
        for entry in entries()
        if entry.written and entry.kind not in ("given", "none")
    )


def _given_names(rows: Iterable[list[str]]) -> dict[str, tuple[str, ...]]:
    """Each English spelling of a first name -> all of them."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row[0] == "given":
            english = tuple(name.removeprefix("~") for name in "|".join(row[2:4]).split("|"))
            found |= dict.fromkeys(english, english)
    return found


def _read(row: list[str], given: dict[str, tuple[str, ...]]) -> Iterable[Entry]:
    kind, french = row[:2]
    english = row[2] if len(row) > 2 else ""
    accepted = tuple(row[3].split("|")) if len(row) > 3 else ()
    if kind == "person" and "+" in french:
        return _person(french.split("|"), english, accepted, given)
    written, article = english[:1] != "~", english[:4] == "the "
    writes = english[4:] if article else english.removeprefix("~")
    alone: tuple[str, ...] = ()
    if kind == "person" and " " in writes:
        words = frozenset(writes.split())
        alone = tuple(name for name in accepted if name in words)
        accepted = tuple(name for name in accepted if name not in words)
    return (Entry(kind, _forms(french, writes), accepted, article, written, alone),)


def _forms(french: str, english: str) -> tuple[tuple[str, str], ...]:
    if ";" not in french:
        return tuple([(name, english) for name in french.split("|")])
    groups = zip(french.split(";"), english.split(";"), strict=True)
    return tuple([(name, write) for names, write in groups for name in names.split("|")])


def _person(
    french: list[str], english: str, accepted: tuple[str, ...], given: dict[str, tuple[str, ...]]
) -> Iterator[Entry]:
    """A person by the full name and, after it, by the family name alone."""
    first, family = english.split("+")
    families = (family, *(name for name in accepted if not _is_full(name, first)))
    firsts = [given.get(word, (word,)) for word in first.split()]
    spellings = (" ".join(p) for p in itertools.product(*firsts, families))
    full = [*itertools.islice(spellings, _MOST_SPELLINGS), *(n for n in accepted if " " in n)]
    whole = english.replace("+", "")
    forms = tuple((name.replace("+", ""), whole) for name in french)
    others = tuple(dict.fromkeys(name for name in full if name != whole))
    yield Entry("person", forms, others, alone=families)
    alone = dict.fromkeys(name.partition("+")[2] for name in french)
    yield Entry("family", tuple((name, family) for name in alone), families[1:])


def _is_full(name: str, first: str) -> bool:
    """Whether a spelling has the first name as well: "Yasir Arafat" of "Yasser", "Ben Ali" is a family name."""
    words = name.split()
    return len(words) > 1 and bool(first) and words[0][0] == first[0] and words[0][0].isupper()


def _spelt_in_french(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The forms, and how else French writes them: a capital to begin with or on every word, no accent on a capital."""
    capitals = entry.kind in ("body", "other", "place")
    forms = {
        spelling: english
        for french, english in entry.forms
        for spelling in _spellings(french, capitals)
    }
    return tuple(forms.items())


def _spellings(french: str, capitals: bool) -> tuple[str, ...] | list[str]:
    if french.isascii() and " " not in french:
        return (french,)
    found = [french]
    if not french[0].isupper():
        found.append(french := french[0].upper() + french[1:])
    if capitals and " " in french:
        words = french.split(" ")
        found.append(" ".join([w if w in _SMALL else w[0].upper() + w[1:] for w in words]))
    found.append(french.translate(_BARE))
    return found
