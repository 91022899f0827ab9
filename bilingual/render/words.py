"""How the pages put things into words: counts, dates, reading time, flags and reasons, and safe
text and links."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from bilingual.language.dates import MONTHS_EN, read_published
from bilingual.records import DropReason, FlagKind

WORDS_PER_MINUTE: Final = 200

FLAG_LABELS: Final[dict[FlagKind, str]] = {
    "numbers": "Check the numbers",
    "names": "Check the names",
    "terms": "Not as in the glossary",
    "invented": "Words made up",
    "quotations": "Check the quotation",
    "reversed": "May say the opposite",
    "length": "Check for missing or added words",
    "repetition": "Repeated words",
    "copied": "French left in the English",
    "confidence": "Uncertain translation",
    "repaired": "Put right",
    "untranslated": "Not translated",
}
DROP_REASONS: Final[dict[DropReason, str]] = {
    "navigation": "website menu or navigation",
    "share": "share button",
    "advertisement": "advertisement",
    "comments": "readers’ comments or the comment form",
    "related": "title of another article",
    "caption": "picture caption",
    "credit": "photo or agency credit",
    "byline": "author line",
    "date": "date line",
    "repeated": "repeats another line",
    "subscription": "offer to subscribe or sign in",
    "legal": "legal notice",
    "markup": "page code",
}

# Overrides and isolates can show the digits of a number in another order than they are in; control
# characters and non-characters are not allowed in HTML, and U+0002 and U+0003 are how
# Python-Markdown marks its own places.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_INVISIBLE_MARKS = re.compile("[\u061c\u200e\u200f]")
_WHITE_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_FORBIDDEN_SPACE = re.compile("[\x0b\x1c-\x1f\x85]")
_NOT_IN_URL = re.compile(
    "[\\s\x00-\x20\x7f-\x9f\u00ad\u061c"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\\\\\\ud800-\\udfff]"
)


def clean(text: str) -> str:
    """The text as a page shows it: white space as in HTML, nothing that deceives.

    Direction overrides and control characters become U+FFFD, invisible direction marks go.

    >>> clean("235,3\\n milliards \\u202edoublés")
    '235,3 milliards �doublés'
    """
    # Nearly all text is clean already, and to see that is ten times as fast as to clean it.
    if "  " not in text and text.replace("\xa0", "").replace("\u202f", "").isprintable():
        return text.strip(" ")
    return _WHITE_SPACE.sub(" ", visible(text)).strip(" ")


def visible(text: str) -> str:
    """The text with its lines as they are, and nothing in it that HTML forbids or that deceives."""
    text = _UNSAFE.sub("\ufffd", _INVISIBLE_MARKS.sub("", text))
    return _FORBIDDEN_SPACE.sub(" ", text)


def plural(count: int, one: str, many: str = "") -> str:
    """
    >>> plural(1, "sentence"), plural(1204, "sentence")
    ('1 sentence', '1,204 sentences')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(parts: Sequence[str]) -> str:
    """Joined by commas, empty ones left out."""
    return ", ".join(part for part in parts if part)


def tally(sentences: int, to_check: int, untranslated: int, dropped: int) -> list[str]:
    """How many sentences there are, to check, not translated (if any), and lines left out.

    >>> tally(52, 3, 1, 4)
    ['52 sentences', '3 to check', '1 not translated', '4 lines left out']
    """
    return [
        plural(sentences, "sentence"),
        f"{to_check:,} to check" if to_check else "none flagged",
        *([f"{untranslated:,} not translated"] if untranslated else []),
        f"{plural(dropped, 'line')} left out" if dropped else "no lines left out",
    ]


def reading_minutes(text: str) -> int:
    """Whole minutes at 200 words a minute, at least one."""
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


def long_date(published: str | None) -> str:
    """An ISO 8601 date or date-time in English words, as precise as it is; other text as it stands.

    >>> long_date("2025-01-21"), long_date("2025-01-21T18:30:00+01:00"), long_date("2025-01")
    ('21 January 2025', '21 January 2025, 18:30 (UTC+1)', 'January 2025')
    """
    text = clean(published or "")
    found = read_published(text)
    if found is None:
        return text
    first, month = found.first, MONTHS_EN[found.first.month - 1]
    if found.precision in ("year", "month"):
        return f"{month} {first.year:04}" if found.precision == "month" else f"{first.year:04}"
    day = f"{first.day} {month} {first.year}"
    return day if found.precision == "day" else f"{day}, {first:%H:%M}{_zone(first)}"


def machine_date(published: str | None) -> str:
    """The value for `<time datetime>`: "" when the text is no date that HTML knows."""
    text = clean(published or "")
    found = read_published(text)
    if found is None or found.precision in ("year", "month"):
        return text if found else ""
    if found.first.year < 1000:
        return ""
    return (found.first if found.precision == "time" else found.first.date()).isoformat()


def safe_url(url: str | None) -> str | None:
    """The URL if it is http(s) with a host and nothing hidden, else None: shown as text."""
    text = (url or "").strip(" \n")
    if not text or _NOT_IN_URL.search(text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # such as a broken IPv6 host
        return None
    return text if usable else None


def host(url: str) -> str:
    """The host of a safe URL without "www." and user names, which can imitate a host."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return " UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''})"
