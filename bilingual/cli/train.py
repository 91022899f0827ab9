"""`bilingual train`: a MarianMT model from parallel text, or an existing one fine-tuned on it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilingual.cli.common import AsJson, Quiet, examples, print_json

if TYPE_CHECKING:
    from bilingual.train import Progress

EXAMPLES = examples(
    "train --recipe models/recipes/fr-en-starter.toml --root corpora -o my-model",
    "train --tsv mine.tsv --init checkpoint -o fine-tuned",
)


def command(
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the run.")],
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe file, e.g. models/recipes/fr-en-starter.toml.")
    ] = None,
    root: Annotated[Path, typer.Option(help="Where the recipe's corpus files are.")] = Path(),
    french: Annotated[Path | None, typer.Option(help="French lines.")] = None,
    english: Annotated[Path | None, typer.Option(help="English lines, one for each.")] = None,
    tsv: Annotated[Path | None, typer.Option(help="French, tab, English.")] = None,
    tmx: Annotated[Path | None, typer.Option(help="A translation memory.")] = None,
    init: Annotated[Path | None, typer.Option(help="Hugging Face checkpoint to fine-tune.")] = None,
    dev_french: Annotated[Path | None, typer.Option(help="Development set, French.")] = None,
    dev_english: Annotated[Path | None, typer.Option(help="Development set, English.")] = None,
    steps: Annotated[int | None, typer.Option(help="Updates.")] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda or auto.")] = "auto",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Train a model from parallel text, or fine-tune one (needs the extra `transformers`).

    Stop it at any moment, also with Ctrl-C; the same command goes on where it stopped.
    """
    from bilingual.train import run_from_options

    with _stoppable() as should_stop:
        report = run_from_options(
            out,
            recipe=recipe,
            root=root,
            french=french,
            english=english,
            tsv=tsv,
            tmx=tmx,
            init=init,
            dev_french=dev_french,
            dev_english=dev_english,
            steps=steps,
            device=device,
            progress=_ignore if quiet or as_json else _show,
            should_stop=should_stop,
        )
    if as_json:
        print_json(vars(report))
    elif report.model is None:
        typer.echo(f"stopped at step {report.steps}, nothing to keep yet; run it again", err=True)
    else:
        typer.echo(report.model)


def _ignore(_: Progress) -> None:
    return


def _show(progress: Progress) -> None:
    line = (
        f"step {progress.step:,} of {progress.steps:,}  loss {progress.loss:.3f}  "
        f"{progress.target_tokens / 1e6:.1f} M tokens  {progress.tokens_per_second:,.0f} a second  "
        f"{timedelta(seconds=round(progress.seconds_left))} left"
    )
    if progress.quality:
        line += f"  BLEU {progress.quality.bleu:.1f}  chrF {progress.quality.chrf:.1f}"
    typer.echo(line, err=True)


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C stops after this step, with a checkpoint; the second one interrupts."""
    asked: list[int] = []

    def ask(number: int, _: Any) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)
        typer.echo("stopping after this step; press Ctrl-C again to stop at once", err=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
