"""The command line, the only place that prints or exits: data on stdout, all else on stderr.

Heavy libraries are imported inside the commands, so that `bilingual --help` answers at once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys

import typer

from bilingual.cli import brief, evaluate, glossary, memory, models, newsletter
from bilingual.cli.console import Messages, put, say, show_fault
from bilingual.cli.stopping import STOPPED, end_now, stoppable
from bilingual.errors import BilingualError, OutputError
from bilingual.records import __version__

app = typer.Typer(
    help="French news into English briefs: translated on this machine, each sentence checked.",
    epilog="Exit codes: 0 done, 1 some articles failed (the others are written), 2 usage, "
    "3 model, 4 nothing readable.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("brief", epilog=brief.EXAMPLES)(brief.command)
app.command("newsletter", epilog=newsletter.EXAMPLES)(newsletter.command)
app.command("preview", epilog=newsletter.PREVIEW_EXAMPLES)(newsletter.preview)
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.command)
app.add_typer(glossary.app, name="glossary")
app.add_typer(memory.app, name="memory")
app.add_typer(models.app, name="models")
app.command("train", epilog=models.TRAIN_EXAMPLES)(models.train)
app.command("check", epilog=models.CHECK_EXAMPLES)(models.check)


def _version(wanted: bool) -> None:
    if wanted:
        put(f"bilingual {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Options before the command."""


_STOPPED = "stopped; what was finished is kept, run the same command to go on"


def main() -> None:
    """Run the command line; a known error is one line, its hint another, with its own exit code."""
    _catch_other_voices()
    try:
        try:
            with stoppable(_STOPPED):
                app()
        except SystemExit as leaving:
            sys.exit(_leave(leaving))
        except KeyboardInterrupt:  # while typer, which tells of it, was still reading the commands
            sys.exit(_leave(SystemExit(STOPPED[signal.SIGINT])))
    except BilingualError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of stdout went away (`| head`): not an error, and nothing more may be written
        # to it.
        _silence()
        sys.exit(0)
    except OSError as error:
        _silence()
        _say(f"error: standard output cannot be written ({error.strerror or error})")
        _say("hint: Check where it is sent, then run the same command again.")
        sys.exit(OutputError.exit_code)


def _leave(leaving: SystemExit) -> int | str | None:
    """The exit code of a command that came to its end or was stopped."""
    # typer and rich turn a broken pipe into SystemExit(1), which here means that articles failed.
    if isinstance(leaving.__context__, BrokenPipeError):
        raise leaving.__context__
    if isinstance(leaving.code, int) and leaving.code in STOPPED.values():
        _say(_STOPPED)
        end_now(leaving.code)
    elif sys.stdout is not None:
        sys.stdout.flush()  # while a failure can still be answered
    return leaving.code


def _silence() -> None:
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens
        say(line)


def _catch_other_voices() -> None:
    """What libraries log and what a fault of the program says is printed like all else."""
    sys.excepthook = show_fault
    if not logging.root.handlers:
        logging.root.addHandler(Messages(logging.WARNING))
        logging.captureWarnings(True)


def _complain(error: BilingualError) -> None:
    for line in f"error: {error.message}".split("\n"):  # a glossary has a line for each fault
        _say(line)
    if error.hint:
        _say(f"hint: {error.hint}")
