"""What one brief says of its event, as far as it can be compared: its opening as terms, and when it all happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bilingual.language.dates import DateMention, find_dates_fr
from bilingual.language.published import publication_day
from bilingual.newsletter.event_terms import terms
from bilingual.records import Brief

# News tells its event first; what follows is background, which two stories of the same people share.
OPENING: Final = 9  # sentences, the title among them
DATED: Final = 4  # sentences in which days are looked for
LED: Final = 2  # of these, those that say when it happened: the title and one more
RECENT: Final = 7  # days before publication in which an event is news


@dataclass(frozen=True, slots=True)
class Profile:
    """`words`, `roots` and `concepts` with how often they stand in the opening; `titled` are those of the title.

    `days` are the days up to publication that the first sentences name, `led` those of the very first; what lies ahead
    is not what an article reports. `weekdays` (Monday is 1) are all that the first sentences name.
    """

    id: str
    published: date | None
    words: Counter[str]
    roots: Counter[str]
    names: frozenset[str]
    concepts: Counter[str]
    numbers: frozenset[str]
    titled: frozenset[str]
    days: frozenset[date]
    led: frozenset[date]
    weekdays: frozenset[int]


def profile(brief: Brief) -> Profile:
    """The profile of the title and the first sentences of a brief; headings are passed over."""
    told = [sentence for sentence in brief.sentences if sentence.role != "heading"]
    told.sort(key=lambda sentence: sentence.role != "title")
    opening = [(sentence.role, sentence.text) for sentence in told[:OPENING]]
    found = [(role, terms(text)) for role, text in opening]
    published = publication_day(brief.article.published)
    dates = [find_dates_fr(text) for _, text in opening[:DATED]]
    titled = [part for role, part in found if role == "title"]
    return Profile(
        id=brief.article.id,
        published=published,
        words=Counter(word for _, part in found for word in part.words),
        roots=Counter(each for _, part in found for each in part.roots),
        names=frozenset(name for _, part in found for name in part.names),
        concepts=Counter(each for _, part in found for each in part.concepts),
        numbers=frozenset(number for _, part in found for number in part.numbers),
        titled=frozenset(
            each for part in titled for each in (*part.words, *part.roots, *part.concepts)
        ),
        days=_reported(dates, published),
        led=_reported(dates[:LED], published),
        weekdays=frozenset(_weekdays([each for found in dates for each in found], published)),
    )


def _reported(dates: list[list[DateMention]], published: date | None) -> frozenset[date]:
    days = (each for found in dates for mention in found for each in _days(mention, published))
    return frozenset(
        each for each in days if published is None or 0 <= (published - each).days <= RECENT
    )


def _weekdays(dates: list[DateMention], published: date | None) -> set[int]:
    said = {value for mention in dates if (value := mention.get("weekday")) is not None}
    counted = (_days(mention, published)[:1] for mention in dates if not mention.get("weekday"))
    return said | {each.isoweekday() for found in counted for each in found}


def _days(mention: DateMention, published: date | None) -> list[date]:
    """The day that a mention means, if it can be told; "jeudi" alone is the last Thursday."""
    number, month, weekday = mention.get("day"), mention.get("month"), mention.get("weekday")
    if number and month:
        return _on(number, month, mention.get("year"), published)
    if published is None or weekday is None:
        return []
    if number:
        around = (published + timedelta(shift) for shift in range(-28, 29))
        return [each for each in around if (each.isoweekday(), each.day) == (weekday, number)][:1]
    return [published - timedelta((published.isoweekday() - weekday) % 7)]


def _on(number: int, month: int, year: int | None, published: date | None) -> list[date]:
    """That day of the year, without a year the one that is nearest to publication; none when there is no such day."""
    if year is None and published is None:
        return []
    years = (
        [year] if year or published is None else [published.year + shift for shift in (-1, 0, 1)]
    )
    found = []
    for each in years:
        try:
            found.append(date(each or 1, month, number))
        except ValueError:
            continue
    if published is None:
        return found
    return sorted(found, key=lambda each: abs((each - published).days))[:1]
