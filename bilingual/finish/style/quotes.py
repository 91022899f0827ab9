"""Quotation marks and apostrophes: “a ‘b’ c”, ‘a “b” c’, or straight ones throughout.

Which mark opens and which closes is read off the neighbours; a single mark is an apostrophe between
letters, at the end of a word that no mark opened before (the workers'), and where something is cut
off ('98). Depth decides which kind is written, so that a quotation in a quotation changes over.
Double marks without a partner, because the sentence holds half of a quotation, are turned by their
neighbours. Feet, inches, minutes and seconds stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bilingual.finish.style.spans import Shield

Quotes = Literal["double", "single", "straight"]
Role = Literal["open", "close", "apostrophe", "other"]

_MARK: Final = re.compile("[\"“”'‘’]")
_CURLY: Final = {"double": ("“”", "‘’"), "single": ("‘’", "“”")}
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_CUT: Final = re.compile(r"(?:\d0s|\d\d|em|tis|twas|til|cause|n)\b", re.IGNORECASE)
_BEFORE_OPENING: Final = frozenset("([{-–—/\"“‘'")
_POSSESSIVE: Final = re.compile(r"s['’]\s[a-z]")


@dataclass(slots=True)
class _Mark:
    position: int
    text: str
    role: Role
    digit: bool
    depth: int = 0

    @property
    def double(self) -> bool:
        return self.text in '"“”'


def set_quotes(text: str, quotes: Quotes, shield: Shield) -> str:
    """The text with its quotation marks and apostrophes in one style."""
    if _MARK.search(text) is None:
        return text
    spans = shield.spans(text)
    places = [m.start() for m in _MARK.finditer(text) if not spans.covers(*m.span())]
    letters = list(text)
    if quotes == "straight":
        for place in places:
            letters[place] = text[place].translate(_STRAIGHT)
    else:
        marks = [_read(text, place) for place in places]
        _toggle_doubles(text, marks)
        _settle_singles(text, marks)
        _nest(marks, halves=quotes == "double")
        for mark in marks:
            letters[mark.position] = _written(mark, quotes)
    return "".join(letters)


def _read(text: str, place: int) -> _Mark:
    """A mark and what its neighbours make of it; a single one that may close counts as closing."""
    mark = text[place]
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    role: Role = "other"
    if mark in "“”":
        role = "open" if mark == "“" else "close"
    elif mark in "'‘’" and before.isalnum() and after.isalnum():
        # Minutes and seconds (1'51) and the okina are no apostrophes.
        primes = before.isdigit() and after.isdigit()
        role = "other" if primes or mark == "‘" else "apostrophe"
    elif mark == "‘":
        role = "open"
    elif _opens(before, after):
        cut = mark != '"' and (mark == "’" or _CUT.match(text, place + 1))
        role = "apostrophe" if cut else "open"
    elif not before.isspace() and not after.isalnum():
        role = "close"
    return _Mark(place, mark, role, before.isdigit())


def _opens(before: str, after: str) -> bool:
    if after.isspace() or not (before.isspace() or before in _BEFORE_OPENING):
        return False
    return before.isspace() or after not in ".,;:!?)]\"”'’"


def _toggle_doubles(text: str, marks: Sequence[_Mark]) -> None:
    """Straight double marks open and close by turns, where that agrees with their neighbours."""
    doubles = [mark for mark in marks if mark.double]
    if len(doubles) % 2 or any(mark.text != '"' for mark in doubles):
        return
    for opening, closing in zip(doubles[::2], doubles[1::2], strict=True):
        before = text[opening.position - 1 : opening.position]
        if before.isalnum() or text[closing.position + 1 : closing.position + 2].isalnum():
            return  # inches, or a quotation in a quotation with the same marks
    for number, mark in enumerate(doubles):
        mark.role = "close" if number % 2 else "open"


def _settle_singles(text: str, marks: Sequence[_Mark]) -> None:
    """Which single marks close something; the others are apostrophes, or feet after a digit."""
    singles = [mark for mark in marks if not mark.double and mark.role in ("open", "close")]
    opened: _Mark | None = None
    for index, mark in enumerate(singles):
        if mark.role == "open":
            _unopened(text, opened)
            opened = mark
        elif opened is None:
            mark.role = "other" if mark.digit else "apostrophe"
        else:
            following = singles[index + 1] if index + 1 < len(singles) else None
            later = following is not None and following.role == "close"
            if later and _POSSESSIVE.match(text, mark.position - 1):
                mark.role = "apostrophe"  # 'the workers' rights'
            else:
                opened = None
    _unopened(text, opened)


def _unopened(text: str, mark: _Mark | None) -> None:
    """A straight mark that nothing closed is an apostrophe, unless a sentence begins there."""
    if mark is not None and mark.text == "'" and not text[mark.position + 1].isupper():
        mark.role = "apostrophe"


def _nest(marks: Sequence[_Mark], *, halves: bool) -> None:
    """Sets the depth of each quotation; with `halves` one from an earlier sentence counts too."""
    waiting: list[_Mark] = []
    alone = -1
    for index, mark in enumerate(marks):
        if mark.role == "open":
            mark.depth = len(waiting)
            waiting.append(mark)
        elif mark.role == "close":
            partner = next((m for m in waiting[:-3:-1] if m.double == mark.double), None)
            if partner is not None:
                mark.depth = partner.depth
                del waiting[partner.depth :]
            elif mark.digit and mark.text == '"':
                mark.role = "other"  # inches
            else:
                alone = index
    for mark in marks[: alone if halves and alone > 0 and not waiting else 0]:
        mark.depth += 1


def _written(mark: _Mark, quotes: Literal["double", "single"]) -> str:
    if mark.role == "apostrophe":
        return "’"
    if mark.role == "other":
        return mark.text
    return _CURLY[quotes][mark.depth % 2][mark.role == "close"]
