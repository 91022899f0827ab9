"""StoryView -> StoryPassages: which passages of a story an e-mail shows, in what order, and where each flag is explained.

The HTML, the plain text and the fragment are written from these parts, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from bilingual.errors import UsageError
from bilingual.records import Role, Severity
from bilingual.render.edition_view import EditionView, StoryView, Told
from bilingual.render.story_parts import headline_pairs
from bilingual.render.view import Lang, Pair

Depth = Literal["excerpt", "full", "points"]
# What only one paper says, at most so many sentences of each; two long articles can share little.
MOST_ONLY: Final = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that stand together in both languages.

    `explained` are those whose flags have their reasons here; a sentence that is shown twice has them once. `only` are
    the indexes of the sentences that no other paper has. Without `gloss` it is shown in the first
    language alone.
    """

    pairs: tuple[Pair, ...]
    role: Role = "body"
    explained: tuple[Pair, ...] = ()
    only: frozenset[int] = frozenset()
    gloss: bool = True

    def languages(self, first: Lang, second: Lang) -> tuple[Lang, ...]:
        """The languages to show, in this order; only one where there is no translation to put beside the French."""
        if self.pairs and all(pair.untranslated for pair in self.pairs):
            return ("fr",)
        return (first, second) if self.gloss else (first,)

    @property
    def reasons(self) -> tuple[tuple[str, Pair], ...]:
        """(words of the sentence, sentence): the words are "" where the passage leaves no doubt which one it is."""
        alone = len(self.pairs) == 1
        return tuple(("" if alone else beginning(p.english), p) for p in self.explained)

    @property
    def severity(self) -> Severity:
        """The worst of what is explained here."""
        return "serious" if any(p.severity == "serious" for p in self.explained) else "check"


@dataclass(frozen=True, slots=True)
class OtherParts:
    """What another paper adds: its own headline, and the first sentences that only it has; `unsaid` more are not here."""

    told: Told
    headline: Passage
    only: tuple[Passage, ...]
    unsaid: int


@dataclass(frozen=True, slots=True)
class StoryPassages:
    """A story as an e-mail shows it; `points` leaves out those that the excerpt has said already (`more` is then true)."""

    told: Told
    headline: Passage
    excerpt: tuple[Passage, ...]
    points: tuple[Passage, ...]
    more: bool
    text: tuple[Passage, ...]
    only: tuple[Passage, ...]
    unsaid: int
    others: tuple[OtherParts, ...]


@dataclass(frozen=True, slots=True)
class SectionParts:
    title: str
    stories: tuple[StoryPassages, ...]


def depth_of(*, full: bool, key_points_only: bool) -> Depth:
    """Raises UsageError when both are asked for."""
    if full and key_points_only:
        raise UsageError(
            "an issue cannot have the full text and the key points only",
            hint="Choose one of the two.",
        )
    return "full" if full else "points" if key_points_only else "excerpt"


def arrange_parts(page: EditionView, depth: Depth) -> tuple[SectionParts, ...]:
    """The parts of all stories of the issue, in its order."""
    return tuple(
        SectionParts(section.title, tuple(_story(story, depth) for story in section.stories))
        for section in page.sections
    )


def beginning(text: str, count: int = 5) -> str:
    """
    >>> beginning("The council said yes on Tuesday evening."), beginning("It rains.")
    ('The council said yes on …', 'It rains.')
    """
    found = text.split(" ")
    return text if len(found) <= count else " ".join(found[:count]) + " …"


@dataclass(slots=True)
class _Teller:
    """Makes the passages of one article in the order they are read, and remembers what was shown and explained."""

    told: Told
    compared: bool
    depth: Depth
    shown: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)

    def passage(self, pairs: Iterable[Pair], role: Role = "body") -> Passage:
        found = tuple(pairs)
        fresh = tuple(p for p in found if p.notes and p.index not in self.explained)
        self.explained.update(pair.index for pair in fresh)
        self.shown.update(pair.index for pair in found)
        only = frozenset(pair.index for pair in self.told.only) if self.compared else frozenset()
        gloss = self.depth != "points" or role == "title"
        return Passage(found, role, fresh, only, gloss)

    def headline(self) -> Passage:
        return self.passage(headline_pairs(self.told), "title")

    def excerpt(self) -> Iterable[Passage]:
        new = [pair for pair in self.told.excerpt if pair.index not in self.shown]
        if new:
            yield self.passage(new, new[0].role)

    def points(self) -> Iterable[Passage]:
        """Each key point that was not shown yet, whole."""
        for point in self.told.points:
            if any(pair.index not in self.shown for pair in point.shown):
                yield self.passage(point.shown)

    def text(self) -> Iterable[Passage]:
        for paragraph in self.told.view.body:
            yield self.passage(paragraph.pairs, paragraph.role)

    def only(self) -> tuple[tuple[Passage, ...], int]:
        """The first sentences that only this article has and that were not shown, and how many are left out."""
        left = [pair for pair in self.told.only if self.compared and pair.index not in self.shown]
        most = len(left) if self.depth == "full" else MOST_ONLY
        found = tuple(replace(self.passage((pair,)), only=frozenset()) for pair in left[:most])
        return found, len(left[most:])


def _story(story: StoryView, depth: Depth) -> StoryPassages:
    teller = _Teller(story.lead, bool(story.others), depth)
    headline = teller.headline()
    excerpt = tuple(teller.excerpt()) if depth == "excerpt" else ()
    points = tuple(teller.points())
    if depth == "points" and not points:
        excerpt = tuple(teller.excerpt())
    text = tuple(teller.text()) if depth == "full" else ()
    only, unsaid = teller.only()
    return StoryPassages(
        told=story.lead,
        headline=headline,
        excerpt=excerpt,
        points=points,
        more=len(points) < len(story.lead.points) and bool(excerpt),
        text=text,
        only=only,
        unsaid=unsaid,
        others=tuple(_other(told, depth) for told in story.others),
    )


def _other(told: Told, depth: Depth) -> OtherParts:
    teller = _Teller(told, True, depth)
    headline = teller.headline()
    only, unsaid = teller.only()
    return OtherParts(told, headline, only, unsaid)
