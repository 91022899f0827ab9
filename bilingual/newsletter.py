"""From briefs to an issue, read top to bottom: read, arrange, render everything, and only then write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

import bilingual
from bilingual.edition import EditionSettings, build_edition, load_edition_settings, read_edition
from bilingual.errors import BilingualError, InputError, SettingsError, UsageError
from bilingual.records import Brief, Edition
from bilingual.render.edition_view import arrange_edition, newest_first
from bilingual.render.email import render_email, size_warning
from bilingual.render.email_message import render_eml
from bilingual.render.email_text import render_email_text
from bilingual.render.feeds import render_atom, render_json_feed
from bilingual.render.fragment import render_fragment
from bilingual.render.issue_markdown import Site, issue_file_name, render_issue_markdown
from bilingual.render.search import render_search
from bilingual.render.site import render_archive, render_issue_briefs, render_issue_page
from bilingual.send import send_test
from bilingual.settings import Settings
from bilingual.shelf import EDITION_FILE, SITE, Shelf, WrittenFile
from bilingual.store import BRIEF_MARK, RUN_FILE, OutputFolder, brief_files, read_brief

EML = "issue.eml"
Format = Literal["email", "fragment", "markdown", "feed", "site"]
FORMATS: tuple[Format, ...] = ("email", "fragment", "markdown", "feed", "site")


@dataclass(frozen=True)
class IssueOptions:
    """What is made of an issue. `full` puts the whole side-by-side text into the e-mail and the fragment,
    `key_points_only` nothing but headlines and key points; `replace` lets an issue take the place of another one.
    """

    formats: tuple[Format, ...] = FORMATS
    site: Site = "plain"
    full: bool = False
    key_points_only: bool = False
    replace: bool = False


@dataclass
class IssueReport:
    """What was made: the issue, its folder, every file, and what the editor should know before sending it.

    `tally` are the counts in words: stories, articles, sentences, how many of them to check.
    """

    edition: Edition
    folder: Path
    tally: tuple[str, ...] = ()
    files: list[WrittenFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def make_issue(
    inputs: Sequence[Path],
    out: Path,
    *,
    edition_file: Path | None = None,
    options: IssueOptions | None = None,
    today: str | None = None,
) -> IssueReport:
    """Make an issue of the briefs in `inputs` and write it, the feeds and the site to the folder `out`.

    `inputs` are folders of briefs and brief files, or one edition.json, which is rendered again as it was frozen.
    `today` (ISO 8601) dates an issue whose settings and articles have no date. The same inputs give the same files.

    Raises InputError for a brief or an issue that cannot be read (nothing is written then), SettingsError for the
    edition file, NothingReadable without briefs, UsageError when another issue has this number, and OutputError.
    """
    options = options or IssueOptions()
    today = today or datetime.now(UTC).astimezone().date().isoformat()
    edition, warnings = _edition(inputs, edition_file, today)
    shelf = Shelf(out)
    shelf.create()
    with shelf.lock():
        others = _other_issues(shelf, edition, options)
        rendered = render_issue(edition, options) | render_shelf([edition, *others], options)
        report = IssueReport(
            edition, out / edition.id, arrange_edition(edition).tally, warnings=warnings
        )
        report.files += [shelf.write(name, data) for name, data in rendered.items()]
        if "site" in options.formats:
            pages = [f"{brief.article.id}.html" for brief in edition.briefs]
            shelf.drop_pages(edition.id, ["index.html", *pages], BRIEF_MARK)
    if "email" in options.formats:
        report.warnings += filter(
            None, [size_warning(rendered[f"{edition.id}/email.html"].decode())]
        )
    return report


def send_issue(report: IssueReport, to: str, settings: Settings) -> None:
    """Send the e-mail of an issue that was just made to one address, through the mail server of the settings.

    Raises UsageError when the issue has no e-mail, SettingsError without a server, DeliveryError when it refuses.
    """
    message = report.folder / EML
    if all(file.path != message for file in report.files):
        raise UsageError("the issue was made without an e-mail", hint="Add email to --formats.")
    send_test(message.read_bytes(), to, settings)


def render_issue(edition: Edition, options: IssueOptions) -> dict[str, bytes]:
    """The files of one issue by their names in the newsletter's folder; edition.json comes first."""
    at = f"{edition.id}/"
    files = {at + EDITION_FILE: (edition.model_dump_json(indent=1) + "\n").encode()}
    if "email" in options.formats:
        html = render_email(edition, full=options.full, key_points_only=options.key_points_only)
        text = render_email_text(
            edition, full=options.full, key_points_only=options.key_points_only
        )
        files[at + "email.html"], files[at + "email.txt"] = html.encode(), text.encode()
        files[at + EML] = render_eml(edition, html, text)
    if "fragment" in options.formats:
        fragment = render_fragment(
            edition, full=options.full, key_points_only=options.key_points_only
        )
        files[at + "fragment.html"] = fragment.encode()
    if "markdown" in options.formats:
        name = issue_file_name(edition, options.site)
        files[at + name] = render_issue_markdown(edition, site=options.site).encode()
    if "site" in options.formats:
        files[f"{SITE}/{at}index.html"] = render_issue_page(edition).encode()
        for name, page in render_issue_briefs(edition):
            files[f"{SITE}/{at}{name}"] = page.encode()
    return files


def render_shelf(editions: Sequence[Edition], options: IssueOptions) -> dict[str, bytes]:
    """The files over all issues: the feeds, the archive and the search."""
    ordered = newest_first(editions)
    files = {}
    if "feed" in options.formats:
        files["feed.json"] = render_json_feed(ordered).encode()
        files["feed.xml"] = render_atom(ordered).encode()
    if "site" in options.formats:
        files[f"{SITE}/index.html"] = render_archive(ordered).encode()
        files[f"{SITE}/search.html"] = render_search(ordered).encode()
    return files


def _edition(
    inputs: Sequence[Path], edition_file: Path | None, today: str
) -> tuple[Edition, list[str]]:
    if len(inputs) == 1 and inputs[0].name == EDITION_FILE:
        return read_edition(inputs[0]), []
    settings = load_edition_settings(edition_file)
    files = [file for place in inputs for file in _brief_files(place)]
    briefs = _read_all(files, settings)
    program = f"bilingual {bilingual.__version__}"
    try:
        edition = build_edition(briefs, settings, program=program, today=today)
    except SettingsError as error:
        told = error.message.removeprefix("edition settings: ")
        raise SettingsError(f"{edition_file}: {told}", hint=error.hint) from error
    return edition, [warning for place in inputs for warning in _left_behind(place)]


def _brief_files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise UsageError(
            f"{place}: no such folder or file",
            hint="Make briefs first: bilingual brief ARTICLES -o outputs.",
        )
    # A brief that a crash left empty does not look like one; the run that wrote it knows it.
    known = OutputFolder(place).run_record().get("articles")
    recorded = [place / f"{name}.json" for name in known] if isinstance(known, dict) else []
    return sorted({*brief_files(place), *(path for path in recorded if path.is_file())})


def _read_all(files: Iterable[Path], settings: EditionSettings) -> list[Brief]:
    """Every brief, or one error that names all that cannot be read: an issue must not lose a story in silence.

    A damaged brief that the settings do not ask for is in nobody's way.
    """
    briefs: dict[str, Brief] = {}
    errors: list[BilingualError] = []
    for file in files:
        try:
            brief = read_brief(file)
        except InputError as error:
            if _wanted(file.stem, settings):
                errors.append(error)
            continue
        if briefs.setdefault(brief.article.id, brief) != brief:
            raise InputError(
                f"{file}: another brief has the id {brief.article.id}",
                hint="Rename one of the articles and make its brief again.",
            )
    if errors:
        raise InputError("\n".join(error.message for error in errors), hint=errors[0].hint)
    return list(briefs.values())


def _wanted(name: str, settings: EditionSettings) -> bool:
    return not settings.briefs or any(fnmatchcase(name, wish) for wish in settings.briefs)


def _left_behind(place: Path) -> list[str]:
    """What the last run could not make a brief of: it is not in the issue either."""
    failures = OutputFolder(place).run_record().get("failures") if place.is_dir() else None
    if not isinstance(failures, list) or not failures:
        return []
    return [
        f"{place / RUN_FILE}: {len(failures)} of the articles have no brief and are not in the issue"
    ]


def _other_issues(shelf: Shelf, edition: Edition, options: IssueOptions) -> list[Edition]:
    # An issue that is replaced is not read: it may be the one that is damaged.
    replaced = {shelf.edition_path(edition.id)} if options.replace else set()
    issues = [_other_issue(path) for path in shelf.edition_files() if path not in replaced]
    for issue in issues:
        clash = issue.id == edition.id or (edition.number and issue.number == edition.number)
        if clash and not _is_same(issue, edition) and not options.replace:
            name = f"number {issue.number}" if issue.number else issue.id
            raise UsageError(
                f"{shelf.edition_path(issue.id)}: there is an issue {name} already, "
                f"“{issue.title}” of {issue.date}",
                hint="Give this issue another number or date in edition.toml, or replace the old one with --replace.",
            )
    return [issue for issue in issues if issue.id != edition.id]


def _is_same(before: Edition, now: Edition) -> bool:
    """Whether the one is the other, worked on. Two issues of one day that share no article are two issues."""
    shared = {brief.article.id for brief in before.briefs} & {b.article.id for b in now.briefs}
    named = (before.id, before.date, before.title) == (now.id, now.date, now.title)
    return named and bool(shared)


def _other_issue(path: Path) -> Edition:
    try:
        return read_edition(path)
    except InputError as error:
        raise InputError(
            error.message,
            hint="Make that issue again with --replace, or move its folder away.",
        ) from error
