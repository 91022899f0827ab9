"""The file of a translation memory as a file: made whole, private, flushed to the disk, set
aside."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

_BESIDE: Final = ("", "-wal", "-shm")  # SQLite's own names for what belongs to a database


def make_whole(file: Path, lay_out: Callable[[Path], None]) -> None:
    """The file, laid out under another name first: whoever is stopped leaves none that is empty.

    It can be read by its owner alone. One that another process made meanwhile stays. Raises
    OSError.
    """
    folder = file.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flush(folder.parent)
    aside = _empty_beside(file)
    try:
        lay_out(aside)
        flush(aside)
        _link(aside, file)
    finally:
        aside.unlink(missing_ok=True)
    flush(folder)


def replace_whole(file: Path, lay_out: Callable[[Path], None]) -> Path:
    """The same for a file that is there; where that one is now, with what belongs to it. Raises
    OSError."""
    aside = _empty_beside(file)
    try:
        lay_out(aside)
        flush(aside)
        kept = next(p for n in count(1) if not (p := Path(f"{file}.damaged-{n}")).exists())
        os.link(file, kept)
        for ending in _BESIDE[1:]:  # an old log would be taken for one of the new file
            with suppress(FileNotFoundError):
                Path(f"{file}{ending}").rename(f"{kept}{ending}")
        flush(file.parent)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    flush(file.parent)
    return kept


def _empty_beside(file: Path) -> Path:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".part-{file.name[:40]}-")
    os.close(descriptor)
    return Path(name)


def _link(aside: Path, file: Path) -> None:
    try:
        os.link(aside, file)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not file.exists():
            aside.rename(file)


def flush(path: Path) -> None:
    """Everything that was written to a file or folder is on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF):  # a file system that does not have it
            raise
    finally:
        os.close(descriptor)


def make_private(file: Path) -> None:
    """Nobody but its owner reads the file, nor what SQLite puts beside it."""
    for ending in _BESIDE:
        with suppress(OSError):
            Path(f"{file}{ending}").chmod(0o600)
