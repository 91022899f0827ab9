"""What stands around digits: separators, signs, ordinals, clock times, scales, units, decades.

Reads one token at a time and never backtracks: the longest run of digits costs one pass.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bilingual.language.number_lexicon import ENGLISH, Lexicon
from bilingual.language.number_words import Kind, Token

# Longer runs are keys or digests, and Python may refuse them: their head stands for them.
MAX_DIGITS = 40

_SPACE = "[ \u00a0\u202f\u2009]"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FRACTIONS = "¼½¾⅐-⅞"
# 10⁶, 10^6, 5,2×10⁶, 5.10⁶
_FACTOR = rf"(?:[0-9]+(?:[.,][0-9]+)?{_SPACE}?[×x·*.]{_SPACE}?)?"
_POWER = rf"{_FACTOR}10(?:[{_SUPERSCRIPTS}]{{1,2}}|\^[0-9]{{1,2}})"
_PART = rf"(?:{_SPACE}?[{_FRACTIONS}])?"
_FR_DIGITS = (
    rf"{_POWER}|(?:[0-9]{{1,3}}(?:(?:{_SPACE}[0-9]{{3}})+|(?:\.[0-9]{{3}})+|(?:,[0-9]{{3}}){{2,}})(?![0-9])(?:,[0-9]+)?"
    rf"|[0-9]+(?:[.,][0-9]+)?){_PART}|[{_FRACTIONS}]"
)
_EN_DIGITS = (
    rf"{_POWER}|(?:[0-9]{{1,3}}(?:(?:{_SPACE}[0-9]{{3}})+|(?:,[0-9]{{3}})+|(?:\.[0-9]{{3}}){{2,}})(?![0-9])(?:\.[0-9]+)?"
    rf"|[0-9]+(?:[.,][0-9]+)?){_PART}|[{_FRACTIONS}]"
)
_WORD = r"[^\W\d_]+"
# Words first: they are many.
_TOKEN_FR = re.compile(rf"{_WORD}|(?P<digits>{_FR_DIGITS})")
_TOKEN_EN = re.compile(rf"{_WORD}|(?P<digits>{_EN_DIGITS})")

_TIME_FR = re.compile(r"\s?(?:h|H|heures?)(?![^\W\d_])(?:\s?([0-5][0-9])(?![0-9]))?")
_TIME_EN = re.compile(r"\s?h\s?([0-5][0-9])(?![0-9])")  # 1h30
_CLOCK = re.compile(r":([0-5][0-9])(?![0-9])(?::[0-5][0-9](?![0-9]))?(?:\.[0-9]{1,3}(?![0-9]))?")
# 1'51"21: minutes, seconds and hundredths; the hundredths are left out, as they are of 1:51.21.
_CHRONO = re.compile(r"['’′]([0-5][0-9])(?![0-9])(?:(?:[\"”″]|''|’’)(?:[0-9]{1,3}(?![0-9]))?)?")
_MILITARY = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])\s(?:GMT|UTC|hours|hrs)\b")
_SLASHED = re.compile(r"/[2-9](?![0-9/])")
_MERIDIEM = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ORDINAL_FR = re.compile(r"(?:ers?|[èe]?res?|nde?s?|i?[èe]?mes?|es?)(?![^\W_])")
_ORDINAL_EN = re.compile(r"\s?(?:st|nd|rd|th)(?![^\W_])")
_PLURAL = re.compile(r"['’]?s\b")
_OF_FINAL = re.compile(r"\sde\s(?:la\s)?finale\b")
_PERCENT = re.compile(r"\s?(?:%|pour[\s-]cent\b|per\s?cent\b|percent\b)", re.IGNORECASE)
_SCALE_LETTER = re.compile(r"[\s-]?(k|K|M|m|Md|Mds|Mrd|Mio|bn|mn|tn|b|B|T|G)(?![^\W_])")
_SCALES = {
    "k": 3, "m": 6, "mio": 6, "mn": 6, "md": 9, "mds": 9, "mrd": 9, "bn": 9, "b": 9, "g": 9,
    "tn": 12, "t": 12,
}  # fmt: skip
_CURRENCY = re.compile(
    r"\s?(?:d['’]\s?|de\s(?!livres?\b(?! sterling)))?(€|\$|£|¥"
    r"|euros?\b|dollars?\b|EUR\b|USD\b|livres?\b|pounds?\b|yens?\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(€|\$|£|¥|EUR|USD|GBP)\s?$")
_UNITS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR",
    "$": "USD", "dollar": "USD", "dollars": "USD", "usd": "USD",
    "£": "GBP", "gbp": "GBP", "livre": "GBP", "livres": "GBP", "pound": "GBP", "pounds": "GBP",
    "¥": "JPY", "yen": "JPY", "yens": "JPY",
}  # fmt: skip
# What English converts for its readers ("64 km/h (40 mph)") is neither missing nor extra.
_IMPERIAL = re.compile(
    r"[\s-]?(?:square |sq\.? ?)?(?:miles?|mi|mph|feet|foot|ft|inch(?:es)?|lbs?|ounces?|oz|acres?"
    r"|yards?|yds?|gallons?|°\s?F)\b"
    r"|\sto\s[0-9]{1,6}\s(?:feet|foot|ft|miles|mi|mph|inches|yards)\b"
)
_SIGN = re.compile(r"(?:^|[\s(\[«\"'“])([-+−±])$")
_EXPONENT = re.compile(r"(?:^|[\s\d])(?:[kcmd]?m|CO|H|O|SO|NO)$")


class Form(NamedTuple):
    """A number in digits: the span, the value in its unit and the other readings."""

    start: int
    end: int
    value: Fraction
    kind: Kind
    unit: str = ""
    certain: bool = True
    others: tuple[Fraction, ...] = ()


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Runs of digits with their separators, and runs of letters, in order."""
    english = lexicon is ENGLISH
    matches = (_TOKEN_EN if english else _TOKEN_FR).finditer(text)
    # Every word of every text is a token: the constructor of a plain tuple costs half as much.
    return [
        _new(Token, (*match.span(), match[0].lower(), None))
        if match.lastindex is None
        else Token(*match.span(), match[0], readings(match[0], english)[0])
        for match in matches
    ]


_new = tuple.__new__


@lru_cache(maxsize=256)
def readings(digits: str, english: bool) -> tuple[Fraction, ...]:
    """The values of a run of digits, the likeliest first.

    Three digits behind a sign are read as their language writes them: French "1.300" is 1300 and
    "1,300" is 1.3, English the other way round. "18.45" may be a time.
    """
    if digits[-1] in _ABOVE:
        return (_power(digits, english),)
    if not digits[-1].isdecimal():
        part = Fraction(unicodedata.numeric(digits[-1])).limit_denominator(10)
        whole = digits[:-1].rstrip()
        return tuple(value + part for value in readings(whole, english)) if whole else (part,)
    if "^" in digits:
        return (_power(digits, english),)
    plain = re.sub(_SPACE, "", digits)
    if len(plain) > MAX_DIGITS:
        return (Fraction(int(re.sub("[^0-9]", "", plain)[:MAX_DIGITS])),)
    if plain.isdecimal():
        return (Fraction(int(plain)),)
    group = "," if english else "."
    mark = max(".,", key=plain.rfind)  # the last
    whole, _, decimals = plain.rpartition(mark)
    once = plain.count(mark) == 1
    # Groups have three digits, and the first has no zero before it.
    groups = len(decimals) == 3 and len(whole) <= 3 and plain[0] != "0"
    if not once or (mark == group and groups):
        return (Fraction(re.sub("[.,]", "", plain)),)
    whole = re.sub("[.,]", "", whole)
    value = Fraction(f"{whole}.{decimals}")
    if mark == "." and len(decimals) == 2 and int(decimals) < 60 and int(whole) < 25:
        return value, int(whole) + Fraction(int(decimals), 60)
    return (value,)


_ABOVE = frozenset(_SUPERSCRIPTS)
_LOWERED = str.maketrans(_SUPERSCRIPTS, "0123456789")


def _power(digits: str, english: bool) -> Fraction:
    """A power of ten, with what it is multiplied by."""
    bare = re.sub(rf"\^|(?<=10)(?=[{_SUPERSCRIPTS}])", "^", digits).translate(_LOWERED)
    head, _, exponent = bare.partition("^")
    factor = re.sub(rf"{_SPACE}|[×x·*.]{_SPACE}?$", "", head[:-2])
    return (readings(factor, english)[0] if factor else 1) * Fraction(10) ** int(exponent)


def read_form(text: str, token: Token, lexicon: Lexicon) -> tuple[Form, bool]:
    """A digit token with signs and endings, and whether words may still multiply it."""
    english = lexicon is ENGLISH
    value, *others = readings(token.word, english)
    before = text[max(0, token.start - 6) : token.start]
    if before[-1:].isalpha() or (
        before[-1:] in "-‑_" and before[-2:-1].isalpha() and before[-2:-1].isupper()
    ):
        certain = not _EXPONENT.search(before)
        return Form(token.start, token.end, value, "identifier", certain=certain), False
    start = token.start
    if sign := _SIGN.search(before):
        start = token.start - len(before) + sign.start(1)
        value = -value if sign[1] in "-−" else value
    form = _clock(text, token, value, english) or _ending(text, token, value, english)
    if form is not None:
        return form._replace(start=start), False
    kind: Kind = "year" if re.fullmatch("1[0-9]{3}|20[0-9]{2}", token.word) else "cardinal"
    # "1/3" is a third: the one need not be said.
    certain = not (value == 1 and _SLASHED.match(text, token.end))
    return Form(start, token.end, value, kind, certain=certain, others=tuple(others)), True


def _clock(text: str, token: Token, value: Fraction, english: bool) -> Form | None:
    if value.denominator != 1 and english and (half := _MERIDIEM.match(text, token.end)):
        value = readings(token.word, english)[-1]
        return Form(token.start, half.end(), _meridiem(value, half[1]), "time")
    if english and (zone := _MILITARY.match(text, token.start)):
        clock = int(zone[1]) + Fraction(int(zone[2]), 60)
        return Form(token.start, token.end, clock, "time", others=(value, clock + 12))
    if value.denominator != 1 or not 0 <= value <= 24:
        return None
    if chrono := _CHRONO.match(text, token.end):
        return Form(token.start, chrono.end(), value + Fraction(int(chrono[1]), 60), "time")
    end = token.end
    minutes = _CLOCK.match(text, end)
    if minutes:
        value, end = value + Fraction(int(minutes[1]), 60), minutes.end()
    if english:
        if half := _MERIDIEM.match(text, end):
            return Form(token.start, half.end(), _meridiem(value, half[1]), "time")
        if not minutes and (hours := _TIME_EN.match(text, end)):
            value += Fraction(int(hours[1]), 60)
            return Form(token.start, hours.end(), value, "time", others=other_half(value))
    elif not minutes and (hours := _TIME_FR.match(text, end)):
        value += Fraction(int(hours[1] or 0), 60)
        if value < 12 and EVENING.match(text, hours.end()):
            value += 12
        return Form(token.start, hours.end(), value, "time", others=other_half(value))
    return Form(token.start, end, value, "time", others=other_half(value)) if minutes else None


_MILLES = re.compile(r"[\s\u00a0\u202f]+milles\b")  # miles, or thousands misspelt
EVENING = re.compile(
    r",?\s+(?:(?:du|le|ce|hier|demain|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\s+soir"
    r"|(?:de\sl['’]|l['’]|cet\s|hier\s|demain\s)apr[èe]s-midi|(?:en|dans\sla)\ssoirée)\b",
    re.IGNORECASE,
)


def _meridiem(value: Fraction, letter: str) -> Fraction:
    if value >= 13:
        return value + 24  # "21:30 p.m." is no time, and no other is the same
    hour = value - 12 if value >= 12 else value
    return hour + 12 if letter in "pP" else hour


def other_half(value: Fraction) -> tuple[Fraction, ...]:
    """A clock time without a.m. or p.m. may be meant in either half of the day."""
    return (value + 12,) if value <= 12 else (value - 12,)


def _ending(text: str, token: Token, value: Fraction, english: bool) -> Form | None:
    ordinal = (_ORDINAL_EN if english else _ORDINAL_FR).match(text, token.end)
    if ordinal and value.denominator == 1:
        certain = not (value <= 2 and english and ordinal.group()[0].isspace())
        # A French eighth of the final is the English last 16.
        others = (value * 2,) if _OF_FINAL.match(text, ordinal.end()) else ()
        return Form(token.start, ordinal.end(), value, "ordinal", certain=certain, others=others)
    if english and (decade := _PLURAL.match(text, token.end)):
        return Form(token.start, decade.end(), value, "decade", others=_decades(value))
    return None


def _decades(value: Fraction) -> tuple[Fraction, ...]:
    return (value + 1900, value + 2000) if value < 100 else (value - 1900, value - 2000)


def with_unit(text: str, form: Form) -> Form:
    """The form with what follows or precedes it: percent, a scale letter, a currency."""
    start, end, value, kind, unit = form.start, form.end, form.value, form.kind, form.unit
    others = form.others
    before = _MONEY_BEFORE.search(text[max(0, start - 5) : start])
    if letter := _SCALE_LETTER.match(text, end):
        scale = 10 ** _SCALES[letter[1].lower()]
        after = _CURRENCY.match(text, letter.end())
        if before or after:
            others = tuple(other * scale for other in others)
            value, end, kind = value * scale, letter.end(), "money"
        elif (not letter.group()[0].isspace() and letter[1] not in "gGtTbBkK") or letter[
            1
        ] in "kKbB":
            others = (*others, value * scale)
    if _MILLES.match(text, end):
        others = (*others, *(other * 1000 for other in (value, *others)))
    if percent := _PERCENT.match(text, end):
        return Form(start, percent.end(), value, "percent", "%", form.certain, others)
    if after := _CURRENCY.match(text, end):
        kind, unit = "money", _UNITS[after[1].lower()]
        end = after.end() if after[1] in "€$£¥" else end
    elif before:
        kind, unit = "money", _UNITS[before[1].lower()]
        start -= len(before.group())
    certain = form.certain and not _IMPERIAL.match(text, end)
    return Form(start, end, value, kind, unit, certain, others)
