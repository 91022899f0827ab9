"""An attempt at one text: what was said, how bad it is, and how much is missing of what must be
right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bilingual.compare import Comparison, compare
from bilingual.engines.alignment import AlignmentLink
from bilingual.engines.base import Hypothesis
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.typography import is_verbatim
from bilingual.records import FlagKind
from bilingual.translate import clauses
from bilingual.translate.clauses import Pieces
from bilingual.translate.constraints import Constraint

MANGLED: Final = 0.5  # a name that can still be recognised; one that is gone counts 1
# A word that is none, such as a stem the model made up; all other kinds count 1 each.
WEIGHTS: Final[Mapping[FlagKind, float]] = {"invented": 0.5}
# English so short beside a French text of that many words (share of its characters) has probably
# left a part out; of such references one in ten is as short.
SHORT: Final = 0.75
SHORT_FROM: Final = 20


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
    french, english = pair.french.text, pair.english.text
    short = len(english) < SHORT * len(french) and len(french.split()) >= SHORT_FROM
    amount = sum(WEIGHTS.get(kind, 1.0) * found for kind, found in pair.wrong.items())
    amount += len(pair.missing_terms(terms)) + MANGLED * len(pair.respelt_names)
    return amount + (short and not pair.wrong["length"])


def judge(source: str, said: Hypothesis, terms: TermTable) -> Attempt:
    """The hypothesis that misses least; of equals, the likeliest. If none misses anything, that is
    the first."""
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
    """An attempt that is as bad as its worst clause. Judged as a whole, it would hide that one is
    missing."""
    chosen = [attempts[clause] for clause in cut.parts]
    whole = joined([Hypothesis(each.text, each.score) for each in chosen], cut)
    attempt = judge(source, whole, terms)
    return replace(
        attempt,
        failure=max(attempt.failure, *(each.failure for each in chosen)),
        enforced=tuple(constraint for each in chosen for constraint in each.enforced),
    )


def better(old: Attempt, new: Attempt) -> Attempt:
    """The better of two attempts; of equals, the old one. An old attempt that fails counts as
    retried."""
    if new.badness < old.badness:
        return replace(new, retried=True)
    return replace(old, retried=True) if old.failure else old


def joined(heard: Sequence[Hypothesis], pieces: Pieces) -> Hypothesis:
    """One hypothesis out of those of the pieces; each score weighs as many words as its text
    has."""
    scored = [(h.score, len(h.text.split())) for h in heard if h.score is not None]
    words = sum(weight for _, weight in scored)
    score = sum(s * weight for s, weight in scored) / words if words else None
    return Hypothesis(clauses.join([h.text for h in heard], pieces), score)
