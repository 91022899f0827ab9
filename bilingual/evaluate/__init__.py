"""Translations x references -> scores: read the snippets, find them in the briefs, score, compare
two systems.

Decoding writes files and evaluation only reads them: nothing here translates. This is the only room
that names sacrebleu, and it does so inside functions.
"""

from bilingual.evaluate.matching import Matching, Pair, Unmatched, match, read_references
from bilingual.evaluate.scores import (
    METRICS,
    ArticleScores,
    Comparison,
    Evaluation,
    MetricComparison,
    SegmentScores,
    compare,
    evaluate,
    with_scores,
)

__all__ = [
    "METRICS",
    "ArticleScores",
    "Comparison",
    "Evaluation",
    "Matching",
    "MetricComparison",
    "Pair",
    "SegmentScores",
    "Unmatched",
    "compare",
    "evaluate",
    "match",
    "read_references",
    "with_scores",
]
