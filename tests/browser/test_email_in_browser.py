"""The e-mail as mail programs show it: three widths, light and dark, with its style block and
without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from cases import Pages
from edition_factories import demonstration_edition, make_edition
from factories import demonstration, make_brief
from playwright.sync_api import Page

from bilingual.records import Edition, Flag, Sender
from bilingual.render.email_html import render_email, render_fragment

Open = Callable[..., Page]
pytestmark = pytest.mark.browser

LONG = "x" * 300 + " https://a.example/" + "b" * 300


def long_edition() -> Edition:
    """Words that cannot be broken, wherever a word can stand."""
    flag = Flag(index=0, kind="names", message=LONG, value=1, threshold=0, evidence=(LONG,))
    brief = make_brief(
        [(role, [(LONG, LONG)]) for role in ("title", "standfirst", "heading", "body")],
        article={"source": LONG, "author": LONG, "licence": LONG,
            "url": f"https://a.example/{'c' * 300}"},
        flags=[flag, flag.model_copy(update={"index": 3})],
        key_points=demonstration().key_points[:0],
    )  # fmt: skip
    return make_edition(
        brief, title=LONG, introduction=f"    {LONG}\n\n{LONG}", sender=Sender(notices=(LONG,))
    )


def stripped(text: str) -> str:
    """As a mail program that drops the style block has it."""
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


def whole_email() -> str:
    return render_email(demonstration_edition(), depth="full")


PAGES = Pages(
    {
        "email": whole_email,
        "stripped": lambda: stripped(whole_email()),
        "french first": lambda: render_email(demonstration_edition(languages="fr-en")),
        "long": lambda: render_email(long_edition(), depth="full"),
        "long stripped": lambda: stripped(render_email(long_edition(), depth="full")),
        "fragment": lambda: (
            f"<!doctype html><body>{render_fragment(demonstration_edition(), depth='full')}"
        ),
    }
)
# Every text against the nearest background that is painted behind it; WCAG 2, 1.4.3.
CONTRAST = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = channels(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const low = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !e.getClientRects().length) continue;
    seen += 1;
    const [a, b] = [light(channels(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([ratio.toFixed(2), e.className, texts.currentNode.data.slice(0, 40)]);
  }
  return [seen, low];
}"""


@pytest.mark.parametrize("width", [390, 600, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_window(open_page: Open, name: str, width: int) -> None:
    page = open_page(PAGES[name], width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll('td *')].filter(
            e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1
        ).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["email", "stripped", "french first", "fragment"])
def test_every_text_can_be_read(open_page: Open, name: str, scheme: str) -> None:
    seen, low = open_page(PAGES[name], width=600, scheme=scheme).evaluate(CONTRAST)
    assert seen > 60
    assert low == []


def test_outlook_on_the_web_in_the_dark_gets_the_dark_colours(open_page: Open) -> None:
    page = open_page(PAGES["email"].replace("<body ", "<body data-ogsc ", 1), scheme="light")
    seen, low = page.evaluate(CONTRAST)
    assert seen > 60
    assert low == []
    told = "e => getComputedStyle(e).color"
    assert page.locator("td.story").first.evaluate(told) == "rgb(235, 230, 218)"


def test_the_dark_is_dark_and_the_light_is_light(open_page: Open) -> None:
    shade = "() => getComputedStyle(document.body).backgroundColor"
    assert open_page(PAGES["email"], scheme="light").evaluate(shade) == "rgb(251, 249, 244)"
    assert open_page(PAGES["email"], scheme="dark").evaluate(shade) == "rgb(23, 22, 20)"


@pytest.mark.parametrize("name", ["email", "stripped"])
def test_one_column_of_600_pixels_in_the_middle_of_a_wide_window(
    open_page: Open, name: str
) -> None:
    box = open_page(PAGES[name], width=1280).locator("table.column").bounding_box()
    assert box is not None
    assert box["width"] == 600
    assert abs(box["x"] - 340) <= 1


def test_what_stands_beside_the_subject_is_not_on_the_page(open_page: Open) -> None:
    for name in ("email", "stripped"):
        assert not open_page(PAGES[name]).locator("div.preheader").is_visible()


def test_headlines_are_smaller_on_a_phone(open_page: Open) -> None:
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    sizes = [
        open_page(PAGES["email"], width=width).locator("h1").evaluate(size) for width in (390, 1280)
    ]
    assert sizes == [28, 34]
