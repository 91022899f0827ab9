"""RSS and Atom feeds: every entry is an article, its full content preferred to its summary."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

from bilingual.errors import EmptyArticle, InputError, UnreadableSource
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources.decode import decode
from bilingual.sources.html import article_from_fragment, declared_charset
from bilingual.sources.metadata import Metadata, is_web
from bilingual.sources.visible import parse, pieces

# A feed needs no document type; entity declarations in one are how an XML bomb is built.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
# Bounded and without "<" inside, so that a feed full of openings is still read in one pass.
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^<>]{0,2000}>?", re.IGNORECASE)
_PROLOG = 65_536
_XML_HEAD = re.compile(r"\s*<\?xml\b[^>]*>")


def articles_from_feed(
    data: bytes,
    *,
    location: str,
    settings: Settings | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> list[Article]:
    """The entries as articles, in the order of the feed; nothing is fetched.

    An entry that is no article goes to `on_error`, or is raised when there is none, so that no
    entry is lost unseen. Raises UnreadableSource for what is no feed, EmptyArticle for a feed
    without entries.
    """
    import feedparser

    settings = settings or Settings()
    safe = _without_declarations(_utf8(data, location))
    # A stream on purpose: given bytes that look like an address, feedparser would open it.
    feed = feedparser.parse(io.BytesIO(safe))
    if not feed.entries:
        raise _no_entries(feed, location)
    found: list[Article] = []
    for number, entry in enumerate(feed.entries, start=1):
        try:
            found.append(_article(entry, feed.feed, f"{location}, entry {number}", settings))
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    return found


def _utf8(data: bytes, location: str) -> bytes:
    """The feed as UTF-8, so that declarations can be found: in UTF-16 or EBCDIC they would be
    missed."""
    text = decode(data, location, declared=declared_charset(data))
    head = _XML_HEAD.match(text)
    rest = text[head.end() :] if head else text
    return f'<?xml version="1.0" encoding="utf-8"?>{rest}'.encode("utf-8", "replace")


def _without_declarations(data: bytes) -> bytes:
    start = data[:_PROLOG].upper().find(b"<!DOCTYPE")
    doctype = _DOCTYPE.match(data, start) if start >= 0 else None
    rest = data[: doctype.start()] + b" " + data[doctype.end() :] if doctype else data
    # A space, because what stands around a declaration must not become one: <!ENT<!ENTITY>ITY ...
    return _DECLARATION.sub(b" ", rest)


def _no_entries(feed: Any, location: str) -> InputError:
    if feed.get("version"):
        return EmptyArticle(f"{location}: the feed has no entries", hint="Fetch it again later.")
    return UnreadableSource(
        f"{location}: not an RSS or Atom feed",
        hint="Check the file; web pages are read from .html.",
    )


def _article(entry: Any, feed: Any, location: str, settings: Settings) -> Article:
    contents = [str(part.get("value", "")) for part in entry.get("content", [])]
    body = max(contents, key=len, default="") or str(entry.get("summary", ""))
    link = str(entry.get("link", ""))
    metadata = Metadata(
        title=_plain(str(entry.get("title", "")), location, settings),
        author=_plain(str(entry.get("author", "")), location, settings),
        published=_date(entry),
        source=_plain(str(feed.get("title", "")), location, settings),
        url=link if is_web(link) else "",
    )
    return article_from_fragment(body, metadata, location=location, settings=settings)


def _plain(markup: str, location: str, settings: Settings) -> str:
    tree = parse(f"<div>{markup}</div>", location, settings) if markup.strip() else None
    return " ".join(piece.text for piece in pieces(tree)) if tree is not None else ""


def _date(entry: Any) -> str:
    # Asked for an "updated" that is not there, feedparser warns and gives "published".
    parsed = entry.get("published_parsed")
    if not parsed and "updated_parsed" in entry:
        parsed = entry["updated_parsed"]
    if not parsed:
        return ""
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC).isoformat()
    except ValueError:
        return ""
