"""Tab-separated tables: French, English, and where it comes from ("human" or "engine").

Cells are quoted as a spreadsheet quotes them, so that tabs and line ends stand within them. A quotation mark that is
neither doubled nor around a whole cell is refused: nobody could tell what the cell says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO

from bilingual.errors import RecallError
from bilingual.memory.unit import MACHINES, Unit

_COLUMNS: Final = ("french", "english", "origin")
_NAMES: Final = {
    name: column
    for column, names in zip(
        _COLUMNS,
        (
            "french fr fra fre fr-fr français francais source",
            "english en eng en-gb en-us anglais target",
            "origin",
        ),
        strict=True,
    )
    for name in names.split()
}
_QUOTED: Final = re.compile(r'[\t\r\n"]')


class _Tabs(csv.excel_tab):
    strict = True


def read_tsv(stream: TextIO, name: str) -> Iterator[Unit]:
    """The units of a table, in order. Without a line of names the first two columns are French and English.

    Raises RecallError, with `name` and the line, when a row has other columns or its quoting is broken.
    """
    rows = csv.reader(stream, _Tabs)
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
        raise RecallError(
            f"{name}:{rows.line_num}: broken quoting ({error})",
            hint='Put a cell with quotation marks between such, and double them within: "He said ""no""."',
        ) from error


def _named(row: Sequence[str]) -> list[str] | None:
    """The columns that a line of names names, "" for others; None where it is no such line."""
    found = [_NAMES.get(cell.strip().lower(), "") for cell in row]
    return found if "french" in found and "english" in found else None


def _unit(row: Sequence[str], columns: Sequence[str], where: str) -> Unit:
    if len(row) != len(columns):
        counted = f"{len(row)} column{'' if len(row) == 1 else 's'}"
        raise RecallError(
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
