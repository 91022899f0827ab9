"""The translation memory: what is kept is found, people win, and no trouble with it costs a run or
a correction."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bilingual.memory.database
from bilingual.errors import TranslationMemoryError
from bilingual.language.typography import normalise_source
from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.memory.rescue import rescue_file
from bilingual.memory.store import Counts, Memory, memory_file, open_memory, read_memory
from bilingual.pipeline.many import run
from bilingual.settings import Settings

# Also what is no character: lone surrogates, NUL, noncharacters.
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
FRENCH = ANY_TEXT.map("Le maire {} vote.".format)
ENGLISH = ANY_TEXT.map("The mayor {} votes.".format)
FULL = "database or disk is full"
PLAIN = Settings(memory="auto")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "m.sqlite") as opened:
        yield opened


@contextmanager
def fresh() -> Iterator[Memory]:
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder, "m.sqlite")) as opened:
        yield opened


def retyped(text: str) -> str:
    """The same sentence as another program writes it."""
    return "\u00a0" + text.replace("'", "’").replace(" ", "\u00a0 ").replace("-", "\u2010") + "\n"


class Refusing:
    """A connection that refuses what begins with `verb`, as SQLite does."""

    def __init__(self, base: sqlite3.Connection, verb: str, reason: str = FULL) -> None:
        self._base, self._verb, self._reason = base, verb, reason

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def _refuse(self, statement: str) -> None:
        if statement.startswith(self._verb):
            raise sqlite3.OperationalError(self._reason)

    def execute(self, statement: str, *values: Any) -> Any:
        self._refuse(statement)
        return self._base.execute(statement, *values)

    def executemany(self, statement: str, *values: Any) -> Any:
        self._refuse(statement)
        return self._base.executemany(statement, *values)


def refuse(memory: Memory, verb: str) -> None:
    memory._base = Refusing(memory._base, verb)  # type: ignore[assignment]


# --- what is kept is found


@settings(max_examples=40)
@given(st.dictionaries(FRENCH, ENGLISH, max_size=8))
@example({"L'État \x00 vote.": "The \ud800 state votes."})
def test_a_correction_is_found_however_the_sentence_is_typed(pairs: dict[str, str]) -> None:
    with fresh() as memory:
        memory.correct(Correction(*pair) for pair in pairs.items())
        last = {normalise_source(french): english for french, english in pairs.items()}
        for french in pairs:
            kept = tidied(Correction(french, last[normalise_source(french)])).english
            forms = [french, retyped(french), normalise_source(french)]
            assert memory.corrections(forms) == dict.fromkeys(forms, kept)
        assert memory.counts() == Counts(0, len(last))
        assert len(memory.all_corrections()) == len(last)


@settings(max_examples=40)
@given(st.dictionaries(ANY_TEXT, st.tuples(ANY_TEXT, ANY_TEXT), max_size=8))
def test_units_are_found_in_their_scope_only(units: dict[str, tuple[str, str]]) -> None:
    whole = all(
        text.encode(errors="ignore").decode() == text
        for french, unit in units.items()
        for text in (french, *unit)
    )
    with fresh() as memory:
        memory.keep("a", units)
        assert memory.units("a", list(units)) == (units if whole else {})
        assert memory.units("b", list(units)) == {}
        assert memory.trouble == ""


def test_more_than_fits_into_one_statement(memory: Memory) -> None:
    units = {f"Phrase {n}.": (f"Sentence {n}.", "{}") for n in range(2_345)}
    memory.keep("a", units)
    memory.keep("b", dict(list(units.items())[:3]))
    assert memory.units("a", list(units)) == units
    listed = list(memory.engine_units())
    assert len(listed) == 2_348
    assert listed == sorted(listed)
    memory.correct(Correction(french, english) for french, (english, _) in units.items())
    assert memory.corrections(list(units)) == {f: english for f, (english, _) in units.items()}


def test_the_memory_can_be_asked_while_it_is_listed(memory: Memory) -> None:
    memory.keep("a", {"Un.": ("One.", "{}"), "Deux.": ("Two.", "{}")})
    assert [memory.counts().units for _ in memory.engine_units()] == [2, 2]


def test_changes_are_counted(memory: Memory) -> None:
    assert memory.correct([Correction("Oui.", "Yes."), Correction("Non.", "No.")]) == Changes(new=2)
    given = [Correction("Oui.", " Yes.\n"), Correction("Non.", "Nope."), Correction("Si.", "Yes.")]
    assert memory.correct(given) == Changes(new=1, changed=1, same=1)


@pytest.mark.parametrize(
    "pair", [("", "x"), ("x", ""), ("x", " \n"), ("\x00\u200b", "x"), ("x", "\ud800\x07")]
)
def test_a_correction_without_text_keeps_none_of_its_company(
    memory: Memory, pair: tuple[str, str]
) -> None:
    with pytest.raises(TranslationMemoryError, match="needs French and English") as caught:
        memory.correct([Correction("Oui.", "Yes."), Correction(*pair)])
    assert "forget" in caught.value.hint
    assert memory.all_corrections() == []


def test_a_correction_can_be_taken_back(memory: Memory) -> None:
    memory.correct([Correction("L'État paie.", "The state pays.")])
    assert memory.forget("L’État  paie.")
    assert not memory.forget("L'État paie.")
    assert not memory.has_corrections()


def test_forgetting_what_engines_said_keeps_corrections(memory: Memory) -> None:
    memory.keep("a", {"Oui.": ("Yes.", "{}")})
    memory.correct([Correction("Non.", "No.")])
    assert memory.forget_units() == 1
    assert memory.counts() == Counts(0, 1)
    assert memory.units("a", ["Oui."]) == {}


def test_a_scope_forgotten_by_another_process_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    with Memory(tmp_path / "m") as first, Memory(tmp_path / "m") as second:
        first.keep("beam 4", {"Oui.": ("Yes.", "{}")})
        second.forget_units()
        second.keep("beam 1", {"Non.": ("No.", "{}")})
        first.keep("beam 4", {"Si.": ("Yes, indeed.", "{}")})
        assert second.units("beam 1", ["Si."]) == {}
        assert second.units("beam 4", ["Si."]) == {"Si.": ("Yes, indeed.", "{}")}


# --- several at once


def test_threads_and_openings_at_once(tmp_path: Path) -> None:
    together = Barrier(8)
    troubles: list[object] = []

    def work(number: int) -> None:
        together.wait()
        try:
            with Memory(tmp_path / "m.sqlite") as own:
                for turn in range(5):
                    own.keep(f"scope {turn}", {f"Phrase {number}.": (f"Sentence {number}.", "{}")})
                    own.correct([Correction(f"Mot {number}-{turn}.", "Word.")])
                troubles.extend([own.trouble] if own.trouble else [])
        except Exception as error:
            troubles.append(error)

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with Memory(tmp_path / "m.sqlite") as memory:
        assert memory.counts() == Counts(40, 40)


def test_threads_share_an_open_memory(memory: Memory) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            memory.keep("a", {f"{number}-{turn}": ("x", "{}")})
            memory.units("a", [f"{number}-{turn}"])

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (memory.counts().units, memory.trouble) == (40, "")


WORKER = """
import sys
from pathlib import Path
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory
with Memory(Path(sys.argv[1])) as memory:
    for turn in range(30):
        memory.keep("a", {f"{sys.argv[2]} {turn}": ("x", "{}")})
        memory.correct([Correction(f"Mot {sys.argv[2]} {turn}.", "Word.")])
    print(memory.trouble)
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path / "m"), name],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    assert [worker.communicate(timeout=120) for worker in workers] == [("\n", "")] * 2
    with Memory(tmp_path / "m") as memory:
        assert memory.counts() == Counts(60, 60)


# --- other files, other places


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_no_memory_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.sqlite")
    with pytest.raises(TranslationMemoryError, match="not a file"):
        read_memory(Settings(memory=str(tmp_path / "m.sqlite")))
    with pytest.raises(TranslationMemoryError):
        rescue_file(tmp_path / "m.sqlite", ours=True)


@pytest.mark.parametrize("text", ["\ufeff", "\u202e", "\u200b \u2060"])
def test_a_correction_that_nobody_sees_is_none(memory: Memory, text: str) -> None:
    with pytest.raises(TranslationMemoryError, match="needs French and English"):
        memory.correct([Correction("La porte.", text)])


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite"
    file.write_text("Dear diary, " * 100)
    with pytest.raises(TranslationMemoryError, match="file is not a database") as caught:
        Memory(file)
    assert str(file) in caught.value.message
    assert file.read_text() == "Dear diary, " * 100


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(file)) as base:
        base.execute("create table places (url text)")
    before = file.read_bytes()
    with pytest.raises(TranslationMemoryError, match="not a translation memory"):
        Memory(file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["places.sqlite"]


@pytest.mark.parametrize("version", [0, 2, 99])
def test_another_version_is_named(tmp_path: Path, version: int) -> None:
    file = tmp_path / "m.sqlite"
    Memory(file).close()
    with closing(sqlite3.connect(file)) as base:
        base.execute(f"pragma user_version = {version}")
    with pytest.raises(
        TranslationMemoryError, match=f"of this version \\({version}, not 1\\)"
    ) as caught:
        Memory(file)
    assert "Update bilingual" in caught.value.hint


def test_a_memory_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Memory(Path(":memory:")) as memory:
        memory.keep("a", {"Oui.": ("Yes.", "{}")})
        memory.correct([Correction("Non.", "No.")])
        assert (memory.counts(), memory.trouble) == (Counts(1, 1), "")
        assert memory.forget_units() == 1
    assert list(tmp_path.iterdir()) == []


def test_a_memory_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(TranslationMemoryError, match="there is no translation memory yet"):
        Memory(tmp_path / "m", create=False)
    assert read_memory(Settings(memory=str(tmp_path / "m"))) is None
    long = Settings(memory=str(tmp_path / ("m" * 5000)))
    assert read_memory(long) is None
    with pytest.raises(TranslationMemoryError, match="cannot be used"):
        open_memory(long)
    assert list(tmp_path.iterdir()) == []


def test_where_the_memory_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory_file(Settings(memory="off")) is None
    assert open_memory(Settings(memory="off")) is None
    assert memory_file(Settings(memory="a.sqlite")) == Path("a.sqlite")
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path))
    assert memory_file(PLAIN) == tmp_path / "memory.sqlite"
    monkeypatch.delenv("BILINGUAL_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform.startswith("linux"):
        assert memory_file(PLAIN) == tmp_path / "data" / "bilingual" / "memory.sqlite"


def test_where_nothing_can_be_written_nothing_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path / "home"))
    assert open_memory(PLAIN) is None
    with pytest.raises(TranslationMemoryError, match="cannot be used"):
        open_memory(Settings(memory=str(tmp_path / "home" / "m")))


def test_a_memory_that_is_there_and_cannot_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path))
    Memory(tmp_path / "memory.sqlite").close()

    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(bilingual.memory.database.sqlite3, "connect", refused)
    with pytest.raises(TranslationMemoryError, match="unable to open database file"):
        open_memory(PLAIN)


# --- trouble while it is used


@pytest.mark.parametrize("verb", ["insert", "begin", "commit"])
def test_a_full_disk_silences_the_cache_and_not_the_corrections(memory: Memory, verb: str) -> None:
    memory.keep("a", {"Oui.": ("Yes.", "{}")})
    refuse(memory, verb)
    memory.keep("a", {"Non.": ("No.", "{}")})
    assert FULL in memory.trouble
    assert memory.units("a", ["Oui."]) == {}
    with pytest.raises(TranslationMemoryError, match=FULL) as caught:
        memory.correct([Correction("Oui.", "Yes.")])
    assert caught.value.hint.startswith("Free space")


@pytest.mark.parametrize("verb", ["insert", "commit"])
def test_after_a_refused_write_the_next_one_works(memory: Memory, verb: str) -> None:
    whole = memory._base
    refuse(memory, verb)
    with pytest.raises(TranslationMemoryError, match=FULL):
        memory.correct([Correction("Oui.", "Yes.")])
    memory._base = whole
    assert memory.correct([Correction("Oui.", "Yes.")]) == Changes(new=1)


def test_a_disk_that_really_is_full(memory: Memory) -> None:
    memory._base.execute("pragma max_page_count = 1")
    memory.keep("a", {f"Phrase {n}.": ("x" * 500, "{}") for n in range(50)})
    assert FULL in memory.trouble
    assert memory.counts().units == 0


def test_a_scope_that_was_undone_is_made_again(memory: Memory) -> None:
    whole = memory._base
    refuse(memory, "commit")
    memory.keep("a", {"Oui.": ("Yes.", "{}")})
    memory._base, memory.trouble = whole, ""
    memory.keep("a", {"Oui.": ("Yes.", "{}")})
    assert memory.units("a", ["Oui."]) == {"Oui.": ("Yes.", "{}")}


def test_a_run_goes_on_without_its_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Le maire a signé.\n\nIl est parti.\n", encoding="utf-8")

    def full(self: Memory, *_: object) -> None:
        raise sqlite3.OperationalError(FULL)

    monkeypatch.setattr(Memory, "_keep", full)
    report = run([tmp_path / "a.txt"], tmp_path / "out", Settings(engine="echo"))
    assert report.exit_code == 0
    assert FULL in report.trouble
    assert (tmp_path / "out" / "a.json").is_file()


@given(ANY_TEXT)
def test_french_is_refused_where_nothing_of_it_would_be_looked_up(french: str) -> None:
    given_french = Correction(french, "x")
    if normalise_source(french):
        assert normalise_source(tidied(given_french).french) == normalise_source(french)
    else:
        with pytest.raises(TranslationMemoryError):
            tidied(given_french)


def test_a_unit_of_another_shape_is_translated_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le maire a signé le budget mardi.", encoding="utf-8")
    settings = Settings(engine="echo", memory=str(tmp_path / "m.sqlite"))
    run([tmp_path / "a.txt"], tmp_path / "out", settings)
    base = sqlite3.connect(tmp_path / "m.sqlite")
    base.execute("update units set details = '{}'")
    base.commit()
    base.close()
    report = run([tmp_path / "a.txt"], tmp_path / "out", settings, rebuild=True)
    assert report.exit_code == 0


def test_a_full_disk_where_the_users_memory_would_be_made_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(base: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(bilingual.memory.database, "_fill", full)
    for _ in range(2):
        assert open_memory(Settings()) is None
    with pytest.raises(TranslationMemoryError):
        open_memory(Settings(memory=str(tmp_path / "m.sqlite")))
    assert list(tmp_path.iterdir()) == []
