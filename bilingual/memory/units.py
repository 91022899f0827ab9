"""Units in files, read and written: TMX of any version from 1.1 to 1.4b, and tab-separated tables.

TMX is read as OmegaT, Trados, Heartsome and others write it. Of the codes within a segment nothing
stays but the text that <hi> highlights. What an engine said is known by the mark that this program
writes (the property "x-bilingual-origin", and the `creationid` "MT!" by which other tools know
machine translation), and by the origins that translation tools note. Nothing that is written
changes from one writing to the next: no date, no user name.

A table has French, English, and where it comes from ("human" or "engine"). Cells are quoted as a
spreadsheet quotes them, so that tabs and line ends stand within them. A quotation mark that is
neither doubled nor around a whole cell is refused: nobody could tell what the cell says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Final, TextIO
from xml.sax.saxutils import escape

from bilingual.errors import TranslationMemoryError
from bilingual.interchange import SIDES, XmlFault, XmlReader, language_of, names_of, plain_name
from bilingual.records import __version__

# What files call the origin of a machine's translation, in lower case; the first is this program's
# word.
MACHINES: Final = (
    "engine",
    "mt",
    "nmt",
    "amt",
    "machine",
    "machine translation",
    "automatic translation",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A French text and its English, "" where the file has none; `engine` is what made it, "" when
    a person did."""

    french: str
    english: str
    engine: str = ""


_PIECE: Final = 1 << 16
_LONGEST_LINE: Final = 1 << 20  # characters: of several texts, quoted
# They hold the codes of the format that the text was in; a <sub> within them is another text (a
# footnote, say).
_CODES: Final = frozenset({"bpt", "ept", "it", "ph", "ut"})
# What stands for something between two words, such as a line break; the others begin or end a
# format, also in a word.
_STANDS_ALONE: Final = frozenset({"ph", "ut"})
_FRENCH: Final = frozenset({"fr", "fra", "fre"})
_ENGLISH: Final = frozenset({"en", "eng"})


def read_tmx(stream: IO[bytes], name: str) -> Iterator[Unit]:
    """The units of a TMX file, in order; of several French or English variants the first counts.

    Raises TranslationMemoryError, with `name` and the line, when the file is broken or no TMX.
    """
    reader = _Reader()
    try:
        while piece := stream.read(_PIECE):
            yield from reader.take(piece, last=False)
        yield from reader.take(b"", last=True)
    except XmlFault as fault:
        raise TranslationMemoryError(
            f"{name}:{fault.line}: {fault.message}", hint="Export it again, as TMX 1.4."
        ) from fault


@dataclass(slots=True)
class _Open:
    """A unit that is being read."""

    said: dict[str, str] = field(default_factory=dict)
    engine: str = ""

    def closed(self) -> Unit:
        return Unit(self._first(_FRENCH), self._first(_ENGLISH), self.engine)

    def _first(self, codes: frozenset[str]) -> str:
        return next((text for language, text in self.said.items() if language in codes), "")


class _Reader(XmlReader):
    form = "TMX"
    roots = frozenset({"tmx"})

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Unit] = []
        self._unit: _Open | None = None
        self._language = ""
        self._property = ""
        self._codes = 0  # how deep within codes
        self._gap = False  # something stood here that may have parted two words

    def take(self, piece: bytes, *, last: bool) -> list[Unit]:
        """The units that end in this piece of the file."""
        self._done = []
        self.feed(piece, last=last)
        return self._done

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tu":
            self._unit = _Open()
            self._note_author(attributes)
        elif self._unit is not None:
            self._start_within(name, attributes)

    def _start_within(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tuv":
            self._language = language_of(attributes)
            if self._language in _FRENCH | _ENGLISH:
                self._note_author(attributes)
        elif name in ("seg", "prop"):
            self.letters, self._codes, self._gap = [], 0, False
            self._property = attributes.get("type", "") if name == "prop" else ""
        elif name in _CODES or self._codes:
            self._codes += 1

    def _note_author(self, attributes: dict[str, str]) -> None:
        author = attributes.get("creationid", "")
        if self._unit is not None and (author.upper() == "MT" or author.upper().startswith("MT!")):
            self._unit.engine = self._unit.engine or author

    def text(self, letters: str) -> None:
        if self._codes or self.letters is None:
            return
        if self._gap and self.letters and (self.letters[-1][-1] + letters[0]).isalnum():
            self.letters.append(" ")
        self._gap = False
        super().text(letters)

    def closed(self, name: str) -> None:
        if self._unit is None:
            return
        if name == "tu":
            self._done.append(self._unit.closed())
            self._unit = None
        elif name in ("seg", "prop"):
            self._keep(self._unit, name, "".join(self.letters or ()).strip())
            self.letters = None
        elif self._codes:
            self._codes -= 1
            self._gap = self._gap or name in _STANDS_ALONE

    def _keep(self, unit: _Open, name: str, text: str) -> None:
        if name == "seg":
            unit.said.setdefault(self._language, text)
        elif _is_origin(self._property) and text.lower() in MACHINES:
            unit.engine = unit.engine or text


def _is_origin(kind: str) -> bool:
    """ "x-bilingual-origin" of this program, "x-Origin:SingleString" of Trados Studio."""
    return kind.lower().partition(":")[0].endswith("origin")


_HEAD: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="bilingual" creationtoolversion="{__version__}" segtype="sentence" \
o-tmf="bilingual memory" adminlang="en" srclang="fr" datatype="plaintext"/>
<body>
"""
_FOOT: Final = "</body>\n</tmx>\n"
# A reader of XML makes a line feed of a carriage return, unless it is written so.
_AS_THEY_ARE: Final = {"\r": "&#13;"}


def tmx(units: Iterable[Unit]) -> Iterator[str]:
    """The file, in pieces; the texts must hold no character that XML forbids (see
    `without_controls`)."""
    yield _HEAD
    yield from map(_written, units)
    yield _FOOT


def _written(unit: Unit) -> str:
    french = f'<tuv xml:lang="fr"><seg>{_text(unit.french)}</seg></tuv>'
    english = f'<tuv xml:lang="en"><seg>{_text(unit.english)}</seg></tuv>'
    if not unit.engine:
        return f"<tu>\n{french}\n{english}\n</tu>\n"
    engine = f'<prop type="x-bilingual-engine">{_text(unit.engine)}</prop>'
    marked = f'<prop type="x-bilingual-origin">{MACHINES[0]}</prop>\n{engine}'
    return f'<tu creationid="MT!">\n{marked}\n{french}\n{english}\n</tu>\n'


def _text(text: str) -> str:
    return escape(text, _AS_THEY_ARE)


_COLUMNS: Final = ("french", "english", "origin")
_NAMES: Final = names_of({**SIDES, "origin": "origin"})
_QUOTED: Final = re.compile(r'[\t\r\n"]')


class _Tabs(csv.excel_tab):
    strict = True


def read_tsv(stream: TextIO, name: str) -> Iterator[Unit]:
    """The units of a table, in order. Without a line of names the first two columns are French and
    English.

    Raises TranslationMemoryError, with `name` and the line, when a row has other columns or its
    quoting is broken.
    """
    rows = csv.reader(_bounded(stream, name), _Tabs)
    columns: Sequence[str] | None = None
    try:
        for row in rows:
            if columns is None:
                named = _named(row)
                columns = named or ["french", "english", *[""] * (len(row) - 2)]
                if named:
                    continue
            if any(row):
                yield _unit(row, columns, f"{name}:{rows.line_num}")
    except csv.Error as error:
        raise TranslationMemoryError(
            f"{name}:{rows.line_num}: broken quoting ({error})",
            hint="Put a cell with quotation marks between such, and double them within:"
            ' "He said ""no""."',
        ) from error


def _bounded(stream: TextIO, name: str) -> Iterator[str]:
    """The lines. Raises TranslationMemoryError where one is longer than any row, before all of it
    is in memory."""
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), ""), 1):
        if len(line) == _LONGEST_LINE:
            raise TranslationMemoryError(
                f"{name}:{number}: a line of more than {_LONGEST_LINE - 1:,} characters",
                hint="Write one pair a line, with one tab between French and English.",
            )
        yield line


def _named(row: Sequence[str]) -> list[str] | None:
    """The columns that a line of names names, "" for others; None where it is no such line."""
    found = [_NAMES.get(plain_name(cell), "") for cell in row]
    return found if "french" in found and "english" in found else None


def _unit(row: Sequence[str], columns: Sequence[str], where: str) -> Unit:
    if len(row) != len(columns):
        counted = f"{len(row)} column{'' if len(row) == 1 else 's'}"
        raise TranslationMemoryError(
            f"{where}: {counted} instead of {len(columns)}",
            hint="Write one pair a line, with one tab between French and English.",
        )
    cells = dict(zip(columns, row, strict=True))
    origin = cells.get("origin", "").strip().lower()
    return Unit(cells["french"], cells["english"], origin if origin in MACHINES else "")


def tsv(units: Iterable[Unit]) -> Iterator[str]:
    """The table, row by row, a line of names first."""
    yield _row(_COLUMNS)
    for unit in units:
        yield _row((unit.french, unit.english, MACHINES[0] if unit.engine else "human"))


def _row(cells: Sequence[str]) -> str:
    # csv.writer does not quote a carriage return, and csv.reader ends the row there.
    return "\t".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if _QUOTED.search(text) else text
