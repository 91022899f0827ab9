"""One reader of publication dates: a month is the same date for an issue, a page and a feed."""

from __future__ import annotations

import doctest
import json
import math
from datetime import date

from cases import each
from edition_factories import make_edition
from factories import make_brief

from bilingual.language import published
from bilingual.language.published import publication_day, publication_moment, read_published
from bilingual.newsletter import EditionSettings, build_edition
from bilingual.render.arrange import arrange
from bilingual.render.feed_entries import build_feed
from bilingual.render.feeds import render_json_feed


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(published).failed == 0


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
