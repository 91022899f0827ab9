"""Pages, feeds and files of any kind: articles of which nothing is lost, or an InputError; no
entity is expanded."""

from __future__ import annotations

import builtins
import io
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from cases import each
from fuzz import hostile
from fuzz.budget import fuzz
from fuzz.oracles import assert_explained, assert_safe_page
from fuzz.outputs import OPEN, assert_lossless
from hypothesis import strategies as st

from bilingual.errors import BilingualError, GlossaryError, InputError
from bilingual.glossary import load_glossary
from bilingual.render.introduction import introduction_html
from bilingual.sources import Source, article_from_html, articles_from_feed, read_source
from bilingual.sources.metadata import is_web

SECRET = "le mot secret du fichier"


@fuzz("pages read", hostile.encoded(hostile.PAGES) | hostile.PAGES)
def test_any_page_is_an_article_or_an_input_error(page: bytes | str) -> None:
    try:
        article = article_from_html(page, location="page.html", settings=OPEN)
    except InputError as error:
        assert_explained(error, "page.html")
        return
    assert_lossless(article)
    assert article.url is None or is_web(article.url)
    article.model_dump_json()


@fuzz("feeds read", hostile.encoded(hostile.FEEDS))
def test_any_feed_is_articles_or_input_errors(data: bytes) -> None:
    refused: list[InputError] = []
    try:
        articles = articles_from_feed(
            data, location="feed.xml", settings=OPEN, on_error=refused.append
        )
    except InputError as error:
        assert_explained(error, "feed.xml")
        return
    assert articles or refused
    for article in articles:
        assert_lossless(article)
        assert article.url is None or is_web(article.url)


ANYTHING = st.one_of(hostile.PAGES, hostile.FEEDS, hostile.TEXTS)


@fuzz(
    "sources sniffed",
    hostile.encoded(ANYTHING) | st.binary(max_size=100),
    st.sampled_from(("text", "markdown", "html", "feed", "stdin")),
)
def test_any_bytes_under_any_name(data: bytes, kind: Any) -> None:
    source = Source("standard input", "stdin")
    refused: list[InputError] = []
    try:
        if kind != "stdin":
            source = Source("a", kind, file=str(_written(data)))
        found = read_source(source, OPEN, stdin=io.BytesIO(data), on_error=refused.append)
    except InputError:
        return
    assert found or refused
    for article in found:
        assert_lossless(article)


def _written(data: bytes) -> Path:
    _FILE[0].write_bytes(data)
    return _FILE[0]


_FILE: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def _a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    _FILE[:] = [tmp_path_factory.mktemp("sources") / "a"]


@fuzz("introductions", hostile.TEXT | st.lists(st.sampled_from(hostile.MARKDOWN)).map("\n\n".join))
def test_an_introduction_of_any_text_is_safe(text: str) -> None:
    # Introductions are read from files, which hold no lone surrogates.
    text = text.encode("utf-8", "replace").decode()
    assert_safe_page(introduction_html(text), fragment=True)


ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY x "EXPANDED">]>',
    "<!DOCTYPE rss [<!ENTITY x SYSTEM '{secret}'>]>",
    "<!DOCTYPE rss [<!ENTITY x PUBLIC 'a' '{secret}'>]>",
    "<!DOCTYPE rss [<!ENTITY % p SYSTEM '{secret}'>%p;<!ENTITY x 'EXPANDED'>]>",
    "<!DOCTYPE rss [<!ENTITY a 'EXPANDED'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
    "'&b;&b;&b;&b;&b;&b;&b;'>"
    "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;'><!ENTITY x "
    "'&e;&e;&e;&e;&e;&e;'>]>",
    f"<!DOCTYPE rss [<!ENTITY x '{'EXPANDED' * 2000}'>]>",
    "<!DOCTYPE rss SYSTEM '{secret}'>",
    "<!DOC<!DOCTYPE x>TYPE rss [<!ENT<!ENTITY>ITY x 'EXPANDED'>]>",
    "<!DOCTYPE rss SYSTEM '{secret}' [<!ENTITY x 'EXPANDED'>]>",
    "<?xml-stylesheet href='{secret}'?><!-- > --><!DOCTYPE rss [ <!-- ] > --> <!ENTITY x "
    "\"EXPANDED]>\">]>",
)  # fmt: skip
INCLUDED = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{secret}' parse='text'/>"
# UTF-7 can hide the marks themselves: +ADw- is "<".
CODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-7",
    "cp037",
    "cp1252",
)


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a file that no parser may open; neither may one open a connection."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    opened = builtins.open

    def watched(file: Any, *args: Any, **kwargs: Any) -> Any:
        assert "secret" not in str(file), "a document made us open a file"
        return opened(file, *args, **kwargs)

    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("a document made us open a connection")

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return secret.as_uri()


@each("coding", CODINGS)
@each("doctype", ENTITIES)
def test_no_feed_expands_an_entity_or_reads_a_file(sealed: str, doctype: str, coding: str) -> None:
    body = f"&x;&x; {INCLUDED} {hostile.SENTENCES[0]}"
    feed = (
        f"<?xml version='1.0' encoding='{coding.removesuffix('-sig')}'?>{doctype}<rss "
        "version='2.0'><channel>"
        "<title>&x;</title><item><title>Le pont "
        f"&x;</title><description>{body}</description></item></channel></rss>"
    ).replace("{secret}", sealed)  # fmt: skip
    refused: list[InputError] = []
    try:
        found = articles_from_feed(
            feed.encode(coding, "replace"), location="f", settings=OPEN, on_error=refused.append
        )
    except InputError:
        found = []
    dumped = "".join(article.model_dump_json() for article in found)
    assert not re.search("pont (?:EXPANDED)+", dumped)
    assert SECRET not in dumped


@each("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@each("doctype", ENTITIES)
def test_no_page_expands_an_entity_or_reads_a_file(sealed: str, doctype: str, coding: str) -> None:
    page = (
        "<?xml version='1.0' "
        f"encoding='{coding.removesuffix('-sig')}'?>{doctype.replace('rss', 'html')}"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{hostile.SENTENCES[0]} "
        f"&x;</p>{INCLUDED}</body></html>"
    ).replace("{secret}", sealed)
    try:
        article = article_from_html(page.encode(coding, "replace"), location="p", settings=OPEN)
    except InputError:
        return
    assert hostile.SENTENCES[0] in article.text
    assert "ville. EXPANDED" not in article.text
    assert SECRET not in article.model_dump_json()


@each("coding", CODINGS)
@each("doctype", ENTITIES)
def test_no_glossary_expands_an_entity_or_reads_a_file(
    sealed: str, tmp_path: Path, doctype: str, coding: str
) -> None:
    text = (
        "<?xml version='1.0' "
        f"encoding='{coding.removesuffix('-sig')}'?>{doctype.replace('rss', 'tbx')}<tbx><text>"
        "<body>"
        "<conceptEntry><langSec xml:lang='fr'><termSec><term>mot "
        "&x;</term></termSec></langSec><langSec xml:lang='en'>"
        "<termSec><term>word "
        f"&x;{INCLUDED}</term></termSec></langSec></conceptEntry></body></text></tbx>"
    ).replace("{secret}", sealed)
    file = tmp_path / "terms.tbx"
    file.write_bytes(text.encode(coding, "replace"))
    try:
        glossary = load_glossary(file)
    except GlossaryError:
        return
    told = "".join(term.french + term.english for term in glossary.terms)
    assert "EXPANDED" not in told
    assert SECRET not in told


def test_the_seal_holds(sealed: str) -> None:
    """Otherwise the tests above would prove nothing."""
    with pytest.raises(AssertionError, match="open a file"):
        open(sealed.removeprefix("file://"))  # noqa: PTH123, SIM115
    with pytest.raises(AssertionError, match="open a connection"):
        socket.create_connection(("localhost", 9))
    assert issubclass(InputError, BilingualError)
