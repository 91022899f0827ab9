"""The top of a page: which line is the title, and which lines above the body are its standfirst,
name or menu.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilingual.records import DropReason, Role
from bilingual.sources.captions import Marks
from bilingual.sources.furniture import fold, words_of
from bilingual.sources.lines import Line
from bilingual.sources.shape import is_body, is_name, similarity

_TITLE_WORDS = 4
_SUBJECTS = 12
_SAME = 0.85
_STANDFIRST_LIMIT = 700
_SIGNING: frozenset[DropReason] = frozenset({"byline", "date"})


@dataclass(frozen=True)
class Head:
    """What was found: lines to drop, lines with a role, names standing alone (index of each)."""

    marks: Marks
    roles: dict[int, Role]
    names: tuple[int, ...] = ()


def find_title(lines: Sequence[Line], marked: Mapping[int, DropReason], given: str = "") -> int:
    """Index of the title, -1 when the text begins with the body.

    The first free line above the first paragraph that has four words or more, or else the last
    shorter one. When the title is `given` (by a feed, by front matter) only a line that repeats it
    can be it.
    """
    short = -1
    if given:
        top = (i for i, line in enumerate(lines[:30]) if similarity(line.text, given) >= _SAME)
        return next(top, -1)
    for i, line in enumerate(lines):
        if line.hint == "title":
            return i
        if i in marked:
            continue
        if line.hint in ("body", "caption") or (is_body(line.text) and not _is_long(lines, i)):
            return i if short < 0 and _is_signed_sentence(lines, i, marked) else short
        if _could_be(line.text):
            return _below_header(lines, marked, i)
        if not (is_name(line.text) and _signed(i, marked, _SIGNING)):
            short = i
    return short


def _could_be(text: str) -> bool:
    return len(words_of(fold(text))) >= _TITLE_WORDS and len(text) <= 250


def _below_header(lines: Sequence[Line], marked: Mapping[int, DropReason], first: int) -> int:
    """The title below the name of a blog or a ministry: past a menu, next to the date or
    the name."""
    for i in range(first + 1, min(first + 12, len(lines))):
        if i in marked:
            continue
        if is_body(lines[i].text):
            break
        near = {marked.get(i - 1), marked.get(i + 1)} & _SIGNING
        if near and _could_be(lines[i].text) and _menu_between(lines, marked, first, i):
            return i
    return first


def _menu_between(
    lines: Sequence[Line], marked: Mapping[int, DropReason], start: int, end: int
) -> bool:
    """A row of capitalised labels: "Accueil À propos Contact", "COMMUNIQUÉ DE PRESSE"; buttons are
    no such row."""
    return any(_is_menu_row(lines, marked, i) for i in range(start, end))


def _is_menu_row(lines: Sequence[Line], marked: Mapping[int, DropReason], i: int) -> bool:
    row = lines[i].text.split()
    capitals = sum(word[0].isupper() for word in row)
    return marked.get(i) == "navigation" and len(row) >= 3 and capitals >= 0.6 * len(row)


def _is_long(lines: Sequence[Line], i: int) -> bool:
    """A title as long as a sentence: a question, a quotation or an ellipsis, set apart and without
    a stop inside."""
    text = lines[i].text
    apart = i + 1 < len(lines) and lines[i + 1].gap
    open_end = not re.search(r"[^.]\.[»”\")\s]*$", text)
    return apart and open_end and len(text) <= 200 and not re.search(r"\w{3}[.!?…]\s", text)


def _is_signed_sentence(lines: Sequence[Line], i: int, marked: Mapping[int, DropReason]) -> bool:
    """A title with a final stop, as some papers print them: one short sentence above the name or
    the date."""
    text = lines[i].text
    single = len(text) <= 120 and not re.search(r"\w{3}[.!?…]\s", text)
    return single and lines[i].hint == "" and marked.get(i + 1) in _SIGNING


def read_head(lines: Sequence[Line], marked: Marks, title: int) -> Head:
    """Roles and marks for the lines above and around the title, down to the first paragraph of the
    body."""
    free = [i for i in range(len(lines)) if i not in marked]
    body = next((i for i in free if i > title and is_body(lines[i].text)), len(lines))
    marks: Marks = {}
    roles: dict[int, Role] = {title: "title"} if title >= 0 else {}
    names: list[int] = []
    rows = [j for j in range(title) if _is_menu_row(lines, marked, j)]
    menu = max(rows, default=-1)
    above = {fold(lines[j].text) for j in range(title)}
    for i in free:
        near = _signed(i, marked, _SIGNING if i > body else _SIGNING | {"share"})
        if i != title and is_name(lines[i].text) and near:
            marks[i] = "byline"
            names.append(i)
        if i == title or i >= body or i in marks:
            continue
        short = _is_short(lines[i].text)
        over = 0 <= i < title and (short or i < menu)
        below = i > title >= 0 and short and not lines[i].hint
        if over or (below and (fold(lines[i].text) in above or _enclosed(lines, marked, i, body))):
            marks[i] = "navigation"
        elif i > title >= 0 and len(words_of(fold(lines[i].text))) >= 8:
            roles[i] = "standfirst"
    return Head(marks, roles | _set_apart(lines, {**marked, **marks}, title, body), tuple(names))


def _enclosed(lines: Sequence[Line], marked: Marks, i: int, body: int) -> bool:
    """A subject in a short run between two lines of furniture above the text."""
    above, below = i - 1, i + 1
    while above not in marked and above > max(0, i - _SUBJECTS) and _is_short(lines[above].text):
        above -= 1
    while below not in marked and below < min(body, i + _SUBJECTS) and _is_short(lines[below].text):
        below += 1
    return above in marked and below in marked


def _is_short(text: str) -> bool:
    return len(words_of(fold(text))) < _TITLE_WORDS


def _signed(i: int, marked: Mapping[int, DropReason], by: frozenset[DropReason]) -> bool:
    """A line with one of these reasons directly above or below."""
    return bool({marked.get(i - 1), marked.get(i + 1)} & by)


def _set_apart(
    lines: Sequence[Line], marked: Mapping[int, DropReason], title: int, body: int
) -> dict[int, Role]:
    """One or two paragraphs between the title and the line with the name or date, with the body
    below that line."""
    if title < 0:
        return {}
    signature = next(
        (i for i in range(title + 1, len(lines)) if marked.get(i) in _SIGNING and i > body), None
    )
    if signature is None or any(marked.get(i) in _SIGNING for i in range(title + 1, body)):
        return {}
    between = [i for i in range(title + 1, signature) if i not in marked]
    below = [i for i in range(signature, len(lines)) if i not in marked and is_body(lines[i].text)]
    short = sum(len(lines[i].text) for i in between) <= _STANDFIRST_LIMIT
    if len(between) > 2 or not short or len(below) < 2:
        return {}
    return {i: "standfirst" for i in between if is_body(lines[i].text)}
