"""A folder of ours: files of others are left, links are not followed, inputs are no outputs, and
what one write holds is there whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cases import each
from edition_factories import school
from factories import demonstration

from bilingual.errors import ForeignFile, InputError, OutputError
from bilingual.folder.briefs import OutputFolder, brief_files, read_brief
from bilingual.folder.held import MARKER, STATE, Held, Kind, held
from bilingual.folder.manifest import FILE
from bilingual.newsletter import IssueOptions, make_issue
from bilingual.pipeline.many import plan, run
from bilingual.settings import Settings

TEXT = "Le conseil municipal de Valmont a voté lundi le budget du port. Il pleut sur la ville.\n"
PHRASE = "Machine translation by nobody: a phrase of our pages in a text of mine.\n"
ECHO = Settings(engine="echo", memory="off")
NOTHING = Kind(lambda *_: False, lambda _: ())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Held]:
    with held(tmp_path / "out", NOTHING) as opened:
        yield opened


def content(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file() and STATE not in path.parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


FOREIGN = {
    "run.json": '{"articles": [], "tool": "another"}',
    "index.html": "<title>Bilingual briefs</title> as my site is called",
    "index-2.html": "<title>Bilingual briefs</title>",
    "a.json": '{"schema_version": 3}',
    "a.html": PHRASE,
    "a.md": PHRASE,
    ".lock": "mine",
    ".part-of-my-book.txt": "mine",
    ".manifest.sqlite": "mine",
}


@each("name", FOREIGN)
def test_a_file_of_others_is_left_before_our_first_run_and_after(
    articles: Path, tmp_path: Path, name: str
) -> None:
    for out in (tmp_path / f"{name}-first", tmp_path / f"{name}-after"):
        if out.name.endswith("after"):
            run([articles], out, ECHO)
        out.mkdir(exist_ok=True)
        (out / name).write_text(FOREIGN[name], encoding="utf-8")
        with suppress(ForeignFile):
            run([articles], out, ECHO, rebuild=True)
        assert (out / name).read_text(encoding="utf-8") == FOREIGN[name]


def test_a_first_use_is_refused_with_the_list_and_leaves_no_trace(
    articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, text in FOREIGN.items():
        (out / name).write_text(text, encoding="utf-8")
    before = {path.name for path in out.iterdir()}
    with pytest.raises(ForeignFile, match="these files were not written by bilingual") as caught:
        run([articles], out, ECHO)
    assert all(f"/{name}" in caught.value.message for name in ("run.json", "index.html"))
    assert "choose another folder with -o" in caught.value.hint
    assert {path.name for path in out.iterdir()} == before


def test_a_brief_changed_by_hand_is_named_and_kept(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([articles], out, ECHO)
    brief = out / "a.json"
    brief.write_text(brief.read_text(encoding="utf-8").replace("⟦Le", "By hand: ⟦Le"), "utf-8")
    mine = brief.read_bytes()
    failures = run([articles], out, ECHO, rebuild=True).failures
    assert brief.read_bytes() == mine
    assert [str(brief) in failure.message for failure in failures] == [True]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("name", ["run.json", "a.json", "index.html"])
def test_a_pipe_in_the_place_of_our_file_is_not_waited_for(
    articles: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    run([articles], out, ECHO)
    (out / name).unlink()
    os.mkfifo(out / name)
    with suppress(OutputError):
        run([articles], out, ECHO, rebuild=True)
    assert (out / name).is_fifo()
    assert brief_files(out) == ([] if name == "a.json" else [out / "a.json"])


def test_a_manifest_changed_by_hand_costs_no_article(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([articles], out, ECHO)
    with closing(sqlite3.connect(out / STATE / FILE)) as base:
        base.execute("insert into files values ('a.md', 'no digest')")
        base.execute("insert into files values ('../a.txt', 12)")
        base.commit()
    assert run([articles], out, ECHO, rebuild=True).exit_code == 0


def test_the_huge_file_of_others_is_not_read(articles: Path, tmp_path: Path) -> None:
    huge = tmp_path / "out" / "a.json"
    huge.parent.mkdir()
    huge.touch()
    os.truncate(huge, 1 << 40)  # without content on the disk; it would be read for an hour
    assert [each.id for each in run([articles], huge.parent, ECHO).outcomes] != ["a"]
    with pytest.raises(InputError, match=re.escape(str(huge))):
        read_brief(huge)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"articles": {"a": {"location": "\\ud800"}}}'])
def test_a_record_that_nobody_can_read_is_no_record(
    articles: Path, tmp_path: Path, text: str
) -> None:
    out = tmp_path / "out"
    run([articles], out, ECHO)
    (out / STATE / FILE).unlink()
    (out / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(ForeignFile, match=r"run\.json"):
        run([articles], out, ECHO)
    (out / STATE / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match="not the marker"):
        run([articles], out, ECHO)


def test_a_page_changed_by_hand_is_named_and_the_others_go_on(
    articles: Path, tmp_path: Path
) -> None:
    (articles / "b.txt").write_text(TEXT.replace("pleut", "neige"), encoding="utf-8")
    out = tmp_path / "out"
    run([articles], out, ECHO)
    (out / "a.md").write_text("Better words.", encoding="utf-8")
    assert run([articles], out, ECHO).exit_code == 0  # nothing is to be written to it
    report = run([articles], out, ECHO, rebuild=True)
    assert [outcome.id for outcome in report.outcomes] == ["b"]
    assert f"{out / 'a.md'}: this file was not written" in report.failures[0].message
    assert (out / "a.md").read_text(encoding="utf-8") == "Better words."


INPUTS: dict[str, Callable[[Path, Path], Path]] = {
    "in the folder": lambda mine, out: mine.rename(out / "note.md"),
    "a hard link": lambda mine, out: (os.link(mine, out / "note.md"), mine)[1],
    "a link to it": lambda mine, out: ((out / "note.md").symlink_to(mine), mine)[1],
    "by a link": lambda mine, out: (
        mine.rename(out / "note.md"), mine.symlink_to(out / "note.md"), mine)[2],
    "by another path": lambda mine, out: mine.rename(out / "note.md") and out / "../out/./note.md",
}  # fmt: skip


@each("how", INPUTS)
def test_an_input_is_never_an_output(tmp_path: Path, how: str) -> None:
    """Even where the folder holds a brief of that name already, or the article is one of ours."""
    for whose, text in {"mine": TEXT + PHRASE, "own": None}.items():
        root = tmp_path / how / whose
        (root / "out").mkdir(parents=True)
        (root / "in").mkdir()
        mine = root / "in" / "note.md"
        mine.write_text(TEXT, encoding="utf-8")
        if text is None:
            run([mine], root / "out", ECHO)
            mine.unlink()
            shutil.move(root / "out" / "note.md", mine)
        else:
            mine.write_text(text, encoding="utf-8")
        given, before = INPUTS[how](mine, root / "out"), (root / "out" / "note.md").read_bytes()
        for _ in range(2):
            run([given], root / "out", ECHO, rebuild=True)
            assert (root / "out" / "note.md").read_bytes() == before


def test_a_plan_gives_the_names_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(TEXT + PHRASE, encoding="utf-8")
    (planned,) = plan([tmp_path / "note.md"], tmp_path, ECHO)
    (outcome,) = run([tmp_path / "note.md"], tmp_path, ECHO).outcomes
    assert getattr(planned, "id") == outcome.id != "note"  # noqa: B009 - a failure has none


OUR_NAMES = [
    STATE, f"{STATE}/{MARKER}", f"{STATE}/{FILE}", f"{STATE}/{FILE}-journal", f"{STATE}/part",
    f"{STATE}/ready", f"{STATE}/lock", "run.json", "index.html", "a.json", "a.md", "a.html",
    "2025-01-21", "2025-01-21/edition.json", "2025-01-21/issue.eml", "site", "site/2025-01-21",
    "site/index.html", "feed.json",
]  # fmt: skip


@each("name, used", [(name, used) for name in OUR_NAMES for used in (False, True)])
def test_no_link_leads_out_of_the_folder(
    articles: Path, tmp_path: Path, name: str, used: bool
) -> None:
    root = tmp_path / name.replace("/", "-") / str(used)
    out = root / "out"
    out.mkdir(parents=True)
    letter = articles.parent / "b.json"
    letter.write_text(school().model_dump_json(), encoding="utf-8")
    actions = [
        lambda: run([articles], out, ECHO, rebuild=True),
        lambda: make_issue([letter], out, today="2025-01-21", options=IssueOptions(replace=True)),
    ]
    for action in actions if used else ():
        action()
    for target in ("file", "folder", "nothing"):
        outside = root / f"outside-{target}"
        outside.mkdir()
        (outside / "file").write_bytes(b"SQLite format 3\0 of mine")
        (outside / "folder").mkdir()
        (outside / "folder" / "edition.json").write_bytes(b"mine")
        before = content(outside)
        link = out / name
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink() or link.is_file():
            link.unlink()
        elif link.is_dir():
            link.rename(root / f"away-{target}")
        link.symlink_to(outside / target)
        for action in actions:
            with suppress(OutputError, InputError):  # refused, or an issue that cannot be read
                action()
        assert content(outside) == before, target
        assert not (outside / "nothing").exists(), target


def test_the_folder_of_another_program_by_the_name_of_ours(articles: Path, tmp_path: Path) -> None:
    state = tmp_path / "out" / STATE
    state.mkdir(parents=True)
    (state / "config").write_text("mine", encoding="utf-8")
    for marker in (None, "[]", '{"program": "bilingual", "folder": 2}'):
        if marker is not None:
            (state / MARKER).write_text(marker, encoding="utf-8")
        with pytest.raises(OutputError, match="not the marker of a folder of this version"):
            run([articles], tmp_path / "out", ECHO)
    assert (state / "config").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_a_version_without_markers_goes_on(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([articles], out, ECHO)
    whole = content(out)
    (out / STATE).rename(tmp_path / "gone")
    (out / "mine.md").write_text(PHRASE, encoding="utf-8")
    (out / "b.html").write_text("no page of ours", encoding="utf-8")
    assert [each.status for each in run([articles], out, ECHO).outcomes] == ["unchanged"]
    assert [each.status for each in run([articles], out, ECHO, rebuild=True).outcomes] == [
        "written"
    ]
    assert content(out) == whole | {
        "mine.md": PHRASE.encode(),
        "b.html": b"no page of ours",
        "run.json": content(out)["run.json"],
    }


@pytest.mark.parametrize("name", ["../out.html", "/etc/out.html", "site/../../out.html", "", ".."])
def test_nothing_is_written_outside(folder: Held, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        folder.write({"a": [b"x"], name: [b"x"]})
    assert content(tmp_path) == {}


def test_files_are_written_all_or_none(folder: Held, tmp_path: Path) -> None:
    folder.write({"a.md": [b"old"], "site/b.html": [b"o", b"ld"]})
    (tmp_path / "out" / "mine").write_bytes(b"mine")
    with pytest.raises(ForeignFile, match=r"out/mine: this file was not written"):
        folder.write({"a.md": [b"new"], "mine": [b"new"]})

    def unfinished() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.write({"a.md": [b"new"], "site/b.html": unfinished()})
    assert content(tmp_path / "out") == {"a.md": b"old", "site/b.html": b"old", "mine": b"mine"}
    folder.write({"a.md": [b"new"]})
    folder.remove("a.md")
    folder.remove("mine")
    folder.remove("nothing")
    assert content(tmp_path / "out") == {"site/b.html": b"old", "mine": b"mine"}


def test_a_file_in_the_place_of_a_folder_is_left(folder: Held, tmp_path: Path) -> None:
    (tmp_path / "out" / "site").write_bytes(b"mine")
    with pytest.raises(ForeignFile, match=r"site/index\.html"):
        folder.write({"site/index.html": [b"x"]})
    assert content(tmp_path / "out") == {"site": b"mine"}


def test_what_was_ready_is_put_in_place_by_the_next_and_over_nothing_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with held(out, NOTHING) as folder:
        folder.write({"site/a.html": [b"old"]})
        monkeypatch.setattr(Held, "settle", lambda _: None)  # as if it were killed there
        folder.write({"site/a.html": [b"new"], "issue/b.html": [b"new"]})
        monkeypatch.undo()
    (out / "issue").mkdir()
    (out / "issue" / "b.html").write_bytes(b"mine")
    with pytest.raises(ForeignFile, match=r"issue/b\.html"), held(out, NOTHING):
        pass
    assert content(out) == {"site/a.html": b"old", "issue/b.html": b"mine"}
    (out / "issue" / "b.html").unlink()
    with held(out, NOTHING):
        assert content(out) == {"site/a.html": b"new", "issue/b.html": b"new"}


def test_a_page_that_cannot_be_removed_is_named(
    folder: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({"gone.html": [b"x"]})

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(OutputError, match=r"gone\.html: cannot be removed \(Permission denied\)"):
        folder.remove("gone.html")


# Root may write anywhere: these rights are given up before the program starts.
ORDINARY = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
for right in range(5):
    libc.prctl(24, right, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
READ_ONLY = """
import os, sys
from bilingual.errors import OutputError
from bilingual.newsletter import make_issue
from bilingual.pipeline.many import run
from bilingual.settings import Settings
articles, _, wish, out = sys.argv[1:]
brief = lambda: run([articles], out, Settings(engine="echo", memory="off"))
letter = lambda: make_issue([sys.argv[2]], out, edition_file=wish)
for place, actions in ((".bilingual", (brief, letter)), ("2025-01-21", (letter,)), ("", (brief,))):
    os.chmod(os.path.join(out, place), 0o555)
    for action in actions:
        try:
            action()
        except OutputError as error:
            print(place, error.message, error.hint)
    os.chmod(os.path.join(out, place), 0o755)
"""
FILE_LIMIT = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def started(launcher: str, *words: object) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", launcher, *map(str, words)]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=120)


def command(launcher: str, *words: object) -> subprocess.CompletedProcess[str]:
    return started(launcher, "-m", "bilingual", *words)


@pytest.mark.skipif(sys.platform != "linux", reason="the rights are Linux's")
def test_an_ordinary_user_is_told_of_a_folder_that_is_read_only(
    articles: Path, tmp_path: Path
) -> None:
    letter, wish, out = tmp_path / "b.json", tmp_path / "edition.toml", tmp_path / "out"
    letter.write_text(demonstration().model_dump_json(), encoding="utf-8")
    run([articles], out, ECHO)
    make_issue([letter], out)
    before = content(out)
    (articles / "a.txt").write_text(TEXT * 2, encoding="utf-8")
    wish.write_text('introduction = "New."', encoding="utf-8")
    done = started(ORDINARY, "-c", READ_ONLY, articles, letter, wish, out)
    assert done.stdout.count("Permission denied") == 4, done.stdout + done.stderr
    assert content(out) == before
    make_issue([letter], out, edition_file=wish)
    make_issue([letter], tmp_path / "new", edition_file=wish)
    assert content(tmp_path / "new").items() <= content(out).items()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_disk_that_really_refuses_leaves_the_old_issue(tmp_path: Path) -> None:
    letters = tmp_path / "briefs"
    letters.mkdir()
    (letters / "b.json").write_text(demonstration().model_dump_json(), encoding="utf-8")
    done = command(FILE_LIMIT, "newsletter", letters, "-o", tmp_path / "new")
    assert (done.returncode, content(tmp_path / "new")) == (2, {}), done.stderr
    assert "hint: Free space" in done.stderr
    make_issue([letters], tmp_path / "out")
    before = content(tmp_path / "out")
    (tmp_path / "edition.toml").write_text('introduction = "New."', encoding="utf-8")
    wish = ("--edition", tmp_path / "edition.toml")
    done = command(FILE_LIMIT, "newsletter", letters, "-o", tmp_path / "out", *wish)
    assert (done.returncode, content(tmp_path / "out")) == (2, before), done.stderr


def test_two_newsletters_at_once(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(school().model_dump_json(), encoding="utf-8")
    out = tmp_path / "out"
    with OutputFolder(out).held():
        done = command("import os, sys; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])",
                       "newsletter", tmp_path / "b.json", "-o", out)  # fmt: skip
        assert done.returncode == 2
        assert f"another run is writing here (process {os.getpid()}" in done.stderr
    assert make_issue([tmp_path / "b.json"], out).files
    assert json.loads((out / STATE / MARKER).read_text())["program"] == "bilingual"


@each("name", ["a\0b", "\ud800", "a" * 5000])
def test_a_name_that_no_folder_can_have(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(OutputError, match="cannot write here") as caught,
        held(tmp_path / name, NOTHING),
    ):
        pass
    assert caught.value.hint
