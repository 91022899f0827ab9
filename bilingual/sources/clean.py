"""Numbered lines -> what belongs to the article, with its role, and what does not, with its reason.

Six passes, each adding marks: set phrases; labels and the lists below them; captions; repetitions; the head; what is
left between and below the paragraphs. When a line could be either, it stays: a lost sentence is the worse error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.records import DroppedLine, Role
from bilingual.sources.captions import Marks, mark_captions
from bilingual.sources.furniture import Verdict, fold, judge, words_of
from bilingual.sources.head import find_title, read_head
from bilingual.sources.lines import Line
from bilingual.sources.related import mark_bare_titles, mark_sections, mark_trailing_titles
from bilingual.sources.shape import is_body, is_item, is_keywords, is_name

# Longer lines without a final stop are sentences whose stop was lost, not headings.
_HEADING_WORDS = 16


@dataclass(frozen=True)
class Page:
    """A cleaned page: kept lines with their roles in reading order, dropped lines, and the names that signed it."""

    kept: tuple[tuple[Role, str], ...]
    dropped: tuple[DroppedLine, ...]
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return next((text for role, text in self.kept if role == "title"), "")


def clean(lines: Sequence[Line], *, keep_all: bool = False, title: str = "") -> Page:
    """The page without its furniture; with `keep_all` every line stays, in place, and only roles are given.

    `title` is the title when it is known from elsewhere; the page may or may not repeat it.
    """
    verdicts = [judge(line.text) for line in lines]
    marks = _phrases(lines, verdicts)
    at = find_title(lines, marks, title)
    marks |= mark_captions(lines, marks, at)
    marks |= _repeated(lines, marks, at)
    marks |= _between(lines, marks)
    head = read_head(lines, marks, at)
    marks |= head.marks
    marks |= _weak(lines, verdicts, marks, at)
    names = [verdict.names for verdict in verdicts if verdict and verdict.names]
    names += [lines[i].text for i in head.names]
    first, last = _extent(lines, marks)
    if last > first:
        marks |= mark_bare_titles(lines, marks, first, last)
    tail = _signature(lines, marks, last) if last >= 0 else {}
    names += [lines[i].text for i, reason in tail.items() if reason == "byline"]
    marks |= tail
    if last >= 0:
        marks |= mark_trailing_titles(lines, marks, last)
    if at >= 0:
        marks.pop(at, None)
    return _page(lines, {} if keep_all else marks, head.roles, (first, last), tuple(names))


def _phrases(lines: Sequence[Line], verdicts: Sequence[Verdict | None]) -> Marks:
    marks: Marks = {}
    for i, verdict in enumerate(verdicts):
        if verdict is not None and verdict.strong and lines[i].hint != "title":
            marks[i] = verdict.reason
    for i, line in enumerate(lines):
        if line.hint == "navigation":
            marks.setdefault(i, "navigation")
    # Dates, rubrics and buttons above the first paragraph or below the last are never intertitles.
    first, last = _extent(lines, marks)
    for i, verdict in enumerate(verdicts):
        outside = i < first or i > last
        if verdict is not None and outside and lines[i].hint not in ("title", "heading"):
            marks.setdefault(i, verdict.reason)
    return marks | mark_sections(lines, verdicts, marks)


def _extent(lines: Sequence[Line], marks: Marks) -> tuple[int, int]:
    """Indices of the first and the last paragraph; (0, -1) when there is none."""
    bodies = [i for i, line in enumerate(lines) if i not in marks and is_body(line.text)]
    return (bodies[0], bodies[-1]) if bodies else (0, -1)


def _repeated(lines: Sequence[Line], marks: Marks, title: int) -> Marks:
    """Later copies of a line of four words or more; shorter ones may be dialogue."""
    seen = {fold(lines[title].text)} if title >= 0 else set()
    found: Marks = {}
    for i, line in enumerate(lines):
        key = fold(line.text)
        if i in marks or i == title or len(words_of(key)) < 4:
            continue
        if key in seen:
            found[i] = "repeated"
        seen.add(key)
    return found


_FINAL = re.compile(r"[.!?…][\"»”’')\]\s]*$")
_OFFER = re.compile(
    r"\b(?:chaque|tous les|toutes les|l'actu|actualite|gratuit|boite mail|l'essentiel)"
)


def _between(lines: Sequence[Line], marks: Marks) -> Marks:
    """The sales line of a newsletter box: above its button, and below its name or without a final stop."""
    found: Marks = {}
    for i in range(len(lines) - 1):
        if i in marks or marks.get(i + 1) != "subscription" or len(lines[i].text) > 160:
            continue
        boxed = marks.get(i - 1) == "subscription" or lines[i].text[-1] not in ".!?…»"
        if boxed and _OFFER.search(fold(lines[i].text)):
            found[i] = "subscription"
    return found


def _weak(
    lines: Sequence[Line], verdicts: Sequence[Verdict | None], marks: Marks, title: int
) -> Marks:
    """A rubric or button inside the article goes when furniture follows it; an intertitle is followed by text."""
    found: Marks = {}
    for i in reversed(range(len(lines) - 1)):
        verdict = verdicts[i]
        if verdict is None or i in marks or i == title or lines[i].hint == "heading":
            continue
        if i + 1 in marks or i + 1 in found:
            found[i] = verdict.reason
    return found


def _signature(lines: Sequence[Line], marks: Marks, last: int) -> Marks:
    """A bare name as the first free line below the last paragraph, and the subjects of the article."""
    free = [i for i in range(last + 1, len(lines)) if i not in marks]
    found: Marks = {i: "navigation" for i in free if is_keywords(lines[i].text)}
    if free and is_name(lines[free[0]].text):
        found[free[0]] = "byline"
    # One or two words below the buttons are subjects; directly below the text they may belong to it.
    below = [i for i in free if any(j in marks for j in range(last + 1, i))]
    for i in below:
        if len(words_of(fold(lines[i].text))) <= 3 and not _FINAL.search(lines[i].text):
            found.setdefault(i, "navigation")
    return found


def _page(
    lines: Sequence[Line],
    marks: Marks,
    roles: dict[int, Role],
    extent: tuple[int, int],
    names: tuple[str, ...],
) -> Page:
    first, last = extent
    # A list may close the article; the short line above it is its heading.
    items = (i for i, line in enumerate(lines) if i not in marks and is_item(line.text))
    last = max((last, *items))
    kept: list[tuple[Role, str]] = []
    dropped: list[DroppedLine] = []
    listing = False
    for i, line in enumerate(lines):
        if i in marks:
            dropped.append(DroppedLine(line=line.number, text=line.text, reason=marks[i]))
            continue
        role = roles.get(i) or _role(line, i, first, last)
        # Lines below a colon are its list, not headings, until the next paragraph.
        listing = line.text.rstrip("\u00a0 ").endswith(":") or (listing and not is_body(line.text))
        kept.append(
            ("body" if listing and role == "heading" and not line.hint else role, line.text)
        )
    return Page(tuple(kept), tuple(dropped), names)


def _role(line: Line, i: int, first: int, last: int) -> Role:
    if line.hint == "heading":
        return "heading"
    if line.hint == "standfirst" and i <= first:
        return "standfirst"
    short = len(words_of(fold(line.text))) <= _HEADING_WORDS
    inside = i < last
    ended = line.text.rstrip('»”") \u00a0').endswith((".", "…", ",", ";", ":"))
    plain = line.hint == "body" or ended or is_body(line.text) or is_item(line.text)
    return "heading" if short and inside and not plain else "body"
