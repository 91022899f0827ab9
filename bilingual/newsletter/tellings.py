"""The order of the articles of one story, and the sentences that only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Final

from bilingual.language.dates import publication_moment
from bilingual.newsletter.profile import Terms, number_weight, stem, terms, weight
from bilingual.records import Brief, Sentence, Telling

# Words an article is worth as a lead; one that goes on beyond is no better for it.
LONG: Final = 600
# What is taken off, in words, for each doubtful sentence and for what a reader misses.
CHECK, SERIOUS, NO_TITLE, NO_URL, NO_DATE = 15, 40, 100, 60, 60

# A sentence is said elsewhere when another telling has this share of its weight, in one sentence or
# two in a row. Chosen on the 45 labelled sentences of tests/data/only_said.tsv: 0.50 to 0.60 finds
# 35 of the 36 that one article has alone, and 4 more. A sentence shown in vain costs less than one
# that is lost.
SAID: Final = 0.5
# A sentence that weighs less than this ("C’est fini.") says nothing that could be missed.
TELLING: Final = 0.5
# A name tells more than a word of the same rareness.
NAME: Final = 2.0


def tell(briefs: Sequence[Brief], first: str | None = None) -> tuple[Telling, ...]:
    """The articles of one story, the lead first, each with the sentences that no other article has.

    The lead is the article worth most: its words, up to LONG, less CHECK or SERIOUS words for each
    flag of that severity and NO_TITLE, NO_URL and NO_DATE where these are missing; of equals the
    one published first, then by id. `first` names a brief that leads whatever it is worth. Titles
    and headings are never among the sentences.
    """
    ordered = sorted(
        briefs,
        key=lambda brief: (
            -worth(brief),
            publication_moment(brief.article.published),
            brief.article.id,
        ),
    )
    ordered.sort(key=lambda brief: brief.article.id != first)
    if len(ordered) == 1:
        return (Telling(brief=ordered[0].article.id),)
    said = {brief.article.id: _Said.by(brief) for brief in ordered}
    return tuple(
        Telling(
            brief=brief.article.id,
            only=_only(brief, [said[other.article.id] for other in ordered if other is not brief]),
        )
        for brief in ordered
    )


def worth(brief: Brief) -> int:
    """How good a lead the brief is, in words; see `tell`."""
    words = sum(len(sentence.text.split()) for sentence in brief.sentences if _is_text(sentence))
    doubts = sum(SERIOUS if flag.severity == "serious" else CHECK for flag in brief.flags)
    article = brief.article
    missing = (
        (NO_TITLE, not article.title),
        (NO_URL, not article.url),
        (NO_DATE, not article.published),
    )
    return min(words, LONG) - doubts - sum(cost for cost, is_missing in missing if is_missing)


def _is_text(sentence: Sentence) -> bool:
    return sentence.role in ("standfirst", "body")


@dataclass(frozen=True, slots=True)
class _Said:
    """What one telling says: the terms of each sentence and pair of sentences, and its numbers."""

    windows: tuple[frozenset[str], ...]
    numbers: frozenset[str]

    @classmethod
    def by(cls, brief: Brief) -> _Said:
        found = [terms(sentence.text) for sentence in brief.sentences]
        single = [_all(each) for each in found]
        double = [left | right for left, right in pairwise(single)]
        numbers = frozenset(number for each in found for number in each.numbers)
        return cls((*single, *double), numbers)


def _all(found: Terms) -> frozenset[str]:
    numbers = (f"#{number}" for number in found.numbers)
    return frozenset((*found.words, *found.names, *found.concepts, *numbers))


def _only(brief: Brief, others: Iterable[_Said]) -> tuple[int, ...]:
    others = tuple(others)
    numbers = frozenset(number for other in others for number in other.numbers)
    windows = [window for other in others for window in other.windows]
    outlet = {stem(part) for part in brief.article.source.casefold().split()}
    return tuple(
        sentence.index
        for sentence in brief.sentences
        if _is_text(sentence) and _is_only(terms(sentence.text), windows, numbers, outlet)
    )


def _is_only(
    found: Terms, windows: Sequence[frozenset[str]], numbers: frozenset[str], outlet: set[str]
) -> bool:
    """Whether only this article says it: a new number, or words that no other text covers."""
    weights = _weights(found, outlet)
    # fsum: the order of a set is another in every process, and must not decide.
    total = fsum(weights.values())
    if total < TELLING:
        return False
    if any(len(number) > 1 and number not in numbers for number in found.numbers):
        return True
    return all(
        fsum(weights[term] for term in weights.keys() & window) / total < SAID for window in windows
    )


def _weights(found: Terms, outlet: set[str]) -> dict[str, float]:
    """What each term of a sentence counts; the outlet's own name counts nothing."""
    weights = {
        word: weight(word) ** 2 * (NAME if word in found.names else 1) for word in found.words
    }
    weights |= {each: weight(each) ** 2 / 2 for each in found.concepts}
    weights |= {f"#{number}": NAME * number_weight(number) for number in found.numbers}
    return {term: value for term, value in weights.items() if term not in outlet}
