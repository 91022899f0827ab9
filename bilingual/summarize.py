"""Sentences -> ranked KeyPoints, chosen on the French side so that a poor translation cannot change what is said.

Only whole sentences of the standfirst and the body are points. One that leans on its neighbour ("Il a ajouté …",
"Mais …") is passed over for one that stands alone, or shown with the sentence before it; two points never say the same
thing, and a point does not repeat the headline.

Points come in the order to show them: the most important first, the rest as the article tells them, because a reader
takes the first line for the story and the others for its course.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.ranking.openings import dependence
from bilingual.ranking.scorer import content_words, score_sentences
from bilingual.records import Flag, KeyPoint, Sentence

# Of the difference between the best and the median candidate.
_FLAGGED = 0.5
_LEANING = 0.5
# Shared content words, as a share of the shorter sentence's: above it the second says nothing new.
_SAME = 0.6
_REPEATS_TITLE = 0.8


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    weight: float
    value: float
    words: frozenset[str]
    lead_in: int | None


def key_points(
    sentences: Sequence[Sentence],
    *,
    k: int = 4,
    method: str = "ranker",
    flags: Sequence[Flag] = (),
) -> tuple[KeyPoint, ...]:
    """At most `k` points, ranks from 1 in the order to show; `weight` is the ranker's score.

    Fewer when the article is short (never more than every second sentence) or has no more that stand alone. `method`
    is "ranker", or "lead" for the baseline: the first sentences, whatever they are. `flags` make the ranker pass over
    a sentence with a serious flag when another is nearly as good. `sentences` are all of the article, in order.
    """
    pool = [s for s in sentences if s.role in ("standfirst", "body")]
    wanted = min(k, math.ceil(len(pool) / 2))
    if method == "lead":
        return tuple(
            KeyPoint(rank=rank, index=s.index, weight=1 / rank, method="lead")
            for rank, s in enumerate(pool[:wanted], start=1)
        )
    chosen = _choose(_candidates(sentences, pool, flags), _title_words(sentences), wanted)
    if not chosen and pool:
        chosen = [_Candidate(pool[0].index, 0.0, 0.0, frozenset(), None)]
    ordered = chosen[:1] + sorted(chosen[1:], key=lambda c: c.index)
    return tuple(
        KeyPoint(rank=rank, index=c.index, lead_in=c.lead_in, weight=round(c.weight, 4))
        for rank, c in enumerate(ordered, start=1)
    )


def _title_words(sentences: Sequence[Sentence]) -> frozenset[str]:
    return content_words(" ".join(s.text for s in sentences if s.role == "title"))


def _candidates(
    sentences: Sequence[Sentence], pool: Sequence[Sentence], flags: Sequence[Flag]
) -> list[_Candidate]:
    """Every sentence that may be shown, with what it is worth after what speaks against it."""
    title = " ".join(s.text for s in sentences if s.role == "title")
    weights = score_sentences([s.text for s in pool], title)
    spread = max(weights, default=0.0) - sorted(weights)[len(weights) // 2] if weights else 0.0
    serious = {flag.index for flag in flags if flag.severity == "serious"}
    before = dict(zip((s.index for s in sentences[1:]), sentences, strict=False))
    found = []
    for sentence, weight in zip(pool, weights, strict=True):
        reason = dependence(sentence.text)
        lead_in = _lead_in(before.get(sentence.index), sentence) if reason else None
        if reason == "fragment" or (reason and lead_in is None):
            continue
        shown = {sentence.index, lead_in}
        value = weight - spread * (_LEANING * bool(reason) + _FLAGGED * bool(shown & serious))
        words = content_words(sentence.text)
        found.append(_Candidate(sentence.index, weight, value, words, lead_in))
    return found


def _lead_in(before: Sentence | None, sentence: Sentence) -> int | None:
    """The sentence just before, if it is part of the same passage and stands alone itself."""
    if before is None or before.role != sentence.role or dependence(before.text):
        return None
    return before.index


def _choose(
    candidates: Sequence[_Candidate], title: frozenset[str], wanted: int
) -> list[_Candidate]:
    """Greedy, best first; what repeats the title or a chosen point, or is shown already, is left out."""
    chosen: list[_Candidate] = []
    shown: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (-c.value, c.index)):
        if len(chosen) == wanted:
            break
        taken = {candidate.index, candidate.lead_in} - {None}
        if taken & shown or _overlap(candidate.words, title) > _REPEATS_TITLE:
            continue
        if any(_overlap(candidate.words, other.words) > _SAME for other in chosen):
            continue
        chosen.append(candidate)
        shown |= {index for index in taken if index is not None}
    return chosen


def _overlap(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(1, min(len(words), len(others)))
