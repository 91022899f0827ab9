"""The gazetteer: names in French and in English, for finding, comparing and writing them.

data/gazetteer.tsv says how a row is read; language/names.py makes of the entries the table by which
it recognises names. Names that are ambiguous (Pierre is a stone, Nice an adjective in English) are
recognised and never written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from bilingual.language.transliteration import fold
from bilingual.language.words import data_rows

_MOST_SPELLINGS: Final = 24


class Entry(NamedTuple):
    """A name: (French, English to write) of each form, and further English that counts as kept.

    `kind` is place, people, body, other, person, family, given or none (words that name nobody,
    without English). `article` says that English gives it "the"; `written` is False where the
    French may mean something else; `alone` are the parts of a person's name by which English calls
    the person when it drops the others (Lavrov, Xi).
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
    rows = data_rows("gazetteer.tsv")
    given = _given_names(rows)
    found = [entry for row in rows for entry in _read(row, given)]
    families = {french for e in found if e.kind != "family" for french, _ in e.forms}
    return tuple(
        entry for entry in found if entry.kind != "family" or entry.forms[0][0] not in families
    )


@lru_cache(maxsize=1)
def acronyms() -> frozenset[str]:
    """English names, folded, that without capitals are common words or none: US, WHO, CAN."""
    short: dict[str, bool] = {}
    for entry in entries():
        for name in (*(english for _, english in entry.forms), *entry.accepted):
            if len(name) <= 3:
                short[fold(name)] = short.get(fold(name), True) and name.isupper()
    return frozenset(name for name, capitals in short.items() if capitals)


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
    """Whether a spelling has the first name ("Yasir Arafat"); "Ben Ali" is a family name."""
    words = name.split()
    return len(words) > 1 and bool(first) and words[0][0] == first[0] and words[0][0].isupper()
