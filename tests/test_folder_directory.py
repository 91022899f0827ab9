"""A folder by its descriptor: no link is followed, whoever moves the folder; and by its path where
there are no descriptors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bilingual.folder import directory
from bilingual.folder.directory import Directory, digest


@pytest.fixture(params=[True, False], ids=["by descriptor", "by path"])
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Directory]:
    monkeypatch.setattr(directory, "_BY_DESCRIPTOR", request.param)
    (tmp_path / "out").mkdir()
    with Directory.open(tmp_path / "out") as opened:
        assert (opened.descriptor is not None) == request.param
        yield opened


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_bytes(b"mine")
    return tmp_path / "outside"


def test_what_is_written_is_read_moved_and_removed(folder: Directory) -> None:
    assert folder.write("a", [b"one", b"two"]) == digest([b"onetwo"])
    with folder.inside("sub", create=True) as inner, folder.inside("sub") as same:
        folder.move("a", inner, "b")
        assert b"".join(same.read("b")) == b"onetwo"
    assert (folder.names(), folder.is_folder("sub"), folder.found("a")) == (["sub"], True, None)
    folder.remove("sub")
    folder.remove("sub")
    assert folder.names() == []


def test_a_new_file_takes_the_place_of_none(folder: Directory) -> None:
    folder.write("a", [b"old"])
    with pytest.raises(FileExistsError):
        folder.write("a", [b"new"])
    assert b"".join(folder.read("a")) == b"old"


def test_links_are_not_followed(folder: Directory, outside: Path) -> None:
    (folder.path / "file").symlink_to(outside / "file")
    (folder.path / "sub").symlink_to(outside)
    with pytest.raises(OSError), folder.inside("sub", create=True):  # noqa: PT011 - systems differ
        pass
    with pytest.raises(FileExistsError):
        folder.write("file", [b"ours"])
    with pytest.raises(OSError):  # noqa: PT011 - as above
        next(folder.read("file"))
    for name in folder.names():
        folder.remove(name)
    assert (outside / "file").read_bytes() == b"mine"
    assert folder.names() == []


def test_a_folder_that_is_moved_stays_the_same(tmp_path: Path, outside: Path) -> None:
    """Between looking and writing somebody puts a link in its place."""
    (tmp_path / "out").mkdir()
    with Directory.open(tmp_path / "out") as folder:
        (tmp_path / "out").rename(tmp_path / "moved")
        (tmp_path / "out").symlink_to(outside)
        folder.write("new", [b"x"])
    assert (tmp_path / "moved" / "new").read_bytes() == b"x"
    assert os.listdir(outside) == ["file"]  # noqa: PTH208 - names alone


def test_a_pipe_is_not_waited_for(folder: Directory) -> None:
    os.mkfifo(folder.path / "pipe")
    assert b"".join(folder.read("pipe")) == b""


def test_written_files_can_be_read_by_others(folder: Directory) -> None:
    folder.write("a", [b"x"])
    mask = os.umask(0)
    os.umask(mask)
    assert (folder.path / "a").stat().st_mode & 0o777 == 0o666 & ~mask
