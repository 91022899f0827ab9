"""Sources -> Articles, through a table of readers; every failure names its source and what to do
about it.
"""

from __future__ import annotations

import errno
import glob
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import InputError, TooLarge, UnreadableSource
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources.assemble import UniqueIds, slug, url_name
from bilingual.sources.decode import decode
from bilingual.sources.feed import articles_from_feed
from bilingual.sources.html import article_from_html
from bilingual.sources.locate import Kind, Source, expand
from bilingual.sources.rows import TABLES, article_from_row, rows_of
from bilingual.sources.text import article_from_text
from bilingual.sources.web import fetch

OnError = Callable[[InputError], None]

# What was passed over is never looked at again: of forty comments in a row there are a million
# million readings where one may end at another's mark.
_COMMENT = rb"<!--(?>.{0,2000}?-->)\s*+"
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:" + _COMMENT + rb")*+<(?:!doctype\s+html|html)\b", re.I | re.S
)
_FEED = re.compile(
    rb"\s*+(?:<\?[^>]*+>\s*+|" + _COMMENT + rb"|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>\s*+)*+"
    rb"<(?:rss|feed|rdf:RDF)\b", re.I | re.S
)  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """Bytes as read, with what is known about them. `name` is for the id ("": take the title)."""

    data: bytes
    location: str
    name: str
    charset: str | None = None
    url: str = ""


def _read_text(raw: Raw, settings: Settings, _: OnError | None) -> list[Article]:
    text = decode(raw.data, raw.location, declared=raw.charset)
    return [
        _named(
            article_from_text(text, location=raw.location, settings=settings, name=raw.name), raw
        )
    ]


def _read_markdown(raw: Raw, settings: Settings, _: OnError | None) -> list[Article]:
    text = decode(raw.data, raw.location, declared=raw.charset)
    return [
        article_from_text(
            text, location=raw.location, settings=settings, markdown=True, name=raw.name
        )
    ]


def _read_html(raw: Raw, settings: Settings, _: OnError | None) -> list[Article]:
    article = article_from_html(
        raw.data,
        location=raw.location,
        settings=settings,
        charset=raw.charset,
        url=raw.url,
        name=raw.name,
    )
    return [_named(article, raw)]


def _read_feed(raw: Raw, settings: Settings, on_error: OnError | None) -> list[Article]:
    return articles_from_feed(raw.data, location=raw.location, settings=settings, on_error=on_error)


READERS: dict[Kind, Callable[[Raw, Settings, OnError | None], list[Article]]] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "html": _read_html,
    "feed": _read_feed,
}


def read_source(
    source: Source,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
    on_error: OnError | None = None,
) -> list[Article]:
    """The article of a source, or the articles of a feed or a table (of a large one rather take
    `rows_of`).

    `stdin` is read for "-" (by default the process's own). With `on_error`, the entries of a feed
    and the rows of a table that cannot be used are given to it and the others returned; any other
    failure is raised. Raises UnreadableSource, TooLarge, EmptyArticle, WrongLanguage; MissingExtra
    for Parquet without pyarrow.
    """
    settings = settings or Settings()
    if source.kind in TABLES:
        return list(_from_rows(source, settings, on_error))
    if source.kind == "web":
        return _read_web(source, settings, on_error)
    if source.kind == "stdin":
        raw = Raw(_from_stdin(stdin, settings), source.location, "")
        return READERS[_sniffed(raw.data, "text")](raw, settings, on_error)
    path = source.path or Path(source.location)
    raw = Raw(_from_file(path, source.location, settings), source.location, path.stem)
    return READERS[_sniffed(raw.data, source.kind)](raw, settings, on_error)


def read_articles(
    inputs: Sequence[str | Path], settings: Settings | None = None, on_error: OnError | None = None
) -> Iterator[Article]:
    """All articles of all inputs, in order, each with an id of its own in this run.

    With `on_error` a source that fails is reported to it and the next one read; without it the
    error is raised. Raises NothingReadable when the inputs name no source at all.
    """
    settings = settings or Settings()
    ids = UniqueIds()
    for source in expand(inputs, settings):
        try:
            if source.kind in TABLES:
                yield from map(ids.settle, _from_rows(source, settings, on_error))
            else:
                yield from map(ids.settle, read_source(source, settings, on_error=on_error))
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)


def _from_rows(source: Source, settings: Settings, on_error: OnError | None) -> Iterator[Article]:
    for row in rows_of(source, settings):
        try:
            article = article_from_row(row, settings)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield article


def _named(article: Article, raw: Raw) -> Article:
    """Without a file name the id comes from the title, or else from the first words: two pastes are
    two articles."""
    if raw.name:
        return article
    return article.model_copy(update={"id": slug(article.title or article.text[:60])})


def _sniffed(data: bytes, kind: Kind) -> Kind:
    """Pages saved under any name, and feeds that are XHTML: the first tag decides."""
    if _HTML.match(data[:8192].lstrip(b"\xef\xbb\xbf")):
        return "html"
    if kind != "html" and _FEED.match(data[:65536].lstrip(b"\xef\xbb\xbf")):
        return "feed"
    return kind


def _read_web(source: Source, settings: Settings, on_error: OnError | None) -> list[Article]:
    page = fetch(source.url, settings)
    raw = Raw(page.data, source.location, url_name(page.url), page.charset, page.url)
    kind: Kind = "html"
    if page.media_type.endswith("xml") and page.media_type != "application/xhtml+xml":
        kind = "feed"
    elif page.media_type == "text/plain":
        kind = "text"
    elif page.media_type not in ("text/html", "application/xhtml+xml", "application/octet-stream"):
        raise UnreadableSource(
            f"{source.location}: the server sent {page.media_type}, not a page",
            hint="Give the address of an article or of a feed.",
        )
    articles = READERS[_sniffed(raw.data, kind)](raw, settings, on_error)
    return [a if a.url else a.model_copy(update={"url": page.url}) for a in articles]


def _from_file(path: Path, location: str, settings: Settings) -> bytes:
    try:
        if path.is_dir():
            next(
                path.iterdir(), None
            )  # raises when it may not be opened, which is the better answer
            raise UnreadableSource(f"{location}: this is a folder", hint="Name the files in it.")
        with path.open("rb") as file:
            data = file.read(settings.max_bytes + 1)
    except OSError as error:
        raise _unopened(location, error) from error
    except ValueError as error:
        raise UnreadableSource(
            f"{location!r}: not a file name ({error})", hint="Check the name."
        ) from error
    return _within(data, location, settings)


def _unopened(location: str, error: OSError) -> UnreadableSource:
    hint = "Check its permissions."
    if error.errno == errno.ENAMETOOLONG:
        location = f"{location[:60]}…"
        hint = "An article itself goes to standard input: bilingual brief - < FILE"
    elif "://" in location or re.match(r"[a-z]{2,}:/", location):
        hint = "Addresses that are read begin with http:// or https://."
    elif error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
        hint = "No file fits this pattern." if glob.has_magic(location) else "Check the name."
    return UnreadableSource(f"{location}: cannot be read ({error.strerror})", hint=hint)


def _from_stdin(stdin: BinaryIO | None, settings: Settings) -> bytes:
    import sys

    stream = stdin if stdin is not None else sys.stdin and sys.stdin.buffer
    if not stream:
        raise UnreadableSource(
            "standard input: it is closed", hint="Pipe an article into it, or name a file."
        )
    try:
        return _within(stream.read(settings.max_bytes + 1), "standard input", settings)
    except OSError as error:
        raise UnreadableSource(
            f"standard input: cannot be read ({error.strerror})",
            hint="Pipe an article into it, or name a file.",
        ) from error


def _within(data: bytes, location: str, settings: Settings) -> bytes:
    if len(data) > settings.max_bytes:
        raise TooLarge(
            f"{location}: larger than {settings.max_bytes:,} bytes",
            hint="This is hardly an article; if it is, raise max_bytes.",
        )
    return data
