"""`bilingual models`, `check` and `train`: what is installed, is it intact, how to add models."""

from __future__ import annotations

import platform
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilingual.cli.common import AsJson, Quiet, examples
from bilingual.cli.console import print_json, print_table, put, say
from bilingual.errors import BilingualError, ModelDamaged, ModelError, ModelNotFound
from bilingual.records import __version__

if TYPE_CHECKING:
    from bilingual.models import ModelInfo
    from bilingual.train import Progress

app = typer.Typer(help="List, pull, convert and verify translation models.", no_args_is_help=True)
CHECK_EXAMPLES = examples("check", "check --model fr-en-starter --json")
_Finding = tuple[str, bool, str]  # name, whether it is in order, what is said of it


@app.command("list", epilog=examples("models list", "models list --json"))
def list_models(as_json: AsJson = False) -> None:
    """List the installed models, best first: the first is what `--model auto` takes."""
    from bilingual.models import installed_models

    models = installed_models()
    if as_json:
        print_json([model.model_dump(mode="json") for model in models])
    elif models:
        _show(models)
    else:
        raise ModelNotFound(
            "no model is installed", hint="bilingual models pull Helsinki-NLP/opus-mt-fr-en"
        )


@app.command(
    epilog=examples(
        "models pull gaudi/opus-mt-fr-en-ctranslate2", "models pull Helsinki-NLP/opus-mt-fr-en"
    )
)
def pull(
    hub_id: Annotated[str, typer.Argument(help="For example Helsinki-NLP/opus-mt-fr-en.")],
) -> None:
    """Fetch a Marian model from the Hugging Face hub into this user's cache; needs a network."""
    from bilingual.engines.base import EXTRA
    from bilingual.models import hub
    from bilingual.models import pull as make

    def on_file(name: str, size: int) -> None:
        say(f"fetching {name} ({size / 1e6:.1f} MB)")

    model = make(hub_id, fetch=partial(hub.fetch, on_file=on_file))
    if list(model.engines) == ["transformers"]:
        say(f"needs torch and transformers to run or to convert: {EXTRA}")
    put(model.root)


@app.command(
    epilog=examples(
        "models convert checkpoint converted",
        "models convert checkpoint converted --compute-type float32",
    )
)
def convert(
    source: Annotated[
        Path,
        typer.Argument(
            help="A Hugging Face Marian checkpoint, or Marian's own .bin or .npz beside its .spm."
        ),
    ],
    destination: Annotated[Path, typer.Argument(help="A new folder.")],
    compute_type: Annotated[
        str, typer.Option(help="Weights as int8, int8_float32, float16, float32, ...")
    ] = "int8",
) -> None:
    """Turn a checkpoint into a CTranslate2 model; needs the extra `transformers`."""
    if source.is_file():
        from bilingual.train import convert_marian as make
    else:
        from bilingual.models import convert as make

    put(make(source, destination, compute_type).root)


@app.command(epilog=examples("models verify", "models verify fr-en-starter"))
def verify(
    name: Annotated[str, typer.Argument(help="auto, a name, a path or a hub id.")] = "auto",
) -> None:
    """Compare the files with their digests, load the model and translate one sentence."""
    from bilingual.models import find_model
    from bilingual.models import verify as problems

    model = find_model(name)
    found = problems(model)
    if found:
        for line in found[1:]:
            say(f"error: {line}")
        raise ModelDamaged(found[0], hint="Install or pull the model again.")
    put(f"{model.name}: intact ({', '.join(model.engines)})")


def _show(models: tuple[ModelInfo, ...]) -> None:
    rows = [
        (
            model.name,
            model.origin,
            ", ".join(model.engines),
            f"{model.bytes / 1e6:.0f} MB",
            model.licence or "not stated",
            _bleu(model),
        )
        for model in models
    ]
    print_table(("model", "from", "engines", "size", "licence", "BLEU newstest2013"), rows)


def _bleu(model: ModelInfo) -> str:
    scores = [score for score in model.scores.get("newstest2013", ()) if score.metric == "BLEU"]
    return f"{scores[0].value:.1f} (n={scores[0].n})" if scores else "not measured"


def check(
    model: Annotated[str, typer.Option(help="The model to look at.")] = "auto",
    as_json: AsJson = False,
) -> None:
    """Check Python, all libraries and the model (files, one sentence); exit code 3 if one fails."""
    python = f"{__version__} on Python {platform.python_version()}"
    lines = [("bilingual", True, python), *_libraries(), _model(model)]
    if as_json:
        print_json([{"name": name, "ok": ok, "detail": detail} for name, ok, detail in lines])
    else:
        for name, ok, detail in lines:
            put(f"{'ok     ' if ok else 'FAILED '}{name}: {detail}")
    raise typer.Exit(0 if all(ok for _, ok, _ in lines) else ModelError.exit_code)


def _libraries() -> list[_Finding]:
    """Every declared library; one of an extra may be missing, and then says what it would add."""
    found: list[_Finding] = []
    for requirement in requires("bilingual") or []:
        name = re.match(r"[\w.-]+", requirement)
        if name and "extra ==" not in requirement:
            found.append(_library(name[0]))
    return [*sorted(found), _extra("torch"), _extra("transformers")]


def _library(name: str) -> _Finding:
    try:
        return (name, True, version(name))
    except PackageNotFoundError:
        return (name, False, f"missing; run: pip install {name}")


def _extra(name: str) -> _Finding:
    _, ok, detail = _library(name)
    absent = (
        "not installed (only for Hugging Face checkpoints and training: bilingual[transformers])"
    )
    return (name, True, detail if ok else absent)


def _model(name: str) -> _Finding:
    from bilingual.models import find_model, verify

    try:
        model = find_model(name)
        wrong = verify(model)
    except BilingualError as error:
        return ("model", False, f"{error.message}; {error.hint}")
    if wrong:
        return ("model", False, "; ".join(wrong))
    return ("model", True, f"{model.name}, intact ({', '.join(model.engines)}), {model.root}")


TRAIN_EXAMPLES = examples(
    "train --recipe models/recipes/fr-en-starter.toml --root corpora -o my-model",
    "train --tsv mine.tsv --init checkpoint -o fine-tuned",
)


def train(
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the run.")],
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe file, e.g. models/recipes/fr-en-starter.toml.")
    ] = None,
    root: Annotated[Path, typer.Option(help="Where the recipe's corpus files are.")] = Path(),
    french: Annotated[Path | None, typer.Option(help="French lines.")] = None,
    english: Annotated[Path | None, typer.Option(help="English lines, one for each.")] = None,
    tsv: Annotated[Path | None, typer.Option(help="French, tab, English.")] = None,
    tmx: Annotated[Path | None, typer.Option(help="A translation memory.")] = None,
    init: Annotated[
        Path | None,
        typer.Option(help="Checkpoint to fine-tune: Hugging Face's, or Marian's .bin or .npz."),
    ] = None,
    dev_french: Annotated[Path | None, typer.Option(help="Development set, French.")] = None,
    dev_english: Annotated[Path | None, typer.Option(help="Development set, English.")] = None,
    steps: Annotated[int | None, typer.Option(help="Number of updates.")] = None,
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
            progress=_ignore if quiet or as_json else _show_progress,
            should_stop=should_stop,
        )
    if as_json:
        print_json(vars(report))
    elif report.model is None:
        say(f"stopped at step {report.steps}, nothing to keep yet; run it again")
    else:
        put(report.model)


def _ignore(_: Progress) -> None:
    return


def _show_progress(progress: Progress) -> None:
    line = (
        f"step {progress.step:,} of {progress.steps:,}  loss {progress.loss:.3f}  "
        f"{progress.target_tokens / 1e6:.1f} M tokens  {progress.tokens_per_second:,.0f} a second  "
        f"{timedelta(seconds=round(progress.seconds_left))} left"
    )
    if progress.quality:
        line += f"  BLEU {progress.quality.bleu:.1f}  chrF {progress.quality.chrf:.1f}"
    say(line)


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C stops after this step, with a checkpoint; the second one interrupts."""
    asked: list[int] = []

    def ask(number: int, _: Any) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)
        say("stopping after this step; press Ctrl-C again to stop at once")

    before = signal.signal(signal.SIGINT, ask)
    watch = signal.set_wakeup_fd(-1)  # a step and its checkpoint may take longer than a second
    try:
        yield lambda: bool(asked)
    finally:
        signal.set_wakeup_fd(watch)
        signal.signal(signal.SIGINT, before)
