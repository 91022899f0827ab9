"""In which order the articles of one story are told, and what only one of them says."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.records import Brief, Telling


def tell(briefs: Sequence[Brief], first: str | None = None) -> tuple[Telling, ...]:
    """The tellings of one story, the lead first."""
    ordered = sorted(briefs, key=_rank)
    ordered.sort(key=lambda brief: brief.article.id != first)
    return tuple(Telling(brief=brief.article.id) for brief in ordered)


def _rank(brief: Brief) -> tuple[float, ...]:
    return (-len(brief.sentences), len(brief.flags))
