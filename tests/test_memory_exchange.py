"""TMX and TSV: what goes out comes back the same, other tools' files are read, and a machine stays
a machine."""

from __future__ import annotations

import os
import tempfile
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cases import each
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilingual.errors import ForeignFile, OutputError, TranslationMemoryError
from bilingual.interchange import LONGEST_TEXT
from bilingual.memory import Exported, Imported, Unit, export_units, import_units, read_tmx
from bilingual.memory.corrections import Changes, Correction
from bilingual.memory.exchange import read_units
from bilingual.memory.store import Memory

SUFFIXES = pytest.mark.parametrize("suffix", ["tmx", "tsv"])
NASTY = [
    "\t",
    "\n",
    "\r\n",
    '"',
    '""',
    "<&>]]>",
    "&amp;",
    "\u0085",
    "\u2028",
    "\ufeff",
    "'=1+1",
    "\x00",
    "\ud800",
    "\uffff",
    "\x1b[1m",
    "#",
    "\\t",
]
TEXT = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=5)), max_size=6).map("".join)
PAIRS = st.lists(st.tuples(TEXT.map("Le {} mot".format), TEXT.map("A {}word".format)), max_size=6)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "m.sqlite") as opened:
        yield opened


def pairs(file: Path) -> list[tuple[str, str]]:
    return [(unit.french, unit.english) for unit in read_units(file)]


def of_tmx(body: str, head: str = '<?xml version="1.0"?>') -> list[Unit]:
    text = f'{head}<tmx version="1.4"><header/><body>{body}</body></tmx>'
    return list(read_tmx(BytesIO(text.encode()), "a.tmx"))


def segment(inner: str) -> str:
    (unit,) = of_tmx(f'<tu><tuv xml:lang="fr"><seg>{inner}</seg></tuv></tu>')
    return unit.french


# --- there and back


@SUFFIXES
@settings(max_examples=60)
@given(given_pairs=PAIRS)
@example(given_pairs=[("french", "english"), (' "a"\tb\r', '\n"')])
def test_what_goes_out_comes_back(suffix: str, given_pairs: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Memory(folder / "a") as memory, Memory(folder / "b") as other:
            memory.correct(Correction(*pair) for pair in given_pairs)
            kept = memory.all_corrections()
            file = folder / f"out.{suffix}"
            assert export_units(memory, file) == Exported(len(kept), 0, 0)
            foreseen = import_units(file, None, plan=True)
            assert foreseen == Imported(Changes(new=len(kept)), 0, 0)
            assert import_units(file, other) == foreseen
            assert other.all_corrections() == kept
            assert import_units(file, other).changes == Changes(same=len(kept))
            written = file.read_bytes()
            export_units(other, file)
            assert file.read_bytes() == written


@SUFFIXES
def test_what_engines_said_never_becomes_a_correction(memory: Memory, suffix: str) -> None:
    memory.keep("marian 4", {"Oui.": ("Yes.", "{}"), "Non.": ("No.", "{}")})
    memory.correct([Correction("Si.", "Yes, indeed.")])
    file = memory.file.with_suffix(f".{suffix}")
    assert export_units(memory, file) == Exported(1, 0, 0)
    assert export_units(memory, file, everything=True) == Exported(1, 2, 0)
    with Memory(memory.file.with_name("other")) as other:
        assert import_units(file, other) == Imported(Changes(new=1), 2, 0)
        assert other.all_corrections() == [Correction("Si.", "Yes, indeed.")]


@SUFFIXES
def test_what_no_file_can_hold_is_left_out_and_counted(memory: Memory, suffix: str) -> None:
    memory.keep("a", {"Oui.": ("Y\x0bes.", "{}"), "Non.": ("No.", "{}")})
    file = memory.file.with_suffix(f".{suffix}")
    assert export_units(memory, file, everything=True) == Exported(0, 1, 1)
    assert pairs(file) == [("Non.", "No.")]


def test_the_tmx_is_one(memory: Memory) -> None:
    memory.keep("a", {"Oui.": ("Yes.", "{}")})
    memory.correct([Correction("Non.", "No & <never>.")])
    file = memory.file.with_suffix(".tmx")
    export_units(memory, file, everything=True)
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in file.read_text(encoding="utf-8")
    root = ElementTree.parse(file).getroot()
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header = root.find("header")
    assert header is not None
    # The attributes that the DTD requires.
    assert set(header.attrib) == {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    }
    person, engine = root.iter("tu")
    assert [seg.text for seg in person.iter("seg")] == ["Non.", "No & <never>."]
    assert (engine.get("creationid"), person.get("creationid")) == ("MT!", None)
    assert [child.tag for child in engine] == ["prop", "prop", "tuv", "tuv"]


def test_the_plan_counts_as_the_import_does(memory: Memory, tmp_path: Path) -> None:
    memory.correct([Correction("Oui.", "Yes."), Correction("L’an.", "The year.")])
    file = tmp_path / "a.tsv"
    file.write_text("Oui.\tYes.\nL'an.\tYear.\nNon.\tNo.\nNon.\tNope.\nNon.\tNope.\n\tx\nSi.\t \n")
    foreseen = import_units(file, memory, plan=True)
    assert foreseen == Imported(Changes(new=1, changed=2, same=2), 0, 2)
    assert memory.counts().corrections == 2
    assert import_units(file, memory) == foreseen
    assert memory.corrections(["Non.", "L'an."]) == {"Non.": "Nope.", "L'an.": "Year."}


def test_a_file_that_is_broken_at_its_end_changes_nothing(memory: Memory, tmp_path: Path) -> None:
    unit = (
        '<tu><tuv xml:lang="fr"><seg>Oui.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv>'
        "</tu>\n"
    )
    file = tmp_path / "a.tmx"
    file.write_text(f'<tmx version="1.4"><body>{unit * 3000}')
    with pytest.raises(
        TranslationMemoryError, match=r"a\.tmx:3001: the XML is broken: no element found"
    ):
        import_units(file, memory)
    assert memory.counts().corrections == 0


def test_an_export_that_cannot_be_written_leaves_nothing(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export_units(memory, tmp_path / "none" / "a.tmx")
    with pytest.raises(TranslationMemoryError, match="neither a TMX nor a TSV file") as caught:
        export_units(memory, tmp_path / "a.xlsx")
    assert ".tmx" in caught.value.hint


@pytest.mark.parametrize("name", ["memory.tsv", "project_save.tmx", "words.tsv"])
def test_an_export_takes_the_place_of_an_export_only(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(OMEGAT if name.endswith("tmx") else "fr\ten\nLa porte.\tThe gate.\n", "utf-8")
    if name.startswith("memory"):
        file.unlink()
    with Memory(file if name.startswith("memory") else tmp_path / "m.sqlite") as memory:
        memory.correct([Correction("La porte.", "The door.")])
        mine = file.read_bytes()
        with pytest.raises(ForeignFile, match="is left as it is"):
            export_units(memory, file)
        assert file.read_bytes() == mine
        again = tmp_path / f"again{file.suffix}"
        again.touch()
        export_units(memory, again)
        memory.correct([Correction("La porte.", "The gate.")])
        export_units(memory, again)
        assert "The gate." in again.read_text(encoding="utf-8")


@SUFFIXES
def test_the_longest_correction_goes_out_and_comes_back(
    memory: Memory, tmp_path: Path, suffix: str
) -> None:
    memory.correct([Correction("La porte.", '"' * LONGEST_TEXT)])
    export_units(memory, tmp_path / f"a.{suffix}")
    assert import_units(tmp_path / f"a.{suffix}", memory).changes == Changes(same=1)
    with pytest.raises(TranslationMemoryError, match="the limit is"):
        memory.correct([Correction("La porte.", "x" * (LONGEST_TEXT + 1))])


def test_a_line_without_end_is_not_read_to_its_end(memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").touch()
    os.truncate(tmp_path / "a.tsv", 1 << 40)  # without content on the disk
    with pytest.raises(TranslationMemoryError, match=r"a\.tsv:1: a line of more than"):
        import_units(tmp_path / "a.tsv", memory)


# --- TMX as other tools write it

OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
          creationtoolversion="6.0.0" segtype="sentence" srclang="fr-FR"/>
  <body>
<!-- Default translations -->
    <tu>
      <tuv xml:lang="fr-FR">
        <seg>Le maire a <bpt i="0" x="0">&lt;f0&gt;</bpt>signé<ept i="0">&lt;/f0&gt;</ept>.</seg>
      </tuv>
      <tuv xml:lang="en-GB" changeid="a" changedate="20250101T000000Z" creationid="a">
        <seg>The mayor <bpt i="0" x="0">&lt;f0&gt;</bpt>signed<ept i="0">&lt;/f0&gt;</ept>.</seg>
      </tuv>
    </tu>
<!-- Alternative translations -->
    <tu>
      <note>A note.</note>
      <prop type="file">a.txt</prop>
      <tuv xml:lang="fr-FR"><seg>Non.</seg></tuv>
      <tuv xml:lang="en-GB"><seg>No.</seg></tuv>
    </tu>
  </body>
</tmx>
"""
TRADOS = """<?xml version="1.0" ?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
<header creationtool="TRADOS Translator's Workbench for Windows" creationtoolversion="Edition 7"
  segtype="sentence" o-tmf="TW4Win 2.0 Format" adminlang="EN-US" srclang="FR-FR" datatype="rtf">
<prop type="RTFFontTable">
{\\fonttbl {\\f1 \\fmodern\\fprq1 \\fcharset0 Courier New;}}</prop>
</header>
<body>
<tu creationdate="20050101T000000Z" creationid="A">
<prop type="Txt::Client">None</prop>
<tuv lang="FR-FR"><seg>L<ut>{\\b </ut>'État<ut>}</ut> paie<ut>\\line </ut>tout.</seg></tuv>
<tuv lang="EN-US"><seg>The state pays<ut>\\line </ut>all.</seg></tuv>
<tuv lang="DE-DE"><seg>Der Staat zahlt alles.</seg></tuv>
</tu>
<tu creationid="MT!"><tuv lang="FR-FR"><seg>Oui.</seg></tuv>
<tuv lang="EN-US"><seg>Yes.</seg></tuv></tu>
</body>
</tmx>
"""
STUDIO = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4">
  <header creationtool="SDL Language Platform" creationtoolversion="8.1" o-tmf="SDL TM8 Format"
    datatype="xml" segtype="sentence" adminlang="fr-FR" srclang="fr-FR">
    <prop type="x-Recognizers">RecognizeAll</prop>
  </header>
  <body>
    <tu creationid="b" usagecount="1">
      <prop type="x-LastUsedBy">b</prop>
      <prop type="x-Origin">TM</prop>
      <prop type="x-ConfirmationLevel">ApprovedTranslation</prop>
      <tuv xml:lang="fr-FR"><seg>Une <ph x="1" type="lb"/>ligne.</seg></tuv>
      <tuv xml:lang="en-GB"><seg>One <ph x="1" type="lb"/>line.</seg></tuv>
    </tu>
    <tu><prop type="x-Origin">NMT</prop>
      <tuv xml:lang="fr-FR"><seg>Si.</seg></tuv><tuv xml:lang="en-GB"><seg>Yes.</seg></tuv></tu>
  </body>
</tmx>
"""
HEARTSOME = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN" "tmx14.dtd" >
<tmx version="1.4">
<header creationtool="Heartsome TM Server" creationtoolversion="2.0.1" srclang="*all*"
  adminlang="en" datatype="xml" o-tmf="unknown" segtype="block"/>
<body>
<tu tuid="1" xml:lang="fr_FR">
<tuv creationid="c" xml:lang="en_GB"><seg>It <hi type="b">rains</hi>.</seg></tuv>
<tuv creationid="c" xml:lang="fr_FR"><seg>Il <hi type="b">pleut</hi>.</seg></tuv></tu>
</body></tmx>
"""


@each("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@each(
    "text, expected",
    [
        (OMEGAT, [Unit("Le maire a signé.", "The mayor signed."), Unit("Non.", "No.")]),
        (TRADOS, [Unit("L'État paie tout.", "The state pays all."), Unit("Oui.", "Yes.", "MT!")]),
        (STUDIO, [Unit("Une ligne.", "One line."), Unit("Si.", "Yes.", "NMT")]),
        (HEARTSOME, [Unit("Il pleut.", "It rains.")]),
    ],
)
def test_files_of_other_tools(
    tmp_path: Path, text: str, expected: list[Unit], encoding: str
) -> None:
    file = tmp_path / "a.TMX"
    if encoding == "utf-16":
        text = text.replace("UTF-8", "UTF-16").replace("utf-8", "utf-16")
    file.write_text(text, encoding=encoding, newline="\r\n")
    assert list(read_units(file)) == expected


@each(
    "inner, expected",
    [
        ('Un <hi>mot <hi type="i">dit</hi></hi> ici', "Un mot dit ici"),
        ('l<it pos="begin">&lt;i&gt;</it>\'an', "l'an"),
        ("Fin<ph>&lt;br/&gt;</ph>suite", "Fin suite"),
        ("Fin.<ph>&lt;br/&gt;</ph> Suite", "Fin. Suite"),
        ("a<ph>x<sub>une note</sub>y</ph>!", "a!"),
        ("<bpt i='1'>&lt;b&gt;<hi>non</hi></bpt>oui<ept i='1'/>", "oui"),
        ("<![CDATA[a < b]]>&amp; c &#233;", "a < b& c é"),
        (" \n un\n deux \n", "un\n deux"),
        ("", ""),
    ],
)
def test_codes_within_a_segment(inner: str, expected: str) -> None:
    assert segment(inner) == expected


@each("code", ["fr", "FR", "fr-FR", "fr_ca", "fra", "fre-FR", "fr-Latn-FR"])
def test_language_codes(code: str) -> None:
    (unit,) = of_tmx(
        f'<tu><tuv xml:lang="en-GB"><seg>a</seg></tuv><tuv xml:lang="{code}"><seg>b</seg></tuv>'
        '<tuv xml:lang="EN-US"><seg>c</seg></tuv><tuv xml:lang="frr"><seg>d</seg></tuv></tu>'
    )
    assert unit == Unit("b", "a")


def test_units_without_both_languages_are_counted(memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "a.tmx"
    body = '<tu><tuv xml:lang="de"><seg>Ja.</seg></tuv></tu><tu><tuv xml:lang="fr"/></tu><tu/>'
    file.write_text(f'<tmx version="1.4"><body>{body}</body></tmx>')
    assert import_units(file, memory) == Imported(Changes(), 0, 3)


@each(
    "text, reason",
    [
        ("", "the XML is broken: no element found"),
        ("Dear diary", "the XML is broken: syntax error"),
        ("<tbx><tmx/></tbx>", "not TMX: it begins with <tbx>"),
        ("<tmx><body><tu></body></tmx>", "the XML is broken: mismatched tag"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "declares entities"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "declares"),
        ('<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1:9/">%a;]><tmx/>', "declares"),
        (
            '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx>&eacute;</tmx>',
            "the entity &eacute; is not known",
        ),
        ('<?xml version="1.0" encoding="x-none"?><tmx/>', "encoding"),
        (f"<tmx><tu><tuv><seg>{'a' * (LONGEST_TEXT + 1)}", "no sentence"),
    ],
)
def test_what_is_no_tmx_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "a.tmx").write_text(text)
    with pytest.raises(TranslationMemoryError, match=reason) as caught:
        list(read_units(tmp_path / "a.tmx"))
    assert "a.tmx:1: " in caught.value.message
    assert caught.value.hint


@each("name", ["a\0.tsv", "a\0.tmx", "a" * 5000 + ".tsv"])
def test_what_no_file_can_be_called_is_refused(name: str) -> None:
    with pytest.raises(TranslationMemoryError, match="cannot be read"):
        list(read_units(Path(name)))


def test_a_large_file_is_never_held() -> None:
    unit = (
        b'<tu><tuv xml:lang="fr"><seg>Oui.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>'
    )

    class Endless(BytesIO):
        """A TMX of 40,000 units, made as it is read."""

        left = 40_000

        def read(self, size: int | None = -1, /) -> bytes:
            del size
            if self.left == 40_000:
                self.left -= 1
                return b"<tmx><body>" + unit
            if self.left == 0:
                return b""
            some = min(self.left, 500)
            self.left -= some
            return unit * some + (b"</body></tmx>" if self.left == 0 else b"")

    tracemalloc.start()
    try:
        assert sum(1 for _ in read_tmx(Endless(), "a.tmx")) == 40_000
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


# --- tables


@each("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@each(
    "text, expected",
    [
        ("Été.\tSummer.\r\n\r\nNon.\tNo.\r\n", [("Été.", "Summer."), ("Non.", "No.")]),
        ("EN-GB\tnote\tFrançais\nYes.\tx\tOui.\n", [("Oui.", "Yes.")]),
        ("Oui.\tYes.\tsee engine\n", [("Oui.", "Yes.")]),
        ('"a\tb"\t"say ""no"""\n', [("a\tb", 'say "no"')]),
        ("", []),
    ],
)
def test_tables(tmp_path: Path, text: str, expected: list[tuple[str, str]], encoding: str) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(text.encode(encoding))
    assert pairs(file) == expected


def test_the_origin_of_a_row(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_text("source\ttarget\torigin\na\tb\tMT\nc\td\tHuman\ne\tf\t\ng\th\tengine\n")
    assert [unit.engine for unit in read_units(file)] == ["mt", "", "", "engine"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"Oui.\tYes.\nNon.\n", "a.tsv:2: 1 column instead of 2"),
        (b"Oui.\tYes.\n\nNon.\tNo.\tn\n", "a.tsv:3: 3 columns instead of 2"),
        (b'Oui.\tYes.\n"Non", dit-il.\tNo.\n', "a.tsv:2: broken quoting"),
        (b'Oui.\tYes.\nNon.\t"No.\n', "broken quoting"),
        (b"Caf\xe9.\tCoffee.\n", "neither UTF-8 nor UTF-16"),
        (b"Oui.\tYes.\n" + b"x" * 200_000 + b"\ty\n", "a.tsv:2: broken quoting|field larger"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: bytes, reason: str) -> None:
    (tmp_path / "a.tsv").write_bytes(text)
    with pytest.raises(TranslationMemoryError, match=reason) as caught:
        pairs(tmp_path / "a.tsv")
    assert caught.value.hint


@SUFFIXES
def test_a_file_that_is_not_there(memory: Memory, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(TranslationMemoryError, match="cannot be read \\(No such file"):
        import_units(tmp_path / f"none.{suffix}", memory)
