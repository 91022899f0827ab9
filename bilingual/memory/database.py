"""The database of a translation memory: opened or made, looked at, written so that it lasts; its
errors told as ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import disk_usage
from threading import Lock
from types import TracebackType
from typing import Final, Self

from bilingual.errors import MemoryDamaged, TranslationMemoryError
from bilingual.memory.disk import flush, make_whole
from bilingual.memory.pages import MAGIC, image_of

_VERSION: Final = 1
_APPLICATION: Final = 0x62694C67  # marks the file as ours: "biLg"
_ANOTHER: Final = "Choose another file with the setting memory."
_NO_ROOM: Final = 65_536  # bytes: less than SQLite needs to open a database
_PATIENCE: Final = 10.0  # seconds for another process to finish its transaction
_TABLES: Final = (
    "create table scopes (id integer primary key, name text not null unique)",
    "create table units (scope integer not null references scopes (id), french text not null, "
    "english text not null,"
    " details text not null, primary key (scope, french)) without rowid",
    "create table corrections (french text primary key, original text not null, english text not "
    "null) without rowid",
)


class Database:
    """An open database with the tables of a memory. Threads may share it."""

    def __init__(self, file: Path, *, create: bool = True, copied: bool = False) -> None:
        """Open `file`, made if it is not there; ":memory:" is none, and lasts as long as it is
        open. What is `copied` is read into this process and cannot be written.

        Raises MemoryDamaged, and TranslationMemoryError when it cannot be made or opened, or is
        something else.
        """
        self.file = file
        self._lock = Lock()
        if not create and not file.is_file():
            hint = "`bilingual brief` and `bilingual memory correct` make one."
            raise TranslationMemoryError(f"{file}: there is no translation memory yet", hint=hint)
        self._is_file = str(file) != ":memory:" and not copied
        with self._converted():
            if file.exists() and not file.is_file():  # a pipe would be waited for
                raise TranslationMemoryError(f"{file}: not a file", hint=_ANOTHER)
            if self._is_file and not file.exists():
                make_whole(file, _lay_out)
            if self._is_file:
                self._look_at(file)
            self._base = _connected(file if self._is_file else ":memory:")
        try:
            with self._converted():
                self._prepare(image_of(file) if copied else b"")
        except BaseException:
            self._base.close()
            raise

    def _look_at(self, file: Path) -> None:
        """SQLite takes a file without content for one that is new, and writes into it."""
        with file.open("rb") as stream:
            start = stream.read(len(MAGIC))
        if len(start) < len(MAGIC):
            raise self._damaged(f"{len(start)} bytes are left")
        if start != MAGIC:
            raise TranslationMemoryError(
                f"{file}: not a translation memory, or one whose beginning is damaged; it is left "
                "as it is (file is not a database)",
                hint=f"`bilingual memory rescue {file}` takes what is left of a memory.",
            )

    def _prepare(self, image: bytes) -> None:
        if not self._is_file:
            self._base.deserialize(image) if image else _fill(self._base)
            self._base.execute(f"pragma query_only = {'on' if image else 'off'}")
        self._check_kind()  # first: nothing is changed in a file that is not ours
        if self._is_file:
            self._patiently(lambda: self._base.execute("pragma journal_mode = wal"))
        self._base.execute("pragma synchronous = normal")  # the cache may lose the last of it
        self._base.execute("pragma secure_delete = on")  # what was taken back is gone
        self._check_corrections()

    def _patiently(self, prepare: Callable[[], object]) -> None:
        """SQLite itself does not wait when two openings change the journal's mode at the same
        moment."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                prepare()
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(0.02)

    def _check_kind(self) -> None:
        """Raises TranslationMemoryError when the database is something else than a memory."""
        application, version = self._base.execute(
            "select application_id, user_version from pragma_application_id, pragma_user_version"
        ).fetchone()
        if application != _APPLICATION:
            raise TranslationMemoryError(
                f"{self.file}: not a translation memory",
                hint=_ANOTHER,
            )
        if version != _VERSION:
            raise TranslationMemoryError(
                f"{self.file}: not a translation memory of this version ({version}, not "
                f"{_VERSION})",
                hint="Update bilingual if a newer one wrote it, or choose another file with the "
                "setting memory.",
            )

    def _check_corrections(self) -> None:
        """SQLite notices damage only where it happens to look, and then not of texts. Raises
        MemoryDamaged."""
        (told,) = self._base.execute("pragma integrity_check(corrections)").fetchone()
        if told != "ok":
            raise self._damaged(told)
        for _ in self._base.execute("select * from corrections"):
            pass  # a text that is none raises

    def is_whole(self) -> bool:
        """Whether every table is; `Database` itself looks at the corrections only."""
        with self._certain():
            (told,) = self._base.execute("pragma integrity_check(1)").fetchone()
            return str(told) == "ok"

    def end_log(self) -> None:
        """Leave one file without a log, which can be moved."""
        with self._certain():
            self._base.execute("pragma journal_mode = delete")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._base.close()

    @contextmanager
    def _transaction(self, kind: str = "immediate") -> Iterator[None]:
        self._base.execute(f"begin {kind}")
        try:
            yield
            self._base.execute("commit")
        except BaseException:
            self._undone()
            if self._base.in_transaction:  # a full disk ends it by itself
                self._base.execute("rollback")
            raise

    def _undone(self) -> None:
        """For what is remembered of a transaction that did not come to its end."""

    @contextmanager
    def _lasting(self) -> Iterator[None]:
        """A transaction that the disk has when this ends: first in the log, then in the file
        itself, unless another process reads for longer than a moment."""
        self._base.execute("pragma synchronous = full")
        try:
            with self._transaction():
                yield
            with suppress(sqlite3.OperationalError):  # the log has it
                self._base.execute("pragma busy_timeout = 1000")
                self._base.execute("pragma wal_checkpoint(truncate)")
        finally:
            self._base.execute("pragma synchronous = normal")
            self._base.execute(f"pragma busy_timeout = {_PATIENCE * 1000:.0f}")
        if self._is_file:
            flush(self.file)
            flush(self.file.parent)

    @contextmanager
    def _certain(self) -> Iterator[None]:
        with self._lock, self._converted():
            yield

    @contextmanager
    def _converted(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if is_damage(error):
                raise self._damaged(str(error)) from error
            raise TranslationMemoryError(
                f"{self.file}: the translation memory cannot be used ({_reason(error, self.file)})",
                hint="Free space or check permissions, choose another file with the setting memory,"
                ' or memory = "off".',
            ) from error

    def _damaged(self, how: str) -> MemoryDamaged:
        return MemoryDamaged(
            f"{self.file}: the translation memory is damaged ({' '.join(how.split())[:200]})",
            hint=f"`bilingual memory rescue {self.file}` sets it aside and takes what can be read "
            "into a new one.",
        )


def is_damage(error: Exception) -> bool:
    """Whether SQLite says that the file is not what it wrote."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    damage = code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return damage or "Could not decode to UTF-8" in str(error)


def is_marked(image: bytes) -> bool:
    """Whether the header of a database says that it is a memory, or not even a header is left."""
    return len(image) < 100 or image[68:72] == _APPLICATION.to_bytes(4)


def _connected(file: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


def _lay_out(file: Path) -> None:
    with closing(_connected(file)) as base:
        _fill(base)


def _fill(base: sqlite3.Connection) -> None:
    marks = (f"pragma user_version = {_VERSION}", f"pragma application_id = {_APPLICATION}")
    for statement in ("begin", *_TABLES, *marks, "commit"):
        base.execute(statement)


def _reason(error: Exception, file: Path) -> str:
    """SQLite tells some of a full disk's consequences as faults of the disk."""
    with suppress(OSError):
        if isinstance(error, sqlite3.Error) and disk_usage(file.parent).free < _NO_ROOM:
            return "database or disk is full"
    return getattr(error, "strerror", None) or str(error)
