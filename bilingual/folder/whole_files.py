"""Single files: records read back, and a file that a person named written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bilingual.errors import InputError, OutputError
from bilingual.folder.directory import Directory

RecordT = TypeVar("RecordT", bound=BaseModel)


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


def write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write to `target`, whole or not at all, with the usual rights for new files."""
    aside = f".part-{token_hex(8)}"
    try:
        with Directory.open(target.parent) as folder:
            try:
                folder.write(aside, pieces)
                folder.move(aside, folder, target.name)
            except BaseException:
                folder.remove(aside)
                raise
    except OSError as error:
        raise OutputError(
            f"{target}: cannot be written ({error.strerror})",
            hint="Free space or check permissions, then run the same command again.",
        ) from error
