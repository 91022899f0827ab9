"""Where the briefs of an issue come from: folders and files in, every brief that is wanted out, none lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from bilingual.errors import BilingualError, InputError, UsageError
from bilingual.folder.briefs import RUN_FILE, OutputFolder, brief_files, read_brief
from bilingual.newsletter import EditionSettings
from bilingual.records import Brief
from bilingual.render.words import plural


def gather(inputs: Sequence[Path], settings: EditionSettings) -> tuple[list[Brief], list[str]]:
    """Every brief of the inputs, and what the editor should know about those that are not there.

    One error names all briefs that cannot be read; a damaged one that the settings do not ask for is in nobody's way.
    Raises UsageError for an input that is not there, InputError for the briefs.
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
    # A brief that a crash left empty does not look like one, but nothing else is an empty JSON file.
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
    """What the runs tell of and the issue has not: articles that failed, briefs that were removed since."""
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
