"""When an article was published: an ISO 8601 date as precise as its source gives it.

"2025", "2025-01", "2025-01-21" and "2025-01-21T18:30:00+01:00" are dates; other text is none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

_YEAR_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Published:
    """`first` is the first moment of the year, the month or the day that is known."""

    first: datetime
    precision: Literal["year", "month", "day", "time"]

    @property
    def day(self) -> date | None:
        """The calendar day where it was published; None where no more than the month is known."""
        return self.first.date() if self.precision in ("day", "time") else None

    @property
    def moment(self) -> float:
        """Seconds since 1970. A time without a zone counts as UTC: a zone would be a guess."""
        first = self.first
        return (first if first.tzinfo else first.replace(tzinfo=UTC)).timestamp()


def read_published(text: str | None) -> Published | None:
    """The date in `text`; None when there is none.

    >>> read_published("2025-01").first.date().isoformat(), read_published("2025-01").precision
    ('2025-01-01', 'month')
    """
    text = (text or "").strip()
    try:
        if (partial := _YEAR_MONTH.fullmatch(text)) is not None:
            year, month = partial.groups()
            first = datetime(int(year), int(month or 1), 1)
            return Published(first, "month" if month else "year")
        return Published(datetime.fromisoformat(text), "day" if _is_day(text) else "time")
    except ValueError:
        return None


def publication_moment(text: str | None) -> float:
    """The moment of the date in `text`, for ordering; no date comes before all others."""
    found = read_published(text)
    return found.moment if found else -math.inf


def publication_day(text: str | None) -> date | None:
    found = read_published(text)
    return found.day if found else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
