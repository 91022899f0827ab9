"""Spoilt copies: as many as asked for, spoilt in one way only, the same ones every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bilingual.train.corpus import CAPITALS, UNSTOPPED, Pair, with_noise
from bilingual.train.recipe import Noise

TEXT = [Pair(f"Il y a {n} arbres.", f"There are {n} trees.", "news") for n in range(2_000)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_every_pair_stays_in_its_place(capitals: float, unstopped: float) -> None:
    noise = Noise(capitals=capitals, unstopped=unstopped)
    found = list(with_noise(TEXT[:50], noise))
    assert [pair for pair in found if pair.label == "news"] == TEXT[:50]
    assert found == list(with_noise(TEXT[:50], noise))


def test_shares_are_as_asked_for() -> None:
    found = list(with_noise(TEXT, Noise(capitals=0.25, unstopped=0.1)))
    labels = [pair.label for pair in found]
    assert 440 < labels.count(CAPITALS) < 560  # 500 expected, 3 standard deviations are 58
    assert 160 < labels.count(UNSTOPPED) < 240


def test_what_is_changed() -> None:
    whole = Noise(capitals=1, unstopped=1)
    spoilt = list(with_noise([Pair("L'été dure.", "Summer lasts.", "news")], whole))[1:]
    assert spoilt == [
        Pair("L'ÉTÉ DURE.", "Summer lasts.", CAPITALS),
        Pair("L'été dure", "Summer lasts", UNSTOPPED),
    ]


def test_nothing_is_repeated_that_would_not_change() -> None:
    whole = Noise(capitals=1, unstopped=1)
    for pair in (Pair("ONU", "UN", "news"), Pair("Il dure...", "It lasts...", "news")):
        assert [p.label for p in with_noise([pair], whole)][1:] in ([], [CAPITALS])
    assert list(with_noise([Pair("12 !", "12!", "news")], whole)) == [Pair("12 !", "12!", "news")]


def test_none_unless_asked() -> None:
    assert list(with_noise(TEXT, Noise())) == TEXT
