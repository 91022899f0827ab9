"""CSV and TSV -> Entries: delimiter, header line, comments, and fields quoted as in spreadsheets.

A field may run over several lines when it is quoted. A quote that is never closed would swallow the
rest of the file, so a record ends after `LONGEST_RECORD` lines, and reading goes on with the line
after the broken one.
"""

from __future__ import annotations

import csv
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bilingual.glossary.entries import MOST_TERMS, Entry, Fault, clean, shown, too_many
from bilingual.interchange import SIDES, names_of, plain_name

LONGEST_RECORD: Final = 50
DELIMITERS: Final = ("\t", ";", ",")
_NAMES: Final = {"\t": "tab", ";": "semicolon", ",": "comma"}
_SAMPLE: Final = 50

_YES: Final = frozenset({"yes", "y", "oui", "true", "vrai", "x", "1"})
_NO: Final = frozenset({"", "no", "n", "non", "false", "faux", "0"})

Record = tuple[int, list[str]]


def read_table(text: str) -> tuple[list[Entry], list[Fault]]:
    """The entries of a table in its order, and what is wrong with its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter, first = _delimiter(lines)
    faults: list[Fault] = []
    entries: list[Entry] = []
    columns: Columns | None = None
    for number, cells in _records(lines, first, delimiter, faults):
        if columns is None:
            columns = header_of(cells)
            if columns is not None:
                faults.extend(Fault(number, message) for message in columns.faults)
                if not columns.usable:
                    break
                continue
            columns = default_columns()
        if len(entries) == MOST_TERMS:
            faults.append(too_many(number))
            break
        _read_row(number, cells, columns, delimiter, entries, faults)
    return entries, faults


def _delimiter(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter, and the line to begin with: the second after Excel's `sep=;`."""
    if lines[0].lower().startswith("sep=") and lines[0][4:] in DELIMITERS:
        return lines[0][4:], 1
    sample = list(islice((line for line in lines if not _is_empty(line)), _SAMPLE))
    for delimiter in DELIMITERS:
        columns = header_of(_cells(sample[0], delimiter)) if sample else None
        if columns is not None and columns.usable:
            return delimiter, 0
    # Where nothing divides, the comma gives the messages.
    best = max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))
    return (best if _agreement(sample, best) else ","), 0


def _agreement(sample: Sequence[str], delimiter: str) -> int:
    """How many lines have the same number of fields, two or more."""
    widths = Counter(len(_cells(line, delimiter)) for line in sample)
    return max((count for width, count in widths.items() if width > 1), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _is_empty(line: str) -> bool:
    start = line.lstrip()
    return not start or start.startswith("#")


def _records(
    lines: Sequence[str], first: int, delimiter: str, faults: list[Fault]
) -> Iterator[Record]:
    index = first
    while index < len(lines) and len(faults) < MOST_TERMS:
        line, used = lines[index], 1
        if _is_empty(line):
            cells = []
        elif '"' not in line:
            cells = line.split(delimiter)
        else:
            cells, used = _quoted(lines, index, delimiter, faults)
        if any(cell.strip() for cell in cells):
            yield index + 1, cells
        index += used


def _quoted(
    lines: Sequence[str], index: int, delimiter: str, faults: list[Fault]
) -> tuple[list[str], int]:
    """The fields of a record with quotes, and how many lines it takes."""
    ahead = (line + "\n" for line in lines[index : index + LONGEST_RECORD])
    reader = csv.reader(ahead, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error as error:
        faults.append(Fault(index + 1, _complaint(str(error))))
        return [], 1


def _complaint(error: str) -> str:
    if "unexpected end" in error:
        return "a quote is opened and never closed"
    if "expected after" in error:
        return "text after a closing quote; a quote within a quoted field is written twice"
    return "a field is too long"


def _read_row(
    number: int,
    cells: Sequence[str],
    columns: Columns,
    delimiter: str,
    entries: list[Entry],
    faults: list[Fault],
) -> None:
    wrong = _wrong_width(cells, columns, delimiter)
    if wrong:
        faults.append(Fault(number, wrong))
        return
    entry, messages = _entry(number, columns.named(cells))
    faults.extend(Fault(number, message) for message in messages)
    if not messages:
        entries.append(entry)


def _wrong_width(cells: Sequence[str], columns: Columns, delimiter: str) -> str:
    """Optional last fields may be left out, and empty ones be too many, as in Excel."""
    filled = max(index for index, cell in enumerate(cells, 1) if cell.strip())
    if filled > columns.width:
        name = _NAMES[delimiter]
        reason = f"a field with a {name} in it has to stand in quotes"
        if not columns.from_header:
            reason += "; more columns need a header line (french, english, ...)"
        return f"{filled} fields instead of {columns.width}: {reason}"
    if len(cells) < 2:
        return f"1 field instead of {columns.width}: fields are divided by comma, semicolon or tab"
    return ""


def _entry(number: int, row: dict[str, str]) -> tuple[Entry, list[str]]:
    messages: list[str] = []
    exact, keep = _choice(row.get("case", ""), "exact"), _choice(row.get("keep", ""), "keep")
    if exact is None:
        messages.append(f"unknown case rule '{clean(row['case'])[:40]}'; write exact or nothing")
    if keep is None:
        messages.append(f"keep is '{clean(row['keep'])[:40]}'; write yes or nothing")
    inflections = tuple(_inflection(part) for part in _parts(row.get("inflections", "")))
    messages += [
        f"the inflection '={english}' has no French"
        for french, english in inflections
        if not french
    ]
    return Entry(
        line=number,
        french=clean(row["french"]),
        english=clean(row["english"]),
        note=row.get("note", "").strip(),
        exact=bool(exact),
        keep=bool(keep),
        inflections=inflections,
        accepted=tuple(_parts(row.get("accepted", ""))),
    ), messages


def _choice(cell: str, word: str) -> bool | None:
    """Whether a cell says yes or `word` (True), no (False), or neither (None)."""
    said = clean(cell).casefold()
    if said == word or said in _YES:
        return True
    return False if said in _NO else None


def _parts(cell: str) -> list[str]:
    if not cell:
        return []
    return [part for part in map(clean, cell.split("|")) if part]


def _inflection(part: str) -> tuple[str, str]:
    french, _, english = part.partition("=")
    return french.strip(), english.strip()


_COLUMN_NAMES: Final = {
    **SIDES,
    "note": "notes note comment comments remark remarks commentaire commentaires remarque",
    "case": "case case-rule case-sensitive casse",
    "inflections": "inflections inflection forms flexions",
    "keep": "keep do-not-translate dnt",
    "accepted": "accepted also-accepted",
}
COLUMNS: Final = tuple(_COLUMN_NAMES)
MOST_COLUMNS: Final = 100


_ALIASES: Final = names_of(_COLUMN_NAMES)
# Two-letter names are near to everything.
_GUESSABLE: Final = tuple(name for name in _ALIASES if len(name) > 3)


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of each field of a row ("" if unnamed), and the faults of the header line."""

    names: tuple[str, ...]
    faults: tuple[str, ...] = ()
    from_header: bool = True

    @property
    def width(self) -> int:
        return len(self.names)

    @property
    def usable(self) -> bool:
        return "french" in self.names and "english" in self.names

    def named(self, cells: Sequence[str]) -> dict[str, str]:
        """The fields by column; French and English are always there."""
        row = dict(zip(self.names, cells, strict=False))
        return {"french": "", "english": ""} | row


def default_columns() -> Columns:
    """Of a table without a header line."""
    return Columns(("french", "english"), from_header=False)


def header_of(cells: Sequence[str]) -> Columns | None:
    """The columns that a first line names; None when it is no header line but the first term.

    It is one when it names French and English, or one of them beside a misspelt or two others.
    """
    cells = cells[: max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)]
    if len(cells) > MOST_COLUMNS:
        return None
    names = [_ALIASES.get(plain_name(cell), "") for cell in cells]
    if not _is_header(cells, names):
        return None
    faults = [
        _unknown(cell) for cell, name in zip(cells, names, strict=True) if not name and cell.strip()
    ]
    faults += [f"two columns for '{name}'" for name in COLUMNS if names.count(name) > 1]
    faults += [f"no column '{name}'" for name in ("french", "english") if name not in names]
    return Columns(tuple(names), tuple(faults))


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    sides = {"french", "english"} & set(names)
    if len(sides) == 2:
        return True
    if not sides or len(cells) < 2:
        return False
    near = [bool(name) or bool(_nearest(cell)) for cell, name in zip(cells, names, strict=True)]
    return all(near) or len(cells) > 2


def _nearest(cell: str) -> str:
    near = difflib.get_close_matches(plain_name(cell)[:40], _GUESSABLE, n=1, cutoff=0.7)
    return _ALIASES[near[0]] if near else ""


def _unknown(cell: str) -> str:
    near = _nearest(cell)
    advice = f"did you mean '{near}'?" if near else f"known are {', '.join(COLUMNS)}"
    return f"unknown column {shown(cell.strip())}; {advice}"
