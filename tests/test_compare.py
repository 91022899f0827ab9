"""One comparison of two texts: it says the same however it is asked, and every property is measured
for any strings."""

from __future__ import annotations

from brief_strategies import WILD
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.checks import check
from bilingual.compare import Comparison, English, French, compare
from bilingual.compare.facts import found_once
from bilingual.records import Sentence, Translation

PROPERTIES = [name for name, held in vars(Comparison).items() if isinstance(held, found_once)]


def test_every_property_is_there() -> None:
    assert {"numbers", "names", "length_ratio", "copying", "repetition", "quotations", "reversals",
            "invented_words", "invented_names"} <= set(PROPERTIES)  # fmt: skip


@given(WILD, WILD, st.permutations(PROPERTIES))
def test_a_comparison_says_the_same_in_whatever_order_it_is_asked(
    source: str, target: str, order: list[str]
) -> None:
    fresh = Comparison(French(source), English(target))
    asked = {name: getattr(fresh, name) for name in order}
    kept = compare(source, target)
    assert asked == {name: getattr(kept, name) for name in PROPERTIES}
    assert compare(source, target) is kept


def test_the_french_is_read_once_for_all_hypotheses() -> None:
    french = "Le 3 mars, Pékin a voté."
    one, other = compare(french, "On 3 March Beijing voted."), compare(french, "Beijing voted.")
    assert one.french is other.french
    assert one.french.numbers is other.french.numbers


@given(WILD.filter(str.strip), WILD)
def test_what_is_wrong_is_what_the_checks_flag(source: str, target: str) -> None:
    sentence = Sentence(index=0, paragraph=0, role="body", start=0, end=len(source), text=source)
    flags = check([sentence], [Translation(index=0, text=target, engine="any")])
    wrong = compare(source, target).wrong
    assert {flag.kind for flag in flags} == {kind for kind, amount in wrong.items() if amount}


@given(WILD, WILD)
def test_any_pair_is_measured(source: str, target: str) -> None:
    pair = compare(source, target)
    assert 0.0 <= pair.repetition.share <= 1.0
    assert 0.0 <= pair.copying.share <= 1.0
    assert 0.0 <= pair.failure <= 1.0
    assert pair.length_ratio >= 0.0


@each(
    "text",
    [
        "1" * 100_000,
        " " * 100_000,
        "é" * 100_000,
        "." * 100_000,
        "vingt et " * 3_000,
        "Ab de " * 3_000,
    ],
)
def test_hostile_lengths_are_measured(text: str) -> None:
    pair = compare(text, text)
    assert [getattr(pair, name) for name in PROPERTIES]
    assert pair.length_ratio == (1.0 if text.strip() else 0.0)
