"""Titles of other articles: in boxes under a label, at the end of the page, and bare between two
paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bilingual.records import DropReason
from bilingual.sources.captions import Marks
from bilingual.sources.furniture import Verdict, fold, words_of
from bilingual.sources.lines import Line
from bilingual.sources.shape import (
    common_topics,
    has_colon,
    is_body,
    is_item,
    is_long_title,
    topics,
)

# Words of a label that announces another kind of content in front of a title.
_KIND = re.compile(
    r"^(?:EN DIRECT|DIRECT|LIVE|VID[ÉE]OS?|PODCASTS?|PHOTOS?|DIAPORAMA|INFOGRAPHIES?|CARTES?"
    r"|ENTRETIEN|INTERVIEW|REPORTAGE|"
    r"T[ÉE]MOIGNAGES?|ENQU[ÊE]TE|D[ÉE]CRYPTAGE|ANALYSE|PORTRAIT|R[ÉE]CIT|TRIBUNE|[ÉE]DITO|CHRONIQUE"
    r"|OPINION|FACTUEL|EXCLUSIF|TEST|QUIZ|GRAND FORMAT)"
    r"\s?[.:–|—-]\s?|^>>\s|^(?:En direct|Vidéo|Podcast|Diaporama|Infographie|Reportage|Entretien"
    r"|Analyse|Décryptage)\s?[:|]\s"
)
# Where only teasers and forms are left, this share of the text at most may stand below a label.
_TAIL_SHARE = 0.5
_BIOGRAPHY_SHARE = 0.4
# Lines below the label of a comment form in which a field or a "Répondre" must appear.
_FORM_LINES = 8
_INTERVIEW = 3
_PRACTICAL = re.compile(
    r"€|\beuros?\b|\d\s?(?:km|kg|m²|%|pts?|points)(?!\w)|\bt[ée]l\b|\d\s?h\b|\bwww\.|@"
    r"|\bdu \d+ au \d+",
    re.IGNORECASE,
)


def mark_sections(
    lines: Sequence[Line], verdicts: Sequence[Verdict | None], marked: Mapping[int, DropReason]
) -> Marks:
    """What belongs to a label: titles below "À lire aussi" and the like, everything below a comment
    form."""
    found: Marks = {}
    for i, verdict in enumerate(verdicts):
        if verdict is None or not verdict.opens or i in found:
            continue
        if verdict.opens == "author":
            found |= _biography(lines, i)
        elif verdict.opens == "comments":
            found |= _form(lines, verdicts, i)
        else:
            found |= _list(lines, i, {**marked, **found}, teasers=verdict.opens == "tail")
    return found


def _form(lines: Sequence[Line], verdicts: Sequence[Verdict | None], label: int) -> Marks:
    before, after = _weight(lines[:label]), _weight(lines[label + 1 :])
    # WordPress prints the label under the title too; there the article is still to come.
    if before == 0 or after > _TAIL_SHARE * (before + after):
        return {}
    # Share bars inside an article count its comments as well; a form or a list of comments shows
    # its fields at once.
    near = verdicts[label + 1 : label + 1 + _FORM_LINES]
    if not any(verdict is not None and verdict.reason == "comments" for verdict in near):
        return {}
    return dict.fromkeys(range(label + 1, len(lines)), "comments")


def _biography(lines: Sequence[Line], label: int) -> Marks:
    """Who wrote it, below everything else: one or two short paragraphs at the end of the page."""
    rest = lines[label + 1 :]
    bodies = sum(is_body(line.text) for line in rest)
    if bodies > 2 or _weight(rest) > _BIOGRAPHY_SHARE * _weight(lines[:label]):
        return {}
    return dict.fromkeys(range(label, len(lines)), "byline")


def _weight(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if is_body(line.text))


def _list(
    lines: Sequence[Line], label: int, marked: Mapping[int, DropReason], *, teasers: bool
) -> Marks:
    rest = [i for i in range(label + 1, len(lines)) if i not in marked]
    bodies = [i for i in rest if is_body(lines[i].text)]
    if not bodies or (teasers and _are_teasers(lines, rest, label)):
        return dict.fromkeys(rest, "related")
    titles: Marks = {}
    for i in rest:
        # A line with a colon above bullets opens a list of the article.
        listed = i + 1 < len(lines) and is_item(lines[i + 1].text)
        if i >= bodies[0] or (listed and lines[i].text.rstrip("\u00a0 ").endswith(":")):
            break
        titles[i] = "related"
    return _spare_heading(lines, titles, bodies[0])


def _spare_heading(lines: Sequence[Line], titles: Marks, body: int) -> Marks:
    """After a list in the middle of the article, the short last line before the next paragraph is
    its intertitle."""
    last = max(titles, default=-1)
    text = lines[last].text
    if len(titles) < 2 or last + 1 != body or len(text) > 50 or has_colon(text):
        return titles
    titled = [i for i in titles if i != last and len(words_of(fold(lines[i].text))) >= 4]
    others = [
        len(lines[i].text) for i in titled if not re.search(r"\b\d\d? ?[h:] ?\d\d$", lines[i].text)
    ]
    near = bool(topics(text) & topics(lines[body].text)) and lines[last].gap
    if near or (others and len(text) <= 40 and len(text) < 0.8 * min(others)):
        del titles[last]
    return titles


def _are_teasers(lines: Sequence[Line], rest: Sequence[int], label: int) -> bool:
    """A list of title and teaser, title and teaser: at least three pairs, each teaser of one or two
    sentences."""
    bodies = [i for i in rest if is_body(lines[i].text)]
    paired = all(i - 1 in rest and not is_body(lines[i - 1].text) for i in bodies)
    short = all(len(lines[i].text) <= 220 for i in bodies)
    small = _weight(lines[label + 1 :]) <= _TAIL_SHARE * _weight(lines[:label])
    return len(bodies) >= 3 and paired and short and small


def mark_bare_titles(
    lines: Sequence[Line], marked: Mapping[int, DropReason], first: int, last: int
) -> Marks:
    """Related titles without a label between the paragraphs `first` and `last`; a heading stays.

    A heading is about the paragraphs below it. A line goes when no word of its own (none that runs
    through the whole article) comes back in them and it has the build of a title that stands alone:
    long, or "Subject : what happened", or one of several under each other. Titles that a list
    elsewhere on the page repeats go in any case.
    """
    free = [i for i in range(first, last + 1) if i not in marked]
    bodies = [lines[i].text for i in free if is_body(lines[i].text)]
    loose = [i for i in free if not is_body(lines[i].text)]
    questions = [i for i in loose if _is_question(lines[i].text)]
    # From three on they are an interviewer's, whatever stands before a colon ("Le Journal : Et vous
    # ?").
    asked = set(questions if len(questions) >= _INTERVIEW else ())
    candidates = [i for i in loose if i not in asked and not _spared(lines, free, i)]
    # A text without stops (a transcript, verse) has no paragraphs to compare with: leave it alone.
    if len(candidates) > len(bodies):
        return {}
    common = common_topics(bodies)
    listed = {fold(lines[i].text) for i, reason in marked.items() if reason == "related"}
    found: Marks = {}
    for i in candidates:
        text = lines[i].text
        told = fold(text) in listed or _KIND.match(text) is not None
        if told or (_stands_alone(lines, free, i) and _is_foreign(lines, free, i, common)):
            found[i] = "related"
    return found | _companions(lines, free, candidates, found)


def _is_question(text: str) -> bool:
    return text.rstrip('»”" \u00a0').endswith("?")


def _companions(
    lines: Sequence[Line], free: Sequence[int], candidates: Sequence[int], found: Marks
) -> Marks:
    """The other titles of a box in which one was recognised; its last line may be the heading of
    what follows."""
    return {
        i: "related"
        for i in candidates
        if i not in found
        and len(words_of(fold(lines[i].text))) >= 6
        and i != (group := _group(lines, free, i))[-1]
        and any(j in found for j in group)
    }


def _spared(lines: Sequence[Line], free: Sequence[int], i: int) -> bool:
    text = lines[i].text
    group = _group(lines, free, i)
    above = free[free.index(group[0]) - 1] if group[0] != free[0] else None
    # A list, announced by a colon or by its bullets, or of four lines and more: no box is that long
    # between paragraphs.
    announced = above is not None and lines[above].text.rstrip("\u00a0 ").endswith((":", ","))
    listed = announced or len(group) >= 4 or any(is_item(lines[j].text) for j in group)
    # Questions are the interviewer's, an open quotation mark is a sentence cut in two; a line that
    # begins in lower case goes on from the one above.
    question = text.rstrip('»”" \u00a0').endswith(("?", "!")) and not has_colon(text)
    cut = text.endswith((":", ",")) or text.count('"') % 2 == 1
    return listed or question or cut or text[0].islower() or lines[i].hint == "body"


def _group(lines: Sequence[Line], free: Sequence[int], i: int) -> list[int]:
    """The free lines around `i` that are no paragraphs, up to the paragraphs above and below."""
    start = end = free.index(i)
    while start > 0 and not is_body(lines[free[start - 1]].text):
        start -= 1
    while end + 1 < len(free) and not is_body(lines[free[end + 1]].text):
        end += 1
    return list(free[start : end + 1])


def _stands_alone(lines: Sequence[Line], free: Sequence[int], i: int) -> bool:
    text = lines[i].text
    count = len(words_of(fold(text)))
    if is_long_title(text) or (has_colon(text) and count >= 6):
        return True
    others = [j for j in _group(lines, free, i) if j != i]
    return count >= 6 and any(len(words_of(fold(lines[j].text))) >= 6 for j in others)


def _is_foreign(lines: Sequence[Line], free: Sequence[int], i: int, common: set[str]) -> bool:
    """No word of its own in the section below it (three paragraphs at most)."""
    own = topics(lines[i].text) - common
    position = free.index(i)
    section: list[str] = []
    for j in free[position + 1 :]:
        if is_body(lines[j].text):
            section.append(lines[j].text)
        elif section:
            break
        if len(section) == 3:
            break
    shared = own & {stem for paragraph in section for stem in topics(paragraph)}
    # A long "Subject : what happened" is hardly ever an intertitle; one common word may be chance.
    chance = 1 if is_long_title(lines[i].text) and has_colon(lines[i].text) else 0
    return len(shared) <= chance


def mark_trailing_titles(
    lines: Sequence[Line], marked: Mapping[int, DropReason], last: int
) -> Marks:
    """Two or more titles under each other below the last paragraph `last`: a list without a label.

    One of them must be long or have a colon; two, when nothing but white space parts them from the
    text.
    """
    free = [i for i in range(last + 1, len(lines)) if i not in marked]
    texts = [lines[i].text for i in free]
    titles = [text for text in texts if len(text) >= 40 and len(words_of(fold(text))) >= 6]
    telling = sum(is_long_title(text) or has_colon(text) for text in titles)
    below = bool(free) and any(j in marked for j in range(last + 1, free[0]))
    closes_list = last >= 0 and lines[last].text.rstrip("\u00a0 ").endswith(":")
    # Opening hours, prices and results also come without stops at the end of an article.
    practical = any(_PRACTICAL.search(text) or is_item(text) for text in texts)
    if len(titles) < 2 or telling < (1 if below else 2) or closes_list or practical:
        return {}
    return dict.fromkeys(free, "related")
