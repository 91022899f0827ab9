"""Numbered lines -> what belongs to the article, with its role, and what does not, with its reason.

Six passes, each adding marks: set phrases; labels and the lists below them; captions; repetitions;
the head; what is left between and below the paragraphs. When a line could be either, it stays: a
lost sentence is the worse error.
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
    """A cleaned page: kept lines with their roles in reading order, dropped lines, and the names
    that signed it."""

    kept: tuple[tuple[Role, str], ...]
    dropped: tuple[DroppedLine, ...]
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return next((text for role, text in self.kept if role == "title"), "")


def clean(lines: Sequence[Line], *, keep_all: bool = False, title: str = "") -> Page:
    """The page without its furniture; with `keep_all` every line stays, in place, and only roles
    are given.

    `title` is the title when it is known from elsewhere; the page may or may not repeat it.
    """
    verdicts = [judge(line.text) for line in lines]
    marks = _phrases(lines, verdicts)
    at = find_title(lines, marks, title)
    marks |= mark_captions(lines, marks, at)
    marks |= _repeated(lines, marks, at)
    marks |= _contents(lines, marks)
    marks |= _quoted_again(lines, marks, at)
    marks |= _between(lines, marks)
    head = read_head(lines, marks, at)
    marks |= head.marks
    marks |= _clocks(lines, marks)
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


def _contents(lines: Sequence[Line], marks: Marks) -> Marks:
    """A table of contents: the intertitles of the article, listed under "Sommaire" before they
    come."""
    for i, line in enumerate(lines):
        if i in marks or not _CONTENTS.fullmatch(fold(line.text)):
            continue
        listed = i + 1
        later = [fold(other.text) for other in lines[i + 1 : i + _MOST_COMPARED]]
        while listed < len(lines) and later.count(fold(lines[listed].text)) >= 2:
            listed += 1
        if listed - i > 2:
            # There is one such table.
            return dict.fromkeys(range(i, listed), "navigation")
    return {}


def _quoted_again(lines: Sequence[Line], marks: Marks, title: int) -> Marks:
    """Quotations set in large type that a paragraph has too; a short one above its own paragraph is
    an intertitle."""
    free = [i for i in range(len(lines)) if i not in marks and i != title]
    bodies = {i: fold(lines[i].text) for i in free if is_body(lines[i].text)}
    found: Marks = {}
    compared = 0
    for i in free:
        match = _QUOTATION.fullmatch(fold(lines[i].text))
        large = not is_body(lines[i].text) or lines[i].hint == "body"
        if match is None or not large or len(words_of(match[1])) < 3:
            continue
        compared += 1
        if compared > _MOST_QUOTATIONS:
            break
        words = match[1].strip(" .…!?")
        where = [j for j, text in bodies.items() if j != i and words in text]
        # A block quotation is no intertitle, however short.
        long = len(words_of(words)) >= _INTERTITLE_QUOTE or lines[i].hint == "body"
        if where and (long or min(where) < i):
            found[i] = "repeated"
    return found


# (what a lone word may be, what stands directly above it)
_ROWS = {("share", "share"), ("share", "date"), ("date", "byline")}
_CARD_WORDS = 5
_QUOTATION = re.compile(r"[«“\"](.{8,200})[»”\"]")
_INTERTITLE_QUOTE = 8
_CONTENTS = re.compile(r"(?:au )?sommaire(?: de l'article)?\s?:?")
_MOST_COMPARED = 400
# Each is looked for in every paragraph; a page with more is no article.
_MOST_QUOTATIONS = 200
_BOX_NAME = re.compile(r"(?:la |notre |les |nos )?(?:newsletters?|infolettres?)")
_BOX_LINES = 4
_FINAL = re.compile(r"[.!?…][\"»”’')\]\s]*$")
_OFFER = re.compile(
    r"\b(?:chaque|tous les|toutes les|l'actu|actualite|gratuit|boite mail|l'essentiel)"
)


def _between(lines: Sequence[Line], marks: Marks) -> Marks:
    """The sales line of a newsletter box: above its button, and below its name or without a final
    stop."""
    found: Marks = {}
    for i, line in enumerate(lines):
        box = [j for j in range(i, min(i + _BOX_LINES, len(lines))) if j not in marks]
        last = (box[-1] if box else i) + 1
        sold = marks.get(last) == "subscription" and not any(is_body(lines[j].text) for j in box)
        if sold and i in box and _BOX_NAME.fullmatch(fold(line.text)):
            found |= dict.fromkeys(box, "subscription")
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
    """A rubric or button inside the article goes when furniture follows it; an intertitle is
    followed by text."""
    found: Marks = {}
    free = [i for i in range(len(lines) - 1) if i not in marks and i != title]
    weak = [i for i in free if verdicts[i] is not None and lines[i].hint != "heading"]
    for i in reversed(weak):
        verdict = verdicts[i]
        if verdict is not None and (i + 1 in marks or i + 1 in found):
            found[i] = verdict.reason
    for i in weak:
        verdict = verdicts[i]
        above = found.get(i - 1, marks.get(i - 1))
        # Buttons come in rows, and the date stands below the name.
        if verdict is not None and (verdict.reason, above) in _ROWS:
            found[i] = verdict.reason
    return found | _cards(lines, verdicts, {**marks, **found})


def _cards(lines: Sequence[Line], verdicts: Sequence[Verdict | None], marks: Marks) -> Marks:
    """A teaser box without a label: rubric, title and date or "abonnés" under each other between
    two paragraphs."""
    found: Marks = {}
    run: list[int] = []
    title = False
    for i, line in enumerate(lines):
        if i in marks or is_body(line.text) or is_item(line.text) or line.hint:
            run, title = [], False
            continue
        verdict = verdicts[i]
        dated = verdict is not None and verdict.reason in ("date", "subscription")
        closes = dated or (verdict is not None and i - 1 in found)
        if closes and title and not _is_clock(line.text) and (len(run) >= 2 or i - 1 in found):
            found |= dict.fromkeys([*run, i], "related")
            run = []
        run.append(i)
        title = title or len(words_of(fold(line.text))) >= _CARD_WORDS
    return found


def _is_clock(text: str) -> bool:
    return re.fullmatch(r"[012]?\d ?[h:] ?[0-5]\d", text) is not None


def _clocks(lines: Sequence[Line], marks: Marks) -> Marks:
    """The times above the entries of a live report, two or more of them."""
    found = [i for i, line in enumerate(lines) if i not in marks and _is_clock(line.text)]
    return dict.fromkeys(found, "date") if len(found) >= 2 else {}


def _signature(lines: Sequence[Line], marks: Marks, last: int) -> Marks:
    """A bare name as the first free line below the last paragraph, and the subjects of the
    article."""
    free = [i for i in range(last + 1, len(lines)) if i not in marks]
    found: Marks = {i: "navigation" for i in free if is_keywords(lines[i].text)}
    if free and is_name(lines[free[0]].text):
        found[free[0]] = "byline"
    # One or two words below the buttons are subjects; directly below the text they may belong to
    # it.
    button = min((i for i in marks if i > last), default=len(lines))
    for i in (i for i in free if i > button):
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
        if role == "heading" and not line.hint and _in_figures(lines, marks, i):
            role = "body"
        # Lines below a colon are its list, not headings, until the next paragraph.
        listing = line.text.rstrip("\u00a0 ").endswith(":") or (listing and not is_body(line.text))
        kept.append(
            ("body" if listing and role == "heading" and not line.hint else role, line.text)
        )
    return Page(tuple(kept), tuple(dropped), names)


def _in_figures(lines: Sequence[Line], marks: Marks, i: int) -> bool:
    """One of several facts that begin with their number: "150 tonnes par an", "40 producteurs"."""
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(lines) and j not in marks]
    facts = [lines[j].text for j in near if not is_body(lines[j].text)]
    return lines[i].text[0].isdigit() and any(text[0].isdigit() for text in facts)


def _role(line: Line, i: int, first: int, last: int) -> Role:
    if line.hint == "heading":
        return "heading"
    if line.hint == "standfirst" and i <= first:
        return "standfirst"
    short = len(words_of(fold(line.text))) <= _HEADING_WORDS
    inside = i < last
    ended = line.text.rstrip('»”") \u00a0').endswith((".", "…", ",", ";", ":"))
    columns = len(re.findall(r"\s[+-]?\d+(?:[.,]\d+)?\s?%?(?=\s|$)", line.text)) >= 2
    figure = re.search(r"[^\W\d]", line.text) is None
    plain = (
        line.hint == "body"
        or columns
        or figure
        or ended
        or is_body(line.text)
        or is_item(line.text)
    )
    return "heading" if short and inside and not plain else "body"
