"""Which briefs tell the same story: the most similar are put together first, by average linkage.

A story never grows along a chain: what joins it has to be similar, on average, to everything in it.
The outcome does not depend on the order of the briefs. How similar two briefs are:

    (NAMES * names + words + ROOTS * roots + CONCEPTS * concepts + NUMBERS * numbers) / sum
        * places * days

The first five are cosines of weighted terms, 0-1. `days` lowers the score of briefs published far
apart or naming other days, and raises that of briefs naming the same: the same people doing the
same thing a week later differ in little else. The constants and the threshold were chosen on the
calibration part of tests/data/same_event.jsonl.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bilingual.newsletter.profile import Profile, number_weight, places, profile, weight
from bilingual.records import Brief

Matrix = NDArray[np.float64]

# Mean similarity from which two stories are one. Chosen with the constants below on the 156
# articles (101 pairs) marked "calibration" in tests/data/same_event.jsonl, where 0.11 to 0.135 give
# precision 0.96 at recall 0.94. On the 54 articles (32 pairs) that were measured only once it
# stood: precision 1.00 (28 of 28) at recall 0.875 (28 of 32). Earlier choices fell short on
# articles not seen before; tests/benchmarks/same_event.py says how far.
SAME_STORY: Final = 0.13
_NEVER: Final = -1e9

NAMES: Final = 0.7
ROOTS: Final = 1.0
CONCEPTS: Final = 0.5
NUMBERS: Final = 0.3
TITLED: Final = 1.2  # a term of the title counts this much more
RARENESS: Final = 2.0  # power of the weights
# Of squared norm, so that one shared name or number is not all there is to share.
FEW_NAMES: Final = 1.0
FEW_NUMBERS: Final = 1.0
# Articles that name people or places of this weight each and share none tell of two places.
NAMED: Final = 2.0
STRANGE: Final = 0.1
STRANGERS: Final = 0.4
# Terms that many articles share say less; this many stand for the rest of the press.
PRESS: Final = 1000

SAME_DAY: Final = 1.5
NEXT_DAY: Final = 0.5
OTHER_DAY: Final = 0.3
# With one date unknown only weekdays can tell; "mardi" and "mercredi" are then two events.
OTHER_WEEKDAY: Final = 0.25
# One reports what happened after the other was printed: by one day, by more.
LATER: Final = (0.3, 0.2)
# Per day of publication after the first, and the least that is left.
FADING: Final = 0.6
FADED: Final = 0.1
# Below this the days make no difference to any decision.
UNLIKE: Final = 0.02


def group(
    briefs: Sequence[Brief],
    *,
    together: Sequence[Sequence[str]] = (),
    apart: Collection[frozenset[str]] = (),
    automatic: bool = True,
) -> list[list[str]]:
    """Ids of the briefs, one list a story; each list and the lists themselves in order of id.

    What is `together` starts as one story, others may join it; the pairs of `apart` never meet.
    Without `automatic` nothing else is put together.
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
    table = similarities([profile(brief) for brief in briefs])
    for pair in apart:
        one, other = (places[each] for each in pair)
        table[one, other] = table[other, one] = _NEVER
    return table


def _merged(stories: list[list[int]], table: Matrix) -> list[list[int]]:
    """Stories joined two by two, the most similar first, until none are similar enough."""
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


def similarities(profiles: Sequence[Profile]) -> Matrix:
    """The similarities of all pairs, 0 to SAME_DAY, rounded so that equal ones are ties."""
    common = _common(profiles)
    words = [_words(each, each.words, common) for each in profiles]
    roots = [_words(each, each.roots, common) for each in profiles]
    concepts = [_concepts(each, common) for each in profiles]
    both = [one | two | three for one, two, three in zip(words, roots, concepts, strict=True)]
    names = [_names(each, row) for each, row in zip(profiles, both, strict=True)]
    numbers = [_numbers(each) for each in profiles]
    named = _cosines(names, FEW_NAMES, both)
    alike: Matrix = NAMES * named + _cosines(words) + ROOTS * _cosines(roots)
    alike += CONCEPTS * _cosines(concepts) + NUMBERS * _cosines(numbers, FEW_NUMBERS)
    alike /= NAMES + 1 + ROOTS + CONCEPTS + NUMBERS
    spoken = np.array([math.fsum(row.values()) >= NAMED for row in names])
    alike[(named < STRANGE) & np.outer(spoken, spoken)] *= STRANGERS
    for i, j in np.argwhere(np.triu(alike, 1) > UNLIKE):
        alike[i, j] = alike[j, i] = alike[i, j] * days_fit(profiles[i], profiles[j])
    return np.asarray(np.round(alike, 6), dtype=np.float64)


def days_fit(left: Profile, right: Profile) -> float:
    """What the days do to the similarity of two briefs, as a factor; 1 when nothing is known."""
    factor = 1.0
    if left.published and right.published:
        apart = abs((left.published - right.published).days)
        factor = max(FADED, math.exp(-FADING * max(0, apart - 1)))
    if left.days & right.days:
        factor *= SAME_DAY
    elif left.led and right.led:
        apart = min(abs((one - other).days) for one in left.led for other in right.led)
        factor *= NEXT_DAY if apart == 1 else OTHER_DAY
    elif left.weekdays and right.weekdays and not (left.published and right.published):
        factor *= SAME_DAY if left.weekdays & right.weekdays else OTHER_WEEKDAY
    if left.days & right.days:
        return factor
    return factor * min(_printed_before(left, right), _printed_before(right, left))


def _printed_before(left: Profile, right: Profile) -> float:
    """Less than 1 when the event that `right` reports first happened after `left` was published."""
    if not left.published or not right.led:
        return 1.0
    late = (min(right.led) - left.published).days
    return 1.0 if late < 1 else LATER[0] if late == 1 else LATER[1]


def _common(profiles: Sequence[Profile]) -> dict[str, float]:
    """How common each term is in this issue, beyond the two articles that any shared term has."""
    counts: dict[str, int] = {}
    for each in profiles:
        for term in each.words.keys() | each.roots.keys() | each.concepts.keys():
            counts[term] = counts.get(term, 0) + 1
    return {
        term: (count - 2) / (len(profiles) + PRESS) for term, count in counts.items() if count > 2
    }


def _weight(term: str, profile: Profile, common: Mapping[str, float]) -> float:
    rare = weight(term)
    if term in common:
        rare = min(rare, math.log(common[term]) / math.log(1 / PRESS))
    return float(rare**RARENESS) * (TITLED if term in profile.titled else 1.0)


def _words(
    profile: Profile, counts: Mapping[str, int], common: Mapping[str, float]
) -> dict[str, float]:
    return {
        term: _weight(term, profile, common) * (1 + math.log(count) / 2)
        for term, count in counts.items()
    }


def _names(profile: Profile, words: Mapping[str, float]) -> dict[str, float]:
    """Names and the countries that are spoken of; "Londres" and "les Britanniques" are one."""
    countries = places() & profile.concepts.keys()
    return {name: words[name] for name in profile.names | countries if name in words}


def _concepts(profile: Profile, common: Mapping[str, float]) -> dict[str, float]:
    return {each: _weight(each, profile, common) for each in profile.concepts}


def _numbers(profile: Profile) -> dict[str, float]:
    return {number: number_weight(number) for number in profile.numbers}


def _cosines(
    rows: Sequence[Mapping[str, float]],
    few: float = 0.0,
    others: Sequence[Mapping[str, float]] | None = None,
) -> Matrix:
    """Cosines of the rows, damped where a row holds little (`few` is added to the squared norms).

    With `others`, a term counts where only the other's fuller row has it: "Rouen", "rouennais".
    """
    fuller = rows if others is None else others
    terms = sorted({term for row in fuller for term in row})
    columns = {term: place for place, term in enumerate(terms)}
    table, full = _table(rows, columns), _table(fuller, columns)
    norms = np.sqrt((table**2).sum(axis=1) + few)
    norms[norms == 0] = 1.0
    shared = table @ full.T
    return np.asarray(
        np.minimum(1.0, np.maximum(shared, shared.T) / np.outer(norms, norms)), dtype=np.float64
    )


def _table(rows: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> Matrix:
    table = np.zeros((len(rows), max(1, len(columns))))
    for place, row in enumerate(rows):
        for term, value in row.items():
            table[place, columns[term]] = value
    return table
