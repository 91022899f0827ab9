"""Bytes and text of any kind through reading, splitting, comparing and styling: errors of ours or a
whole result."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

from fuzz import hostile
from fuzz.budget import fuzz
from fuzz.oracles import assert_explained
from fuzz.outputs import OPEN, assert_lossless
from hypothesis import strategies as st

from bilingual.compare import Comparison, English, French, compare
from bilingual.compare.facts import found_once
from bilingual.errors import EmptyArticle, TooLarge, UnreadableSource
from bilingual.finish.style import apply_style
from bilingual.language.dates import publication_moment
from bilingual.language.names import find_names_fr
from bilingual.language.numbers import find_numbers_en, find_numbers_fr
from bilingual.language.typography import normalise_source, polish_english
from bilingual.render.words import clean, host, long_date, machine_date, safe_url
from bilingual.segment import split_spans
from bilingual.settings import Settings
from bilingual.sources import article_from_text, slug
from bilingual.sources.decode import decode
from bilingual.sources.locate import printable

CHARSETS = st.sampled_from(
    (None, None, "utf-8", "latin-1", "windows-1252", "utf-16", "utf-7", "punycode", "idna", "hex",
     "zip", "rot13",
     "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "shift_jis", "", "\x00",
     "x" * 300, "é", "\ud800")
)  # fmt: skip
STYLES = st.fixed_dictionaries(
    {
        name: st.sampled_from(choices.__args__)
        for name, choices in (
            (name, Settings.model_fields[name].annotation)
            for name in ("quotes", "spelling", "dates", "numerals", "thousands", "percent",
            "places")
        )
    }
)  # fmt: skip


@fuzz("bytes decoded", hostile.encoded(hostile.TEXTS) | st.binary(max_size=200), CHARSETS)
def test_bytes_are_text_or_refused_by_name(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, "the file", declared=declared)
    except UnreadableSource as error:
        assert_explained(error, "the file")
    else:
        text.encode()


@fuzz("texts read", hostile.TEXTS, st.booleans(), st.booleans())
def test_any_text_is_an_article_or_an_input_error(
    text: str, markdown: bool, keep_all: bool
) -> None:
    settings = OPEN.model_copy(update={"keep_all": keep_all, "max_line": 2000})
    try:
        article = article_from_text(text, location="a.md", settings=settings, markdown=markdown)
    except (EmptyArticle, TooLarge) as error:
        assert_explained(error, "a.md")
        return
    assert_lossless(article)
    shown = article.text + "".join(line.text for line in article.dropped) + article.source
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n"}
    assert article.url is None or safe_url(article.url) or "://" in article.url
    article.model_dump_json()


@fuzz("paragraphs split", hostile.TEXT)
def test_splitting_loses_nothing_of_any_paragraph(text: str) -> None:
    spans = split_spans(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@fuzz("sentences compared", hostile.TEXT, hostile.TEXT)
def test_any_two_texts_can_be_compared(french: str, english: str) -> None:
    for text, finders in (
        (french, (find_numbers_fr, find_names_fr)),
        (english, (find_numbers_en,)),
    ):
        for find in finders:
            for mention in find(text):
                assert 0 <= mention.start < mention.end <= len(text)
    pair, again = compare(french, english), Comparison(French(french), English(english))
    names = [name for name, held in vars(Comparison).items() if isinstance(held, found_once)]
    assert [getattr(pair, name) for name in names] == [getattr(again, name) for name in names]


@fuzz("sentences styled", hostile.TEXT, hostile.TEXT, STYLES)
def test_any_sentence_can_be_styled(english: str, french: str, chosen: dict[str, str]) -> None:
    settings = Settings.model_validate(chosen)
    styled = apply_style(polish_english(english), settings, normalise_source(french), keep=())
    # A house style changes how things are written, not the letters of what is none of its business.
    assert bool(styled.strip()) == bool(polish_english(english).strip())


@fuzz("texts cleaned for pages", hostile.TEXT)
def test_what_pages_show_has_nothing_that_deceives(text: str) -> None:
    shown = clean(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean(shown) == shown
    long_date(text), machine_date(text), publication_moment(text)
    named = printable(text)
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in named)
    assert slug(text).isascii()
    Path("/x", slug(text)).relative_to("/x")


@fuzz("addresses", hostile.ADDRESS | hostile.TEXT)
def test_an_address_is_a_web_page_or_no_link(text: str) -> None:
    url = safe_url(text)
    if url is not None:
        assert url.lower().startswith(("http://", "https://"))
        assert not {unicodedata.category(c) for c in url} & {"Cc", "Cs", "Zs", "Zl", "Zp"}
        assert host(url)
        assert not set(url) & set(" \\\t\r\n")
