"""Tables with an article in each row: JSON Lines and Parquet, read row by row, so that a file may
be of any size.

A row is either the record of an article itself, or plain text with what is known of it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from bilingual.errors import (
    EmptyArticle,
    InputError,
    MissingExtra,
    TooLarge,
    UnreadableSource,
    without_logins,
)
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources.assemble import short_name, slug
from bilingual.sources.lines import sanitise
from bilingual.sources.locate import Source
from bilingual.sources.metadata import Metadata, is_web
from bilingual.sources.text import article_from_text

_KNOWN = ("title", "author", "published", "source", "licence")
_HINT = (
    'A row is {"text": …}, or an Article as bilingual writes it. The other rows are not touched by '
    "it."
)


@dataclass(frozen=True)
class Row:
    """`values` are the fields, or the bytes of one JSON line that holds them.

    `location` is how people are told of the row; `outlet` is the source of an article that names
    none.
    """

    location: str
    values: Mapping[str, Any] | bytes
    outlet: str = ""


def article_from_row(row: Row, settings: Settings | None = None) -> Article:
    """The article of a row. A field that is null counts as missing.

    A row with `blocks` is an Article record, taken as it is. Any other has its article in `text`,
    cleaned like pasted text; `id`, `title`, `author`, `published`, `source`, `url` and `licence`
    win over what the text says of itself, and further fields do not count. Without an `id`, the id
    comes from the title or the first words. Raises InputError.
    """
    settings = settings or Settings()
    values = _values(row, settings)
    if "blocks" in values:
        return _record(values, row.location)
    text = _text(values, "text", row.location)
    if not text.strip():
        raise EmptyArticle(f"{row.location}: no text", hint=_HINT)
    if len(text) > settings.max_bytes:
        raise _too_large(row, settings)
    fields = {name: sanitise(_text(values, name, row.location)) for name in _KNOWN}
    url = sanitise(_text(values, "url", row.location))
    article = article_from_text(
        text,
        location=row.location,
        settings=settings,
        metadata=Metadata(**fields, url=url if is_web(url) else ""),
    )
    name = _text(values, "id", row.location) or article.title or article.text[:60]
    unnamed = article.source == sanitise(short_name(row.location))
    return article.model_copy(
        update={"id": slug(name), "source": row.outlet if unnamed else article.source}
    )


def _values(row: Row, settings: Settings) -> dict[str, Any]:
    values = row.values
    if isinstance(values, bytes):
        if len(values) > settings.max_bytes:
            raise _too_large(row, settings)
        try:
            values = json.loads(values.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise UnreadableSource(
                f"{row.location}: not a line of JSON ({error})", hint=_HINT
            ) from error
    if not isinstance(values, Mapping):
        raise UnreadableSource(f"{row.location}: not a JSON object", hint=_HINT)
    return {name: value for name, value in values.items() if value is not None}


def _record(values: Mapping[str, Any], location: str) -> Article:
    known = {name: value for name, value in values.items() if name in Article.model_fields}
    if isinstance(known.get("published"), dt.date):
        known["published"] = known["published"].isoformat()
    try:
        article = Article.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "row"
        raise InputError(
            f"{location}: not an Article ({where}: {first['msg']})",
            hint="Take blocks out of the row, and its text is read like pasted text.",
        ) from error
    address = without_logins(article.url or "")
    return article.model_copy(update={"url": address if is_web(address) else None})


def _text(values: Mapping[str, Any], name: str, location: str) -> str:
    value = values.get(name, "")
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    raise InputError(f"{location}: {name} is not text", hint=_HINT)


def _too_large(row: Row, settings: Settings) -> TooLarge:
    return TooLarge(
        f"{row.location}: larger than {settings.max_bytes:,} bytes",
        hint="This is hardly an article; if it is, raise max_bytes.",
    )


TABLES = ("jsonl", "parquet")
_ROWS_AT_ONCE = 64


def rows_of(source: Source, settings: Settings) -> Iterator[Row]:
    """The rows of a table in order; a row that is broken says so when its article is made of it.

    Raises UnreadableSource when the file cannot be opened or read on, MissingExtra for Parquet
    without pyarrow.
    """
    path = source.path or Path(source.location)
    if source.kind == "parquet":
        yield from _parquet_rows(path, source.location)
        return
    try:
        with path.open("rb") as file:
            yield from json_lines(file, source.location, path.name, settings)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(source.location, reason) from error


def json_lines(file: BinaryIO, location: str, outlet: str, settings: Settings) -> Iterator[Row]:
    """The lines of a file that are not blank. Of one that is too long only the beginning is kept,
    which is too long too."""
    number = 0
    while line := file.readline(settings.max_bytes + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(settings.max_bytes + 1)):
            pass
        if line.strip():
            yield Row(f"{location}, line {number}", line, outlet)


def _parquet_rows(path: Path, location: str) -> Iterator[Row]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra(
            f"{location}: Parquet files need pyarrow", hint="pip install 'bilingual[ray]'"
        ) from error
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(f"{location}, row {number}", values, path.name)
    except OSError as error:
        raise _unreadable(location, error.strerror or str(error)) from error
    except (pyarrow.ArrowException, ValueError, OverflowError, LookupError, MemoryError) as error:
        # The last three are of days beyond those of Python, of time zones that it does not know,
        # and of cells that do not fit into the memory.
        raise _unreadable(location, " ".join(str(error).split())[:200]) from error


def _unreadable(location: str, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"{location}: cannot be read ({why})", hint="Check the file, or write it anew."
    )
