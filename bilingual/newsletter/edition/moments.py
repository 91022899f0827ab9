"""When an article was published, as far as its source says: for the order of stories and the date of an issue."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime


def moment(published: str | None) -> float:
    """Seconds since 1970; a date counts from its first moment, and what is no date comes before everything else.

    A time without a zone counts as UTC: a zone would have to be guessed.
    """
    try:
        found = datetime.fromisoformat((published or "").strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return -math.inf


def day(published: str | None) -> date | None:
    """The calendar day where it was published; None without a date."""
    try:
        return datetime.fromisoformat((published or "").strip()).date()
    except ValueError:
        return None
