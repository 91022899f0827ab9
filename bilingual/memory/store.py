"""The translation memory: what was translated before and what people corrected, in one SQLite file.

Two tables. `units` is a cache: the engine's English of a part of a sentence, under everything that
decided about it (`scope`: engine, weights, decoding, terms, program). `corrections` is work of
people: the English of a whole French sentence, which wins over every engine. French is looked up in
its normalised form (`normalise_source`): a sentence is still found when its apostrophes or its
kinds of space differ. `forgotten` names the sentences whose correction was taken back, so that the
copies in briefs do not bring it in again.

Several processes may use one file at once (write-ahead log, short transactions). A cache must not
cost anybody a run: where it cannot be read or written any more (a full disk, a file that stays
busy) it stays silent from then on, and `trouble` says why. Corrections are never dropped like that:
reading or writing them raises, and when `correct` or `forget` returns the disk has it, in the one
file, without its log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from bilingual.errors import MemoryDamaged, TranslationMemoryError
from bilingual.language.typography import normalise_source
from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.memory.database import Database
from bilingual.memory.disk import make_private
from bilingual.settings import Settings, user_folder

FILE: Final = "memory.sqlite"
_AT_ONCE: Final = 500  # SQLite takes 999 values in a statement wherever it was built
# Memories of earlier versions have none until something is taken back.
_FORGOTTEN: Final = "create table if not exists forgotten (french text primary key) without rowid"
# What is being given, with what stood there before: of a sentence that is given twice, the first.
_GIVEN: Final = """
select n, given.french, given.original, given.english,
 coalesce(lag(given.english) over (partition by given.french order by n), known.english) as before
from given left join corrections as known on known.french = given.french
"""


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


def open_memory(settings: Settings) -> Memory | None:
    """The memory that the settings name, made if it is not there; None when that is "off".

    One that is there and cannot be written gives the corrections that it holds, and its `trouble`
    says why. Raises TranslationMemoryError. A folder of the user's where none can be made is no
    error: nothing was remembered there.
    """
    file = memory_file(settings)
    if file is None:
        return None
    is_there = os.path.exists(file)  # noqa: PTH110 - pathlib raises for names too long
    try:
        memory = _opened(file)
    except TranslationMemoryError:
        if settings.memory != "auto" or is_there:
            raise
        return None
    if settings.memory == "auto":
        make_private(file)
    return memory


def read_memory(settings: Settings) -> Memory | None:
    """The memory that the settings name, for who only reads; None when it is "off" or not there.

    Raises TranslationMemoryError.
    """
    file = memory_file(settings)
    is_there = file is not None and os.path.exists(file)  # noqa: PTH110 - see open_memory
    return _opened(file) if file is not None and is_there else None


def _opened(file: Path) -> Memory:
    """Where SQLite cannot open a memory that is there, because the disk is full or nothing may be
    written, it is read into this process."""
    try:
        return Memory(file)
    except MemoryDamaged:
        raise
    except TranslationMemoryError as error:
        if not isinstance(error.__cause__, sqlite3.Error) or not file.exists():
            raise
        memory = Memory(file, copied=True)
        memory.trouble = error.message
        return memory


class Memory(Database):
    """An open memory; see `bilingual.translate.TranslationMemory`. Threads may share it."""

    def __init__(self, file: Path, *, create: bool = True, copied: bool = False) -> None:
        """See `Database`."""
        self.trouble = ""
        self._scopes: dict[str, int] = {}
        super().__init__(file, create=create, copied=copied)

    def _undone(self) -> None:
        self._scopes.clear()  # one of them may be new

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

        They are gathered first, so that other processes do not wait for whoever gives them.
        """
        with self._certain():
            self._gather(corrections)
            with self._lasting():
                return self._take()

    def _gather(self, corrections: Iterable[Correction]) -> None:
        self._base.execute(
            "create temp table if not exists given"
            " (n integer primary key, french text, original text, english text)"
        )
        with self._transaction("deferred"):
            self._base.execute("delete from given")
            self._base.executemany(
                "insert into given (french, original, english) values (?, ?, ?)",
                (
                    (normalise_source(c.french), c.french, c.english)
                    for c in map(tidied, corrections)
                ),
            )

    def _take(self) -> Changes:
        counts = self._base.execute(
            "select total(before is null), total(before <> english), total(before = english)"
            f" from ({_GIVEN})"
        ).fetchone()
        self._base.execute(
            "insert or replace into corrections select french, original, english"
            f" from ({_GIVEN}) where before is not english order by n"
        )
        if self._has_forgotten():
            self._base.execute("delete from forgotten where french in (select french from given)")
        return Changes(*map(int, counts))

    def forget(self, french: str, *, shown: bool = False) -> bool:
        """Take the correction of a sentence back, for good; False when there is none, neither here
        nor `shown` by a brief."""
        form = normalise_source(french)
        with self._certain(), self._lasting():
            gone = self._base.execute("delete from corrections where french = ?", (form,))
            if gone.rowcount or shown:
                self._base.execute(_FORGOTTEN)
                self._base.execute("insert or ignore into forgotten values (?)", (form,))
            return shown or gone.rowcount > 0

    def missing(self, corrections: Mapping[str, str]) -> dict[str, str]:
        """Those of the sentences that nothing is known of here: neither a correction, nor that one
        was taken back. Both are French and English."""
        known = self.corrections(list(corrections)).keys() | self.forgotten(list(corrections))
        return {french: given for french, given in corrections.items() if french not in known}

    def forgotten(self, sources: Sequence[str]) -> set[str]:
        """Those of the sentences whose correction was taken back."""
        with self._certain():
            if not self._has_forgotten():
                return set()
            gone = {french for (french,) in self._base.execute("select french from forgotten")}
        return {source for source in sources if normalise_source(source) in gone}

    def forget_all(self, forms: Sequence[str]) -> None:
        """Note that the corrections of these sentences, as they are looked up, were taken back."""
        with self._certain(), self._lasting():
            self._base.execute(_FORGOTTEN)
            self._base.executemany(
                "insert or ignore into forgotten values (?)", [(form,) for form in forms]
            )

    def _has_forgotten(self) -> bool:
        rows = self._base.execute("select 1 from sqlite_master where name = 'forgotten'")
        return rows.fetchone() is not None

    def all_corrections(self) -> list[Correction]:
        """In the order of the French."""
        with self._certain():
            rows = self._base.execute("select original, english from corrections order by french")
            return [Correction(*row) for row in rows]

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


def _runs(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
