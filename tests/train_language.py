"""A made-up language pair that a tiny model learns in seconds: words are renamed, adjectives move
before their noun."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    from bilingual.train import TrainReport

NOUNS = {"chat": "cat", "chien": "dog", "livre": "book", "train": "train", "pont": "bridge"}
ADJECTIVES = {"noir": "black", "petit": "small", "vieux": "old", "rouge": "red"}
VERBS = {"voit": "sees", "suit": "follows", "évite": "avoids", "aime": "likes"}


def sentence(chooser: random.Random) -> tuple[str, str]:
    noun, other = chooser.choice(list(NOUNS)), chooser.choice(list(NOUNS))
    adjective, verb = chooser.choice(list(ADJECTIVES)), chooser.choice(list(VERBS))
    return (
        f"le {noun} {adjective} {verb} le {other}.",
        f"the {ADJECTIVES[adjective]} {NOUNS[noun]} {VERBS[verb]} the {NOUNS[other]}.",
    )


def pairs(count: int, seed: int = 1) -> list[tuple[str, str]]:
    chooser = random.Random(seed)
    return [sentence(chooser) for _ in range(count)]


def write_pair(folder: Path, name: str, lines: list[tuple[str, str]]) -> None:
    """<name>.fr and <name>.en."""
    folder.mkdir(parents=True, exist_ok=True)
    for side, suffix in enumerate(("fr", "en")):
        text = "".join(f"{line[side]}\n" for line in lines)
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")


# Both load torch only when a test needs it: it takes longer to load than all tests take to be
# collected.


def train(*args: Any, **options: Any) -> TrainReport:
    """`bilingual.train.train`."""
    from bilingual.train import train as run

    return run(*args, **options)


def weights(model: Path) -> dict[str, torch.Tensor]:
    """The tensors of a checkpoint by name."""
    from safetensors.torch import load_file

    return load_file(model / "model.safetensors")
