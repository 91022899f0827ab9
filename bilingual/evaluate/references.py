"""Reference snippets from `<article-id>.jsonl` files: one JSON object a line."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bilingual.errors import UsageError
from bilingual.records import Reference

FORM = (
    'One object a line: {"id": ..., "source": French, "reference": English,'
    ' "origin": ..., "licence": ...}.'
)


def read_references(path: Path) -> tuple[Reference, ...]:
    """All references of a .jsonl file, or of the .jsonl files of a folder in the order of their
    names.

    `article_id` is the file's name without its ending unless the line gives one; empty lines do not
    count. Raises UsageError, naming file and line, when something is missing, malformed, unknown,
    or an id comes twice.
    """
    found: dict[str, tuple[Reference, str]] = {}
    for file in _files(path):
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            reference = _reference(line, file.stem, where)
            if reference.id in found:
                raise UsageError(
                    f"{where}: the id '{reference.id}' was already given at "
                    f"{found[reference.id][1]}",
                    hint="Every reference needs an id of its own.",
                )
            found[reference.id] = (reference, where)
    return tuple(reference for reference, _ in found.values())


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(
            f"{path}: no such file or folder", hint="Give a .jsonl file or a folder of them."
        )
    files = sorted(file for file in path.glob("*.jsonl") if file.is_file())
    if not files:
        raise UsageError(
            f"{path}: no .jsonl file in this folder",
            hint="References are read from <article-id>.jsonl; subfolders are not searched.",
        )
    return files


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines(): U+2028 and U+0085 are allowed inside a JSON string.
        return file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be read ({error.strerror})", hint="Check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{file}:{line}: not UTF-8 (byte {error.start})", hint="Save the file as UTF-8."
        ) from error


def _reference(line: str, article_id: str, where: str) -> Reference:
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"{where}: not valid JSON ({error})", hint=FORM) from error
    if not isinstance(values, dict):
        raise UsageError(f"{where}: not a JSON object", hint=FORM)
    try:
        reference = Reference.model_validate({"article_id": article_id} | values, strict=True)
    except ValidationError as error:
        raise UsageError(f"{where}: {_explained(error)}", hint=_nearest(values) or FORM) from error
    for name in ("source", "reference"):
        if not getattr(reference, name).strip():
            raise UsageError(f"{where}: '{name}' is empty", hint=FORM)
    return reference


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"'{name}': {first['msg'][:1].lower()}{first['msg'][1:]}"


def _nearest(values: dict[str, Any]) -> str:
    for key in values:
        if key not in Reference.model_fields:
            near = difflib.get_close_matches(key, Reference.model_fields, n=1)
            return f"Did you mean '{near[0]}'?" if near else ""
    return ""
