"""A folder of briefs: whole files, and a name of its own for each article."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

from bilingual.errors import InputError, OutputError
from bilingual.folder.manifest import FILE as MANIFEST_FILE
from bilingual.folder.manifest import Manifest
from bilingual.folder.whole_files import locked, prove_writable, read_record, sweep, write_whole
from bilingual.records import Article, Brief

RUN_FILE = "run.json"
INDEX_FILE = "index.html"
SCHEMA_LINE = '"schema_version"'
# Every page that we render holds this text. A file without it is not ours.
BRIEF_MARK = "Machine translation by "
INDEX_MARK = "<title>Bilingual briefs</title>"


@dataclass(frozen=True)
class OutputFolder:
    """A folder of briefs: <id>.json is what counts, everything else is rendered from it."""

    root: Path

    def create(self) -> None:
        """Make the folder, and prove that a file can be written before any work is done."""
        prove_writable(self.root)
        index = self.root / INDEX_FILE
        if (
            index.is_file()
            and not (self.root / RUN_FILE).is_file()
            and not _holds(index, INDEX_MARK)
        ):
            raise OutputError(
                f"{index}: this page was not written by bilingual, and is left as it is",
                hint="Choose another folder with -o.",
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keeps a second run out of the folder: the two would give one name to two articles."""
        with locked(self.root):
            sweep(self.root)
            yield

    def is_foreign(self, name: str) -> bool:
        """Whether a file that no run has written lies where this brief would go."""
        brief = self.brief_path(name)
        if brief.is_file() and _holds(brief, SCHEMA_LINE):
            return False
        pages = [self.root / f"{name}.{suffix}" for suffix in ("md", "html")]
        # A brief whose JSON is empty or missing: a machine went down while it was written.
        return (brief.exists() and not _is_empty(brief)) or any(
            page.exists() and not _is_empty(page) and not _holds(page, BRIEF_MARK) for page in pages
        )

    def write(self, name: str, text: str) -> Path:
        """Write `text` (UTF-8) to `name` inside the folder, whole or not at all.

        Raises OutputError when the disk refuses, or when `name` would leave the folder.
        """
        return self.write_pieces(name, [text])

    def write_pieces(self, name: str, pieces: Iterable[str]) -> Path:
        """The same for a text that is too long to be held."""
        target = self.root / name
        if Path(name).name != name or name in {"", ".", ".."}:
            raise OutputError(f"{name!r} is not a plain file name", hint="Report this as a bug.")
        write_whole(target, (piece.encode("utf-8") for piece in pieces))
        return target

    def brief_path(self, article_id: str) -> Path:
        return self.root / f"{article_id}.json"

    def has(self, article_id: str, suffixes: tuple[str, ...]) -> bool:
        """Whether all of these files are there; an empty file, left by a crash, does not count."""
        files = [self.root / f"{article_id}.{suffix}" for suffix in suffixes]
        return all(file.is_file() and not _is_empty(file) for file in files)

    def stored(self, article_id: str) -> Brief | None:
        """The brief kept under this id; None when there is none or it cannot be used."""
        try:
            return read_brief(self.brief_path(article_id))
        except InputError:
            return None

    def run_record(self) -> dict[str, Any]:
        """What the last runs recorded; empty when there was no run or its file is damaged."""
        try:
            record = json.loads((self.root / RUN_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def manifest(self) -> Manifest:
        """The manifest of this folder, for one who holds its lock."""
        return Manifest(self.root / MANIFEST_FILE, self.run_record)

    @contextmanager
    def manifest_copy(self) -> Iterator[Manifest]:
        """What the manifest says now, for one who must not write; a run may go on meanwhile."""
        with TemporaryDirectory(prefix="bilingual-") as aside:
            # The journal as well: it takes back what a run that was killed had not completed.
            for name in (MANIFEST_FILE, f"{MANIFEST_FILE}-journal"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(self.root / name, Path(aside) / name)
            with closing(Manifest(Path(aside) / MANIFEST_FILE, self.run_record)) as manifest:
                yield manifest

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

    def drop_index_pages(self, behind: int) -> None:
        """Remove pages of the index that are numbered higher, left by a run with more briefs."""
        for page in self.root.glob("index-*.html"):
            number = page.stem.removeprefix("index-")
            if number.isdecimal() and int(number) > behind and _holds(page, INDEX_MARK):
                page.unlink(missing_ok=True)


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


def _looks_like_brief(path: Path) -> bool:
    if path.name == RUN_FILE:
        return False
    try:
        with path.open("rb") as file:
            return SCHEMA_LINE.encode() in file.read(200)
    except OSError:
        return path.is_file()  # it may be one: whoever reads it says why it cannot be read


def _holds(file: Path, text: str) -> bool:
    try:
        return text.encode() in file.read_bytes()
    except OSError:
        return False


def _is_empty(file: Path) -> bool:
    return file.is_file() and file.stat().st_size == 0


Owner = tuple[str, str]  # the location of the source and, in a feed, the address of the entry
RESERVED: Final = re.compile(r"index(-\d+)?|run")  # what the folder itself is described by


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
        if RESERVED.fullmatch(name):
            return True
        owner = self._book.owner(name)
        if owner is None:
            return self._is_foreign(name)
        if owner == own:
            return False
        if owner[0] == own[0]:
            # Another entry of the same feed; records of old runs do not say which.
            return bool(owner[1] and own[1])
        return _is_still_there(owner[0], own[0])


def _is_still_there(owner: str, location: str) -> bool:
    """False for a file that was moved or renamed: its brief may be replaced."""
    if "://" in owner or owner == "standard input":
        return True
    try:
        return not os.path.samefile(owner, location)  # noqa: PTH121 - the same file by another path
    except (OSError, ValueError):
        return os.path.exists(owner)  # noqa: PTH110 - pathlib raises for names that are too long
