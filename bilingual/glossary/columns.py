"""The header line of a table: which column is what, however people call it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bilingual.glossary.model import shown

_NAMES: Final = {
    "french": "french fr fr-fr fr-ca français source source-term french-term term terme terme-français",
    "english": "english en en-gb en-us anglais target target-term english-term terme-anglais translation english-translation traduction traduction-anglaise",
    "note": "notes note comment comments remark remarks commentaire commentaires remarque",
    "case": "case case-rule case-sensitive casse",
    "inflections": "inflections inflection forms flexions",
    "keep": "keep do-not-translate dnt",
    "accepted": "accepted also-accepted",
}
COLUMNS: Final = tuple(_NAMES)
MOST_COLUMNS: Final = 100


def _plain(name: str) -> str:
    """Letters only: case, accents, hyphens and underscores make no other column."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", letters)


_ALIASES: Final = {_plain(name): column for column, names in _NAMES.items() for name in names.split()}  # fmt: skip
# Two-letter names are near to everything.
_GUESSABLE: Final = tuple(name for name in _ALIASES if len(name) > 3)


@dataclass(frozen=True, slots=True)
class Columns:
    """What each field of a row is ("" for a column without a name), and what is wrong with the header line."""

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

    It is one when it names French and English, or one of them beside a misspelt name or more than one other column.
    """
    cells = cells[: max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)]
    if len(cells) > MOST_COLUMNS:
        return None
    names = [_ALIASES.get(_plain(cell), "") for cell in cells]
    if not _is_header(cells, names):
        return None
    faults = [_unknown(cell) for cell, name in zip(cells, names, strict=True) if not name and cell.strip()]  # fmt: skip
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
    near = difflib.get_close_matches(_plain(cell)[:40], _GUESSABLE, n=1, cutoff=0.7)
    return _ALIASES[near[0]] if near else ""


def _unknown(cell: str) -> str:
    near = _nearest(cell)
    advice = f"did you mean '{near}'?" if near else f"known are {', '.join(COLUMNS)}"
    return f"unknown column {shown(cell.strip())}; {advice}"
