"""A folder without a page of its own as a page: what is in it, and what each file is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bilingual.render import words
from bilingual.render.environment import render_template

SITE: Final = "site"
# What the files of a newsletter are, in the order in which an editor wants to see them.
PURPOSES: Final = {
    SITE: "the pages of all issues, with search",
    "email.html": "the e-mail as a mail program shows it",
    "email.txt": "the e-mail as plain text",
    "issue.eml": "the whole message, for a mail program",
    "fragment.html": "the body alone, for a newsletter builder",
    "issue.md": "Markdown, for a static site",
    "feed.json": "JSON Feed of all issues",
    "feed.xml": "Atom feed of all issues",
    "edition.json": "the issue itself, from which all the rest is rendered",
}
MOST_INSIDE: Final = 12
_UNITS = ("bytes", "KB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class Row:
    """`name` as it is shown, `address` relative to the page, `inside` what a folder holds."""

    name: str
    address: str
    note: str
    inside: tuple[Row, ...] = ()
    more: int = 0


def render_listing(folder: Path, *, top: bool = False) -> str:
    """The page for a folder: known files first, then by name, newest issue first; hidden files are
    left out.

    At the `top` of what is served there is no way up.
    """
    rows = [_row(entry) for entry in _entries(folder)]
    return render_template("site_listing.html", title=words.clean(folder.name), rows=rows, top=top)


def render_nothing() -> str:
    """The page that says that there is no such file."""
    return render_template("site_nothing.html")


def size_text(count: int) -> str:
    """
    >>> size_text(1), size_text(840), size_text(20_480), size_text(3_500_000)
    ('1 byte', '840 bytes', '20 KB', '3.5 MB')
    """
    if count < 1000:
        return words.plural(count, "byte")
    power = min(len(_UNITS) - 1, (len(str(count)) - 1) // 3)
    value = count / 1000**power
    return f"{value:.0f} {_UNITS[power]}" if value >= 10 else f"{value:.1f} {_UNITS[power]}"


def _entries(folder: Path) -> list[Path]:
    found = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    # Twice, because the sort is stable: names that are dates or numbers are newest first, all
    # others by the alphabet.
    found.sort(key=lambda entry: entry.name)
    issues = [entry for entry in found if entry.is_dir() and re.search(r"\d", entry.name)]
    issues.sort(key=_by_number, reverse=True)
    known = [folder / name for name in PURPOSES if folder / name in found]
    site = [entry for entry in known if entry.name == SITE]
    return list(dict.fromkeys([*site, *issues, *known, *found]))


def _by_number(entry: Path) -> list[tuple[str, int]]:
    return [(text, int(number)) for text, number in re.findall(r"(\D*)(\d+)", entry.name)]


def _row(entry: Path, *, under: str = "", open_folder: bool = True) -> Row:
    folder = entry.is_dir()
    address = under + quote(entry.name) + ("/" if folder else "")
    known = PURPOSES.get(entry.name, "")
    if not folder:
        size = size_text(entry.stat().st_size) if entry.is_file() else "missing"
        return Row(words.clean(entry.name), address, ", ".join(filter(None, [known, size])))
    inside = _entries(entry) if open_folder and not (entry / "index.html").is_file() else []
    rows = [_row(e, under=address, open_folder=False) for e in inside[:MOST_INSIDE]]
    more = max(0, len(inside) - MOST_INSIDE)
    return Row(words.clean(entry.name) + "/", address, known, tuple(rows), more)
