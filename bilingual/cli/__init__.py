"""The command line: the only place that prints or exits. Data goes to stdout, everything else to stderr.

Heavy libraries are imported inside the commands, so that `bilingual --help` answers at once.
"""

from __future__ import annotations

import os
import sys

import typer

import bilingual
from bilingual.cli import brief, check, evaluate, models, train
from bilingual.errors import BilingualError

app = typer.Typer(
    help="French news into English briefs: translated on this machine, checked sentence by sentence.",
    epilog="Exit codes: 0 done, 1 some articles failed (the others are written), 2 usage, "
    "3 model, 4 nothing readable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("brief")(brief.command)
app.command("evaluate")(evaluate.command)
app.add_typer(models.app, name="models")
app.command("train")(train.command)
app.command("check")(check.command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bilingual {bilingual.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Options before the command."""


def main() -> None:
    """Run the command line; every known error is one line, its hint another, and its own exit code."""
    try:
        app()
    except BilingualError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("stopped; finished briefs are kept. Run the same command to continue.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of stdout went away (`| head`): not an error, and nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _complain(error: BilingualError) -> None:
    typer.echo(f"error: {error.message}", err=True)
    if error.hint:
        typer.echo(f"hint: {error.hint}", err=True)
