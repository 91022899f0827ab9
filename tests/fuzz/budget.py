"""How many inputs each stage is given, in one place; a test that was given fewer fails.

Cheap stages get many inputs and the whole flow few, so that all of it takes about two minutes on
two slow cores. In CI (`CI=true`) the same inputs are drawn every time. Longer and at random, by
hand:

    FUZZ_FACTOR=50 pytest tests/fuzz
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

FLOOR = 20_000
INPUTS = {
    "bytes decoded": 3000,
    "texts read": 700,
    "paragraphs split": 3500,
    "sentences compared": 1500,
    "sentences styled": 700,
    "texts cleaned for pages": 3500,
    "addresses": 4000,
    "settings files": 1000,
    "settings layers": 1200,
    "edition files": 700,
    "glossary tables": 1000,
    "glossary TBX": 900,
    "introductions": 800,
    "pages read": 600,
    "feeds read": 600,
    "sources sniffed": 500,
    "briefs rendered": 300,
    "whole flow": 200,
    "issues rendered": 150,
}
FACTOR = int(os.environ.get("FUZZ_FACTOR", "1"))


def fuzz(stage: str, *strategies: SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A hypothesis test with the number of inputs that `stage` has here.

    Hypothesis stops early where it finds nothing new to draw, so the inputs are counted.
    """
    promised = INPUTS[stage] * FACTOR
    wanted = settings(
        max_examples=promised,
        # Broken documents are long on purpose.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )

    def decorate(test: Callable[..., None]) -> Any:
        tried = 0

        @functools.wraps(test)
        def counted(*args: Any, **kwargs: Any) -> None:
            nonlocal tried
            test(*args, **kwargs)
            tried += 1

        fuzzed: Any = wanted(given(*strategies)(counted))

        @functools.wraps(fuzzed)
        def kept(*args: Any, **kwargs: Any) -> None:
            nonlocal tried
            tried = 0
            fuzzed(*args, **kwargs)
            assert tried >= promised, f"{stage}: {tried} of {promised} inputs"

        kept.fuzz_stage = stage  # type: ignore[attr-defined]
        return kept

    return decorate
