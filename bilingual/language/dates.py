"""Dates as they stand in French and English, in pieces that can be compared.

    mardi 21 janvier 2025      Tuesday, January 21, 2025      Tuesday 21 January 2025
    21/01/2025

Each piece keeps its own place in the text, so that a wrong month can be pointed at. Month names
that are also common words ("mai" never is; "March" and "May" are) count only with a capital and,
for these two, beside a number or "in". Left out: dates in words ("le deux mai"), two-digit years
without an apostrophe, Revolutionary and other calendars.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

PieceKind = Literal["weekday", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class DatePiece:
    """One part of a date: `value` counts days from Monday = 1 and months from January = 1."""

    start: int
    end: int
    kind: PieceKind
    value: int


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, complete or not, with its pieces in the order of the text."""

    start: int
    end: int
    text: str
    pieces: tuple[DatePiece, ...]

    def get(self, kind: PieceKind) -> int | None:
        """The value of one piece; None when the date does not say it."""
        return next((piece.value for piece in self.pieces if piece.kind == kind), None)


WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_FR = {
    "janv": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7, "juill": 7, "sept": 9, "oct": 10,
    "nov": 11, "déc": 12,
    "fevrier": 2, "aout": 8, "decembre": 12,
}  # fmt: skip
_SHORT_EN = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sept": 9, "Sep": 9,
    "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_MONTH_FR = {**{name: i for i, name in enumerate(MONTHS_FR, 1)}, **_SHORT_FR}
_MONTH_EN = {
    **{name.lower(): i for i, name in enumerate(MONTHS_EN, 1)},
    **{k.lower(): v for k, v in _SHORT_EN.items()},
}
_WEEKDAY_FR = {name: i for i, name in enumerate(WEEKDAYS_FR, 1)}
_WEEKDAY_EN = {name.lower(): i for i, name in enumerate(WEEKDAYS_EN, 1)} | {
    name[:3].lower(): i for i, name in enumerate(WEEKDAYS_EN, 1)
}

_DIGIT = re.compile("[0-9]")
# A text without any of these has no date in words, and they are found faster than dates.
_STARTS_FR = tuple({name[:4] for name in (*_MONTH_FR, *_WEEKDAY_FR)})
_STARTS_EN = tuple({name[:3].capitalize() for name in (*_MONTH_EN, *_WEEKDAY_EN)})
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_NUMERIC = re.compile(
    r"(?<![0-9./-])(?P<a>[0-3]?[0-9])(?P<sep>[/.-])(?P<b>[01]?[0-9]"
    r"|[0-3][0-9])(?P=sep)(?P<year>[12][0-9]{3})(?![0-9/-])"
    r"|(?<![0-9-])(?P<iso>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]"
    r"|3[01])(?![0-9-])"
)
_FULL_FR = "|".join(sorted((*MONTHS_FR, "aout", "fevrier", "decembre"), key=len, reverse=True))
_SHORT_MONTHS_FR = "janv|févr|fév|avr|juill|juil|sept|oct|nov|déc"
# Without a stop only behind a day: "le 4 sept", and not "sept personnes".
_ABBR_FR = rf"(?:{_SHORT_MONTHS_FR})(?:\.|(?<=[0-9]\s....)\b|(?<=[0-9]\s...)\b)"
_WORDS_FR = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS_FR)})s?\b(?:\s+|,\s*))?"
    rf"(?:\b(?:le\s+)?{_DAY}(?:er)?\s+)?\b(?P<month>(?:{_FULL_FR})\b|{_ABBR_FR})(?:\s+{_YEAR})?"
    rf"|\b(?P<alone>{'|'.join(WEEKDAYS_FR)})s?\b(?:\s+(?P<bare>3[01]|[12][0-9]"
    r"|[1-9])(?![0-9,.]*[0-9%h:]))?",
    re.IGNORECASE,
)
_FULL_EN = "|".join(MONTHS_EN)
_ABBR_EN = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
# A short month stands beside a number or beside another: "4 Sept", "Sept. 4", "Nov-Feb".
_SHORT_EN_ALONE = (
    rf"(?:{_ABBR_EN})\b\.?(?:(?=\s*[0-9])|(?=[-–](?:{_ABBR_EN})\b)"
    rf"|(?<=[0-9]\s...)|(?<=[0-9]\s....)|(?<=[0-9]\s.....)"
    rf"|(?<=[a-z.][-–]...)(?<!\w{{4}}))"
)
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS_EN)}|(?:Mon|Tue|Wed|Thu|Fri)(?=[.,]))"
_WORDS_EN = re.compile(
    rf"\b(?:(?P<weekday>{_WEEKDAY})s?\b\.?,?\s+(?:the\s+)?)?"
    rf"(?:\b{_DAY}(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?)?\b(?<!Long )(?P<month>(?:{_FULL_EN})\b|{_SHORT_EN_ALONE})"
    r"(?:\s+(?P<after>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd"
    rf"|th)?(?![0-9,.:]*[0-9%]))?(?:,?\s+{_YEAR})?"
    rf"|\b(?P<alone>{_WEEKDAY})s?\b"
)


def find_dates_fr(text: str) -> list[DateMention]:
    """Dates of a French text, in order, not overlapping; numeric ones are read day first."""
    return _find(text, _WORDS_FR, _MONTH_FR, _WEEKDAY_FR, month_first=False)


def find_dates_en(text: str) -> list[DateMention]:
    """Dates of an English text, in order, not overlapping; month first if that can be."""
    return _find(text, _WORDS_EN, _MONTH_EN, _WEEKDAY_EN, month_first=True)


def _find(
    text: str,
    words: re.Pattern[str],
    months: dict[str, int],
    weekdays: dict[str, int],
    *,
    month_first: bool,
) -> list[DateMention]:
    numeric = _NUMERIC.finditer(text) if _DIGIT.search(text) else ()
    found = [_numeric(match, month_first) for match in numeric]
    searched = text if month_first else text.casefold()
    if any(map(searched.__contains__, _STARTS_EN if month_first else _STARTS_FR)):
        found += [_spelled(text, match, months, weekdays) for match in words.finditer(text)]
    mentions: list[DateMention] = []
    for mention in sorted((m for m in found if m is not None), key=lambda m: m.start):
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    return mentions


def _mention(match: re.Match[str], pieces: list[DatePiece]) -> DateMention | None:
    if not pieces:
        return None
    pieces.sort(key=lambda piece: piece.start)
    start, end = pieces[0].start, pieces[-1].end
    return DateMention(start, end, match.string[start:end], tuple(pieces))


def _piece(match: re.Match[str], group: str, kind: PieceKind, value: int) -> DatePiece:
    return DatePiece(match.start(group), match.end(group), kind, value)


def _numeric(match: re.Match[str], month_first: bool) -> DateMention | None:
    if match["iso"]:
        groups: list[tuple[str, PieceKind]] = [("iso", "year"), ("month", "month"), ("day", "day")]
        return _mention(match, [_piece(match, g, kind, int(match[g])) for g, kind in groups])
    a, b = int(match["a"]), int(match["b"])
    # 01/21/2025 can only be month first, 21/01/2025 only day first, whatever the language says.
    first_is_month = a <= 12 and (month_first or b > 12)
    month, day = (a, b) if first_is_month and b <= 31 else (b, a)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    names: tuple[PieceKind, PieceKind] = ("month", "day") if month == a else ("day", "month")
    pieces = [_piece(match, "a", names[0], a), _piece(match, "b", names[1], b)]
    return _mention(match, [*pieces, _piece(match, "year", "year", int(match["year"]))])


def _spelled(
    text: str, match: re.Match[str], months: dict[str, int], weekdays: dict[str, int]
) -> DateMention | None:
    groups = match.groupdict()
    pieces: list[DatePiece] = []
    for group in ("weekday", "alone"):
        if groups.get(group):
            pieces.append(
                _piece(match, group, "weekday", weekdays[match[group].lower().strip(".")])
            )
    days = [group for group in ("day", "after", "bare") if groups.get(group)]
    # "21 May 30": a month has one day; the second number is something else.
    pieces += [_piece(match, group, "day", int(match[group])) for group in days[:1]]
    if groups.get("year"):
        pieces.append(_piece(match, "year", "year", int(match["year"])))
    if match["month"] and (days or groups.get("year") or _is_month(text, match)):
        pieces.append(_piece(match, "month", "month", months[match["month"].lower().strip(".")]))
    return _mention(match, pieces)


_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|to|last|next|this|early|late|mid|and|between|before|after"
    r"|during|through|on)[\s-]+$",
    re.IGNORECASE,
)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether a name without day or year is a month: "Mars" is a planet, "May" may be a verb."""
    name = match["month"]
    if name in ("Mars", "Mai", "Avril"):
        return False
    if name in ("March", "May", "August"):
        before = text[max(0, match.start("month") - 12) : match.start("month")]
        return bool(_BEFORE_MONTH.search(before))
    return True


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
