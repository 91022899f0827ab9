"""The page says what the brief says, in order and in its language, links inside itself, and runs
nothing."""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from brief_strategies import NASTY, briefs
from cases import each
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from lxml import html

import bilingual.render
from bilingual.records import Brief, Flag, KeyPoint
from bilingual.render import render_html
from bilingual.render.words import clean, safe_url

STYLE = Path(bilingual.render.__file__).parent / "templates" / "style.css"
TAGS = set(
    re.findall(
        r"\w+",
        "html head meta title style body article div a header p nav ul ol li main hgroup h1 "
        "h2 h3 span mark section "
        "details summary label input table caption thead tbody tr th td footer dl dt dd time "
        "strong q",
    )
)


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def said(element: html.HtmlElement) -> str:
    return re.sub("[ \t\n]+", " ", element.text_content()).strip(" ")


def by_id(document: html.HtmlElement, name: str) -> html.HtmlElement:
    (found,) = document.xpath("//*[@id=$name]", name=name)
    return found


def language(element: html.HtmlElement) -> str:
    return element.xpath("string((ancestor-or-self::*/@lang)[last()])")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(briefs())
def test_any_brief_is_a_safe_and_faithful_page(brief: Brief) -> None:
    page = render_html(brief)
    document = parsed(page)
    assert_safe(document)
    assert_linked(document)
    assert_faithful(document, brief)
    assert render_html(Brief.model_validate_json(brief.model_dump_json())) == page


def assert_safe(document: html.HtmlElement, links: str = r"#[\w-]+") -> None:
    for element in document.iter():
        assert element.tag in TAGS, "a tag that no template has, or a comment"
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "formaction", "ping")
            if name == "href":
                assert re.fullmatch(links, value) or safe_url(value), value
    assert len(document.xpath("//style")) == 1


def assert_linked(document: html.HtmlElement) -> None:
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in document.xpath("//@href") if href.startswith("#")} <= set(ids)
    for name in document.xpath("//@aria-labelledby"):
        assert name in ids
    levels = [int(heading.tag[1]) for heading in document.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def assert_faithful(document: html.HtmlElement, brief: Brief) -> None:
    titled = brief.sentences[0].role == "title"
    body = [s.index for s in brief.sentences if not (titled and s.paragraph == 0)]
    spans = document.xpath(
        "//section[@id='text']//*[contains(concat(' ', @class, ' '), ' s ')]/@id"
    )
    assert [name for name in spans if name.startswith("s")] == [f"s{i}" for i in body]
    assert [name for name in spans if name.startswith("fr")] == [f"fr{i}" for i in body]
    for sentence, translation in zip(brief.sentences, brief.translations, strict=True):
        french = by_id(document, f"fr{sentence.index}")
        english = by_id(document, f"s{sentence.index}")
        told, lang = clean(translation.text), "en"
        if translation.origin == "untranslated" or not told:
            told, lang = told or clean(sentence.text), "fr"
            assert "not translated" in said(english)
        assert said(french.xpath(".//span[@class='t']")[0]) == clean(sentence.text)
        assert said(english.xpath(".//span[@class='t']")[0]) == told
        assert (language(french), language(english)) == ("fr", lang)
    for flag in brief.flags:
        assert clean(flag.message) in said(by_id(document, f"note{flag.index}"))
    left_out = [said(line) for line in document.xpath("//section[@id='left-out']//q")]
    assert left_out == [clean(line.text) for line in brief.article.dropped]


def test_the_demonstration_page() -> None:
    page = render_html(demonstration(), index_url="index.html")
    # The styles have their own tests; without them the golden file is what the page says.
    check_golden("brief.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", page))


def test_the_first_screen_says_where_it_comes_from_and_what_to_check() -> None:
    document = parsed(render_html(demonstration()))
    opening = said(document.xpath("//div[@class='opening']")[0])
    for words in (
        "Port of Saint-Brévin wants to double its grain exports by 2030",
        "Le port de Saint-Brévin veut doubler ses exportations de céréales d’ici à 2030",
        "Le Courrier de l’Estuaire",
        "21 January 2025, 18:30 (UTC+1)",
        "Maïwenn Corre",
        "2 min read",
        "Read the French original at courrier-estuaire.example",
        "Machine translation by fr-en-starter; 20 sentences, 3 to check, 1 not translated, 5 "
        "lines left out.",
    ):
        assert words in opening
    assert document.xpath("//a[@class='original']/@href") == [demonstration().article.url]


def test_key_points_link_to_their_sentences_with_lead_in_flag_and_french() -> None:
    points = parsed(render_html(demonstration())).xpath("//section[@id='key-points']//ol/li")
    assert len(points) == 4
    assert points[1].xpath(".//a[@href='#s11']")
    assert points[1].xpath("string(.//*[@class='lead-in'])").startswith("The region will pay")
    assert points[2].xpath(".//a[@href='#note9']")
    assert not points[0].xpath(".//*[contains(@class, 'pill')]")
    (french,) = points[0].xpath(".//details/p[@lang='fr']")
    assert said(french).startswith("Le conseil du port a approuvé")


def test_key_points_come_by_rank() -> None:
    pairs = [("Une.", "One."), ("Deux.", "Two."), ("Trois.", "Three.")]
    points = [
        KeyPoint(rank=rank, index=index, weight=1) for rank, index in ((3, 0), (1, 2), (2, 1))
    ]
    page = parsed(render_html(make_brief([("body", pairs)], key_points=points)))
    assert [said(point) for point in page.xpath("//p[@class='point']")] == [
        "Three.",
        "Two.",
        "One.",
    ]


def test_a_missing_translation_shows_the_french_and_says_so() -> None:
    brief = make_brief(translations={0: {"text": "", "origin": "engine"}})
    document = parsed(render_html(brief))
    assert "1 sentence, 1 to check, 1 not translated, no lines left out." in said(document)
    assert said(by_id(document, "s0")) == "0not translatedIl pleut."
    assert "could not be translated" in said(by_id(document, "note0"))


@each("author, shown", [("le fil", False), ("La rédaction", True)])
def test_a_paper_that_signs_itself_is_named_once(author: str, shown: bool) -> None:
    brief = make_brief(article={"source": "Le Fil", "author": author})
    named = [said(item) for item in parsed(render_html(brief)).xpath("//ul[@class='meta']/li")]
    assert (author in named) is shown


def test_a_note_on_the_title_is_headed_headline() -> None:
    brief = make_brief(
        [("title", [("Pluie", "Rain")]), ("body", [("Il pleut.", "It is raining.")])],
        translations={i: {"text": "", "origin": "engine"} for i in (0, 1)},
    )
    document = parsed(render_html(brief))
    links = [by_id(document, f"note{i}").xpath(".//a")[0] for i in (0, 1)]
    assert [said(link) for link in links] == ["Headline", "1"]
    assert [link.get("href") for link in links] == ["#s0", "#s1"]


def test_what_a_person_wrote_is_marked_also_for_who_does_not_see_it() -> None:
    pairs = [("Il pleut.", "It is raining."), ("Il neige.", "It is snowing.")]
    brief = make_brief(
        [("title", [("Pluie", "Rain")]), ("body", pairs)],
        translations={i: {"origin": "human"} for i in (0, 2)},
        key_points=[KeyPoint(rank=1, index=2, weight=1)],
    )
    document = parsed(render_html(brief))
    marks = document.xpath("//*[@class='hand']")
    assert [(said(mark), mark.get("role"), mark.get("aria-label")) for mark in marks] == [
        ("by a person", "img", "translated by a person")
    ] * 3
    assert [mark.xpath("string(ancestor::*[self::h1 or self::section]/@id)") for mark in marks] == [
        "",
        "key-points",
        "text",
    ]
    assert said(by_id(document, "s2")) == "2It is snowing."
    assert "hand" not in {*parsed(render_html(make_brief())).xpath("//@class")}


def test_a_headline_or_lead_in_without_translation_says_so() -> None:
    pairs = [("Il pleut.", "Il pleut."), ("Elle sort.", "She goes out.")]
    point = KeyPoint(rank=1, index=1, lead_in=0, weight=1)
    brief = make_brief(
        [("body", pairs)], translations={0: {"origin": "untranslated"}}, key_points=[point]
    )
    document = parsed(render_html(brief))
    assert said(document.xpath("//h1")[0]) == "not translated Il pleut."
    (told,) = document.xpath("//ol[@class='points']/li")
    assert said(told).startswith("Il pleut. She goes out. not translated Sentence 1")
    assert told.xpath(".//span[@class='lead-in']/@lang")[0] == "fr"


def test_evidence_is_marked_in_both_languages() -> None:
    document = parsed(render_html(demonstration()))
    assert [said(mark) for mark in by_id(document, "fr1").xpath(".//mark")] == ["235,3 millions"]
    assert [said(mark) for mark in by_id(document, "s1").xpath(".//mark")] == ["235.3 billion"]


def test_french_left_in_the_english_is_marked_there_only() -> None:
    flag = Flag(
        index=0, kind="copied", message="French.", value=1, threshold=0, evidence=("pleut",)
    )
    pairs = [("Il pleut.", "It pleut.")]
    document = parsed(render_html(make_brief([("body", pairs)], flags=[flag])))
    assert [said(mark) for mark in document.xpath("//mark")] == ["pleut"]
    assert by_id(document, "s0").xpath(".//mark")
    assert by_id(document, "note0").xpath(".//*[@class='evidence']/span[@lang='fr']")


def test_evidence_that_the_message_quotes_is_not_said_twice() -> None:
    document = parsed(render_html(demonstration()))
    assert not by_id(document, "note1").xpath(".//*[@class='evidence']")
    assert (
        said(by_id(document, "note9").xpath(".//*[@class='evidence']")[0])
        == "“deux ponts à renforcer”"
    )


def test_a_title_of_two_sentences_is_whole_and_its_flags_are_shown() -> None:
    flag = Flag(index=1, kind="names", message="Look at the name.", value=1, threshold=0)
    title = [("Elle part.", "She leaves."), ("Lui reste.", "He stays.")]
    document = parsed(
        render_html(make_brief([("title", title), ("body", [("Oui.", "Yes.")])], flags=[flag]))
    )
    assert said(document.xpath("//h1")[0]) == "She leaves. He stays.\u00a0check"
    assert "Look at the name." in said(document.xpath("//div[@class='opening']")[0])


def test_without_title_the_first_sentence_is_headline_and_stays_in_the_text() -> None:
    document = parsed(render_html(make_brief()))
    assert said(document.xpath("//h1")[0]) == "It is raining."
    assert said(by_id(document, "s0").xpath(".//span[@class='t']")[0]) == "It is raining."


@each("url", ["javascript:alert(1)", "data:text/html,x", "http://[::1"])
def test_other_links_are_text(url: str) -> None:
    document = parsed(render_html(make_brief(article={"url": url})))
    assert f"Original: {url}" in said(document)
    assert not document.xpath("//a[@class='original']")


def test_nothing_is_loaded_and_nothing_may_run() -> None:
    page = render_html(make_brief([("title", [(text, text) for text in NASTY])]))
    document = parsed(page)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "script" not in policy
    assert not re.search(r"url\(|@import", STYLE.read_text(encoding="utf-8"))
    assert "49" not in said(document.xpath("//h1")[0])


def test_the_page_leads_back_to_the_index_only_when_there_is_one() -> None:
    assert 'href="index.html"' in render_html(make_brief(), index_url="index.html")
    assert "index.html" not in render_html(make_brief())


def test_scores_carry_n_signature_interval_baseline_and_direction() -> None:
    table = parsed(render_html(demonstration())).xpath("//section[@id='scores']//tbody")[0]
    assert said(table) == (
        "BLEU higher is better38.231.1–45.67.99 "
        "Signature: nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 "
        "TER lower is better47.140.2–55.398.89 "
        "Signature: "
        "nrefs:1|bs:1000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0"
    )


def test_a_long_paragraph_gets_no_more_rules_than_twins_are_marked() -> None:
    brief = make_brief([("body", [(f"Phrase {i}.", f"Sentence {i}.") for i in range(300)])])
    page = render_html(brief)
    assert page.count(":has(.k60:target)") == 1
    assert ":has(.k61:target)" not in page
    assert 'href="#fr299"' in page


TEXTS = ("ink", "soft", "muted", "accent", "check", "serious")
PAPERS = ("paper", "raised", "twin", "target", "check-paper", "serious-paper")
AA = 4.5


@each("scheme", ["light", "dark"])
def test_colours_have_contrast(scheme: str) -> None:
    css = STYLE.read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in css.split(":root {")[1:3]
    ]
    colours = blocks[0] | (blocks[1] if scheme == "dark" else {})
    if scheme == "dark":
        assert blocks[0].keys() == blocks[1].keys(), "every colour has its dark one"
    assert set(colours) == {*TEXTS, *PAPERS, "rule"}
    for text, paper in product(TEXTS, PAPERS):
        assert contrast(colours[text], colours[paper]) >= AA, (text, paper)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_the_published_measure() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_every_colour_in_use_is_defined_and_named() -> None:
    css = STYLE.read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= set(re.findall(r"--([\w-]+):", css))
    rules = re.sub(r"(?s):root \{.*?\}", "", css)
    assert not re.search(r"#[0-9a-f]{3,8}\b(?=[^{}]*;)", rules), "colours are given by name"
