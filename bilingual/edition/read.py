"""Issues that were made before, read back for the archive; the same errors as for a brief."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from bilingual.errors import InputError
from bilingual.records import Edition


def read_edition(path: Path) -> Edition:
    """The issue in a file; InputError when it is missing, damaged or of another version."""
    try:
        return Edition.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", hint="Check the path."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise InputError(
            f"{path}: not an issue of this version ({where}: {first['msg']})",
            hint="Make it again with `bilingual newsletter`.",
        ) from error
