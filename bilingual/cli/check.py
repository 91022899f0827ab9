"""`bilingual check`: is everything installed and intact?"""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Annotated

import typer

import bilingual
from bilingual.cli.common import AsJson, print_json
from bilingual.errors import BilingualError, ModelError

Line = tuple[str, bool, str]


def command(
    model: Annotated[str, typer.Option(help="The model to look at.")] = "auto",
    as_json: AsJson = False,
) -> None:
    """Check Python, every library and the model (digests, loading, one sentence); exit code 3 if one fails."""
    lines = [_python(), *_libraries(), _model(model)]
    if as_json:
        print_json([{"name": name, "ok": ok, "detail": detail} for name, ok, detail in lines])
    else:
        for name, ok, detail in lines:
            typer.echo(f"{'ok     ' if ok else 'FAILED '}{name}: {detail}")
    raise typer.Exit(0 if all(ok for _, ok, _ in lines) else ModelError.exit_code)


def _python() -> Line:
    return ("bilingual", True, f"{bilingual.__version__} on Python {platform.python_version()}")


def _libraries() -> list[Line]:
    """Every declared library; those of an extra are allowed to be missing and say what they would add."""
    found: list[Line] = []
    for requirement in requires("bilingual") or []:
        name = re.match(r"[\w.-]+", requirement)
        if name and "extra ==" not in requirement:
            found.append(_library(name[0]))
    return [*sorted(found), _extra("torch"), _extra("transformers")]


def _library(name: str) -> Line:
    try:
        return (name, True, version(name))
    except PackageNotFoundError:
        return (name, False, f"missing; run: pip install {name}")


def _extra(name: str) -> Line:
    _, ok, detail = _library(name)
    absent = (
        "not installed (only for Hugging Face checkpoints and training: bilingual[transformers])"
    )
    return (name, True, detail if ok else absent)


def _model(name: str) -> Line:
    from bilingual.models import find_model, verify

    try:
        model = find_model(name)
        wrong = verify(model)
    except BilingualError as error:
        return ("model", False, f"{error.message}; {error.hint}")
    if wrong:
        return ("model", False, "; ".join(wrong))
    return ("model", True, f"{model.name}, intact ({', '.join(model.engines)}), {model.root}")
