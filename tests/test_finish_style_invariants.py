"""What no setting of the house style may break, on sentences made at random from what it looks
at."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from cases import each
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.finish.style import apply_style
from bilingual.language.numbers import NumberMention, find_numbers_en
from bilingual.language.typography import polish_english
from bilingual.settings import Settings

PIECES = [
    "On", "January 21, 2025", "January 21st", "21 January", "May 5", "21-23", "Tuesday,", "2025",
    "people", "the", "of", "9", "3", "12", "12,300", "1 300 000", "1\u202f300", "9%", "5 %",
    "per cent", "percent", "nine", "twelve", "twenty-one", "million", "hundred", "and", "to",
    "Kiev", "the Czech Republic", "Czechia", "Turkey", "color", "organise", "organize", "analyse",
    "Labour", "5 meters", "program", '"', "'", '"He', 'said."', "'no'", "“", "”", "‘", "’", "it's",
    "workers'", "'98", "5'10\"", "(", ")", ",", ".", "-", "–", "half", "past", "quarters", "3.5",
    "$9", "£ 9", "years old", "at", "o'clock", "1'51\"21", "s'", "9 km", "page", "March", "in", "½",
    "\u00a0", "9,", "7-0", "century", "per", "%", "dozen", "second", "Mr.", "pp.", "0",
]  # fmt: skip
SENTENCES = (
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
    | st.text(max_size=40)
)
CHOICES: dict[str, list[str]] = {
    "quotes": ["double", "single", "straight"],
    "spelling": ["british", "oxford", "american"],
    "dates": ["day-month", "month-day"],
    "numerals": ["words", "both"],
    "thousands": ["comma", "thin-space"],
    "percent": ["%", "per cent", "percent"],
    "places": ["modern", "traditional"],
}
STYLES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {name: st.sampled_from(["as-is", *values]) for name, values in CHOICES.items()}
)
ONE_RULE = [(name, value) for name, values in CHOICES.items() for value in values]


def values(mentions: list[NumberMention]) -> Counter[Any]:
    calendar = ("month", "weekday")
    return Counter((m.kind in calendar, m.value, m.unit) for m in mentions)


@settings(max_examples=300)
@given(SENTENCES, STYLES)
def test_twice_is_once_and_no_number_changes(text: str, chosen: dict[str, Any]) -> None:
    style = Settings(**chosen)
    once = apply_style(text, style)
    assert apply_style(once, style) == once
    assert values(find_numbers_en(once)) == values(find_numbers_en(text))


@given(SENTENCES)
def test_the_default_changes_nothing(text: str) -> None:
    assert apply_style(text, Settings()) is text


PLAIN = st.lists(
    st.sampled_from(
        ["the", "council", "voted", "again", "Paris", "three", "hours", "advice", "wise", "12", "."]
    ),
    max_size=12,
).map(" ".join)


@given(PLAIN, STYLES.filter(lambda chosen: chosen["numerals"] != "both"))
def test_text_without_anything_to_style_is_the_same_object(
    text: str, chosen: dict[str, Any]
) -> None:
    assert apply_style(text, Settings(**chosen)) is text


WORDS = st.lists(
    st.sampled_from(["it's", "we", "won", "don't", "5'10", "O'Brien", "a.b@c.example"]),
    min_size=1,
    max_size=3,
)
QUOTED = st.recursive(
    WORDS.map(" ".join),
    lambda inner: st.tuples(WORDS, inner, WORDS).map(
        lambda parts: f"{' '.join(parts[0])} {{{parts[1]}}} {' '.join(parts[2])}"
    ),
    max_leaves=3,
)


def marked(text: str, marks: tuple[str, str, str, str]) -> str:
    """Braces as quotation marks that change over with depth."""
    made, depth = [], 0
    for letter in text:
        if letter == "{":
            made.append(marks[0 if depth % 2 == 0 else 2])
            depth += 1
        elif letter == "}":
            depth -= 1
            made.append(marks[1 if depth % 2 == 0 else 3])
        else:
            made.append(letter)
    return "".join(made)


def curled(text: str) -> str:
    return re.sub(r"(?<=[A-Za-z])'(?=[A-Za-z])", "’", text)


FORMS = {
    "double": ("“", "”", "‘", "’"),
    "single": ("‘", "’", "“", "”"),
    "straight": ('"', '"', "'", "'"),
}


@given(st.lists(QUOTED, min_size=1, max_size=3).map(" and ".join), st.sampled_from(list(FORMS)))
def test_every_form_of_nested_quotations_comes_from_every_other(text: str, source: str) -> None:
    """So what balances in the input balances in the output, whatever the depth."""
    written = marked(text, FORMS[source])
    for target in ("double", "single"):
        assert apply_style(written, Settings(quotes=target)) == marked(curled(text), FORMS[target])


ADDRESSES = [
    "https://a.example/May-5?q=9%25&center='9'", "www.color.example/Kiev",
    "organise.9@labour.example", "#color", "@center",
    "#Kiev9", "color.example/9%",
]  # fmt: skip


@pytest.mark.parametrize("percent", ["%", "percent"])
def test_a_digit_at_the_end_of_a_tag_is_no_figure(percent: str) -> None:
    for text in ("See #Kiev9 per cent of it", "See #Kiev9 % of it", "Covid19 per cent"):
        styled = apply_style(text, Settings(percent=percent))
        assert styled.replace("percent", "per cent") == text


@given(SENTENCES, st.sampled_from(ADDRESSES), SENTENCES, STYLES)
def test_addresses_and_brackets_are_untouched(
    before: str, address: str, after: str, chosen: dict[str, Any]
) -> None:
    text = f"{before} {address} {after}"
    styled = apply_style(text, Settings(**chosen))
    assert styled.count(f" {address} ") == text.count(f" {address} ")
    assert [c for c in styled if c in "()[]{}"] == [c for c in text if c in "()[]{}"]


def bag(text: str) -> Counter[str]:
    """Words of a text without the small words and letters of dates."""
    words = re.findall(r"\w+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))
    return Counter(word for word in words if word.lower() not in ("the", "of"))


@pytest.mark.parametrize("order", CHOICES["dates"])
@given(text=SENTENCES)
def test_dates_only_move_words(order: str, text: str) -> None:
    assert bag(apply_style(text, Settings(dates=order))) == bag(text)


@pytest.mark.parametrize(("name", "value"), ONE_RULE)
@given(text=SENTENCES)
def test_words_come_and_go_only_where_the_rule_says_so(name: str, value: str, text: str) -> None:
    styled = apply_style(text, Settings(**{name: value}))
    grown = len(re.split(" +", styled)) - len(re.split(" +", text))
    if name in ("quotes", "spelling", "numerals"):
        assert grown == 0
    elif name == "thousands":
        assert -text.count(" ") <= grown <= 0
    elif name == "percent":
        assert abs(grown) <= 2 * len(re.findall(r"%|per\s?cent", text))
    elif name == "dates":
        assert -2 * len(re.findall(r"\bof\b", text)) <= grown <= 0
    else:
        assert abs(grown) <= 2 * len(re.findall("Czech", text))


@given(st.text(max_size=60), STYLES)
def test_it_takes_whatever_the_polish_leaves(text: str, chosen: dict[str, Any]) -> None:
    polished = polish_english(text)
    assert isinstance(apply_style(polished, Settings(**chosen), text, keep=[text[:3]]), str)


LONG = [
    "a",
    "'",
    '"',
    "1 ",
    "a.",
    "May 5 ",
    "a@",
    "a-",
    "1,000,",
    "“",
    "s' a ",
    "5% ",
    "ten ",
    "5 January ",
    "the Czech ",
]


@each("piece", LONG)
def test_long_text_is_taken_too(piece: str) -> None:
    """A pattern that backtracks over the whole text would not come to an end here."""
    style = Settings(**{name: values[0] for name, values in CHOICES.items()})
    text = piece * (50_000 // len(piece))
    assert len(apply_style(text, style)) >= len(text) * 0.5
