"""Dates in pieces, each with its own place."""

from __future__ import annotations

import datetime

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language.dates import (
    MONTHS_EN,
    MONTHS_FR,
    WEEKDAYS_EN,
    WEEKDAYS_FR,
    DateMention,
    find_dates_en,
    find_dates_fr,
)

DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(2099, 12, 31))


def pieces(mention: DateMention) -> tuple[int | None, ...]:
    return tuple(mention.get(kind) for kind in ("weekday", "day", "month", "year"))


@given(DATES)
def test_a_date_in_full_is_read_in_every_order(date: datetime.date) -> None:
    wanted = (date.isoweekday(), date.day, date.month, date.year)
    month, weekday = MONTHS_FR[date.month - 1], WEEKDAYS_FR[date.isoweekday() - 1]
    first = "1er" if date.day == 1 else date.day
    (mention,) = find_dates_fr(f"Paris, le {weekday} {first} {month} {date.year}, à l'aube")
    assert pieces(mention) == wanted
    month, weekday = MONTHS_EN[date.month - 1], WEEKDAYS_EN[date.isoweekday() - 1]
    for text in (
        f"on {weekday}, {month} {date.day}, {date.year}, at dawn",
        f"on {weekday} {date.day} {month} {date.year} at dawn",
    ):
        (mention,) = find_dates_en(text)
        assert pieces(mention) == wanted
        assert text[mention.start : mention.end] == mention.text


@given(DATES)
def test_numeric_dates_are_day_first_in_french_and_month_first_in_english(
    date: datetime.date,
) -> None:
    wanted = (None, date.day, date.month, date.year)
    assert pieces(find_dates_fr(f"{date:%d/%m}/{date.year:04}")[0]) == wanted
    assert pieces(find_dates_en(f"{date:%m/%d}/{date.year:04}")[0]) == wanted
    for find in (find_dates_fr, find_dates_en):
        assert pieces(find(f"{date.year:04}-{date:%m-%d}")[0]) == wanted


@each(
    "text, wanted",
    [
        ("en mars dernier", [(None, None, 3, None)]),
        ("la planète Mars", []),
        ("le lundi 12, à Lyon", [(1, 12, None, None)]),
        ("lundi et mardi", [(1, None, None, None), (2, None, None, None)]),
        ("le 3 sept. 2024", [(None, 3, 9, 2024)]),
        ("la version 3.11.2", []),
    ],
)
def test_french_traps(text: str, wanted: list[tuple[int | None, ...]]) -> None:
    assert [pieces(mention) for mention in find_dates_fr(text)] == wanted


@each(
    "text, wanted",
    [
        ("the March on the capital", []),
        ("in March", [(None, None, 3, None)]),
        ("it may rain. May knew", []),
        ("since May 2012", [(None, None, 5, 2012)]),
        ("on Dec. 3", [(None, 3, 12, None)]),
        ("around the Sun.", []),
        ("in January 3,000 people", [(None, None, 1, None)]),
        ("on 31/12/2024", [(None, 31, 12, 2024)]),
        ("the ratio 45/45/2024", []),
    ],
)
def test_english_traps(text: str, wanted: list[tuple[int | None, ...]]) -> None:
    assert [pieces(mention) for mention in find_dates_en(text)] == wanted


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for find in (find_dates_fr, find_dates_en):
        position = 0
        for mention in find(text):
            assert position <= mention.start < mention.end
            assert mention.text == text[mention.start : mention.end]
            position = mention.end
