"""`bilingual models`: what is installed, and how to add, convert and verify models."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilingual.cli.common import AsJson, plain_table, print_json, print_table
from bilingual.errors import ModelDamaged, ModelNotFound

if TYPE_CHECKING:
    from bilingual.models import ModelInfo

app = typer.Typer(help="List, pull, convert and verify translation models.", no_args_is_help=True)


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """The installed models, best first: the first is what `--model auto` takes."""
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


@app.command()
def pull(
    hub_id: Annotated[str, typer.Argument(help="For example Helsinki-NLP/opus-mt-fr-en.")],
) -> None:
    """Fetch a Marian model from the Hugging Face hub into this user's cache; needs a network."""
    from bilingual.engines.machine import EXTRA
    from bilingual.models import hub
    from bilingual.models import pull as make

    def on_file(name: str, size: int) -> None:
        typer.echo(f"fetching {name} ({size / 1e6:.1f} MB)", err=True)

    model = make(hub_id, fetch=partial(hub.fetch, on_file=on_file))
    if list(model.engines) == ["transformers"]:
        typer.echo(f"needs torch and transformers to run or to convert: {EXTRA}", err=True)
    typer.echo(model.root)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="A Hugging Face Marian checkpoint.")],
    destination: Annotated[Path, typer.Argument(help="A new folder.")],
    compute_type: Annotated[
        str, typer.Option(help="Weights as int8, int8_float32, float16, float32, ...")
    ] = "int8",
) -> None:
    """Turn a Hugging Face checkpoint into a CTranslate2 model; needs the extra `transformers`."""
    from bilingual.models import convert as make

    typer.echo(make(source, destination, compute_type).root)


@app.command()
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
            typer.echo(f"error: {line}", err=True)
        raise ModelDamaged(found[0], hint="Install or pull the model again.")
    typer.echo(f"{model.name}: intact ({', '.join(model.engines)})")


def _show(models: tuple[ModelInfo, ...]) -> None:
    table = plain_table()
    table.add_column("model", no_wrap=True)
    for heading in ("from", "engines", "size", "licence", "BLEU newstest2013"):
        table.add_column(heading)
    for model in models:
        table.add_row(
            model.name,
            model.origin,
            ", ".join(model.engines),
            f"{model.bytes / 1e6:.0f} MB",
            model.licence or "not stated",
            _bleu(model),
        )
    print_table(table)


def _bleu(model: ModelInfo) -> str:
    scores = [score for score in model.scores.get("newstest2013", ()) if score.metric == "BLEU"]
    return f"{scores[0].value:.1f} (n={scores[0].n})" if scores else "not measured"
