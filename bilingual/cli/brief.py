"""`bilingual brief`: articles in, a folder of briefs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilingual.cli.common import (
    AsJson,
    Config,
    MemoryFile,
    Quiet,
    counted,
    examples,
    own_stdin,
    progress_bar,
    settings_from,
)
from bilingual.cli.console import print_json, print_table, put, say
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from bilingual.pipeline.many import Failure, Left, Planned, RunReport
    from bilingual.settings import Settings

EXAMPLES = examples(
    "brief corpus/articles -o outputs",
    "brief https://example.org/article --glossary corpus/glossary.csv --plan",
)


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Files (.txt, .md, .html, RSS or Atom, .jsonl, .parquet), folders, globs, URLs, "
            "or - for standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the briefs.")] = Path(
        "outputs"
    ),
    model: Annotated[
        str | None,
        typer.Option(help="auto, a name from `bilingual models list`, a path, or a hub id."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="auto, ctranslate2, transformers, or echo (no translation, for trials)."),
    ] = None,
    device: Annotated[str | None, typer.Option(help="cpu, cuda or auto.")] = None,
    threads: Annotated[int | None, typer.Option(help="Workers; 0 = one per core.")] = None,
    beam: Annotated[int | None, typer.Option(help="Beam size.")] = None,
    key_points: Annotated[int | None, typer.Option(help="How many key points.")] = None,
    formats: Annotated[
        str | None, typer.Option(help="Any of json,md,html; JSON is always written.")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Terms that the English must have: CSV, TSV or TBX.")
    ] = None,
    memory: MemoryFile = None,
    keep_all: Annotated[
        bool, typer.Option("--keep-all", help="Keep every line of the source.")
    ] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make every brief again.")] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what would be done; translate and write nothing.")
    ] = False,
    runner: Annotated[
        str, typer.Option(help="local, or ray: a pool of workers, on a cluster or on this machine.")
    ] = "local",
    workers: Annotated[
        int, typer.Option(min=0, help="With --runner ray: how many; 0 = as many as fit.")
    ] = 0,
    config: Config = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make a brief of each French article (JSON, Markdown, HTML) and an index of them all."""
    from bilingual.pipeline.many import plan as planned
    from bilingual.pipeline.many import run

    settings = settings_from(
        config,
        model=model,
        engine=engine,
        device=device,
        threads=threads,
        beam=beam,
        key_points=key_points,
        formats=formats.split(",") if formats else None,
        glossary=str(glossary) if glossary else None,
        memory=memory,
        keep_all=keep_all or None,
    )
    stdin = own_stdin()
    if plan:
        raise typer.Exit(
            _show_plan(list(planned(inputs, out, settings, stdin=stdin, rebuild=rebuild)), as_json)
        )
    _warn_of_conflicts(settings.glossary)
    pool = _pool(runner, workers, settings)
    with progress_bar(quiet or as_json) as watch:
        report = run(inputs, out, settings, stdin=stdin, rebuild=rebuild, watch=watch, **pool)
    _show_run(report, quiet, as_json)
    raise typer.Exit(report.exit_code)


def _pool(name: str, workers: int, settings: Settings) -> dict[str, Any]:
    """The arguments of `run` that say who makes the briefs: none for this process."""
    if name == "local" and not workers:
        return {}
    if name != "ray":
        raise UsageError(
            f"--runner {name}" + (f" --workers {workers}" if name == "local" else ""),
            hint="Choose --runner local or --runner ray; --workers belongs to ray.",
        )
    from bilingual.distributed import RayRunner

    runner = RayRunner(settings, workers=workers)
    return {"runner": runner, "translator": runner.translator}


def _warn_of_conflicts(file: str) -> None:
    """A glossary that contradicts itself still works, but perhaps not as the editor thinks."""
    if not file:
        return
    from bilingual.glossary import find_conflicts, load_glossary

    conflicts = find_conflicts(load_glossary(Path(file)))
    errors = sum(conflict.severity == "error" for conflict in conflicts)
    if errors:
        number = counted(errors, "contradiction")
        say(f"warning: {file}: {number}; see bilingual glossary check {file}")


def _show_run(report: RunReport, quiet: bool, as_json: bool) -> None:
    _show_failures(report.failures)
    if report.trouble:
        say(f"warning: {report.trouble}; the run went on without it")
    _show_left(report.left)
    if as_json:
        outcomes = [asdict(outcome) for outcome in report.outcomes]
        failures = [asdict(failure) for failure in report.failures]
        left = [asdict(each) for each in report.left]
        told = {
            "outcomes": outcomes,
            "failures": failures,
            "left": left,
            "exit_code": report.exit_code,
        }
        print_json(vars(report) | told)
    elif not quiet:
        # The path of the index is what a script wants from stdout; all else are messages.
        rows = [
            (
                each.id,
                each.sentences,
                each.to_check,
                each.dropped,
                "unchanged" if each.status == "unchanged" else "",
            )
            for each in report.outcomes
        ]
        headings = ("brief", "sentences", "to check", "left out", "")
        if rows:
            print_table(headings, rows, right=(1, 2, 3), to_stderr=True)
        say(f"model {report.model} ({report.engine}), {counted(report.workers, 'worker')}")
        put(report.index)


def _show_left(left: Sequence[Left]) -> None:
    """A person's work that a new brief has no place for is named, each sentence."""
    for each in left:
        say(f"warning: {each.id}: corrected, and no longer in the article: {each.french}")
        say(f"  its English: {each.english}")
    if left:
        say(
            "hint: They are kept in corrections.tsv beside the briefs; "
            "`bilingual memory rescue FOLDER` brings them into the memory."
        )


def _show_failures(failures: Iterable[Failure]) -> None:
    for failure in failures:
        say(f"error: {failure.message}")
        if failure.hint:
            say(f"hint: {failure.hint}")


def _show_plan(rows: Iterable[Planned | Failure], as_json: bool) -> int:
    from bilingual.pipeline.many import Failure, exit_code

    planned: list[Planned] = []
    failures: list[Failure] = []
    for row in rows:
        failures.append(row) if isinstance(row, Failure) else planned.append(row)
    _show_failures(failures)
    if planned and (trouble := planned[0].trouble):
        say(f"warning: {trouble}; all but the engine was compared")
    if as_json:
        articles = [asdict(row) for row in planned]
        print_json({"articles": articles, "failures": [asdict(row) for row in failures]})
    else:
        _show_plan_table(planned)
    return exit_code(planned, failures)


def _show_plan_table(planned: list[Planned]) -> None:
    rows = [
        (
            row.id,
            row.sentences,
            row.words,
            row.dropped,
            "unchanged" if row.unchanged else "to do",
        )
        for row in planned
    ]
    print_table(("brief", "sentences", "words", "left out", ""), rows, right=(1, 2, 3))
    todo = [row.sentences for row in planned if not row.unchanged]
    say(f"{len(todo)} of {len(planned)} to do, {sum(todo)} sentences")
