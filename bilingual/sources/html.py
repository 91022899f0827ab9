"""HTML pages: trafilatura says what the article is, the visible lines say where it stands and what
was left out.

Every visible line ends up in the article or in `dropped` (at most 200 of them, then one line that
counts the rest). A paragraph that trafilatura leaves out comes back when it stands in the same
column as those it keeps or between them, unless it is a link or its container is a menu, a box or a
caption.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Any

from bilingual.records import Article, DroppedLine, DropReason
from bilingual.settings import Settings
from bilingual.sources.assemble import assemble, check_size, name_of
from bilingual.sources.clean import Page, clean
from bilingual.sources.decode import decode
from bilingual.sources.furniture import fold, judge
from bilingual.sources.lines import Hint, Line
from bilingual.sources.metadata import Metadata, from_page, is_web
from bilingual.sources.shape import is_body, similarity
from bilingual.sources.visible import Piece, parse, pieces

_MOST_DROPPED = 200
_MOST_COMPARED = 2_000_000
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*+=\s*+(?:["']\s*+)?([\w:-]{2,40})""", re.I
)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w:-]{2,40})""", re.I)
_AROUND_REASON: dict[str, DropReason] = {
    "navigation": "navigation",
    "header": "navigation",
    "aside": "related",
    "comments": "comments",
    "caption": "caption",
}


def declared_charset(data: bytes) -> str | None:
    """The charset that the page itself names in its first 4096 bytes (the HTML standard looks at
    1024)."""
    match = _XML_CHARSET.search(data[:4096]) or _META_CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def article_from_html(
    html: str | bytes,
    *,
    location: str,
    settings: Settings | None = None,
    charset: str | None = None,
    url: str = "",
    name: str = "",
) -> Article:
    """One article from a page; `charset` is what an HTTP header says, `url` where the page was
    read.

    The id comes from `name`, by default from `location`. No markup or script gets into the text.
    Raises UnreadableSource, EmptyArticle, WrongLanguage, TooLarge.
    """
    settings = settings or Settings()
    if isinstance(html, bytes):
        html = decode(html, location, declared=charset or declared_charset(html))
    tree = parse(html, location, settings)
    shown = _shown(tree, location, settings)
    document = _extract(tree) if shown else None
    found = _metadata(document, tree, url)
    page = _page(shown, document, found, settings.keep_all)
    found = found.over(from_page(page))
    return assemble(
        page, found, name=name or name_of(location), location=location, settings=settings
    )


def article_from_fragment(
    html: str, metadata: Metadata, *, location: str, settings: Settings
) -> Article:
    """One article from the HTML of a feed entry; what `metadata` says comes before what the text
    says."""
    tree = parse(f"<div>{html}</div>", location, settings) if html.strip() else None
    shown = _shown(tree, location, settings)
    lines = [_line(piece, "", metadata.standfirst) for piece in shown]
    page = clean(lines, keep_all=settings.keep_all, title=metadata.title)
    found = metadata.over(from_page(page))
    return assemble(
        page, found, name=metadata.title or location, location=location, settings=settings
    )


def _shown(tree: Any, location: str, settings: Settings) -> list[Piece]:
    """The visible lines. Raises TooLarge by what is seen: pages are often one line of markup and
    scripts."""
    shown = pieces(tree) if tree is not None else []
    check_size("\n".join(piece.text for piece in shown), location, settings)
    return shown


def _extract(tree: Any) -> Any:
    """What trafilatura finds, None when it finds nothing; it changes its tree, so it gets a
    copy."""
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            deepcopy(tree),
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            # The extensive search would take any date in the text for the day of publication.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        # Damaged markup: the visible lines are still there.
        return None


def _metadata(document: Any, tree: Any, url: str) -> Metadata:
    if document is None:
        return Metadata(title=_meta(tree, "og:title"), url=url)
    exact = _meta(tree, "article:published_time")
    stated = document.date or ""
    address = url or document.url or ""
    return Metadata(
        title=document.title or "",
        author=_people(document.author or ""),
        published=exact if re.match(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?$", exact) else stated,
        source=document.sitename or "",
        url=address if is_web(address) else "",
        licence=document.license or "",
        standfirst=document.description or "",
    )


# An account is nobody's name, and some pages have their author's life where trafilatura looks for
# names.
_NOBODY = re.compile(
    r"(?:admin|administrateur|webmaster|root)$|a propos\b|(?:il|elle) \w+ |journaliste\b", re.I
)
_LONGEST_NAME = 8


def _people(authors: str) -> str:
    """The names between the semicolons of trafilatura."""
    names = [re.sub(r"^par\s+", "", name.strip(), flags=re.I) for name in authors.split(";")]
    return ", ".join(
        name
        for name in names
        if name and not _NOBODY.match(fold(name)) and len(name.split()) <= _LONGEST_NAME
    )


def _meta(tree: Any, name: str) -> str:
    if tree is None:
        return ""
    values = tree.xpath("//meta[@property=$n or @name=$n]/@content", n=name)
    return str(values[0]).strip() if values else ""


def _page(shown: Sequence[Piece], document: Any, found: Metadata, keep_all: bool) -> Page:
    title = _title_piece(shown, found)
    kept = set(range(len(shown))) if keep_all else _kept(shown, document, title)
    lines = [_line(shown[i], "title" if i == title else "", found.standfirst) for i in sorted(kept)]
    page = clean(lines, keep_all=keep_all)
    left = [_dropped(piece) for i, piece in enumerate(shown) if i not in kept]
    names = [verdict.names for line in left if (verdict := judge(line.text)) and verdict.names]
    return Page(page.kept, _capped([*page.dropped, *left]), (*page.names, *names))


def _title_piece(shown: Sequence[Piece], found: Metadata) -> int | None:
    """The h1 that says what og:title or <title> says, else the only h1; site names are often an h1
    too."""
    headings = [i for i, piece in enumerate(shown) if piece.tag == "h1"]
    if not headings:
        return next((i for i, p in enumerate(shown) if found.title and p.text == found.title), None)
    best = max(headings, key=lambda i: similarity(shown[i].text, found.title))
    if similarity(shown[best].text, found.title) >= 0.5:
        return best
    return headings[0] if len(headings) == 1 and shown[headings[0]].text != found.source else None


def _kept(shown: Sequence[Piece], document: Any, title: int | None) -> set[int]:
    """Indices of the pieces that make the article; all of them when trafilatura gives nothing
    usable."""
    paragraphs = _paragraphs(document)
    # Looking for parts of paragraphs is quadratic; a page of that size is no article.
    parts = paragraphs if len(paragraphs) * len(shown) < _MOST_COMPARED else frozenset()
    kept = {i for i, piece in enumerate(shown) if _is_in(piece.text, paragraphs, parts)}
    if not any(is_body(shown[i].text) for i in kept):
        return set(range(len(shown)))
    kept |= _rescued(shown, kept) | ({title} if title is not None else set())
    return {i for i in kept if i == title or not _is_bare_link(shown[i])}


def _paragraphs(document: Any) -> set[str]:
    if document is None or document.body is None:
        return set()
    texts = ("".join(element.itertext()) for element in document.body.iter())
    own = {_compact(text) for text in texts}
    return own - {_compact("".join(document.body.itertext())), ""}


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_in(text: str, paragraphs: Collection[str], parts: Collection[str]) -> bool:
    own = _compact(text)
    if own in paragraphs:
        return True
    # A paragraph may be split at <br> or lose an inner link; a short line would be found anywhere.
    return len(own) >= 25 and any(
        own in paragraph or (paragraph in own and len(paragraph) > 0.6 * len(own))
        for paragraph in parts
    )


def _rescued(shown: Sequence[Piece], kept: set[int]) -> set[int]:
    columns = {shown[i].parent for i in kept if is_body(shown[i].text) and shown[i].tag == "p"}
    bodies = [i for i in kept if is_body(shown[i].text)]
    first, last = min(bodies), max(bodies)
    found: set[int] = set()
    for i, piece in enumerate(shown):
        if piece.around in ("navigation", "aside", "caption", "comments") or piece.links > 0.5:
            continue
        # The columns of the article; between its paragraphs, other wrappers too.
        if piece.parent not in columns and not (first < i < last):
            continue
        heading = re.fullmatch(r"h[2-6]", piece.tag) is not None and first < i < last
        if heading or (piece.tag in ("p", "blockquote") and is_body(piece.text)):
            found.add(i)
    return found


def _is_bare_link(piece: Piece) -> bool:
    heading = re.fullmatch(r"h[1-6]", piece.tag) is not None
    return piece.links >= 0.9 and not is_body(piece.text) and not heading


def _line(piece: Piece, hint: Hint, description: str) -> Line:
    if not hint and re.fullmatch(r"h[2-6]", piece.tag):
        hint = "heading"
    elif not hint and piece.around == "caption":
        hint = "caption"
    elif not hint and (
        piece.standfirst or (description and similarity(piece.text, description) >= 0.9)
    ):
        hint = "standfirst"
    elif not hint and piece.tag in ("li", "blockquote", "td", "th", "dd"):
        hint = "body"
    return Line(piece.line, piece.text, True, hint)


def _dropped(piece: Piece) -> DroppedLine:
    verdict = judge(piece.text)
    reason: DropReason = "markup"
    if verdict is not None:
        reason = verdict.reason
    elif piece.around:
        reason = _AROUND_REASON[piece.around]
    elif piece.links >= 0.9:
        reason = "related"
    return DroppedLine(line=piece.line, text=piece.text, reason=reason)


def _capped(dropped: Sequence[DroppedLine]) -> tuple[DroppedLine, ...]:
    ordered = sorted(dropped, key=lambda line: line.line)
    if len(ordered) <= _MOST_DROPPED:
        return tuple(ordered)
    rest = ordered[_MOST_DROPPED:]
    note = f"… and {len(rest)} more lines outside the article"
    return (*ordered[:_MOST_DROPPED], DroppedLine(line=rest[0].line, text=note, reason="markup"))
