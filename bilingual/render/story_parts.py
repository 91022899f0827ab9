"""What stands under the headline of a story where there is room for each sentence only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bilingual.render.edition_view import StoryView, Told
from bilingual.render.view import Pair, Point

ONLY_HERE: Final = "only here"


@dataclass(frozen=True, slots=True)
class StoryParts:
    """The leading article's excerpt without its headline, and the key points that the excerpt has not told yet.

    `more` says that it has told some. `only` are the sentences that no other source has, by index, and `rest` those
    of them that stand nowhere else under the headline; both are empty where one source tells the story.
    """

    excerpt: tuple[Pair, ...]
    points: tuple[Point, ...]
    more: bool
    only: frozenset[int]
    rest: tuple[Pair, ...]


def story_parts(story: StoryView) -> StoryParts:
    lead = story.lead
    said = {pair.index for pair in headline_pairs(lead)}
    excerpt = tuple(pair for pair in lead.excerpt if pair.index not in said)
    said |= {pair.index for pair in excerpt}
    points = tuple(
        point for point in lead.points if any(pair.index not in said for pair in point.shown)
    )
    said |= {pair.index for point in points for pair in point.shown}
    only = lead.only if story.others else ()
    return StoryParts(
        excerpt=excerpt,
        points=points,
        more=len(points) < len(lead.points),
        only=frozenset(pair.index for pair in only),
        rest=tuple(pair for pair in only if pair.index not in said),
    )


def only_in(told: Told) -> tuple[Pair, ...]:
    """What only this source says, but for its headline, which stands above it."""
    headline = {pair.index for pair in headline_pairs(told)}
    return tuple(pair for pair in told.only if pair.index not in headline)


def headline_pairs(told: Told) -> Sequence[Pair]:
    """Without a title the first sentence speaks for the article."""
    return told.view.title.pairs if told.view.title else told.view.pairs[:1]
