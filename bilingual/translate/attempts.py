"""An attempt at one text: what was said, and how bad it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bilingual.engines.alignment import Link
from bilingual.engines.base import Hypothesis
from bilingual.glossary.terms import TermTable
from bilingual.language.typography import is_verbatim
from bilingual.translate import clauses
from bilingual.translate.clauses import Pieces
from bilingual.translate.demands import Demand
from bilingual.translate.faults import fault
from bilingual.translate.losses import losses


@dataclass(frozen=True, slots=True)
class Attempt:
    """`fault` and `losses` are those of `bilingual.language`; `placed` is what the model was made to say."""

    text: str
    score: float | None
    fault: float
    losses: float = 0.0
    retried: bool = False
    links: Callable[[], tuple[Link, ...]] = tuple
    placed: tuple[Demand, ...] = ()

    @property
    def badness(self) -> tuple[float, float]:
        return self.fault, self.losses


def judge(source: str, said: Hypothesis, terms: TermTable) -> Attempt:
    """The hypothesis that loses least; the likeliest of those, and so the first where nothing is lost."""
    first = _attempt(source, said, terms)
    if not any(first.badness):
        return first
    others = (replace(_attempt(source, other, terms), retried=True) for other in said.others)
    return min((first, *others), key=lambda attempt: attempt.badness)


def _attempt(source: str, said: Hypothesis, terms: TermTable) -> Attempt:
    if is_verbatim(source):
        return Attempt(said.text, said.score, 0.0)
    return Attempt(
        said.text,
        said.score,
        fault(source, said.text),
        losses(source, said.text, terms),
        links=said.links,
    )


def judge_clauses(
    source: str, cut: Pieces, attempts: Mapping[str, Attempt], terms: TermTable
) -> Attempt:
    """As bad as its worst clause: the whole would hide that one is missing."""
    chosen = [attempts[clause] for clause in cut.parts]
    whole = joined([Hypothesis(each.text, each.score) for each in chosen], cut)
    attempt = judge(source, whole, terms)
    return replace(
        attempt,
        fault=max(attempt.fault, *(each.fault for each in chosen)),
        placed=tuple(demand for each in chosen for demand in each.placed),
    )


def better(old: Attempt, new: Attempt) -> Attempt:
    """The less bad of the two, the old one of equals; a failure that stays was tried again all the same."""
    if new.badness < old.badness:
        return replace(new, retried=True)
    return replace(old, retried=True) if old.fault else old


def joined(heard: Sequence[Hypothesis], pieces: Pieces) -> Hypothesis:
    """One hypothesis out of those of the pieces; each score weighs as many words as its text has."""
    scored = [(h.score, len(h.text.split())) for h in heard if h.score is not None]
    words = sum(weight for _, weight in scored)
    score = sum(s * weight for s, weight in scored) / words if words else None
    return Hypothesis(clauses.join([h.text for h in heard], pieces), score)
