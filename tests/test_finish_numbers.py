"""Numbers of the English: rewritten where the French vouches for them, put right where there is no
doubt, never to another value and always on record."""

from __future__ import annotations

from cases import each
from factories import make_brief
from hypothesis import given
from hypothesis import strategies as st

from bilingual.checks import check
from bilingual.compare.numbers import match_numbers
from bilingual.finish import finish
from bilingual.finish.numbers import english_numerals, repair_numbers
from bilingual.language.numbers import find_numbers_en, find_numbers_fr
from bilingual.settings import Settings

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
        ("1.200 dead", "1.200 morts", "1,200 dead"),
        ("83,405 dollars and 1,799", "83,405 dollars et 1,799", "83.405 dollars and 1.799"),
        ("57,000 people", "57,000 personnes", "57,000 people"),
        ("in 1,914", "en 1914", "in 1914"),
        ("on 3 August 1,914", "le 3 août 1914", "on 3 August 1914"),
        ("in 1,914", "en mil neuf cent quatorze", "in 1914"),
        ("1,914 people in 1914", "1914 personnes en 1914", "1,914 people in 1914"),
        ("at 21:30 p.m.", "à 21 h 30.", "at 21:30."),
        ("at 21h30 pm sharp", "à 21h30 précises", "at 21:30 sharp"),
        ("at 9:30 p.m.", "à 21 h 30.", "at 9:30 p.m."),
        ("call 01 23 456 789", "appelez 01 23 456 789", "call 01 23 456 789"),
    ],
)
def test_cases(english: str, french: str, expected: str) -> None:
    assert english_numerals(english, french) == expected


WORDS = [
    "12", "1", "300", "4,1", "%", "41%", "1,300", "milliards", "million", "dollars", "$5", "euros",
    "mars", "May", "vendredi", "69e", "6th", "1998", "18", "h", "30", "6:30", "vingt-deux",
    "twelve", "une", "dizaine", "dozen", "XXIe", "siècle", ",", ".", "de", "and", "l'", "2,5bn",
    "10-12", "−3", "007", "½", "٣",
]  # fmt: skip

SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=30)


def unpaired(french: str, english: str) -> int:
    matching = match_numbers(find_numbers_fr(french), find_numbers_en(english))
    return len(matching.missing) + len(matching.extra)


@given(SENTENCES, SENTENCES)
def test_it_only_ever_makes_things_better(french: str, english: str) -> None:
    text, repairs = repair_numbers(french, english)
    assert unpaired(french, text) == unpaired(french, english) - 2 * len(repairs)
    assert (text == english) == (not repairs)
    assert repair_numbers(french, text) == (text, ())


@given(st.integers(2, 99_999), st.integers(2, 99_999))
def test_what_was_right_is_left(right: int, other: int) -> None:
    french = f"Ils étaient {right} hier et {other} aujourd'hui."
    english = f"They were {right:,} yesterday and {other:,} today."
    assert repair_numbers(french, english) == (english, ())


@each(
    "french, english, expected",
    [
        ("une hausse de 4,1 % en 2024", "a rise of 41% in 2024", "a rise of 4.1% in 2024"),
        ("les bonds de 29,3 % et de 26,3 %", "jumps of 4.3% and 26.3%", "jumps of 29.3% and 26.3%"),
        ("115,5 milliards de dollars", "115.5 million dollars", "115.5 billion dollars"),
        ("5 millions de dollars", "$50 million", "$5 million"),
        ("un budget de 4,5 M€", "a budget of 4.5 euros", "a budget of 4.5 million euros"),
        (
            "de 4,5 M€ et 3 Md€",
            "of €4.5 and 3 billion euros",
            "of €4.5 million and 3 billion euros",
        ),
        ("un prêt de 300 k€", "a loan of 300 euros", "a loan of 300,000 euros"),
        ("1 300 personnes", "13,000 people", "1,300 people"),
        ("vingt-deux pays", "twelve countries", "22 countries"),
        ("trois pays", "thirteen countries", "three countries"),
        ("la 69e place", "the 6th place", "the 69th place"),
        ("la 22e place", "the 12th place", "the 22nd place"),
        ("le 3 mars", "3 May", "3 March"),
        ("un vendredi", "a Thursday", "a Friday"),
        ("en 1998", "in 1988", "in 1998"),
        ("12 %, puis 15 %", "13%, then 16 percent", "12%, then 15 percent"),
        ("de 30 ans", "of 3%", "of 30"),
    ],
)
def test_changed_numbers(french: str, english: str, expected: str) -> None:
    assert repair_numbers(french, english)[0] == expected


@each(
    "french, english",
    [
        ("10, 20 et 30", "40 and 50"),  # which became which?
        ("5 millions d'euros", "$50 million"),  # another currency is another fault
        ("vingt-quatre heures", "many hours"),  # nothing to put it in the place of
        ("16 milles roubles", "16 thousand roubles"),  # miles or thousands, nobody knows
        ("à 18 h 30", "at 6:40 p.m."),  # a time has many forms
        ("en mars", "in 3 parts"),
    ],
)
def test_doubtful_ones_are_left(french: str, english: str) -> None:
    assert repair_numbers(french, english) == (english, ())


def test_the_record_and_the_flag_say_what_was_done() -> None:
    brief = make_brief(
        [("body", [("Une hausse de 4,1 %.", "A rise of 41%."), ("Il pleut.", "It rains.")])],
        id="rise",
    )
    first, second = finish(brief.sentences, brief.translations, Settings())
    assert first.text == "A rise of 4.1%."
    assert [vars(item) for item in first.repairs] == [
        {"french": "4,1 %", "before": "41%", "after": "4.1%"}
    ]
    assert second == brief.translations[1]
    flags = [flag for flag in check(brief.sentences, (first, second)) if flag.kind == "repaired"]
    assert [flag.index for flag in flags] == [0]
    assert "The model wrote 41%; the French says 4,1 %." in flags[0].message


@each("origin", ["human", "memory", "glossary", "verbatim", "untranslated"])
def test_only_what_an_engine_said_is_touched(origin: str) -> None:
    brief = make_brief(
        [("body", [("Une hausse de 4,1 %.", "A rise of 41%.")])],
        id="rise",
        translations={0: {"origin": origin}},
    )
    assert finish(brief.sentences, brief.translations, Settings()) == brief.translations
