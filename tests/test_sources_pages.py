"""Pasted pages in the layouts of French-language sites: which lines stay, in which role, and why
the others go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cases import each

from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources import article_from_text
from bilingual.sources.lines import sanitise

PAGES = sorted(Path(__file__).parent.joinpath("data", "pages").glob("*.txt"))
ROLES = {"T": "title", "S": "standfirst", "H": "heading", "B": "body"}


@dataclass(frozen=True)
class Golden:
    text: str
    kept: list[tuple[str, str]]
    dropped: list[tuple[int, str, str]]
    metadata: dict[str, str]


def golden(path: Path) -> Golden:
    lines: list[str] = []
    kept: list[tuple[str, str]] = []
    dropped: list[tuple[int, str, str]] = []
    metadata: dict[str, str] = {}
    for raw in path.read_text(encoding="utf-8").splitlines():
        if raw.startswith("=== "):
            key, _, value = raw[4:].partition(": ")
            metadata[key] = value
            continue
        mark, _, text = raw.partition("| ")
        lines.append(text)
        if mark in ROLES:
            kept.append((ROLES[mark], sanitise(text)))
        elif mark:
            dropped.append((len(lines), mark, sanitise(text)))
    return Golden("\n".join(lines), kept, dropped, metadata)


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.role, article.text[block.start : block.end]) for block in article.blocks]


@each("path", PAGES)
def test_page(path: Path) -> None:
    page = golden(path)
    article = article_from_text(page.text, location=path.name)
    assert blocks(article) == page.kept
    assert [(d.line, d.reason, d.text) for d in article.dropped] == page.dropped
    assert {key: getattr(article, key) for key in page.metadata} == page.metadata


@each("path", PAGES)
def test_keep_all_keeps_every_line_in_place(path: Path) -> None:
    page = golden(path)
    settings = Settings(keep_all=True, check_language=False)
    article = article_from_text(page.text, location=path.name, settings=settings)
    lines = [sanitise(line) for line in page.text.splitlines() if line.strip()]
    assert [text for _, text in blocks(article)] == lines
    assert article.dropped == ()


def test_there_are_pages() -> None:
    assert len(PAGES) >= 14
