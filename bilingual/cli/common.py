"""What several commands share: options, settings from all layers, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from bilingual.cli.console import shown
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from bilingual.pipeline.many import Event
    from bilingual.settings import Settings

MOST_ROWS = 200  # of a list that may be long

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


def examples(*calls: str) -> str:
    """The end of a help page; each call is a paragraph, because typer joins the lines of one."""
    return "\n\n".join(("Examples:", *(f"bilingual {call}" for call in calls)))


def settings_from(config: Path | None, **flags: Any) -> Settings:
    """The settings from all layers, with the flags of a command as the last one."""
    from bilingual.settings import load_settings, settings_files

    return load_settings(settings_files(config), environment=os.environ, flags=flags)


def own_stdin() -> BinaryIO | None:
    """Standard input with a buffer of its own, None when it is closed.

    A thread may still wait for it when the program ends, and the interpreter aborts when that
    thread holds the buffer of `sys.stdin`.
    """
    try:
        return os.fdopen(sys.stdin.fileno(), "rb", closefd=False) if sys.stdin else None
    except (OSError, ValueError):  # a test's stand-in has no number
        return sys.stdin.buffer


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


def counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def one_line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[Event], None]]:
    """A bar on stderr over the sources and the sentences of the source at hand."""
    if quiet:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with Progress(*columns, console=console, transient=True) as progress:
        sources = progress.add_task("sources", total=None)
        sentences = progress.add_task("sentences", total=None, visible=False)

        def show(event: Event) -> None:
            progress.update(sources, completed=event.done, total=event.total)
            progress.update(
                sentences,
                description=shown(Path(event.location).name[:40]),
                completed=event.sentence,
                total=event.sentences or None,
                visible=event.sentences > 0,
            )

        yield show
