"""The composition, read top to bottom: gather, arrange, render everything, and only then write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bilingual.errors import SettingsError, UsageError
from bilingual.folder.briefs import brief_files
from bilingual.folder.issues import EDITION_FILE, SITE, Shelf, WrittenFile, read_edition
from bilingual.newsletter.build import build_edition
from bilingual.newsletter.edition_file import load_edition_settings
from bilingual.newsletter.gather import gather, other_issues, told_before
from bilingual.newsletter.send import send_test
from bilingual.records import Edition, __version__
from bilingual.render.edition_view import EditionView, arrange_edition, newest_first
from bilingual.render.email_html import render_email, render_eml, render_fragment, size_warning
from bilingual.render.email_parts import Depth, unsubscribe_slot
from bilingual.render.email_text import render_email_text
from bilingual.render.feed_entries import build_feed
from bilingual.render.feeds import render_atom, render_json_feed
from bilingual.render.introduction import left_out
from bilingual.render.issue_markdown import Site, issue_file_name, render_issue_markdown
from bilingual.render.site import (
    render_archive,
    render_issue_briefs,
    render_issue_page,
    render_search,
)
from bilingual.render.words import plural
from bilingual.settings import Settings

EMAIL = "email.html"
EML = "issue.eml"
Format = Literal["email", "fragment", "markdown", "feed", "site"]
FORMATS: tuple[Format, ...] = ("email", "fragment", "markdown", "feed", "site")


@dataclass(frozen=True)
class IssueOptions:
    """What is made of an issue. `full` puts the whole side-by-side text into the e-mail and the
    fragment, `key_points_only` nothing but headlines and key points; `replace` lets an issue take
    the place of another one.
    """

    formats: tuple[Format, ...] = FORMATS
    site: Site = "plain"
    full: bool = False
    key_points_only: bool = False
    replace: bool = False

    @property
    def depth(self) -> Depth:
        """How much of each story the e-mail and the fragment show. Raises UsageError for both."""
        if self.full and self.key_points_only:
            raise UsageError(
                "an issue cannot have the full text and the key points only",
                hint="Choose one of the two.",
            )
        return "full" if self.full else "points" if self.key_points_only else "excerpt"


@dataclass
class IssueReport:
    """What was made, and what the editor should know before sending it.

    `tally` are the counts in words: stories, articles, sentences, how many of them to check.
    """

    edition: Edition
    folder: Path
    tally: tuple[str, ...] = ()
    files: list[WrittenFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def make_issue(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    edition_file: str | Path | None = None,
    options: IssueOptions | None = None,
    today: str | None = None,
) -> IssueReport:
    """Make an issue of the briefs in `inputs`: write it, the feeds and the site to `out`.

    `inputs` are folders of briefs and brief files, or one edition.json, which is rendered again as
    it was frozen. `today` (ISO 8601) dates an issue whose settings and articles have no date. The
    same inputs give the same files.

    Raises InputError for a brief or an issue that cannot be read (nothing is written then),
    SettingsError for the edition file, NothingReadable without briefs, UsageError when another
    issue has this number, and OutputError.
    """
    options = options or IssueOptions()
    today = today or datetime.now(UTC).astimezone().date().isoformat()
    edition, warnings = _edition([Path(each) for each in inputs], edition_file, today)
    out = Path(out)
    shelf = Shelf(out)
    with shelf.held(_read_from(inputs)) as folder:
        others = other_issues(shelf, edition, replace=options.replace)
        view = arrange_edition(edition)
        rendered = render_issue(view, options) | render_shelf([view, *others], options)
        report = IssueReport(edition, out / edition.id, view.tally, warnings=warnings)
        report.files += shelf.write(folder, rendered)
        if "site" in options.formats:
            shelf.drop_pages(folder, edition.id, rendered)
        report.warnings += told_before(shelf, edition, others)
    report.warnings += _before_sending(edition, view)
    report.warnings += _outdated(report)
    if "email" in options.formats:
        html = rendered[f"{edition.id}/{EMAIL}"].decode()
        report.warnings += filter(None, [size_warning(html)])
    return report


def send_issue(report: IssueReport, to: str, settings: Settings) -> None:
    """Send the e-mail of an issue that was just made to one address, as a test.

    Raises UsageError when the issue has no e-mail, SettingsError without a server, DeliveryError
    when it refuses.
    """
    message = report.folder / EML
    if all(file.path != message for file in report.files):
        raise UsageError("the issue was made without an e-mail", hint="Add email to --formats.")
    send_test(message.read_bytes(), to, settings)


def _edition(
    inputs: Sequence[Path], edition_file: str | Path | None, today: str
) -> tuple[Edition, list[str]]:
    if len(inputs) == 1 and inputs[0].name == EDITION_FILE:
        return read_edition(inputs[0]), []
    settings = load_edition_settings(edition_file)
    briefs, warnings = gather(inputs, settings)
    program = f"bilingual {__version__}"
    try:
        return build_edition(briefs, settings, program=program, today=today), warnings
    except SettingsError as error:
        told = error.message.removeprefix("edition settings: ")
        raise SettingsError(f"{edition_file}: {told}", hint=error.hint) from error


def _read_from(inputs: Sequence[str | Path]) -> Iterator[Path]:
    """The files of briefs; an issue that is rendered again may be its own output."""
    for place in map(Path, inputs):
        if place.is_dir():
            yield from brief_files(place)
        elif place.name != EDITION_FILE:
            yield place


def _before_sending(edition: Edition, view: EditionView) -> Iterable[str]:
    """Warnings about things that would puzzle readers and that the editor can correct."""
    if gone := left_out(edition.introduction):
        yield f"the introduction: {gone} left out, because no e-mail may hold them"
    if unsubscribe_slot(edition.sender.unsubscribe).kind == "text":
        yield (
            "sender.unsubscribe is neither an address nor a placeholder that is known; "
            "readers see it as text, without a link"
        )
    articles = [each for story in view.stories for each in story.articles]
    if unnamed := sum(not each.source for each in articles):
        count = plural(unnamed, "article names", "articles name")
        yield f"{count} no source; give it in the article (source: ...) and make the brief again"


def _outdated(report: IssueReport) -> Iterable[str]:
    """A warning about files that an earlier run left and that this issue no longer has."""
    if not report.files[0].changed:
        return
    made = {file.path for file in report.files}
    old = sorted(
        path.name for path in report.folder.iterdir() if path.is_file() and path not in made
    )
    if old:
        yield f"{report.folder}: left from an earlier run, and not of this issue: {', '.join(old)}"


def render_issue(edition: Edition | EditionView, options: IssueOptions) -> dict[str, bytes]:
    """The files of one issue by name; edition.json comes first."""
    view = arrange_edition(edition)
    at = f"{view.id}/"
    files = {at + EDITION_FILE: view.edition.model_dump_json(indent=1) + "\n"}
    if "email" in options.formats:
        files[at + EMAIL] = render_email(view, depth=options.depth)
        files[at + "email.txt"] = render_email_text(view, depth=options.depth)
    if "fragment" in options.formats:
        files[at + "fragment.html"] = render_fragment(view, depth=options.depth)
    if "markdown" in options.formats:
        name = issue_file_name(view.edition, options.site)
        files[at + name] = render_issue_markdown(view, site=options.site)
    if "site" in options.formats:
        files[f"{SITE}/{at}index.html"] = render_issue_page(view)
        files |= {f"{SITE}/{at}{name}": page for name, page in render_issue_briefs(view)}
    done = {name: text.encode() for name, text in files.items()}
    if "email" in options.formats:
        done[at + EML] = render_eml(view, files[at + EMAIL], files[at + "email.txt"])
    return done


def render_shelf(
    editions: Sequence[Edition | EditionView], options: IssueOptions
) -> dict[str, bytes]:
    """The files over all issues: the feeds, the archive and the search."""
    if not {"feed", "site"} & {*options.formats}:
        return {}
    ordered = newest_first(editions)
    files = {}
    if "feed" in options.formats:
        feed = build_feed(ordered)
        files["feed.json"] = render_json_feed(feed)
        files["feed.xml"] = render_atom(feed)
    if "site" in options.formats:
        files[f"{SITE}/index.html"] = render_archive(ordered)
        files[f"{SITE}/search.html"] = render_search(ordered)
    return {name: text.encode() for name, text in files.items()}
