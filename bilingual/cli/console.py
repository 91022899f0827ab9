"""What is printed: the one place through which text reaches the terminal.

Texts come from servers, files and models. A terminal obeys control characters in them: they could
rewrite what stands above, change the title of the window, or turn the direction of the text. So
every character that is not shown as itself is printed as an escape, as JSON writes it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import typer

from bilingual.errors import without_logins

# Controls (C0, DEL, C1), marks of direction, ends of lines and paragraphs, halves of characters,
# and the tags that no terminal shows.
_OBEYED: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def shown(text: object) -> str:
    r"""The text on one line, with escapes for characters that a terminal obeys, and without
    passwords in addresses.

    >>> shown("a\x1b[2Jb")
    'a\\u001b[2Jb'
    """
    return _OBEYED.sub(_escaped, without_logins(str(text)))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def put(text: object) -> None:
    """A line of data, to standard output."""
    typer.echo(shown(text))


def say(text: object) -> None:
    """A message, to standard error."""
    typer.echo(shown(text), err=True)


def print_json(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    typer.echo("\n".join(map(shown, text.split("\n"))))


def print_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Iterable[int] = (),
    prose: bool = False,
    bold: str = "",
    most: int = sys.maxsize,
    to_stderr: bool = False,
) -> None:
    """A table of at most `most` rows, with the columns `right` aligned to the right.

    On a narrow terminal the first column goes on in the next line, at any letter unless it is
    `prose`, so that numbers are never cut. A row that begins with `bold` is set in
    bold type. Where the reader is no terminal, the table is wide enough that no cell is cut.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table, numbers, rows = Table(box=None, pad_edge=False, header_style="dim"), set(right), [*rows]
    for place, heading in enumerate(headings):
        table.add_column(
            heading,
            justify="right" if place in numbers else "left",
            no_wrap=place in numbers,
            overflow="ellipsis" if prose or place else "fold",
        )
    for row in rows[:most]:
        # Square brackets in a cell are no markup.
        table.add_row(
            *(escape(shown(each)) for each in row), style="bold" if bold and row[0] == bold else ""
        )
    console = Console(highlight=False, stderr=to_stderr)
    if not console.is_terminal:
        console = Console(highlight=False, stderr=to_stderr, width=200)
    console.print(table)
    if len(rows) > most:
        say(f"… and {len(rows) - most:,} more; --json lists all")


def show_fault(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """For `sys.excepthook`: a fault of the program, whose text may hold anything."""
    with suppress(OSError):  # nobody listens
        for line in "".join(traceback.format_exception(kind, error, trace)).splitlines():
            say(line)


class Messages(logging.Handler):
    """What libraries log."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            say(record.getMessage())
