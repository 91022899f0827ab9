"""Three real pages as editors paste them, read from beside the checkout; their sentences stay out
of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.records import Article
from bilingual.sources import read_articles

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the real pages are not beside this checkout ({SEEDS})"
)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(read_articles([str(SEEDS / "0*.txt")]))


def roles(article: Article) -> dict[str, int]:
    found = [block.role for block in article.blocks]
    return {role: found.count(role) for role in sorted(set(found))}


def headings(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.role == "heading"]


def test_the_page_that_begins_with_its_body(articles: list[Article]) -> None:
    assert roles(articles[0]) == {"body": 19, "heading": 2}
    assert articles[0].title == ""
    assert headings(articles[0]) == ["Espace de dialogue", "Paix « à long terme » en Ukraine"]
    assert articles[0].dropped == ()


def test_the_page_with_a_comment_form(articles: list[Article]) -> None:
    assert roles(articles[1]) == {"body": 15, "heading": 2, "title": 1}
    assert articles[1].published == "2025-01-22"
    assert headings(articles[1])[0].startswith("Moscou veut renforcer")
    assert [line.reason for line in articles[1].dropped] == ["date", "comments", "comments"]


def test_the_page_with_menus_captions_and_related_titles(articles: list[Article]) -> None:
    article = articles[2]
    assert roles(article) == {"body": 20, "title": 1}
    assert article.title.startswith("Pékin et Moscou")
    assert article.author == "Malek Fouda"
    reasons = [line.reason for line in article.dropped]
    assert {reason: reasons.count(reason) for reason in sorted(set(reasons))} == {
        "advertisement": 1, "byline": 1, "caption": 8, "credit": 1, "date": 1,
        "navigation": 3, "related": 4, "share": 4,
    }  # fmt: skip
    for word in (
        "AP Photo",
        "Xinhua",
        "Sputnik",
        "Partager",
        "Newsletter",
        "découvrir",
        "turbulences mondiales\n",
        "arsenaux",
    ):
        assert word not in article.text
