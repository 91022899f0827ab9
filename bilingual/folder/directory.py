"""A folder held by its descriptor: a name is looked up in it and nowhere else, and no link is
followed.

Where the system opens no folders (Windows), or this one may not be opened, the path takes the place
of the descriptor. Every method raises OSError.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Final, Self, TypeVar

from pydantic import BaseModel, ValidationError

from bilingual.errors import InputError, OutputError

_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_BY_DESCRIPTOR: Final = os.open in os.supports_dir_fd
_LOST_SPACE: Final = "Free space or check permissions, then run the same command again."
LARGEST_RECORD: Final = 1 << 28  # bytes; nobody's larger file is read as a whole to know it


class Directory:
    """Names are plain: of one part. `descriptor` is None where the path stands for it."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self.path, self.descriptor = path, descriptor

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        """The folder that a person named; links in that name are theirs, and followed."""
        try:
            descriptor = os.open(path, _FOLDER) if _BY_DESCRIPTOR else None
        except PermissionError:
            descriptor = None
        yield from cls._held(path, descriptor)

    @contextmanager
    def inside(self, name: str, *, create: bool = False) -> Iterator[Self]:
        """The folder `name` in this one."""
        if create and self.found(name) is None:
            os.mkdir(self._at(name), dir_fd=self.descriptor)
        descriptor = None
        if self.descriptor is not None:
            descriptor = os.open(name, _FOLDER | _NO_LINKS, dir_fd=self.descriptor)
        elif not self.is_folder(name):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        yield from self._held(self.path / name, descriptor)

    @classmethod
    def _held(cls, path: Path, descriptor: int | None) -> Iterator[Self]:
        try:
            yield cls(path, descriptor)
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def prove_writable(self) -> None:
        if not os.access(self._at("."), os.W_OK | os.X_OK, dir_fd=self.descriptor):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def names(self) -> list[str]:
        return sorted(os.listdir(self.path if self.descriptor is None else self.descriptor))  # noqa: PTH208 - as above

    def found(self, name: str) -> os.stat_result | None:
        """What lies under `name`, a link as itself; None when nothing does."""
        try:
            return os.stat(self._at(name), dir_fd=self.descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def is_folder(self, name: str) -> bool:
        found = self.found(name)
        return found is not None and stat.S_ISDIR(found.st_mode)

    def read(self, name: str) -> Iterator[bytes]:
        """The content of a file in pieces; nothing waits for a pipe."""
        flags = os.O_RDONLY | _NO_LINKS | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(self._at(name), flags, dir_fd=self.descriptor), "rb") as file:
            while piece := file.read(1 << 20):
                yield piece

    def write(self, name: str, pieces: Iterable[bytes]) -> bytes:
        """A new file, on the disk when this returns; its digest."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS
        return fill(os.open(self._at(name), flags, 0o666, dir_fd=self.descriptor), pieces)

    def move(self, name: str, to: Directory, new: str) -> None:
        """To another folder, over what lies there."""
        os.replace(
            self._at(name), to._at(new), src_dir_fd=self.descriptor, dst_dir_fd=to.descriptor
        )

    def remove(self, name: str) -> None:
        """The file, or the folder with all that is in it, if there is one."""
        if self.is_folder(name):
            with self.inside(name) as inner:
                for each in inner.names():
                    inner.remove(each)
            os.rmdir(self._at(name), dir_fd=self.descriptor)
        elif self.found(name) is not None:
            os.unlink(self._at(name), dir_fd=self.descriptor)

    def _at(self, name: str) -> str:
        return name if self.descriptor is not None else str(self.path / name)


def fill(descriptor: int, pieces: Iterable[bytes]) -> bytes:
    """Write all pieces, see them onto the disk and close; the digest of what was written."""
    written = hashlib.sha256()
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            written.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return written.digest()


def digest(pieces: Iterable[bytes]) -> bytes:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.digest()


RecordT = TypeVar("RecordT", bound=BaseModel)


def record_bytes(path: Path) -> bytes:
    """The content of a file that may be a record. Raises OSError, also for what is none: a pipe or
    a device, which would be waited for, and what is larger than any record."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        code = errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL
        raise OSError(code, os.strerror(code))
    if found.st_size > LARGEST_RECORD:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return path.read_bytes()


def bytes_if_readable(path: Path) -> bytes | None:
    """The same, None where it raises."""
    try:
        return record_bytes(path)
    except OSError:
        return None


def read_record(path: Path, kind: type[RecordT], what: str, command: str) -> RecordT:
    """The record in a JSON file; InputError when it is missing, damaged or of another version.

    `what` is its name in messages ("a brief"), `command` what makes it again.
    """
    try:
        return kind.model_validate_json(record_bytes(path))
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


def write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write to `target`, whole or not at all, with the usual rights for new files."""
    aside = f".part-{token_hex(8)}"
    with reported(target), Directory.open(target.parent) as folder:
        try:
            folder.write(aside, pieces)
            folder.move(aside, folder, target.name)
        except BaseException:
            folder.remove(aside)
            raise


@contextmanager
def reported(
    path: Path, what: str = "cannot be written", hint: str = _LOST_SPACE
) -> Iterator[None]:
    """What the system refuses within is told as an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {what} ({error.strerror})", hint=hint) from error
