"""Entries as files give them -> Terms, each judged and given its forms; what is wrong with
a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bilingual.errors import GlossaryError
from bilingual.glossary.plurals import plural_pair
from bilingual.glossary.terms import Term, form_key

SHOWN: Final = 20
# More than any termbase for two languages; about 1 GB in memory, half a minute.
MOST_TERMS: Final = 500_000
HINT: Final = "Correct these lines, then try again with `bilingual glossary check`."

# Word processors and web pages leave these unseen, and no term would be found with them.
_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One term as its file gives it, cleaned but not yet judged; "" stands for what is missing.

    `inflections` pairs further French forms with their English ("" where the file leaves it open).
    `plural` says whether the regular plural may be added.
    """

    line: int
    french: str
    english: str
    note: str = ""
    exact: bool = False
    keep: bool = False
    inflections: tuple[tuple[str, str], ...] = ()
    accepted: tuple[str, ...] = ()
    plural: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a line of the file, counted from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a file in its order.

    `lines` and `kept` run parallel to `terms`: the line each stands on, and whether its English is
    to be the French (do not translate). `digest` is of the terms: a comment more or another order
    of columns leaves it as it is.
    """

    terms: tuple[Term, ...]
    lines: tuple[int, ...]
    kept: tuple[bool, ...]
    digest: str
    path: Path


def clean(text: str) -> str:
    """One line in NFC without what cannot be seen, runs of white space as one space."""
    if not text:
        return ""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def shown(text: str) -> str:
    """A term for a message, quoted and not endless."""
    return f"'{text if len(text) <= 60 else text[:59] + '…'}'"


def too_many(line: int) -> Fault:
    return Fault(line, f"more than {MOST_TERMS:,} terms; nothing is read from here on")


def refuse(path: Path, faults: Sequence[Fault]) -> GlossaryError:
    """The error that lists the faults by line, at most `SHOWN` of them."""
    listed = sorted(faults)
    lines = [f"{path}:{fault.line}: {fault.message}" for fault in listed[:SHOWN]]
    if len(listed) == 1:
        return GlossaryError(lines[0], hint=HINT)
    if len(listed) > SHOWN:
        lines.append(f"… and {len(listed) - SHOWN} more")
    return GlossaryError("\n".join([f"{path}: {len(listed)} faults", *lines]), hint=HINT)


LONGEST: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LETTER: Final = re.compile(r"[^\W_]")


def faults_of(entry: Entry) -> Iterator[Fault]:
    """What is wrong with an entry, a message each."""
    for message in (*_sides(entry), *_letters(entry)):
        yield Fault(entry.line, message)


def _sides(entry: Entry) -> Iterator[str]:
    if not entry.french:
        yield f"no French for {shown(entry.english)}" if entry.english else "no French"
    if not entry.english and not entry.keep:
        yield f"no English for {shown(entry.french)}" if entry.french else "no English"
    if entry.keep and entry.english not in ("", entry.french):
        yield f"{shown(entry.french)} is to be kept, but its English is {shown(entry.english)}"


def _letters(entry: Entry) -> Iterator[str]:
    french = [entry.french, *(form for form, _ in entry.inflections)]
    english = [entry.english, *(form for _, form in entry.inflections), *entry.accepted]
    for form in french:
        if form and not _LETTER.search(form):
            yield f"the French {shown(form)} has no letter and no digit"
    for form in (*french, *english):
        if len(form) > LONGEST:
            yield f"{shown(form)} is longer than {LONGEST} characters"
        if _CONTROL.search(form):
            yield f"{form[:60]!a} has a control character in it"


def terms_of(entries: Sequence[Entry]) -> tuple[Term, ...]:
    """A term for each entry, in order.

    A regular plural is added where the file gives no inflections and no line of its own to that
    plural; where the French is the same in both, the English plural is accepted.
    """
    taken = {form_key(form) for entry in entries for form in _given(entry)}
    return tuple(_term(entry, taken) for entry in entries)


def _given(entry: Entry) -> Iterator[str]:
    yield entry.french
    yield from (form for form, _ in entry.inflections)


def _term(entry: Entry, taken: set[tuple[str, ...]]) -> Term:
    english = entry.french if entry.keep else entry.english
    forms = [(entry.french, english), *_inflections(entry, english)]
    accepted = list(entry.accepted)
    if entry.plural and not entry.keep and not entry.inflections:
        french_plural, english_plural = plural_pair(entry.french, english) or ("", "")
        if french_plural == entry.french:
            # "prix" is one price or several: which one, only the sentence says.
            accepted.append(english_plural)
        elif french_plural and form_key(french_plural) not in taken:
            taken.add(form_key(french_plural))
            forms.append((french_plural, english_plural))
    return Term(
        forms=tuple(dict.fromkeys(forms)),
        accepted=tuple(form for form in dict.fromkeys(accepted) if form != english),
        exact=entry.exact,
        note=entry.note,
    )


def _inflections(entry: Entry, english: str) -> Iterator[tuple[str, str]]:
    """An inflection without English is the headword's, unless it is the regular plural."""
    if not entry.inflections:
        return
    plural = plural_pair(entry.french, english) or ("", "")
    for form, said in entry.inflections:
        if entry.keep:
            yield form, said or form
        else:
            yield form, said or (plural[1] if form == plural[0] else english)
