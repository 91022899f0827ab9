"""The best of several attempts: as asked, with penalties, by constrained decoding, and clause by
clause.

A failure (a loop, French left, nothing said) is tried again with penalties. What the best attempt
still lacks of terms, names and numbers is enforced: the model translates on behind a prefix that
has it, from the left to the right. What fails or lacks something even then is translated clause by
clause, by the same steps, because a long sentence loses its end; only then is a word put where the
model said nothing of it. An attempt counts only when it fails and lacks less than the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bilingual.engines.base import Hypothesis
from bilingual.translate import clauses
from bilingual.translate.attempts import Attempt, better, judge, judge_clauses
from bilingual.translate.constraints import Constraint, constrained_prefix, spliced, unmet
from bilingual.translate.search import OnProgress, Search

ROUNDS: Final = (
    6  # constraints enforced in one text at most; each costs a second translation of the rest
)
PREFIX_BEAM: Final = 2

_Tried = set[tuple[str, str]]  # a text, and the prefix that its English was given


def best_attempts(
    parts: Sequence[str], search: Search, *, on_progress: OnProgress
) -> dict[str, Attempt]:
    """The best attempt at each part; `on_progress` is called with every batch whose first
    attempts are done."""
    best = _attempts(parts, search, on_progress)
    tried: _Tried = set()
    _constrain(best, search, tried, insert=False)
    failing = [
        part for part in parts if best[part].failure or (search.constrained and best[part].missing)
    ]
    in_clauses = {part: clauses.clauses(part) for part in failing}
    in_clauses = {part: cut for part, cut in in_clauses.items() if len(cut.parts) > 1}
    of = _attempts(list(dict.fromkeys(c for cut in in_clauses.values() for c in cut.parts)), search)
    _constrain(of, search, tried, insert=True)
    for part, cut in in_clauses.items():
        best[part] = better(best[part], judge_clauses(part, cut, of, search.terms))
    _constrain(best, search, tried, insert=True)
    return best


def _attempts(
    texts: Sequence[str], search: Search, on_progress: OnProgress | None = None
) -> dict[str, Attempt]:
    """Each text whole: as asked, and with penalties where that failed."""
    said = search.run(texts, on_progress=on_progress)
    best = {text: judge(text, said[text], search.terms) for text in texts}
    bad = [text for text, attempt in best.items() if attempt.failure]
    stricter = replace(search.decoding, repetition_penalty=1.2, no_repeat_ngram=3)
    for text, hypothesis in search.run(bad, stricter).items():
        best[text] = better(best[text], judge(text, hypothesis, search.terms))
    return best


def _constrain(best: dict[str, Attempt], search: Search, tried: _Tried, *, insert: bool) -> None:
    """Enforces what is missing in `best`. Without `insert`, only where the model translated the
    French words somehow. Prefixes in `tried` are skipped: they would give the same text again."""
    if not search.constrained:
        return
    decoding = replace(search.decoding, beam=PREFIX_BEAM, hypotheses=PREFIX_BEAM)
    lacking = waiting = [part for part, attempt in best.items() if attempt.missing]
    for part in lacking:
        best[part] = _spliced(part, best[part], search, alike=True)
    for _ in range(ROUNDS):
        begun: dict[str, tuple[Constraint, str]] = {}
        for part in waiting:
            next_one = _next_constraint(part, best[part], search, tried, insert)
            if next_one is not None:
                begun[part] = next_one
                tried.add((part, next_one[1]))
        said = search.run_with_prefixes(
            {part: prefix for part, (_, prefix) in begun.items()}, decoding
        )
        for part, hypothesis in said.items():
            new = judge(part, hypothesis, search.terms)
            if new.badness < best[part].badness:
                best[part] = _continued(best[part], new, *begun[part])
        waiting = list(begun)
    for part in lacking if insert else ():
        best[part] = _spliced(part, best[part], search, alike=False)


def _spliced(part: str, attempt: Attempt, search: Search, *, alike: bool) -> Attempt:
    """The attempt with its garbled names and numbers corrected, wherever that makes it better."""
    for constraint in unmet(part, attempt.text, search.terms) if attempt.missing else ():
        changed = spliced(constraint, attempt.text, attempt.alignment(), alike=alike)
        if changed is not None:
            text, alignment = changed
            new = judge(
                part,
                Hypothesis(text, attempt.score, alignment=partial(tuple, alignment)),
                search.terms,
            )
            if new.badness < attempt.badness:
                attempt = replace(new, retried=True, enforced=(*attempt.enforced, constraint))
    return attempt


def _next_constraint(
    part: str, attempt: Attempt, search: Search, tried: _Tried, insert: bool
) -> tuple[Constraint, str] | None:
    """The leftmost missing item that was not tried yet. Everything to its right will be translated
    again."""
    constraints = unmet(part, attempt.text, search.terms)
    alignment = attempt.alignment() if constraints else ()  # they become Python objects only here
    candidates = [
        (constraint, prefix)
        for constraint in constraints
        if (prefix := constrained_prefix(constraint, attempt.text, alignment, insert=insert))
        and (part, prefix) not in tried
    ]
    return min(candidates, key=lambda each: len(each[1]), default=None)


def _continued(old: Attempt, new: Attempt, constraint: Constraint, prefix: str) -> Attempt:
    """The new attempt with a combined score: the old score counts for the forced prefix, the new
    one for the rest."""
    score = new.score
    if old.score is not None and new.score is not None:
        kept = len(prefix) / max(1, len(new.text))
        score = kept * old.score + (1 - kept) * new.score
    return replace(new, score=score, retried=True, enforced=(*old.enforced, constraint))
