"""Which briefs tell the same story."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bilingual.records import Brief


def group(
    briefs: Sequence[Brief],
    *,
    together: Sequence[Sequence[str]] = (),
    apart: Collection[frozenset[str]] = (),
    automatic: bool = True,
) -> list[list[str]]:
    """Ids of the briefs, one list a story; each list and the lists themselves in order of id."""
    del apart, automatic
    stories = [sorted(story) for story in together]
    grouped = {each for story in stories for each in story}
    stories += [[brief.article.id] for brief in briefs if brief.article.id not in grouped]
    return sorted(stories)
