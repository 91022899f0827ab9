"""The pages as a reader has them: two widths, light and dark, by keyboard, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from brief_strategies import NASTY
from cases import Pages
from factories import DEMONSTRATION, demonstration, make_brief
from playwright.sync_api import Page

from bilingual.records import Flag
from bilingual.render import render_html, render_index
from bilingual.render.words import clean

Open = Callable[..., Page]
pytestmark = pytest.mark.browser

LONG = "x" * 300 + " https://a.example/" + "b" * 300
FLAGGED = Flag(index=0, kind="names", message=LONG, value=1, threshold=0, evidence=(LONG,))
PAGES = Pages(
    {
        "brief": lambda: render_html(demonstration(), index_url="index.html"),
        "unflagged": lambda: render_html(make_brief(DEMONSTRATION)),
        "long": lambda: render_html(
            make_brief(
                [(role, [(LONG, LONG)]) for role in ("title", "standfirst", "heading", "body")],
                article={"source": LONG, "author": LONG, "url": f"https://a.example/{'c' * 300}"},
                flags=[FLAGGED],
                scores=[demonstration().scores[0].model_copy(update={"signature": "s" * 300})],
            )
        ),
        "index": lambda: render_index(
            [demonstration(), make_brief(DEMONSTRATION, id="b")], [("a.txt", LONG)]
        ),
        "empty": lambda: render_index([]),
    }
)
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).bounding_box()
    assert found is not None, selector
    return {**found, "right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def background(page: Page, selector: str) -> str:
    return str(page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor"))


@pytest.mark.parametrize("width", [1280, 900, 390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_window(open_page: Open, name: str, width: int) -> None:
    page = open_page(PAGES[name], width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, footer *')].filter(
            e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1
        ).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_columns_stand_side_by_side_on_a_wide_screen(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    french, english, note = box(page, "#fr9"), box(page, "#s9"), box(page, "#note9")
    columns = [box(page, f".row:has(#s9) > .{name}") for name in ("fr", "en", "notes")]
    assert all(left["right"] < right["x"] for left, right in pairwise(columns))
    assert len({column["y"] for column in columns}) == 1
    assert french["x"] < english["x"] < note["x"]


@pytest.mark.parametrize("width", [390, 720])
def test_pairs_are_stacked_on_a_phone(open_page: Open, width: int) -> None:
    page = open_page(PAGES["brief"], width=width)
    english, note, french = (box(page, f".row:has(#s9) > .{n}") for n in ("en", "notes", "fr"))
    assert english["bottom"] <= note["y"]
    assert note["bottom"] <= french["y"]
    assert english["width"] > width * 0.8


def test_the_first_screen_holds_headlines_source_honesty_and_key_points(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    order = ["h1", ".headline-fr", ".meta", "a.original", ".honesty", "#key-points-head"]
    tops = [box(page, selector)["y"] for selector in order]
    assert tops == sorted(tops)
    assert box(page, ".points > li:nth-child(3)")["bottom"] < 900


@SCHEMES
@pytest.mark.parametrize(("target", "twin"), [("s9", "fr9"), ("fr9", "s9"), ("s0", "fr0")])
def test_a_target_marks_its_twin_and_nothing_else(
    open_page: Open, scheme: str, target: str, twin: str
) -> None:
    page = open_page(PAGES["brief"], anchor=f"#{target}", scheme=scheme)
    plain = background(page, "#s8")
    assert plain == "rgba(0, 0, 0, 0)"
    assert background(page, f"#{target}") == background(page, f"#{twin}") != plain
    assert background(page, "#fr8") == background(page, "#s2") == plain


def test_hovering_marks_the_twin(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    page.locator("#fr10 .t").hover()
    assert background(page, "#s10") == background(page, "#fr10") != "rgba(0, 0, 0, 0)"
    assert background(page, "#s11") == background(page, "#fr11") == "rgba(0, 0, 0, 0)"


def test_numbers_lead_to_the_other_language_and_back(open_page: Open) -> None:
    page = open_page(PAGES["brief"], width=390)
    page.locator("#s13 .n").click()
    assert page.evaluate("location.hash") == "#fr13"
    assert 0 <= box(page, "#fr13")["y"] < 900
    page.locator("#fr13 .n").click()
    assert page.evaluate("location.hash") == "#s13"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_details_open_by_keyboard(open_page: Open, key: str) -> None:
    page = open_page(PAGES["brief"])
    french = page.locator(".points details p").first
    assert not french.is_visible()
    page.locator(".points summary").first.focus()
    page.keyboard.press(key)
    assert french.is_visible()
    left_out = page.locator(".dropped")
    left_out.locator("summary").focus()
    page.keyboard.press(key)
    assert left_out.get_by_text("À lire aussi").is_visible()


@SCHEMES
@pytest.mark.parametrize("name", ["brief", "index"])
def test_everything_that_takes_the_keyboard_shows_it(
    open_page: Open, name: str, scheme: str
) -> None:
    page = open_page(PAGES[name], scheme=scheme)
    count = page.locator("a[href], summary, input").count()
    for position in range(count):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
            const e = document.activeElement, s = getComputedStyle(e);
            const r = e.getBoundingClientRect();
            const seen = r.width > 0 && r.right > 0;
            return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), seen] }"""
        )
        assert outline[0] in ("A", "SUMMARY", "INPUT"), position
        assert outline[1] == "solid"
        assert outline[2] >= 2
        assert outline[3], "what has the focus can be seen"


def test_the_skip_link_comes_first_and_skips(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("e => e === document.activeElement")
    assert box(page, ".skip")["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#text"


def test_the_french_can_be_hidden_and_a_link_still_finds_it(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    page.get_by_label("Show the French").uncheck()
    assert not page.locator("#fr2").is_visible()
    assert page.locator("#s2").is_visible()
    page.locator("#s9 .n").click()
    assert page.locator("#fr9").is_visible()
    assert not page.locator("#fr2").is_visible()
    page.get_by_label("Show the French").check()
    assert page.locator("#fr2").is_visible()


def test_copied_text_is_the_text_alone(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    copied = page.evaluate(
        """() => { const r = document.createRange();
        r.selectNodeContents(document.querySelector('.row:has(#s9) > .en'));
        const s = getSelection(); s.removeAllRanges(); s.addRange(r); return s.toString() }"""
    )
    english = [pair[1] for pair in DEMONSTRATION[5][1]]
    assert copied.strip() == " ".join(english)


@pytest.mark.parametrize("width", [1280, 1100, 1000, 700, 500, 390])
def test_the_word_check_stays_on_the_line_of_its_sentence(open_page: Open, width: int) -> None:
    page = open_page(PAGES["brief"], width=width)
    for index in (1, 9):
        last = page.locator(f"#s{index} .t").evaluate(
            "e => { const r = [...e.getClientRects()].pop(); return [r.top, r.bottom] }"
        )
        pill = box(page, f".en .pill[href='#note{index}']")
        assert last[0] <= pill["y"] + pill["height"] / 2 <= last[1]


CONTRASTS = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const paper = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c; }
    return [255, 0, 0]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), low = [];
  let seen = 0;
  for (let node; node = walk.nextNode();) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.getClientRects().length) continue;
    const ink = luminance(parse(getComputedStyle(e).color));
    const [a, b] = [ink, luminance(paper(e))].sort((x, y) => y - x);
    seen++;
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(node.data.trim().slice(0, 40));
  }
  return [seen, low];
}"""


@SCHEMES
@pytest.mark.parametrize(
    ("name", "anchor"), [("brief", ""), ("brief", "#s9"), ("brief", "#note1"), ("index", "")]
)
def test_all_text_has_contrast_as_it_is_painted(
    open_page: Open, name: str, anchor: str, scheme: str
) -> None:
    page = open_page(PAGES[name], scheme=scheme, anchor=anchor)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    seen, low = page.evaluate(CONTRASTS)
    assert seen > 15
    assert low == []


def test_dark_is_dark_and_light_is_light(open_page: Open) -> None:
    papers = [
        background(open_page(PAGES["brief"], scheme=scheme), "body") for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", paper))) for paper in papers)
    assert light > 600
    assert dark < 120


def test_motion_is_for_those_who_want_it(open_page: Open) -> None:
    speed = "getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page(PAGES["brief"], reduced_motion="reduce").evaluate(speed) == "auto"
    assert open_page(PAGES["brief"], reduced_motion="no-preference").evaluate(speed) == "smooth"


@SCHEMES
def test_paper_has_both_columns_the_flags_and_no_decoration(open_page: Open, scheme: str) -> None:
    page = open_page(PAGES["brief"], width=700, scheme=scheme)  # A4 less its margins, roughly
    page.emulate_media(media="print")
    french, english = box(page, ".row:has(#s9) > .fr"), box(page, ".row:has(#s9) > .en")
    assert french["right"] < english["x"]
    assert french["y"] == english["y"]
    assert background(page, "body") == "rgb(255, 255, 255)"
    for selector in (
        "#note1",
        "#note9",
        "#note17",
        "#s17 .pill",
        ".points .pill",
        ".dropped li:last-child",
    ):
        assert page.locator(selector).is_visible(), selector
    for selector in (".masthead", ".switch", ".points details", ".skip"):
        assert not page.locator(selector).first.is_visible(), selector
    lines = page.evaluate(
        "[...document.querySelectorAll('a')].map(a => getComputedStyle(a).textDecorationLine)"
    )
    assert set(lines) == {"none"}
    url = page.locator("a.original").evaluate("a => getComputedStyle(a, '::after').content")
    assert "https://www.courrier-estuaire.example/economie/port-cereales-2030" in url
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_hidden_french_is_printed_all_the_same(open_page: Open) -> None:
    page = open_page(PAGES["brief"])
    page.get_by_label("Show the French").uncheck()
    page.emulate_media(media="print")
    assert page.locator("#fr2").is_visible()


def test_a_browser_reads_hostile_text_as_text(open_page: Open) -> None:
    page = open_page(
        render_html(make_brief([("title", [("Non.", "No.")]), ("body", [(t, t) for t in NASTY])]))
    )
    for lang in ("s", "fr"):
        texts = page.locator(f"#text [id^={lang}]:not(h2):not(input) .t").all_text_contents()
        assert [re.sub("[ \t\n]+", " ", text).strip(" ") for text in texts] == [
            clean(text) for text in NASTY
        ]
    assert page.locator("script, img, iframe, #text b").count() == 0
    assert page.title() == "No."
