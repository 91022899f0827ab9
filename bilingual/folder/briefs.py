"""A folder of briefs: whole files, and a name of its own for each article."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

from pydantic_core import from_json

from bilingual.errors import InputError
from bilingual.folder.directory import Directory, bytes_if_readable, read_record, record_bytes
from bilingual.folder.held import STATE, Held, Kind, Owned, held
from bilingual.folder.manifest import FILE as MANIFEST_FILE
from bilingual.folder.manifest import Manifest
from bilingual.records import Article, Brief

RUN_FILE = "run.json"
INDEX_FILE = "index.html"
SUFFIXES = ("json", "md", "html")  # of the files of a brief
_FIXED: Final = re.compile(r"index(-\d+)?\.html|run\.json")  # what describes the folder itself
_RUN_KEYS: Final = {"articles": dict, "engine": str, "failures": list, "model": str}
_OPENING: Final = re.compile(rb'\s*\{\s*"schema_version":\s*"[^"]{0,20}",\s*"article":')
# What the pages of versions without a manifest of files are known by, beside their brief.
_EARLIER_BRIEF: Final = b"Machine translation by "
_EARLIER_INDEX: Final = b"<title>Bilingual briefs</title>"


@dataclass(frozen=True)
class OutputFolder:
    """A folder of briefs: <id>.json is what counts, everything else is rendered from it."""

    root: Path

    @contextmanager
    def held(self, inputs: Iterable[str | Path] = ()) -> Iterator[Held]:
        """The folder for this process alone, made and proven to be writable; see `held.held`.

        `inputs` are files that are never written to. Raises OutputError; ForeignFile where the
        record or the index of somebody else lies.
        """
        with held(self.root, self._kind, inputs) as folder:
            folder.refuse_foreign(
                filter(_FIXED.fullmatch, (path.name for path in self.root.iterdir()))
            )
            yield folder

    @contextmanager
    def seen(self, inputs: Iterable[str | Path] = ()) -> Iterator[Owned]:
        """The same for one who must not write; a run may go on meanwhile."""
        with TemporaryDirectory(prefix="bilingual-") as aside:
            # The journal as well: it takes back what a run that was killed had not completed.
            for name in (MANIFEST_FILE, f"{MANIFEST_FILE}-journal"):
                with suppress(OSError):
                    shutil.copyfile(self.root / STATE / name, Path(aside) / name)
            there = self.root if self.root.is_dir() else Path(aside)
            with (
                closing(Manifest(Path(aside) / MANIFEST_FILE, self.run_record)) as manifest,
                Directory.open(there) as top,
            ):
                yield Owned(top, manifest, self._kind, inputs)

    @property
    def _kind(self) -> Kind:
        return Kind(_is_record, _earlier, self.run_record)

    def brief_path(self, article_id: str) -> Path:
        return self.root / f"{article_id}.json"

    def has(self, article_id: str, suffixes: tuple[str, ...]) -> bool:
        """Whether all of these files are there; an empty file, left by a crash, does not count."""
        files = [self.root / f"{article_id}.{suffix}" for suffix in suffixes]
        return all(file.is_file() and file.stat().st_size > 0 for file in files)

    def stored(self, article_id: str) -> Brief | None:
        """The brief kept under this id; None when there is none or it cannot be used."""
        try:
            return read_brief(self.brief_path(article_id))
        except InputError:
            return None

    def run_record(self) -> dict[str, Any]:
        """What the last runs recorded; empty when there was no run or its file is damaged."""
        try:
            record = from_json(record_bytes(self.root / RUN_FILE))
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def has_any(self) -> bool:
        """Whether there may be a brief at all; asks nothing of any file."""
        return any(path.name != RUN_FILE for path in self.root.glob("*.json"))

    def stamp(self, article_id: str) -> str:
        """Size and time of the brief's file, by which a change shows; "" when there is none."""
        try:
            found = self.brief_path(article_id).stat()
        except OSError:
            return ""
        return f"{found.st_size} {found.st_mtime_ns}"


def read_brief(path: str | Path) -> Brief:
    """The brief in a file; InputError when it is missing, damaged or of another schema version."""
    return read_record(Path(path), Brief, "a brief", "bilingual brief")


def brief_files(folder: Path) -> list[Path]:
    """The brief files of a folder in order of name; other JSON files are passed over."""
    return [path for path in sorted(folder.glob("*.json")) if _looks_like_brief(path)]


def read_briefs(folder: str | Path) -> Iterator[Brief]:
    """Every brief of a folder in order of id; raises InputError at the first damaged one."""
    for path in brief_files(Path(folder)):
        yield read_brief(path)


def drop_index_pages(folder: Held, behind: int) -> None:
    """Remove pages of the index that are numbered higher, left by a run with more briefs."""
    for name in folder.manifest.names("index-"):
        number = name.removeprefix("index-").removesuffix(".html")
        if number.isdecimal() and int(number) > behind:
            folder.remove(name)


def is_foreign(folder: Owned, name: str) -> bool:
    """Whether files that no run has written lie where the brief of this name would go."""
    return any(folder.is_foreign(f"{name}.{suffix}") for suffix in SUFFIXES)


def _is_record(name: str, data: bytes) -> bool:
    """Whether this is the whole brief of that name, or what a run recorded."""
    try:
        if name == RUN_FILE:
            record = from_json(data)
            return {key: type(value) for key, value in record.items()} == _RUN_KEYS
        return f"{Brief.model_validate_json(data).article.id}.json" == name
    except (ValueError, AttributeError):
        return False


def _earlier(root: Path) -> Iterator[str]:
    """What a version wrote that noted no files: its briefs with their pages, record and index."""
    if _is_known(root / RUN_FILE):
        yield RUN_FILE
        yield from (page.name for page in root.glob("index*.html") if _holds(page, _EARLIER_INDEX))
    for brief in filter(_is_known, brief_files(root)):
        yield brief.name
        pages = (brief.with_suffix(f".{suffix}") for suffix in SUFFIXES[1:])
        yield from (page.name for page in pages if _holds(page, _EARLIER_BRIEF))


def _is_known(record: Path) -> bool:
    return _is_record(record.name, _own_bytes(record))


def _holds(page: Path, text: bytes) -> bool:
    return text in _own_bytes(page)


def _own_bytes(file: Path) -> bytes:
    """Nothing of a link, or of what cannot be read."""
    return b"" if file.is_symlink() else bytes_if_readable(file) or b""


def _looks_like_brief(path: Path) -> bool:
    if path.name == RUN_FILE or not path.is_file():  # a pipe would be waited for
        return False
    try:
        with path.open("rb") as file:
            return _OPENING.match(file.read(200)) is not None
    except OSError:
        return True  # it may be one: whoever reads it says why it cannot be read


Owner = tuple[str, str]  # the location of the source and, in a feed, the address of the entry


class Book(Protocol):
    """The owners of ids in earlier runs, and the ids taken (`claim`) in this run."""

    def owner(self, name: str) -> Owner | None: ...

    def claim(self, name: str) -> bool: ...


class Owners:
    """Gives each article an id of its own, over this run and earlier runs in the folder.

    An article whose id is another's gets a suffix that depends on where it came from, so that it
    keeps its name when its text is edited. `book` knows the owners of earlier runs; `is_foreign`
    says whether files of that name lie there that no run has written, or are going to.
    """

    def __init__(self, book: Book, is_foreign: Callable[[str], bool] = lambda _: False) -> None:
        self._book = book
        self._is_foreign = is_foreign
        # The last suffix given to a name: a table may have thousands of rows of one title.
        self._attempts: dict[tuple[str, str, str | None], int] = {}

    def name(self, article: Article, location: str, entry: str = "") -> Article:
        """The article with an id that no other article has; it keeps this id in later runs."""
        name, attempt = article.id, 0
        last = self._attempts.get((article.id, location, article.url))
        if last is not None:
            name, attempt = self._suffixed(article, location, last), last + 1
        while self._is_other(name, (location, entry)) or not self._book.claim(name):
            name = self._suffixed(article, location, attempt)
            self._attempts[article.id, location, article.url] = attempt
            attempt += 1
        return article if name == article.id else article.model_copy(update={"id": name})

    def _suffixed(self, article: Article, location: str, attempt: int) -> str:
        seed = f"{location}\n{article.url or ''}\n{attempt}"
        return f"{article.id[:80].rstrip('-')}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"

    def _is_other(self, name: str, own: Owner) -> bool:
        if any(_FIXED.fullmatch(f"{name}.{suffix}") for suffix in SUFFIXES):
            return True
        owner = self._book.owner(name)
        if owner is None:
            return self._is_foreign(name)
        if owner == own:
            return False
        if owner[0] == own[0]:
            # Another entry of the same feed; records of old runs do not say which.
            return bool(owner[1] and own[1])
        return _is_still_there(owner[0], own[0]) or self._is_foreign(name)


def _is_still_there(owner: str, location: str) -> bool:
    """False for a file that was moved or renamed: its brief may be replaced."""
    if "://" in owner or owner == "standard input":
        return True
    try:
        return not os.path.samefile(owner, location)  # noqa: PTH121 - the same file by another path
    except (OSError, ValueError):
        return os.path.exists(owner)  # noqa: PTH110 - pathlib raises for names that are too long
