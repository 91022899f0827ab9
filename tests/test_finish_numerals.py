"""French number forms in English text: rewritten where the French vouches for them, and never to
another value."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.finish.numerals import english_numerals
from bilingual.language.numbers import find_numbers_en, find_numbers_fr

SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


@st.composite
def french_numbers(draw: st.DrawFn) -> str:
    whole = draw(st.integers(0, 999_999_999))
    grouped = f"{whole:,}".replace(",", draw(SPACES))
    decimals = draw(st.sampled_from(["", ",1", ",25", ",0375"]))
    return grouped + decimals


@given(french_numbers(), SPACES)
def test_the_value_is_kept(number: str, space: str) -> None:
    french = f"Ils sont {number} ici."
    copied = number.replace("\u202f", space).replace("\u00a0", space)
    english = english_numerals(f"They are {copied} here.", french)
    before = [mention.value for mention in find_numbers_fr(french)]
    assert [mention.value for mention in find_numbers_en(english)] == before
    assert english_numerals(english, french) == english


@given(st.text(alphabet="0123456789 .,h%ab\u202f", max_size=40))
def test_a_number_that_the_french_has_not_is_left(english: str) -> None:
    assert english_numerals(english, "") == english.replace("\u202f%", "%") or "%" in english


@given(st.text(alphabet="0123456789 .,h%\u00a0\u202f", max_size=40))
def test_digits_stay(text: str) -> None:
    found = english_numerals(text, text)
    assert [c for c in found if c.isdigit()] == [c for c in text if c.isdigit()]


@each(
    "english, french, expected",
    [
        ("almost 8 000 kilometres", "près de 8\u202f000 kilomètres", "almost 8,000 kilometres"),
        ("1 234 567,89 euros", "1 234 567,89 euros", "1,234,567.89 euros"),
        ("1.200.000 people", "1.200.000 personnes", "1,200,000 people"),
        ("26.3 %, then 5 %.", "26,3 %, puis 5 %.", "26.3%, then 5%."),
        ("at 9 h 05 sharp", "à 9 h 05 précises", "at 9:05 sharp"),
        ("the 12 500 others", "les 1 500 autres", "the 12 500 others"),
        ("1,300 people", "1 300 personnes", "1,300 people"),
        ("1,300 people", "1,300 personne", "1,300 people"),
        ("version 10,5,3 and 4,1", "version 10,5,3 et 4,1", "version 10,5,3 and 4.1"),
        ("call 01 23 456 789", "appelez 01 23 456 789", "call 01 23 456 789"),
    ],
)
def test_cases(english: str, french: str, expected: str) -> None:
    assert english_numerals(english, french) == expected
