"""The issues that stand beside the one being made: which it may replace, and which it must not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bilingual.errors import InputError, UsageError
from bilingual.folder.issues import SITE, Shelf, read_edition
from bilingual.records import Edition


def other_issues(shelf: Shelf, edition: Edition, *, replace: bool) -> list[Edition]:
    """The issues that stay. Raises UsageError when the new one would take the place of another, unless `replace`.

    The same issue, made again, has the same date and title and at least half of the briefs that the smaller has. An
    issue that is replaced is not read: it may be the one that is damaged. Raises InputError for any other that is.
    """
    replaced = {shelf.edition_path(edition.id)} if replace else set()
    issues = [_read(path) for path in shelf.edition_files() if path not in replaced]
    for issue in issues:
        clash = issue.id == edition.id or (edition.number and issue.number == edition.number)
        if clash and not replace and not _is_same(issue, edition):
            name = f"number {issue.number}" if issue.number else issue.id
            raise UsageError(
                f"{shelf.edition_path(issue.id)}: there is an issue {name} already, "
                f"“{issue.title}” of {issue.date}",
                hint="Give this issue another number or date in edition.toml, or replace the old one with --replace.",
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
    """A warning for each issue that has half of this one's briefs or more: a draft under another id, or a repetition."""
    for issue in others:
        shared = len(_ids(issue) & _ids(edition))
        if 2 * shared >= len(edition.briefs):
            places = f"{shelf.root / issue.id} and {shelf.root / SITE / issue.id}"
            yield (
                f"{shared} of the {len(edition.briefs)} articles stand in the issue {issue.id} too; "
                f"if this one takes its place, remove {places} and make this one again"
            )


def _read(path: Path) -> Edition:
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
