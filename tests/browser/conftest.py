"""Pages opened in headless Chromium: BILINGUAL_CHROMIUM, or the chromium on the PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = os.environ.get("BILINGUAL_CHROMIUM") or shutil.which("chromium")
    if executable is None:
        pytest.skip("no chromium: set BILINGUAL_CHROMIUM or install it on the PATH")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One for all pages, which keep nothing in it: a new one starts a process of the browser."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def open_page(chromium: Browser, window: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Opens HTML text in a window; afterwards nothing but the page may have been asked for, and
    nothing complained."""
    pages: list[Page] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_(
        text: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        anchor: str = "",
        reduced_motion: str = "reduce",
        **options: str,
    ) -> Page:
        file = tmp_path / f"page{len(pages)}.html"
        file.write_text(text, encoding="utf-8")
        page = chromium.new_page(**options) if options else window.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion=reduced_motion)
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri() + anchor)
        return page

    yield open_
    for page in pages:
        page.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert len(asked) == len(pages)
