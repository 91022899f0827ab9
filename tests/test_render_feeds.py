"""Both feeds are valid by their specifications, read by a feed reader's library, and keep the id of
an article for good."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from brief_strategies import NASTY
from cases import each
from edition_factories import demonstration_edition, make_edition, school, second_telling
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree, html
from test_render_site import editions

from bilingual.errors import UsageError
from bilingual.records import Edition, Flag, KeyPoint, Section, Sender, Story, Telling
from bilingual.render import render_markdown
from bilingual.render.edition_view import arrange_edition
from bilingual.render.email_text import render_email_text
from bilingual.render.feed_entries import build_feed
from bilingual.render.feeds import render_atom, render_json_feed
from bilingual.render.issue_markdown import render_issue_markdown
from bilingual.render.markdown import NOT_TRANSLATED, percent_encoded
from bilingual.render.words import clean, safe_url

DATA = Path(__file__).resolve().parent / "data" / "feeds"
JSON_FEED = Draft202012Validator(json.loads((DATA / "json-feed-1.1.schema.json").read_text()))
ATOM = etree.RelaxNG(etree.parse(DATA / "atom.rng"))
NAMES = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EXAMPLES = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = set(re.findall(r"\w+", "html body div p span a ol ul li br strong em blockquote"))

many = st.integers(1, 3).flatmap(
    lambda n: st.tuples(*(editions(id=f"issue-{number}") for number in range(n)))
)


def items(*issues: Edition, **options: int) -> list[dict[str, Any]]:
    feed = json.loads(render_json_feed(build_feed(issues, **options)))
    JSON_FEED.validate(feed)
    found = feed["items"]
    assert isinstance(found, list)
    return found


def atom(*issues: Edition, **options: int) -> etree._Element:
    root = etree.fromstring(render_atom(build_feed(issues, **options)).encode())
    ATOM.assertValid(root)
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(found) for found in root.xpath(path, namespaces=NAMES)]


def content(markup: str) -> html.HtmlElement:
    return html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))


def squeezed(text: str) -> str:
    return re.sub("[ \t\n]+", " ", text).strip(" \n")


@EXAMPLES
@given(many)
def test_any_issues_make_two_valid_feeds_with_the_same_entries(issues: tuple[Edition, ...]) -> None:
    told = items(*issues)
    root = atom(*issues)
    ids = [item["id"] for item in told]
    assert ids == texts(root, "//a:entry/a:id/text()")
    assert len(ids) == len(set(ids))
    assert [item["date_published"] for item in told] == texts(root, "//a:published/text()")
    written = [squeezed(item["content_html"]) for item in told]
    assert written == [squeezed(text) for text in texts(root, "//a:content/text()")]
    for item in told:
        assert_safe(content(item["content_html"]))
    for href in texts(root, "//a:link/@href"):
        assert safe_url(href)
    # RFC 4287, 4.1.1: no two alternates of the same type and language.
    for entry in root.iterfind("a:entry", NAMES):
        assert len(texts(entry, "a:link[@rel='alternate']")) <= 1


def assert_safe(page: html.HtmlElement) -> None:
    for element in page.iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= {"lang", "href", "hreflang"}
    for href in page.xpath("//@href"):
        assert safe_url(href)


@EXAMPLES
@given(editions())
def test_no_story_and_no_telling_is_lost(edition: Edition) -> None:
    stories = arrange_edition(edition).stories
    addresses = [told.view.url or told.view.id for story in stories for told in story.articles]
    assume(len(set(addresses)) == len(addresses))
    told = items(edition)
    assert len(told) == len(stories)
    for item, story in zip(told, stories, strict=True):
        text = squeezed(content(item["content_html"]).text_content() + "\n" + item["title"])
        for pair in story.lead.excerpt:
            assert pair.french in text
        for other in story.others:
            assert squeezed(other.view.french_headline) in text
            assert all(pair.french in text for pair in other.only)
        for part in story.articles:
            assert not part.view.url or quoted(part.view.url) in item["content_html"]


def test_a_telling_without_a_visible_headline_is_named_by_its_id() -> None:
    empty = make_brief((("title", [("\u200e", "\u200e")]),), id="without-a-sentence")
    brief = demonstration()
    story = Story(tellings=(Telling(brief=brief.article.id), Telling(brief=empty.article.id)))
    edition = make_edition(brief, empty, sections=(Section(stories=(story,)),))
    assert empty.article.id in items(edition)[0]["content_html"]


def quoted(url: str) -> str:
    return escape(percent_encoded(url), quote=False)


@EXAMPLES
@given(many)
def test_a_feed_reader_reads_the_atom(issues: tuple[Edition, ...]) -> None:
    text = render_atom(build_feed(issues))
    feed = feedparser.parse(text.encode())
    assert not feed.bozo
    told = items(*issues)
    assert [entry.id for entry in feed.entries] == [item["id"] for item in told]
    for entry, item in zip(feed.entries, told, strict=True):
        assert entry.published_parsed is not None
        assert entry.updated_parsed is not None
        assert entry.content[0].type == "text/html"
        assert [link.href for link in entry.get("links", []) if link.rel == "via"] == (
            [item["external_url"]] if "external_url" in item else []
        )


def test_what_a_feed_reader_finds() -> None:
    feed = feedparser.parse(render_atom(build_feed([demonstration_edition()])).encode())
    assert (feed.feed.title, feed.feed.language) == ("Estuary Letter", "en")
    assert [link.href for link in feed.feed.links] == [
        "https://letter.example.org/archive/feed.xml",
        "https://letter.example.org/archive/",
    ]
    first, second = feed.entries
    assert first.title == "Port of Saint-Brévin wants to double its grain exports by 2030"
    assert first.link == "https://letter.example.org/archive/issue-12/port-saint-brevin.html"
    assert (first.author, first.rights) == ("Le Courrier de l’Estuaire", "CC BY 4.0")
    assert (first.published, first.updated) == ("2025-01-21T18:30:00+01:00", "2025-01-21T00:00:00Z")
    assert [tag.term for tag in second.tags] == ["Schools & villages"]
    assert first.content[0].language == "en"
    assert "<saved>" in second.title_detail.value
    assert "The French says 12; the English says 21." in second.content[0].value


def test_every_source_of_a_story_is_linked() -> None:
    other = second_telling()
    article = other.article.model_copy(update={"url": "https://goeland.example/vote"})
    told = other.model_copy(update={"article": article})
    pair = Story(
        tellings=(Telling(brief="port-saint-brevin"), Telling(brief="grain-vote", only=(2,)))
    )
    edition = make_edition(demonstration(), told, sections=(Section(stories=(pair,)),))
    links = texts(atom(edition), "//a:link[@rel='related'][@hreflang='fr']/@href")
    assert links == ["https://goeland.example/vote"]
    (item,) = items(edition)
    assert item["_bilingual"]["related"][0]["url"] == links[0]
    page = content(item["content_html"])
    assert links[0] in page.xpath("//a/@href")
    assert "Only here: A fisherman, Yannig Le Goff" in page.text_content()


def test_every_text_of_an_entry_carries_its_language() -> None:
    for languages, first in (("en-fr", "en"), ("fr-en", "fr")):
        edition = demonstration_edition(languages=languages)
        assert {item["language"] for item in items(edition)} == {first}
        root = atom(edition)
        assert [entry.get(LANG) for entry in root.iterfind("a:entry", NAMES)] == [first, first]
        for item in items(edition):
            page = content(item["content_html"])
            french = page.xpath("string(//ol/li[1]/span[@lang='fr'])")
            english = page.xpath("string(//ol/li[1]/span[@lang='en'])")
            assert french.startswith(("Le conseil", "Elle compte"))
            assert english.startswith(("On Tuesday", "It has"))


def test_what_is_not_translated_says_so_in_the_title_too() -> None:
    brief = make_brief(
        [("title", [("Non.", "Non.")]), ("body", [("Oui.", "Yes.")])],
        translations={0: {"origin": "untranslated"}},
    )
    (item,) = items(make_edition(brief))
    assert item["title"] == f"{NOT_TRANSLATED} Non."
    assert texts(atom(make_edition(brief)), "//a:entry/a:title/@xml:lang") == ["fr"]
    (item,) = items(make_edition(brief, languages="fr-en"))
    assert item["title"] == "Non."


def test_a_flag_is_said_where_only_the_summary_is_read() -> None:
    flag = Flag(index=0, kind="numbers", message="Look.", value=1, threshold=0)
    (item,) = items(make_edition(make_brief(flags=[flag])))
    assert item["summary"] == "It is raining. (⚠ check the numbers)"


def test_languages_keep_their_capital_inside_a_sentence() -> None:
    flags = [
        Flag(index=0, kind=kind, message="Look.", value=1, threshold=0)
        for kind in ("numbers", "copied")
    ]
    brief = make_brief(flags=flags, key_points=[KeyPoint(rank=1, index=0, weight=1)])
    edition = make_edition(brief)
    (item,) = items(edition)
    for text in (item["summary"], render_markdown(brief), render_issue_markdown(edition)):
        assert re.search("⚠ (check the numbers, )?French left in the English", text)
    assert "[check: French left in the English." in " ".join(render_email_text(edition).split())


@each("text", NASTY)
def test_hostile_text_is_text(text: str) -> None:
    brief = make_brief(
        [("title", [(text + "é", text + "e")]), ("body", [(text + "f", text + "g")])],
        article={"source": text, "url": text, "author": text, "licence": text},
    )
    edition = make_edition(
        brief,
        title=text + "t",
        sections=(Section(title=text, stories=(Story(tellings=(Telling(brief="article"),)),)),),
    )
    (item,) = items(edition)
    assert item["title"] == clean(text + "e")
    assert item["summary"] == clean(text + "g")
    page = content(item["content_html"])
    assert_safe(page)
    assert squeezed(page.xpath("string(//blockquote)")) == squeezed(clean(text + "f"))
    root = atom(edition)
    assert texts(root, "//a:entry/a:title/text()") == [clean(text + "e")]
    assert not feedparser.parse(render_atom(build_feed([edition])).encode()).bozo


@each(
    "published, moment",
    [
        ("2025-01-20", "2025-01-20T00:00:00Z"),
        ("2025-01", "2025-01-01T00:00:00Z"),
        ("2024", "2024-01-01T00:00:00Z"),
        ("2025-01-20T08:00", "2025-01-20T08:00:00Z"),
        ("2025-01-20T08:00:00.5+01:00", "2025-01-20T08:00:00.500000+01:00"),
        ("1890-01-20T08:00:00+00:09:21", "1890-01-20T07:50:39+00:00"),
        ("9999-12-31T23:59:59-00:09:21", "9999-12-31T23:59:59Z"),
        ("mardi", "2025-01-21T00:00:00Z"),
        (None, "2025-01-21T00:00:00Z"),
    ],
)
def test_moments_have_a_time_zone(published: str | None, moment: str) -> None:
    edition = make_edition(make_brief(article={"published": published}))
    assert [item["date_published"] for item in items(edition)] == [moment]
    assert texts(atom(edition), "//a:published/text()") == [moment]


def test_an_issue_of_a_year_that_html_does_not_know_still_makes_a_valid_feed() -> None:
    edition = make_edition(make_brief(), date="0999-12-31")
    assert texts(atom(edition), "//a:updated/text()") == ["1970-01-01T00:00:00Z"] * 2


def test_ids_are_those_of_the_article_whatever_the_issue_is_called() -> None:
    before = demonstration_edition()
    after = demonstration_edition(
        id="other", title="Other", number=99, date="2026-01-01", url=None, languages="fr-en"
    )
    ids = [item["id"] for item in items(before)]
    assert [item["id"] for item in items(after)] == ids
    # Written out, because changing them would show every reader every old story again.
    assert ids == [
        "urn:uuid:04fa4ceb-0694-5816-95a5-e6d05a4c23d7",
        "urn:uuid:92e35189-e945-5244-bb61-b9108db97ced",
    ]
    assert texts(atom(before), "/a:feed/a:id/text()") == [
        "urn:uuid:5ee60e29-8800-56cb-92c7-a940e7ba997b"
    ]


def test_an_article_without_address_is_known_by_its_id_and_headline() -> None:
    one, two = make_brief(id="a"), make_brief(id="b")
    assert len({item["id"] for item in items(make_edition(one, two))}) == 2
    again = make_edition(one, id="again", title="Another letter", number=7)
    assert items(again)[0]["id"] == items(make_edition(one))[0]["id"]
    next_week = make_edition(make_brief([("body", [("Autre.", "Other.")])], id="a"))
    assert items(next_week)[0]["id"] != items(make_edition(one))[0]["id"]


@each("url", ["https://a.example", "https://a.example/"])
def test_articles_that_only_name_their_site_are_told_each(url: str) -> None:
    briefs = [make_brief(id=name, article={"url": url}) for name in "ab"]
    assert len({item["id"] for item in items(make_edition(*briefs))}) == 2


def test_the_feed_keeps_its_id_with_its_address_or_its_sender() -> None:
    def feed_id(**fields: Any) -> list[str]:
        return texts(atom(make_edition(make_brief(), **fields)), "/a:feed/a:id/text()")

    at = "https://a.example/letter"
    assert feed_id(url=at) == feed_id(url=at, title="New name")
    sender = Sender(address="a@b.example")
    assert feed_id(sender=sender) == feed_id(sender=sender, title="New name")
    assert (
        len({*feed_id(), *feed_id(title="Other"), *feed_id(url=at), *feed_id(sender=sender)}) == 4
    )


def test_an_article_of_two_issues_is_told_in_the_newest() -> None:
    old = make_edition(
        demonstration(), school(), id="old", date="2025-01-14", url="https://a.example"
    )
    new = demonstration_edition(url="https://a.example")
    told = items(old, new)
    assert told == items(new, old)
    assert [item["_bilingual"]["issue"]["id"] for item in told] == ["issue-12", "issue-12"]
    only_new = make_edition(demonstration(), id="new", date="2025-01-28", url="https://a.example")
    assert [item["url"] for item in items(old, only_new)] == [
        "https://a.example/new/port-saint-brevin.html",
        "https://a.example/old/village-school.html",
    ]


def test_a_story_whose_lead_was_told_again_keeps_its_other_source() -> None:
    new = make_edition(demonstration(), id="new", date="2025-02-01")
    told = items(demonstration_edition(url=None), new)
    assert [item["title"] for item in told][:2] == [
        "Port of Saint-Brévin wants to double its grain exports by 2030",
        "Grain port voted in Saint-Brévin",
    ]
    assert "related" not in told[1]["_bilingual"]


@given(st.permutations([("2025-01-02", 3, "b"), ("2025-01-02", 4, "a"), ("2025-01-03", None, "c")]))
def test_the_newest_issue_comes_first_whatever_the_order(
    order: list[tuple[str, int | None, str]],
) -> None:
    issues = [
        make_edition(make_brief(id=f"brief-{id}"), id=id, date=day, number=number)
        for day, number, id in order
    ]
    assert [item["_bilingual"]["issue"]["id"] for item in items(*issues)] == ["c", "a", "b"]
    assert texts(atom(*issues), "/a:feed/a:updated/text()") == ["2025-01-03T00:00:00Z"]


def test_the_limit_counts_stories() -> None:
    issues = [
        make_edition(*(make_brief(id=f"i{n}-{k}") for k in range(3)), id=f"i{n}", number=n)
        for n in range(1, 4)
    ]
    assert len(items(*issues)) == 9
    assert len(items(*issues, limit=4)) == 4
    assert len(texts(atom(*issues, limit=4), "//a:entry")) == 4
    assert items(*issues, limit=4) == items(*issues)[:4]


def test_a_feed_needs_an_issue_and_room() -> None:
    with pytest.raises(UsageError, match="at least one issue") as raised:
        build_feed([])
    assert raised.value.hint == "Make an issue first."
    with pytest.raises(UsageError, match="room for at least one story") as raised:
        build_feed([demonstration_edition()], limit=0)
    assert raised.value.hint == "Set the limit to 1 or more."


@each("url", [None, "javascript:alert(1)", "data:text/html,x", "//a.example"])
def test_without_an_address_the_original_is_what_a_reader_opens(url: str | None) -> None:
    edition = demonstration_edition(url=url)
    feed = json.loads(render_json_feed(build_feed([edition])))
    assert not {"home_page_url", "feed_url"} & set(feed)
    for item in items(edition):
        assert "url" not in item
        assert item["external_url"].startswith("https://")
    root = atom(edition)
    assert texts(root, "/a:feed/a:link") == []
    assert texts(root, "//a:link[@rel='alternate']/@href") == texts(
        root, "//a:link[@rel='via']/@href"
    )


def test_the_golden_feeds() -> None:
    older = make_edition(
        make_brief(id="rain", article={"published": "2025-01-13"}), id="issue-11", number=11,
        date="2025-01-14", languages="fr-en"
    )  # fmt: skip
    issues = [older, demonstration_edition()]
    check_golden("feed.json", render_json_feed(build_feed(issues)))
    check_golden("feed.xml", render_atom(build_feed(issues)))
