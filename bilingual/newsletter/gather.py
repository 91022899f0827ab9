"""What an issue is made of: the briefs in the folders that are named, and the issues beside it.

Every brief that is wanted comes out or is reported; the issues decide whether this one may be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from bilingual.errors import BilingualError, InputError, UsageError
from bilingual.folder.briefs import RUN_FILE, OutputFolder, brief_files, read_brief
from bilingual.folder.issues import SITE, Shelf, read_edition
from bilingual.newsletter import EditionSettings
from bilingual.records import Brief, Edition
from bilingual.render.words import plural


def gather(inputs: Sequence[Path], settings: EditionSettings) -> tuple[list[Brief], list[str]]:
    """Every brief of the inputs, and what the editor should know about those that are not there.

    One error names all briefs that cannot be read; a damaged one that the settings do not ask for
    is in nobody's way. Raises UsageError for an input that is not there, InputError for the briefs.
    """
    files = [file for place in inputs for file in _files(place)]
    return _read(files, settings), [told for place in inputs for told in _left_behind(place)]


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [] if place.name == RUN_FILE else [place]
    if not place.is_dir():
        raise UsageError(
            f"{place}: no such folder or file",
            hint="Make briefs first: bilingual brief ARTICLES -o outputs.",
        )
    # A crash may leave a brief empty; nothing else is an empty JSON file.
    empty = (path for path in place.glob("*.json") if path.is_file() and path.stat().st_size == 0)
    recorded = (place / f"{name}.json" for name in _recorded(place))
    return sorted({*brief_files(place), *empty, *(path for path in recorded if path.is_file())})


def _recorded(place: Path) -> list[str]:
    """The briefs that the runs say they wrote."""
    known = OutputFolder(place).run_record().get("articles")
    return [str(name) for name in known] if isinstance(known, dict) else []


def _read(files: Iterable[Path], settings: EditionSettings) -> list[Brief]:
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


def _left_behind(place: Path) -> Iterable[str]:
    """Warnings for articles that failed, and for briefs that were removed since their run."""
    if not place.is_dir():
        return
    record = place / RUN_FILE
    failures = OutputFolder(place).run_record().get("failures")
    if isinstance(failures, list) and failures:
        count = plural(len(failures), "article has", "articles have")
        yield f"{record}: {count} no brief, and {_are(len(failures))} not in the issue"
    gone = [name for name in _recorded(place) if not (place / f"{name}.json").is_file()]
    if gone:
        count = plural(len(gone), "brief is", "briefs are")
        yield f"{record}: {count} no longer there, and not in the issue: {', '.join(sorted(gone))}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def other_issues(shelf: Shelf, edition: Edition, *, replace: bool) -> list[Edition]:
    """The issues that stay. Raises UsageError when this one would replace another by mistake.

    The same issue, made again, has the same date and title and at least half of the briefs that the
    smaller has. An issue that is replaced is not read: it may be the one that is damaged. Raises
    InputError for any other that is.
    """
    replaced = {shelf.edition_path(edition.id)} if replace else set()
    issues = [_read_issue(path) for path in shelf.edition_files() if path not in replaced]
    for issue in issues:
        clash = issue.id == edition.id or (edition.number and issue.number == edition.number)
        if clash and not replace and not _is_same(issue, edition):
            name = f"number {issue.number}" if issue.number else issue.id
            raise UsageError(
                f"{shelf.edition_path(issue.id)}: there is an issue {name} already, "
                f"“{issue.title}” of {issue.date}",
                hint="Give this issue another number or date in edition.toml, "
                "or replace the old one with --replace.",
            )
    return [issue for issue in issues if issue.id != edition.id]


def _is_same(one: Edition, other: Edition) -> bool:
    if (one.id, one.date, one.title) != (other.id, other.date, other.title):
        return False
    shared = len(_ids(one) & _ids(other))
    return 2 * shared >= min(len(_ids(one)), len(_ids(other)))


def _ids(edition: Edition) -> set[str]:
    return {brief.article.id for brief in edition.briefs}


def told_before(shelf: Shelf, edition: Edition, others: Sequence[Edition]) -> Iterable[str]:
    """A warning for each issue that shares half of this one's briefs or more."""
    for issue in others:
        shared = len(_ids(issue) & _ids(edition))
        if 2 * shared >= len(edition.briefs):
            places = f"{shelf.root / issue.id} and {shelf.root / SITE / issue.id}"
            yield (
                f"{shared} of the {len(edition.briefs)} articles stand in the issue {issue.id} "
                f"too; if this one takes its place, remove {places} and make this one again"
            )


def _read_issue(path: Path) -> Edition:
    try:
        issue = read_edition(path)
    except InputError as error:
        raise InputError(
            error.message,
            hint="Make that issue again with --replace, or move its folder away.",
        ) from error
    if issue.id != path.parent.name:
        raise InputError(
            f"{path}: this is the issue {issue.id}, in a folder of another name",
            hint=f"Call the folder {issue.id}, or move it away.",
        )
    return issue
