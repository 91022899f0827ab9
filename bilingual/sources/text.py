"""Plain text and Markdown, as files hold it or as editors paste it.

What e-mails and printed pages put around an article is told apart: quote marks, header fields, a
signature, running lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bilingual.records import Article, DroppedLine
from bilingual.settings import Settings
from bilingual.sources.assemble import assemble, check_size, name_of
from bilingual.sources.clean import clean
from bilingual.sources.furniture import fold, judge
from bilingual.sources.lines import Hint, Line, sanitise, split_lines, unwrap
from bilingual.sources.metadata import Metadata, from_page, parse_front_matter

_NOTHING = Metadata()
# Bounded, here and below: without it a line of opening marks is searched to its end from each of
# them.
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_IMAGE = re.compile(r"!\[([^\[\]]{0,1000})\]\([^()]{0,2000}\)")
_LINK = re.compile(
    r"\[([^\[\]]{1,1000})\]\((?:[^()\s]|\([^()]{0,200}\)){0,2000}(?:\s\"[^\"]{0,500}\")?\)"
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\w*])")


def article_from_text(
    text: str,
    *,
    location: str,
    settings: Settings | None = None,
    markdown: bool = False,
    name: str = "",
    metadata: Metadata = _NOTHING,
) -> Article:
    """One article from pasted text; its id comes from `name`, by default from `location`.

    Front matter (`---`, then title, author, date, source, url or licence, then `---`) wins over
    what the page says, and `metadata` over both. Raises EmptyArticle, WrongLanguage, TooLarge.
    """
    settings = settings or Settings()
    check_size(text, location, settings)
    front, unknown, body = parse_front_matter(text)
    own_title, front = front.title, metadata.over(front)
    lines = split_lines(unquoted(body))
    running, lines = ([], lines) if settings.keep_all else _running(letter(lines))
    lines = _plain(lines) if markdown else lines
    page = clean(unwrap(lines, _is_furniture), keep_all=settings.keep_all, title=front.title)
    dropped = (*unknown, *_other_title(own_title, page.title, text), *running, *page.dropped)
    page = replace(page, dropped=tuple(sorted(dropped, key=lambda line: line.line)))
    found = front.over(from_page(page))
    return assemble(
        page, found, name=name or name_of(location), location=location, settings=settings
    )


def _other_title(given: str, shown: str, text: str) -> list[DroppedLine]:
    """The title of the front matter where the page shows another, if only by a word."""
    title = sanitise(given)
    if not title or not shown or fold(title) == fold(shown):
        return []
    number = next((n for n, line in enumerate(text.splitlines(), 1) if given in line), 1)
    return [DroppedLine(line=number, text=title, reason="repeated")]


def _running(lines: Sequence[Line]) -> tuple[list[DroppedLine], list[Line]]:
    """Page numbers go before paragraphs are joined: they stand in the middle of them."""
    pages = page_lines(lines)
    gone = [
        DroppedLine(line=lines[i].number, text=lines[i].text, reason="navigation")
        for i in sorted(pages)
    ]
    return gone, [line for i, line in enumerate(lines) if i not in pages]


def _is_furniture(text: str) -> bool:
    verdict = judge(text)
    return verdict is not None and verdict.strong


def _plain(lines: Sequence[Line]) -> list[Line]:
    """Markdown lines without their marks; headings carry a hint, the first of level one is the
    title."""
    plain: list[Line] = []
    titled = False
    for line in lines:
        heading = _HEADING.match(line.text)
        image = _IMAGE.fullmatch(line.text)
        if image is not None:
            plain.append(replace(line, text=image[1] or line.text, hint="caption"))
            continue
        if heading is None:
            plain.append(replace(line, text=_inline(line.text)))
            continue
        is_title = len(heading[1]) == 1 and not titled
        titled = titled or is_title
        role: Hint = "title" if is_title else "heading"
        title = heading[2].rstrip().rstrip("#").rstrip()
        plain.append(Line(line.number, _inline(title), True, role))
    return [line for line in plain if line.text]


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return text.lstrip("> ").strip() or text


_QUOTE = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
# Below this share the marks are arrows in front of links, not a quoted message.
_QUOTED_SHARE = 0.5
_FIELD = re.compile(
    r"(?:De|À|A|Cc|Cci|Objet|Date|Envoyé|Répondre à|From|To|Subject|Sent|Reply-To)\s?:\s\S"
)
_SENDER = re.compile(r"(?:Objet|Subject|From|De\s?:\s\D)")
_LONGEST_SIGNATURE = 8
# "La Lettre 2/8", "Page 3", "- 4 -": what is left without the number tells that two lines are the
# same one.
_PAGE_NUMBER = re.compile(
    r"(?P<stem>.{0,60}?)(?:^|[\s|–—-])(?:[Pp](?:age|\.)\s?)?(?P<page>\d{1,3})(?P<of>\s?(?:/|sur)\s?\d{1,3})?\s?[–—-]?"
)


def unquoted(text: str) -> str:
    """The text of a quoted message without its ">" marks, on the same lines; other text comes back
    unchanged.

    >>> unquoted("> Un mot\\n> un autre")
    'Un mot\\nun autre'
    """
    lines = [line for line in text.splitlines() if line.strip()]
    marked = sum(_QUOTE.match(line) is not None for line in lines)
    return _QUOTE.sub("", text) if marked >= max(2, _QUOTED_SHARE * len(lines)) else text


def letter(lines: Sequence[Line]) -> list[Line]:
    """The lines with the header fields of an e-mail at the top and the signature at the end hinted
    as navigation."""
    fields = 0
    while fields < len(lines) and _FIELD.match(lines[fields].text):
        fields += 1
    named = any(_SENDER.match(line.text) for line in lines[:fields])
    fields = fields if fields >= 2 and named else 0
    cut = next((i for i, line in enumerate(lines) if line.text in ("--", "-- ")), len(lines))
    cut = cut if len(lines) - cut - 1 <= _LONGEST_SIGNATURE else len(lines)
    return [
        replace(line, hint="navigation") if i < fields or i >= cut else line
        for i, line in enumerate(lines)
    ]


def page_lines(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines that a printed page repeats with a growing page number, two or more of
    one kind."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        match = _PAGE_NUMBER.fullmatch(line.text)
        # A bare number may be a figure of the article; a page number says so, or of how many.
        if match and (match["of"] or re.search(r"[Pp](?:age|\.)\s?\d|^[–—-]", line.text)):
            key = (match["stem"].strip(), match["of"] or "")
            found.setdefault(key, []).append((i, int(match["page"])))
    kinds = [kind for kind in found.values() if len(kind) >= 2]
    growing = [kind for kind in kinds if all(a[1] < b[1] for a, b in pairwise(kind))]
    return {i for kind in growing for i, _ in kind}
