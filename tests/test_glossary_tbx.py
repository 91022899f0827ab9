"""TBX in both of its generations: terms come back, the right English is chosen, and nothing is
expanded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from cases import each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilingual.errors import GlossaryError
from bilingual.glossary import Glossary, load_glossary
from bilingual.glossary.entries import clean

Load = Callable[[str | bytes], Glossary]
Concept = tuple[list[str], list[str], str]

# ISO 30042:2019 (version 3, one element for each category) and ISO 30042:2008 (martif, categories
# as types).
NEW = (
    '<?xml version="1.0" encoding="{encoding}"?>\n'
    '<tbx style="dct" type="TBX-Basic" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2"'
    ' xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"
    "<text><body>\n{body}</body></text></tbx>"
)
OLD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n'
    '<martif type="TBX-Basic" xml:lang="fr"><martifHeader><fileDesc><titleStmt><title>x</title>'
    "<note>of the "
    "file</note></titleStmt></fileDesc></martifHeader><text><body>\n{body}</body></text></martif>"
)
TAGS = {
    "new": ("conceptEntry", "langSec", "<termSec>", "</termSec>"),
    "tig": ("termEntry", "langSet", "<tig>", "</tig>"),
    "ntig": ("termEntry", "langSet", "<ntig><termGrp>", "</termGrp></ntig>"),
}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def from_text(text: str | bytes) -> Glossary:
        path = tmp_path / "terms.tbx"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_glossary(path)

    return from_text


def concept(said: Concept, generation: str) -> str:
    entry, section, opened, closed = TAGS[generation]
    french, english, note = said
    parts = [f'<{entry} id="c1">', f"<note>{escape(note)}</note>" if note else ""]
    for language, terms in (("fr", french), ("en-GB", english), ("de", ["Wort"])):
        listed = "".join(f"{opened}<term>{escape(term)}</term>{closed}" for term in terms)
        parts.append(f'<{section} xml:lang="{language}">{listed}</{section}>')
    return "".join([*parts, f"</{entry}>\n"])


def document(body: str, generation: str = "new", encoding: str = "utf-8") -> str:
    return (NEW if generation == "new" else OLD).format(body=body, encoding=encoding)


def faults(load: Load, text: str | bytes) -> list[str]:
    with pytest.raises(GlossaryError) as raised:
        load(text)
    return [line.rpartition("/")[2] for line in raised.value.message.split("\n")]


terms = st.text(st.sampled_from("aéœ Z9&<>\"'’-;,|"), max_size=8).map(
    lambda text: clean(f"m{text}n")
)
several = st.lists(terms, min_size=1, max_size=3, unique=True)
concepts = st.lists(st.tuples(several, several, terms | st.just("")), min_size=1, max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(concepts, st.sampled_from(list(TAGS)), st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_written_comes_back(
    load: Load, said: list[Concept], generation: str, encoding: str
) -> None:
    body = "".join(concept(one, generation) for one in said)
    glossary = load(document(body, generation, encoding).encode(encoding))
    wanted = [
        (french, english[0], set(english[1:]), note) for french_ones, english,
        note in said for french in french_ones
    ]  # fmt: skip
    got = [(t.french, t.english, t.accepted, t.note) for t in glossary.terms]
    assert [(f, e, n) for f, e, _, n in got] == [(f, e, n) for f, e, _, n in wanted]
    # An English plural may be accepted besides.
    assert all(
        others <= set(accepted)
        for (_, _, others, _), (_, _, accepted, _) in zip(wanted, got, strict=True)
    )
    assert glossary.kept == (False,) * len(wanted)


def entry(french: str, english: str) -> str:
    return (
        f'<conceptEntry><langSec xml:lang="fr">{french}</langSec>'
        f'<langSec xml:lang="en">{english}</langSec></conceptEntry>'
    )


def section(term: str, *categories: str) -> str:
    return f"<termSec><term>{term}</term>{''.join(categories)}</termSec>"


STATUS = "<min:administrativeStatus>{}Term-admn-sts</min:administrativeStatus>"


@pytest.mark.parametrize(
    "status",
    [
        STATUS,
        '<termNote type="administrativeStatus">{}Term-admn-sts</termNote>',
        '<termNoteGrp><termNote type="normativeAuthorization">{}Term</termNote></termNoteGrp>',
    ],
)
def test_the_preferred_term_is_written_and_a_deprecated_one_is_wrong(
    load: Load, status: str
) -> None:
    english = (
        section("old rate", status.format("deprecated"))
        + section("policy rate", status.format("admitted"))
        + section("key rate", status.format("preferred"))
        + section("lead rate", status.format("superseded"))
    )
    (term,) = load(document(entry(section("taux directeur"), english))).terms
    assert (term.english, term.accepted) == ("key rate", ("policy rate",))


def test_abbreviations_go_with_abbreviations(load: Load) -> None:
    short = "<basic:termType>acronym</basic:termType>"
    french = section("Banque centrale européenne") + section("BCE", short)
    english = section("European Central Bank") + section("ECB", short)
    bank, acronym = load(document(entry(french, english))).terms
    assert (bank.english, bank.accepted) == ("European Central Bank", ("ECB",))
    assert (acronym.english, acronym.accepted) == ("ECB", ("European Central Bank",))


def test_only_singular_nouns_get_a_plural(load: Load) -> None:
    verb = "<min:partOfSpeech>verb</min:partOfSpeech>"
    many = '<termNote type="grammaticalNumber">plural</termNote>'
    noun = "<min:partOfSpeech>noun</min:partOfSpeech>"
    body = "".join(
        entry(section(french, note), section(english))
        for french, note,
        english in (("place", noun, "square"), ("vote", verb, "vote"), ("course", many, "errand"))
    )  # fmt: skip
    assert [len(term.forms) for term in load(document(body)).terms] == [2, 1, 1]


def test_marks_inside_a_term_are_its_text(load: Load) -> None:
    body = entry("\n" + section("le <hi>grand</hi>\n soir"), section("the great evening"))
    glossary = load(document(body))
    assert (glossary.terms[0].french, glossary.lines) == ("le grand soir", (5,))


def test_a_file_is_known_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    path.write_text(document(entry(section("ville"), section("city"))), encoding="utf-8")
    assert load_glossary(path).terms[0].english == "city"


def test_an_older_export_may_name_its_dtd_which_nobody_fetches(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    text = document(entry(section("ville"), section("city")))
    declared = '<!DOCTYPE martif SYSTEM "http://localhost:9/TBXcoreStructV02.dtd">'
    at = text.index("<", text.index("?>") + 2) if text.startswith("<?xml") else 0
    path.write_text(text[:at] + declared + text[at:], encoding="utf-8")
    assert load_glossary(path).terms[0].english == "city"


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'
)


@each(
    "text, fault",
    [
        (BOMB + entry(section("&b;"), section("x")),
         "terms.tbx:2: it declares entities, which are not read; delete them from its document "
         "type"),
        ('<!DOCTYPE martif SYSTEM "http://localhost/x.dtd">\n<martif>&eacute;</martif>',
         "terms.tbx:2: the entity &eacute; is not known"),
        ("<tbx>\n<text>", "terms.tbx:2: the XML is broken: no element found"),
        ("<tbx>\n</text>", "terms.tbx:2: the XML is broken: mismatched tag"),
        ("<tbx>&eacute;</tbx>", "terms.tbx:1: the XML is broken: undefined entity"),
        ("french;english", "terms.tbx:1: the XML is broken: not well-formed (invalid token)"),
        ("", "terms.tbx:1: the XML is broken: no element found"),
        ("<html><body/></html>", "terms.tbx:1: not TBX: it begins with <html>"),
        ('<?xml version="1.0" encoding="klingon"?><tbx/>',
         "terms.tbx:1: the encoding of the XML cannot be read (unknown encoding: klingon)"),
        (b'<?xml version="1.0"?><tbx>\xff</tbx>',
         "terms.tbx:1: the XML is broken: not well-formed (invalid token)"),
        ("<tbx></tbx>", "terms.tbx: no terms"),
        (document(entry("", section("city"))), "terms.tbx:4: the entry has no French term"),
        (document((
            '<conceptEntry id="c7"><langSec '
            'xml:lang="fr">'
        ) + section("ville") + "</langSec></conceptEntry>"),
        "terms.tbx:4: the entry c7 has no English term"),
        (document(entry(section("ville"), section("burg", STATUS.format("deprecated")))),
         "terms.tbx:4: the entry has no English term"),
        (document(entry(section("ville"), section("city") * 101)),
         "terms.tbx:4: the entry has more than 100 terms of one language"),
         (document(entry(section("ville"), section(" "))), "terms.tbx:4: no English for 'ville'"),
        (document(entry("<termSec/>", section("city"))), "terms.tbx:4: no French for 'city'"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line(load: Load, text: str | bytes, fault: str) -> None:
    assert faults(load, text)[0] == fault


def test_faults_before_the_xml_breaks_are_told_too(load: Load) -> None:
    text = document(entry("", section("a")) + "\n" + entry(section("b"), "")).replace("</tbx>", "")
    assert [line.split(":")[1] for line in faults(load, text)] == [" 3 faults", "4", "5", "5"]


def test_windows_encoding_as_declared(load: Load) -> None:
    text = document(entry(section("œuvre"), section("work")), encoding="windows-1252")
    assert load(text.encode("cp1252")).terms[0].french == "œuvre"


nodes = st.sampled_from(
    ["tbx", "martif", "conceptEntry", "termEntry", "langSec", "langSet", "termSec", "tig", "ntig",
     "term", "note", "termNote", "x:partOfSpeech"]
)  # fmt: skip
attributes = st.sampled_from(
    ["", ' xml:lang="fr"', ' lang="en_US"', ' type="termType"', ' type="note"', ' id="x"']
)
trees = st.recursive(
    st.sampled_from(["", "mot", " ", "&amp;", "<!-- x -->", "<![CDATA[<]]>"]),
    lambda inner: st.builds(
        lambda name, attribute, inside: f"<{name}{attribute}>{''.join(inside)}</{name}>",
        nodes,
        attributes,
        st.lists(inner, max_size=3),
    ),
    max_leaves=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(trees)
def test_no_tree_does_more_than_be_refused(load: Load, tree: str) -> None:
    try:
        glossary = load(f"<tbx>{tree}</tbx>")
    except GlossaryError as error:
        refused = error.message
    else:
        assert all(french and english for term in glossary.terms for french, english in term.forms)
        return
    assert "terms.tbx" in refused
