"""`bilingual evaluate`: briefs against reference snippets, and one system against another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilingual.cli.common import AsJson, examples
from bilingual.cli.console import print_json, print_table, put, say
from bilingual.errors import NothingReadable

if TYPE_CHECKING:
    from bilingual.evaluate import Comparison, Evaluation, Matching
    from bilingual.records import Brief, Score

EXAMPLES = examples(
    "evaluate outputs -r corpus/references", "evaluate outputs --against other-outputs --json"
)


def command(
    briefs: Annotated[Path, typer.Argument(help="A folder of briefs.")] = Path("outputs"),
    references: Annotated[
        Path, typer.Option("-r", "--references", help="A folder or file of reference snippets.")
    ] = Path("corpus/references"),
    against: Annotated[
        Path | None, typer.Option(help="Briefs of the same articles by another model.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write/--no-write", help="Put the scores into the briefs.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Score briefs against reference snippets: BLEU, chrF++, TER, with signatures and intervals."""
    from bilingual.evaluate import compare, evaluate, match, read_references

    found = _read(briefs)
    snippets = read_references(references)
    matching = match(found, snippets)
    _show_unmatched(matching)
    if against is not None:
        _show_comparison(compare(matching, match(_read(against), snippets)), as_json)
        return
    evaluation = evaluate(matching)
    if write:
        _write_scores(briefs, found, evaluation)
    if as_json:
        print_json(evaluation.model_dump(mode="json"))
    else:
        _show(evaluation)


def _read(folder: Path) -> list[Brief]:
    from bilingual.folder.briefs import read_briefs

    found = list(read_briefs(folder))
    if not found:
        raise NothingReadable(
            f"{folder}: no briefs here", hint="Make some: bilingual brief ARTICLES -o FOLDER"
        )
    return found


def _write_scores(folder: Path, briefs: list[Brief], evaluation: Evaluation) -> None:
    from bilingual.evaluate import with_scores
    from bilingual.folder.briefs import OutputFolder
    from bilingual.pipeline.many import rewrite_briefs

    scored = (with_scores(brief, evaluation) for brief in briefs)
    changed = [new for new, old in zip(scored, briefs, strict=True) if new != old]
    if changed:
        rewrite_briefs(OutputFolder(folder), changed)


def _show_unmatched(matching: Matching) -> None:
    for unmatched in matching.unmatched:
        say(f"not scored: {unmatched.reference.id}: {unmatched.reason}")
    for article in matching.without_references:
        say(f"no references: {article}")


def _show(evaluation: Evaluation) -> None:
    for place, score in enumerate(evaluation.scores):
        direction = "higher is better" if score.higher_is_better else "lower is better"
        headings = (
            "article",
            "n",
            f"{score.metric}\n{direction}",
            "95% interval",
            "copied\nFrench",
        )
        rows = [(row.article_id, row.n, *_cells(row.scores[place])) for row in evaluation.rows()]
        print_table(headings, rows, right=range(1, len(headings)), bold="all")
        put(f"{score.metric}: {score.signature}")
    put(
        f"{evaluation.system}; {evaluation.n} snippets, {evaluation.partial} of them part of the "
        f"sentence they judge, {evaluation.untranslated} untranslated, "
        f"{len(evaluation.unmatched)} not scored"
    )


def _cells(score: Score) -> tuple[str, str, str]:
    interval = "" if score.low is None else f"{score.low:.1f}–{score.high:.1f}"
    baseline = "" if score.baseline is None else f"{score.baseline:.1f}"
    return f"{score.value:.1f}", interval, baseline


def _show_comparison(comparison: Comparison, as_json: bool) -> None:
    if as_json:
        print_json(comparison.model_dump(mode="json"))
        return
    rows = []
    for found in comparison.metrics:
        better = {"a": "these", "b": "the others", "neither": "no clear difference"}[found.better]
        p_value = "" if found.p_value is None else f"{found.p_value:.3f}"
        numbers = (f"{found.a:.1f}", f"{found.b:.1f}", f"{found.difference:+.1f}", p_value)
        rows.append((found.metric, *numbers, better))
    headings = ("metric", "these briefs", "the others", "difference", "p", "better")
    print_table(headings, rows, right=range(1, 5))
    for found in comparison.metrics:
        put(f"{found.metric}: {found.signature}")
    put(f"these: {comparison.a}; the others: {comparison.b}; n={comparison.n}")
