"""Numbers that mean what they mean by the words around them.

    cinq heures moins le quart = 4:45    half past four = 4:30    1 h 30 = an hour and a half
    90 minutes = 1 h 30    divisé par deux = halved    mil neuf cent quatorze = nineteen fourteen
    entre 1 et 2 millions

A time that is said in words is of either half of the day unless the words say which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from bilingual.language.dates import MONTHS_FR
from bilingual.language.number_forms import EVENING, other_half
from bilingual.language.number_lexicon import FRENCH, Lexicon
from bilingual.language.number_words import Kind, NumberMention

_LOOKED_BACK: Final = 32  # characters


def in_phrases(
    text: str, mentions: Sequence[NumberMention], lexicon: Lexicon
) -> Iterator[NumberMention]:
    """The numbers of a text in order, those that one phrase says together as one."""
    together, alone = (_french_pair, _french) if lexicon is FRENCH else (_english_pair, _english)
    merged = _merged(text, mentions, together) if len(mentions) > 1 else mentions
    for left, right in zip_longest(merged, merged[1:]):
        shared = right and _shared_scale(text, left, right, lexicon)
        yield _converted(text, alone(text, shared or left))


_Together = Callable[[str, NumberMention, NumberMention], NumberMention | None]


def _merged(
    text: str, mentions: Sequence[NumberMention], together: _Together
) -> list[NumberMention]:
    merged: list[NumberMention] = []
    for mention in mentions:
        near = merged and mention.start - merged[-1].end <= _LOOKED_BACK
        both = together(text, merged[-1], mention) if near else None
        if both is None:
            merged.append(mention)
        else:
            merged[-1] = both
    return merged


_HOURS_AND: Final = re.compile(
    r"(?P<hours>\s?h(?:eures?)?)?\s(?P<sign>moins|et)\s(?:le\s|un\s)?|\sheures?\s"
)
_NOON: Final = frozenset({"midi", "minuit"})
_MORNING: Final = re.compile(r"\sdu\smatin\b", re.IGNORECASE)
_NO_NOUN: Final = re.compile(
    r"\s*(?:$|[.,;:!?)»\"”]|(?:minutes?|min|du|de|à|au|et|ou|précises?|le|la|l'|que|pour|avec)\b)"
)


def _french_pair(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    """ "cinq heures moins le quart", "midi et demi", "trois heures vingt"."""
    gap = _HOURS_AND.fullmatch(text, left.end, right.start)
    if gap is None or not _is_hour(left, 24) or right.value > 59 or right.kind == "time":
        return None
    said = left.kind == "time" or left.text.lower() in _NOON
    if gap["sign"] and not (said or gap["hours"]):
        return None
    whole = right.value.denominator == 1
    if gap["sign"] == "et" and whole:
        return None
    if gap["sign"] is None and not (whole and _NO_NOUN.match(text, right.end)):
        return None
    minutes = right.value / 60 if whole else right.value
    value = left.value % 24 + (-minutes if gap["sign"] == "moins" else minutes)
    return _spoken(text, left.start, right.end, value % 24)


def _is_hour(mention: NumberMention, most: int) -> bool:
    value = mention.value
    return (
        value.denominator == 1
        and 0 <= value <= most
        and mention.kind in ("cardinal", "time", "spoken")
    )


def _spoken(text: str, start: int, end: int, value: Fraction) -> NumberMention:
    """A clock time, of the half of the day that what follows says."""
    evening = bool(EVENING.match(text, end))
    if evening and value < 12:
        value += 12
    fixed = evening or _MORNING.match(text, end)
    kind: Kind = "time" if fixed else "spoken"
    return NumberMention(start, end, text[start:end], value, kind, others=other_half(value))


_HOURS: Final = re.compile(r"\sheures?\b")
_AT: Final = re.compile(r"(?<!\w)(?:à|vers|dès|jusqu['’]à|avant|après|depuis)\s$", re.IGNORECASE)
_DIVIDED: Final = re.compile(r"\bdivis\w+\s(?:\w+\s)?par\s$", re.IGNORECASE)
_LESS: Final = re.compile(r"\sfois\s(?:moins|inférieur\w*|plus\s(?:petit|faible|bas)\w*)\b")
_AND_A_HALF_FR: Final = re.compile(r"\s[^\W\d_]+\set\sdemie?\b")
_MIL: Final = re.compile(r"mil\b", re.IGNORECASE)  # written of years alone
_YEAR_AFTER: Final = re.compile(
    rf"(?<!\w)(?:en|an|année|depuis|dès|fin|début|{'|'.join(MONTHS_FR)})\s$", re.IGNORECASE
)


# "57,000 personnes", "1,045 salariés": some French is written with the commas of English.
_GROUPED: Final = re.compile(
    r"[1-9][0-9]{0,2},[0-9](?:00(?![0-9])|[0-9]{2}\s(?!(?:dollar|euro|franc|livre|yen|rouble|centime"
    r"|point|degré|heure|minute|second|\w*(?:mètre|litre|gramme|tonne|watt))s?\b)[a-zà-ÿ]{2,}s\b)"
)


def _french(text: str, mention: NumberMention) -> NumberMention:
    if _GROUPED.match(text, mention.start):
        return mention._replace(others=(*mention.others, mention.value * 1000))
    value, before = mention.value, text[max(0, mention.start - _LOOKED_BACK) : mention.start]
    if mention.kind != "cardinal" or value.denominator != 1 or value < 1:
        return mention
    if _AND_A_HALF_FR.match(text, mention.end):
        return mention._replace(others=(*mention.others, value + Fraction(1, 2)))
    words = not mention.text[0].isdecimal()
    if words and value <= 12 and (hours := _HOURS.match(text, mention.end)):
        told = EVENING.match(text, hours.end()) or _MORNING.match(text, hours.end())
        if told or _AT.search(before):
            spoken = _spoken(text, mention.start, hours.end(), value)
            return spoken._replace(others=(*spoken.others, *mention.others))
    if words and 1000 < value < 2100:
        year = _MIL.match(mention.text) or is_year(text, mention)
        return mention._replace(kind="year") if year else mention
    if _DIVIDED.search(before) or _LESS.match(text, mention.end):
        return mention._replace(others=(*mention.others, 1 / value))
    return mention


def is_year(french: str, mention: NumberMention) -> bool:
    """Whether what stands before a number makes it a year: en 1914, le 3 août 1914."""
    before = french[max(0, mention.start - _LOOKED_BACK) : mention.start]
    return bool(_YEAR_AFTER.search(before)) and 1000 < mention.value < 2100


_HOURS_EN: Final = re.compile(r"[\s-]?(?:hours?|hrs?|h)(?:,?\sand|,)?\s")
_MINUTES_EN: Final = re.compile(r"[\s-]?(?:minutes?|mins?|m)\b")
_PAST: Final = re.compile(r"(?:\sminutes?)?\s(?P<sign>past|after|to|before)\s")
_CLOCK_BEFORE: Final = re.compile(
    r"\b(?:at|about|around|until|till|by|since|is|was|it['’]s|nearly|almost|exactly|just)\s$",
    re.IGNORECASE,
)


def _english_pair(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    return (
        _duration(text, left, right)
        or _past(text, left, right)
        or _year_in_pairs(text, left, right)
        or _half_of(text, left, right)
    )


def _duration(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    """ "1 hour 30 minutes", "two hours and 15 minutes"."""
    if not (
        _HOURS_EN.fullmatch(text, left.end, right.start)
        and _MINUTES_EN.match(text, right.end)
        and _is_hour(left, 100)
        and right.value < 60
    ):
        return None
    value = left.value + right.value / 60
    words = text[left.start : right.end]
    return NumberMention(left.start, right.end, words, value, "cardinal")


def _past(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    """ "half past four", "a quarter to five", "at ten to nine"."""
    gap = _PAST.fullmatch(text, left.end, right.start)
    if gap is None or not _is_hour(right, 24) or not 0 < left.value < 30:
        return None
    whole = left.value.denominator == 1
    before = text[max(0, left.start - _LOOKED_BACK) : left.start]
    if whole and (gap["sign"] == "before" or not _CLOCK_BEFORE.search(before)):
        return None
    if not whole and left.value not in (Fraction(1, 2), Fraction(1, 4)):
        return None
    minutes = left.value / 60 if whole else left.value
    later = gap["sign"] in ("past", "after")
    value = (right.value + (minutes if later else -minutes)) % 24
    start, end = left.start, right.end
    fixed = right.kind == "time" and not right.others
    others = () if fixed else other_half(value)
    kind: Kind = "time" if fixed else "spoken"
    return NumberMention(start, end, text[start:end], value, kind, others=others)


def _year_in_pairs(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    """ "nineteen fourteen"; not "sixteen fifty-pound notes"."""
    words = not (left.text[0].isdecimal() or right.text[0].isdecimal())
    pair = words and 13 <= left.value <= 20 and 10 <= right.value < 100
    if (
        not pair
        or {left.kind, right.kind} != {"cardinal"}
        or text[left.end : right.start] not in (" ", "-")
        or text[right.end : right.end + 1] == "-"
    ):
        return None
    value = left.value * 100 + right.value
    return NumberMention(left.start, right.end, text[left.start : right.end], value, "year")


def _half_of(text: str, left: NumberMention, right: NumberMention) -> NumberMention | None:
    """ "half a million"."""
    if left.value != Fraction(1, 2) or left.end + 1 != right.start or right.value < 1000:
        return None
    words, half = text[left.start : right.end], right.value / 2
    return NumberMention(left.start, right.end, words, half, right.kind, right.unit)


_HOUR_AND: Final = re.compile(
    r"\b(?:an?|one|the|full)\s(?:hour|year)\sand\s(?:a\s)?$", re.IGNORECASE
)
_AND_A_HALF_EN: Final = re.compile(r"\s[^\W\d_]+\sand\sa\shalf\b")
_NAME_BEFORE: Final = re.compile(r"(?<![.!?]\s)(?<![\w'’])[A-Z][\w'’]*+\s$")


def _english(text: str, mention: NumberMention) -> NumberMention:
    before = text[max(0, mention.start - _LOOKED_BACK) : mention.start]
    if mention.value < 1 and mention.value.denominator in (2, 4) and _HOUR_AND.search(before):
        return mention._replace(others=(*mention.others, 1 + mention.value))
    if mention.kind == "cardinal" and _AND_A_HALF_EN.match(text, mention.end):
        return mention._replace(others=(*mention.others, mention.value + Fraction(1, 2)))
    # "BBC Two", "Ocean's Eleven"
    named = mention.text.istitle() and mention.text.isalpha() and _NAME_BEFORE.search(before)
    return mention._replace(certain=False) if named else mention


# So many of them make one of the next: the unit, how many, and of how many one speaks so.
_CONVERTED: Final = tuple(
    (re.compile(rf"[\s-]?(?:{units})\b"), size, step, least)
    for units, size, step, least in (
        ("minutes?|mins?|mn", 60, 15, 30),
        ("mois|months?", 12, 6, 12),
        ("heures|hours|h", 24, 24, 48),
    )
)


def _converted(text: str, mention: NumberMention) -> NumberMention:
    """90 minutes may be an hour and a half, and 18 months a year and a half."""
    if mention.kind != "cardinal" or mention.value < 12 or mention.value % 3:
        return mention
    for unit, size, step, least in _CONVERTED:
        value = mention.value
        if value >= least and value % step == 0 and unit.match(text, mention.end):
            return mention._replace(others=(*mention.others, value / size))
    return mention


_RANGE: Final = re.compile(r"\s?(?:[-–—]|à|et|ou|to|and|or)\s?")
_LAST_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++$")


def _shared_scale(
    text: str, left: NumberMention, right: NumberMention, lexicon: Lexicon
) -> NumberMention | None:
    """ "0.5 - 1 billion": the first number of a range may count in the scale of the second."""
    if right.start - left.end >= 8 or not left.value < 1000 <= right.value:
        return None
    word = _LAST_WORD.search(right.text)
    scale = lexicon.scales.get(word[0].lower()) if word else None
    if not scale or not _RANGE.fullmatch(text, left.end, right.start):
        return None
    return left._replace(others=(*left.others, left.value * scale))
