"""Pictures of a brief and of an issue's e-mail for the README, from the sample briefs.

    python tests/pictures.py

Chromium as in the browser tests (the PATH, or BILINGUAL_CHROMIUM). They are written beside the
sample, small: shown at 900 pixels, one for one, in the light colour scheme.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bilingual import IssueOptions, make_issue, read_briefs, render_html

SAMPLE = Path(__file__).resolve().parent.parent / "outputs/sample"
WIDTH, HEIGHT = 900, 720
EDITION = """title = "The Estuary Letter"
number = 12
introduction = "Good morning. **One story** today, told in full: what two presidents did and did \
not say."
[sender]
notices = ["You get this letter because you signed up for it."]
unsubscribe = "{{ unsubscribe_url }}"
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        brief = next(iter(read_briefs(SAMPLE)))
        (here / "brief.html").write_text(render_html(brief), encoding="utf-8")
        (here / "edition.toml").write_text(EDITION, encoding="utf-8")
        options = IssueOptions(formats=("email",))
        report = make_issue(
            [SAMPLE], here / "letter", edition_file=here / "edition.toml", options=options
        )
        take({"brief.png": here / "brief.html", "email.png": report.folder / "email.html"})


def take(pictures: dict[str, Path]) -> None:
    browser_file = os.environ.get("BILINGUAL_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_file, args=["--no-sandbox", "--disable-gpu"]
        )
        page: Page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, file in pictures.items():
            page.goto(file.as_uri())
            page.screenshot(path=SAMPLE / name)
            print(f"{SAMPLE / name}: {(SAMPLE / name).stat().st_size / 1000:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main()
