"""`bilingual preview`: a folder in the browser, on this machine only, reloaded when it changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="A folder of briefs or of a newsletter.")] = Path(
        "outputs"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any free one.")] = 8008,
) -> None:
    """Show a folder at an address that only this machine can reach. Ctrl-C ends it."""
    from bilingual.preview import serve

    with serve(folder, port=port) as server:
        typer.echo(server.url)
        typer.echo("press Ctrl-C to stop", err=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            typer.echo("stopped", err=True)
