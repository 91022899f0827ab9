"""Two Markdown renderers of other people read back from our Markdown exactly the texts of the
brief."""

from __future__ import annotations

import re
from collections.abc import Callable

import markdown
import pytest
from brief_strategies import NASTY, briefs
from cases import each
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from lxml import html
from markdown_it import MarkdownIt

from bilingual.records import Brief, Flag, KeyPoint
from bilingual.render import render_markdown
from bilingual.render.arrange import arrange
from bilingual.render.markdown import NOT_TRANSLATED
from bilingual.render.view import Pair
from bilingual.render.words import clean, safe_url

TAGS = set(re.findall(r"\w+", "body h1 h2 h3 p em strong a table thead tbody tr th td ul ol li"))


def python_markdown(text: str) -> str:
    return markdown.markdown(text, extensions=["tables"])


def github_markdown(text: str) -> str:
    flavour = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(flavour.render(text))


RENDERERS = pytest.mark.parametrize("renderer", [python_markdown, github_markdown])


def parsed(renderer: Callable[[str], str], brief: Brief) -> html.HtmlElement:
    page = f"<body>{renderer(render_markdown(brief))}</body>"
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")).body


def said(element: html.HtmlElement) -> str:
    return re.sub("[ \t\n]+", " ", element.text_content()).strip(" \n")


@RENDERERS
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(brief=briefs())
def test_any_brief_is_read_back_as_it_was_written(
    renderer: Callable[[str], str], brief: Brief
) -> None:
    body = parsed(renderer, brief)
    assert_safe(body)
    assert_cells(body, brief)
    assert_lists(body, brief)


def assert_safe(body: html.HtmlElement) -> None:
    for element in body.iter():
        assert element.tag in TAGS, element
        assert set(element.attrib) <= {"href", "id", "style", "class"}
        assert re.fullmatch(r"text-align: ?(left|right);?", element.get("style", "text-align:left"))
    ids = body.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in body.xpath("//a/@href"):
        assert href[1:] in ids if href.startswith("#") else safe_url(href), href


def assert_cells(body: html.HtmlElement, brief: Brief) -> None:
    expected = [
        (
            f"{pair.index}{' ⚠' if pair.notes else ''}",
            pair.french,
            translated(pair),
        )
        for paragraph in arrange(brief).body
        if paragraph.role in ("body", "standfirst")
        for pair in paragraph.pairs
    ]
    tables = [
        table for table in body.xpath("//table") if said(table).startswith("# Français English")
    ]
    rows = [tuple(map(said, row)) for table in tables for row in table.xpath("./tbody/tr")]
    assert rows == expected


def translated(pair: Pair) -> str:
    by_person = " (translated by a person)" if pair.by_person else ""
    return f"{NOT_TRANSLATED if pair.untranslated else ''} {pair.english}{by_person}".strip(" ")


def assert_lists(body: html.HtmlElement, brief: Brief) -> None:
    items = [said(item) for item in body.xpath("//li")]
    for line in brief.article.dropped:
        assert any(
            i.startswith(f"Line {line.line}, ") and i.endswith(f": {clean(line.text)}".rstrip(" "))
            for i in items
        )
    title = arrange(brief).title
    headline = {pair.index for pair in title.pairs} if title else set()
    for flag in brief.flags:
        name = "Headline" if flag.index in headline else flag.index
        assert any(i.startswith(f"⚠ {name} ") and f"{clean(flag.message)}" in i for i in items)
    assert len(body.xpath("//ol/li")) == len(brief.key_points)
    for point in brief.key_points:
        assert any(arrange(brief).pairs[point.index].english in item for item in items)
    headings = [said(heading) for heading in body.xpath("//h3")]
    expected = [
        " ".join(translated(pair) for pair in paragraph.pairs)
        for paragraph in arrange(brief).body
        if paragraph.role in ("heading", "title")
    ]
    assert [heading.split() for heading in headings] == [heading.split() for heading in expected]


def test_what_a_person_wrote_is_marked() -> None:
    pairs = [("Il pleut.", "It is raining."), ("Il neige.", "It is snowing.")]
    brief = make_brief([("body", pairs)], translations={1: {"origin": "human"}})
    text = render_markdown(brief)
    assert "| Il neige. | It is snowing. *(translated by a person)* |" in text
    assert text.count("(translated by a person)") == 1
    assert "1 translated by the model, 1 translated or corrected by a person" in text


def test_the_demonstration_file() -> None:
    check_golden("brief.md", render_markdown(demonstration()))


@RENDERERS
@each("text", NASTY)
def test_texts_that_break_tables_do_not(renderer: Callable[[str], str], text: str) -> None:
    text += "é"
    brief = make_brief(
        [("title", [(text, text)]), ("heading", [(text, text)]), ("body", [(text, text)])]
    )
    body = parsed(renderer, brief)
    assert_safe(body)
    assert_cells(body, brief)
    assert said(body.xpath("//h1")[0]) == clean(text).strip()
    assert said(body.xpath("//em")[0]) == clean(text).strip()


@RENDERERS
@each("text", NASTY)
def test_texts_that_begin_a_line_begin_nothing_else(
    renderer: Callable[[str], str], text: str
) -> None:
    brief = make_brief(
        [
            ("title", [("Non.", "No.")]),
            ("heading", [("Oui.", f"{text}é")]),
            ("body", [("Oui.", f"{text}é")]),
        ],
        article={"source": text},
        key_points=[KeyPoint(rank=1, index=2, weight=1)],
    )
    body = parsed(renderer, brief)
    assert_safe(body)
    assert [said(item) for item in body.xpath("./ol/li")] == [
        f"{clean(f'{text}é')} (sentence 2)",
    ]
    assert said(body.xpath("./p")[1]) == " · ".join(filter(None, [clean(text), "1 min read"]))
    assert said(body.xpath("./h3")[0]) == clean(f"{text}é")


def test_site_builders_find_nothing_to_run() -> None:
    text = "{{ site.secrets }} {% include x %} {: #id onclick=x} {{< x >}}"
    written = render_markdown(make_brief([("title", [(text, text)]), ("body", [(text, text)])]))
    assert not re.search(r"\{[{%:]", written)


@RENDERERS
def test_links_lead_to_the_sentences_and_the_original(renderer: Callable[[str], str]) -> None:
    brief = make_brief(
        [("title", [("Non.", "No.")]), ("body", [("Oui.", "Yes.")])],
        article={"url": "https://a.example/x_y_z?a=1&b=(2)|3"},
        key_points=[KeyPoint(rank=1, index=1, weight=1)],
        flags=[
            Flag(index=1, kind="names", message="Look.", value=1, threshold=0, evidence=("Oui",))
        ],
    )
    body = parsed(renderer, brief)
    assert "https://a.example/x_y_z?a=1&b=%282%29%7C3" in body.xpath("//a/@href")
    assert said(body.xpath("//ol/li")[0]) == "Yes. (sentence 1; ⚠ check the names)"
    assert "⚠ 1 Check the names. Look. — “Oui”" in [said(item) for item in body.xpath("//ul/li")]
    assert body.xpath("//ol/li/a/@href") == ["#s1"]


def test_what_is_not_translated_says_so_wherever_it_stands() -> None:
    point = KeyPoint(rank=1, index=2, lead_in=1, weight=1)
    blocks = [
        ("title", [("Non.", "Non.")]),
        ("body", [("Oui.", "Oui."), ("Elle dort.", "She sleeps.")]),
    ]
    lost = {"origin": "untranslated"}
    written = render_markdown(
        make_brief(blocks, translations={0: lost, 1: lost}, key_points=[point])
    )
    assert '# <a id="s0"></a>⚠ not translated: Non.' in written
    assert "1. ⚠ not translated: Oui. She sleeps. ([sentence 2](#s2); ⚠ not translated)" in written
    assert "| Oui. | ⚠ not translated: Oui. |" in written


def test_ordinary_text_stays_readable_in_the_source() -> None:
    text = "M. Dupont (72 ans) a dit : « C’est 3,5 % de plus ! » – 1 300 € d’ici 2026."
    assert f"| {text} | {text} |" in render_markdown(make_brief([("body", [(text, text)])]))


@each("url", ["javascript:alert(1)", "data:text/html,x"])
def test_other_links_are_text(url: str) -> None:
    written = render_markdown(make_brief(article={"url": url}))
    assert f"Original: {url}" in written
    assert "](" + url not in written


def test_a_point_is_shown_from_its_sentence_whatever_its_own_words_say() -> None:
    written = KeyPoint(rank=1, index=0, weight=1, text="Pluie.", translation="Rain.")
    plain = KeyPoint(rank=1, index=0, weight=1)
    assert render_markdown(make_brief(key_points=[written])) == render_markdown(
        make_brief(key_points=[plain])
    )
