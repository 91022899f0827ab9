"""Import and export of the translation memory. Translations by people are imported as corrections;
those by engines are only exported, and marked as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from bilingual.errors import ForeignFile, TranslationMemoryError
from bilingual.folder.directory import write_whole
from bilingual.interchange import marked_encoding
from bilingual.language.typography import normalise_source, without_controls
from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.memory.store import Memory
from bilingual.memory.units import Unit, read_tmx, read_tsv, tmx, tsv

_AT_ONCE: Final = 1_000  # corrections that are looked up together
# In a folder of briefs: corrections of sentences that their articles no longer have.
LEFT_FILE: Final = "corrections.tsv"
_WRITERS: Final[dict[str, Callable[[Iterable[Unit]], Iterator[str]]]] = {".tmx": tmx, ".tsv": tsv}
# What an export begins with, of whatever version.
_MARKS: Final = {".tmx": b'creationtool="bilingual"', ".tsv": b"french\tenglish\torigin\n"}
_MARK_WITHIN: Final = 400


@dataclass(frozen=True, slots=True)
class Imported:
    """What came, or would come, of the units of a file; `incomplete` ones lack French or
    English."""

    changes: Changes
    by_engine: int
    incomplete: int


@dataclass(frozen=True, slots=True)
class Exported:
    """How many units were written; those left out hold characters that the format cannot."""

    corrections: int
    by_engine: int
    left_out: int


def import_units(file: Path, memory: Memory | None, *, plan: bool = False) -> Imported:
    """Make corrections of a TMX or TSV file, later units over earlier ones of the same sentence.

    With `plan` nothing is changed, and None stands for a memory that is not there yet. The whole
    file is read before the first correction is kept, and all are kept at once: a broken file
    changes nothing, and whoever is stopped has none of it or all. Raises TranslationMemoryError.
    """
    by_engine = incomplete = 0
    for unit in read_units(file):
        by_engine += bool(unit.engine)
        incomplete += not unit.engine and _correction(unit) is None
    if plan or memory is None:
        changes = _Foreseen(memory).of_all(_corrections(file))
    else:
        changes = memory.correct(_corrections(file))
    return Imported(changes, by_engine, incomplete)


def export_units(memory: Memory, file: Path, *, everything: bool = False) -> Exported:
    """Write the corrections to a TMX or TSV file, with `everything` also what engines said.

    The file appears whole or not at all. Raises TranslationMemoryError, ForeignFile when something
    else than an export lies there, and OutputError when it cannot be written.
    """
    written = _writer(file)
    _refuse_foreign(file)
    people = (Unit(each.french, each.english) for each in memory.all_corrections())
    machines = (
        Unit(french, english, scope)
        for scope, french, english in (memory.engine_units() if everything else ())
    )
    counts = {"people": 0, "machines": 0, "left out": 0}

    def counted() -> Iterator[Unit]:
        for unit in chain(people, machines):
            held = all(text == without_controls(text) for text in (unit.french, unit.english))
            counts[("machines" if unit.engine else "people") if held else "left out"] += 1
            if held:
                yield unit

    write_whole(file, (piece.encode() for piece in written(counted())))
    return Exported(counts["people"], counts["machines"], counts["left out"])


def read_units(file: Path) -> Iterator[Unit]:
    """The units of a TMX or TSV file, as they stand. Raises TranslationMemoryError."""
    _writer(file)
    try:
        if file.suffix.lower() == ".tmx":
            with file.open("rb") as stream:
                yield from read_tmx(stream, str(file))
        else:
            with file.open(encoding=_encoding(file), newline="") as text:
                yield from read_tsv(text, str(file))
    except OSError as error:
        raise TranslationMemoryError(
            f"{file}: cannot be read ({error.strerror})", hint="Check the path."
        ) from error
    except UnicodeError as error:
        raise TranslationMemoryError(
            f"{file}: neither UTF-8 nor UTF-16 text", hint="Save it as UTF-8."
        ) from error
    except ValueError as error:
        raise TranslationMemoryError(
            f"{file}: cannot be read ({error})", hint="Check the path."
        ) from error


def _writer(file: Path) -> Callable[[Iterable[Unit]], Iterator[str]]:
    try:
        return _WRITERS[file.suffix.lower()]
    except KeyError:
        raise TranslationMemoryError(
            f"{file}: neither a TMX nor a TSV file by its name",
            hint="Let the name end in .tmx or .tsv.",
        ) from None


def _refuse_foreign(file: Path) -> None:
    """The memory itself may be called so, or the translations that a person keeps elsewhere."""
    if not file.is_file():
        return
    with file.open("rb") as stream:
        start = stream.read(_MARK_WITHIN)
    if start and _MARKS[file.suffix.lower()] not in start:
        raise ForeignFile(
            f"{file}: this file was not written by `bilingual memory export`, and is left as it is",
            hint="Choose another name, or move the file away.",
        )


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        return marked_encoding(stream.read(4)) or "utf-8"


def _corrections(file: Path) -> Iterator[Correction]:
    for unit in read_units(file):
        correction = None if unit.engine else _correction(unit)
        if correction is not None:
            yield correction


def _correction(unit: Unit) -> Correction | None:
    try:
        return tidied(Correction(unit.french, unit.english))
    except TranslationMemoryError:
        return None


def _portions(corrections: Iterable[Correction]) -> Iterator[list[Correction]]:
    rest = iter(corrections)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


class _Foreseen:
    """Counts what `Memory.correct` would change, without changing anything."""

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._given: dict[str, int] = {}  # a hash of the English that the file gave so far

    def of_all(self, corrections: Iterable[Correction]) -> Changes:
        return sum(map(self._of_some, _portions(corrections)), Changes())

    def _of_some(self, corrections: list[Correction]) -> Changes:
        sources = [each.french for each in corrections]
        known = self._memory.corrections(sources) if self._memory is not None else {}
        return sum((self._of_one(each, known.get(each.french)) for each in corrections), Changes())

    def _of_one(self, new: Correction, known: str | None) -> Changes:
        form, english = normalise_source(new.french), hash(new.english)
        before = self._given.get(form, None if known is None else hash(known))
        self._given[form] = english
        if before is None:
            return Changes(new=1)
        return Changes(same=1) if before == english else Changes(changed=1)
