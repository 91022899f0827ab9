"""`bilingual glossary`: look a glossary over before it is used, and try it on a text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilingual.cli.common import (
    MOST_ROWS,
    AsJson,
    counted,
    examples,
    one_line,
    standard_input,
)
from bilingual.cli.console import print_json, print_table, put, say

if TYPE_CHECKING:
    from bilingual.glossary import Conflict, Glossary

app = typer.Typer(help="Check a glossary, and try it on a text.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, TSV or TBX file.")]


@app.command(
    epilog=examples("glossary check corpus/glossary.csv", "glossary check terms.tbx --json")
)
def check(file: File, as_json: AsJson = False) -> None:
    """Look for terms that contradict each other; exit code 1 if some do, 2 for a broken file."""
    from bilingual.glossary import find_conflicts, load_glossary

    glossary = load_glossary(file)
    conflicts = find_conflicts(glossary)
    errors = sum(conflict.severity == "error" for conflict in conflicts)
    summary = _summary(glossary) | {"errors": errors, "warnings": len(conflicts) - errors}
    if as_json:
        print_json(summary | {"conflicts": [asdict(conflict) for conflict in conflicts]})
    else:
        names = ("terms", "forms", "kept", "exact", "errors", "warnings")
        put(", ".join(_number(name, summary[name]) for name in names))
        if conflicts:
            _show(conflicts)
    raise typer.Exit(1 if errors else 0)


@app.command(
    epilog=examples(
        'glossary find corpus/glossary.csv "Les taux directeurs montent"',
        "glossary find corpus/glossary.csv - --json",
    )
)
def find(
    file: File,
    text: Annotated[str, typer.Argument(help="French text, or - for standard input.")],
    as_json: AsJson = False,
) -> None:
    """List the terms in a French text, in order, with the English that the glossary asks for."""
    from bilingual.glossary import load_glossary
    from bilingual.glossary.terms import TermTable

    glossary = load_glossary(file)
    mentions = TermTable(glossary.terms).find(standard_input() if text == "-" else text)
    lines = dict(zip(reversed(glossary.terms), reversed(glossary.lines), strict=True))
    if as_json:
        print_json(
            [
                {
                    "start": each.start,
                    "end": each.end,
                    "french": each.text,
                    "english": each.english,
                    "line": lines[each.term],
                }
                for each in mentions
            ]
        )
    elif mentions:
        rows = [
            (
                one_line(each.text),
                one_line(each.english),
                f"{each.start}-{each.end}",
                lines[each.term],
            )
            for each in mentions
        ]
        print_table(("French", "English", "at", "line"), rows, right=(2, 3), prose=True)
    else:
        say("no term of the glossary is in the text")


def _summary(glossary: Glossary) -> dict[str, Any]:
    return {
        "file": str(glossary.path),
        "digest": glossary.digest,
        "terms": len(glossary.terms),
        "forms": sum(len(term.forms) for term in glossary.terms),
        "kept": sum(glossary.kept),
        "exact": sum(term.exact for term in glossary.terms),
    }


def _number(name: str, number: int) -> str:
    if name in ("kept", "exact"):
        return f"{number:,} {name}"
    return counted(number, "French form" if name == "forms" else name.removesuffix("s"))


def _show(conflicts: tuple[Conflict, ...]) -> None:
    rows = []
    for conflict in conflicts:
        lines = ", ".join(map(str, conflict.lines[:4])) + (" …" if len(conflict.lines) > 4 else "")
        rows.append((lines, conflict.severity, conflict.kind, one_line(conflict.message)))
    print_table(("lines", "", "kind", "what"), rows, most=MOST_ROWS)
