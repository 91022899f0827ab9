"""Files that appear whole or not at all, in a folder that one process at a time writes to."""

from __future__ import annotations

import errno
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from bilingual.errors import InputError, OutputError

LOCK_FILE: Final = ".lock"
ASIDE: Final = ".part-"  # begins the name of a file that is being written


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Read once, before there are threads: asking for it changes it for a moment.
_READABLE: Final = 0o666 & ~_umask()

RecordT = TypeVar("RecordT", bound=BaseModel)


def prove_writable(root: Path) -> None:
    """Make the folder and prove that it can be written to; raises OutputError."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=".probe-"):
            pass
    except OSError as error:
        raise OutputError(
            f"{root}: cannot write here ({error.strerror})",
            hint="Choose another folder with -o, or free space and check its permissions.",
        ) from error


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keeps a second run out of the folder: the two would give one name to two things.

    Raises OutputError, with who it is, when another process holds it. The lock goes with the
    process, however it ends, so that none is ever left behind; where the system or the file system
    knows no such locks nothing is kept out.
    """
    owner = root / LOCK_FILE
    try:
        held = os.open(*_lockable(root, owner))
    except OSError:  # a folder that may be written to and not be opened
        yield
        return
    try:
        if not _take(held):
            raise OutputError(
                f"{root}: another run is writing here{_name_in(owner)}",
                hint="Wait until it is done, or choose another folder with -o.",
            )
        # For people; the lock does not depend on it.
        with suppress(OSError):
            owner.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
        try:
            yield
        finally:
            with suppress(OSError):
                owner.unlink(missing_ok=True)
    finally:
        os.close(held)


def _lockable(root: Path, owner: Path) -> tuple[Path, int]:
    """The folder itself, or where folders cannot be opened a file beside the owner's name."""
    if sys.platform == "win32":
        return owner.with_suffix(".held"), os.O_RDWR | os.O_CREAT
    return root, os.O_RDONLY


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


def _name_in(owner: Path) -> str:
    try:
        return f" ({owner.read_text(encoding='utf-8', errors='replace')[:200]})"
    except OSError:
        return ""


def read_record(path: Path, kind: type[RecordT], what: str, command: str) -> RecordT:
    """The record in a JSON file; InputError when it is missing, damaged or of another version.

    `what` is its name in messages ("a brief"), `command` what makes it again.
    """
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", hint="Check the path."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        hint = f"Make it again with `{command}`."
        if where.endswith("_version"):
            hint = f"Update bilingual if a newer one wrote it. {hint}"
        raise InputError(
            f"{path}: not {what} of this version ({where}: {first['msg']})", hint=hint
        ) from error


def write_whole(target: Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data` to `target`, whole or not at all, with the usual rights for new files."""
    try:
        _replace(target, [data] if isinstance(data, bytes) else data)
    except OSError as error:
        raise _unwritable(target, error) from error


def _unwritable(target: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{target}: cannot be written ({error.strerror})",
        hint="Free space or check permissions, then run the same command again.",
    )


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f"{ASIDE}{target.name[:40]}-")
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for the owner alone; what is written here is meant to be served and
        # shared.
        aside.chmod(_READABLE)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def sweep(root: Path) -> None:
    """Remove what a killed process left behind half written; only for who holds the lock."""
    for aside in root.glob(f"{ASIDE}*"):
        with suppress(OSError):
            aside.unlink()
