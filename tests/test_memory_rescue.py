"""A damaged memory says so, loses nothing more, and gives back what can be read."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

import bilingual.memory.database
from bilingual.errors import MemoryDamaged, TranslationMemoryError
from bilingual.folder.briefs import read_brief
from bilingual.memory.corrections import Changes, Correction
from bilingual.memory.pages import image_of, rows_of
from bilingual.memory.rescue import rescue_file, rescue_from_briefs
from bilingual.memory.store import Counts, Memory, memory_file, open_memory, read_memory
from bilingual.pipeline.many import run
from bilingual.settings import Settings

MANY = 1_500
GONE = "La phrase 7 est prête."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A memory of 1,500 corrections, some of them over several pages, one of them taken back."""
    file = tmp_path_factory.mktemp("whole") / "m.sqlite"
    with Memory(file) as memory:
        memory.correct(
            Correction(f"La phrase {n} est prête.", f"Sentence {n} is ready. " * (1 + n % 30 * 10))
            for n in range(MANY + 1)
        )
        memory.keep("scope", {f"Unit {n}.": ("x" * 50, "{}") for n in range(500)})
        memory.forget(GONE)
    return file.read_bytes()


def damaged(folder: Path, data: bytes) -> Path:
    file = folder / "m.sqlite"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_in_the_middle(whole: bytes, tmp_path: Path, seed: int) -> None:
    """Of one page that is gone, no more is lost than the rows that lay in it or led over it."""
    draw = random.Random(seed)
    at = draw.randrange(1, len(whole) // 4096 // 2) * 4096
    file = damaged(tmp_path, whole[:at] + draw.randbytes(4096) + whole[at + 4096 :])
    with pytest.raises(MemoryDamaged, match="is damaged") as caught:
        Memory(file)
    assert f"memory rescue {file}" in caught.value.hint
    before = file.read_bytes()
    done = rescue_file(file, ours=False)
    assert MANY - 100 < done.found < MANY
    assert done.aside is not None
    assert done.aside.read_bytes() == before
    with Memory(file) as memory:
        assert memory.counts() == Counts(0, done.found)
        assert all(each.english.startswith("Sentence") for each in memory.all_corrections())
        assert memory.forgotten([GONE]) == {GONE}


def test_the_beginning_is_gone(whole: bytes, tmp_path: Path) -> None:
    file = damaged(tmp_path, random.Random(1).randbytes(5_000) + whole[5_000:])
    with pytest.raises(TranslationMemoryError, match="beginning is damaged"):
        Memory(file)
    assert rescue_file(file, ours=False).found == MANY


@pytest.mark.parametrize("size", [0, 1, 15, 100, 4096])
def test_almost_nothing_is_left(whole: bytes, tmp_path: Path, size: int) -> None:
    file = damaged(tmp_path, whole[:size])
    for _ in range(2):
        with pytest.raises(MemoryDamaged, match="is damaged"):
            Memory(file)
        assert file.stat().st_size == size
    done = rescue_file(file, ours=False)
    assert (done.found, done.aside) == (0, tmp_path / "m.sqlite.damaged-1")
    assert done.aside.stat().st_size == size
    with Memory(file) as memory:
        assert memory.correct([Correction("Oui.", "Yes.")]) == Changes(new=1)


def test_half_is_left(whole: bytes, tmp_path: Path) -> None:
    file = damaged(tmp_path, whole[: len(whole) // 2])
    assert MANY // 4 < rescue_file(file, ours=False).found < MANY


def test_a_text_that_is_none(whole: bytes, tmp_path: Path) -> None:
    """SQLite itself would not look."""
    at = whole.index(b"Sentence 900 is")
    file = damaged(tmp_path, whole[:at] + b"\xff\xfe" + whole[at + 2 :])
    with pytest.raises(MemoryDamaged, match="Could not decode"):
        Memory(file)
    assert rescue_file(file, ours=False).found == MANY - 1


def test_damage_among_what_engines_said_costs_no_run(whole: bytes, tmp_path: Path) -> None:
    at = whole.index(b"Unit 250.") // 4096 * 4096
    file = damaged(tmp_path, whole[:at] + b"\x55" * 4096 + whole[at + 4096 :])
    (tmp_path / "a.txt").write_text("Unit 250.\n", encoding="utf-8")
    with Memory(file) as memory:
        assert memory.units("scope", ["Unit 250."]) == {}
        assert "damaged" in memory.trouble
    assert rescue_file(file, ours=False).found == MANY


@pytest.mark.parametrize("content", [b"Dear diary, " * 1_000, b"PK\x03\x04" + b"\0" * 9_000])
def test_a_file_that_is_something_else_is_left(tmp_path: Path, content: bytes) -> None:
    file = damaged(tmp_path, content)
    with pytest.raises(TranslationMemoryError, match="nothing of a translation memory"):
        rescue_file(file, ours=False)
    assert [path.name for path in tmp_path.iterdir()] == ["m.sqlite"]
    assert file.read_bytes() == content


def test_another_programs_database_is_left(tmp_path: Path) -> None:
    file = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(file)) as base:
        base.execute("create table places (url text)")
    with pytest.raises(TranslationMemoryError, match="not a translation memory"):
        rescue_file(file, ours=False)
    assert [path.name for path in tmp_path.iterdir()] == ["places.sqlite"]


def test_a_whole_memory_is_left(whole: bytes, tmp_path: Path) -> None:
    with pytest.raises(TranslationMemoryError, match="not damaged"):
        rescue_file(damaged(tmp_path, whole), ours=True)
    assert [path.name for path in tmp_path.iterdir()] == ["m.sqlite"]


def test_the_log_counts(tmp_path: Path) -> None:
    """What another program has written and not yet brought into the file."""
    with Memory(tmp_path / "m") as memory:
        memory.keep("scope", {"Oui.": ("Yes.", "{}")})
        assert (tmp_path / "m-wal").stat().st_size > 0
        assert (1, "Oui.", "Yes.", "{}") in rows_of(image_of(tmp_path / "m"))


# --- reading needs no space


def test_what_cannot_be_opened_is_read(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = damaged(tmp_path, whole)
    connected = bilingual.memory.database._connected

    def full(what: Path | str) -> sqlite3.Connection:
        if what == file:
            raise sqlite3.OperationalError("database or disk is full")
        return connected(what)

    monkeypatch.setattr(bilingual.memory.database, "_connected", full)
    settings = Settings(memory=str(file))
    with pytest.raises(TranslationMemoryError, match="disk is full"):
        Memory(file)
    run_on = open_memory(settings)
    assert run_on is not None
    with run_on:
        assert "disk is full" in run_on.trouble
        assert run_on.corrections(["La phrase 3 est prête."]) != {}
        assert run_on.units("scope", ["Unit 3."]) == {}
    memory = read_memory(settings)
    assert memory is not None
    with memory:
        assert memory.counts() == Counts(500, MANY)
        with pytest.raises(TranslationMemoryError, match="readonly"):
            memory.correct([Correction("Oui.", "Yes.")])
        with pytest.raises(TranslationMemoryError, match="readonly"):
            memory.forget_units()
    assert file.read_bytes() == whole


def test_a_fault_of_the_disk_is_told_as_a_full_one_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(bilingual.memory.database, "_connected", fails)
    for free, told in ((0, "disk is full"), (1 << 30, "disk I/O error")):
        monkeypatch.setattr(
            bilingual.memory.database, "disk_usage", lambda _, free=free: SimpleNamespace(free=free)
        )
        with pytest.raises(TranslationMemoryError, match=told):
            Memory(Path(":memory:"))


# --- whose it is, and that it lasts


def test_a_memory_is_its_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path / "home"))
    auto = Settings()
    for _ in range(2):
        with open_memory(auto) as memory:  # type: ignore[union-attr]
            memory.correct([Correction("Oui.", "Yes.")])
            modes = {
                path.name: path.stat().st_mode & 0o777 for path in memory.file.parent.iterdir()
            }
        assert {*modes.values()} == {0o600}
        assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
        memory.file.chmod(0o644)  # as versions before 0.6 made it
    assert memory_file(auto) == memory.file


def test_the_one_file_has_a_correction_while_others_have_it_open(tmp_path: Path) -> None:
    with Memory(tmp_path / "m") as one, Memory(tmp_path / "m") as other:
        other.counts()
        one.correct([Correction("Oui.", "Yes.")])
        (tmp_path / "copy").write_bytes((tmp_path / "m").read_bytes())
        with Memory(tmp_path / "copy") as copy:
            assert copy.corrections(["Oui."]) == {"Oui.": "Yes."}
        other.forget("Oui.")
        (tmp_path / "copy").write_bytes((tmp_path / "m").read_bytes())
        with Memory(tmp_path / "copy") as copy:
            assert copy.all_corrections() == []


def test_a_correction_is_flushed_before_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(
        bilingual.memory.database, "flush", lambda path: done.append(f"flush {path.name}")
    )
    with Memory(tmp_path / "m") as memory:
        memory._base.set_trace_callback(done.append)
        memory.correct([Correction("Oui.", "Yes.")])
    assert done[-1] == f"flush {tmp_path.name}"
    steps = [step for step in done if step.startswith(("pragma", "commit", "flush"))]
    order = ["pragma synchronous = full", "commit", "pragma wal_checkpoint(truncate)", "flush m"]
    places = [len(steps) - 1 - steps[::-1].index(each) for each in order]
    assert places == sorted(places)


def test_an_import_is_kept_as_one(tmp_path: Path) -> None:
    with Memory(tmp_path / "m") as memory, Memory(tmp_path / "m") as other:
        memory.correct([Correction("Mot 1.", "old")])

        def given() -> list[Correction]:
            raise_at = 1_200
            for n in range(raise_at):
                yield Correction(f"Mot {n}.", "new")  # type: ignore[misc]
            assert other.correct([Correction("Autre.", "Other.")]) == Changes(new=1)  # nobody waits
            yield Correction("", "")

        with pytest.raises(TranslationMemoryError, match="needs French and English"):
            memory.correct(given())
        assert [each.english for each in memory.all_corrections()] == ["Other.", "old"]


# --- from briefs


def test_briefs_give_back_what_the_memory_lost(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le maire parle. Il pleut. Il part.\n", encoding="utf-8")
    settings = Settings(engine="echo", memory=str(tmp_path / "m"))
    with Memory(tmp_path / "m") as memory:
        memory.correct([Correction("Il pleut.", "It rains."), Correction("Il part.", "He goes.")])
    run([tmp_path / "a.txt"], tmp_path / "out", settings)
    assert len(read_brief(tmp_path / "out" / "a.json").by_people()) == 2
    with Memory(tmp_path / "new") as memory:
        memory.correct([Correction("Il part.", "He leaves.")])
        done = rescue_from_briefs(tmp_path / "out", memory)
        assert (done.found, done.new) == (2, 1)
        assert memory.corrections(["Il pleut.", "Il part."]) == {
            "Il pleut.": "It rains.",
            "Il part.": "He leaves.",
        }
        memory.forget("Il pleut.")
        assert rescue_from_briefs(tmp_path / "out" / "a.json", memory).new == 0
    (tmp_path / "x.json").write_text('{"schema_version": "1.0"}')
    with pytest.raises(TranslationMemoryError, match="not a brief"):
        rescue_from_briefs(tmp_path / "x.json", memory)
