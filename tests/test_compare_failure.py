"""What can be no translation is told from what can, on surface alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.compare.failure import USELESS, is_copied, length_failure, loop_share

SENTENCE = "Le conseil a voté mardi le budget de la ville et du port."
ENGLISH = "The council passed the budget of the city and the port on Tuesday."
TESTSETS = Path(__file__).resolve().parents[2] / "shared" / "testsets"


@each("target", ["", "  ", "...", '" "', SENTENCE, SENTENCE.lower()])
def test_nothing_usable(target: str) -> None:
    assert compare(SENTENCE, target).failure == 1.0


@each(
    "source, target",
    [
        (SENTENCE, ENGLISH),
        ("Paris, Lyon, Marseille, Lille, Nice", "Paris, Lyon, Marseille, Lille, Nice"),
        ("Le Monde", "Le Monde"),
        ("Non, non, non et non !", "No, no, no and no!"),
        ("Oui", "Yes, of course it is."),
    ],
)
def test_nothing_wrong(source: str, target: str) -> None:
    assert compare(source, target).failure == 0.0


def test_a_loop_is_the_worse_the_longer() -> None:
    failures = [
        compare(SENTENCE, ENGLISH + " of the port" * times).failure for times in (2, 4, 12, 60)
    ]
    assert failures == sorted(failures)
    assert 0 < failures[0] < USELESS < failures[-1]


def test_a_fragment_is_better_than_nothing() -> None:
    assert 0 < compare(SENTENCE * 2, "The council.").failure < USELESS


@each(
    "text, ratio",
    [("", 0.0), ("one two three", 0.0), ("a b a b a b", 4 / 6), ("no no", 0.5), ("hahaha", 0.0),
     ("stopopopopopopop", 0.875)],
)  # fmt: skip
def test_repetition(text: str, ratio: float) -> None:
    assert loop_share(text) == pytest.approx(ratio)


@given(st.text(), st.text())
def test_failures_are_shares(source: str, target: str) -> None:
    assert 0.0 <= compare(source, target).failure <= 1.0
    assert 0.0 <= loop_share(target) < 1.0 or not target
    assert 0.0 <= length_failure(len(source), len(target)) < 1.0


def test_copying_is_of_sentences() -> None:
    assert is_copied("Le maire a dit oui.", "le maire a dit  oui.")
    assert not is_copied("Le maire", "Le maire")


@pytest.mark.skipif(not TESTSETS.is_dir(), reason="needs ../shared/testsets beside the checkout")
def test_people_make_no_failures() -> None:
    sources, targets = (
        (TESTSETS / f"newstest2013.{lang}").read_text(encoding="utf-8").splitlines()
        for lang in ("fr", "en")
    )
    found = sum(compare(s, t).failure > 0 for s, t in zip(sources, targets, strict=True))
    assert found <= len(sources) // 1000
