"""Nothing that was finished is lost: after SIGKILL, on a full disk, without the folder, and beside
another run.

More moments to be killed at, by hand: python tests/kill_runs.py brief newsletter --moments 200
"""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from full_disk import FullFrom
from kill_runs import content, damaged, left_over, write_articles

from bilingual.errors import OutputError
from bilingual.folder import directory, lock, manifest
from bilingual.folder.held import STATE
from bilingual.pipeline.many import run
from bilingual.settings import Settings

ECHO = Settings(engine="echo")
HERE = Path(__file__).parent


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    write_articles(tmp_path / "in", 3)
    return tmp_path / "in"


def undisturbed(articles: Path, out: Path) -> dict[str, bytes]:
    """The folder of a run that nothing happened to, and that has nothing left to do."""
    for _ in range(2):
        assert run([articles], out, ECHO).exit_code == 0
    return content(out)


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
@pytest.mark.parametrize("command", ["brief", "newsletter"])
def test_a_run_killed_at_any_moment_is_completed_to_the_same_bytes(command: str) -> None:
    call = [sys.executable, HERE / "kill_runs.py", command, "--moments", "10", "--articles", "3"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["moments"], told["wrong"]) == (10, [])
    assert told["operations"] > 50


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullFrom:
    full = FullFrom(directory.fill)
    monkeypatch.setattr(directory, "fill", full)
    return full


def test_a_disk_that_is_full_at_any_write_loses_nothing(
    articles: Path, tmp_path: Path, disk: FullFrom
) -> None:
    whole = undisturbed(articles, tmp_path / "whole")
    disk.full_at(10**9)
    run([articles], tmp_path / "counted", ECHO)
    writes = disk.calls
    for at in range(1, writes + 1):
        out = tmp_path / f"full-at-{at}"
        disk.full_at(at)
        with suppress(OutputError):  # who writes is noted where there is space for it
            run([articles], out, ECHO)
            assert at == 1
        assert damaged(out) == []
        disk.full_at(10**9)
        assert undisturbed(articles, out) == whole
        assert left_over(out) == []


class Breaking:
    """A database connection whose statements fail from the `at`-th on, as SQLite's do on a full
    disk."""

    def __init__(self, base: sqlite3.Connection, at: int) -> None:
        self._base, self._left = base, at

    def __getattr__(self, name: str) -> Any:
        self._left -= name in {"execute", "commit"}
        if self._left < 0 and name in {"execute", "commit"}:
            raise sqlite3.OperationalError("database or disk is full")
        return getattr(self._base, name)


@pytest.mark.parametrize("at", range(1, 24, 4))
def test_a_manifest_that_cannot_be_written_loses_nothing(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    whole = undisturbed(articles, tmp_path / "whole")
    connected = manifest._connected
    with monkeypatch.context() as patched:
        patched.setattr(manifest, "_connected", lambda file: Breaking(connected(file), at))
        with pytest.raises(OutputError, match=r"manifest\.sqlite: cannot be used"):
            run([articles], tmp_path / "out", ECHO)
    assert damaged(tmp_path / "out") == []
    assert undisturbed(articles, tmp_path / "out") == whole


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 200, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_manifest_is_made_anew(articles: Path, tmp_path: Path, damage: bytes) -> None:
    whole = undisturbed(articles, tmp_path / "out")
    (tmp_path / "out" / STATE / manifest.FILE).write_bytes(damage)
    report = run([articles], tmp_path / "out", ECHO)
    assert [outcome.status for outcome in report.outcomes] == ["unchanged"] * 3
    assert content(tmp_path / "out") == whole


def test_a_folder_that_goes_away_is_named_and_made_again(
    articles: Path, tmp_path: Path, disk: FullFrom
) -> None:
    whole = undisturbed(articles, tmp_path / "whole")
    out = tmp_path / "network"
    write = disk.call
    disk.full_at(10**9)

    def unplugged(*args: Any) -> Any:
        if disk.calls == 5:
            shutil.rmtree(out)
        return write(*args)

    disk.call = unplugged
    with pytest.raises(OutputError, match=r"cannot be (written|used)"):
        run([articles], out, ECHO)
    disk.call = write
    assert undisturbed(articles, out) == whole


@pytest.fixture
def other_run(articles: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in another process that holds the folder and waits for its standard input."""
    command = [sys.executable, "-m", "bilingual", "brief", "-", articles, "-o", tmp_path / "out"]
    running = subprocess.Popen(
        [*command, "--engine", "echo"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / STATE / lock.NAME).exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    yield running
    running.kill()
    running.communicate()


def test_two_runs_at_once_do_not_hurt_each_other(
    articles: Path, tmp_path: Path, other_run: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(OutputError, match=f"another run is writing here .process {other_run.pid}"):
        run([articles], tmp_path / "out", ECHO)
    other_run.communicate(b"Le maire a sign\xc3\xa9 le budget de la ville mardi.\n")
    assert other_run.returncode == 0
    assert len(list((tmp_path / "out").glob("article-*.json"))) == 3
    assert run([articles], tmp_path / "out", ECHO).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_the_lock_of_a_killed_run_is_free(
    articles: Path, tmp_path: Path, other_run: subprocess.Popen[bytes]
) -> None:
    other_run.send_signal(signal.SIGKILL)
    other_run.wait()
    assert (tmp_path / "out" / STATE / lock.NAME).exists()
    assert run([articles], tmp_path / "out", ECHO).exit_code == 0
    assert not (tmp_path / "out" / STATE / lock.NAME).exists()


def test_a_folder_that_cannot_be_locked_is_written_all_the_same(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that may be written to and not be opened, or a file system that knows no locks."""
    whole = undisturbed(articles, tmp_path / "whole")
    monkeypatch.setattr(lock, "_lockable", lambda *_: None)
    assert undisturbed(articles, tmp_path / "out") == whole
