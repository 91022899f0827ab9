"""Two systems over the same references, by paired bootstrap (sacrebleu.significance)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bilingual.errors import UsageError
from bilingual.evaluate.matching import Matching
from bilingual.evaluate.scores import LOWER_IS_BETTER, RESAMPLES, metrics
from bilingual.records import Record

SIGNIFICANT = 0.05  # the customary level; the p-value stands beside every verdict


class MetricComparison(Record):
    """`difference` is b minus a. `better` is "neither" unless p_value < SIGNIFICANT; with n = 1 there is no p-value."""

    metric: str
    higher_is_better: bool
    signature: str
    a: float
    b: float
    difference: float
    p_value: float | None
    better: Literal["a", "b", "neither"]


class Comparison(Record):
    """System `a` against system `b` over `n` references, one entry a metric in the order of METRICS."""

    a: str
    b: str
    n: int
    metrics: tuple[MetricComparison, ...]


def compare(a: Matching, b: Matching) -> Comparison:
    """Raises UsageError unless both matched the same references; an unmatched one on either side must be seen to first.

    sacrebleu gives two equal systems the smallest p-value; here it is 1.
    """
    from sacrebleu.significance import PairedTest, Result

    left, right = _hypotheses(a), _hypotheses(b)
    if left.keys() != right.keys() or not left:
        raise UsageError(
            _different(left, right), hint="Make both sets of briefs from the same articles."
        )
    keys = list(left)
    named: list[tuple[str, Sequence[str]]] = [
        ("a", [left[key] for key in keys]),
        ("b", [right[key] for key in keys]),
    ]
    references = [[reference for _, _, reference in keys]]
    table = metrics(single=len(keys) == 1)
    test = PairedTest(named, table, references, test_type="bs", n_samples=RESAMPLES)
    signatures, scores = test()
    found = []
    for name, theirs in zip(table, signatures, strict=True):
        first, second = (result for result in scores[theirs] if isinstance(result, Result))
        p_value = second.p_value if len(keys) > 1 else None
        found.append(_verdict(name, str(signatures[theirs]), first.score, second.score, p_value))
    return Comparison(a=a.system, b=b.system, n=len(keys), metrics=tuple(found))


def _hypotheses(matching: Matching) -> dict[tuple[str, str, str], str]:
    return {
        (pair.reference.id, pair.reference.source, pair.reference.reference): pair.hypothesis
        for pair in matching.pairs
    }


def _different(
    left: dict[tuple[str, str, str], str], right: dict[tuple[str, str, str], str]
) -> str:
    odd = sorted({key[0] for key in left.keys() ^ right.keys()})
    if not odd:
        return "neither system has a matched reference"
    shown = ", ".join(odd[:5]) + (", ..." if len(odd) > 5 else "")
    return f"the two systems are not judged by the same references ({len(odd)} differ: {shown})"


def _verdict(
    name: str, signature: str, a: float, b: float, p_value: float | None
) -> MetricComparison:
    difference = float(b - a)
    if p_value is not None and difference == 0:
        p_value = 1.0
    better: Literal["a", "b", "neither"] = "neither"
    if p_value is not None and p_value < SIGNIFICANT:
        better = "b" if (difference > 0) != (name in LOWER_IS_BETTER) else "a"
    return MetricComparison(
        metric=name,
        higher_is_better=name not in LOWER_IS_BETTER,
        signature=signature,
        a=float(a),
        b=float(b),
        difference=difference,
        p_value=p_value,
        better=better,
    )
