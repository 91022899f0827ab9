"""A folder that belongs to the program, held for writing by one process at a time.

What the program needs for itself lies in the hidden folder `.bilingual` of it:

folder.json       the marker: the folder is the program's
manifest.sqlite   what was written here, and what the index says of it
part/, ready/     files on their way: being written, and written but not all in their place
lock              who is writing

A file is ours when its name and its digest are in the manifest, or when it is a whole record (a
brief, an issue) of that name. Anything else under a name that we want is somebody's, and is left.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, Final

from pydantic_core import from_json

from bilingual.errors import ForeignFile, OutputError
from bilingual.folder.directory import LARGEST_RECORD, Directory, digest, reported
from bilingual.folder.lock import locked
from bilingual.folder.manifest import FILE, Manifest

STATE: Final = ".bilingual"
MARKER: Final = "folder.json"
_MARK: Final = {"program": "bilingual", "folder": 1}
_PART: Final = "part"
_READY: Final = "ready"
_BY_A_PERSON: Final = b'"human"'  # the origin of a sentence in a brief
_NO_LONGER: Final = "Remove it by hand: it belongs to nothing that is still here."
_NO_PLACE: Final = "Choose another folder with -o, or free space and check its permissions."
Identity = tuple[int, int]  # device and number of a file, whatever it is called


@dataclass(frozen=True)
class Kind:
    """What a folder holds. `is_record` knows a whole record of ours by name and content, `earlier`
    finds what a version without markers wrote, `run_record` reads what its last run recorded."""

    is_record: Callable[[str, bytes], bool]
    earlier: Callable[[Path], Iterable[str]]
    run_record: Callable[[], Mapping[str, Any]] = dict


class Owned:
    """Which files of a folder are ours. `inputs` are files that are read, and never ours."""

    def __init__(
        self, top: Directory, manifest: Manifest, kind: Kind, inputs: Iterable[str | Path] = ()
    ) -> None:
        self.manifest, self._top, self._kind = manifest, top, kind
        self._inputs = frozenset(_identities(inputs, top.path))
        if not manifest.has_files():
            names = list(kind.earlier(top.path))
            manifest.announce({name: digest(self._content(name)) for name in names})

    def is_foreign(self, name: str) -> bool:
        """Whether something lies under this name (a path with /) that we have not written."""
        try:
            with _folder_of(self._top, name) as (folder, last):
                found = folder.found(last)
                return found is not None and not self._is_ours(folder, last, name, found)
        except FileNotFoundError:
            return False
        except OSError:  # a link or a file in the place of a folder
            return True

    def refuse_foreign(self, names: Iterable[str]) -> None:
        """Raises ForeignFile with the list."""
        if foreign := [str(self._top.path / name) for name in names if self.is_foreign(name)]:
            one = len(foreign) == 1
            raise ForeignFile(
                f"{', '.join(foreign)}: {'this file was' if one else 'these files were'} not "
                "written by bilingual, or changed since, "
                f"and {'is left as it is' if one else 'are left as they are'}",
                hint="Move away what is named, or choose another folder with -o.",
            )

    def _is_ours(self, folder: Directory, last: str, name: str, found: os.stat_result) -> bool:
        if not stat.S_ISREG(found.st_mode) or (found.st_dev, found.st_ino) in self._inputs:
            return False
        known = self.manifest.digests(name)
        if not known and found.st_size > LARGEST_RECORD:
            return False
        if digest(folder.read(last)) in known:
            return True
        if found.st_size > LARGEST_RECORD:
            return False
        data = b"".join(folder.read(last))
        # A whole record of other content than ours was changed by a person, as a page is.
        return _is_cut_off(data) if known else self._kind.is_record(name, data)

    def _content(self, name: str) -> Iterator[bytes]:
        with _folder_of(self._top, name) as (folder, last):
            yield from folder.read(last)


def _is_cut_off(data: bytes) -> bool:
    """Whether a disk has lost all of a file, or the end of a record in which no person's words are
    left: they may be nowhere else."""
    ended = data.rstrip().endswith(b"}")
    return not data or (data.startswith(b"{") and not ended and _BY_A_PERSON not in data)


class Held(Owned):
    """The folder while it is ours to write to."""

    def __init__(
        self,
        top: Directory,
        state: Directory,
        manifest: Manifest,
        kind: Kind,
        inputs: Iterable[str | Path],
    ) -> None:
        super().__init__(top, manifest, kind, inputs)
        self._state = state
        self._one_at_a_time = Lock()

    def write(self, files: Mapping[str, Iterable[bytes]]) -> None:
        """All of these files, or none: by name (a path with /), each in pieces.

        All are on the disk before the first takes its place; a process that is killed while they
        do is completed by the next one. Raises ForeignFile, and OutputError when the disk refuses.
        """
        with self._one_at_a_time:
            self._write(files)

    def _write(self, files: Mapping[str, Iterable[bytes]]) -> None:
        self._prove(files)
        try:
            self.manifest.announce({name: self._part(name, files[name]) for name in files})
            with reported(self._top.path):
                self._state.move(_PART, self._state, _READY)
        except BaseException:
            with suppress(OSError):
                self._state.remove(_PART)
            raise
        self.settle()

    def _prove(self, names: Iterable[str]) -> None:
        """Raises OutputError where one of the files could not take its place, before any does."""
        self.refuse_foreign(names)
        for place in {"/".join(_parts(name)[:-1]) for name in names}:
            with (
                reported(self._top.path / place),
                suppress(FileNotFoundError),
                _folder_of(self._top, f"{place}/x".lstrip("/")) as (folder, _),
            ):
                folder.prove_writable()

    def _part(self, name: str, pieces: Iterable[bytes]) -> bytes:
        with (
            reported(self._top.path / name),
            self._state.inside(_PART, create=True) as part,
            _folder_of(part, name, create=True) as (folder, last),
        ):
            return folder.write(last, pieces)

    def settle(self) -> None:
        """Put what is ready into its place; also what an earlier process was killed at."""
        with reported(self._top.path):
            if not self._state.is_folder(_READY):
                return
            with self._state.inside(_READY) as ready:
                self._prove(list(_files(ready)))
                _settle(ready, self._top)
            self._state.remove(_READY)

    def remove(self, name: str) -> None:
        """A file of ours that is no longer needed; anything else stays."""
        if self.is_foreign(name):
            return
        with (
            reported(self._top.path / name, "cannot be removed", _NO_LONGER),
            suppress(FileNotFoundError),
            _folder_of(self._top, name) as (folder, last),
        ):
            folder.remove(last)
        self.manifest.forget(name)


@contextmanager
def held(root: Path, kind: Kind, inputs: Iterable[str | Path] = ()) -> Iterator[Held]:
    """The folder `root`, made if need be, for this process alone.

    Raises OutputError: when it cannot be written to, when another process holds it, when its
    `.bilingual` is somebody else's. A folder to which nothing was written keeps no trace.
    """
    with ExitStack() as stack:
        with reported(root, "cannot write here", _NO_PLACE):
            try:
                root.mkdir(parents=True, exist_ok=True)
            except ValueError as error:  # a zero byte, say
                raise OSError(errno.EINVAL, "no folder can have this name") from error
            top = stack.enter_context(Directory.open(root))
            if top.found(STATE) is not None and not top.is_folder(STATE):
                raise NotADirectoryError(errno.ENOTDIR, f"{STATE} is in the way, and is no folder")
            state = stack.enter_context(top.inside(STATE, create=True))
            stack.enter_context(locked(top, state))
            _mark(state)
        manifest = stack.enter_context(closing(opened(state, kind)))
        try:
            folder = Held(top, state, manifest, kind, inputs)
            folder.settle()
            yield folder
        finally:
            if not manifest.has_files():
                manifest.close()
                with suppress(OSError):
                    top.remove(STATE)


def opened(state: Directory, kind: Kind) -> Manifest:
    if any(_is_link(state, name) for name in (FILE, f"{FILE}-journal")):
        raise OutputError(
            f"{state.path / FILE}: is a link, and links are not followed",
            hint="Remove the link: the manifest is made anew.",
        )
    return Manifest(state.path / FILE, kind.run_record)


def _is_link(folder: Directory, name: str) -> bool:
    found = folder.found(name)
    return found is not None and not stat.S_ISREG(found.st_mode)


def _mark(state: Directory) -> None:
    """The marker of the folder, new where there is none. Raises OutputError for another's."""
    aside = f"{MARKER}.{_PART}"
    state.remove(_PART)
    if state.found(MARKER) is None and not {*state.names()} - {aside, "lock", "held"}:
        state.remove(aside)
        state.write(aside, [json.dumps(_MARK).encode()])
        state.move(aside, state, MARKER)
    try:
        mark = from_json(b"".join(state.read(MARKER)))
    except (OSError, ValueError):
        mark = None
    if mark != _MARK:
        raise OutputError(
            f"{state.path / MARKER}: not the marker of a folder of this version",
            hint="Choose another folder with -o. If a newer bilingual made it, update.",
        )


@contextmanager
def _folder_of(
    top: Directory, name: str, *, create: bool = False
) -> Iterator[tuple[Directory, str]]:
    """The folder in which the last part of a path lies, and that part."""
    *folders, last = _parts(name)
    with ExitStack() as stack:
        for each in folders:
            top = stack.enter_context(top.inside(each, create=create))
        yield top, last


def _parts(name: str) -> tuple[str, ...]:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise OutputError(f"{name!r} is not a file of this folder", hint="Report this as a bug.")
    return parts


def _settle(ready: Directory, place: Directory) -> None:
    # Records come last: that one is there says that all is there.
    for name in sorted(ready.names(), key=lambda each: (each.endswith(".json"), each)):
        if ready.is_folder(name) and place.found(name) is not None:
            with ready.inside(name) as inner, place.inside(name) as there:
                _settle(inner, there)
        else:
            ready.move(name, place, name)


def _files(folder: Directory, under: str = "") -> Iterator[str]:
    for name in folder.names():
        if folder.is_folder(name):
            with folder.inside(name) as inner:
                yield from _files(inner, f"{under}{name}/")
        else:
            yield under + name


def _identities(inputs: Iterable[str | Path], root: Path) -> Iterator[Identity]:
    """Of those inputs that may lie in the folder as well, under whatever name."""
    inside: dict[str, bool] = {}
    for each in inputs:
        path = os.fspath(each)
        try:
            found = os.stat(path)  # noqa: PTH116 - pathlib raises for names that are too long
            parent = os.path.dirname(path) or "."  # noqa: PTH120 - a Path takes ten times as much
            if parent not in inside:
                inside[parent] = os.path.samefile(parent, root)  # noqa: PTH121 - as above
        except (OSError, ValueError):
            continue  # whoever reads it says what is wrong with it
        if inside[parent] or found.st_nlink > 1 or os.path.islink(path):  # noqa: PTH114 - as above
            yield found.st_dev, found.st_ino
