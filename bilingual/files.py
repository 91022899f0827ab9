"""Files that appear whole or not at all, in a folder that one process at a time writes to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bilingual.errors import InputError, OutputError

RecordT = TypeVar("RecordT", bound=BaseModel)


def prove_writable(root: Path) -> None:
    """Make the folder, and prove that a file can be written there before any work is done; else OutputError."""
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

    Raises OutputError when another process holds it. The lock goes with the process, however it ends; where the
    system or the file system knows no such locks nothing is kept out.
    """
    try:
        import fcntl

        held = os.open(root, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                f"{root}: another run is writing here",
                hint="Wait until it is done, or choose another folder with -o.",
            ) from error
        except OSError:
            pass
        yield
    finally:
        os.close(held)


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


def write_whole(target: Path, data: bytes) -> None:
    """Write `data` to `target`, whole or not at all, readable by whom new files are; OutputError if the disk refuses."""
    try:
        _replace(target, data)
    except OSError as error:
        raise OutputError(
            f"{target}: cannot be written ({error.strerror})",
            hint="Free space or check permissions, then run the same command again.",
        ) from error


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}-")
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for the owner alone; what is written here is meant to be served and shared.
        aside.chmod(0o666 & ~_umask())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
