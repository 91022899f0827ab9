"""`bilingual memory` as people call it, and what their corrections do to the briefs."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bilingual.cli import main
from bilingual.engines.base import Decoding, EchoTranslator, Hypothesis
from bilingual.folder.briefs import read_brief
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory
from bilingual.pipeline.many import run
from bilingual.records import Brief
from bilingual.settings import Settings

TEXT = "Le maire a signé le budget mardi.\n\nIl a quitté la salle. Les 12 élus ont voté.\n"
OTHER = "La pluie tombe sur la ville. Le soir vient.\n"


class Done(tuple[int, str, str]):
    """Exit code, standard output, standard error."""

    @property
    def data(self) -> Any:
        return json.loads(self[1])


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Any:
    """Calls the program in a folder of its own, as a shell would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def called(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["bilingual", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        code = left.value.code
        said = capsys.readouterr()
        return Done((code if isinstance(code, int) else int(code is not None), said.out, said.err))

    return called


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    """The folder `out` with the briefs `a` and `b`."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    make(tmp_path)
    return tmp_path / "out"


def make(folder: Path, **options: Any) -> dict[str, str]:
    report = run(
        [folder / "a.txt", folder / "b.txt"], folder / "out", Settings(engine="echo"), **options
    )
    assert report.exit_code == 0
    return {outcome.id: outcome.status for outcome in report.outcomes}


def said(folder: Path, index: int) -> tuple[str, str]:
    translation = read_brief(folder / "a.json").translations[index]
    return translation.text, translation.origin


# --- from the brief to the memory and back


class Counting(EchoTranslator):
    """Counts the texts that it is asked for."""

    asked: list[str] = []  # noqa: RUF012

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = Decoding(),  # noqa: B008
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        self.asked.extend(texts)
        return super().translate(texts, decoding, prefixes)


def test_only_the_corrected_article_is_made_again(call: Any, briefs: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in briefs.iterdir() if path.stem in ("a", "b")}
    done = call("memory", "correct", "out/a.json", "1", "He left the  “room”; we’re done.")
    assert done[0] == 0
    assert make(tmp_path) == {"a": "written", "b": "unchanged"}
    assert said(briefs, 1) == ("He left the  “room”; we’re done.", "human")
    assert said(briefs, 0) == ("⟦Le maire a signé le budget mardi.⟧", "engine")
    assert "translated by a person" in (briefs / "a.html").read_text(encoding="utf-8")
    assert "translated by a person" in (briefs / "a.md").read_text(encoding="utf-8")
    assert make(tmp_path) == {"a": "unchanged", "b": "unchanged"}
    assert call("memory", "forget", "out/a.json", "1")[0] == 0
    assert make(tmp_path) == {"a": "written", "b": "unchanged"}
    assert {name: (briefs / name).read_bytes() for name in before} == before


def test_a_plan_knows_of_corrections(call: Any, briefs: Path, tmp_path: Path) -> None:
    def planned() -> list[bool]:
        done = call("brief", "a.txt", "b.txt", "-o", "out", "--engine", "echo", "--plan", "--json")
        return [article["unchanged"] for article in done.data["articles"]]

    assert planned() == [True, True]
    call("memory", "correct", "out/a.json", "1", "He left.")
    assert planned() == [False, True]
    make(tmp_path)
    assert planned() == [True, True]


def test_a_correction_counts_under_every_engine_and_setting(
    call: Any, briefs: Path, tmp_path: Path
) -> None:
    call("memory", "correct", "out/a.json", "1", "He left at 5 o'clock.")
    (tmp_path / "c.txt").write_text("Il\u00a0a  quitté la salle.\n", encoding="utf-8")
    chosen = Settings(engine="echo", quotes="double", beam=2, numerals="words")
    run([tmp_path / "c.txt"], tmp_path / "other", chosen, translator=EchoTranslator("<", ">"))
    (translation,) = read_brief(tmp_path / "other" / "c.json").translations
    assert (translation.text, translation.origin) == ("He left at 5 o'clock.", "human")


def test_a_persons_number_is_still_checked(call: Any, briefs: Path, tmp_path: Path) -> None:
    call("memory", "correct", "out/a.json", "2", "The 21 councillors voted.")
    make(tmp_path)
    flags = [flag for flag in read_brief(briefs / "a.json").flags if flag.index == 2]
    assert [(flag.kind, flag.severity) for flag in flags] == [("numbers", "serious")]


def test_a_full_memory_asks_the_engine_nothing_and_says_the_same(
    tmp_path: Path, briefs: Path
) -> None:
    with_memory = {path.name: path.read_bytes() for path in briefs.glob("*.json")}
    engine = Counting()
    engine.asked.clear()
    assert make(tmp_path, rebuild=True, translator=engine) == {"a": "written", "b": "written"}
    assert engine.asked == []
    names = ("a.json", "b.json", "a.html", "b.md")
    rebuilt = {name: (briefs / name).read_bytes() for name in names}
    assert {n: b for n, b in rebuilt.items() if n.endswith("json")}.items() <= with_memory.items()
    run(
        [tmp_path / "a.txt", tmp_path / "b.txt"],
        tmp_path / "plain",
        Settings(engine="echo", memory="off"),
        translator=engine,
    )
    assert len(engine.asked) >= 5
    assert {name: (tmp_path / "plain" / name).read_bytes() for name in names} == rebuilt


def test_after_clear_the_engine_is_asked_again(call: Any, briefs: Path, tmp_path: Path) -> None:
    call("memory", "correct", "out/a.json", "1", "He left.")
    done = call("memory", "clear")
    assert done == (0, "", "5 translations dropped; corrections stay\n")
    engine = Counting()
    engine.asked.clear()
    make(tmp_path, rebuild=True, translator=engine)
    assert sorted(set(engine.asked)) == sorted(
        {"Le maire a signé le budget mardi.", "Les 12 élus ont voté.",
         *OTHER.strip().replace(". ", ".|").split("|")}
    )  # fmt: skip
    assert said(briefs, 1) == ("He left.", "human")


# --- the commands


def test_correct_says_what_was_and_what_is(call: Any, briefs: Path) -> None:
    done = call("memory", "correct", "out/a.json", "1", "He left.")
    assert done == (
        0,
        "French: Il a quitté la salle.\nbefore: ⟦Il a quitté la salle.⟧\nafter:  He left.\n",
        "kept; the next `bilingual brief` uses it\n",
    )
    again = call("memory", "correct", "out/a.json", "1", "He went.", "--json").data
    assert again == {"french": "Il a quitté la salle.", "english": "He went.", "before": "He left."}


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_english_from_standard_input(call: Any, arguments: tuple[str, ...]) -> None:
    done = call(
        "memory", "correct", "--french", "« Été »", *arguments,
        stdin="\ufeff“Summer”\r\n".encode(),
    )  # fmt: skip
    assert (done[0], done[1]) == (0, "French: « Été »\nafter:  “Summer”\n")
    assert call("memory", "list", "--json").data == [{"french": "« Été »", "english": "“Summer”"}]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("correct", "out/a.json", "3", "x"), 2,
         "out/a.json: no sentence 3; they are numbered from 0 to 2"),
        (("correct", "out/a.json", "one", "x"), 2, "out/a.json: no sentence one"),
        (("correct", "out/a.json", "٣", "x"), 2, "out/a.json: no sentence ٣"),
        (("correct", "out/a.json", "1", " "), 2, "a correction needs French and English"),
        (("correct", "out/a.json", "1"), 2, "a correction needs French and English"),
        (("correct", "--french", "", "x"), 2, "a correction needs French and English"),
        (("correct", "a.txt", "1", "x"), 2, "a.txt: not a brief of this version"),
        (("correct", "none.json", "1", "x"), 2,
         "none.json: cannot be read (No such file or directory)"),
        (("correct", "out", "1", "x"), 2, "out: cannot be read (Is a directory)"),
        (("correct",), 2, "correct needs a brief and the number of a sentence, or --french"),
        (("correct", "out/a.json", "1", "x", "y"), 2, "correct needs a brief"),
        (("correct", "--french", "a", "out/a.json", "1"), 2, "correct needs a brief"),
        (("correct", "--memory", "off", "--french", "a", "b"), 2, "the translation memory is off"),
        (("correct", "--memory", "a.txt", "--french", "a", "b"), 2,
         "a.txt: not a translation memory, or one whose beginning is damaged"),
        (("forget", "out/a.json", "1"), 2, "there is no correction of 'Il a quitté la salle.'"),
        (("forget", "--french", "Rien."), 2, "there is no correction of 'Rien.'"),
        (("forget", "out/a.json"), 2, "forget needs a brief"),
        (("forget", "--memory", "new.sqlite", "--french", "a"), 2,
         "new.sqlite: there is no translation memory yet"),
        (("export", "a.doc"), 2, "a.doc: neither a TMX nor a TSV file by its name"),
        (("export", "none/a.tmx"), 2, "none/a.tmx: cannot be written (No such file or directory)"),
        (("export", "--memory", "new.sqlite", "a.tmx"), 2,
         "new.sqlite: there is no translation memory yet"),
        (("import", "none.tmx"), 2, "none.tmx: cannot be read (No such file or directory)"),
        (("import", "--memory", "off", "a.tsv"), 2, "the translation memory is off"),
        (("list", "--config", "none.toml"), 2, "none.toml: cannot be read"),
    ],
)  # fmt: skip
def test_errors_are_one_line_and_a_hint(
    call: Any, briefs: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = call("memory", *arguments)
    assert (done[0], done[1]) == (code, "")
    error, hint = done[2].splitlines()
    assert error.startswith(f"error: {message}")
    assert hint.startswith("hint: ")
    assert not Path("new.sqlite").exists()


def test_standard_input_that_is_no_text(call: Any) -> None:
    done = call("memory", "correct", "--french", "a", stdin=b"caf\xe9")
    assert (done[0], done[2].splitlines()[0]) == (2, "error: standard input is not UTF-8 text")


def test_arguments_that_are_no_text_are_tidied(call: Any) -> None:
    done = call("memory", "correct", "--french", "Caf\udce9 \x1b[1mnoir.", "Black\x00 coffee.")
    assert (done[0], done[1]) == (0, "French: Caf [1mnoir.\nafter:  Black coffee.\n")


def test_list_finds_text_however_it_is_typed(call: Any) -> None:
    assert call("memory", "list") == (0, "", "no corrections\n")
    assert call("memory", "list", "--json").data == []
    call("memory", "correct", "--french", "L’État paie.", "The [state] pays.")
    call("memory", "correct", "--french", "Il pleut.", "It rains.")
    table = call("memory", "list")[1].splitlines()
    assert [" ".join(line.split()) for line in table] == [
        "French English",
        "Il pleut. It rains.",
        "L’État paie. The [state] pays.",
    ]
    for text in ("l'état", "[STATE]", "L’ÉTAT"):
        found = call("memory", "list", text, "--json").data
        assert [each["english"] for each in found] == ["The [state] pays."]
    assert call("memory", "list", "neige") == (0, "", "no corrections with 'neige'\n")


def test_a_long_list_is_cut_on_the_screen_only(call: Any, tmp_path: Path) -> None:
    with Memory(tmp_path / "m") as memory:
        memory.correct(Correction(f"Mot {n}.", "Word.") for n in range(205))
    done = call("memory", "list", "--memory", "m")
    assert len(done[1].splitlines()) == 201
    assert done[2] == "… and 5 more; --json lists all\n"
    assert len(call("memory", "list", "--memory", "m", "--json").data) == 205


def test_info(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "home" / "memory.sqlite"
    monkeypatch.setenv("BILINGUAL_HOME", str(file.parent))
    assert call("memory", "info")[1].splitlines() == [
        f"file: {file}, not made yet",
        "size: 0 bytes",
        "corrections: 0",
        "translated by engines: 0",
    ]
    assert not file.exists()
    call("memory", "correct", "--french", "Oui.", "Yes.")
    found = call("memory", "info", "--json").data
    assert found == {"file": str(file), "bytes": file.stat().st_size, "units": 0, "corrections": 1}
    assert call("memory", "info", "--memory", "off")[1].startswith("file: none")
    assert call("memory", "info", "--memory", "off", "--json").data["file"] is None


def test_which_memory(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bilingual.toml").write_text('memory = "toml.sqlite"')
    (tmp_path / "own.toml").write_text('memory = "own.sqlite"')
    call("memory", "correct", "--french", "Oui.", "1")
    call("memory", "correct", "--french", "Oui.", "2", "--config", "own.toml")
    call("memory", "correct", "--french", "Oui.", "3", "--memory", "flag.sqlite")
    monkeypatch.setenv("BILINGUAL_MEMORY", "variable.sqlite")
    call("memory", "correct", "--french", "Oui.", "4")
    for name, english in (("toml", "1"), ("own", "2"), ("flag", "3"), ("variable", "4")):
        with Memory(tmp_path / f"{name}.sqlite", create=False) as memory:
            assert memory.all_corrections() == [Correction("Oui.", english)]
    monkeypatch.delenv("BILINGUAL_MEMORY")
    (tmp_path / "a.txt").write_text("Oui. Non, merci bien, dit le maire.\n", encoding="utf-8")
    call("brief", "a.txt", "--engine", "echo", "--memory", "flag.sqlite", "-q")
    brief = read_brief(tmp_path / "outputs" / "a.json")
    assert [each.text for each in brief.translations if each.origin == "human"] == ["3"]


def test_import_and_export(call: Any, briefs: Path, tmp_path: Path) -> None:
    call("memory", "correct", "out/a.json", "1", "He left.")
    done = call("memory", "export", "people.tmx")
    assert done == (0, "people.tmx\n", "1 correction\n")
    done = call("memory", "export", "all.tsv", "--all")
    assert done == (0, "all.tsv\n", "1 correction, 5 translated by engines\n")
    done = call("memory", "import", "all.tsv", "--memory", "new.sqlite", "--plan")
    left = "5 units said by an engine, not taken over\n"
    assert done == (0, "would be: 1 new, 0 changed, 0 same\n", left)
    assert not (tmp_path / "new.sqlite").exists()
    done = call("memory", "import", "all.tsv", "--memory", "new.sqlite")
    assert done == (0, "1 new, 0 changed, 0 same\n", left)
    assert call("memory", "import", "people.tmx", "--memory", "new.sqlite", "--json").data == {
        "file": "people.tmx", "plan": False, "new": 0, "changed": 0, "same": 1, "by_engine": 0,
        "incomplete": 0,
    }  # fmt: skip
    (tmp_path / "half.tsv").write_text("Oui.\t\n", encoding="utf-8")
    done = call("memory", "import", "half.tsv")
    assert done[2] == "1 unit without French or English, not taken over\n"


def test_a_full_disk_is_said_once(call: Any, briefs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Memory, "_take", full)
    code, out, err = call("memory", "correct", "out/a.json", "1", "He left.")
    assert (code, out) == (2, "")
    assert "the translation memory cannot be used (database or disk is full)" in err
    monkeypatch.setattr(Memory, "_keep", full)
    code, out, err = call("brief", "a.txt", "--engine", "echo", "--rebuild", "--beam", "2")
    assert (code, out) == (0, "outputs/index.html\n")
    assert err.count("disk is full") == 1
    assert "warning: " in err


def test_a_memory_of_a_newer_program_stops_a_run(call: Any, briefs: Path, tmp_path: Path) -> None:
    Memory(tmp_path / "m").close()
    with closing(sqlite3.connect(tmp_path / "m")) as base:
        base.execute("pragma user_version = 9")
    code, _, err = call("brief", "a.txt", "--engine", "echo", "--memory", "m", "-q")
    assert (code, len(err.splitlines())) == (2, 2)
    assert "m: not a translation memory of this version (9, not 1)" in err


def test_headlines_are_corrected_by_their_number(call: Any, tmp_path: Path) -> None:
    head = "---\ntitle: Le conseil adopte son budget\n---\n"
    (tmp_path / "a.txt").write_text(head + TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    make(tmp_path)
    call("memory", "correct", "out/a.json", "0", "Council adopts its budget")
    make(tmp_path)
    brief: Brief = read_brief(tmp_path / "out" / "a.json")
    assert brief.headline() == ("Council adopts its budget", "Le conseil adopte son budget")


def test_what_only_the_brief_has_is_taken_back(call: Any, briefs: Path, tmp_path: Path) -> None:
    call("memory", "correct", "out/a.json", "1", "He left.")
    make(tmp_path)
    Path(os.environ["BILINGUAL_HOME"], "memory.sqlite").unlink()
    make(tmp_path, rebuild=True)
    assert said(briefs, 1) == ("He left.", "human")
    done = call("memory", "forget", "out/a.json", "1")
    assert (done[0], done[1]) == (0, "French: Il a quitté la salle.\nbefore: He left.\n")
    make(tmp_path)
    assert said(briefs, 1)[1] == "engine"


def test_rescue(call: Any, briefs: Path, tmp_path: Path) -> None:
    home = Path(os.environ["BILINGUAL_HOME"])
    call("memory", "correct", "out/a.json", "1", "He left.")
    make(tmp_path)
    (home / "memory.sqlite").write_bytes(b"\0")
    code, out, err = call("memory", "list")
    assert (code, out) == (2, "")
    assert "memory.sqlite: the translation memory is damaged (1 bytes are left)" in err
    assert "hint: `bilingual memory rescue " in err
    code, out, err = call("memory", "rescue")
    assert (code, out) == (0, f"0 corrections found, 0 new in {home / 'memory.sqlite'}\n")
    assert "memory.sqlite.damaged-1" in err
    done = call("memory", "rescue", "out", "--json")
    assert {**done.data, "memory": ""} == {"memory": "", "found": 1, "new": 1, "aside": None}
    assert call("memory", "list", "--json").data[0]["english"] == "He left."
    code, _, err = call("memory", "rescue")
    assert code == 2
    assert "this memory is not damaged" in err
    assert call("memory", "rescue", "--memory", "off")[0] == 2
    code, _, err = call("memory", "rescue", "none.sqlite")
    assert code == 2
    assert "error: none.sqlite: cannot be rescued (No such file or directory)\nhint: Noth" in err


def test_what_has_no_place_any_more_is_named(call: Any, briefs: Path, tmp_path: Path) -> None:
    call("memory", "correct", "out/a.json", "1", "He left.")
    make(tmp_path)
    (tmp_path / "a.txt").write_text("Les 12 élus ont voté.\n", encoding="utf-8")
    done = call("brief", "a.txt", "-o", "out", "--engine", "echo", "--memory", "off")
    assert done[0] == 0
    assert "warning: a: corrected, and no longer in the article: Il a quitté la salle." in done[2]
    assert "its English: He left." in done[2]
    assert (briefs / "corrections.tsv").is_file()
