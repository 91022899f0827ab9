"""Train or fine-tune a MarianMT model from parallel text; see `run_from_options` and `train`.

Importing this package loads no heavy library: `train`, `Progress` and `TrainReport` come with torch
when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.engines.base import EXTRA
from bilingual.errors import MissingExtra, UsageError
from bilingual.train.recipe import Recipe, check_recipe, load_recipe

if TYPE_CHECKING:
    from bilingual.models import ModelInfo
    from bilingual.train.loop import train
    from bilingual.train.validate import Progress, TrainReport

__all__ = [
    "Progress",
    "Recipe",
    "TrainReport",
    "convert_marian",
    "load_recipe",
    "run_from_options",
    "train",
]

FINE_TUNING_STEPS = 1_000
# A trained model has little to learn from a user's few thousand sentences and much to forget.
FINE_TUNING = {"learning_rate": 2e-4, "matrix_learning_rate": 2e-4, "guidance": 0.0}


def run_from_options(
    out: Path,
    *,
    recipe: Path | None = None,
    root: Path = Path(),
    french: Path | None = None,
    english: Path | None = None,
    tsv: Path | None = None,
    tmx: Path | None = None,
    init: Path | None = None,
    dev_french: Path | None = None,
    dev_english: Path | None = None,
    steps: int | None = None,
    device: str = "auto",
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> TrainReport:
    """Train or fine-tune into the folder `out`; run again with the same options, it goes on where
    it stopped.

    Either `recipe` (its paths start at `root`), or one parallel text: `french` and `english`, or
    `tsv`, or `tmx`. With `init` an existing model (a checkpoint in Hugging Face layout, or a file
    of Marian with its .spm beside it) is trained on, more gently. `dev_french` and `dev_english`
    are measured on the way and decide which weights are kept. `device` is auto, cpu or cuda.

    Raises UsageError for options that contradict each other, MissingExtra without the extra
    `transformers`, and what `train` raises.
    """
    chosen = _recipe(recipe, _corpus(french, english, tsv, tmx), init, steps)
    chosen = _with_validation(chosen, dev_french, dev_english)
    with _needing_torch("training"):
        from bilingual.train.loop import train
    return train(
        chosen,
        out=out,
        root=root if recipe else Path(),
        init=init,
        device=device,
        progress=progress,
        should_stop=should_stop,
    )


def convert_marian(source: Path, destination: Path, compute_type: str = "int8") -> ModelInfo:
    """`models.convert` for a .bin or .npz file of Marian with its .spm beside it.

    Raises MissingExtra without the extra `transformers`, EngineError for an SSRU decoder, which can
    only be trained on.
    """
    with _needing_torch("converting"):
        from bilingual.train.parent import convert
    return convert(source, destination, compute_type)


@contextmanager
def _needing_torch(work: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise MissingExtra(f"{work} needs torch and transformers", hint=EXTRA) from error


def _corpus(
    french: Path | None, english: Path | None, tsv: Path | None, tmx: Path | None
) -> dict[str, str]:
    given = {"french": french, "english": english, "tsv": tsv, "tmx": tmx}
    return {name: str(path.absolute()) for name, path in given.items() if path is not None}


def _recipe(
    file: Path | None, corpus: dict[str, str], init: Path | None, steps: int | None
) -> Recipe:
    if bool(file) == bool(corpus):
        raise UsageError(
            "training needs a recipe or a parallel text, one of the two",
            hint="Give --recipe FILE, or --french FILE and --english FILE, or --tsv, or --tmx.",
        )
    if file is not None:
        loaded = load_recipe(file)
        return loaded if steps is None else _with(loaded, "schedule", steps=steps)
    schedule: dict[str, Any] = {}
    if init is not None:
        schedule = {**FINE_TUNING, "steps": FINE_TUNING_STEPS}
    if steps is not None:
        schedule["steps"] = steps
    return check_recipe({"corpus": [corpus], "schedule": schedule}, "options")


def _with(recipe: Recipe, part: str, **values: Any) -> Recipe:
    whole = recipe.model_dump(exclude_unset=True)
    return check_recipe({**whole, part: {**whole.get(part, {}), **values}}, "options")


def _with_validation(recipe: Recipe, french: Path | None, english: Path | None) -> Recipe:
    if bool(french) != bool(english):
        raise UsageError(
            "a development set is two files", hint="Give both --dev-french and --dev-english."
        )
    if french is None or english is None:
        return recipe
    files = {"french": str(french.absolute()), "english": str(english.absolute())}
    return _with(recipe, "validation", **files)


def __getattr__(name: str) -> Any:
    if name in {"Progress", "TrainReport", "train"}:
        from bilingual.train import loop

        return getattr(loop, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
