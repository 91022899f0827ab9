"""Which briefs tell the same story: the most similar are put together first, by average linkage.

A story never grows along a chain: what joins it has to be similar, on average, to everything in it. The outcome does
not depend on the order of the briefs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from bilingual.newsletter.edition.profile import profile
from bilingual.records import Brief

if TYPE_CHECKING:
    from bilingual.newsletter.edition.similarity import Matrix

# Mean similarity from which two stories are one. Chosen with the constants of similarity.py on the 156 articles (101
# pairs) marked "calibration" in tests/data/same_event.jsonl, where 0.11 to 0.135 give precision 0.96 at recall 0.94. On
# the 54 articles (32 pairs) that were measured only once it stood: precision 1.00 (28 of 28) at recall 0.875 (28 of 32).
# Earlier choices fell short on articles not seen before; tests/benchmarks/same_event.py says how far.
SAME_STORY: Final = 0.13
_NEVER: Final = -1e9


def group(
    briefs: Sequence[Brief],
    *,
    together: Sequence[Sequence[str]] = (),
    apart: Collection[frozenset[str]] = (),
    automatic: bool = True,
) -> list[list[str]]:
    """Ids of the briefs, one list a story; each list and the lists themselves in order of id.

    What is `together` starts as one story, others may join it; the pairs of `apart` never meet. Without `automatic`
    nothing else is put together.
    """
    ordered = sorted(briefs, key=lambda brief: brief.article.id)
    ids = [brief.article.id for brief in ordered]
    places = {each: place for place, each in enumerate(ids)}
    bound = {each for story in together for each in story}
    start = [[places[each] for each in story] for story in together]
    start += [[place] for place, each in enumerate(ids) if each not in bound]
    if automatic:
        start = _merged(start, _linked(ordered, places, apart))
    return sorted(sorted(ids[place] for place in story) for story in start)


def _linked(
    briefs: Sequence[Brief], places: dict[str, int], apart: Collection[frozenset[str]]
) -> Matrix:
    """The similarities of all briefs, with pairs that must not meet out of reach."""
    from bilingual.newsletter.edition.similarity import similarities

    table = similarities([profile(brief) for brief in briefs])
    for pair in apart:
        one, other = (places[each] for each in pair)
        table[one, other] = table[other, one] = _NEVER
    return table


def _merged(stories: list[list[int]], table: Matrix) -> list[list[int]]:
    """Stories joined two by two, the most similar first, until none are similar enough."""
    import numpy as np

    stories = sorted(sorted(story) for story in stories)
    sizes = np.array([len(story) for story in stories], dtype=np.float64)
    member = np.zeros((len(stories), len(table)))
    for row, story in enumerate(stories):
        member[row, story] = 1 / len(story)
    means = member @ table @ member.T
    np.fill_diagonal(means, _NEVER)
    while len(stories) > 1:
        # Of equal means the first counts, so the order of ids decides.
        one, other = divmod(int(means.argmax()), len(stories))
        if means[one, other] < SAME_STORY:
            break
        row = (sizes[one] * means[one] + sizes[other] * means[other]) / (sizes[one] + sizes[other])
        means[one], means[:, one], means[one, one] = row, row, _NEVER
        means[other], means[:, other] = _NEVER, _NEVER
        sizes[one] += sizes[other]
        stories[one] = stories[one] + stories[other]
        stories[other] = []
    return [story for story in stories if story]
