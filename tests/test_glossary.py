"""Glossary tables: what is written comes back, whatever wrote it, and every broken line is
named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from cases import each
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilingual.errors import GlossaryError, UsageError
from bilingual.glossary import Glossary, load_glossary
from bilingual.glossary.entries import SHOWN
from bilingual.glossary.load import MOST_BYTES
from bilingual.glossary.table import DELIMITERS, LONGEST_RECORD

Load = Callable[..., Glossary]
HEADER = ("french", "english", "notes", "case", "inflections", "keep", "accepted")


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def from_text(text: str | bytes, name: str = "terms.csv") -> Glossary:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_glossary(path)

    return from_text


def pairs(glossary: Glossary) -> list[tuple[str, str]]:
    return [(term.french, term.english) for term in glossary.terms]


def faults(load: Load, text: str | bytes, name: str = "terms.csv") -> list[str]:
    """The messages by line, without the folder; the first line of several is the count."""
    with pytest.raises(GlossaryError) as raised:
        load(text, name)
    assert raised.value.exit_code == 2
    assert raised.value.hint
    return [line.rpartition("/")[2] for line in raised.value.message.split("\n")]


# Two words that are no header line and no comment, with everything a table has to quote.
inner = st.text(st.sampled_from("aéœZ9 ,;\t\"'|=#&«’-"), max_size=8)
sides = inner.map(lambda text: " ".join(f"mot{text}fin".split()))
rows = st.lists(st.tuples(sides, sides, inner.map(str.strip)), min_size=1, max_size=8)


def written(table: list[tuple[str, ...]], delimiter: str, ending: str, quoting: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows(table)
    return out.getvalue()


layouts = st.tuples(
    st.sampled_from(DELIMITERS),
    st.sampled_from(("\n", "\r\n", "\r")),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows, layouts)
def test_what_is_written_with_a_header_comes_back(
    load: Load, table: list[tuple[str, str, str]], layout: tuple[str, str, int, str]
) -> None:
    delimiter, ending, quoting, encoding = layout
    text = written([("french", "english", "notes"), *table], delimiter, ending, quoting)
    glossary = load(text.encode(encoding))
    assert [(t.french, t.english, t.note) for t in glossary.terms] == table
    assert glossary.lines == tuple(range(2, len(table) + 2))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows, st.booleans())
def test_columns_stand_in_any_order(
    load: Load, table: list[tuple[str, str, str]], swapped: bool
) -> None:
    order = (1, 2, 0) if swapped else (2, 0, 1)
    mixed = [tuple(row[i] for i in order) for row in [("French", "EN", "Note"), *table]]
    # Quoted, because a line that begins with "#" is a comment.
    glossary = load(written(mixed, ";", "\n", csv.QUOTE_ALL))
    assert [(t.french, t.english, t.note) for t in glossary.terms] == table


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_bytes_do_more_than_be_refused(load: Load, data: bytes) -> None:
    for name in ("terms.csv", "terms.tsv", "terms.tbx"):
        refused_or_sound(lambda name=name: load(data, name))


words = "french english keep case inflections accepted yes exact x a=b =b a| | mot é # sep=;"
grammar = st.lists(
    st.sampled_from([*words.split(), '"', '""', ";", ",", "\t", "\n", "\r\n", " ", "\0", "\x1b"]),
    max_size=40,
).map("".join)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
)
@given(grammar, st.booleans())
def test_no_table_does_more_than_be_refused(load: Load, text: str, header: bool) -> None:
    whole = ";".join(HEADER) + "\n" + text if header else text
    refused_or_sound(lambda: load(whole))


def refused_or_sound(made: Callable[[], Glossary]) -> None:
    try:
        glossary = made()
    except GlossaryError as error:
        refused = error.message
    else:
        _is_sound(glossary)
        return
    assert "terms." in refused


def _is_sound(glossary: Glossary) -> None:
    assert len(glossary.terms) == len(glossary.lines) == len(glossary.kept) > 0
    assert all(a <= b for a, b in pairwise(glossary.lines))
    for term, kept in zip(glossary.terms, glossary.kept, strict=True):
        assert all(french and english for french, english in term.forms)
        assert not kept or term.french == term.english


def test_without_a_header_two_columns_are_french_and_english(load: Load) -> None:
    glossary = load("Sud global,Global South\nsource,spring\n")
    assert pairs(glossary) == [("Sud global", "Global South"), ("source", "spring")]
    assert pairs(load("source,spring\nSud global,Global South\n"))[0] == ("source", "spring")


@each(
    "header",
    [
        "French,English",
        "FR;EN",
        "source\ttarget",
        "français;anglais",
        "Terme;Traduction",
        "terme français;terme anglais",
        "fr-FR,en_GB",
        "sep=;\nfr;en",
    ],
)
def test_headers_by_other_names(load: Load, header: str) -> None:
    divider = next(d for d in DELIMITERS if d in header)
    assert pairs(load(f"{header}\nville{divider}city")) == [("ville", "city")]


def test_comments_blank_lines_and_empty_cells_are_no_terms(load: Load) -> None:
    text = "# ours\n\nfrench;english;notes;;\n;;;;\n  # more\nville; city ;;;\n \n"
    glossary = load(text)
    assert (pairs(glossary), glossary.lines) == ([("ville", "city")], (6,))
    assert pairs(load('"#MeToo",#MeToo movement\n')) == [("#MeToo", "#MeToo movement")]


def test_every_column(load: Load) -> None:
    glossary = load(
        "french;english;notes;case;inflections;keep;accepted\n"
        "chef de l'État;head of state;a note;Exact;chefs d'État=heads of state|chef "
        "d'État;;leader | ruler\n"
        "Le Monde;;;OUI;;vrai;\n"
        "taux directeur;key rate\n"
    )
    state, paper, rate = glossary.terms
    assert state.forms == (
        ("chef de l'État", "head of state"),
        ("chefs d'État", "heads of state"),
        ("chef d'État", "head of state"),
    )
    assert (state.accepted, state.exact, state.note) == (("leader", "ruler"), True, "a note")
    assert (paper.forms, paper.exact, glossary.kept) == (
        (("Le Monde", "Le Monde"),),
        True,
        (False, True, False),
    )
    assert rate.forms == (("taux directeur", "key rate"), ("taux directeurs", "key rates"))


def test_inflections_without_english(load: Load) -> None:
    glossary = load(
        "french,english,inflections,keep\nvache,cow,vaches|vachette,\npréfet,,préfets,yes\n"
    )
    assert glossary.terms[0].forms == (("vache", "cow"), ("vaches", "cows"), ("vachette", "cow"))
    assert glossary.terms[1].forms == (("préfet", "préfet"), ("préfets", "préfets"))


def test_a_plural_with_a_line_of_its_own_is_not_added(load: Load) -> None:
    rate, rates = load("taux directeur,key rate\ntaux directeurs,key interest rates\n").terms
    assert rate.forms == (("taux directeur", "key rate"),)
    assert rates.english == "key interest rates"


def test_where_french_has_one_form_both_english_ones_are_right(load: Load) -> None:
    (term,) = load("taux de change,exchange rate\n").terms
    assert (len(term.forms), term.accepted) == (1, ("exchange rates",))


def test_unseen_characters_and_spaces_do_not_count(load: Load) -> None:
    text = 'ban\u00adque\u200b\u00a0 centrale ,"central\n bank"\ne\u0301tat,state\n'
    assert pairs(load(text)) == [("banque centrale", "central bank"), ("état", "state")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings(load: Load, encoding: str) -> None:
    text = "french;english\r\nÉtat d’urgence;state of emergency\r\nœuvre à 5 €;€5 work\r\n"
    assert pairs(load(text.encode(encoding)))[0] == ("État d’urgence", "state of emergency")


def test_the_digest_is_of_the_terms(load: Load) -> None:
    first = load("french;english\nville;city\n")
    assert first.digest == load("# x\nenglish,french\n city,ville").digest
    assert (
        len(
            {
                first.digest,
                load("ville,town").digest,
                load("french,english,case\nville,city,exact").digest,
            }
        )
        == 3
    )
    assert first.path.name == "terms.csv"


@each(
    "text, fault",
    [
        ("ville,\n", "terms.csv:1: no English for 'ville'"),
        ("ville,city\n , town\n", "terms.csv:2: no French for 'town'"),
        ("french,english,inflexions\nville,city,\n",
         "terms.csv:1: unknown column 'inflexions'; did you mean 'inflections'?"),
        ("french,english,colour\nville,city,\n",
         "terms.csv:1: unknown column 'colour'; known are french, english, note, case, "
         "inflections, keep, accepted"),
        ("french,englsh\nville,city\n", "terms.csv: 2 faults"),
        ("french,english,fr\nville,city,x\n", "terms.csv:1: two columns for 'french'"),
        ("a,b\nParis, capitale,Paris\n",
         "terms.csv:2: 3 fields instead of 2: a field with a comma in it has to stand in quotes; "
         "more columns need a header line (french, english, ...)"),
        ("fr;en\nville\n",
         "terms.csv:2: 1 field instead of 2: fields are divided by comma, semicolon or tab"),
        ('a,b\n"ville,city\nc,d\n', "terms.csv:2: a quote is opened and never closed"),
        ('a,b\n"le "grand" soir",x\n',
         "terms.csv:2: text after a closing quote; a quote within a quoted field is written twice"),
        (f'a,b\n"{"x" * 140_000}",c\n', "terms.csv:2: a field is too long"),
        ("french,english,case\nville,city,upper\n",
         "terms.csv:2: unknown case rule 'upper'; write exact or nothing"),
        ("french,english,keep\nville,city,maybe\n",
         "terms.csv:2: keep is 'maybe'; write yes or nothing"),
        ("french,english,keep\nville,city,yes\n",
         "terms.csv:2: 'ville' is to be kept, but its English is 'city'"),
        ("french,english,inflections\nville,city,=towns\n",
         "terms.csv:2: the inflection '=towns' has no French"),
        ("%,per cent\n", "terms.csv:1: the French '%' has no letter and no digit"),
        (f"ville,{'x' * 201}\n", f"terms.csv:1: '{'x' * 59}…' is longer than 200 characters"),
        ("vil\x1ble,city\n", r"terms.csv:1: 'vil\x1ble' has a control character in it"),
        (b"ville,city\n\xc3\xa9t\xc3\xa9,\xff\xc3\xa9\n",
         "terms.csv:2: bytes that are not UTF-8 text"),
        (b"caf\xe9,coffee\nx\x81,y\n",
         "terms.csv:2: bytes that are neither UTF-8 nor Windows-1252"),
        ("café,coffee\nétat,state\n".encode("mac_roman"),
         "terms.csv:1: neither UTF-8 nor Windows-1252 text; save the file as UTF-8"),
        ("a,b\nc".encode("utf-16") + b"x", "terms.csv:2: broken UTF-16 text"),
        (b"\x00\x01\x02\x00\x00ab", "terms.csv:1: this is not a text file"),
        (b"PK\x03\x04...",
         "terms.csv:1: this is a spreadsheet; save it as 'CSV UTF-8' and give that file"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line(load: Load, text: str | bytes, fault: str) -> None:
    assert faults(load, text)[0] == fault


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "french,english\n"])
def test_no_terms(load: Load, text: str) -> None:
    assert faults(load, text) == ["terms.csv: no terms"]


def test_all_faults_are_told_in_order_and_at_most_twenty_shown(load: Load) -> None:
    text = "french,english\n" + "ville,\n" * 30 + '"x\n' + ",city\n" * 3
    told = faults(load, text)
    assert told[0] == "terms.csv: 34 faults"
    assert told[1:-1] == [f"terms.csv:{n}: no English for 'ville'" for n in range(2, SHOWN + 2)]
    assert told[-1] == "… and 14 more"


def test_after_an_open_quote_reading_goes_on(load: Load) -> None:
    filler = "".join(f"mot{n},word{n}\n" for n in range(LONGEST_RECORD))
    told = faults(load, f'a,b\n"c,d\n{filler}ville,\n')
    assert [line.split(":")[1] for line in told[1:]] == ["2", str(LONGEST_RECORD + 3)]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path, Path("a\0b")):
        with pytest.raises(GlossaryError, match="cannot be read"):
            load_glossary(path)
    assert issubclass(GlossaryError, UsageError)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(GlossaryError, match=r"huge\.csv: larger than 20 MB"):
        load_glossary(path)


def test_too_many_terms_are_refused(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("entries", "table", "tbx", "load"):
        monkeypatch.setattr(f"bilingual.glossary.{module}.MOST_TERMS", 2)
    end = "more than 2 terms; nothing is read from here on"
    assert faults(load, "a,b\nc,d\ne,f\ng,h\n") == [f"terms.csv:3: {end}"]
    said = "".join(
        f'<termSec><term>{word}</term></termSec></langSec><langSec xml:lang="en">' for word in "ab"
    )
    entry = f'<conceptEntry><langSec xml:lang="fr">{said}</langSec></conceptEntry>\n'
    assert faults(load, f"<tbx>{entry * 4}</tbx>", "terms.tbx") == [f"terms.tbx:3: {end}"]
    assert len(faults(load, '"x"y\n' * 9)) == len(faults(load, b"\xc3\xa9\xff\n" * 9)) == 3


def test_fifty_thousand_lines(load: Load) -> None:
    text = "french;english\n" + "".join(f"mot{n} clé;key word {n}\n" for n in range(50_000))
    glossary = load(text)
    assert (len(glossary.terms), glossary.lines[-1]) == (50_000, 50_001)
