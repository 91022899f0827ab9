"""The composition of an issue, read top to bottom: choose, group, order, name."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from bilingual.errors import NothingReadable, SettingsError, did_you_mean
from bilingual.language.dates import publication_day, publication_moment
from bilingual.newsletter.clustering import group
from bilingual.newsletter.edition_file import EditionSettings
from bilingual.newsletter.tellings import tell
from bilingual.records import Brief, Edition, Section, Story


def build_edition(
    briefs: Sequence[Brief], settings: EditionSettings, *, program: str, today: str
) -> Edition:
    """The Edition of the briefs that the settings choose; the same input gives an equal Edition.

    The date is the one in the settings, else the latest day of publication up to `today` (ISO
    8601), else that; the id is "issue-<number>", without a number the date. A story stands in the
    section that claims its lead, else in the first that claims one of its tellings, else in a last
    one without title; a section that is left without stories is left out. Stories are ordered by
    their latest telling, those without a date last ("oldest": first); where the moments are equal,
    and everywhere with the order "listed", by the lists of the settings and then as given.

    Raises NothingReadable without briefs, SettingsError when the settings name a brief that is not
    there or contradict themselves, or when two briefs have one id.
    """
    issue = _chosen(briefs, settings)
    date = settings.date or _latest_day(issue, today) or today
    return Edition(
        id=f"issue-{settings.number}" if settings.number else date,
        title=settings.title,
        number=settings.number,
        date=date,
        languages=settings.languages,
        introduction=settings.introduction,
        preheader=settings.preheader,
        sender=settings.sender,
        url=settings.url,
        sections=_sections(_stories(issue, settings), issue, settings),
        briefs=tuple(issue),
        program=program,
    )


def _chosen(briefs: Sequence[Brief], settings: EditionSettings) -> list[Brief]:
    if not briefs:
        raise NothingReadable(
            "an issue without briefs: there is nothing to tell",
            hint="Make some with `bilingual brief`.",
        )
    by_id = {brief.article.id: brief for brief in briefs}
    if len(by_id) < len(briefs):
        ids = [brief.article.id for brief in briefs]
        twice = next(each for each in ids if ids.count(each) > 1)
        raise SettingsError(
            f"two briefs are called '{twice}'", hint="Give each article an id of its own."
        )
    require_known(settings, list(by_id))
    return [by_id[each] for each in chosen(settings, list(by_id))]


def _latest_day(briefs: Sequence[Brief], today: str) -> str | None:
    """The latest day up to `today`; a later one is a mistake that would stay the newest."""
    days = [
        found.isoformat() for brief in briefs if (found := publication_day(brief.article.published))
    ]
    return max((each for each in days if each <= today), default=None)


def _stories(issue: Sequence[Brief], settings: EditionSettings) -> list[Story]:
    by_id = {brief.article.id: brief for brief in issue}
    together = forced(settings, list(by_id))
    firsts = {each: story[0] for story in together for each in story}
    grouped = group(
        issue,
        together=together,
        apart=apart(settings, list(by_id)),
        automatic=settings.group,
    )
    return [
        Story(
            tellings=tell(
                [by_id[each] for each in ids],
                next((firsts[each] for each in ids if each in firsts), None),
            )
        )
        for ids in grouped
    ]


def _sections(
    stories: Sequence[Story], issue: Sequence[Brief], settings: EditionSettings
) -> tuple[Section, ...]:
    ids = [brief.article.id for brief in issue]
    claims = claimed(settings, ids)
    claimed_by = {each: number for number, claim in enumerate(claims) for each in claim}
    listed = [each for claim in claims for each in claim]
    place = {each: number for number, each in enumerate(dict.fromkeys([*listed, *ids]))}
    parts: list[list[Story]] = [[] for _ in range(len(claims) + 1)]
    for story in _ordered(stories, issue, settings, place):
        told = [telling.brief for telling in story.tellings]
        by_others = min((claimed_by.get(each, len(claims)) for each in told), default=len(claims))
        parts[claimed_by.get(told[0], by_others)].append(story)
    titles = [*(part.title for part in settings.section), ""]
    return tuple(
        Section(title=title, stories=tuple(part))
        for title, part in zip(titles, parts, strict=True)
        if part
    )


def _ordered(
    stories: Sequence[Story],
    issue: Sequence[Brief],
    settings: EditionSettings,
    place: dict[str, int],
) -> list[Story]:
    moments = {brief.article.id: publication_moment(brief.article.published) for brief in issue}

    def latest(story: Story) -> float:
        return max(moments[telling.brief] for telling in story.tellings)

    ordered = sorted(stories, key=lambda story: min(place[each.brief] for each in story.tellings))
    if settings.order == "listed":
        return ordered
    return sorted(ordered, key=latest, reverse=settings.order == "newest")


def matching(name: str, ids: Sequence[str], key: str) -> list[str]:
    """The ids that a name or glob fits, in order. Raises SettingsError when there is none."""
    found = [each for each in ids if each == name or (is_glob(name) and fnmatchcase(each, name))]
    if found:
        return found
    what = "no brief fits" if is_glob(name) else "there is no brief"
    raise SettingsError(
        f"edition settings: '{key}': {what} '{name}'",
        hint=did_you_mean(name, ids, "Name briefs by their id.", cutoff=0.0),
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


def claimed(settings: EditionSettings, ids: Sequence[str]) -> list[list[str]]:
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
