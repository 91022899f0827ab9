"""The translation memory: what was translated before and what people corrected, in one SQLite file.

Two tables. `units` is a cache: the engine's English of a part of a sentence, under everything that
decided about it (`scope`: engine, weights, decoding, terms, program). `corrections` is work of
people: the English of a whole French sentence, which wins over every engine. French is looked up in
its normalised form (`normalise_source`): a sentence is still found when its apostrophes or its
kinds of space differ.

Several processes may use one file at once (write-ahead log, short transactions). A cache must not
cost anybody a run: where it cannot be read or written any more (a full disk, a file that stays
busy) it stays silent from then on, and `trouble` says why. Corrections are never dropped like that:
reading or writing them raises.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self, TypeVar

from bilingual.errors import TranslationMemoryError
from bilingual.language.typography import normalise_source
from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.settings import Settings, user_folder

FILE: Final = "memory.sqlite"
_VERSION: Final = 1
_APPLICATION: Final = 0x62694C67  # marks the file as ours: "biLg"
_AT_ONCE: Final = 500  # SQLite takes 999 values in a statement wherever it was built
_PATIENCE: Final = 10.0  # seconds for another process to finish its transaction
_TABLES: Final = (
    "create table scopes (id integer primary key, name text not null unique)",
    "create table units (scope integer not null references scopes (id), french text not null, "
    "english text not null,"
    " details text not null, primary key (scope, french)) without rowid",
    "create table corrections (french text primary key, original text not null, english text not "
    "null) without rowid",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    units: int
    corrections: int


def memory_file(settings: Settings) -> Path | None:
    """The file that the settings name, whether it is there or not; None when the memory is off.

    "auto" is one in the user's folder for data, not for caches: corrections are work.
    """
    if settings.memory == "off":
        return None
    if settings.memory == "auto":
        return user_folder("data") / FILE
    return Path(settings.memory)


def open_memory(settings: Settings, *, create: bool = True) -> Memory | None:
    """The memory that the settings name, None when that is "off"; without `create` also when there
    is none yet.

    Raises TranslationMemoryError. A folder of the user's where nothing can be written is no error:
    nothing was remembered there.
    """
    file = memory_file(settings)
    if file is None or (not create and not file.exists()):
        return None
    holds_something = file.is_file() and file.stat().st_size > 0
    try:
        return Memory(file)
    except TranslationMemoryError:
        if settings.memory != "auto" or holds_something:
            raise
        return None


class Memory:
    """An open memory; see `bilingual.translate.TranslationMemory`. Threads may share it."""

    def __init__(self, file: Path, *, create: bool = True) -> None:
        """Open `file`, made if it is not there; ":memory:" is none, and lasts as long as it is
        open.

        Raises TranslationMemoryError when it cannot be made or opened, or is something else.
        """
        self.file = file
        self.trouble = ""
        self._lock = Lock()
        self._scopes: dict[str, int] = {}
        if not create and not file.is_file():
            hint = "`bilingual brief` and `bilingual memory correct` make one."
            raise TranslationMemoryError(f"{file}: there is no translation memory yet", hint=hint)
        with self._converted():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(
                file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        try:
            with self._converted():
                self._patiently(self._prepare)
        except BaseException:
            self._base.close()
            raise

    def _patiently(self, prepare: Callable[[], None]) -> None:
        """SQLite itself does not wait when two openings change the journal's mode at the same
        moment."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return prepare()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(0.02)

    def _prepare(self) -> None:
        is_new = self._is_new()  # asked first: nothing is changed in a file that is not ours
        self._base.execute("pragma journal_mode = wal")
        self._base.execute("pragma synchronous = normal")  # a crash costs the last, nothing else
        if is_new:
            with self._transaction():
                if self._is_new():  # another process may have been quicker
                    self._lay_out()

    def _is_new(self) -> bool:
        """Whether there is nothing in the file yet. Raises TranslationMemoryError when it is
        something else than a memory.
        """
        tables, application, version = self._base.execute(
            "select (select count(*) from sqlite_master), application_id, user_version"
            " from pragma_application_id, pragma_user_version"
        ).fetchone()
        if (tables, application, version) == (0, 0, 0):
            return True
        if application != _APPLICATION:
            raise TranslationMemoryError(
                f"{self.file}: not a translation memory",
                hint="Choose another file with the setting memory.",
            )
        if version != _VERSION:
            raise TranslationMemoryError(
                f"{self.file}: not a translation memory of this version ({version}, not "
                f"{_VERSION})",
                hint="Update bilingual if a newer one wrote it, or choose another file with the "
                "setting memory.",
            )
        return False

    def _lay_out(self) -> None:
        for table in _TABLES:
            self._base.execute(table)
        self._base.execute(f"pragma user_version = {_VERSION}")
        self._base.execute(f"pragma application_id = {_APPLICATION}")

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

    # --- what the engine said

    def units(self, scope: str, sources: Sequence[str]) -> dict[str, tuple[str, str]]:
        """What is remembered of any of the sources in that scope: English and details."""
        return self._if_possible(lambda: self._find(scope, sources)) or {}

    def _find(self, scope: str, sources: Sequence[str]) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        number = self._scope(scope, make=False)
        for some in _runs(sources) if number is not None else ():
            rows = self._base.execute(
                "select french, english, details from units where scope = ? and french in "
                f"({_marks(some)})",
                (number, *some),
            )
            found |= {french: (english, details) for french, english, details in rows}
        return found

    def keep(self, scope: str, units: Mapping[str, tuple[str, str]]) -> None:
        """Store these units; they replace earlier ones of the same sources."""
        if units:
            self._if_possible(lambda: self._keep(scope, units))

    def _keep(self, scope: str, units: Mapping[str, tuple[str, str]]) -> None:
        with self._transaction():
            number = self._scope(scope, make=True)
            self._base.executemany(
                "insert or replace into units values (?, ?, ?, ?)",
                [(number, french, *unit) for french, unit in units.items()],
            )

    def _if_possible(self, action: Callable[[], T]) -> T | None:
        """Runs a cache operation. After the first failure the cache is no longer used. Strings that
        are not valid text are neither stored nor found."""
        if self.trouble:
            return None
        try:
            with self._certain():
                return action()
        except UnicodeEncodeError:  # half a character
            return None
        except TranslationMemoryError as error:
            self.trouble = error.message
            return None

    def forget_units(self) -> int:
        """Drop all that engines said; corrections stay. Returns how many there were.

        The scopes stay: another process may be about to write under the number of one.
        """
        with self._certain(), self._transaction():
            count = self._base.execute("delete from units").rowcount
        with self._certain():
            self._base.execute("vacuum")
        return count

    def engine_units(self) -> Iterator[tuple[str, str, str]]:
        """(scope, French, English), in order."""
        last = ("", "")
        while some := self._units_after(*last):
            yield from some
            last = some[-1][:2]

    def _units_after(self, scope: str, french: str) -> list[tuple[str, str, str]]:
        with self._certain():
            return self._base.execute(
                "select name, french, english from scopes join units on scope = id"
                " where (name, french) > (?, ?) order by name, french limit ?",
                (scope, french, _AT_ONCE),
            ).fetchall()

    # --- what people said

    def corrections(self, sources: Sequence[str]) -> dict[str, str]:
        """The English that people gave for any of these sentences, by the sentence as it is given
        here."""
        if not self.has_corrections():
            return {}
        with self._certain():
            forms = {source: normalise_source(source) for source in sources}
            known: dict[str, str] = {}
            for some in _runs(list(dict.fromkeys(forms.values()))):
                known |= dict(
                    self._base.execute(
                        f"select french, english from corrections where french in ({_marks(some)})",
                        some,
                    )
                )
        return {source: known[form] for source, form in forms.items() if form in known}

    def has_corrections(self) -> bool:
        with self._certain():
            return self._base.execute("select 1 from corrections limit 1").fetchone() is not None

    def correct(self, corrections: Iterable[Correction]) -> Changes:
        """Keep these, over earlier ones of the same sentences; all or, when it raises
        TranslationMemoryError, none.
        """
        done = Changes()
        with self._certain(), self._transaction():
            for each in map(tidied, corrections):
                done += self._correct(normalise_source(each.french), each)
        return done

    def _correct(self, form: str, new: Correction) -> Changes:
        before = self._base.execute(
            "select english from corrections where french = ?", (form,)
        ).fetchone()
        if before == (new.english,):
            return Changes(same=1)
        row = (form, new.french, new.english)
        self._base.execute("insert or replace into corrections values (?, ?, ?)", row)
        return Changes(new=1) if before is None else Changes(changed=1)

    def forget(self, french: str) -> bool:
        """Take the correction of a sentence back; False when there is none."""
        with self._certain(), self._transaction():
            gone = self._base.execute(
                "delete from corrections where french = ?", (normalise_source(french),)
            )
            return gone.rowcount > 0

    def all_corrections(self) -> list[Correction]:
        """In the order of the French."""
        with self._certain():
            rows = self._base.execute("select original, english from corrections order by french")
            return [Correction(*row) for row in rows]

    def digest(self, sources: Sequence[str]) -> str:
        """Of the corrections of these sentences; "" when there are none."""
        found = self.corrections(sources)
        if not found:
            return ""
        return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:16]

    def counts(self) -> Counts:
        with self._certain():
            (units,) = self._base.execute("select count(*) from units").fetchone()
            (corrections,) = self._base.execute("select count(*) from corrections").fetchone()
        return Counts(units, corrections)

    # --- the file

    def _scope(self, name: str, *, make: bool) -> int | None:
        if name not in self._scopes:
            if make:
                self._base.execute("insert or ignore into scopes (name) values (?)", (name,))
            row = self._base.execute("select id from scopes where name = ?", (name,)).fetchone()
            if row is None:
                return None
            self._scopes[name] = int(row[0])
        return self._scopes[name]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("begin immediate")
        try:
            yield
            self._base.execute("commit")
        except BaseException:
            self._scopes.clear()  # one of them may be undone
            if self._base.in_transaction:  # a full disk ends it by itself
                self._base.execute("rollback")
            raise

    @contextmanager
    def _certain(self) -> Iterator[None]:
        with self._lock, self._converted():
            yield

    @contextmanager
    def _converted(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise TranslationMemoryError(
                f"{self.file}: the translation memory cannot be used ({_reason(error)})",
                hint="Free space or check permissions, choose another file with the setting memory,"
                ' or memory = "off".',
            ) from error


def _runs(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
