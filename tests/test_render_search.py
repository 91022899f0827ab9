"""The search page holds every sentence, can be closed by none of them, and allows its own script
alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from brief_strategies import TEXT
from edition_factories import demonstration_edition, make_edition, school
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from test_render_html import TAGS, parsed, said
from test_render_site import assert_safe, editions

from bilingual.records import Edition
from bilingual.render.arrange import arrange
from bilingual.render.edition_view import arrange_edition
from bilingual.render.site import MOST_BYTES, render_search, safe_json, search_index

TAGS_OF_SEARCH = TAGS | {"script", "form", "button"}
LINKS = r"index\.html|#search|i-\d/([a-z0-9-]+)\.html(#note\d+)?"


def index_of(document: html.HtmlElement) -> dict[str, Any]:
    (data,) = document.xpath("//script[@type='application/json']")
    return dict(json.loads(data.text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2).flatmap(lambda n: st.tuples(*(editions(id=f"i-{i}") for i in range(n)))))
def test_any_issues_are_searched_whole_and_listed_safely(many: tuple[Edition, ...]) -> None:
    document = parsed(render_search(many))
    assert_safe(document, LINKS, TAGS_OF_SEARCH)
    assert len(document.xpath("//script")) == 2
    index = index_of(document)
    found = {(index["issues"][a[0]][0], a[1]): a for a in index["articles"]}
    for edition in many:
        for brief in edition.briefs:
            article = found.pop((edition.id, brief.article.id))
            assert article[8] == 0
            pairs = arrange(brief).pairs
            texts = [(0 if pair.untranslated else pair.english, pair.french) for pair in pairs]
            assert list(zip(article[7][::2], article[7][1::2], strict=True)) == texts
            links = document.xpath("//a[@href=$url]", url=f"{edition.id}/{brief.article.id}.html")
            assert len(links) == 1
    assert not found


@given(st.recursive(TEXT, lambda inner: st.lists(inner, max_size=3)))
def test_json_in_a_page_is_the_value_and_nothing_that_html_knows(value: Any) -> None:
    text = safe_json(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_a_sentence_cannot_end_the_script() -> None:
    nasty = "</script><script>alert(1)</script><!--<script>"
    brief = make_brief([("title", [(nasty, nasty)])])
    page = render_search([make_edition(brief)])
    assert page.count("</script") == 2
    assert index_of(parsed(page))["articles"][0][7] == [nasty, nasty]


def test_the_policy_allows_the_script_by_its_hash_and_no_request() -> None:
    document = parsed(render_search([demonstration_edition()]))
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = document.xpath("//script[not(@type)]")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == f"'sha256-{digest}'"
    assert "connect-src" not in directives


def test_the_script_puts_nothing_in_as_html() -> None:
    (script,) = parsed(render_search([])).xpath("//script[not(@type)]")
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert way not in script.text


def test_an_article_knows_its_headline_key_points_excerpt_and_where_it_stands() -> None:
    index, brief_from = search_index([arrange_edition(demonstration_edition())], MOST_BYTES)
    assert brief_from is None
    assert index["issues"] == [["issue-12", "Estuary Letter", "No. 12 · 21 January 2025", "en"]]
    article = index["articles"][0]
    source, date = "Le Courrier de l’Estuaire", "21 January 2025, 18:30 (UTC+1)"
    assert article[:7] == [0, "port-saint-brevin", source, date, 1, [2, 10, 11, 9, 13], [1]]
    english, french = article[7][34], article[7][35]
    assert english == 0, "sentence 17 has no English"
    assert french.startswith("«\u00a0PAS DE QUAI")
    assert article[10] == [[9], [1, 17]]


def test_beyond_the_budget_older_articles_are_searched_in_brief_and_the_page_says_so() -> None:
    newer = make_edition(school(), id="b", date="2025-02-01")
    older = make_edition(demonstration(), id="a", date="2025-01-01")
    room = len(safe_json(search_index([arrange_edition(newer)], MOST_BYTES)[0]).encode())
    page = parsed(render_search([older, newer], most_bytes=room))
    whole, short = index_of(page)["articles"]
    assert whole[8] == 0
    assert short[8] == [0, 1, 2, 9, 10, 11, 13], "title, excerpt, key points"
    assert len(short[7]) == 2 * len(short[8])
    hint = said(page.xpath("//p[@id='hint']")[0])
    assert "Of the issues from 1 January 2025 back, only headlines" in hint
    full = parsed(render_search([older, newer]))
    assert "Of the issues from" not in said(full)


def test_without_a_script_the_page_says_so_and_lists_everything_by_issue() -> None:
    document = parsed(render_search([demonstration_edition()]))
    assert document.xpath("//form/@hidden") == [""]
    assert "scripts are off" in said(document.xpath("//p[@id='unavailable']")[0])
    (issue,) = document.xpath("//div[@id='everything']/section")
    assert said(issue.xpath(".//h2")[0]) == "No. 12 · 21 January 2025"
    assert [said(link) for link in issue.xpath(".//li/a")] == [
        "Port of Saint-Brévin wants to double its grain exports by 2030",
        "Grain port voted in Saint-Brévin",
        'The school & its "12" pupils <saved>',
    ]


def test_results_are_announced_and_the_field_has_a_name() -> None:
    document = parsed(render_search([]))
    (count,) = document.xpath("//*[@role='status']")
    assert count.get("aria-live") == "polite"
    assert document.xpath("//label/@for") == document.xpath("//input/@id") == ["q"]
    assert "No issues yet." in said(document)


def test_the_size_of_an_article_is_what_the_docstring_says() -> None:
    """20 sentences of the demonstration; the figure is for 23 of the corpus."""
    index, _ = search_index([arrange_edition(make_edition(demonstration()))], MOST_BYTES)
    assert 3_000 < len(safe_json(index["articles"][0]).encode()) < 6_000


def test_the_golden_search_page() -> None:
    page = render_search([demonstration_edition()])
    page = re.sub(r"(?s)<style>.*</style>", "<style></style>", page)
    page = re.sub(r"(?s)<script>.*</script>", "<script></script>", page)
    check_golden("search.html", re.sub(r"sha256-[\w+/=]+", "sha256-…", page))
