"""A number of the French as English writes it: 235,3 milliards -> 235.3 billion, 69e -> 69th, mars
-> March."""

from __future__ import annotations

import re
from typing import Final

from bilingual.language.dates import MONTHS_EN, WEEKDAYS_EN
from bilingual.language.numbers import NumberMention, find_numbers_en

SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_DIGITS: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:[ \u00a0\u2009\u202f.]\d{3})+|\d+)(?:,(?P<part>\d+))?"
    r"(?:\s*(?P<scale>mille|milliers?|millions?|milliards?|mds?|mrds?|billions?|[mk]))?"
    r"(?:\s*(?:%|pour\s?cent|p\.\s?c\.))?",
    re.IGNORECASE,
)


# 2½ millions is written 2.5 million.
_PART: Final = re.compile(r"(?<=\d)\s?([½¼¾])")
_DECIMALS: Final = {"½": ",5", "¼": ",25", "¾": ",75"}

_SIGN: Final = re.compile(r"\s?[€$£¥]")


def english_number(mention: NumberMention) -> str | None:
    """How English writes a number, without percent sign or currency; None without one form."""
    whole = mention.value.denominator == 1
    if mention.kind == "month" and whole and 1 <= mention.value <= 12:
        return MONTHS_EN[int(mention.value) - 1]
    if mention.kind == "weekday" and whole and 1 <= mention.value <= 7:
        return WEEKDAYS_EN[int(mention.value) - 1]
    if mention.kind in ("year", "day") and whole:
        return str(int(mention.value))
    if mention.kind == "ordinal" and whole:
        return f"{int(mention.value)}{_ending(int(mention.value))}"
    if mention.kind in ("cardinal", "percent", "money"):
        written = _in_digits(mention)
        # What does not read as the same number is not written.
        read = find_numbers_en(written)[:1] if written else []
        return written if [number.value for number in read] == [mention.value] else None
    return None


def english_amount(mention: NumberMention) -> str | None:
    """`english_number` with its sign: 15 € -> €15, 3,5 % -> 3.5%, 18h30 -> 18:30, 1990 -> 1990s.

    A currency that is a word is left to the sentence. None where there is no one form.
    """
    if mention.kind == "time":
        return _time(mention)
    if mention.kind == "decade":
        return f"{int(mention.value)}s" if mention.value.denominator == 1 else None
    sign = _SIGN.search(mention.text)
    number = english_number(mention)
    if number is None:
        return None
    return (sign[0].strip() if sign else "") + number + ("%" if mention.kind == "percent" else "")


def _time(mention: NumberMention) -> str | None:
    """As a clock shows it: 1h30 may be a duration; whole hours ("8 heures") differ."""
    minutes = mention.value * 60
    if minutes.denominator != 1 or not 0 <= minutes < 24 * 60 or not minutes % 60:
        return None
    hour, minute = divmod(int(minutes), 60)
    return f"{hour}:{minute:02}"


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _in_digits(mention: NumberMention) -> str | None:
    text = _PART.sub(lambda part: _DECIMALS[part[1]], _SIGN.sub("", mention.text).strip())
    written = _DIGITS.fullmatch(text)
    if written is None:
        return _from_words(mention)
    letter = (written["scale"] or "").lower()
    if letter in ("m", "k") and mention.kind != "money":
        return None  # metres, kelvins
    if letter == "k":
        return f"{int(mention.value):,}" if mention.value.denominator == 1 else None
    digits = re.sub(r"\D", "", written["whole"])
    grouped = f"{int(digits):,}" if len(digits) > 3 and digits[0] != "0" else digits
    number = grouped + (f".{written['part']}" if written["part"] else "")
    return f"{number} {_scale(written['scale'])}" if written["scale"] else number


def _scale(french: str) -> str:
    word = french.lower()
    if word.startswith("milliard") or word[:2] in ("md", "mr"):
        return "billion"
    if word.startswith("million") or word == "m":
        return "million"
    return "trillion" if word.startswith("billion") else "thousand"


def _from_words(mention: NumberMention) -> str | None:
    """Whole numbers said in words: small ones in words again, others in digits."""
    if not mention.text.replace("-", "").replace(" ", "").isalpha():
        return None
    value = mention.value
    if value.denominator != 1 or value < 0:
        return None
    return SMALL[int(value)] if value < len(SMALL) else f"{int(value):,}"
