"""Every page that is made, examined by axe-core, wide and narrow, light and dark: nothing at all in
pages, nothing serious or critical in e-mails, which have no landmarks because mail programs put
them into pages of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import Pages
from edition_factories import demonstration_edition, make_edition
from factories import demonstration, make_brief
from node_tools import node_package
from playwright.sync_api import Page

from bilingual.render import render_html, render_index
from bilingual.render.email_html import render_email
from bilingual.render.html import render_listing
from bilingual.render.site import render_archive, render_issue_page, render_search

Open = Callable[..., Page]
pytestmark = pytest.mark.browser

EDITION = demonstration_edition()
FRENCH_FIRST = demonstration_edition(id="issue-11", number=11, languages="fr-en")
LITTLE = make_edition(make_brief(translations={0: {"text": "", "origin": "engine"}}))
MANY = make_edition(*(make_brief(id=f"a{n}") for n in range(7)))
PAGES = Pages(
    {
        "brief": lambda: render_html(demonstration(), index_url="index.html"),
        "small brief": lambda: render_html(make_brief()),
        "briefs": lambda: render_index([demonstration(), make_brief()], [("a.txt", "it is empty")]),
        "no briefs": lambda: render_index([]),
        "issue": lambda: render_issue_page(EDITION),
        "French issue": lambda: render_issue_page(FRENCH_FIRST),
        "small issue": lambda: render_issue_page(LITTLE),
        "long issue": lambda: render_issue_page(MANY),
        "archive": lambda: render_archive([EDITION, FRENCH_FIRST]),
        "search": lambda: render_search([EDITION, FRENCH_FIRST]),
        "e-mail": lambda: render_email(EDITION),
        "full e-mail": lambda: render_email(FRENCH_FIRST, depth="full"),
        "folder": lambda: render_listing(Path(__file__).parent.parent),
    }
)
# axe-core's own names, https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
GRAVE = ("serious", "critical")


@cache
def axe() -> str:
    return (node_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds with all its rules, best practices among them; everything folded is
    opened first."""
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    # By the debugger, not as a script of the page: the pages' policy stays in force.
    page.evaluate(axe())
    return list(page.evaluate("() => axe.run(document)")["violations"])


def told(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{item['id']} ({item['impact']}): {node['html'][:120]}"
        for item in found
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: Open, name: str, width: int, scheme: str) -> None:
    page = open_page(PAGES[name], width=width, scheme=scheme)
    if name == "search":
        page.locator("#q").fill("port")
        page.keyboard.press("Enter")
        assert page.locator("#results > li").count() == 4
    found = findings(page)
    if "e-mail" in name:
        found = [item for item in found if item["impact"] in GRAVE]
    assert told(found) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


BROKEN = {
    "image-alt": "<img>",
    "label": "<input>",
    "color-contrast": "<p style='color: #999; background: #fff'>faint</p>",
    "link-name": "<a href='#x'></a>",
    "valid-lang": "<p lang='xx-nonsense'>Bonjour</p>",
    "aria-valid-attr-value": "<button aria-expanded='perhaps'>more</button>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_axe_would_find_it(open_page: Open, rule: str) -> None:
    page = open_page(PAGES["small issue"])
    page.evaluate(
        "text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", BROKEN[rule]
    )
    found = {item["id"]: item["impact"] for item in findings(page)}
    assert found.get(rule) in GRAVE
