"""Text as pasted -> numbered lines: sanitised, white space collapsed, hard-wrapped paragraphs
joined again.

Nothing here judges what a line is; see `furniture` and `clean`. Left out: tables and columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Hint = Literal["", "title", "standfirst", "heading", "caption", "navigation", "body"]

# Line ends as editors count them, and the separators that word processors put into pasted text.
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# Ordinary white space only: a no-break space is French typography and stays.
_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007\u2009\u200a]+")
# Invisible characters that break words for a tokenizer, and direction overrides that make text lie
# to the eye.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_ENDS = ".!?…:»"
_NARROWEST_WRAP = 40
_WIDEST_WRAP = 100
# Compounds that keep the hyphen when a line ends inside them; everything else is a divided word.
_KEEP_HYPHEN_BEFORE_TEXT = (
    "anti après arrière au avant beau belle bien celle celles celui ceux chef ci contre cessez co "
    "demi "
    "deux eux elle elles euro ex franco germano anglo sino russo américano grand grande hors haut "
    "jusque "
    "là lui là-bas mi moi mini moyen multi non nous nouveau outre par peut plus porte post pour "
    "pro "
    "presque quasi quelques rendez saint sainte sans semi sous soi soit sud nord est ouest toi "
    "tout toute "
    "trans vice vis vous week trois quatre cinq six sept huit neuf dix vingt trente quarante "
    "cinquante "
    "soixante mille cent-et c'est-à est-ce "
)
_KEEP_HYPHEN_BEFORE = frozenset(_KEEP_HYPHEN_BEFORE_TEXT.split())
_KEEP_HYPHEN_AFTER = re.compile(
    r"(?:t-)?(?:il|ils|elle|elles|on|je|tu|nous|vous|moi|toi|le|la|les|lui|leur|y|en|ce|ci|là|même|mêmes|"
    r"être|dire|à-dire|à-vis|feu|vous|end)\b"
)


@dataclass(frozen=True)
class Line:
    """One line or rejoined paragraph: `number` counts from 1, `gap` says that a blank line came
    before.

    `hint` is what the markup says of it ("" for plain text).
    """

    number: int
    text: str
    gap: bool = False
    hint: Hint = ""


def sanitise(text: str) -> str:
    """Without control characters, lone surrogates and invisible marks; composed (NFC); spaces
    collapsed."""
    text = _SURROGATE.sub("\ufffd", text)
    text = _UNPRINTABLE.sub("", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def split_lines(text: str) -> list[Line]:
    """The non-empty lines in order, each with its number in `text`."""
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        clean = sanitise(raw)
        if clean:
            lines.append(Line(number, clean, gap))
        gap = not clean
    return lines


def unwrap(lines: Sequence[Line], apart: Callable[[str], bool] = lambda _: False) -> list[Line]:
    """Join the lines of hard-wrapped paragraphs; other text comes back unchanged.

    A text counts as hard-wrapped when its runs of lines keep to one width and most line breaks
    stand in the middle of a sentence. Inside it, a break is a real one when the next word would
    still have fitted, or when the next line is `apart` and the one before is finished.

    >>> [line.text for line in unwrap(split_lines("Un\\ndeux"))]
    ['Un', 'deux']
    """
    width = _wrap_width(lines, apart)
    if width is None:
        return list(lines)
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text for line in lines).lower()))
    joined: list[tuple[Line, list[str]]] = []
    last = ""
    for line in lines:
        # A furniture line, or one that the markup names, is not the first half of a paragraph.
        title = bool(line.hint) or (bool(joined) and len(joined[-1][1]) == 1 and apart(last))
        finished = last.endswith(tuple(_ENDS)) and apart(line.text)
        if joined and not line.gap and not (finished or title) and _is_soft(last, line.text, width):
            _join(joined[-1][1], line.text, words)
        else:
            joined.append((line, [line.text]))
        last = line.text
    return [replace(line, text="".join(parts)) for line, parts in joined]


def _wrap_width(lines: Sequence[Line], apart: Callable[[str], bool]) -> int | None:
    together = [(a, b) for a, b in pairwise(lines) if not b.gap]
    breaks = [(a, b) for a, b in together if not apart(a.text) and not apart(b.text)]
    lengths = sorted(len(a.text) for a, _ in breaks)
    if not lengths:
        return None
    # One long line (an address, a table) must not hide the width of the others.
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    if sum(len(line.text) > _WIDEST_WRAP for line in lines) > 0.1 * len(lines):
        return None
    full = [(a, b) for a, b in breaks if _is_full(a.text, b.text, width)]
    inside = sum(_continues(a.text, b.text) for a, b in full)
    # Titles under each other may be equally long, but few of them go on in lower case.
    if not full or 2 * inside < len(full) or 2 * len(full) < len(breaks):
        return None
    return width


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 2


def _continues(line: str, following: str) -> bool:
    first = following.lstrip("«“\"'(").strip()[:1]
    divided = re.search(r"[^\W\d_]-$", line) is not None
    return divided or (line[-1] not in _ENDS and first.islower())


def _is_soft(line: str, following: str, width: int) -> bool:
    if following[:2] in ("- ", "– ", "— ", "• "):
        return False
    return _is_full(line, following, width) or (
        _continues(line, following) and len(line) > width / 2
    )


def _join(parts: list[str], after: str, words: Counter[str]) -> None:
    """Puts the line behind the parts of its paragraph, with or without a space or a hyphen."""
    # A word may be divided twice. Only its end is looked at: a paragraph may have a million lines.
    before = "".join(parts[-3:])[-_WIDEST_WRAP:]
    divided = re.search(r"([^\W\d_][\w'’-]*)-$", before)
    if divided is None or not after[0].islower():
        parts.append(("" if divided and not after[0].isspace() else " ") + after)
        return
    if not _is_compound(divided, after, words):
        parts[-1] = parts[-1][:-1]
    parts.append(after)


def _is_compound(divided: re.Match[str], after: str, words: Counter[str]) -> bool:
    """Whether the word keeps the hyphen at which it is divided."""
    head, tail = divided[1].lower(), re.match(r"[\w-]+", after)
    whole = head.rsplit("'")[-1].rsplit("’")[-1]
    end = tail[0].lower() if tail else ""
    return words[whole + end] == 0 and (
        words[f"{whole}-{end}"] > 0
        or whole in _KEEP_HYPHEN_BEFORE
        or "-" in whole
        or _KEEP_HYPHEN_AFTER.match(after) is not None
    )
