"""`bilingual newsletter` makes an issue of briefs; `bilingual preview` shows it in the browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from bilingual.cli.common import (
    AsJson,
    Config,
    Quiet,
    counted,
    examples,
    settings_from,
)
from bilingual.cli.console import print_json, print_table, put, say
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from bilingual.folder.issues import WrittenFile
    from bilingual.newsletter import Format, IssueOptions, IssueReport

EDITION_TOML = "edition.toml"
EXAMPLES = examples(
    "newsletter outputs -o newsletter", "newsletter outputs --formats email,site --site hugo"
)
PREVIEW_EXAMPLES = examples("preview newsletter", "preview outputs --port 0")


def command(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Folders of briefs, brief files, or one edition.json to render again.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the newsletter.")] = Path(
        "newsletter"
    ),
    edition: Annotated[
        Path | None,
        typer.Option(help="Settings of the issue; otherwise edition.toml here, if there is one."),
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option(help="Any of email,fragment,markdown,feed,site; otherwise all of them."),
    ] = None,
    site: Annotated[
        str, typer.Option(help="Front matter for plain, hugo, jekyll, eleventy or pelican.")
    ] = "plain",
    full: Annotated[
        bool, typer.Option("--full", help="The whole text side by side in the e-mail too.")
    ] = False,
    key_points_only: Annotated[
        bool, typer.Option("--key-points-only", help="Only headlines and key points in it.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of another issue with this number.")
    ] = False,
    send_test: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Send the e-mail to this one address afterwards."),
    ] = None,
    config: Config = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make an issue of briefs: e-mail, fragment, Markdown, feeds, pages. Nothing is translated."""
    from bilingual.folder.issues import EDITION_FILE
    from bilingual.newsletter import make_issue, send_issue

    if edition and [path.name for path in inputs] == [EDITION_FILE]:
        raise UsageError(
            f"--edition: {inputs[0]} is rendered as it was frozen",
            hint="Leave --edition out, or give the briefs instead.",
        )
    options = _options(formats, site, full, key_points_only, replace)
    settings = settings_from(config)
    here = Path(EDITION_TOML)
    chosen = edition or (here if here.is_file() else None)
    report = make_issue(inputs, out, edition_file=chosen, options=options)
    if not quiet and not as_json:
        _show(report)
    if as_json:
        print_json(_as_json(report))
    else:
        put(report.folder)
    if send_test:
        send_issue(report, send_test, settings)
        if not quiet:
            say(f"sent to {send_test}")


def _options(
    formats: str | None, site: str, full: bool, key_points_only: bool, replace: bool
) -> IssueOptions:
    from bilingual.newsletter import FORMATS, IssueOptions
    from bilingual.render.issue_markdown import Site

    wanted = tuple(formats.replace(" ", "").split(",")) if formats else FORMATS
    for value, known, flag in (
        *((each, FORMATS, "--formats") for each in wanted),
        (site, get_args(Site), "--site"),
    ):
        if value not in known:
            raise UsageError(f"{flag}: unknown value '{value}'", hint=f"Known: {', '.join(known)}.")
    if full and key_points_only:
        raise UsageError("--full and --key-points-only contradict each other", hint="Give one.")
    return IssueOptions(
        formats=cast("tuple[Format, ...]", wanted),
        site=cast("Site", site),
        full=full,
        key_points_only=key_points_only,
        replace=replace,
    )


def _show(report: IssueReport) -> None:
    """Messages, on stderr: a script wants the folder from stdout. What matters most comes last."""
    for story in report.edition.stories():
        if story.others:
            told = ", ".join(telling.brief for telling in story.tellings)
            say(f"one story: {told}")
    rows = [
        (
            name,
            f"{sum(file.size for file in files) / 1000:.1f}",
            "" if any(file.changed for file in files) else "unchanged",
        )
        for name, files in _files_by_row(report).items()
    ]
    print_table(("file", "KB", ""), rows, right=(1,), to_stderr=True)
    say(", ".join(report.tally))
    for warning in report.warnings:
        say(f"warning: {warning}")


def _files_by_row(report: IssueReport) -> dict[str, list[WrittenFile]]:
    """A row for each file; the pages of the briefs, which may be many, share one."""
    pages = {f"{brief.article.id}.html" for brief in report.edition.briefs}
    rows: dict[str, list[WrittenFile]] = {}
    for file in report.files:
        many = f"{file.path.parent}/ ({counted(len(pages), 'brief')})"
        rows.setdefault(many if file.path.name in pages else str(file.path), []).append(file)
    return rows


def _as_json(report: IssueReport) -> dict[str, object]:
    return {
        "id": report.edition.id,
        "folder": report.folder,
        "stories": [
            [telling.brief for telling in story.tellings] for story in report.edition.stories()
        ],
        "tally": report.tally,
        "files": [vars(file) for file in report.files],
        "warnings": report.warnings,
    }


def preview(
    folder: Annotated[Path, typer.Argument(help="A folder of briefs or of a newsletter.")] = Path(
        "outputs"
    ),
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port; 0 takes any free one.")
    ] = 8008,
) -> None:
    """Show a folder at an address that only this machine can reach. Ctrl-C ends it."""
    from bilingual.preview import serve

    with serve(folder, port=port) as server:
        put(server.url)
        say("press Ctrl-C to stop")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            say("stopped")
