"""Saved HTML pages in the layouts of French-language sites: what stays, in which role, and why the
rest goes."""

from __future__ import annotations

from pathlib import Path

from cases import each

from bilingual.sources import article_from_html

PAGES = sorted(Path(__file__).parent.joinpath("data", "html", "saved").glob("*.html"))
MARKS = {"title": "T", "standfirst": "S", "heading": "H", "body": "B"}


def reading(path: Path) -> str:
    """The page as read, in the format of tests/data/pages: metadata, kept lines, dropped lines."""
    article = article_from_html(path.read_bytes(), location=path.name)
    fields = ("author", "published", "source", "url")
    lines = [f"=== {key}: {value}" for key in fields if (value := getattr(article, key))]
    lines += [f"{MARKS[b.role]}| {article.text[b.start : b.end]}" for b in article.blocks]
    lines += [f"{d.reason}| {d.text}" for d in article.dropped]
    return "\n".join(lines) + "\n"


@each("path", PAGES)
def test_saved_page(path: Path) -> None:
    assert reading(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_saved_pages() -> None:
    assert len(PAGES) >= 6
