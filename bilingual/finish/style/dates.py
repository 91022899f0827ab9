"""Dates in one order: 21 January 2025 and Tuesday 21 May, or January 21, 2025 and Tuesday, May 21.

Only a day beside the name of its month is a date here. "May 5 people come?", "in January 5 people",
"August 2025", "article 5 May" and lists of days ("January 5, 12 and 19") are left as they are, and
so are dates in figures. The letters of an ordinal (21st) go when a date is written anew. Left out:
the comma that American usage sets after a year.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from bilingual.finish.style.figures import LABELS
from bilingual.finish.style.spans import REACH, Shield, rewrite, text_before
from bilingual.language.dates import MONTHS_EN, WEEKDAYS_EN
from bilingual.language.words import word_list

Order = Literal["day-month", "month-day"]

_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
_YEAR: Final = r"[12][0-9]{3}(?![0-9]|[.,:][0-9]|\s?%)"
_WEEKDAY: Final = "|".join(WEEKDAYS_EN)
_MONTH: Final = (
    rf"(?:(?:{'|'.join(MONTHS_EN)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)

# The words that may follow a day without making it the start of "January 5 people".
_AFTER_DATE: Final = (
    "in|at|to|and|or|the|a|an|for|with|by|of|when|after|before|until|till|he|she|it|they|we|I|you|who|which|that|this"
    "|as|was|is|were|are|will|would|has|had|have|may|might|can|could|should|from|on|near|during|where|but|while|since"
    "|because|if|about|over|under|through|between|against|into|not|only|last|next|there|his|her|its|their|our"
)

_NOT_PLURAL: Final = frozenset(word_list("no plurals in s"))

_ORD: Final = r"(?:st|nd|rd|th)\b"
_RANGE: Final = r"(?:\s?[-–]\s?|\sto\s|\sand\s|\sor\s)"
_WEEK: Final = rf"(?:\b(?P<weekday>{_WEEKDAY})(?P<comma>,?)\s)?"
_YEARED: Final = rf"(?:,?\s(?P<year>{_YEAR}))?"
_MONTH_FIRST: Final = re.compile(
    rf"{_WEEK}\b(?P<month>{_MONTH})\s(?P<the>)(?P<day>{_DAY})(?P<ord>{_ORD})?"
    rf"(?:(?P<range>{_RANGE})(?P<last>{_DAY})(?:{_ORD})?(?!\d|[.,:]\d|\s?%|-\w))?(?!\d){_YEARED}"
)
_DAY_FIRST: Final = re.compile(
    rf"{_WEEK}(?P<the>(?:\b[Tt]he\s)(?=\d\d?(?:st|nd|rd|th)\sof\s))?(?<![\w.,:/£$€])(?P<day>{_DAY})(?P<ord>{_ORD})?"
    rf"(?:(?P<range>{_RANGE})(?P<last>{_DAY})(?:{_ORD})?)?\s(?:of\s)?(?P<month>{_MONTH}){_YEARED}"
)

_GOES_ON: Final = re.compile(
    r"[\w%]|[.,:/]\d|\s?%|\s?[-–/]\s?\d|-[a-z]|,?\s(?:and|or|to)\s\d|,\s\d{1,2}(?:,|\s(?:and|or))|\s\d"
    rf"|\s{_MONTH}|\s(?:million|billion|trillion|thousand|hundred|per\s?cent|dozen)\b"
)
_CONTINUES: Final = re.compile(r"[\w%]|-[a-z]|\s\d|\s?[-–/]\s?\d|\s?%|\sDay\b")
_PLURAL: Final = re.compile(r"\s([a-z]+s|people|men|women|children|police|staff)\b")
_VERB_MONTH: Final = re.compile(r"March|May")
_LEADS: Final = re.compile(
    r"(?:^|[(,]\s?|\b(?:on|since|until|till|by|from|before|after|of|to|between|the|this|last|next|through|and|or|late"
    r"|early)\s)$",
    re.IGNORECASE,
)
_ON: Final = re.compile(r"\b(?:on|the)\s$", re.IGNORECASE)
_IN: Final = re.compile(r"\b(?:in|during)\s$", re.IGNORECASE)
_ENDS: Final = re.compile(rf"\s*(?:$|[,.;:!?)\]\"'”’—–-])|\s(?:{_AFTER_DATE})\b")
_NO_DAY_AFTER: Final = re.compile(
    rf"(?:\b(?:{LABELS})\.?|{_MONTH}|\d(?:,?\s(?:and|or|to))?,?|[+×=%$£€])\s?$", re.IGNORECASE
)
_DASH: Final = re.compile(r"[-–]\s?$")
_MONTH_DASH: Final = re.compile(rf"{_MONTH}\s?[-–]\s?$")
_NO_MONTH_AFTER: Final = re.compile(rf"\d(?:{_ORD})?\s(?:of\s)?$")


def order_dates(text: str, order: Order, shield: Shield) -> str:
    """The text with its dates in one order; values and the name of the month stay as they are."""

    def from_month(match: re.Match[str]) -> str:
        return _written(match, order) if _month_first_is_date(match) else match[0]

    def from_day(match: re.Match[str]) -> str:
        return _written(match, order) if _day_first_is_date(match) else match[0]

    # What has the order already first: there only the letters of ordinals go.
    if order == "day-month":
        text = rewrite(_DAY_FIRST, text, shield, from_day)
        return rewrite(_MONTH_FIRST, text, shield, from_month)
    text = rewrite(_MONTH_FIRST, text, shield, from_month)
    return rewrite(_DAY_FIRST, text, shield, from_day)


def _after(match: re.Match[str]) -> str:
    end = match.end() + REACH
    return match.string[match.end() : end] + ("\0" if end < len(match.string) else "")


def _month_first_is_date(match: re.Match[str]) -> bool:
    before, after = text_before(match), _after(match)
    if _goes_on(match, after) or _NO_MONTH_AFTER.search(before):
        return False
    if match["year"] or match["weekday"] or match["ord"]:
        return True
    if _VERB_MONTH.match(match["month"]) and not _LEADS.search(before):
        return False
    return not _IN.search(before) and bool(_ON.search(before) or _ENDS.match(after))


def _day_first_is_date(match: re.Match[str]) -> bool:
    before, after = text_before(match), _after(match)
    if _goes_on(match, after) or (match["the"] and (match["day"], match["month"]) == ("4", "July")):
        return False
    if not match["weekday"] and _NO_DAY_AFTER.search(before):
        return False
    if _DASH.search(before) and not _MONTH_DASH.search(before):
        return False
    if _VERB_MONTH.match(match["month"]) and not match["year"]:
        # "1 May Day parade"; in a headline "5 May Win"
        return after[1:2].islower() or not after[1:2].isalpha() or bool(_LEADS.search(before))
    return True


def _goes_on(match: re.Match[str], after: str) -> bool:
    """Whether more numbers belong to it, or what looks like its year counts something."""
    if match["last"] and int(match["last"]) <= int(match["day"]):
        return True  # a score
    first_is_day = match.start("day") < match.start("month")
    if (_CONTINUES if first_is_day else _GOES_ON).match(after):
        return True
    plural = _PLURAL.match(after) if match["year"] else None
    return plural is not None and plural[1] not in _NOT_PLURAL


def _written(match: re.Match[str], order: Order) -> str:
    days, month, year, weekday = match["day"], match["month"], match["year"], match["weekday"]
    if match["last"]:
        days += match["range"] + match["last"]
    if order == "month-day":
        parts = [f"{weekday}, " if weekday else "", f"{month} {days}", f", {year}" if year else ""]
    else:
        turned = match.start("month") < match.start("day")
        comma = "" if turned or not weekday else match["comma"]
        parts = [
            f"{weekday}{comma} " if weekday else "",
            f"{days} {month}",
            f" {year}" if year else "",
        ]
    return "".join(parts)
