"""A person's English lives in the memory and in the brief: where one is away, the other has it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bilingual.engines.base import EchoTranslator
from bilingual.folder.briefs import read_brief
from bilingual.memory.corrections import Correction
from bilingual.memory.exchange import LEFT_FILE, import_units
from bilingual.memory.rescue import rescue_from_briefs
from bilingual.memory.store import Memory
from bilingual.pipeline.many import Failure, RunReport, plan, run
from bilingual.settings import Settings

TEXT = "Le maire a signé. L’État paie. Il est parti.\n"
FRENCH, ENGLISH = "L'État paie.", "The state is paying."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.txt, its brief in out, and a correction in both the memory m and the brief."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with Memory(tmp_path / "m") as memory:
        memory.correct([Correction(FRENCH, ENGLISH)])
    make(tmp_path)
    assert by_people(tmp_path) == {"L’État paie.": ENGLISH}
    return tmp_path


def make(folder: Path, memory: str = "m", **options: Any) -> RunReport:
    where = memory if memory == "off" else str(folder / memory)
    settings = Settings(engine="echo", memory=where)
    return run([folder / "a.txt"], folder / "out", settings, **options)


def by_people(folder: Path) -> dict[str, str]:
    return read_brief(folder / "out" / "a.json").by_people()


AWAY = pytest.mark.parametrize("memory", ["off", "another"])


@AWAY
def test_a_brief_that_is_as_it_was_is_left(folder: Path, memory: str) -> None:
    before = (folder / "out" / "a.json").read_bytes()
    for _ in range(2):
        assert make(folder, memory).outcomes[0].status == "unchanged"
    assert (folder / "out" / "a.json").read_bytes() == before
    where = "off" if memory == "off" else str(folder / memory)
    settings = Settings(engine="echo", memory=where)
    (planned,) = plan([folder / "a.txt"], folder / "out", settings)
    assert not isinstance(planned, Failure)
    assert planned.unchanged


@AWAY
def test_a_brief_that_is_cut_off_behind_it_is_left(folder: Path, memory: str) -> None:
    brief = folder / "out" / "a.json"
    whole = brief.read_bytes()
    brief.write_bytes(whole[: whole.index(b'"human"') + 20])
    mine = brief.read_bytes()
    failures = make(folder, memory).failures
    assert failures
    assert all(str(brief) in failure.message for failure in failures)
    assert brief.read_bytes() == mine
    brief.write_bytes(whole[: whole.index(b'"translations"')])
    assert make(folder).outcomes[0].status == "written"
    assert by_people(folder) == {"L’État paie.": ENGLISH}


@AWAY
def test_a_brief_that_is_made_again_keeps_it(folder: Path, memory: str) -> None:
    before = (folder / "out" / "a.json").read_bytes()
    make(folder, memory, rebuild=True)
    assert (folder / "out" / "a.json").read_bytes() == before
    make(folder, memory, translator=EchoTranslator("<", ">"))
    assert by_people(folder) == {"L’État paie.": ENGLISH}
    (folder / "a.txt").write_text(f"Un début. {TEXT}", encoding="utf-8")
    report = make(folder, memory)
    assert by_people(folder) == {"L’État paie.": ENGLISH}
    assert report.left == []
    shutil.rmtree(folder / "out" / ".bilingual")
    make(folder, memory, rebuild=True)
    assert by_people(folder) == {"L’État paie.": ENGLISH}


@AWAY
def test_what_fits_no_sentence_is_named_and_kept(folder: Path, memory: str) -> None:
    for text in ("Le maire a signé. L’État ne paie plus.\n", "Il est parti.\n"):
        (folder / "a.txt").write_text(text, encoding="utf-8")
        left = [(each.id, each.french, each.english) for each in make(folder, memory).left]
        assert left in ([("a", "L’État paie.", ENGLISH)], [])
    assert by_people(folder) == {}
    kept = (folder / "out" / LEFT_FILE).read_text(encoding="utf-8")
    assert kept == f"french\tenglish\torigin\nL’État paie.\t{ENGLISH}\thuman\n"
    with Memory(folder / "new") as new:
        assert rescue_from_briefs(folder / "out", new).new == 1
        assert new.corrections([FRENCH]) == {FRENCH: ENGLISH}
    with Memory(folder / "imported") as new:
        assert import_units(folder / "out" / LEFT_FILE, new).changes.new == 1
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    make(folder, "new")
    assert by_people(folder) == {"L’État paie.": ENGLISH}


def test_what_the_memory_has_is_not_kept_twice(folder: Path) -> None:
    (folder / "a.txt").write_text("Il est parti.\n", encoding="utf-8")
    assert make(folder).left == []
    assert not (folder / "out" / LEFT_FILE).exists()


def test_another_file_of_that_name_stops_the_run_before_anything_is_lost(folder: Path) -> None:
    before = (folder / "out" / "a.json").read_bytes()
    (folder / "out" / LEFT_FILE).write_bytes(b"one\ttwo\tthree\n\xff")
    (folder / "a.txt").write_text("Il est parti.\n", encoding="utf-8")
    with pytest.raises(Exception, match=LEFT_FILE):
        make(folder, "off")
    assert (folder / "out" / "a.json").read_bytes() == before
    assert (folder / "out" / LEFT_FILE).read_bytes() == b"one\ttwo\tthree\n\xff"


def test_what_was_taken_back_does_not_come_back_from_the_brief(folder: Path) -> None:
    with Memory(folder / "m") as memory:
        memory.forget(FRENCH)
    make(folder)
    assert by_people(folder) == {}
    with Memory(folder / "m") as memory:
        memory.correct([Correction(FRENCH, "The state pays.")])
        assert memory.forgotten([FRENCH]) == set()
    make(folder)
    assert by_people(folder) == {"L’État paie.": "The state pays."}


def test_the_memory_wins_over_the_brief(folder: Path) -> None:
    with Memory(folder / "m") as memory:
        memory.correct([Correction(FRENCH, "The state pays.")])
    make(folder, "off")
    assert by_people(folder) == {"L’État paie.": ENGLISH}
    make(folder)
    assert by_people(folder) == {"L’État paie.": "The state pays."}
