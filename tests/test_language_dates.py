"""Dates in pieces, each with its own place; and one reader of publication dates: a month is the
same date for an issue, a page and a feed."""

from __future__ import annotations

import datetime
import doctest
import json
import math
from datetime import date

from cases import each
from edition_factories import make_edition
from factories import make_brief
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language import dates
from bilingual.language.dates import (
    MONTHS_EN,
    MONTHS_FR,
    WEEKDAYS_EN,
    WEEKDAYS_FR,
    DateMention,
    find_dates_en,
    find_dates_fr,
    publication_day,
    publication_moment,
    read_published,
)
from bilingual.newsletter import EditionSettings, build_edition
from bilingual.render.arrange import arrange
from bilingual.render.feed_entries import build_feed
from bilingual.render.feeds import render_json_feed

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


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(dates).failed == 0


def test_moments_are_ordered_across_time_zones_and_precisions() -> None:
    ordered = [
        None,
        "no date",
        "0001-01-01T00:00:00+14:00",
        "2024",
        "2025-01",
        "2025-01-21",
        "2025-01-21T18:30:00+02:00",
        "2025-01-21T17:00:00Z",
        "2025-01-21T17:30:00",
    ]
    moments = [publication_moment(text) for text in ordered]
    assert moments == sorted(moments)
    assert moments[0] == moments[1] == -math.inf
    assert len(set(moments[1:])) == len(moments) - 1


@each(
    "text, precision, day",
    [
        ("2025", "year", None),
        (" 2025-01 ", "month", None),
        ("2025-01-21", "day", date(2025, 1, 21)),
        ("2025-01-21T23:30:00-05:00", "time", date(2025, 1, 21)),
    ],
)
def test_a_date_is_as_precise_as_its_source(text: str, precision: str, day: date | None) -> None:
    found = read_published(text)
    assert found is not None
    assert (found.precision, found.day, publication_day(text)) == (precision, day, day)


@each("text", [None, "", "no date", "2025-13", "0000-01", "2025-02-30", "²025"])
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert read_published(text) is None
    assert publication_day(text) is None
    assert publication_moment(text) == -math.inf


def test_a_month_is_one_date_in_the_issue_on_the_page_and_in_the_feed() -> None:
    dates = {"older": "2024-12-31", "month": "2025-01", "newer": "2025-01-02"}
    briefs = [make_brief(id=name, article={"published": text}) for name, text in dates.items()]
    settings = EditionSettings(group=False)
    issue = build_edition(briefs, settings, program="test", today="2025-02-01")
    told = [story.lead.brief for story in issue.stories()]
    assert told == ["newer", "month", "older"]
    assert sorted(map(arrange, briefs), key=lambda view: -view.moment) == [
        arrange(briefs[2]),
        arrange(briefs[1]),
        arrange(briefs[0]),
    ]
    (item,) = json.loads(render_json_feed(build_feed([make_edition(briefs[1])])))["items"]
    assert item["date_published"] == "2025-01-01T00:00:00Z"
