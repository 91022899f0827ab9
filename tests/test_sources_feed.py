"""RSS and Atom files, harmless ones and others."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import each

from bilingual.errors import EmptyArticle, InputError, UnreadableSource
from bilingual.settings import Settings
from bilingual.sources import articles_from_feed, read_articles

FIRST = (
    "La ville a rouvert mardi son grand pont, fermé depuis huit mois, et les premiers camions sont "
    "passés à l’aube."
)
SECOND = "Les travaux ont coûté 12,5 millions d’euros, selon la mairie, soit un peu plus que prévu."

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Le Petit Port</title><link>https://example.org/</link><description>x</description>
<item><title>Le pont rouvre &amp;amp; la ville respire</title><link>https://example.org/pont</link>
<dc:creator>Lina Petit</dc:creator><pubDate>Wed, 12 Mar 2025 18:30:00 +0100</pubDate>
<description>Un résumé plus court.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><script>alert(1)</script>
<h2>Une facture contestée</h2><p>{SECOND}</p>
<p>À lire aussi : Le tunnel fermera en mai</p>]]></content:encoded></item>
<item><title>Le tunnel fermera en mai</title><link>javascript:alert(1)</link>
<description>{SECOND}</description></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Petit Port</title><id>x</id>
<updated>2025-03-12T18:30:00Z</updated>
<entry><title>Le pont rouvre mardi</title><id>1</id><link href="https://example.org/pont"/><updated>2025-03-12T18:30:00Z</updated>
<author><name>Lina Petit</name></author>
<content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"""


def test_every_entry_is_an_article() -> None:
    one, two = articles_from_feed(RSS.encode(), location="port.rss")
    assert one.id == "le-pont-rouvre-la-ville-respire"
    assert one.title == "Le pont rouvre & la ville respire"
    assert one.text.split("\n\n") == [one.title, FIRST, "Une facture contestée", SECOND]
    assert [b.role for b in one.blocks] == ["title", "body", "heading", "body"]
    assert (one.source, one.url, one.author) == (
        "Le Petit Port",
        "https://example.org/pont",
        "Lina Petit",
    )
    assert one.published == "2025-03-12T17:30:00+00:00"
    assert [d.reason for d in one.dropped] == ["related"]
    assert "alert" not in one.model_dump_json()
    assert two.url is None
    assert SECOND in two.text


def test_atom() -> None:
    (article,) = articles_from_feed(ATOM.encode(), location="port.atom")
    assert (article.title, article.author) == ("Le pont rouvre mardi", "Lina Petit")
    assert article.published == "2025-03-12T18:30:00+00:00"


def test_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "port.xml").write_text(RSS, encoding="utf-8")
    assert len(list(read_articles([tmp_path]))) == 2


def test_an_entry_that_is_no_article_does_not_take_the_others_with_it() -> None:
    bad = RSS.replace("<title>Le tunnel fermera en mai</title>", "<title></title>").replace(
        f"<description>{SECOND}</description>", "<description></description>"
    )
    errors: list[InputError] = []
    articles = articles_from_feed(bad.encode(), location="port.rss", on_error=errors.append)
    assert len(articles) == 1
    assert "port.rss, entry 2" in errors[0].message
    with pytest.raises(EmptyArticle, match="entry 2"):
        articles_from_feed(bad.encode(), location="port.rss")


def test_an_xml_bomb_does_not_go_off() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "boum">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    data = (
        RSS.replace("<rss ", f"{bomb}<rss ", 1)
        .replace("Un résumé", "&e9;&f; résumé")
        .replace("<title>Le tunnel", "<title>&e9;&f;Le tunnel")
    )
    articles = articles_from_feed(data.encode(), location="port.rss")
    assert len(articles) == 2
    assert all("boum" not in a.text and "root:" not in a.text for a in articles)


@each("coding", ["utf-8", "utf-16", "utf-32", "cp037", "utf-7"])
def test_a_bomb_in_another_encoding_does_not_go_off_either(coding: str) -> None:
    """Where the declarations cannot be seen as ASCII they must not reach the XML parser."""
    feed = (
        f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE rss [<!ENTITY x "BOUM">]><rss '
        'version="2.0"><channel>'
        "<title>Fil</title><item><title>Le pont &x;</title><description>Il rouvre "
        "mardi.</description></item>"
        "</channel></rss>"
    )
    hidden = feed.replace("<!", "+ADwAIQ-") if coding == "utf-7" else feed
    try:
        articles = articles_from_feed(
            hidden.encode(coding), location="f", settings=Settings(check_language=False)
        )
    except InputError:
        articles = []
    assert not any("BOUM" in article.title for article in articles)
    assert coding not in ("utf-8", "utf-16", "utf-32") or "rouvre" in articles[0].text


def test_declarations_do_not_form_from_what_stands_around_them() -> None:
    top = "<!DOC<!DOCTYPE x>TYPE rss [<!ENT<!ENTITY>ITY x 'BOUM'>]>"
    feed = (
        f"{top}<rss version='2.0'><channel><item><title>Le pont &x;</title></item></channel></rss>"
    )
    found = articles_from_feed(feed.encode(), location="f", settings=Settings(check_language=False))
    assert "BOUM" not in found[0].title


@each("name", ["\x80utf-8", "punycode", "", "x" * 200])
def test_a_feed_that_names_no_charset_of_pages_is_read_all_the_same(name: str) -> None:
    feed = "<rss version='2.0'><channel><item><title>Le café rouvre</title></item></channel></rss>"
    data = b"<?xml version='1.0' encoding='" + name.encode("latin-1") + b"'?>" + feed.encode()
    (article,) = articles_from_feed(data, location="f", settings=Settings(check_language=False))
    assert article.title == "Le café rouvre"


def test_an_entry_without_any_date_has_none() -> None:
    feed = (
        "<rss version='2.0'><channel><item><title>Le pont rouvre</title><pubDate>jadis</pubDate>"
        "</item></channel></rss>"
    )
    (article,) = articles_from_feed(feed.encode(), location="f")
    assert article.published is None


def test_what_is_no_feed() -> None:
    with pytest.raises(UnreadableSource, match="not an RSS or Atom feed"):
        articles_from_feed(b"<note>Rien</note>", location="x.xml")
    with pytest.raises(EmptyArticle, match="no entries"):
        articles_from_feed(
            b'<rss version="2.0"><channel><title>x</title></channel></rss>',
            location="x.xml",
            settings=Settings(),
        )


def test_bytes_that_look_like_an_address_are_not_opened() -> None:
    with pytest.raises(UnreadableSource):
        articles_from_feed(b"http://127.0.0.1:9/feed.xml", location="x.xml")
