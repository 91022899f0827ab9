"""Files that hold an article in each row: JSON Lines and Parquet, read row by row, so that a file may be of any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bilingual.errors import MissingExtra, UnreadableSource
from bilingual.settings import Settings
from bilingual.sources.locate import Source
from bilingual.sources.rows import Row

TABLES = ("jsonl", "parquet")
_ROWS_AT_ONCE = 64


def rows_of(source: Source, settings: Settings) -> Iterator[Row]:
    """The rows of a table in order; a row that is broken says so when its article is made of it.

    Raises UnreadableSource when the file cannot be opened or read on, MissingExtra for Parquet without pyarrow.
    """
    path = source.path or Path(source.location)
    if source.kind == "parquet":
        yield from _parquet_rows(path, source.location)
        return
    try:
        with path.open("rb") as file:
            yield from json_lines(file, source.location, path.name, settings)
    except OSError as error:
        raise _unreadable(source.location, error.strerror or str(error)) from error


def json_lines(file: BinaryIO, location: str, outlet: str, settings: Settings) -> Iterator[Row]:
    """The lines of a file that are not blank. Of one that is too long only the beginning is kept, which is too long too."""
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
    except (pyarrow.ArrowException, ValueError) as error:
        raise _unreadable(location, " ".join(str(error).split())[:200]) from error


def _unreadable(location: str, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"{location}: cannot be read ({why})", hint="Check the file, or write it anew."
    )
