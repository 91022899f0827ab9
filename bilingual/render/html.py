"""A brief as an HTML page, and the index of many: newest first, and how much of each to check.

A page is one file: no script, no request to anywhere, everything from the article escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilingual.records import Brief
from bilingual.render import words
from bilingual.render.arrange import arrange
from bilingual.render.environment import MOST_TWINS, render_parts, render_template
from bilingual.render.view import View


def render_html(brief: Brief | View, *, index_url: str = "", index_name: str = "All briefs") -> str:
    """The page of a Brief; the same Brief gives the same bytes.

    Sentence 12 of the records has the ids `s12` (English) and `fr12` (French) and what to check in
    it `note12`. With `index_url` (a relative address such as "index.html") the page leads back to
    where it is listed, under the name `index_name`.
    """
    page = arrange(brief)
    places = range(1, min(page.most_places, MOST_TWINS) + 1)
    return render_template(
        "brief.html", page=page, places=places, index_url=index_url, index_name=index_name
    )


ENTRIES_PER_PAGE: Final = 500  # a page of about a megabyte
_NEIGHBOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """What the index says of a brief, ready to be put in its place; `moment` orders it."""

    id: str
    moment: float
    entry: str
    sentences: int
    to_check: int


@dataclass(frozen=True, slots=True)
class Totals:
    briefs: int = 0
    sentences: int = 0
    to_check: int = 0

    @property
    def pages(self) -> int:
        """At least one page, even without entries."""
        return max(1, -(-self.briefs // ENTRIES_PER_PAGE))


def page_name(number: int) -> str:
    """The file of a page of the index, counted from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def render_index(briefs: Sequence[Brief | View], failures: Sequence[tuple[str, str]] = ()) -> str:
    """The index of briefs that lie beside it as `<id>.html`, all on one page.

    Newest first by date of publication, then by id; without a date at the end. `failures` are
    (file, what went wrong) of the articles that gave no brief: they are listed, so that nobody
    takes the page for everything.
    """
    listings = sorted(map(listing, briefs), key=lambda listed: (-listed.moment, listed.id))
    totals = Totals(
        len(listings),
        sum(listed.sentences for listed in listings),
        sum(listed.to_check for listed in listings),
    )
    return "".join(_page((listed.entry for listed in listings), totals, failures, 1, 1))


def listing(brief: Brief | View) -> Listing:
    view = arrange(brief)
    entry = render_template("index_entry.html", page=view).rstrip("\n")
    return Listing(view.id, view.moment, entry, view.sentences, view.to_check)


def render_index_page(
    number: int, entries: Iterable[str], totals: Totals, failures: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    """Page `number` (from 1) in pieces; `entries` are those of its listings, in order.

    Failures are on the first page. Nothing is held but the entry at hand.
    """
    return _page(entries, totals, failures if number == 1 else (), number, totals.pages)


def _page(
    entries: Iterable[str],
    totals: Totals,
    failures: Sequence[tuple[str, str]],
    number: int,
    pages: int,
) -> Iterator[str]:
    return render_parts(
        "index.html",
        listings=entries,
        failures=[_failure(file, reason) for file, reason in failures],
        totals=_told(totals),
        page=number,
        numbers=_linked(number, pages),
        page_name=page_name,
    )


def _linked(number: int, pages: int) -> list[int]:
    """The pages that a page leads to: its neighbours, the first and the last."""
    near = range(max(1, number - _NEIGHBOURS), min(pages, number + _NEIGHBOURS) + 1)
    return sorted({1, pages, *near})


def _failure(file: str, reason: str) -> tuple[str, str]:
    # Messages of errors often begin with the file, which stands above them here.
    return words.clean(file), words.clean(reason.removeprefix(f"{file}: "))


def _told(totals: Totals) -> str:
    return words.listing(
        [
            words.plural(totals.briefs, "brief"),
            words.plural(totals.sentences, "sentence"),
            f"{totals.to_check:,} to check" if totals.to_check else "none flagged",
        ]
    )
