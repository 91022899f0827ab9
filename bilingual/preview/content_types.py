"""Which file of a folder a path of a URL names, and as what a browser is given it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote

PAGE: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
# Feeds and messages by types that a browser shows rather than saves.
TYPES: Final = {
    ".html": PAGE,
    ".htm": PAGE,
    ".txt": PLAIN,
    ".md": PLAIN,
    ".eml": PLAIN,
    ".toml": PLAIN,
    ".tsv": PLAIN,
    ".csv": PLAIN,
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
}


def find_file(folder: Path, path: str) -> Path | None:
    """The file or folder below `folder` that a path of a URL names; None when there is none, or it leads out.

    Hidden names are not there, and neither is what a symbolic link finds outside the folder.
    """
    parts = [part for part in unquote(path, errors="replace").split("/") if part]
    if any(re.search(r"[\\\x00-\x1f\x7f]", part) for part in parts) or _hidden(parts):
        return None
    root = folder.resolve()
    try:
        found = root.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    if not found.is_relative_to(root) or _hidden(found.relative_to(root).parts):
        return None
    return found if found.is_dir() or found.is_file() else None


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)
