"""The composition of an issue, read top to bottom: choose, group, order, name."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.errors import NothingReadable, SettingsError
from bilingual.language.published import publication_day, publication_moment
from bilingual.newsletter import select
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
    select.require_known(settings, list(by_id))
    return [by_id[each] for each in select.chosen(settings, list(by_id))]


def _latest_day(briefs: Sequence[Brief], today: str) -> str | None:
    """The latest day up to `today`; a later one is a mistake that would stay the newest."""
    days = [
        found.isoformat() for brief in briefs if (found := publication_day(brief.article.published))
    ]
    return max((each for each in days if each <= today), default=None)


def _stories(issue: Sequence[Brief], settings: EditionSettings) -> list[Story]:
    by_id = {brief.article.id: brief for brief in issue}
    together = select.forced(settings, list(by_id))
    firsts = {each: story[0] for story in together for each in story}
    grouped = group(
        issue,
        together=together,
        apart=select.apart(settings, list(by_id)),
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
    claims = select.claims(settings, ids)
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
