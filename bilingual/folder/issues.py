"""The folder of a newsletter: one folder for each issue, the feeds, and the site over all of them.

<id>/edition.json   what counts; everything else is rendered from it
<id>/email.html ... the issue for each way of publishing it
feed.json feed.xml  over all issues
site/               pages that work from files, as from a server
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bilingual.errors import OutputError
from bilingual.folder.whole_files import locked, prove_writable, read_record, write_whole
from bilingual.records import Edition

EDITION_FILE = "edition.json"
SITE = "site"


@dataclass(frozen=True)
class WrittenFile:
    """A file of the newsletter, its size in bytes, and whether its bytes have changed."""

    path: Path
    size: int
    changed: bool


@dataclass(frozen=True)
class Shelf:
    root: Path

    def create(self) -> None:
        """Make the folder and prove that it can be written to; else OutputError."""
        prove_writable(self.root)

    def lock(self) -> AbstractContextManager[None]:
        """Keeps a second run out of the folder."""
        return locked(self.root)

    def edition_path(self, edition_id: str) -> Path:
        return self.root / edition_id / EDITION_FILE

    def edition_files(self) -> list[Path]:
        """The issues there are, in order of id."""
        return sorted(self.root.glob(f"*/{EDITION_FILE}"))

    def refuse_foreign(self, edition_id: str, names: Iterable[str]) -> None:
        """Raise OutputError where a file would be replaced that no issue can have written.

        People keep this folder beside a web site of their own.
        """
        shelf_is_ours = bool(self.edition_files())
        issue_is_ours = self.edition_path(edition_id).is_file()
        for name in names:
            of_the_issue = edition_id in PurePosixPath(name).parts
            ours = issue_is_ours if of_the_issue else shelf_is_ours
            if not ours and (self.root / name).exists():
                raise OutputError(
                    f"{self.root / name}: this file was not written by bilingual, "
                    "and is left as it is",
                    hint="Choose another folder with -o, or move the file away.",
                )

    def write(self, name: str, data: bytes) -> WrittenFile:
        """Write the file `name` (a path with /) whole or not at all; leave it if it is the same.

        Raises OutputError when the disk refuses or `name` would leave the folder.
        """
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
            raise OutputError(
                f"{name!r} is not a file of this folder", hint="Report this as a bug."
            )
        target = self.root.joinpath(*parts)
        if _content(target) == data:
            return WrittenFile(target, len(data), changed=False)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{target.parent}: cannot be made ({error.strerror})",
                hint="Move what is in the way, or choose another folder with -o.",
            ) from error
        write_whole(target, data)
        return WrittenFile(target, len(data), changed=True)

    def drop_pages(self, edition_id: str, keep: Iterable[str], mark: str) -> None:
        """Remove pages of articles that are no longer in the issue; pages without `mark` stay.

        Raises OutputError when one cannot be removed.
        """
        kept = set(keep)
        for page in sorted((self.root / SITE / edition_id).glob("*.html")):
            if page.name not in kept and mark.encode() in (_content(page) or b""):
                _remove(page)


def read_edition(path: str | Path) -> Edition:
    """The issue in a file; InputError when it is missing, damaged or of another version."""
    return read_record(Path(path), Edition, "an issue", "bilingual newsletter")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be removed ({error.strerror})",
            hint="Remove it by hand: its article is no longer in the issue.",
        ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
