"""Sentences -> ranked KeyPoints, chosen on the French side, before any translation.

Only whole sentences of the standfirst and the body are points. One that leans on its neighbour ("Il
a ajouté …", "Mais …") is passed over for one that stands alone, or shown with the sentence before
it; no two points say the same thing, none merely repeats the headline.

Points come in the order to show them, and that is the order of the article: news puts what matters
first, and a point read after the one it follows from needs no explanation. `weight` says which are
the strongest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from bilingual.errors import SettingsError
from bilingual.key_points.dependence import SHORTEST, dependence
from bilingual.key_points.features import content_words
from bilingual.key_points.ranker import Ranking, Unit, built_in, choose, expected_f1
from bilingual.records import Flag, KeyPoint, Sentence

# Factors on what a sentence is expected to say. The first three are judgements, not fitted:
# OrangeSum knows neither standfirsts (there they are the abstracts to be matched) nor flags, and
# its ROUGE does not mind a dangling pronoun.
STANDFIRST = 1.2
LEANS = 0.8
SERIOUS_FLAG = 0.8
# Expected hits per word, as a share of the best sentence's; below it a sentence is padding. On
# training articles 0.5 to 0.75 made little difference to ROUGE-1.
WEAK = 0.6
# Points fewer than asked for, where the last would be padding: it costs more words than it is
# expected to tell.
SPARED = 1
# Content words in common, as a share of the shorter one's: from here on the second point says
# nothing new.
SAME = 0.5
# Content words of a point that the headline has already.
REPEATS_TITLE = 0.8


def key_points(
    sentences: Sequence[Sentence],
    *,
    k: int = 4,
    method: str = "ranker",
    flags: Sequence[Flag] = (),
) -> tuple[KeyPoint, ...]:
    """At most `k` points, ranks from 1 in the order to show.

    `sentences` are all of the article, in order. One fewer where the last would be padding, and
    fewer when the article is short (at most every second sentence) or has no more sentences that
    can be shown. `weight` is the expected ROUGE-1 F1 (0-1) of the sentence alone against an
    abstract. `method` is "ranker", or "lead" for the baseline: the first sentences, whatever they
    are, each worth 1/rank. A serious flag lets the ranker prefer another sentence that is nearly as
    good. Raises SettingsError for any other method.
    """
    pool = [s for s in sentences if s.role in ("standfirst", "body")]
    wanted = min(k, math.ceil(len(pool) / 2))
    if method == "lead":
        return _lead(pool[:wanted])
    if method != "ranker":
        raise SettingsError(
            f"key points cannot be chosen by '{method}'",
            hint="Use ranker or lead.",
        )
    serious = frozenset(flag.index for flag in flags if flag.severity == "serious")
    title = " ".join(s.text for s in sentences if s.role == "title")
    ranking = built_in().rank([s.text for s in pool], title)
    words = [content_words(s.text) for s in pool]
    units = _units(sentences, pool, serious, content_words(title))
    scores = ranking.scores()
    chosen = _choose(ranking, units, words, wanted)
    # An article of nothing but leaning sentences still has a first one.
    chosen = chosen or [Unit((0,))][:wanted]
    in_order = sorted(chosen, key=lambda unit: unit.positions)
    return tuple(
        KeyPoint(
            rank=rank,
            index=pool[unit.positions[-1]].index,
            lead_in=pool[unit.positions[0]].index if len(unit.positions) > 1 else None,
            weight=round(scores[unit.positions[-1]], 4),
        )
        for rank, unit in enumerate(in_order, start=1)
    )


def _choose(
    ranking: Ranking,
    units: Sequence[Unit],
    words: Sequence[frozenset[str]],
    wanted: int,
) -> list[Unit]:
    """From the strong units; from all of them only where more than SPARED points would be missing.

    The last point goes if the points before it make a better summary without it.
    """

    def may_join(unit: Unit, others: Sequence[Unit]) -> bool:
        return _is_new(unit, others, words)

    shares = ranking.shares()
    best = max((shares[unit.positions[-1]] for unit in units), default=0.0)
    strong = [unit for unit in units if shares[unit.positions[-1]] >= WEAK * best]
    chosen = choose(ranking, strong, wanted, may_join=may_join)
    fill = max(1, wanted - SPARED)
    if len(chosen) < fill:
        chosen = choose(ranking, units, fill, start=chosen, may_join=may_join)
    if len(chosen) > fill and expected_f1(ranking, chosen) < expected_f1(ranking, chosen[:-1]):
        chosen = chosen[:-1]
    return chosen


def _lead(pool: Sequence[Sentence]) -> tuple[KeyPoint, ...]:
    return tuple(
        KeyPoint(rank=rank, index=sentence.index, weight=round(1 / rank, 4), method="lead")
        for rank, sentence in enumerate(pool, start=1)
    )


def _units(
    sentences: Sequence[Sentence],
    pool: Sequence[Sentence],
    serious: frozenset[int],
    title: frozenset[str],
) -> list[Unit]:
    """What may be shown: positions in `pool`, the lead-in first where there is one."""
    neighbours = _neighbours(sentences)
    units = []
    for position, sentence in enumerate(pool):
        if _repeats(content_words(sentence.text), title):
            continue
        reason = dependence(sentence.text)
        positions: tuple[int, ...] = (position,)
        if reason:
            # Together they must stand alone: the pair may hold a quotation that neither holds
            # whole.
            if sentence.index not in neighbours or dependence(
                f"{pool[position - 1].text} {sentence.text}"
            ):
                continue
            positions = (position - 1, position)
        factor = (STANDFIRST if sentence.role == "standfirst" else 1.0) * (LEANS if reason else 1.0)
        if any(pool[p].index in serious for p in positions):
            factor *= SERIOUS_FLAG
        units.append(Unit(positions, factor))
    return units


def _neighbours(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Indices of the sentences that may be led in by the sentence before them."""
    return frozenset(
        after.index for before, after in pairwise(sentences) if before.role == after.role
    )


def _repeats(words: frozenset[str], title: frozenset[str]) -> bool:
    return bool(title) and len(words & title) >= REPEATS_TITLE * max(1, len(words))


def _is_new(unit: Unit, chosen: Sequence[Unit], words: Sequence[frozenset[str]]) -> bool:
    """Whether `unit` shows no sentence twice and says something that no chosen point says."""
    shown = {position for other in chosen for position in other.positions}
    if shown & set(unit.positions):
        return False
    mine = words[unit.positions[-1]]
    for position in shown:
        other = words[position]
        shorter = max(SHORTEST, min(len(mine), len(other)))
        if len(mine & other) >= SAME * shorter:
            return False
    return True
