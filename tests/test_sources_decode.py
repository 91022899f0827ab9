"""Bytes become text, or the error says what they are."""

from __future__ import annotations

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import UnreadableSource
from bilingual.sources.decode import decode

TEXT = "L’été, la pêche à la morue coûte 12 € à Saint-Malo : « Où êtes-vous ? », dit-elle. " * 3


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    encoded = text.encode()
    if not encoded.startswith((b"%PDF", b"PK\x03", b"GIF8", b"\xef\xbb\xbf", b"{\\rtf", b"SQLite")):
        assert decode(encoded, "x") == text


@each("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_of_french_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x") == TEXT


def test_latin_1_without_euro_or_curly_quotes() -> None:
    text = "La pêche à la morue coûte cher à Saint-Malo, où l'été fut très chaud."
    assert decode(text.encode("latin-1"), "x") == text


def test_the_declared_charset_decides_where_utf8_fails() -> None:
    text = "Цена выросла на два процента"
    assert decode(text.encode("koi8-r"), "x", declared="koi8-r") == text


def test_an_unknown_declared_charset_is_passed_over() -> None:
    assert decode(TEXT.encode("cp1252"), "x", declared="nonsense") == TEXT


@each("name", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "UTF_7"])
def test_a_page_cannot_name_a_codec_that_is_no_charset(name: str) -> None:
    """Punycode takes minutes for a megabyte, which here it would have to end; an escape would be
    read as a tag."""
    text = TEXT + "+ADw-script+AD4- \\u003cscript\\q a-" + "b" * 500_000
    assert decode(text.encode("cp1252"), "x", declared=name) == text


def test_a_single_legacy_letter_in_utf8_is_read_as_that_letter() -> None:
    data = "Un café à ".encode() + b"Orl\xe9ans" + " très tôt".encode()
    assert decode(data, "x") == "Un café à Orléans très tôt"


@each("damage", [b"\xc3 ", b"\xe2\x80 ", b"\xff\xfa"])
def test_damaged_utf8_is_refused_with_its_place(damage: bytes) -> None:
    data = "Un café à ".encode() + damage + "Orléans".encode()
    with pytest.raises(UnreadableSource, match=r"a\.txt: broken UTF-8 at byte 12") as caught:
        decode(data, "a.txt")
    assert "UTF-8" in caught.value.hint


def test_noise_is_no_text() -> None:
    with pytest.raises(UnreadableSource, match="no other encoding"):
        decode(bytes(range(128, 256)) * 4, "a.txt")


def test_a_cut_utf16_file_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="broken utf-16"):
        decode(TEXT.encode("utf-16")[:-1], "a.txt")


@each(
    "data, what",
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "Word"),
        (b"\x89PNG\r\n", "a picture"),
        (b"abc\0def", "not a text file"),
        (bytes(range(1, 9)) * 10, "not a text file"),
    ],
)
def test_binary_files_are_named(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource, match=what):
        decode(data, "a.txt")
