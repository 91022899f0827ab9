"""Nothing that was finished is lost: after SIGKILL, on a full disk, without the folder, and beside
another run.

More moments to be killed at, by hand: python tests/kill_runs.py --moments 200 --seed 2
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kill_runs import content, damaged, left_over, write_articles

from bilingual.errors import OutputError
from bilingual.folder import manifest, whole_files
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
def test_a_run_killed_at_any_moment_is_completed_to_the_same_bytes() -> None:
    command = [sys.executable, HERE / "kill_runs.py", "--moments", "10", "--articles", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["moments"], told["wrong"]) == (10, [])
    assert told["operations"] > 50


class FullFrom:
    """Passes calls on until the `at`-th, and from then on the disk is full."""

    def __init__(self, call: Callable[..., Any], error: Exception) -> None:
        self.call, self.error = call, error
        self.calls, self.at = 0, 10**9

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls >= self.at:
            raise self.error
        return self.call(*args, **kwargs)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullFrom:
    full = FullFrom(whole_files._replace, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    monkeypatch.setattr(whole_files, "_replace", full)
    return full


def test_a_disk_that_is_full_at_any_write_loses_nothing(
    articles: Path, tmp_path: Path, disk: FullFrom
) -> None:
    whole = undisturbed(articles, tmp_path / "whole")
    disk.calls = 0
    run([articles], tmp_path / "counted", ECHO)
    for at in range(1, disk.calls + 1):
        out = tmp_path / f"full-at-{at}"
        disk.calls, disk.at = 0, at
        with pytest.raises(OutputError, match="No space left on device") as caught:
            run([articles], out, ECHO)
        assert "run the same command again" in caught.value.hint
        assert damaged(out) == []
        disk.at = 10**9
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
        with pytest.raises(OutputError, match=r"\.manifest\.sqlite: cannot be used"):
            run([articles], tmp_path / "out", ECHO)
    assert damaged(tmp_path / "out") == []
    assert undisturbed(articles, tmp_path / "out") == whole


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 200, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_manifest_is_made_anew(articles: Path, tmp_path: Path, damage: bytes) -> None:
    whole = undisturbed(articles, tmp_path / "out")
    (tmp_path / "out" / manifest.FILE).write_bytes(damage)
    report = run([articles], tmp_path / "out", ECHO)
    assert [outcome.status for outcome in report.outcomes] == ["unchanged"] * 3
    assert content(tmp_path / "out") == whole


def test_a_folder_that_goes_away_is_named_and_made_again(
    articles: Path, tmp_path: Path, disk: FullFrom
) -> None:
    whole = undisturbed(articles, tmp_path / "whole")
    out = tmp_path / "network"
    write, disk.calls = disk.call, 0

    def unplugged(*args: Any) -> None:
        if disk.calls == 5:
            shutil.rmtree(out)
        write(*args)

    disk.call = unplugged
    with pytest.raises(OutputError, match="cannot be written"):
        run([articles], out, ECHO)
    disk.call = write
    assert undisturbed(articles, out) == whole


def test_a_folder_that_cannot_be_written_is_named_before_any_work(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(whole_files.tempfile, "NamedTemporaryFile", refused)
    with pytest.raises(OutputError, match="Read-only file system"):
        run([articles], tmp_path / "out", ECHO)


@pytest.fixture
def other_run(articles: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in another process that holds the folder and waits for its standard input."""
    command = [sys.executable, "-m", "bilingual", "brief", "-", articles, "-o", tmp_path / "out"]
    running = subprocess.Popen(
        [*command, "--engine", "echo"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / whole_files.LOCK_FILE).exists() and time.monotonic() < deadline:
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
    assert (tmp_path / "out" / whole_files.LOCK_FILE).exists()
    assert run([articles], tmp_path / "out", ECHO).exit_code == 0
    assert not (tmp_path / "out" / whole_files.LOCK_FILE).exists()


def test_a_folder_that_cannot_be_locked_is_written_all_the_same(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that may be written to and not be opened, or a file system that knows no locks."""
    whole = undisturbed(articles, tmp_path / "whole")
    monkeypatch.setattr(whole_files, "_lockable", lambda *_: (tmp_path / "nowhere", os.O_RDONLY))
    assert undisturbed(articles, tmp_path / "out") == whole
