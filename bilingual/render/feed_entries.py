"""Issues -> the entries of a feed: each article once, under one id for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from bilingual.errors import UsageError
from bilingual.records import Edition
from bilingual.render import words
from bilingual.render.edition_view import (
    ONLY_HERE,
    ArticleView,
    EditionView,
    StoryView,
    headline_pairs,
    newest_first,
    only_in,
    story_parts,
)
from bilingual.render.html import render_template
from bilingual.render.markdown import NOT_TRANSLATED, percent_encoded
from bilingual.render.view import Pair

EPOCH: Final = "1970-01-01"  # for the first thousand years, whose dates HTML does not know
# XML 1.0 has no way to write these, not even as references.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """Another source of the story; `language` is None where the page has both."""

    url: str
    title: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A story of a feed; `url` is the side-by-side page, `original` the article.

    `title` is in the language of the issue that comes first, unless `title_lang` says otherwise.
    """

    id: str
    issue: EditionView
    lead: ArticleView
    title: str
    title_lang: str
    language: str
    url: str | None
    original: str | None
    related: tuple[RelatedLink, ...]
    published: str
    updated: str
    source: str
    summary: str
    content: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; `home` is the address of the site, without a final slash."""

    id: str
    title: str
    author: str
    language: str
    home: str | None
    updated: str
    program: str
    entries: tuple[Entry, ...]


def build_feed(editions: Sequence[Edition | EditionView], *, limit: int = 100) -> Feed:
    """The newest `limit` stories, newest issue first and within an issue as they are read.

    An article that stands in several issues is told in the newest. Raises UsageError without an
    issue, because a feed must have a name and a time of update, and for a limit below one.
    """
    if not editions:
        raise UsageError("a feed needs at least one issue", hint="Make an issue first.")
    if limit < 1:
        raise UsageError(
            "a feed needs room for at least one story", hint="Set the limit to 1 or more."
        )
    ordered = newest_first(editions)
    newest = ordered[0]
    home = next((url for each in ordered if (url := words.safe_url(each.edition.url))), None)
    known = home or newest.edition.sender.address or newest.title
    return Feed(
        id=_urn(f"urn:bilingual:feed:{known}"),
        title=newest.title or newest.id,
        author=newest.sender_name or newest.title or newest.id,
        language=newest.first,
        home=percent_encoded(home.rstrip("/")) if home else None,
        updated=_moment(newest.machine_date, EPOCH),
        program=newest.program,
        entries=tuple(islice(_entries(ordered), limit)),
    )


def xml_text(text: str) -> str:
    """The text without the characters that XML 1.0 forbids."""
    return _NOT_IN_XML.sub("", text)


def _entries(pages: Iterable[EditionView]) -> Iterator[Entry]:
    seen: set[str] = set()
    for page in pages:
        for section in page.sections:
            for story in section.stories:
                new = [each for each in story.articles if _identity(each) not in seen]
                seen |= {_identity(each) for each in new}
                if new:
                    left = StoryView(story.anchor, new[0], tuple(new[1:]))
                    yield _entry(page, section.title, left)


def _entry(page: EditionView, tag: str, story: StoryView) -> Entry:
    lead, others = story.lead, story.others
    view, english_first = lead.view, page.first == "en"
    untranslated = view.english_headline_lang == "fr"
    return Entry(
        id=_identity(lead),
        issue=page,
        lead=lead,
        # Of a headline that has no visible character the id is left, as on the pages.
        title=_text(headline_pairs(lead), english_first) or view.french_headline,
        title_lang="fr" if untranslated else page.first,
        language=page.first,
        url=_page(page, lead),
        original=_original(lead),
        related=tuple(_related(page, others)),
        published=_moment(view.machine_date, page.machine_date),
        updated=_moment(page.machine_date, EPOCH),
        source=lead.source or view.author or page.sender_name or page.title or page.id,
        summary=_text(lead.excerpt, english_first),
        content=_content(page, story),
        tags=(tag,) if tag else (),
    )


def _text(pairs: Iterable[Pair], english_first: bool) -> str:
    """The sentences without markup, marked where they are flagged or not translated."""
    return " ".join(_sentence(pair, english_first) for pair in pairs)


def _sentence(pair: Pair, english_first: bool) -> str:
    if not english_first:
        return pair.french
    if pair.untranslated:
        return f"{NOT_TRANSLATED} {pair.french}"
    return f"{pair.english} (⚠ {pair.labels_within})" if pair.notes else pair.english


def _content(page: EditionView, story: StoryView) -> str:
    html = render_template(
        "feed_entry.html",
        page=page,
        lead=story.lead,
        others=story.others,
        parts=story_parts(story),
        links={each.view.id: (_original(each), _page(page, each)) for each in story.articles},
        headline_pairs=headline_pairs,
        only_here=ONLY_HERE,
        only_in=only_in,
    )
    return html.rstrip("\n")


def _related(page: EditionView, others: Sequence[ArticleView]) -> Iterator[RelatedLink]:
    for article in others:
        headline = article.view.french_headline
        title = f"{article.source}: {headline}" if article.source else headline
        if original := _original(article):
            yield RelatedLink(original, title, "fr")
        elif side_by_side := _page(page, article):
            yield RelatedLink(side_by_side, title, None)


def _original(article: ArticleView) -> str | None:
    return percent_encoded(article.view.url) if article.view.url else None


def _page(page: EditionView, article: ArticleView) -> str | None:
    url = page.page_url(article)
    return percent_encoded(url) if url else None


def _identity(article: ArticleView) -> str:
    """The id of an article: its address, else the id of its brief and its headline.

    The id alone is often the name of a file, and "1.txt" is another article every week.

    The address of a whole site, given for want of a better one, is that of all its articles.
    """
    url = article.view.url
    parts = urlsplit(url or "")
    if url and (parts.path.strip("/") or parts.query):
        return _urn(url)
    return _urn(f"urn:bilingual:article:{article.view.id}:{article.view.french_headline}")


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name).urn


def _moment(known: str, otherwise: str) -> str:
    """The first moment, as RFC 3339, of what `words.machine_date` gives.

    >>> _moment("2025-01-21T18:30:00+01:00", ""), _moment("2025-01", "")
    ('2025-01-21T18:30:00+01:00', '2025-01-01T00:00:00Z')
    """
    if len(known) <= len("2025-01-21"):
        day = known or otherwise or EPOCH
        return f"{day}{EPOCH[len(day) :]}T00:00:00Z"
    moment = datetime.fromisoformat(known)
    offset = moment.utcoffset()
    if offset is None:
        return f"{moment.isoformat()}Z"
    if offset.total_seconds() % 60 == 0:
        return moment.isoformat()
    try:  # local time of long ago was off by seconds, which RFC 3339 cannot write
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        return f"{moment.replace(tzinfo=None).isoformat()}Z"
