"""The best attempt at each part: as asked, with penalties, by constrained decoding, by clauses.

A failure (a loop, French left, nothing said) is tried again with penalties. What the best attempt
still lacks of terms, names and numbers is enforced: the model translates on behind a prefix that
has it, from the left to the right. What fails or lacks something even then is translated clause by
clause, by the same steps, because a long sentence loses its end; only then is a word put where the
model said nothing of it. An attempt counts only when it fails and lacks less than the one before.

Parts are divided into lanes of bounded size, as many at a time as the engine has workers: while one
thread compares what was said with the French, the engine works for another, and a second attempt at
one sentence keeps one worker busy, not all. The lanes follow from the parts alone, not from the
number of workers: what an engine says may depend on what else is in a batch, if only in the last
digits of a score, and must be the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Final

from bilingual.compare import Comparison, compare
from bilingual.engines.alignment import AlignmentLink
from bilingual.engines.base import Hypothesis
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.typography import is_verbatim
from bilingual.records import FlagKind
from bilingual.translate import clauses
from bilingual.translate.clauses import Pieces
from bilingual.translate.constraints import Constraint, constrained_prefix, spliced, unmet
from bilingual.translate.search import OnProgress, Search

MANGLED: Final = 0.5  # a name that can still be recognised; one that is gone counts 1
# A word that is none, such as a stem the model made up; all other kinds count 1 each.
WEIGHTS: Final[Mapping[FlagKind, float]] = {"invented": 0.5}


@dataclass(frozen=True, slots=True)
class Attempt:
    """`failure` is that of the comparison with the source, `missing` how much of what must be right
    is not there; `enforced` are the constraints it was made to meet."""

    text: str
    score: float | None
    failure: float
    missing: float = 0.0
    retried: bool = False
    alignment: Callable[[], tuple[AlignmentLink, ...]] = tuple
    enforced: tuple[Constraint, ...] = ()

    @property
    def badness(self) -> tuple[float, float]:
        return self.failure, self.missing


def missing(pair: Comparison, terms: TermTable = NO_TERMS) -> float:
    """How much is wrong of all that the checks would flag, terms that are missing, names spelled
    otherwise, and English that is much too short.

    0 when nothing is known to be wrong.

    >>> missing(compare("Le 3 mars, Paris a voté.", "On 5 March the vote was held."))
    3.0
    """
    amount = sum(WEIGHTS.get(kind, 1.0) * found for kind, found in pair.wrong.items())
    amount += len(pair.missing_terms(terms)) + MANGLED * len(pair.respelt_names)
    return amount + (pair.is_short and not pair.wrong["length"])


def judge(source: str, said: Hypothesis, terms: TermTable) -> Attempt:
    """The hypothesis that misses least; of equals the likeliest, which is the first."""
    first = _attempt(source, said, terms)
    if not any(first.badness):
        return first
    others = (replace(_attempt(source, other, terms), retried=True) for other in said.others)
    return min((first, *others), key=lambda attempt: attempt.badness)


def _attempt(source: str, said: Hypothesis, terms: TermTable) -> Attempt:
    if is_verbatim(source):
        return Attempt(said.text, said.score, 0.0)
    pair = compare(source, said.text)
    return Attempt(
        said.text, said.score, pair.failure, missing(pair, terms), alignment=said.alignment
    )


def judge_clauses(
    source: str, cut: Pieces, attempts: Mapping[str, Attempt], terms: TermTable
) -> Attempt:
    """An attempt as bad as its worst clause; judged whole, it would hide a missing one."""
    chosen = [attempts[clause] for clause in cut.parts]
    whole = joined([Hypothesis(each.text, each.score) for each in chosen], cut)
    attempt = judge(source, whole, terms)
    return replace(
        attempt,
        failure=max(attempt.failure, *(each.failure for each in chosen)),
        enforced=tuple(constraint for each in chosen for constraint in each.enforced),
    )


def better(old: Attempt, new: Attempt) -> Attempt:
    """The better of two attempts; of equals the old one, as retried where it fails."""
    if new.badness < old.badness:
        return replace(new, retried=True)
    return replace(old, retried=True) if old.failure else old


def joined(heard: Sequence[Hypothesis], pieces: Pieces) -> Hypothesis:
    """One hypothesis of those of the pieces; each score weighs as many words as its text has."""
    scored = [(h.score, len(h.text.split())) for h in heard if h.score is not None]
    words = sum(weight for _, weight in scored)
    score = sum(s * weight for s, weight in scored) / words if words else None
    return Hypothesis(clauses.join([h.text for h in heard], pieces), score)


ROUNDS: Final = 6  # constraints enforced in a text at most; each costs a translation of the rest
PREFIX_BEAM: Final = 2

_Tried = set[tuple[str, str]]  # a text, and the prefix that its English was given


def best_attempts(
    parts: Sequence[str], search: Search, *, on_progress: OnProgress
) -> dict[str, Attempt]:
    """The best attempt at each part; `on_progress` hears of each batch of first attempts."""
    best = _first_attempts(parts, search, on_progress)
    tried: _Tried = set()
    _constrain(best, search, tried, insert=False)
    failing = [
        part for part in parts if best[part].failure or (search.constrained and best[part].missing)
    ]
    in_clauses = {part: clauses.clauses(part) for part in failing}
    in_clauses = {part: cut for part, cut in in_clauses.items() if len(cut.parts) > 1}
    of = _first_attempts(
        list(dict.fromkeys(c for cut in in_clauses.values() for c in cut.parts)), search
    )
    _constrain(of, search, tried, insert=True)
    for part, cut in in_clauses.items():
        best[part] = better(best[part], judge_clauses(part, cut, of, search.terms))
    _constrain(best, search, tried, insert=True)
    return best


def _first_attempts(
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
            if _is_glued(hypothesis.text, begun[part][1]):
                continue
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
    """The leftmost missing item not tried yet; all to its right will be translated again."""
    constraints = unmet(part, attempt.text, search.terms)
    alignment = attempt.alignment() if constraints else ()  # they become Python objects only here
    candidates = [
        (constraint, prefix)
        for constraint in constraints
        if (prefix := constrained_prefix(constraint, attempt.text, alignment, insert=insert))
        and (part, prefix) not in tried
    ]
    return min(candidates, key=lambda each: len(each[1]), default=None)


def _is_glued(text: str, prefix: str) -> bool:
    """Whether the model went on within the word that was enforced (41thing)."""
    return text[len(prefix) :][:1].isalnum()


def _continued(old: Attempt, new: Attempt, constraint: Constraint, prefix: str) -> Attempt:
    """The new attempt; the old score counts for the forced prefix, the new one for the rest."""
    score = new.score
    if old.score is not None and new.score is not None:
        kept = len(prefix) / max(1, len(new.text))
        score = kept * old.score + (1 - kept) * new.score
    return replace(new, score=score, retried=True, enforced=(*old.enforced, constraint))


# Of the source, at most: small enough to divide an article among workers, large enough to be quick.
LANE_TOKENS: Final = 640


def in_lanes(
    parts: Sequence[str], search: Search, *, on_progress: OnProgress
) -> dict[str, Attempt]:
    """The best attempt at each part. `on_progress` is called with every batch that is done,
    from any thread, one at a time.

    Raises what the first lane to fail raises; lanes that were not begun by then never are.
    """
    lanes = _lanes(parts, search)
    if search.translator.workers <= 1 or len(lanes) <= 1:
        return {
            k: v
            for lane in lanes
            for k, v in best_attempts(lane, search, on_progress=on_progress).items()
        }
    lock = Lock()

    def report_in_turn(batch: Iterable[str]) -> None:
        with lock:
            on_progress(batch)

    best: dict[str, Attempt] = {}
    with ThreadPoolExecutor(search.translator.workers, thread_name_prefix="lane") as pool:
        try:
            running = [
                pool.submit(best_attempts, lane, search, on_progress=report_in_turn)
                for lane in lanes
            ]
            for lane in as_completed(running):
                best |= lane.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return best


def _lanes(parts: Sequence[str], search: Search) -> list[list[str]]:
    """As few lanes as hold the tokens, all about equally long in tokens; those with the longest
    parts first, so that a lack of memory shows at once."""
    if not parts:
        return []
    counted = sorted(zip(search.translator.count_tokens(parts), parts, strict=True), reverse=True)
    total = sum(tokens for tokens, _ in counted)
    number = -(-total // LANE_TOKENS)
    lanes: list[list[str]] = [[] for _ in range(number)]
    before = 0
    for tokens, part in counted:
        lanes[before * number // total].append(part)
        before += tokens
    return [lane for lane in lanes if lane]
