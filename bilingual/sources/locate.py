"""The user's inputs (files, folders, patterns, standard input, addresses) -> an ordered list of
sources."""

from __future__ import annotations

import glob
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bilingual.errors import NothingReadable, UsageError, without_logins
from bilingual.settings import Settings
from bilingual.sources.metadata import is_web

Kind = Literal["text", "markdown", "html", "feed", "jsonl", "parquet", "web", "stdin"]

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_INDEX_PAGE = re.compile(r"index(-\d+)?\.html")
_MARK_WITHIN = 200  # bytes: both files say at their very beginning what they are


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `location` is how people are told of it, on one line; a file has a `path`,
    an address a `url`."""

    location: str
    kind: Kind
    file: str = ""  # a Path takes ten times as much, and an archive has a million
    url: str = ""

    @property
    def path(self) -> Path | None:
        return Path(self.file) if self.file else None


def expand(inputs: Sequence[str | Path], settings: Settings | None = None) -> list[Source]:
    """The sources in the order of `inputs`; the files of a folder (with its subfolders) in order of
    their path.

    A folder gives its files with a known suffix, hidden ones left out; a file named directly is
    read whatever its suffix. A path that is missing, or a folder that may not be opened, stays in
    the list, so that reading it says so. Links to folders are followed. Each file comes once. What
    `brief` wrote into a folder is no article of it. Raises NothingReadable when the list would be
    empty, UsageError for an empty name.
    """
    del settings  # part of the interface: what can be read may come to depend on it
    found: dict[str, Source] = {}
    for item in inputs:
        for source in _sources(item):
            found.setdefault(_identity(source), source)
    if not found:
        where = ", ".join(map(str, inputs)) or "no input"
        raise NothingReadable(
            f"{where}: no articles found",
            hint=f"Files that are read: {', '.join(SUFFIXES)}; or give an http(s) address, or - "
            "for standard input.",
        )
    return list(found.values())


def _identity(source: Source) -> str:
    # os.path, here and below: pathlib raises for loops of links and for names that are too long.
    try:
        return os.path.realpath(source.file) if source.file else source.location
    except ValueError:  # no name that a file can have; reading it says so
        return source.location


def _sources(item: str | Path) -> Iterator[Source]:
    text = str(item)
    if text == "-":
        yield Source("standard input", "stdin")
    elif isinstance(item, str) and is_web(item):
        # No server is told a name and password, and no file that is written holds them.
        address = without_logins(item)
        yield Source(printable(address), "web", url=address)
    elif not text.strip():
        # Path("") is the current folder: an unset variable in a script must not mean all that is
        # there.
        raise UsageError(
            "one of the inputs has an empty name", hint="Give a file, a folder, an address or -."
        )
    else:
        yield from _paths(Path(item))


def _paths(path: Path) -> Iterator[Source]:
    if os.path.isdir(path):  # noqa: PTH112 - see _identity
        yield from map(_file, _inside(path))
    elif not os.path.exists(path) and glob.has_magic(str(path)):  # noqa: PTH110 - see _identity
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        for match in matches:
            yield from _paths(Path(match))
        if not matches:
            yield _file(str(path))
    else:
        yield _file(str(path))


def _inside(folder: Path) -> list[str]:
    files: list[str] = []
    closed: list[OSError] = []
    visited: set[str] = set()
    for root, folders, names in os.walk(folder, onerror=closed.append, followlinks=True):
        if os.path.realpath(root) in visited:
            folders.clear()  # a link that leads back
            continue
        visited.add(os.path.realpath(root))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found = (Path(root, name) for name in names if _is_article_name(name))
        files += [str(file) for file in found if not _is_device(file) and not is_own_output(file)]
    files += [str(Path(error.filename)) for error in closed if error.filename]
    return sorted(files, key=lambda file: file.replace(os.sep, "\0"))  # part by part


def _is_article_name(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def _is_device(file: Path) -> bool:
    """A pipe, socket or device: reading one that lies in a folder could wait for ever."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_own_output(file: Path) -> bool:
    """Whether `brief` wrote this page: the brief that it was rendered from lies beside it, or it is
    the index of a run."""
    index = _INDEX_PAGE.fullmatch(file.name) is not None
    beside = "run.json" if index else f"{file.stem}.json"
    marks = (b'"articles"',) if index else (b'"schema_version"', b'"article"')
    if _is_device(file.with_name(beside)):
        return False
    try:
        with file.with_name(beside).open("rb") as record:
            opening = record.read(_MARK_WITHIN)
            return all(mark in opening for mark in marks)
    except (OSError, ValueError):
        return False


def printable(name: str) -> str:
    r"""The name on one line: control characters, direction marks and bytes that are no text as
    escapes.

    >>> printable("a\nb.txt")
    'a\\nb.txt'
    """
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else repr(c)[1:-1] for c in name
    )


def _file(file: str) -> Source:
    kind = SUFFIXES.get(Path(file).suffix.lower(), "text")
    told = without_logins(file)
    return Source(told if told.isprintable() else printable(told), kind, file)
