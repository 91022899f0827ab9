"""A French number as English writes it, with its sign or without."""

from __future__ import annotations

from cases import each

from bilingual.language.number_text import english_amount, english_number
from bilingual.language.numbers import find_numbers_fr


@each(
    "french, english",
    [
        ("235,3 milliards", "235.3 billion"),
        ("12 millions", "12 million"),
        ("2 billions", "2 trillion"),
        ("3 mille", "3 thousand"),
        ("1 234 567", "1,234,567"),
        ("12.000", "12,000"),
        ("0,5", "0.5"),
        ("douze", "twelve"),
        ("vingt-trois", "23"),
        ("69e", "69th"),
        ("11e", "11th"),
        ("21e", "21st"),
        ("112e", "112th"),
        ("3,5 %", "3.5"),
        ("15 €", "15"),
    ],
)
def test_a_number_is_written_as_english_writes_it(french: str, english: str) -> None:
    (mention,) = find_numbers_fr(french)
    assert english_number(mention) == english


@each(
    "french, english",
    [
        ("Il coûte 15 €.", "€15"),
        ("Il coûte 3 M€.", "€3 million"),
        ("Il coûte 20 k€.", "€20,000"),
        ("Il gagne 3,5 %.", "3.5%"),
        ("Il part à 18h30.", "18:30"),
        ("Il court 10 km.", "10"),
    ],
)
def test_an_amount_keeps_its_sign(french: str, english: str) -> None:
    (mention,) = find_numbers_fr(french)
    assert english_amount(mention) == english


def test_months_and_weekdays_have_names() -> None:
    found = [english_number(mention) for mention in find_numbers_fr("le lundi 3 mars 2025")]
    assert found == ["Monday", "3", "March", "2025"]


def test_what_has_no_one_form_is_left_to_the_sentence() -> None:
    (hours,) = find_numbers_fr("Le musée ouvre à 8 heures.")
    assert english_amount(hours) is None
    (half,) = find_numbers_fr("La moitié des élèves.")
    assert english_number(half) is None
