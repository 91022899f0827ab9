"""What several commands share: the settings from all layers, progress on stderr, tables and JSON on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from bilingual.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from bilingual.pipeline.many import Event
    from bilingual.settings import Settings

Model = Annotated[
    str | None,
    typer.Option(help="auto, a name from `bilingual models list`, a path, or a hub id."),
]
Engine = Annotated[
    str | None,
    typer.Option(help="auto, ctranslate2, transformers, or echo (no translation, for trials)."),
]
Config = Annotated[
    Path | None,
    typer.Option(help="Settings file; otherwise bilingual.toml here, if there is one."),
]
MemoryFile = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="Translation memory: an SQLite file, auto (one for the user) or off.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Only errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def settings_from(config: Path | None, **flags: Any) -> Settings:
    """Defaults, bilingual.toml, BILINGUAL_* variables and the command's flags, later ones winning."""
    from bilingual.settings import FILE_NAME, load_settings

    here = Path(FILE_NAME)
    file = config or (here if here.is_file() else None)
    return load_settings(file, environment=os.environ, flags=flags)


def own_stdin() -> BinaryIO | None:
    """Standard input with a buffer of its own, None when it is closed.

    A thread may still wait for it when the program ends, and the interpreter aborts when that holds its own buffer.
    """
    try:
        return os.fdopen(sys.stdin.fileno(), "rb", closefd=False) if sys.stdin else None
    except (OSError, ValueError):  # a test's stand-in has no number
        return sys.stdin.buffer


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def standard_input() -> str:
    """All of it. Raises UsageError when it is closed or not UTF-8 text."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", hint="Give the text as an argument.")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            "standard input is not UTF-8 text", hint="Convert it, for example with iconv."
        ) from error


def messages() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def cell(text: str) -> str:
    """On one line, and data: square brackets in it are no markup of the table."""
    from rich.markup import escape

    return escape(" ".join(text.split()))


def plain_table() -> Table:
    from rich.table import Table

    return Table(box=None, pad_edge=False, header_style="dim")


def print_table(table: Table, *, to_stderr: bool = False) -> None:
    """Where the reader is no terminal, the table is wide enough that no cell is cut."""
    from rich.console import Console

    console = Console(highlight=False, stderr=to_stderr)
    if not console.is_terminal:
        console = Console(highlight=False, stderr=to_stderr, width=200)
    console.print(table)


@contextmanager
def watching(quiet: bool) -> Iterator[Callable[[Event], None]]:
    """A progress bar over the sources and the sentences of the one at hand, on stderr."""
    if quiet:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages(), transient=True) as progress:
        sources = progress.add_task("sources", total=None)
        sentences = progress.add_task("sentences", total=None, visible=False)

        def watch(event: Event) -> None:
            progress.update(sources, completed=event.done, total=event.total)
            progress.update(
                sentences,
                description=Path(event.location).name[:40],
                completed=event.sentence,
                total=event.sentences or None,
                visible=event.sentences > 0,
            )

        yield watch
