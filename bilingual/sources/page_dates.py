"""French dates as sites print them -> ISO 8601; a date without a year is completed only when there
is no doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4,
    "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9,
    "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
_TIME = r"(?P<hour>[012]?\d)\s?(?:h|:|heures?)\s?(?P<minute>[0-5]\d)?(?::[0-5]\d)?"
# All patterns run over folded text (lower case, no accents).
_WORDS = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY})\.?,?\s+)?(?:le\s+)?"
    rf"(?:(?P<day>[0-3]?\d)(?:er)?\s+(?P<month>{_MONTH})\b\.?"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>[0-3]?\d)\b)"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?(?:\s*+(?:[,a–|-]\s*+)?{_TIME})?"
)
_DIGITS = re.compile(
    r"\b(?P<day>[0-3]?\d)[/.-](?P<month>[01]?\d)[/.-](?P<year>(?:19|20)\d\d)(?:\s*+"
    rf"(?:[,a–|-]\s*+)?{_TIME})?"
)
_ISO = re.compile(
    r"\b(?P<year>(?:19"
    r"|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:[t ](?P<hour>[012]\d):(?P<minute>[0-5]\d))?"
)


def find_date(folded: str, years: Iterable[int] = ()) -> str | None:
    """The first date in a folded line, as YYYY-MM-DD or YYYY-MM-DDTHH:MM.

    `years` are the years the article names: a date without one takes the only year among them on
    which its weekday falls on that day; with several or none the answer is None.

    >>> find_date("publie le 3 mars 2025 a 18h30")
    '2025-03-03T18:30'
    >>> find_date("mercredi, janvier 22", [2023, 2024, 2025])
    '2025-01-22'
    """
    for pattern in (_ISO, _DIGITS, _WORDS):
        match = pattern.search(folded)
        if match is not None:
            return _iso(match.groupdict(), years)
    return None


def _iso(parts: dict[str, str | None], years: Iterable[int]) -> str | None:
    month_name = parts.get("month") or parts.get("month2") or ""
    month = MONTHS.get(month_name) or (int(month_name) if month_name.isdigit() else 0)
    day = int(parts.get("day") or parts.get("day2") or 0)
    year = parts.get("year")
    found = (
        _valid(int(year), month, day) if year else _only(years, month, day, parts.get("weekday"))
    )
    if found is None:
        return None
    hour = parts.get("hour")
    if hour is None or int(hour) > 23:
        return found.isoformat()
    return f"{found.isoformat()}T{int(hour):02}:{int(parts.get('minute') or 0):02}"


def _only(years: Iterable[int], month: int, day: int, weekday: str | None) -> dt.date | None:
    if weekday is None:
        return None
    # The year after the latest one named is possible too: an article in January speaks of the year
    # before.
    near = {y for year in years for y in (year, year + 1)}
    dates = [date for year in sorted(near) if (date := _valid(year, month, day))]
    fitting = [date for date in dates if WEEKDAYS[date.weekday()] == weekday]
    named = [date for date in fitting if date.year in set(years)]
    best = named or fitting
    return best[0] if len(best) == 1 else None


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
