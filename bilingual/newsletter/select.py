"""Names and globs of `edition.toml` -> ids of briefs; a name without a brief is an error."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from bilingual.errors import SettingsError
from bilingual.newsletter.edition_file import EditionSettings


def matching(name: str, ids: Sequence[str], key: str) -> list[str]:
    """The ids that a name or glob fits, in order. Raises SettingsError when there is none."""
    found = [each for each in ids if each == name or (is_glob(name) and fnmatchcase(each, name))]
    if found:
        return found
    near = difflib.get_close_matches(name, ids, n=1, cutoff=0.0)
    what = "no brief fits" if is_glob(name) else "there is no brief"
    raise SettingsError(
        f"edition settings: '{key}': {what} '{name}'",
        hint=f"Did you mean '{near[0]}'?" if near else "Name briefs by their id.",
    )


def require_known(settings: EditionSettings, everything: Sequence[str]) -> None:
    """Raise SettingsError where a brief is named that `briefs` leaves out of the issue."""
    issue = set(chosen(settings, everything))
    named = [
        *((f"section.{n}.briefs", part.briefs) for n, part in enumerate(settings.section, 1)),
        *((f"story.{n}.briefs", part.briefs) for n, part in enumerate(settings.story, 1)),
        *(("apart", names) for names in settings.apart),
    ]
    for key, names in named:
        for name in names:
            if name in everything and name not in issue:
                raise SettingsError(
                    f"edition settings: '{key}': '{name}' is not in this issue",
                    hint="Add it to 'briefs', or take it out here.",
                )


def is_glob(name: str) -> bool:
    return any(mark in name for mark in "*?[")


def chosen(settings: EditionSettings, ids: Sequence[str]) -> list[str]:
    """The ids of the issue, in the order of the `briefs` list; without one, as given."""
    if not settings.briefs:
        return list(ids)
    named = (each for name in settings.briefs for each in matching(name, ids, "briefs"))
    return list(dict.fromkeys(named))


def claims(settings: EditionSettings, ids: Sequence[str]) -> list[list[str]]:
    """For each section the ids it claims, in the order of its list.

    A name written out goes before a glob, in whichever section; of two globs that fit, the first
    has it. SettingsError when two sections write out the same id.
    """
    taken: dict[str, int] = {}
    named = [
        (number, name) for number, part in enumerate(settings.section, 1) for name in part.briefs
    ]
    for number, name in named:
        if is_glob(name):
            continue
        (found,) = matching(name, ids, f"section.{number}.briefs")
        if taken.setdefault(found, number) != number:
            raise SettingsError(
                f"edition settings: 'section.{number}.briefs': "
                f"'{name}' already stands in section {taken[found]}",
                hint="Name each brief in one section.",
            )
    for number, name in named:
        for found in matching(name, ids, f"section.{number}.briefs"):
            taken.setdefault(found, number)
    return [
        list(
            dict.fromkeys(
                found
                for name in part.briefs
                for found in matching(name, ids, f"section.{number}.briefs")
                if taken[found] == number
            )
        )
        for number, part in enumerate(settings.section, 1)
    ]


def forced(settings: EditionSettings, ids: Sequence[str]) -> list[list[str]]:
    """The ids of each `[[story]]`. Raises SettingsError when two stories name the same id."""
    stories: list[list[str]] = []
    seen: dict[str, int] = {}
    for number, story in enumerate(settings.story, 1):
        key = f"story.{number}.briefs"
        found = list(dict.fromkeys(i for name in story.briefs for i in matching(name, ids, key)))
        for each in found:
            if each in seen:
                raise SettingsError(
                    f"edition settings: '{key}': '{each}' already stands in story {seen[each]}",
                    hint="Name each brief in one story, or write one story of both.",
                )
            seen[each] = number
        stories.append(found)
    return stories


def apart(settings: EditionSettings, ids: Sequence[str]) -> set[frozenset[str]]:
    """The pairs that must not share a story. Raises SettingsError if a `[[story]]` joins one."""
    pairs = {
        frozenset((left, right))
        for first, second in settings.kept_apart()
        for left in matching(first, ids, "apart")
        for right in matching(second, ids, "apart")
        if left != right
    }
    for number, story in enumerate(forced(settings, ids), 1):
        for pair in sorted(sorted(pair) for pair in pairs):
            if set(pair) <= set(story):
                raise SettingsError(
                    f"edition settings: 'apart': "
                    f"'{pair[0]}' and '{pair[1]}' stand together in story {number}",
                    hint="Keep them apart, or in one story.",
                )
    return pairs
