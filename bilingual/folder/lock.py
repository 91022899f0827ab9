"""One process at a time writes to a folder."""

from __future__ import annotations

import errno
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from bilingual.errors import OutputError
from bilingual.folder.directory import Directory

NAME: Final = "lock"


@contextmanager
def locked(top: Directory, state: Directory) -> Iterator[None]:
    """Keeps a second process out of the folder `top`; the name of the first lies in `state`.

    Raises OutputError, with who it is, when another process holds it. The lock goes with the
    process, however it ends, so that none is ever left behind; where the system or the file system
    knows no such locks nothing is kept out.
    """
    held = _lockable(top, state)
    if held is None:
        yield
        return
    try:
        if not _take(held):
            raise OutputError(
                f"{top.path}: another run is writing here{_name_in(state)}",
                hint="Wait until it is done, or choose another folder with -o.",
            )
        # For people; the lock does not depend on it. On a full disk the work says so itself.
        with suppress(OSError):
            state.remove(NAME)
            state.write(NAME, [f"process {os.getpid()} on {platform.node()}".encode()])
        try:
            yield
        finally:
            with suppress(OSError):
                state.remove(NAME)
    finally:
        os.close(held)


def _lockable(top: Directory, state: Directory) -> int | None:
    """The folder itself, or where folders cannot be opened a file beside the owner's name."""
    if sys.platform == "win32":
        return os.open(state.path / "held", os.O_RDWR | os.O_CREAT)
    return None if top.descriptor is None else os.open(".", os.O_RDONLY, dir_fd=top.descriptor)


def _take(held: int) -> bool:
    """Whether the lock is ours, or there are none here; False when it is another's."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Windows says that it is denied; other errors mean that the file system has no locks.
        return error.errno not in (errno.EAGAIN, errno.EACCES)
    return True


def _name_in(state: Directory) -> str:
    try:
        return f" ({b''.join(state.read(NAME))[:200].decode(errors='replace')})"
    except OSError:
        return ""
