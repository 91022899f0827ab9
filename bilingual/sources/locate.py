"""What the user names -> an ordered list of sources: files, folders, patterns, standard input, addresses."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bilingual.errors import NothingReadable
from bilingual.settings import Settings
from bilingual.sources.metadata import is_web

Kind = Literal["text", "markdown", "html", "feed", "web", "stdin"]

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
}


@dataclass(frozen=True)
class Source:
    """One thing to read. `location` is how people are told of it; a file has a `path`, an address a `url`."""

    location: str
    kind: Kind
    path: Path | None = None
    url: str = ""


def expand(inputs: Sequence[str | Path], settings: Settings | None = None) -> list[Source]:
    """The sources in the order of `inputs`; the files of a folder (with its subfolders) in order of their path.

    A folder gives its files with a known suffix, hidden ones left out; a file named directly is read whatever its
    suffix. A path that is missing stays in the list, so that reading it says so. Each file comes once.
    Raises NothingReadable when the list would be empty.
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
            hint=f"Files that are read: {', '.join(SUFFIXES)}; or give an http(s) address, or - for standard input.",
        )
    return list(found.values())


def _identity(source: Source) -> str:
    return str(source.path.resolve()) if source.path is not None else source.location


def _sources(item: str | Path) -> Iterator[Source]:
    text = str(item)
    if text == "-":
        yield Source("standard input", "stdin")
    elif isinstance(item, str) and is_web(item):
        yield Source(item, "web", url=item)
    else:
        yield from _paths(Path(item))


def _paths(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield from (_file(file) for file in _inside(path))
    elif not path.exists() and glob.has_magic(str(path)):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        for match in matches:
            yield from _paths(Path(match))
        if not matches:
            yield _file(path)
    else:
        yield _file(path)


def _inside(folder: Path) -> list[Path]:
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            Path(root, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    return sorted(files, key=lambda file: file.parts)


def _file(path: Path) -> Source:
    return Source(str(path), SUFFIXES.get(path.suffix.lower(), "text"), path=path)
