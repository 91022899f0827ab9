"""The time that reading takes grows with the page and not faster, whatever is in it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from cases import each

from bilingual.interchange import LONGEST_TEXT, XmlFault, XmlReader
from bilingual.settings import Settings
from bilingual.sources.html import article_from_html
from bilingual.sources.text import article_from_text

BODY = "La ville a rouvert mardi son grand pont, fermé depuis huit mois pour des travaux. " * 4
WIDE = Settings(max_line=10_000_000, check_language=False)


def took(work: Callable[[], object]) -> float:
    """Processor time, the shortest of three tries: other programs do not count."""
    times = []
    for _ in range(3):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)


def page(unit: str, times: int) -> str:
    return (
        f"<html><body><h1>Le pont</h1><article><p>{BODY}</p>{unit * times}</article></body></html>"
    )


@each("unit", ["<br>", "<p>a", "<h1>a</h1>", "<!-- -->"])
def test_pages_of_many_small_things(unit: str) -> None:
    few, many = page(unit, 500), page(unit, 4_000)
    read = lambda text: article_from_html(text, location="page", settings=WIDE)  # noqa: E731
    assert took(lambda: read(many)) < 16 * max(0.02, took(lambda: read(few)))


@each(
    "unit",
    [
        "Le conseil a voté le budget de la ville pour les écoles et les\nponts ",
        "« ",
        "a-",
        "\u00a0",
    ],
)
def test_long_paragraphs_and_long_lines(unit: str) -> None:
    few, many = (f"{BODY}\n\n{unit * (size // len(unit))}" for size in (20_000, 160_000))
    read = lambda text: article_from_text(text, location="text", settings=WIDE)  # noqa: E731
    assert took(lambda: read(many)) < 16 * max(0.02, took(lambda: read(few)))


class Reader(XmlReader):
    roots = frozenset({"tmx"})

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self.letters = [] if name == "seg" else self.letters


def test_a_text_without_end_is_refused_before_it_fills_the_memory() -> None:
    half = b"a" * (LONGEST_TEXT // 2)
    Reader().feed(b"<tmx><seg>" + half + b"</seg><seg>" + half + half + b"</seg></tmx>")
    with pytest.raises(XmlFault, match="no sentence"):
        Reader().feed(b"<tmx><seg>" + half + b"<ph/>" + half + b"<ph/>a</seg></tmx>")
