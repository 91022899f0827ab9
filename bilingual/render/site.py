"""The pages of a newsletter's site: an issue, its briefs side by side, and the archive of all issues.

Every page is one self-contained file without scripts; they find each other by relative addresses:
`index.html` (archive), `search.html`, `<edition id>/index.html` (issue), `<edition id>/<brief id>.html` (its briefs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bilingual.errors import UsageError
from bilingual.records import Edition, Severity
from bilingual.render import words
from bilingual.render.edition_view import EditionView, Told, arrange_edition, newest_first
from bilingual.render.environment import render_template
from bilingual.render.html import render_html
from bilingual.render.story_parts import ONLY_HERE, only_in, story_parts
from bilingual.render.view import View

ISSUE_FILE: Final = "index.html"
HANDFUL: Final = 5  # an issue with more stories than that begins with a list of them
MOST_PLACES: Final = 6  # sentences named for one kind of flag; the page of the brief names them all
FIRST_ONLY: Final = 3  # sentences that only one source has, shown without being asked for
MOST_HEADLINES: Final = 8  # of one issue in the archive


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of flag in a brief, and the first sentences that have it: (index, what it is called)."""

    label: str
    severity: Severity
    places: tuple[tuple[int, str], ...]
    more: int


def render_issue_page(
    edition: Edition | EditionView,
    *,
    archive_url: str = "../index.html",
    search_url: str = "../search.html",
) -> str:
    """The issue as a page, its briefs beside it as `<brief id>.html`; the same Edition gives the same bytes.

    A story has the id `story-<brief id>`. With "" for an address the page does not link to it.
    """
    view = arrange_edition(edition)
    return render_template(
        "issue.html",
        view=view,
        archive_url=archive_url,
        search_url=search_url,
        contents=len(view.stories) > HANDFUL,
        checks=checks,
        story_parts=story_parts,
        only_in=only_in,
        only_here=ONLY_HERE,
        first_only=FIRST_ONLY,
    )


def render_issue_briefs(edition: Edition | EditionView) -> Iterator[tuple[str, str]]:
    """(file name, page) of every brief of the issue, in the order of `edition.briefs`, each leading back to it.

    Raises UsageError for a brief whose page would take the place of the issue's.
    """
    page = arrange_edition(edition)
    for view in page.views:
        file = f"{view.id}.html"
        if file == ISSUE_FILE:
            raise UsageError(
                f"a brief called '{view.id}' would take the place of the issue's page",
                hint="Give the article another id and make its brief again.",
            )
        yield file, render_html(view, index_url=ISSUE_FILE, index_name=page.subject)


def render_archive(
    editions: Sequence[Edition | EditionView], *, search_url: str = "search.html"
) -> str:
    """All issues, newest first, the newest with what it says; each leads to `<edition id>/index.html`."""
    views = newest_first(editions)
    return render_template(
        "archive.html",
        views=views,
        title=views[0].title if views else "Newsletter",
        search_url=search_url,
        totals=_totals(views),
        most=MOST_HEADLINES,
    )


def checks(view: View) -> tuple[Check, ...]:
    """What is flagged in a brief by kind, what is serious first, else in the order of the article."""
    found: dict[str, dict[int, str]] = {}
    serious: set[str] = set()
    titles = {pair.index for pair in view.title.pairs} if view.title else set()
    for pair in view.noted:
        for note in pair.notes:
            name = "headline" if pair.index in titles else str(pair.index)
            found.setdefault(note.label, {})[pair.index] = name
            if note.severity == "serious":
                serious.add(note.label)
    kinds = [
        Check(
            label=label,
            severity="serious" if label in serious else "check",
            places=tuple(places.items())[:MOST_PLACES],
            more=max(0, len(places) - MOST_PLACES),
        )
        for label, places in found.items()
    ]
    return tuple(sorted(kinds, key=lambda kind: kind.severity != "serious"))


def _totals(views: Sequence[EditionView]) -> str:
    told: list[Told] = [told for view in views for story in view.stories for told in story.told]
    return words.listing(
        [
            words.plural(len(views), "issue"),
            words.plural(sum(len(view.stories) for view in views), "story", "stories"),
            words.plural(len(told), "article"),
        ]
    )
