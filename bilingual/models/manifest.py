"""What a model says about itself: manifest.json beside its weights, with the digest of every file.

Digests are checked whenever a model with a manifest is opened. That costs tens of milliseconds for
a model of 60 MB, and a truncated download that still loads would cost wrong translations.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from bilingual.engines.machine import digest
from bilingual.engines.marian import REPAIR
from bilingual.errors import ModelDamaged
from bilingual.records import Record, Score

FILE_NAME = "manifest.json"


class FileEntry(Record):
    """One file of a model; `sha256` in hexadecimal."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)


class Manifest(Record):
    """`files` is keyed by path relative to the manifest, with forward slashes; `scores` by name of
    the test set."""

    format: Literal[1] = 1
    name: str
    revision: str = ""
    licence: str = ""
    architecture: str = ""
    source: str = Field(default="", description="hub id or description of what this was made from")
    data: tuple[str, ...] = Field(
        default=(), description="training sets and their terms, one a line"
    )
    files: dict[str, FileEntry]
    scores: dict[str, tuple[Score, ...]] = Field(default_factory=dict)


def entries(root: Path) -> dict[str, FileEntry]:
    """Every file under `root` but the manifest, in order of path; hidden files are left out."""
    files = sorted(file for file in root.rglob("*") if file.is_file())
    found = {}
    for file in files:
        path = file.relative_to(root)
        if path.as_posix() != FILE_NAME and not any(part.startswith(".") for part in path.parts):
            found[path.as_posix()] = FileEntry(sha256=digest(file), bytes=file.stat().st_size)
    return found


def read_manifest(root: Path) -> Manifest | None:
    """The manifest of a model folder, None when there is none; ModelDamaged when it cannot be
    understood."""
    file = root / FILE_NAME
    if not file.is_file():
        return None
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except (ValidationError, ValueError, OSError) as error:
        raise ModelDamaged(f"{file}: not a model manifest", hint=REPAIR) from error


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Writes `manifest` aside and then in place, so that nobody reads half of it."""
    aside = root / f".{FILE_NAME}.{os.getpid()}"
    aside.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    aside.replace(root / FILE_NAME)


def problems(root: Path, manifest: Manifest, under: str = "") -> list[str]:
    """One line for every file (below the folder `under`) that is missing or is not the manifest's.

    The checkpoint (hf/) that a converted model (ct2/) was made from may be absent as a whole, as it
    is in the wheel, where nothing runs it.
    """
    found = []
    without_checkpoint = (root / "ct2").is_dir() and not (root / "hf").exists()
    for path, entry in manifest.files.items():
        if path.startswith("hf/") and without_checkpoint:
            continue
        if path.startswith(under):
            complaint = _complaint(root / path, entry)
            if complaint:
                found.append(f"{root / path}: {complaint}")
    return found


def _complaint(file: Path, entry: FileEntry) -> str:
    if not file.is_file():
        return "missing"
    if file.stat().st_size != entry.bytes:
        return f"{file.stat().st_size} bytes, expected {entry.bytes}"
    return "" if digest(file) == entry.sha256 else "its SHA-256 is not the one in the manifest"
