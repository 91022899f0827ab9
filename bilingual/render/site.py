"""The pages of a newsletter's site: an issue, its briefs, the archive of all issues, the search.

Every page is one file that opens from a disk; they find each other by relative addresses:
`index.html` (archive), `search.html`, `<edition id>/index.html` (issue), `<edition id>/<brief
id>.html`. Only the search runs a script: ours, allowed by its hash alone. It puts what it finds in
as text, never as HTML, and makes every address of ids and numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bilingual.errors import UsageError
from bilingual.records import Edition, Severity
from bilingual.render import words
from bilingual.render.edition_view import (
    ONLY_HERE,
    ArticleView,
    EditionView,
    arrange_edition,
    newest_first,
    only_in,
    story_parts,
)
from bilingual.render.html import POLICY, render_html, render_template, template_text
from bilingual.render.view import Pair, View

ISSUE_FILE: Final = "index.html"
HANDFUL: Final = 5  # an issue with more stories than that begins with a list of them
MOST_PLACES: Final = 6  # sentences named for one kind of flag; the page of the brief names them all
FIRST_ONLY: Final = 3  # sentences that only one source has, shown without being asked for
MOST_HEADLINES: Final = 8  # of one issue in the archive


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of flag in a brief, and the first sentences with it: (index, name)."""

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
    """The issue as a page, its briefs beside it as `<brief id>.html`; the same Edition gives the
    same bytes.

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
    """(file name, page) of every brief, in the order of `edition.briefs`, each leading back.

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
    """All issues, newest first and in more detail, each with a link to its own page."""
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
    """What is flagged, by kind: serious ones first, else in the order of the article."""
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
    articles = [each for view in views for story in view.stories for each in story.articles]
    return words.listing(
        [
            words.plural(len(views), "issue"),
            words.plural(sum(len(view.stories) for view in views), "story", "stories"),
            words.plural(len(articles), "article"),
        ]
    )


# Of the index. Beyond it older articles are searched in brief.
MOST_BYTES: Final = 8_000_000
# In <script> nothing may look like a tag or comment; U+2028 ends lines in old scripts.
ESCAPED: Final = "<>&\u2028\u2029"


def render_search(
    editions: Sequence[Edition | EditionView],
    *,
    archive_url: str = "index.html",
    most_bytes: int = MOST_BYTES,
) -> str:
    """The page that searches all issues, newest first, and lists them where no script runs.

    Searched are headline, excerpt, key points and every sentence, in both languages, without regard
    to case and accents. An article of 23 sentences takes 5,000 bytes of the index (mean of the 13
    articles of the corpus), so that 1,600 articles are searched whole. When the index reaches
    `most_bytes`, articles of older issues come in by headline, excerpt and key points alone (1,400
    bytes), and the page says from which issue on.
    """
    from markupsafe import Markup

    views = newest_first(editions)
    index, brief_from = search_index(views, most_bytes)
    script = template_text("search.js")
    return render_template(
        "search.html",
        policy=f"{POLICY}; script-src '{script_hash(script)}'",
        views=views,
        title=views[0].title if views else "Newsletter",
        archive_url=archive_url,
        brief_from=brief_from,
        index=Markup(safe_json(index)),
        script=Markup(script),
    )


def search_index(
    views: Sequence[EditionView], most_bytes: int
) -> tuple[dict[str, Any], EditionView | None]:
    """What the script searches, and the first issue that is in it in brief only.

    `issues` are [id, title, line, first language]; `articles` [issue, id, source, date, sentences
    of the title, key points, excerpt, texts, numbers, none]: key points and excerpt are numbers of
    sentences, texts English and French in turn (0 for English: not translated), numbers those of
    the sentences or 0 for all in order, none an empty list (earlier versions had points there that
    a model wrote, and the script still reads it).
    """
    issues, articles, size = [], [], 0
    brief_from: EditionView | None = None
    for place, view in enumerate(views):
        issues.append([view.id, view.title, view.line, view.first])
        for shown in (each for story in view.stories for each in story.articles):
            article = _article(place, shown, whole=brief_from is None)
            size += len(safe_json(article).encode())
            if size > most_bytes and brief_from is None:
                brief_from = view
                article = _article(place, shown, whole=False)
            articles.append(article)
    return {"issues": issues, "articles": articles}, brief_from


def safe_json(value: Any) -> str:
    """Compact JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in ESCAPED:  # forty times as fast as str.translate
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def script_hash(script: str) -> str:
    """As a Content-Security-Policy names it, https://www.w3.org/TR/CSP3/#external-hash."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _article(issue: int, article: ArticleView, *, whole: bool) -> list[Any]:
    view = article.view
    titles = len(view.title.pairs) if view.title else 0
    key = list(dict.fromkeys(pair.index for point in view.points for pair in point.shown))
    excerpt = [pair.index for pair in article.excerpt]
    chosen = {*range(max(titles, 1)), *key, *excerpt}
    pairs = view.pairs if whole else [pair for pair in view.pairs if pair.index in chosen]
    return [
        issue,
        view.id,
        article.source,
        view.date,
        titles,
        key,
        excerpt,
        [text for pair in pairs for text in _texts(pair)],
        0 if whole else [pair.index for pair in pairs],
        [],
        [
            [pair.index for pair in pairs if pair.severity == severity]
            for severity in ("check", "serious")
        ],
    ]


def _texts(pair: Pair) -> tuple[str | int, str]:
    return 0 if pair.untranslated else pair.english, pair.french
