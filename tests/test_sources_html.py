"""Saved pages: what trafilatura and the visible lines make of them, and that no markup survives."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import each

from bilingual.errors import EmptyArticle, TooLarge, UnreadableSource, WrongLanguage
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources import article_from_html
from bilingual.sources.html import declared_charset
from bilingual.sources.visible import parse, pieces

PAGE = Path(__file__).parent / "data" / "html" / "pont.html"
FIRST = (
    "La ville a rouvert mardi son grand pont, fermé depuis huit mois, et les premiers camions sont "
    "passés à l’aube."
)
SECOND = (
    "Les travaux ont coûté 12,5 millions d’euros, soit 2 % de plus que prévu, selon les services "
    "de la mairie."
)


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    )


def read(html: str | bytes, settings: Settings | None = None, **options: str) -> Article:
    return article_from_html(html, location="page.html", settings=settings, **options)


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(b.role, article.text[b.start : b.end]) for b in article.blocks]


def dropped(article: Article) -> list[tuple[int, str, str]]:
    return [(d.line, d.reason, d.text) for d in article.dropped]


def test_a_page_with_furniture() -> None:
    article = read(PAGE.read_bytes())
    assert blocks(article) == [
        ("title", "Le pont rouvre & la ville respire"),
        ("standfirst", "Après huit mois de travaux, la circulation reprend sur le fleuve."),
        ("body", FIRST),
        ("body", SECOND.replace("2 %", "2\u00a0%")),
        ("heading", "Une facture contestée"),
        ("body",
         "L’opposition conteste la facture et demande une commission d’enquête avant l’été, car le "
         "devis initial était plus bas."),
        ("body", "Court."),
        ("body",
         "« Nous avons tenu les délais », répond le maire, qui promet un bilan public dès la fin "
         "du mois prochain."),
    ]  # fmt: skip
    assert dropped(article) == [
        (17, "navigation", "Accueil"),
        (17, "navigation", "Sport"),
        (20, "byline", "Par Lina Petit Publié le 12 mars 2025 à 18h30"),
        (21, "caption", "Le pont rouvert, mardi. © Lina Petit / AFP"),
        (26, "related", "À lire aussi"),
        (26, "related", "Le tunnel fermera deux semaines en mai"),
        (30, "legal", "© 2025 Le Petit Port. Tous droits réservés."),
        (30, "legal", "Mentions légales"),
    ]
    assert article.author == "Lina Petit"
    assert article.published == "2025-03-12T18:30:00+01:00"
    assert article.source == "Le Petit Port"


def test_keep_all_keeps_every_visible_line() -> None:
    article = read(PAGE.read_bytes(), Settings(keep_all=True))
    assert article.dropped == ()
    assert "Mentions légales" in article.text
    assert "script" not in article.text


def test_nothing_visible_vanishes() -> None:
    html = PAGE.read_text(encoding="utf-8")
    article = read(html)
    shown = {piece.text for piece in pieces(parse(html, "x", Settings()))}
    accounted = {text for _, text in blocks(article)} | {text for _, _, text in dropped(article)}
    assert shown == accounted


@each(
    "evil",
    [
        "<script>alert('méchant')</script>",
        "<p onclick=\"alert('méchant')\"></p>",
        "<style>méchant</style>",
        "<template><p>méchant</p></template>",
        "<noscript>méchant</noscript>",
        "<p hidden>méchant</p>",
        "<p style='display: none'>méchant</p>",
        "<p aria-hidden='true'>méchant</p>",
        "<!-- méchant -->",
        "<iframe srcdoc='méchant'>méchant</iframe>",
        "<svg><text>méchant</text></svg>",
    ],
)
def test_what_is_not_seen_is_not_read(evil: str) -> None:
    article = read(
        page(f"<article><h1>Le pont rouvre</h1><p>{FIRST}</p>{evil}<p>{SECOND}</p></article>")
    )
    whole = article.model_dump_json()
    assert "méchant" not in whole
    assert "<" not in whole


def test_a_script_in_the_title_is_text_or_nothing() -> None:
    head = "<title>Le pont &lt;script&gt;alert(1)&lt;/script&gt; rouvre</title>"
    article = read(
        page(
            f"<h1>Le pont <script>alert(1)</script>rouvre enfin</h1><p>{FIRST}</p><p>{SECOND}</p>",
            head,
        )
    )
    assert article.title == "Le pont rouvre enfin"
    assert "alert" not in article.text


def test_entities_become_characters() -> None:
    article = read(
        page(f"<h1>L&rsquo;&eacute;t&eacute; &amp; l&#8217;hiver</h1><p>{FIRST}</p><p>{SECOND}</p>")
    )
    assert article.title == "L’été & l’hiver"


def test_declared_entities_are_not_expanded() -> None:
    bomb = (
        "<!DOCTYPE html [<!ENTITY a 'boum'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM "
        "'file:///etc/passwd'>]>"
    )
    article = read(
        f"{bomb}<html><body><h1>Le pont rouvre</h1><p>{FIRST} "
        f"&b;&c;</p><p>{SECOND}</p></body></html>"
    )
    assert "boum" not in article.text
    assert "root:" not in article.text


@each(
    "heading, head, title",
    [
        ("<h1>Le Petit Port</h1><h1>Le pont rouvre mardi</h1>",
         "<title>Le pont rouvre mardi - Le Petit Port</title>", "Le pont rouvre mardi"),
        ("", '<meta property="og:title" content="Le pont rouvre mardi">', "Le pont rouvre mardi"),
        ("<h1>Le pont rouvre mardi matin</h1>", "<title>Accueil</title>",
         "Le pont rouvre mardi matin"),
    ],
)  # fmt: skip
def test_which_title(heading: str, head: str, title: str) -> None:
    assert read(page(f"{heading}<p>{FIRST}</p><p>{SECOND}</p>", head)).title == title


def test_line_breaks_in_a_paragraph() -> None:
    article = read(page(f"<h1>Le pont rouvre mardi</h1><p>{FIRST}<br><br>{SECOND}</p>"))
    assert [text for role, text in blocks(article) if role == "body"] == [FIRST, SECOND]


def test_a_paragraph_in_the_same_column_is_never_lost() -> None:
    short = "Le maire se tait."
    article = read(
        page(
            f"<article><h1>Le pont rouvre</h1><p>{FIRST}</p><p>{short}</p><p>{SECOND}</p></article>"
        )
    )
    assert short in article.text


def test_a_box_between_two_paragraphs_stays_out() -> None:
    box = (
        "<div class='related'><p>Le tunnel fermera en mai pour deux semaines de travaux.</p></div>"
    )
    wrapped = "<div class='part'><p>Le maire se tait encore.</p></div>"
    html = page(
        "<article><h1>Le pont "
        f"rouvre</h1><p>{FIRST}</p>{box}{wrapped}<p>{SECOND}</p><p>{FIRST[:60]} fin.</p></article>"
    )
    article = read(html)
    assert "Le maire se tait encore." in article.text
    shown = article.text + "".join(line.text for line in article.dropped)
    assert "Le tunnel fermera en mai" in shown


def test_a_page_too_small_for_trafilatura_is_read_from_its_lines() -> None:
    article = read("<p>Le pont a rouvert mardi matin.</p>")
    assert article.text == "Le pont a rouvert mardi matin."


def test_a_cap_on_the_lines_left_out_names_their_number() -> None:
    links = "".join(f"<li><a href='/{n}'>Un autre titre numéro {n}</a></li>" for n in range(500))
    article = read(
        page(
            f"<nav><ul>{links}</ul></nav><article><h1>Le pont "
            f"rouvre</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
        )
    )
    assert len(article.dropped) == 201
    assert article.dropped[-1].text == "… and 300 more lines outside the article"


def test_charsets() -> None:
    html = page(f"<h1>L’été du pont rouvert</h1><p>{FIRST}</p><p>{SECOND}</p>").replace(
        "utf-8", "windows-1252"
    )
    data = html.encode("cp1252")
    assert declared_charset(data) == "windows-1252"
    assert read(data).title == "L’été du pont rouvert"
    assert declared_charset(b'<?xml version="1.0" encoding="ISO-8859-15"?>') == "ISO-8859-15"
    assert declared_charset(b"<p>") is None


def test_addresses_are_web_addresses_or_none() -> None:
    head = "<link rel='canonical' href='javascript:alert(1)'>"
    body = f"<h1>Le pont rouvre mardi</h1><p>{FIRST}</p><p>{SECOND}</p>"
    assert read(page(body, head)).url is None
    assert read(page(body, head), url="https://example.org/pont").url == "https://example.org/pont"


def test_errors() -> None:
    with pytest.raises(EmptyArticle):
        read("")
    with pytest.raises(EmptyArticle, match="page furniture"):
        read(page("<nav><a href='/'>Accueil</a></nav><button>Partager</button>"))
    with pytest.raises(UnreadableSource):
        read(b"\x89PNG....")
    with pytest.raises(TooLarge):
        read(page("<p>" + "mot " * 100_000 + "</p>"))
    english = (
        "The bridge reopened on Tuesday after eight months of work, and the first trucks crossed "
        "at dawn. "
    )
    with pytest.raises(WrongLanguage, match="English"):
        read(page(f"<h1>The bridge is open</h1><p>{english * 2}</p><p>{english} Again.</p>"))


def test_a_page_may_be_one_line_of_markup() -> None:
    """As many sites send it, with its data in a script."""
    script = f"<script>{'x' * 300_000}</script>"
    page = (
        "<!doctype html><html><body><h1>Le pont rouvre "
        f"mardi</h1>{script}<p>{'Le pont a rouvert mardi à Brest. ' * 3}</p></body></html>"
    )
    article = article_from_html(page, location="a.html", settings=Settings(max_line=1000))
    assert article.title == "Le pont rouvre mardi"
    with pytest.raises(TooLarge, match=r"a\.html: a line of"):
        article_from_html(page, location="a.html", settings=Settings(max_line=50))


def test_nesting_loses_nothing_or_says_so() -> None:
    def nested(depth: int) -> str:
        return page(
            f"<p>{FIRST}</p>{'<div>' * depth}<p>{SECOND}</p>{'</div>' * depth}<p>Fin. {FIRST}</p>"
        )

    deep = Settings(max_nesting=2000)
    assert read(nested(250)).text == f"{FIRST}\n\n{SECOND}\n\nFin. {FIRST}"
    assert read(nested(1500), settings=deep).text == read(nested(250)).text
    for depth, settings in ((300, Settings()), (100_000, Settings()), (5000, deep)):
        with pytest.raises(TooLarge, match=r"page\.html: the page is nested too deeply"):
            read(nested(depth), settings=settings)
    with pytest.raises(TooLarge, match="more than 256 elements in one another") as caught:
        read(nested(300))
    assert "max_nesting" in caught.value.hint


def test_what_follows_an_embedded_player_is_seen() -> None:
    """An element without end tag, of which libxml2 does not know that it has none."""
    told = read(page(f"<p>{FIRST}</p><embed src='x.swf'><p>{SECOND}</p>"))
    assert told.text == f"{FIRST}\n\n{SECOND}"


HUNDRED_THOUSAND = " ".join(f"a{n}=1" for n in range(100_000))


@each(
    "opening",
    ["<p ", "<body ", "<x-y ", "<script-x ", "<!--><p ", "<!x <!-- ><p ", "<title><!--</title><p ",
     "<!-- --!><p ",
     "<p a='>' b=\">\" ", "<p a=it's ", "<script></script><p ", "<style>'\"</style><p/", "<svg ",
     "<script "],
)  # fmt: skip
def test_an_element_of_a_hundred_thousand_attributes_is_refused(opening: str) -> None:
    """No timing: the parser alone took minutes for a megabyte of them."""
    with pytest.raises(TooLarge, match=r"page\.html: an element with 1\d\d,\d\d\d attributes"):
        read(page(f"<p>{FIRST}</p>{opening}{HUNDRED_THOUSAND}>"))


@each(
    "harmless",
    ["<!-- <p {} -->", "<script>if (a <p {}) b()</script>", "<STYLE>a <p {}</style>",
     "<p title='{}'>", '<p title="{}">',
     "<p data-x={}>", "1 < p {}"],
)  # fmt: skip
def test_what_only_looks_like_attributes_is_none(harmless: str) -> None:
    told = HUNDRED_THOUSAND.replace(" ", "") if "data-x" in harmless else HUNDRED_THOUSAND
    assert (
        FIRST
        in read(
            page(f"<p>{FIRST}</p>{harmless.format(told)}<p>{SECOND}</p>"),
            settings=Settings(max_line=2_000_000),
        ).text
    )


def test_many_lines_nested_deeply_come_to_an_end() -> None:
    """No timing: each line looked up through all that is around it."""
    lines = "<p>Un deux trois.</p>" * 20_000
    tree = parse(f"<!doctype html>{'<aside>' * 240}{lines}", "x", Settings())
    found = pieces(tree)
    assert len(found) == 20_000
    assert {(piece.around, piece.tag) for piece in found} == {("aside", "p")}
