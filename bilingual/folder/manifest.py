"""What lies in a folder: a row for each brief, so that no brief is read twice, and the digests of
every file that was written, so that a file of somebody else is known as such.

It is a cache. The briefs are the truth: a row counts only as long as its file has the size and time
of the row, and a manifest that is missing, damaged or of another version is made anew from run.json
and the briefs. One process at a time opens it, under the lock of the folder, so that it works on
network folders as well, where SQLite's own locks do not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Any, Final

from bilingual.errors import OutputError

FILE: Final = "manifest.sqlite"
_VERSION: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A brief: where its article came from, what made it, what the index and run.json say of it.

    `entry` is the address within a feed, `stamp` the size and time of the brief's file, `made_by`
    its provenance as JSON, `moment` its place in the index (see `render.html.Listing`).
    """

    id: str
    location: str
    entry: str
    stamp: str = ""
    made_by: str = ""
    status: str = ""
    sentences: int = 0
    to_check: int = 0
    dropped: int = 0
    moment: float = 0.0
    listing: str = ""


_COLUMNS: Final = ", ".join(field.name for field in fields(Row))
_MARKS: Final = ", ".join("?" for _ in fields(Row))


class Manifest:
    """Rows by id. `earlier` reads the run record, in case the manifest was lost.

    One thread may read articles (`claim`, `owner`, `row`) while another writes briefs (`put`); what
    goes through all rows is for the end, when there is one thread.
    """

    def __init__(
        self, file: Path | None, earlier: Callable[[], Mapping[str, Any]] = lambda: {}
    ) -> None:
        """Open `file`, or a manifest in memory. Raises OutputError when the disk refuses."""
        self._file = file
        self._lock = Lock()
        try:
            self._base = self._open()
            self._base.execute("create temp table claimed (id primary key) without rowid")
        except sqlite3.Error as error:
            raise self._refused(error) from error
        if self._is_empty():
            self._take_over(earlier())
            self.commit()

    def _open(self) -> sqlite3.Connection:
        if self._file is not None and self._file.is_file():
            base = _connected(self._file)
            if _is_current(base):
                return base
            base.close()
            _remove(self._file)
        base = _connected(self._file)
        base.executescript(
            f"""
            pragma synchronous = normal;
            begin;
            create table briefs ({_COLUMNS.replace("id", "id primary key", 1)});
            create index in_order on briefs (moment desc, id);
            create table files (name, digest, primary key (name, digest)) without rowid;
            pragma user_version = {_VERSION};
            commit;
            """
        )
        return base

    def _is_empty(self) -> bool:
        return self._run("select 1 from briefs limit 1").fetchone() is None

    def _take_over(self, record: Mapping[str, Any]) -> None:
        """The owners that run.json names; their rows get the rest when the briefs are read."""
        articles = record.get("articles")
        for name, known in articles.items() if isinstance(articles, dict) else ():
            if isinstance(known, dict):
                location, entry = known.get("location", ""), known.get("entry", "")
                self.put(Row(str(name), str(location), str(entry)))

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._base.close()

    def claim(self, name: str) -> bool:
        """Take this id; False when it was taken before in this run."""
        with self._lock:
            return self._run("insert or ignore into claimed values (?)", (name,)).rowcount == 1

    def row(self, name: str) -> Row | None:
        with self._lock:
            found = self._run(f"select {_COLUMNS} from briefs where id = ?", (name,)).fetchone()
        return None if found is None else Row(*found)

    def put(self, row: Row) -> None:
        with self._lock:
            self._run(f"insert or replace into briefs values ({_MARKS})", astuple(row))

    def drop(self, name: str) -> None:
        with self._lock:
            self._run("delete from briefs where id = ?", (name,))

    def commit(self) -> None:
        """Make the rows stored so far permanent."""
        with self._lock:
            try:
                self._base.commit()
            except sqlite3.Error as error:
                raise self._refused(error) from error

    def announce(self, files: Mapping[str, bytes]) -> None:
        """Note the digests of files before they are put in place: a run that is killed in between
        still knows them. Every digest that a name has had stays known."""
        with self._lock:
            for entry in files.items():
                self._run("insert or ignore into files values (?, ?)", entry)
        self.commit()

    def forget(self, name: str) -> None:
        with self._lock:
            self._run("delete from files where name = ?", (name,))

    def digests(self, name: str) -> set[bytes]:
        """Of the contents that were written under this name."""
        with self._lock:
            found = self._run("select digest from files where name = ?", (name,)).fetchall()
        return {digest for (digest,) in found if isinstance(digest, bytes)}

    def names(self, start: str) -> list[str]:
        """Of the files that were written and whose name begins so, in order."""
        query = "select distinct name from files where substr(name, 1, ?) = ? order by name"
        return [str(name) for (name,) in self._each(query, (len(start), start))]

    def has_files(self) -> bool:
        return self._run("select 1 from files limit 1").fetchone() is not None

    def rows(self) -> Iterator[Row]:
        """In the order of id."""
        return (Row(*values) for values in self._each(f"select {_COLUMNS} from briefs order by id"))

    def ids(self) -> Iterator[str]:
        return (str(name) for (name,) in self._each("select id from briefs"))

    def owner(self, name: str) -> tuple[str, str] | None:
        """Location and entry of the article behind a brief; None when no run knows."""
        query = "select location, entry from briefs where id = ? and location != ''"
        with self._lock:
            found = self._run(query, (name,)).fetchone()
        return None if found is None else (str(found[0]), str(found[1]))

    def listings(self, count: int, skip: int) -> Iterator[str]:
        """What the index says of its entries `skip` to `skip + count`, newest first, then by id."""
        query = "select listing from briefs order by moment desc, id limit ? offset ?"
        return (str(listing) for (listing,) in self._each(query, (count, skip)))

    def totals(self) -> tuple[int, int, int]:
        """Briefs, their sentences, and how many of those are to be checked."""
        query = "select count(*), total(sentences), total(to_check) from briefs"
        found = self._run(query).fetchone()
        return int(found[0]), int(found[1]), int(found[2])

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._base.execute(statement, values)
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def _each(self, statement: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._base.execute(statement, values)
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def _refused(self, error: sqlite3.Error) -> OutputError:
        return OutputError(
            f"{self._file}: cannot be used ({error})",
            hint="Free space or check permissions and run again; "
            "if it is damaged delete it: it is made anew.",
        )


def _connected(file: Path | None) -> sqlite3.Connection:
    if file is None:
        base = sqlite3.connect(":memory:", check_same_thread=False)
    else:
        base = sqlite3.connect(
            f"{file.absolute().as_uri()}?nolock=1", uri=True, check_same_thread=False
        )
    return base


def _is_current(base: sqlite3.Connection) -> bool:
    """False for another version and for a damaged file; a failing disk raises."""
    try:
        base.execute("pragma synchronous = normal")
        (version,) = base.execute("pragma user_version").fetchone()
        base.execute("select 1 from briefs limit 1")
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        raise
    except sqlite3.DatabaseError:
        return False
    return bool(version == _VERSION)


def _remove(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)
