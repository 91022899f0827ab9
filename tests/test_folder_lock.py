"""One process at a time; who it is can be read."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from bilingual.errors import OutputError
from bilingual.folder.directory import Directory
from bilingual.folder.lock import NAME, locked


def test_the_second_is_told_who_is_the_first(tmp_path: Path) -> None:
    with ExitStack() as stack:
        top, again = (stack.enter_context(Directory.open(tmp_path)) for _ in range(2))
        state = stack.enter_context(top.inside("state", create=True))
        with locked(top, state):
            with pytest.raises(OutputError, match=f"another run .* .process {os.getpid()} on "):
                stack.enter_context(locked(again, state))
            (tmp_path / "state" / NAME).unlink()
            with pytest.raises(OutputError, match=r"another run is writing here$"):
                stack.enter_context(locked(again, state))
        assert state.names() == []
        stack.enter_context(locked(again, state))


def test_a_folder_without_a_descriptor_is_not_locked(tmp_path: Path) -> None:
    with Directory.open(tmp_path) as state, locked(Directory(tmp_path, None), state):
        assert state.names() == []
