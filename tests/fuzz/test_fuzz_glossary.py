"""Glossary files of any kind: terms that can be looked for in any text, or a GlossaryError that
names the lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import hostile
from fuzz.budget import fuzz
from fuzz.oracles import assert_explained
from hypothesis import strategies as st

from bilingual.errors import GlossaryError
from bilingual.glossary import find_conflicts, load_glossary
from bilingual.glossary.terms import TermTable

TABLE = (
    "french;english;notes;case;inflections;keep;accepted\ntaux directeur;key rate;;;;;policy rate\n"
    "Sud global;Global South;;exact;;;\nchef de l'État;head of state;;;chefs d'État=heads of "
    "state;;\n"
    '"Le ""Monde""";;;;;yes;\n# une remarque\n'
)  # fmt: skip
TBX = (
    '<?xml version="1.0" encoding="UTF-8"?><tbx type="TBX-Basic" style="dca" xml:lang="en" '
    'xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c1"><langSec xml:lang="fr">'
    '<termSec>'
    '<term>taux directeur</term><termNote type="partOfSpeech">noun</termNote></termSec></langSec>'
    '<langSec xml:lang="en"><termSec><term>key rate</term></termSec></langSec></conceptEntry>'
    '</body></text></tbx>'
)  # fmt: skip
CELLS = st.sampled_from(
    ("french", "english", "keep", "yes", "oui", "exact", "a=b|c=d", "=x", "||", '"', '""', '"x',
     "sep=;", "#", "", " ",
     "\t", ";", ",", "mot " * 200, "\x00", "taux directeur", "key rate")
)  # fmt: skip
TABLES = st.one_of(
    hostile.mutated(TABLE),
    st.lists(CELLS | hostile.PIECE, max_size=12).flatmap(
        lambda cells: st.sampled_from((";", ",", "\t", "\n",
        ";\n")).map(lambda mark: mark.join(cells))
    ),
)  # fmt: skip
BOMB = (
    '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM '
    '"file:///etc/passwd">]>'
)
XML = (
    BOMB, "<!DOCTYPE tbx SYSTEM 'file:///etc/passwd'>", "&b;", "&c;", "&#0;", "&#x110000;",
    "<![CDATA[x]]>", "<!--", "-->", "<?x y?>", "<term>", "</term>", "<conceptEntry>", "</termSec>",
    "<xi:include href='file:///etc/passwd'/>", "]]>", "<term/>", "&amp;", "<min:partOfSpeech>",
    "xml:lang", "<langSec xml:lang='fr'>", "\x00", "\ufeff",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("glossary")


def assert_usable_or_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        glossary = load_glossary(file)
    except GlossaryError as error:
        assert_explained(error, str(file))
        return
    assert len(glossary.terms) == len(glossary.lines)
    find_conflicts(glossary)
    table = TermTable(glossary.terms)
    for text in (*hostile.SENTENCES, *(term.french for term in glossary.terms[:3])):
        table.find(text)


@fuzz("glossary tables", hostile.encoded(TABLES) | st.binary(max_size=80))
def test_a_table_of_any_bytes(folder: Path, data: bytes) -> None:
    assert_usable_or_refused(folder / "terms.csv", data)


@fuzz("glossary TBX", hostile.encoded(hostile.mutated(TBX, XML)) | st.binary(max_size=80))
def test_a_tbx_file_of_any_bytes(folder: Path, data: bytes) -> None:
    assert_usable_or_refused(folder / "terms.tbx", data)
