"""The list of briefs as one HTML page: newest first, what each says, and how much of it needs a look."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.records import Brief
from bilingual.render import words
from bilingual.render.arrange import arrange
from bilingual.render.environment import render_template
from bilingual.render.view import View


def render_index(briefs: Sequence[Brief], failures: Sequence[tuple[str, str]] = ()) -> str:
    """The index of briefs that lie beside it as `<id>.html`.

    Newest first by date of publication, then by id; without a date at the end. `failures` are (file, what went
    wrong) of the articles that gave no brief: they are listed, so that nobody takes the page for everything.
    """
    ordered = sorted(briefs, key=lambda b: (-words.sort_moment(b.article.published), b.article.id))
    pages = [arrange(brief) for brief in ordered]
    failed = [_failure(file, reason) for file, reason in failures]
    return render_template("index.html", pages=pages, failures=failed, totals=_totals(pages))


def _failure(file: str, reason: str) -> tuple[str, str]:
    # Messages of errors often begin with the file, which stands above them here.
    return words.clean(file), words.clean(reason.removeprefix(f"{file}: "))


def _totals(pages: Sequence[View]) -> str:
    to_check = sum(page.to_check for page in pages)
    return words.listing(
        [
            words.plural(len(pages), "brief"),
            words.plural(sum(page.sentences for page in pages), "sentence"),
            f"{to_check:,} to check" if to_check else "none flagged",
        ]
    )
