"""The folder of a newsletter: one folder for each issue, the feeds, and the site over all of them.

<id>/edition.json   what counts; everything else is rendered from it
<id>/email.html ... the issue for each way of publishing it
feed.json feed.xml  over all issues
site/               pages that work from files, as from a server
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bilingual.folder.directory import bytes_if_readable, read_record
from bilingual.folder.held import Held, Kind, held
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

    def held(self, inputs: Iterable[str | Path] = ()) -> AbstractContextManager[Held]:
        """The folder for this process alone; see `held.held`. `inputs` are never written to."""
        return held(self.root, Kind(_is_issue, _earlier), inputs)

    def edition_path(self, edition_id: str) -> Path:
        return self.root / edition_id / EDITION_FILE

    def edition_files(self) -> list[Path]:
        """The issues there are, in order of id."""
        return sorted(self.root.glob(f"*/{EDITION_FILE}"))

    def write(self, folder: Held, files: Mapping[str, bytes]) -> list[WrittenFile]:
        """Write all of these files (by path, with /) or none; those that are the same are left.

        Raises ForeignFile with the list of files that no issue can have written (people keep this
        folder beside a web site of their own), OutputError when the disk refuses.
        """
        changed = {
            name: [data]
            for name, data in files.items()
            if bytes_if_readable(self.root / name) != data
        }
        folder.refuse_foreign(files)
        if changed:
            folder.write(changed)
        return [
            WrittenFile(self.root / name, len(data), changed=name in changed)
            for name, data in files.items()
        ]

    def drop_pages(self, folder: Held, edition_id: str, keep: Container[str]) -> None:
        """Remove pages of articles that are no longer in the issue. Raises OutputError when one
        cannot be removed."""
        for name in folder.manifest.names(f"{SITE}/{edition_id}/"):
            if name not in keep:
                folder.remove(name)


def read_edition(path: str | Path) -> Edition:
    """The issue in a file; InputError when it is missing, damaged or of another version."""
    return read_record(Path(path), Edition, "an issue", "bilingual newsletter")


def _is_issue(name: str, data: bytes) -> bool:
    """Whether this is a whole issue in the folder of its name."""
    try:
        return f"{Edition.model_validate_json(data).id}/{EDITION_FILE}" == name
    except ValueError:
        return False


def _earlier(root: Path) -> Iterator[str]:
    """What a version wrote that noted no files: whole issues, what lies beside each and in its
    pages, and the files over all issues."""
    issues = [file.parent.name for file in Shelf(root).edition_files() if _is_known(file)]
    folders = [root / part / issue for part in ("", SITE) for issue in issues]
    shelf = [root / SITE / "index.html", root / SITE / "search.html", *root.glob("feed.*")]
    for file in (*shelf, *(file for folder in folders for file in sorted(folder.glob("*.*")))):
        if issues and file.is_file() and file.resolve() == root.resolve() / file.relative_to(root):
            yield file.relative_to(root).as_posix()


def _is_known(file: Path) -> bool:
    return _is_issue(f"{file.parent.name}/{EDITION_FILE}", bytes_if_readable(file) or b"")
