"""Edition -> EditionView: what every form of an issue shows, in order, with no markup yet.

The e-mail, the pages, the Markdown and the feeds are rendered from this one view, so they cannot
disagree about what the issue says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from bilingual.records import Edition, Section, Story, Telling
from bilingual.render import words
from bilingual.render.arrange import arrange
from bilingual.render.introduction import introduction_html, introduction_text
from bilingual.render.view import Lang, Pair, Point, View

EXCERPT_WORDS: Final = 45  # of English; an excerpt stops after the sentence that reaches them
EXCERPT_SENTENCES: Final = 3
REST: Final = "More stories"  # the stories that no section claims, after those that one does
_FILE_NAME: Final = re.compile(r"\S+\.(?:txt|md|markdown|html?|xhtml|xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article of a story: the view of its brief, and what no other article says."""

    view: View
    excerpt: tuple[Pair, ...]
    only: tuple[Pair, ...]
    page: str

    @property
    def points(self) -> tuple[Point, ...]:
        return self.view.points

    @property
    def source(self) -> str:
        """The outlet, else the host of its address; "" where only a file name is known."""
        named = "" if _FILE_NAME.fullmatch(self.view.source) else self.view.source
        if self.view.url and (not named or words.safe_url(named)):
            return words.host(self.view.url)
        return named


@dataclass(frozen=True, slots=True)
class StoryView:
    """`anchor` is the id of the story on a page, unique in the issue."""

    anchor: str
    lead: ArticleView
    others: tuple[ArticleView, ...]

    @property
    def articles(self) -> tuple[ArticleView, ...]:
        return (self.lead, *self.others)


@dataclass(frozen=True, slots=True)
class SectionView:
    title: str
    anchor: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """`views` are of all briefs, as the edition lists them.

    `first` and `second` are the languages in order; `url` is that of the issue, if published.

    `introduction` is safe HTML, `introduction_text` plain text; all else is to be escaped.
    """

    edition: Edition
    views: tuple[View, ...]
    title: str
    number: str
    date: str
    machine_date: str
    first: Lang
    second: Lang
    introduction: str
    introduction_text: str
    preheader: str
    sender_name: str
    notices: tuple[str, ...]
    unsubscribe: str
    url: str | None
    sections: tuple[SectionView, ...]
    tally: tuple[str, ...]
    models: tuple[str, ...]
    program: str

    @property
    def id(self) -> str:
        return self.edition.id

    @property
    def stories(self) -> tuple[StoryView, ...]:
        return tuple(story for section in self.sections for story in section.stories)

    @property
    def line(self) -> str:
        """What stands under the title: "No. 12 · 21 January 2025"."""
        return " · ".join(part for part in (self.number, self.date) if part)

    @property
    def subject(self) -> str:
        """The subject of the e-mail: the title, and the number or the date."""
        return f"{self.title}, {self.number or self.date}"

    def page_url(self, article: ArticleView) -> str | None:
        """The address of the side-by-side page of a brief, where the issue has one."""
        return f"{self.url}{article.page}" if self.url else None


def arrange_edition(edition: Edition | EditionView) -> EditionView:
    """The view of an Edition, in the order of the issue; an EditionView is arranged already."""
    if isinstance(edition, EditionView):
        return edition
    views = tuple(map(arrange, edition.briefs))
    by_id = {view.id: view for view in views}
    sections = tuple(
        _section(number, section, by_id) for number, section in enumerate(edition.sections, 1)
    )
    shown = [each.view for part in sections for story in part.stories for each in story.articles]
    base = words.safe_url(edition.url)
    sender = edition.sender
    english_first = edition.languages == "en-fr"
    return EditionView(
        edition=edition,
        views=views,
        title=words.clean(edition.title),
        number=f"No. {edition.number}" if edition.number else "",
        date=words.long_date(edition.date),
        machine_date=words.machine_date(edition.date),
        first="en" if english_first else "fr",
        second="fr" if english_first else "en",
        introduction=introduction_html(edition.introduction),
        introduction_text=introduction_text(edition.introduction),
        preheader=words.clean(edition.preheader) or _preheader(sections),
        sender_name=words.clean(sender.name),
        notices=tuple(words.clean(notice) for notice in sender.notices),
        unsubscribe=sender.unsubscribe.strip(),
        url=f"{base.rstrip('/')}/{edition.id}/" if base else None,
        sections=sections,
        tally=_tally(sections, views),
        models=tuple(dict.fromkeys(view.model for view in shown)),
        program=words.clean(edition.program),
    )


def newest_first(editions: Iterable[Edition | EditionView]) -> list[EditionView]:
    """The views by date, then by number, the highest first; then by id."""
    by_id = sorted(map(arrange_edition, editions), key=lambda view: view.id)
    return sorted(
        by_id, key=lambda view: (view.edition.date, view.edition.number or 0), reverse=True
    )


def _section(number: int, section: Section, views: dict[str, View]) -> SectionView:
    stories = tuple(_story(story, views) for story in section.stories)
    title = words.clean(section.title) or (REST if number > 1 else "")
    return SectionView(title, f"part-{number}", stories)


def _story(story: Story, views: dict[str, View]) -> StoryView:
    lead, *others = (_article(telling, views[telling.brief]) for telling in story.tellings)
    return StoryView(f"story-{lead.view.id}", lead, tuple(others))


def _article(telling: Telling, view: View) -> ArticleView:
    return ArticleView(
        view=view,
        excerpt=tuple(_excerpt(view)),
        only=tuple(view.pairs[index] for index in telling.only),
        page=f"{quote(view.id)}.html",
    )


def _excerpt(view: View) -> Iterable[Pair]:
    """The standfirst, or the beginning of the article; whole sentences, never a heading."""
    for role in ("standfirst", "body"):
        pairs = [pair for part in view.body if part.role == role for pair in part.pairs]
        if pairs:
            return _beginning(pairs)
    return view.pairs[:1] if view.title is None else ()


def _beginning(pairs: Sequence[Pair]) -> Iterable[Pair]:
    count = 0
    for pair in pairs[:EXCERPT_SENTENCES]:
        yield pair
        count += len(pair.english.split())
        if count >= EXCERPT_WORDS:
            return


def _preheader(sections: Sequence[SectionView]) -> str:
    """The headlines of the first stories; a mail program shows what it has room for."""
    stories = [story for section in sections for story in section.stories]
    return " · ".join(story.lead.view.english_headline for story in stories[:3])


def _tally(sections: Sequence[SectionView], views: Sequence[View]) -> tuple[str, ...]:
    stories = sum(len(section.stories) for section in sections)
    to_check = sum(view.to_check for view in views)
    untranslated = sum(view.untranslated for view in views)
    return (
        words.plural(stories, "story", "stories"),
        words.plural(len(views), "article"),
        words.plural(sum(view.sentences for view in views), "sentence"),
        f"{to_check:,} to check" if to_check else "none flagged",
        *([f"{untranslated:,} not translated"] if untranslated else []),
    )


ONLY_HERE: Final = "only here"


@dataclass(frozen=True, slots=True)
class StoryParts:
    """What stands under the headline of a story, each sentence only once.

    `more` says that the headline or the excerpt has some of the points already. `only` are the
    sentences that no other source has, by index, and `rest` those of them that stand nowhere else
    under the headline; both are empty where one source tells the story.
    """

    excerpt: tuple[Pair, ...]
    points: tuple[Point, ...]
    more: bool
    only: frozenset[int]
    rest: tuple[Pair, ...]


@dataclass(slots=True)
class Shown:
    """The indexes of the sentences of an article that were shown, so that none is shown twice."""

    indexes: set[int] = field(default_factory=set)

    def add(self, pairs: Iterable[Pair]) -> None:
        self.indexes.update(pair.index for pair in pairs)

    def new(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """Those that were not shown yet."""
        return tuple(pair for pair in pairs if pair.index not in self.indexes)

    def new_points(self, points: Iterable[Point]) -> Iterator[Point]:
        """Each key point of which something is new, whole; it counts as shown then."""
        for point in points:
            if self.new(point.shown):
                self.add(point.shown)
                yield point


def story_parts(story: StoryView) -> StoryParts:
    lead, shown = story.lead, Shown()
    shown.add(headline_pairs(lead))
    excerpt = shown.new(lead.excerpt)
    shown.add(excerpt)
    points = tuple(shown.new_points(lead.points))
    only = lead.only if story.others else ()
    return StoryParts(
        excerpt=excerpt,
        points=points,
        more=len(points) < len(lead.points),
        only=frozenset(pair.index for pair in only),
        rest=shown.new(only),
    )


def only_in(article: ArticleView) -> tuple[Pair, ...]:
    """What only this source says, but for its headline, which stands above it."""
    shown = Shown()
    shown.add(headline_pairs(article))
    return shown.new(article.only)


def headline_pairs(article: ArticleView) -> Sequence[Pair]:
    """The title, or the first sentence when there is no title."""
    return article.view.title.pairs if article.view.title else article.view.pairs[:1]
