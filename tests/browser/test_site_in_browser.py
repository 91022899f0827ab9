"""The site as a reader has it: issue, archive and search from files, by keyboard, without a server;
and the preview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from brief_strategies import NASTY
from cases import Pages
from edition_factories import demonstration_edition, make_edition
from factories import make_brief
from playwright.sync_api import Browser, Page, expect

from bilingual.preview import serve
from bilingual.records import Edition, Section, Story, Telling
from bilingual.render.html import render_listing, render_nothing
from bilingual.render.site import (
    render_archive,
    render_issue_briefs,
    render_issue_page,
    render_search,
)

Open = Callable[..., Page]
pytestmark = pytest.mark.browser

LONG = "x" * 300 + " https://a.example/" + "b" * 300
OLDER = demonstration_edition(id="issue-11", number=11, date="2025-01-14")
ISSUES = [demonstration_edition(), OLDER]


def long_edition() -> Edition:
    blocks = [(role, [(LONG, LONG)]) for role in ("title", "standfirst", "body")]
    url = f"https://a.example/{'c' * 300}"
    told = [make_brief(blocks, id=n, article={"source": LONG, "url": url}) for n in ("a", "b")]
    story = Story(tellings=(Telling(brief="a", only=(1, 2)), Telling(brief="b", only=(1, 2))))
    return make_edition(
        *told,
        title=LONG,
        introduction=f"# {LONG}\n\n`{LONG}`\n\n    {LONG}",
        sections=(Section(title=LONG, stories=(story,)),),
    )


PAGES = Pages(
    {
        "issue": lambda: render_issue_page(ISSUES[0]),
        "long issue": lambda: render_issue_page(long_edition()),
        "archive": lambda: render_archive(ISSUES),
        "long archive": lambda: render_archive([long_edition(), long_edition()]),
        "empty archive": lambda: render_archive([]),
        "search": lambda: render_search(ISSUES),
        "long search": lambda: render_search([long_edition()]),
        "folder": lambda: render_listing(Path(__file__).parent.parent),
        "nothing": lambda: render_nothing(),
    }
)
RESULTS = "#results > li"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for edition in ISSUES:
        folder = root / edition.id
        folder.mkdir()
        (folder / "index.html").write_text(render_issue_page(edition), encoding="utf-8")
        for name, text in render_issue_briefs(edition):
            (folder / name).write_text(text, encoding="utf-8")
    (root / "index.html").write_text(render_archive(ISSUES), encoding="utf-8")
    (root / "search.html").write_text(render_search(ISSUES), encoding="utf-8")
    return root


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Callable[[str], Page]]:
    """Opens a file of the site; nothing outside it may be asked for."""
    pages: list[Page] = []
    asked: list[str] = []

    def visit_(place: str) -> Page:
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site.as_uri() + place)
        return page

    yield visit_
    for page in pages:
        page.close()
    assert [url for url in asked if not url.startswith(site.as_uri())] == []


def look_for(page: Page, question: str) -> None:
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")


def found(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(f"{RESULTS} h2").all_text_contents()]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_window(open_page: Open, name: str, width: int) -> None:
    page = open_page(PAGES[name], width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    if "search" in name:
        look_for(page, "x" * 100 if "long" in name else "port")
        assert page.locator(RESULTS).count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["issue", "archive", "search"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_that_takes_the_keyboard_shows_it(
    open_page: Open, name: str, scheme: str
) -> None:
    page = open_page(PAGES[name], scheme=scheme)
    count = page.locator("a[href]:visible, summary:visible, input:visible, button:visible").count()
    for position in range(count):
        page.keyboard.press("Tab")
        tag, style, width, seen = page.evaluate(
            """() => {
            const e = document.activeElement, s = getComputedStyle(e);
            const r = e.getBoundingClientRect();
            const seen = r.width > 0 && r.right > 0;
            return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), seen] }"""
        )
        assert tag in ("A", "SUMMARY", "INPUT", "BUTTON"), position
        assert (style, width >= 2, seen) == ("solid", True, True)


def test_the_issue_stands_in_columns_and_stacks_on_a_phone(open_page: Open) -> None:
    wide, phone = open_page(PAGES["issue"]), open_page(PAGES["issue"], width=390)
    parts = [".meta", ".telling", ".look", ".others"]
    where = [
        {part: page.locator(f"#story-port-saint-brevin > {part}").bounding_box() for part in parts}
        for page in (wide, phone)
    ]
    meta, telling, look, others = (where[0][part] for part in parts)
    assert meta["x"] < telling["x"] < look["x"]
    assert others["x"] == telling["x"]
    tops = [where[1][part]["y"] for part in parts]
    assert tops == sorted(tops), "what to check stands under its own article"


def test_a_reader_goes_from_the_archive_to_a_sentence_and_back(
    visit: Callable[[str], Page],
) -> None:
    page = visit("/index.html")
    page.get_by_role("link", name="No. 12").click()
    assert page.title() == "Estuary Letter, No. 12"
    page.get_by_role("link", name="Sentence 11").click()
    assert page.evaluate("location.hash") == "#s11"
    assert "400,000 tonnes" in page.locator("#s11").inner_text()
    page.get_by_role("link", name="Estuary Letter, No. 12").click()
    page.get_by_role("link", name="All issues").click()
    assert page.title() == "Estuary Letter: all issues"
    page.get_by_role("link", name="Search").click()
    assert page.title() == "Search: Estuary Letter"


def test_the_french_is_there_on_demand_by_keyboard(open_page: Open) -> None:
    page = open_page(PAGES["issue"])
    french = page.locator(".points details p").first
    assert not french.is_visible()
    page.locator(".points summary").first.focus()
    page.keyboard.press("Enter")
    assert french.is_visible()


def test_search_leads_to_the_sentence_it_shows(visit: Callable[[str], Page]) -> None:
    page = visit("/search.html")
    look_for(page, "scallops")
    assert page.locator("#count").inner_text() == "2 articles in 2 issues"
    assert not page.locator("#everything").is_visible()
    first = page.locator(RESULTS).first
    assert first.locator(".found p[lang=en] mark").all_text_contents() == ["scallops"]
    first.locator(".found a").click()
    assert page.url.endswith("/issue-12/port-saint-brevin.html#s16")
    assert "scallops" in page.locator("#s16").inner_text()


@pytest.mark.parametrize(
    ("question", "marks"),
    [
        ("CHATEAUBOURG", {"Châteaubourg"}),
        ("cereales", {"céréales"}),
        ("Goélands", {"Goélands"}),
        ("l'adresse", {"l’adresse"}),
        ("235,3 million", {"235,3", "million"}),
        ("60 000", {"60", "000"}),
        ('"cautiously confident"', {"cautiously confident"}),
        ("wheat 18%", {"wheat", "18"}),
        ("PÊCH fear", {"pêch", "fear"}),
    ],
)
def test_case_accents_and_apostrophes_do_not_matter(
    open_page: Open, question: str, marks: set[str]
) -> None:
    page = open_page(PAGES["search"])
    look_for(page, question)
    assert found(page) == ["Port of Saint-Brévin wants to double its grain exports by 2030"] * 2
    shown = set(page.locator(f"{RESULTS}:first-child mark").all_text_contents())
    assert marks <= shown


def test_a_term_begins_a_word_and_every_term_is_there(open_page: Open) -> None:
    page = open_page(PAGES["search"])
    for question in ("ort", "port unicorn", "…"):
        look_for(page, question)
        assert found(page) == []
    look_for(page, "unicorn")
    assert page.locator("#count").inner_text().startswith("Nothing found.")
    look_for(page, "")
    assert page.locator("#count").inner_text() == ""
    assert page.locator("#everything").is_visible()


def test_headlines_come_before_sentences_and_newer_issues_before_older(open_page: Open) -> None:
    in_text = make_brief(
        [("title", [("Pain", "Bread")]), ("body", [("Un port.", "A port.")])], id="t"
    )
    in_head = make_brief([("title", [("Port", "Port")]), ("body", [("Oui.", "Yes.")])], id="h")
    issues = [
        make_edition(in_text, id="new", date="2025-02-02"),
        make_edition(in_head, in_text, id="old"),
    ]
    page = open_page(render_search(issues))
    look_for(page, "port")
    links = page.locator(f"{RESULTS} h2 a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert links == ["old/h.html", "new/t.html", "old/t.html"]


def test_the_question_is_in_the_address(visit: Callable[[str], Page]) -> None:
    page = visit("/search.html?q=cl%C3%A9")
    assert page.locator("#q").input_value() == "clé"
    page = visit("/search.html#q=school%20%26%20pupils")
    assert page.locator("#q").input_value() == "school & pupils"
    assert found(page) == ['The school & its "12" pupils <saved>'] * 2
    assert page.title() == "school & pupils – Search: Estuary Letter"
    look_for(page, "a+b #c")
    assert page.evaluate("location.hash") == "#q=a%2Bb%20%23c"
    page.reload()
    assert page.locator("#q").input_value() == "a+b #c"
    page.evaluate("location.hash = '#q=grain'")
    expect(page.locator("#q")).to_have_value("grain")
    expect(page.locator(RESULTS)).to_have_count(4)


def test_what_is_flagged_says_so_among_the_results(visit: Callable[[str], Page]) -> None:
    page = visit("/search.html#q=billion")
    pill = page.locator(f"{RESULTS}:first-child .found .pill")
    assert pill.get_attribute("class") == "pill serious"
    pill.click()
    assert page.url.endswith("/issue-12/port-saint-brevin.html#note1")
    page = visit("/search.html#q=banderole")
    (untranslated,) = page.locator(f"{RESULTS}:first-child .found .pill").all()
    assert untranslated.inner_text() == "not translated"


def test_the_sentences_shown_have_all_the_terms_between_them(open_page: Open) -> None:
    pairs = [(f"Phrase {n}.", f"The port of call {n}.") for n in range(5)]
    pairs.append(("Une baleine.", "A whale."))
    page = open_page(
        render_search([make_edition(make_brief([("title", [("T", "T")]), ("body", pairs)]))])
    )
    look_for(page, "port whale")
    shown = page.locator(f"{RESULTS} .found p").all_text_contents()
    assert shown == ["The port of call 0.", "The port of call 1.", "A whale."]


def test_typing_is_enough(open_page: Open) -> None:
    page = open_page(PAGES["search"])
    page.locator("#q").press_sequentially("fisherman")
    expect(page.locator(f"{RESULTS} h2")).to_have_text(["Grain port voted in Saint-Brévin"] * 2)


def test_results_name_their_languages_in_the_order_of_the_issue(open_page: Open) -> None:
    page = open_page(render_search([demonstration_edition(languages="fr-en")]))
    look_for(page, "kilomètres")
    first = page.locator(RESULTS).first
    assert first.locator("h2").get_attribute("lang") == "fr"
    assert first.locator(".headline-fr").get_attribute("lang") == "en"
    assert first.locator(".found p").first.get_attribute("lang") == "fr"
    assert first.locator(".found a").first.get_attribute("href").endswith("#fr6")


def test_many_results_come_in_portions_and_the_keyboard_stays_in_place(open_page: Open) -> None:
    many = [make_brief([("body", [(f"Pluie {n}.", f"Rain {n}.")])], id=f"a{n}") for n in range(70)]
    page = open_page(render_search([make_edition(*many)]))
    look_for(page, "rain")
    assert page.locator("#count").inner_text() == "70 articles in 1 issue"
    assert page.locator(RESULTS).count() == 30
    page.locator("#more").press("Enter")
    assert page.locator(RESULTS).count() == 60
    assert page.locator(f"{RESULTS}:nth-child(31) h2 a").evaluate(
        "e => e === document.activeElement"
    )
    page.locator("#more").click()
    assert page.locator(RESULTS).count() == 70
    assert not page.locator("#more").is_visible()


def test_texts_that_break_pages_are_shown_as_they_are(open_page: Open) -> None:
    blocks = [
        ("title", [("Bords", "Edges")]),
        ("body", [(text, f"needle {text}") for text in NASTY]),
    ]
    page = open_page(render_search([make_edition(make_brief(blocks))]))
    page.evaluate("() => { window.alert = () => { throw new Error('ran') } }")
    look_for(page, "needle script")
    assert page.locator(f"{RESULTS} .found p").first.inner_text() == (
        "needle <script>alert(1)</script>"
    )
    assert page.locator(f"{RESULTS} script, {RESULTS} img").count() == 0


def test_the_whole_text_is_shown_however_folding_changes_its_length(open_page: Open) -> None:
    text = "Œuvre ﬁnale : ½ cœur à l’İzmir, straße, ΑΣ, 2e\u0301tape… ‑ fin"
    page = open_page(
        render_search(
            [make_edition(make_brief([("title", [("T", "T")]), ("body", [(text, "Z")])]))]
        )
    )
    for question in ("oeuvre", "finale", "coeur", "izmir", "strasse", "2etape", "fin", "ας"):
        look_for(page, question)
        shown = page.locator(f"{RESULTS} .found p").first
        assert shown.text_content() == text, question
        assert shown.locator("mark").count() > 0, question


def test_without_scripts_the_page_lists_everything(open_page: Open) -> None:
    page = open_page(PAGES["search"], java_script_enabled=False)
    assert page.locator("#unavailable").is_visible()
    assert not page.locator("#q").is_visible()
    assert page.locator("#everything a").count() == 8
    with_scripts = open_page(PAGES["search"])
    assert with_scripts.locator("#unavailable").count() == 0


def test_the_preview_reloads_a_page_when_its_file_changes(
    chromium: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_archive([OLDER]), encoding="utf-8")
    complaints: list[str] = []
    with serve(tmp_path) as server:
        page = chromium.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server.url)
        assert page.locator("article").count() == 1
        file.write_text(render_archive(ISSUES), encoding="utf-8")
        expect(page.locator("article")).to_have_count(2, timeout=30_000)
        file.write_text(render_search(ISSUES), encoding="utf-8")
        page.wait_for_selector("#q")
        look_for(page, "port")
        assert len(found(page)) == 4, "its own script runs beside that of the preview"
        page.close()
    assert [line for line in complaints if "favicon" not in line and "404" not in line] == []
