"""Plain text and Markdown, as files hold it or as editors paste it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.records import Article, DroppedLine
from bilingual.settings import Settings
from bilingual.sources.assemble import assemble, check_size
from bilingual.sources.clean import clean
from bilingual.sources.furniture import judge
from bilingual.sources.ids import name_of
from bilingual.sources.letters import letter, page_lines, unquoted
from bilingual.sources.lines import Hint, Line, split_lines, unwrap
from bilingual.sources.metadata import Metadata, from_page, parse_front_matter

_NOTHING = Metadata()
# Bounded, here and below: without it a line of opening marks is searched to its end from each of them.
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

    Front matter (`---`, then title, author, date, source, url or licence, then `---`) wins over what the page says, and
    `metadata` over both.
    Raises EmptyArticle, WrongLanguage, TooLarge.
    """
    settings = settings or Settings()
    check_size(text, location, settings)
    front, unknown, body = parse_front_matter(text)
    front = metadata.over(front)
    lines = split_lines(unquoted(body))
    running, lines = ([], lines) if settings.keep_all else _running(letter(lines))
    lines = _plain(lines) if markdown else lines
    page = clean(unwrap(lines, _is_furniture), keep_all=settings.keep_all, title=front.title)
    dropped = (*unknown, *running, *page.dropped)
    page = replace(page, dropped=tuple(sorted(dropped, key=lambda line: line.line)))
    found = front.over(from_page(page))
    return assemble(
        page, found, name=name or name_of(location), location=location, settings=settings
    )


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
    """Markdown lines without their marks; headings carry a hint, the first of level one is the title."""
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
