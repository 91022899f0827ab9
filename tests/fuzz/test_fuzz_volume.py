"""How much is tried, and that a test which tries less than it promised fails."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from fuzz.budget import FACTOR, FLOOR, INPUTS, fuzz
from hypothesis import strategies as st

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


def test_a_stage_that_runs_out_of_inputs_fails() -> None:
    @fuzz("whole flow", st.booleans())
    def two_inputs(_: bool) -> None:
        pass

    with pytest.raises(AssertionError, match=rf"whole flow: 2 of {INPUTS['whole flow'] * FACTOR}"):
        two_inputs()
