"""What holds for any text: nothing crashes, nothing vanishes, everything kept is covered by
blocks."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import EmptyArticle, InputError
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources import article_from_html, article_from_text, read_articles, slug
from bilingual.sources.captions import credit_start
from bilingual.sources.furniture import fold, judge
from bilingual.sources.lines import sanitise, split_lines, unwrap
from bilingual.sources.text import _is_furniture

PLAIN = Settings(check_language=False)
PIECES = st.sampled_from(
    [
        "Le conseil municipal a voté lundi un budget de 12,5 millions d’euros pour les écoles.",
        "« Nous avons tenu nos promesses », a répondu le maire devant la presse réunie au théâtre.",
        "Une facture contestée",
        "Budget : les oppositions réclament un audit complet des comptes de la ville",
        "À découvrir également",
        "Lire aussi",
        "Laisser un commentaire",
        "Publicité",
        "Culture",
        "Par Ada Martin",
        "Publié le 3 mars 2025 à 18h30",
        "mercredi, janvier 22",
        "Le maire devant le théâtre, le 3 mars 2025. LINA PETIT / AFP",
        "Le maire devant le théâtre, le 3 mars 2025.",
        "© AFP",
        "1",
        "Partager",
        "Suivez-nous",
        "- un point",
        "Bilan :",
        "Et maintenant ?",
        "---",
        "",
        "",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("\n".join), st.text(max_size=400))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_kept(article: Article) -> list[str]:
    return [bare(article.text[b.start : b.end]) for b in article.blocks]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_line_is_kept_or_dropped_with_a_reason(text: str) -> None:
    text = text.replace("---", "--")  # front matter is metadata, tested on its own
    lines = [bare(sanitise(line)) for line in text.splitlines() if sanitise(line)]
    try:
        article = article_from_text(text, location="page", settings=PLAIN)
    except EmptyArticle:
        return
    rest = sorted(words_kept(article) + [bare(line.text) for line in article.dropped])
    assert sorted(lines) == rest or "".join(sorted("".join(lines))) == "".join(
        sorted("".join(rest))
    )


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_numbers_of_dropped_lines_point_at_them(text: str) -> None:
    try:
        article = article_from_text(text, location="page", settings=PLAIN)
    except EmptyArticle:
        return
    numbered = {line.number: line.text for line in unwrap(split_lines(text), _is_furniture)}
    assert all(numbered[line.line] == line.text for line in article.dropped)
    assert [line.line for line in article.dropped] == sorted(line.line for line in article.dropped)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_articles_hold_no_control_characters_and_blocks_cover_the_text(text: str) -> None:
    try:
        article = article_from_text(text, location="page", settings=PLAIN)
    except EmptyArticle:
        return
    shown = article.text + "".join(line.text for line in article.dropped)
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n"}
    pieces = [article.text[b.start : b.end] for b in article.blocks]
    assert "\n\n".join(pieces) == article.text
    assert all(piece == piece.strip() and piece for piece in pieces)
    titles = [piece for piece, b in zip(pieces, article.blocks, strict=True) if b.role == "title"]
    assert titles == ([article.title] if article.title else [])


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_cleaning_a_cleaned_text_again_changes_nothing_but_roles(text: str) -> None:
    try:
        once = article_from_text(text, location="page", settings=PLAIN)
        keep = Settings(check_language=False, keep_all=True)
        twice = article_from_text(once.text, location="page", settings=keep)
    except EmptyArticle:
        return
    assert bare(twice.text) == bare(once.text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_html_gives_an_article_or_an_input_error(text: str) -> None:
    page = f"<html><body><p>{text}</p><script>{text}</script></body></html>"
    try:
        article = article_from_html(page, location="page", settings=PLAIN)
    except InputError:
        return
    assert article.text.strip()


FURNITURE = st.sampled_from(
    [
        "Publicité",
        "Partager",
        "Par Ada Martin",
        "Publié le 3 mars 2025",
        "Abonnez-vous",
        "Culture",
        "© AFP",
        "Réservé aux abonnés",
        "2 min",
        "Lire aussi : Le tunnel fermera en mai",
        "Le maire, le 3 mars 2025. LINA PETIT / AFP",
        "Suivez-nous",
        "Une facture contestée",
    ]
)


@given(st.lists(FURNITURE, max_size=12), st.integers(2, 12), st.randoms())
@settings(max_examples=200, deadline=None)
def test_no_sentence_is_lost_among_furniture(lines: list[str], count: int, order: Random) -> None:
    facts = [
        f"Le conseil a voté {n} millions d’euros pour les écoles de la ville."
        for n in range(2, count + 2)
    ]
    mixed = [*lines, *facts]
    order.shuffle(mixed)
    article = article_from_text("\n".join(mixed), location="page", settings=PLAIN)
    kept = article.text.split("\n\n")
    assert [line for line in kept if line in facts] == [line for line in mixed if line in facts]


@given(st.text(max_size=80))
def test_folding_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_a_line_is_judged_without_failing(text: str) -> None:
    judge(sanitise(text))
    start = credit_start(sanitise(text))
    assert start is None or 0 <= start <= len(text)


@given(st.text(max_size=200))
def test_slugs_are_safe_in_any_path(text: str) -> None:
    name = slug(text)
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?", name)


@given(st.lists(st.text("abcdefghij éà", min_size=1, max_size=12), min_size=8, max_size=60))
def test_unwrapping_loses_no_word(words: list[str]) -> None:
    import textwrap

    text = textwrap.fill(" ".join(words), 60)
    joined = " ".join(line.text for line in unwrap(split_lines(text)))
    assert joined.split() == sanitise(" ".join(words)).split()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md",
         "[" * 50_000 + "\n" + "![" * 40_000 + "\n" + "**" * 50_000 + "\n" + "[a](" * 40_000),
        ("a.md", "# " + "\u00a0" * 100_000 + "x\n\n" + "> " * 50_000),
        ("a.html", "<!doctype html><p>Le" + " " * 1_000_000 + "maire</p>"),
        ("a.html", "<!doctype html><p>" + "le maire<br>" * 20_000),
        ("a.xml", "<rss version='2.0'>" + "<!DOCTYPE [" * 200_000),
        ("a.xml", "<rss version='2.0'>" + "<!ENTITY" * 200_000),
        ("a.txt",
         "".join(f"Le pont, le {n} mai. LINA PETIT / AFP\nLe pont {n}.\n" for n in range(4000))),
    ],
)  # fmt: skip
def test_a_hostile_file_of_modest_size_comes_to_an_end(
    tmp_path: Path, name: str, text: str
) -> None:
    """No timing: what was quadratic here took minutes to hours, and would not end."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with contextlib.suppress(InputError):
        assert list(read_articles([tmp_path / name]))
