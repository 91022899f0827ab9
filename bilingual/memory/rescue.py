"""What people said, brought back: from a damaged memory, and from the briefs that show it.

What engines said is not brought back: it can be said again, and nobody could tell whether it is
whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import InputError, MemoryDamaged, TranslationMemoryError
from bilingual.folder.briefs import brief_files, read_brief
from bilingual.language.typography import normalise_source
from bilingual.memory.corrections import Correction, tidied
from bilingual.memory.database import is_marked
from bilingual.memory.disk import replace_whole
from bilingual.memory.exchange import LEFT_FILE, read_units
from bilingual.memory.pages import MAGIC, Row, image_of, rows_of
from bilingual.memory.store import Memory


@dataclass(frozen=True, slots=True)
class Rescued:
    """How many corrections were found, how many of them are new in `memory`, and where the damaged
    file is now (None when nothing was set aside)."""

    memory: Path
    found: int
    new: int
    aside: Path | None = None


def rescue_from_briefs(source: Path, memory: Memory) -> Rescued:
    """Give the memory the corrections that a brief, or the briefs of a folder, hold.

    What the memory has stays as it is, and what was taken back there stays away. Raises
    TranslationMemoryError.
    """
    found = dict(_in_briefs(source))
    new = memory.missing(found)
    if new:
        memory.correct(Correction(*pair) for pair in new.items())
    return Rescued(memory.file, len(found), len(new))


def _in_briefs(source: Path) -> Iterator[tuple[str, str]]:
    left = source / LEFT_FILE
    if left.is_file():
        yield from ((unit.french, unit.english) for unit in read_units(left))
    for path in brief_files(source) if source.is_dir() else [source]:
        try:
            brief = read_brief(path)
        except InputError as error:
            raise TranslationMemoryError(error.message, hint=error.hint) from error
        yield from brief.by_people().items()


def rescue_file(file: Path, *, ours: bool) -> Rescued:
    """Put a new memory in the place of a damaged one, with all that can be read of it; the damaged
    file is kept under another name.

    With `ours` the place says that it is a memory, even if nothing can be read. Raises
    TranslationMemoryError when it is whole, is something else, or cannot be read or written.
    """
    try:
        if _is_whole(file):
            raise TranslationMemoryError(
                f"{file}: this memory is not damaged", hint="Nothing was changed. Use it as it is."
            )
        image = image_of(file)
        corrections, forgotten = _left(image)
        is_memory = ours or corrections or is_marked(image)
        if not is_memory:
            raise TranslationMemoryError(
                f"{file}: nothing of a translation memory can be read in it",
                hint="It is left as it is. Check the path.",
            )
        aside = replace_whole(file, lambda new: _fill(new, corrections, forgotten))
    except OSError as error:
        raise TranslationMemoryError(
            f"{file}: cannot be rescued ({error.strerror})",
            hint="Nothing was changed. Check the path, the permissions and the free space.",
        ) from error
    return Rescued(file, len(corrections), len(corrections), aside)


def _is_whole(file: Path) -> bool:
    try:
        with Memory(file, create=False) as memory:
            return memory.is_whole()
    except MemoryDamaged:
        return False
    except TranslationMemoryError:
        if file.exists() and not file.is_file():
            raise
        with file.open("rb") as stream:
            if stream.read(len(MAGIC)) == MAGIC:  # another program's, or of another version
                raise
        return False


def _fill(new: Path, corrections: list[Correction], forgotten: list[str]) -> None:
    new.unlink()
    with Memory(new) as memory:
        memory.correct(corrections)
        memory.forget_all(forgotten)
        memory.end_log()


def _left(image: bytes) -> tuple[list[Correction], list[str]]:
    """The corrections that can be read, and the sentences whose correction was taken back."""
    rows = list(rows_of(image))
    corrections = {
        row[0]: Correction(str(row[1]), str(row[2]))
        for row in _by_sqlite(image) or rows
        if _is_correction(row)
    }
    gone = [row[0] for row in rows if len(row) == 1 and isinstance(row[0], str)]
    return list(corrections.values()), [form for form in gone if form not in corrections]


def _by_sqlite(image: bytes) -> list[Row]:
    """The corrections; none when SQLite cannot read them all, for then it leaves out what it cannot
    reach."""
    with closing(sqlite3.connect(":memory:")) as base:
        try:
            base.deserialize(image)
            if base.execute("pragma integrity_check(corrections)").fetchone() != ("ok",):
                return []
            return base.execute("select french, original, english from corrections").fetchall()
        except (sqlite3.Error, MemoryError):  # the latter of less than a page
            return []


def _is_correction(row: Row) -> bool:
    """Three texts, of which the first is the second as it is looked up: no damaged row is that."""
    if len(row) != 3 or not all(isinstance(text, str) for text in row):
        return False
    form, french, english = map(str, row)
    try:
        tidied(Correction(french, english))
    except TranslationMemoryError:
        return False
    return normalise_source(french) == form
