"""What stands between quotation marks, and whether French and English quote the same.

Marks are « », “ ”, „ “, ‹ › and the straight ", which opens or closes by its neighbours; single
ones are read too, but as apostrophes are written alike they prove nothing by themselves. A
quotation may open in one sentence and close in another. Only the outer quotations count: one inside
another is often reworded. Left out: who speaks, and titles and single words in quotation marks,
which translators keep or drop as they please.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

MAX_MARKS: Final = 1000  # a sentence with more is no sentence

# Calibrated on the references of newstest2013 and FLORES-200 dev with
# tests/benchmarks/check_calibration.py.
LONG: Final = 30  # letters and digits of a quotation that nobody drops or adds for style
SHIFT: Final = 0.4  # by how much the quoted share of the sentence may differ

_ONE_WAY: Final = {"«": True, "‹": True, "„": True, "‟": True, "»": False, "›": False}
_DOUBLE: Final = re.compile('[«»‹›„‟“”"＂]')
# The mark comes first in the pattern, because that is found fast.
_SINGLE: Final = re.compile(r"[‘'’](?:(?<!’)(?<![\w'’][‘'])(?=[\w$€£])|(?<=[^\s'’‘]['’])(?!\w))")
_APOSTROPHE: Final = re.compile("['‘’]")
_HALF: Final = re.compile(r"‘|(?<=[.,!?…])’")  # of a single quotation that goes on elsewhere
_BEFORE_OPENING: Final = frozenset("([{«“‘—–-/'’")
_BEGINNING: Final = frozenset("([«“‘$€£¿¡#@…")
_ANCHOR: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_a-z][^\W\d_]{3,}")


Quoted = Literal["no", "short", "long"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between the marks, `text[start:end]`, marks left out.

    `opened` and `closed` say whether the mark stands in the text; a quotation without one reaches
    to the edge. `single` means single marks, which may be apostrophes.
    """

    start: int
    end: int
    opened: bool = True
    closed: bool = True
    single: bool = False

    @property
    def whole(self) -> bool:
        return self.opened and self.closed


@dataclass(frozen=True, slots=True)
class QuotationMatching:
    """How the English quotes otherwise than the French; all empty when it does not.

    `unclosed` is the English after a mark that nothing closes and `unopened` that before a mark
    that nothing opens, where the French marks come in pairs; `gone` is a French quotation where the
    English quotes nothing, `added` the reverse, `moved` the names and numbers that are quoted on
    one side only; `shift` is the quoted share of the English less that of the French (-1 to 1), 0
    unless both quote.
    """

    unclosed: tuple[str, ...] = ()
    unopened: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    shift: float = 0.0

    @property
    def differs(self) -> bool:
        """Whether the difference is one to look at."""
        told = (self.unclosed, self.unopened, self.gone, self.added, self.moved)
        return any(told) or abs(self.shift) > SHIFT


NOTHING_QUOTED: Final = QuotationMatching()


def find_quotations(text: str) -> list[Quotation]:
    """The outer quotations in order, none overlapping another, of any string in linear time.

    >>> text = "Il dit « oui » et part."
    >>> [text[quotation.start : quotation.end] for quotation in find_quotations(text)]
    [' oui ']
    """
    found: list[Quotation] = []
    opened: list[int] = []
    for position, opens in _marks(text):
        if opens:
            opened.append(position + 1)
        elif opened:
            start = opened.pop()
            if not opened:
                found.append(Quotation(start, position))
        else:  # began in a sentence before, and all that was found lies inside
            found = [Quotation(0, position, opened=False)]
    if opened:
        found.append(Quotation(opened[0], len(text), closed=False))
    singles = _singles(text, found)
    return sorted((*found, *singles), key=lambda quotation: quotation.start)


def _marks(text: str) -> Iterator[tuple[int, bool]]:
    """(position, whether it opens) of the double marks."""
    depth = 0
    for match in islice(_DOUBLE.finditer(text), MAX_MARKS):
        opens = _opens(text, match.start(), depth)
        if opens is not None:
            depth = depth + 1 if opens else max(0, depth - 1)
            yield match.start(), opens


def _opens(text: str, position: int, depth: int) -> bool | None:
    """None for what is no quotation mark: inches, and an apostrophe typed wrong (l"équipe)."""
    mark, after = text[position], text[position + 1 : position + 2]
    before = text[max(0, position - 1) : position]
    if mark in _ONE_WAY:
        return _ONE_WAY[mark]
    if mark == '"' and ((before.isalpha() and after.isalpha()) or (before.isdigit() and not depth)):
        return None
    if not before or not after:
        return not before
    tight_left = not before.isspace() and before not in _BEFORE_OPENING
    tight_right = after.isalnum() or after in _BEGINNING
    # Neither or both: " so " as French types it.
    return depth == 0 if tight_left == tight_right else tight_right


def _singles(text: str, doubles: Sequence[Quotation]) -> Iterator[Quotation]:
    """Pairs of single marks that lie outside of the double ones."""
    if not _APOSTROPHE.search(text):
        return
    start, spans = -1, iter(doubles)
    span = next(spans, None)
    for match in islice(_SINGLE.finditer(text), MAX_MARKS):
        position = match.start()
        while span is not None and span.end < position:
            span, start = next(spans, None), -1
        if span is not None and span.start <= position:
            continue
        if text[position + 1 : position + 2].isalnum() or text[position] == "‘":
            start = position + 1
        elif start >= 0:
            yield Quotation(start, position, single=True)
            start = -1


def match_quotations(
    french: str, theirs: Sequence[Quotation], english: str, ours: Sequence[Quotation]
) -> QuotationMatching:
    """What the English quotes otherwise than the French, given the quotations of both."""
    said, written = _certain(theirs), _certain(ours)
    if not said and not written:
        return NOTHING_QUOTED
    if not ours:
        return QuotationMatching(gone=() if _HALF.search(english) else _long(french, said))
    paired = all(quotation.whole for quotation in said)
    unclosed = [quotation for quotation in written if paired and not quotation.closed]
    unopened = [quotation for quotation in written if paired and not quotation.opened]
    return QuotationMatching(
        unclosed=tuple(text or english.strip() for text in _texts(english, unclosed)),
        unopened=tuple(text or english.strip() for text in _texts(english, unopened)),
        added=() if theirs else _long(english, written),
        moved=_moved(french, theirs, english, ours) if theirs else (),
        shift=_share(english, ours) - _share(french, theirs) if theirs else 0.0,
    )


def _certain(quotations: Sequence[Quotation]) -> list[Quotation]:
    return [quotation for quotation in quotations if not quotation.single]


def _size(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _texts(text: str, quotations: Iterable[Quotation]) -> Iterator[str]:
    return (text[quotation.start : quotation.end].strip() for quotation in quotations)


def _long(text: str, quotations: Iterable[Quotation]) -> tuple[str, ...]:
    inside = _texts(text, quotations)
    return tuple(quoted for quoted in inside if _size(quoted) >= LONG and not _is_title(quoted))


def _is_title(quoted: str) -> bool:
    words = [word for word in quoted.split() if word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) > len(words)


def _share(text: str, quotations: Sequence[Quotation]) -> float:
    inside = sum(_size(text[quotation.start : quotation.end]) for quotation in quotations)
    return inside / max(1, _size(text))


def _moved(
    french: str, theirs: Sequence[Quotation], english: str, ours: Sequence[Quotation]
) -> tuple[str, ...]:
    """Numbers and names that both texts write alike and once, of which only one text quotes them
    (in a long quotation, not in a title)."""
    before, after = _anchors(french, theirs), _anchors(english, ours)
    sides = ((anchor, {before[anchor], after.get(anchor)}) for anchor in before)
    return tuple(anchor for anchor, quoted in sides if quoted == {"long", "no"})


def _anchors(text: str, quotations: Sequence[Quotation]) -> dict[str, Quoted | None]:
    """How each number or name is quoted; None for one that occurs twice."""
    found: dict[str, Quoted | None] = {}
    kinds: list[Quoted] = [
        "long" if _long(text, [quotation]) else "short" for quotation in quotations
    ]
    index = 0
    for match in _ANCHOR.finditer(text):
        while index < len(quotations) and quotations[index].end <= match.start():
            index += 1
        inside = index < len(quotations) and quotations[index].start <= match.start()
        found[match.group()] = None if match.group() in found else kinds[index] if inside else "no"
    return found
