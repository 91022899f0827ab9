"""Train or fine-tune a MarianMT model from parallel text; see `run_from_options` and `train`.

Importing this package loads no heavy library: `train`, `Progress` and `TrainReport` come with torch
when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilingual.train.options import run_from_options
from bilingual.train.recipe import Recipe, load_recipe

if TYPE_CHECKING:
    from bilingual.train.loop import train
    from bilingual.train.validate import Progress, TrainReport

__all__ = ["Progress", "Recipe", "TrainReport", "load_recipe", "run_from_options", "train"]


def __getattr__(name: str) -> Any:
    if name in {"Progress", "TrainReport", "train"}:
        from bilingual.train import loop

        return getattr(loop, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
