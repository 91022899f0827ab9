"""BLEU, chrF++ and TER of matched pairs: per article, over all, segment by segment, and of two
systems.

Each score carries sacrebleu's signature, n, a 95 % interval by sacrebleu's own bootstrap (1,000
resamples, seed 12345 unless SACREBLEU_SEED says otherwise; the signature tells), and what copying
the source would have scored. TER is an error rate: lower is better, and it may exceed 100.
Sentences that stayed untranslated count as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from bilingual.errors import UsageError
from bilingual.evaluate.matching import Matching, Pair, Place, Unmatched
from bilingual.records import Brief, Record, Score

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

METRICS = ("BLEU", "chrF++", "TER")
LOWER_IS_BETTER = frozenset({"TER"})
RESAMPLES = 1000


class SegmentScores(Record):
    """One pair and its own scores, in the order of METRICS; BLEU uses the effective order."""

    reference_id: str
    article_id: str
    sentences: tuple[int, ...]
    place: Place
    source: str
    hypothesis: str
    reference: str
    untranslated: bool
    scores: tuple[Score, ...]


class ArticleScores(Record):
    """The scores of one article over its `n` matched references, in the order of METRICS."""

    article_id: str
    n: int
    scores: tuple[Score, ...]


class Evaluation(Record):
    """Scores of one system; every reference is in `segments` or in `unmatched`.

    `partial` counts references that are a part of the sentence they judge, `untranslated` those
    whose hypothesis holds French that could not be translated; both are inside the scores.
    """

    system: str
    n: int
    partial: int
    untranslated: int
    scores: tuple[Score, ...]
    articles: tuple[ArticleScores, ...]
    segments: tuple[SegmentScores, ...]
    unmatched: tuple[Unmatched, ...] = ()
    without_references: tuple[str, ...] = ()

    def rows(self) -> tuple[ArticleScores, ...]:
        """The table: one row for each article in the order of the references, then "all"."""
        return (*self.articles, ArticleScores(article_id="all", n=self.n, scores=self.scores))


def evaluate(matching: Matching) -> Evaluation:
    """Scores of all pairs. Raises UsageError when there is not one pair to score."""
    pairs = matching.pairs
    if not pairs:
        raise UsageError(
            _nothing(matching), hint="Is the file named <article-id>.jsonl after its article?"
        )
    return Evaluation(
        system=matching.system,
        n=len(pairs),
        partial=sum(pair.place == "part" for pair in pairs),
        untranslated=sum(pair.untranslated for pair in pairs),
        scores=score(pairs),
        articles=tuple(_by_article(pairs)),
        segments=_segments(pairs),
        unmatched=matching.unmatched,
        without_references=matching.without_references,
    )


def with_scores(brief: Brief, evaluation: Evaluation) -> Brief:
    """The brief with the scores of its article, if any of its references was scored."""
    found = [a.scores for a in evaluation.articles if a.article_id == brief.article.id]
    return brief.model_copy(update={"scores": found[0] if found else ()})


def score(pairs: Sequence[Pair]) -> tuple[Score, ...]:
    """Corpus scores of the pairs, in the order of METRICS; one pair has no interval and takes the
    effective order."""
    hypotheses = [pair.hypothesis for pair in pairs]
    sources = [pair.reference.source for pair in pairs]
    references = [[pair.reference.reference for pair in pairs]]
    found = []
    for name, metric in metrics(single=len(pairs) == 1).items():
        baseline = float(metric.corpus_score(sources, references).score)
        resamples = RESAMPLES if len(pairs) > 1 else 1
        result = metric.corpus_score(hypotheses, references, n_bootstrap=resamples)
        found.append(_score(name, metric, result, len(pairs), baseline))
    return tuple(found)


def metrics(*, single: bool = False) -> dict[str, Metric]:
    """Fresh metrics by name; `single` is for one segment, where plain BLEU is often 0."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    # `force` only silences a remark about tokenised text that sacrebleu would print.
    bleu = BLEU(effective_order=single, force=True)
    return {"BLEU": bleu, "chrF++": CHRF(word_order=2), "TER": TER()}


def _score(name: str, metric: Metric, result: Any, n: int, baseline: float | None) -> Score:
    low = high = None
    if n > 1:  # the interval has no public name in sacrebleu 2.6
        low, high = max(0.0, float(result._mean - result._ci)), float(result._mean + result._ci)
    return Score(
        metric=name,
        value=float(result.score),
        higher_is_better=name not in LOWER_IS_BETTER,
        signature=str(metric.get_signature()),
        n=n,
        low=low,
        high=high,
        baseline=baseline,
    )


def _by_article(pairs: Sequence[Pair]) -> Iterator[ArticleScores]:
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.reference.article_id, []).append(pair)
    for article_id, group in groups.items():
        yield ArticleScores(article_id=article_id, n=len(group), scores=score(group))


def _segments(pairs: Sequence[Pair]) -> tuple[SegmentScores, ...]:
    table = metrics(single=True)
    return tuple(_segment(pair, table) for pair in pairs)


def _segment(pair: Pair, table: dict[str, Metric]) -> SegmentScores:
    reference = pair.reference
    scores = tuple(
        _score(name, metric, metric.sentence_score(pair.hypothesis, [reference.reference]), 1, None)
        for name, metric in table.items()
    )
    return SegmentScores(
        reference_id=reference.id,
        article_id=reference.article_id,
        sentences=pair.sentences,
        place=pair.place,
        source=reference.source,
        hypothesis=pair.hypothesis,
        reference=reference.reference,
        untranslated=pair.untranslated,
        scores=scores,
    )


def _nothing(matching: Matching) -> str:
    if not matching.unmatched:
        return "there are no references to score against"
    first = matching.unmatched[0]
    number = len(matching.unmatched)
    return f"none of {number} references was found; {first.reference.id}: {first.reason}"


SIGNIFICANT = 0.05  # the customary level; the p-value stands beside every verdict


class MetricComparison(Record):
    """`difference` is b minus a. `better` is "neither" unless p_value < SIGNIFICANT; with n = 1
    there is no p-value."""

    metric: str
    higher_is_better: bool
    signature: str
    a: float
    b: float
    difference: float
    p_value: float | None
    better: Literal["a", "b", "neither"]


class Comparison(Record):
    """System `a` against `b` over `n` references, one entry for each of METRICS."""

    a: str
    b: str
    n: int
    metrics: tuple[MetricComparison, ...]


def compare(a: Matching, b: Matching) -> Comparison:
    """Raises UsageError unless both matched the same references; an unmatched one on either side
    must be seen to first.

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
