"""`bilingual glossary`: look a glossary over before it is used, and try it on a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilingual.cli.common import (
    AsJson,
    cell,
    plain_table,
    print_json,
    print_table,
    standard_input,
)

if TYPE_CHECKING:
    from bilingual.glossary import Conflict, Glossary
    from bilingual.glossary.terms import TermMention

app = typer.Typer(help="Check a glossary, and try it on a text.", no_args_is_help=True)

MOST_ROWS = 200

File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, TSV or TBX file.")]


@app.command()
def check(file: File, as_json: AsJson = False) -> None:
    """Look for terms that contradict each other; exit code 1 if there are errors among them, 2 for a broken file."""
    from bilingual.glossary import find_conflicts, load_glossary

    glossary = load_glossary(file)
    conflicts = find_conflicts(glossary)
    errors = sum(conflict.severity == "error" for conflict in conflicts)
    summary = _summary(glossary) | {"errors": errors, "warnings": len(conflicts) - errors}
    if as_json:
        print_json(summary | {"conflicts": [_row(conflict) for conflict in conflicts]})
    else:
        typer.echo(", ".join(_counted(name, number) for name, number in _numbers(summary)))
        if conflicts:
            _show(conflicts)
    raise typer.Exit(1 if errors else 0)


@app.command()
def find(
    file: File,
    text: Annotated[str, typer.Argument(help="French text, or - for standard input.")],
    as_json: AsJson = False,
) -> None:
    """The terms that a French text has, in order, and the English that is asked for."""
    from bilingual.glossary import load_glossary
    from bilingual.glossary.terms import TermTable

    glossary = load_glossary(file)
    mentions = TermTable(glossary.terms).find(standard_input() if text == "-" else text)
    lines = dict(zip(reversed(glossary.terms), reversed(glossary.lines), strict=True))
    if as_json:
        print_json([_mention(mention, lines[mention.term]) for mention in mentions])
    elif mentions:
        table = plain_table()
        for heading in ("French", "English", "at", "line"):
            table.add_column(heading, justify="right" if heading in ("at", "line") else "left")
        for mention in mentions:
            place = f"{mention.start}-{mention.end}"
            table.add_row(cell(mention.text), cell(mention.english), place, str(lines[mention.term]))  # fmt: skip
        print_table(table)
    else:
        typer.echo("no term of the glossary is in the text", err=True)


def _summary(glossary: Glossary) -> dict[str, Any]:
    return {
        "file": str(glossary.path),
        "digest": glossary.digest,
        "terms": len(glossary.terms),
        "forms": sum(len(term.forms) for term in glossary.terms),
        "kept": sum(glossary.kept),
        "exact": sum(term.exact for term in glossary.terms),
    }


def _numbers(summary: dict[str, Any]) -> list[tuple[str, int]]:
    names = ("term", "French form", "kept", "exact", "error", "warning")
    keys = ("terms", "forms", "kept", "exact", "errors", "warnings")
    return [(name, summary[key]) for name, key in zip(names, keys, strict=True)]


def _counted(name: str, number: int) -> str:
    plural = "" if number == 1 or name in ("kept", "exact") else "s"
    return f"{number:,} {name}{plural}"


def _row(conflict: Conflict) -> dict[str, Any]:
    return {
        "lines": list(conflict.lines),
        "severity": conflict.severity,
        "kind": conflict.kind,
        "message": conflict.message,
    }


def _show(conflicts: tuple[Conflict, ...]) -> None:
    table = plain_table()
    table.add_column("lines", no_wrap=True)
    for heading in ("", "kind", "what"):
        table.add_column(heading)
    for conflict in conflicts[:MOST_ROWS]:
        lines = ", ".join(map(str, conflict.lines[:4])) + (" …" if len(conflict.lines) > 4 else "")
        table.add_row(lines, conflict.severity, conflict.kind, cell(conflict.message))
    print_table(table)
    if len(conflicts) > MOST_ROWS:
        typer.echo(f"… and {len(conflicts) - MOST_ROWS:,} more; --json lists all", err=True)


def _mention(mention: TermMention, line: int) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "french": mention.text,
        "english": mention.english,
        "line": line,
    }
