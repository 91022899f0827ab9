"""The search sees whatever the checks would flag."""

from __future__ import annotations

import pytest

from bilingual.compare import compare
from bilingual.engines.base import Hypothesis
from bilingual.glossary.terms import NO_TERMS
from bilingual.translate.attempts import judge, missing

FRENCH = "Le conseil de la ville a voté mardi à Pékin le budget du port et celui des écoles."
ENGLISH = (
    "On Tuesday in Beijing the city council passed the budget of the port and that of the schools."
)


def test_nothing_is_wrong_with_a_translation() -> None:
    assert missing(compare(FRENCH, ENGLISH)) == 0.0


@pytest.mark.parametrize(
    "spoiled",
    [
        "On Tuesday in Beijing the city council a voté le budget du port et celui des écoles.",
        "On Tuesday in Beijing they met.",
        ENGLISH.replace("council", "council of Zumrak"),
        ENGLISH.replace("of the port", "of the port of the port of the port"),
        ENGLISH.replace("the budget", '"the budget').replace("schools", 'schools"'),
    ],
)
def test_another_hypothesis_stands_for_what_would_be_flagged(spoiled: str) -> None:
    assert missing(compare(FRENCH, spoiled)) > 0.0
    said = Hypothesis(spoiled, -0.1, others=(Hypothesis(ENGLISH, -0.5),))
    assert judge(FRENCH, said, NO_TERMS).text == ENGLISH
