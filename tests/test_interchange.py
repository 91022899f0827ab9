"""Files of other programs: their encodings, their XML, and what they call their columns."""

from __future__ import annotations

import pytest
from cases import each

from bilingual.interchange import (
    SIDES,
    XmlFault,
    XmlReader,
    language_of,
    marked_encoding,
    names_of,
    plain_name,
    utf8_sequences,
)


class Terms(XmlReader):
    """Collects the line, the language and the text of every <term>."""

    form = "a list of terms"
    roots = frozenset({"terms"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str, str]] = []
        self.language = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "term":
            self.letters, self.language = [], language_of(attributes)

    def closed(self, name: str) -> None:
        if name == "term" and self.letters is not None:
            self.found.append((self.line, self.language, "".join(self.letters)))
            self.letters = None


@each("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    data = "été".encode(encoding)
    told = marked_encoding(data)
    assert told == encoding
    assert data.decode(told) == "été"


def test_without_a_mark_nothing_is_told() -> None:
    assert marked_encoding("été".encode()) is None
    assert marked_encoding(b"") is None


def test_accents_of_a_legacy_encoding_are_no_sequences() -> None:
    assert utf8_sequences("é€𝄞 a".encode()) == ["é".encode(), "€".encode(), "𝄞".encode()]
    assert utf8_sequences("été à Orléans".encode("latin-1")) == []


def test_columns_have_many_names_and_one_meaning() -> None:
    columns = names_of(SIDES)
    for written in ("Français", "FR-CA", "terme_français", "source term"):
        assert columns[plain_name(written)] == "french"
    for written in ("English", "en_GB", "Traduction anglaise"):
        assert columns[plain_name(written)] == "english"
    assert plain_name("Remarques") not in columns


def test_xml_is_read_in_any_pieces_and_without_its_namespace() -> None:
    data = (
        b"<t:terms xmlns:t='x'>no term\n<t:term xml:lang='fr-CA'>la m&#233;t&#233;o</t:term>\n"
        b"<t:term><t:hi>et</t:hi> puis</t:term>"
    )
    whole = [(2, "fr", "la météo"), (3, "", "et puis")]
    for size in (1, 7, 1000):
        reader = Terms()
        for at in range(0, len(data), size):
            reader.feed(data[at : at + size], last=False)
        reader.feed(b"</t:terms>")
        assert reader.found == whole


@each(
    "data, line, message",
    [
        (b"<terms>\n<term></terms>", 2, "the XML is broken: mismatched tag"),
        (b"<html></html>", 1, "not a list of terms: it begins with <html>"),
        (b"<!DOCTYPE terms [\n<!ENTITY a 'b'>]><terms/>", 2, "it declares entities"),
        (b"<!DOCTYPE terms SYSTEM 'a.dtd'>\n<terms>&eacute;</terms>", 2, "entity &eacute; is not"),
        (b"<?xml version='1.0' encoding='klingon'?><terms/>", 1, "encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: bytes, line: int, message: str) -> None:
    with pytest.raises(XmlFault, match=message) as caught:
        Terms().feed(data)
    assert caught.value.line == line


def test_a_language_is_told_without_its_region() -> None:
    assert language_of({"xml:lang": "fr_CA"}) == "fr"
    assert language_of({"lang": "EN-gb"}) == "en"
    assert language_of({}) == ""
