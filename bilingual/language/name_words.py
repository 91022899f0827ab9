"""The words of a French text as names are looked for among them: where they stand, and whether they open a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’.&][^\W\d_]+)*")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:^|[.!?:;…«»\"“”‘(\[—–•*/|]|\s-|^-)[\s\u00a0\u202f]*['‘]?[\s\u00a0\u202f]*$"
)
# "M. Dupont", "J. K. Rowling": these points end no sentence.
_TITLE = re.compile(r"(?:^|[\s'’.(«-])(?:MM?|Mmes?|Mlles?|Drs?|Mes?|Mgr|Prs?|Ste?|[A-Z])\.[\s-]?$")


@dataclass(frozen=True, slots=True)
class Word:
    """`opens` says that a sentence or a quotation begins with it, which explains its capital."""

    start: int
    end: int
    text: str
    opens: bool


def french_words(text: str) -> Iterator[Word]:
    """Words in order, without their elided articles ("l'Allemagne" is "Allemagne")."""
    for match in _WORD.finditer(text):
        start = match.start()
        before = text[max(0, start - 8) : start]
        opens = bool(_OPENS.search(before)) and not _TITLE.search(before)
        elision = _ELISION.match(match.group())
        if elision and (opens or elision.group()[0].islower()):
            start += elision.end()
            opens = False
        if start < match.end():
            yield Word(start, match.end(), text[start : match.end()], opens)
