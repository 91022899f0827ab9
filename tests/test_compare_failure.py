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
    assert 0.0 <= loop_share(target) <= 1.0
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


@each(
    "french, english",
    [
        ("Dès que le car part, il dort, dès qu'il arrive aussi.",
         "As soon as the coach leaves he sleeps, and as soon as it arrives as well."),
        ("Les noms des rues et ceux des villes sont là.",
         "The names of the streets and the names of the towns are there."),
    ],
)  # fmt: skip
def test_what_english_says_twice_is_no_loop(french: str, english: str) -> None:
    assert not compare(french, english).wrong["repetition"]


@each(
    "french, english",
    [
        ("Le maire a parlé hier.", "The mayor spoke the mayor spoke the mayor spoke yesterday."),
        ("Il a vu la mer du haut de la tour, puis il est rentré.",
         "He saw the sea from the top of the tower, he saw the sea from the top of the tower."),
    ],
)  # fmt: skip
def test_what_a_model_says_twice_is_one(french: str, english: str) -> None:
    assert compare(french, english).wrong["repetition"]


@each(
    "french, english, copied",
    [
        ("Ski : au total 45 km de long.", "Ski: a total of 45 km long.", False),
        ("Rouen adopte son budget.", "Rouen adopts its budget.", False),
        ("Un club, une alternative ?", "A club, an alternative?", False),
        ("Le syndicat appelle à la grève lundi.", "The syndicat calls à la grève Monday.", True),
        ("Il pleut sur la ville depuis hier.", "Il pleut sur la ville depuis hier.", True),
    ],
)
def test_words_of_both_languages_are_not_copied(french: str, english: str, copied: bool) -> None:
    assert compare(french, english).wrong["copied"] == copied


@each(
    "french, english, left",
    [
        ("La grève continue au port.", "The grève continues at the port.", ("grève",)),
        ("Un fromage de chèvre.", "A goat fromage.", ("fromage",)),
        ("Un fromage de chèvre.", "A goat cheese.", ()),
        ("Un groupe d'avant-garde.", "An avant-garde group.", ()),
        ("Un gazpacho et un rakfisk.", "A gazpacho and a rakfisk.", ()),
    ],
)
def test_one_french_word_is_enough(french: str, english: str, left: tuple[str, ...]) -> None:
    assert compare(french, english).invented_words == left
