"""The best of several attempts: as asked, with penalties, with what is missing put in its place,
and clause by clause.

A failure (a loop, French left, nothing said) is tried again with penalties. What the best attempt
still lacks of terms, names and numbers is placed: the model translates on behind a beginning that
has it, from the left to the right. What fails or lacks something even then is translated clause by
clause, by the same steps, because a long sentence loses its end; only then is a word put where the
model said nothing of it. An attempt counts only when it fails and loses less than the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bilingual.engines.base import Hypothesis
from bilingual.translate import clauses
from bilingual.translate.attempts import Attempt, better, judge, judge_clauses
from bilingual.translate.demands import Demand, beginning, spliced, unmet
from bilingual.translate.search import Search, Told

ROUNDS: Final = 6  # words placed in one text at most; each costs a second translation of the rest
PLACING_BEAM: Final = 2

_Tried = set[tuple[str, str]]  # a text, and how its English was begun


def best_attempts(parts: Sequence[str], search: Search, *, told: Told) -> dict[str, Attempt]:
    """The best attempt at each part; `told` hears when the first attempts at a batch are done."""
    best = _attempts(parts, search, told)
    tried: _Tried = set()
    _place(best, search, tried, insert=False)
    failing = [
        part for part in parts if best[part].failure or (search.place and best[part].missing)
    ]
    in_clauses = {part: clauses.clauses(part) for part in failing}
    in_clauses = {part: cut for part, cut in in_clauses.items() if len(cut.parts) > 1}
    of = _attempts(list(dict.fromkeys(c for cut in in_clauses.values() for c in cut.parts)), search)
    _place(of, search, tried, insert=True)
    for part, cut in in_clauses.items():
        best[part] = better(best[part], judge_clauses(part, cut, of, search.terms))
    _place(best, search, tried, insert=True)
    return best


def _attempts(texts: Sequence[str], search: Search, told: Told | None = None) -> dict[str, Attempt]:
    """Each text whole: as asked, and with penalties where that failed."""
    said = search.run(texts, told=told)
    best = {text: judge(text, said[text], search.terms) for text in texts}
    bad = [text for text, attempt in best.items() if attempt.failure]
    stricter = replace(search.decoding, repetition_penalty=1.2, no_repeat_ngram=3)
    for text, hypothesis in search.run(bad, stricter).items():
        best[text] = better(best[text], judge(text, hypothesis, search.terms))
    return best


def _place(best: dict[str, Attempt], search: Search, tried: _Tried, *, insert: bool) -> None:
    """Places missing items in `best`. Without `insert`, only items whose French words the model
    translated somehow. Beginnings in `tried` are skipped: they would give the same text again."""
    if not search.place:
        return
    decoding = replace(search.decoding, beam=PLACING_BEAM, hypotheses=PLACING_BEAM)
    losing = waiting = [part for part, attempt in best.items() if attempt.missing]
    for part in losing:
        best[part] = _spliced(part, best[part], search, alike=True)
    for _ in range(ROUNDS):
        begun: dict[str, tuple[Demand, str]] = {}
        for part in waiting:
            next_one = _next_place(part, best[part], search, tried, insert)
            if next_one is not None:
                begun[part] = next_one
                tried.add((part, next_one[1]))
        said = search.run_after({part: begin for part, (_, begin) in begun.items()}, decoding)
        for part, hypothesis in said.items():
            new = judge(part, hypothesis, search.terms)
            if new.badness < best[part].badness:
                best[part] = _after(best[part], new, *begun[part])
        waiting = list(begun)
    for part in losing if insert else ():
        best[part] = _spliced(part, best[part], search, alike=False)


def _spliced(part: str, attempt: Attempt, search: Search, *, alike: bool) -> Attempt:
    """The attempt with its garbled names and numbers corrected, wherever that makes it better."""
    for demand in unmet(part, attempt.text, search.terms) if attempt.missing else ():
        changed = spliced(demand, attempt.text, attempt.alignment(), alike=alike)
        if changed is not None:
            text, alignment = changed
            new = judge(
                part,
                Hypothesis(text, attempt.score, alignment=partial(tuple, alignment)),
                search.terms,
            )
            if new.badness < attempt.badness:
                attempt = replace(new, retried=True, placed=(*attempt.placed, demand))
    return attempt


def _next_place(
    part: str, attempt: Attempt, search: Search, tried: _Tried, insert: bool
) -> tuple[Demand, str] | None:
    """The leftmost missing item that was not tried yet. Everything to its right will be translated
    again."""
    demands = unmet(part, attempt.text, search.terms)
    alignment = attempt.alignment() if demands else ()  # they become Python objects only here
    places = [
        (demand, begin)
        for demand in demands
        if (begin := beginning(demand, attempt.text, alignment, insert=insert))
        and (part, begin) not in tried
    ]
    return min(places, key=lambda place: len(place[1]), default=None)


def _after(old: Attempt, new: Attempt, demand: Demand, begin: str) -> Attempt:
    """The new attempt with a combined score: the old score counts for the forced beginning, the new
    one for the rest."""
    score = new.score
    if old.score is not None and new.score is not None:
        kept = len(begin) / max(1, len(new.text))
        score = kept * old.score + (1 - kept) * new.score
    return replace(new, score=score, retried=True, placed=(*old.placed, demand))
