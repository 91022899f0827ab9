"""How much was tried: by the settings of the tests themselves, and by what was counted while they
ran."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from fuzz.budget import FACTOR, FLOOR, INPUTS, ran

TESTS = {
    test.fuzz_stage: test
    for file in sorted(Path(__file__).parent.glob("test_fuzz_*.py"))
    if file != Path(__file__)
    for test in vars(import_module(file.stem)).values()
    if hasattr(test, "fuzz_stage")
}


def test_every_stage_has_a_test_and_together_they_draw_enough() -> None:
    assert set(TESTS) == set(INPUTS)
    drawn = sum(t._hypothesis_internal_use_settings.max_examples for t in TESTS.values())
    assert drawn >= FLOOR * FACTOR


def test_what_was_promised_was_run(request: pytest.FixtureRequest) -> None:
    """Hypothesis stops early where it finds nothing new to draw; this file is the last of its
    folder."""
    chosen = {
        getattr(getattr(item, "obj", None), "fuzz_stage", "") for item in request.session.items
    }
    short = {stage: ran[stage] for stage in chosen - {""} if ran[stage] < INPUTS[stage] * FACTOR}
    assert short == {}
    if chosen >= set(INPUTS):
        assert sum(ran.values()) >= FLOOR * FACTOR
