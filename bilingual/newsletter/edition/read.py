"""Issues that were made before, read back for the archive; the same errors as for a brief."""

from __future__ import annotations

from pathlib import Path

from bilingual.folder.whole_files import read_record
from bilingual.records import Edition


def read_edition(path: Path) -> Edition:
    """The issue in a file; InputError when it is missing, damaged or of another version."""
    return read_record(path, Edition, "an issue", "bilingual newsletter")
