"""The index shows every brief once, newest first, how much of each needs a look, and what is
missing."""

from __future__ import annotations

import re

from brief_strategies import TEXT, briefs
from cases import each
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from test_render_html import assert_safe, parsed, said

from bilingual.language.dates import publication_moment
from bilingual.records import Brief, Flag, KeyPoint
from bilingual.render import render_index
from bilingual.render.html import Totals, render_index_page
from bilingual.render.words import clean

SIMPLE = [("title", [("Non.", "No.")]), ("body", [("Oui.", "Yes.")])]


def entries(page: str) -> list[html.HtmlElement]:
    return list(parsed(page).xpath("//article"))


def dated(name: str, published: str | None) -> Brief:
    return make_brief(SIMPLE, id=name, article={"published": published})


def order(*briefs: Brief) -> list[str]:
    return [entry.xpath("string(.//h2/a/@href)") for entry in entries(render_index(briefs))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(briefs(), max_size=3), st.lists(st.tuples(TEXT, TEXT), max_size=2))
def test_any_briefs_are_listed_safely(many: list[Brief], failures: list[tuple[str, str]]) -> None:
    page = render_index(many, failures)
    document = parsed(page)
    assert_safe(document, links=r"#briefs|[a-z0-9-]+\.html(#note\d+)?")
    assert len(document.xpath("//article")) == len(many)
    assert [said(file) for file in document.xpath("//dt")] == [clean(file) for file, _ in failures]


@given(
    st.permutations(
        [("b", "2025-01-02"), ("a", "2025-01-02"), ("c", None), ("d", "2025-01-02T01:00")]
    )
)
def test_newest_first_then_by_name_undated_last(given_order: list[tuple[str, str | None]]) -> None:
    assert order(*(dated(*item) for item in given_order)) == [
        "d.html",
        "a.html",
        "b.html",
        "c.html",
    ]


def test_two_key_points_and_the_count_to_check() -> None:
    (entry,) = entries(render_index([demonstration()]))
    points = [said(point) for point in entry.xpath(".//li/p")]
    assert points[0].startswith("On Tuesday evening the port council approved")
    assert points[1].startswith("The region will pay 60%"), "the lead-in comes first"
    assert len(points) == 2
    assert said(entry.xpath(".//p[@class='look']")[0]) == "3 of 20 sentences to check"


def test_flagged_points_lead_to_their_note() -> None:
    flag = Flag(index=1, kind="names", message="Look.", value=1, threshold=0)
    point = KeyPoint(rank=1, index=1, weight=1)
    (entry,) = entries(render_index([make_brief(SIMPLE, flags=[flag], key_points=[point])]))
    assert entry.xpath(".//a[@class='pill check']/@href") == ["article.html#note1"]


def test_a_headline_without_translation_says_so() -> None:
    brief = make_brief(SIMPLE, translations={0: {"origin": "untranslated", "text": "Non."}})
    (entry,) = entries(render_index([brief]))
    assert said(entry.xpath(".//h2")[0]) == "not translated Non."
    assert entry.xpath(".//h2/@lang") == ["fr"]


@each(
    "count, told",
    [
        (0, "0 briefs, 0 sentences, none flagged"),
        (1, "1 brief, 2 sentences, none flagged"),
        (200, "200 briefs, 400 sentences, none flagged"),
    ],
)
def test_none_one_and_many(count: int, told: str) -> None:
    page = render_index([dated(f"a{i}", None) for i in range(count)])
    assert said(parsed(page).xpath("//p[@class='totals']")[0]) == told
    assert len(entries(page)) == count
    assert ("No briefs yet." in page) == (count == 0)


def test_failures_are_listed_and_counted() -> None:
    page = render_index([], [("a.txt", "a.txt: it is empty"), ("b.txt", "it is English")])
    (box,) = parsed(page).xpath("//section[@class='failures']")
    assert said(box) == (
        "2 articles could not be made into briefs a.txtit is empty b.txtit is English"
    )
    assert "none flagged, 2 articles missing" in said(parsed(page))


def test_undated_moments_come_before_every_other() -> None:
    assert publication_moment(None) < publication_moment("0001-01-01")


def page_of(number: int, count: int) -> html.HtmlElement:
    totals = Totals(briefs=count)
    return parsed(
        "".join(render_index_page(number, ["<p>entry</p>"], totals, [("a.txt", "empty")]))
    )


def test_a_long_index_has_pages_that_lead_to_each_other() -> None:
    few, first, middle = page_of(1, 500), page_of(1, 501), page_of(20, 20_000)
    assert few.xpath("//nav[@class='pages']") == []
    assert first.xpath("//nav[@class='pages']//a/@href") == ["index-2.html"]
    assert middle.xpath("//nav[@class='pages']//a/@href") == [
        "index.html", *(f"index-{n}.html" for n in (16, 17, 18, 19, 21, 22, 23, 24, 40)),
    ]  # fmt: skip
    assert said(middle.xpath("//nav[@class='pages']/*[@aria-current]")[0]) == "20"


def test_failures_are_on_the_first_page_only() -> None:
    assert page_of(1, 900).xpath("//section[@class='failures']")
    assert not page_of(2, 900).xpath("//section[@class='failures']")


def test_the_golden_index() -> None:
    page = render_index([demonstration(), dated("demain", "2025-01-22")], [("vide.txt", "empty")])
    check_golden("index.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", page))
