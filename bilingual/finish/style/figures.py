"""Counts in words up to nine, and in figures from ten on where that is asked for.

Figures stay figures where they are no plain counts: before measures, money, scales, percent and
times, in ages, scores, ranges, decimals and dates, after words that they name (page 9, phase 3),
beside other figures, and after a word with a capital that may be a name with a number (Apollo 9,
Formula 1). Words stay words at the start of a sentence, in compounds with a hyphen and next to
other numerals.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from bilingual.finish.style.spans import REACH, Shield, rewrite, text_before
from bilingual.language.number_lexicon import ENGLISH
from bilingual.language.words import word_list, word_set

Numerals = Literal["words", "both"]

# "page 9", "Article 5", "phase 3", "aged 9": the figure names the thing and is no count.
LABELS: Final = (
    "page|pages|p|pp|line|lines|chapter|section|paragraph|article|clause|item|step|point|part|volume|vol|book|act|scene"
    "|verse|figure|fig|table|number|numbers|no|nos|room|route|bus|gate|platform|level|category|phase|type|stage"
    "|magnitude|group|grade|class|year|day|week|round|game|set|match|season|episode|channel|lane|zone|sector|block"
    "|building|floor|apartment|flat|unit|tier|district|region|rank|ranked|seed|seeded|aged|age|ages|under|plus|minus"
    "|times|version|highway|motorway|road|track|pool|bed|box|case|count|option|question|rule|law|model|size"
    "|formula|pier|dock|hangar|reactor|score|scores|nil|past|at|struck|column|heading|parameter"
    "|objective|generation|division|method|annex|schedule|appendix|value|priority|criterion|pillar|title|amendment"
)

_KEEPS_FIGURE: Final = frozenset(word_list("keeps a figure"))

_NAMES: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_VALUES: Final = {word: value for word, value in ENGLISH.units.items() if value > 9}
_TENS: Final = "|".join(word for word, value in _VALUES.items() if value >= 20)
_UNITS: Final = "|".join(_NAMES[1:])
_LOWER_WORDS: Final = "|".join(sorted(_VALUES, key=len, reverse=True))

# A figure between white space (or an opening mark) and a word; the rest is judged later.
_FIGURE: Final = re.compile(
    r"(?<![^\s(\[\"“‘'])([1-9])(?=\s(?P<next>[A-Za-z]+)(?P<tail>[\w'’.-]?))"
)
_WORD: Final = re.compile(rf"(?<=\s)(?:(?:{_TENS})-(?:{_UNITS})|{_LOWER_WORDS})(?![\w-])")

_AGE: Final = re.compile(
    r"\s(?:years?|months?|weeks?|days?)\s(?:old\b|of\sage\b)|\s[A-Za-z]+-old\b"
)
_FIGURE_BEFORE: Final = re.compile(r"\d\s(?:of|in|out\sof|and|or|to|against)\s$")
_YEAR: Final = re.compile(r"[12]\d{3},")
_LABEL: Final = re.compile(rf"(?:^|[^\w])(?:{LABELS})\.?\s$", re.IGNORECASE)
_OPENERS: Final = frozenset(word_list("sentence openers"))
_PEOPLES: Final = re.compile(
    r"[A-Z][a-z]+(?:ans?|ish|ese|nch|utch|zech|reek|wiss|aeli|aqi|ani|eni|erb|ai)$"
)
_FIGURE_FOLLOWS: Final = re.compile(
    r"\s[A-Za-z-]+(?:\s(?:and|or|to|against|out of|of|times))?\s[$£€]?\d"
)
_SCALE: Final = r"(?:hundred|thousand|million|billion|trillion)"
_NUMERAL: Final = rf"(?:{_LOWER_WORDS}|{_UNITS}|{_SCALE})"
_NO_COUNT_BEFORE: Final = re.compile(
    rf"(?:\d[\s,–—-]+|\b{_SCALE}(?:\sand)?[\s-]|\b{_NUMERAL}(?:\sto)?[\s-]"
    rf"|\b(?:{LABELS}|starting|first|half|quarter|point|o['’]clock)[\s-])$"
)
_NO_COUNT_AFTER: Final = re.compile(
    rf"\s{_NUMERAL}\b|\s(?:and\s(?:a|{_NUMERAL}|half)|to\s(?:{_NUMERAL}|\d)|past|point|o['’]clock|score|dozen"
    rf"|{'|'.join(sorted(ENGLISH.denominators))})\b|['’]|\s?[-–—]"
)
_STARTS: Final = re.compile(r"(?:^|[.!?][\"”’']?\s)[\"“‘'(\[]?$|[,:]\s[\"“‘']$")
_OPENING_QUOTE: Final = re.compile(r"(?:^|\s)[\"“‘']$")
_NUMERAL_WORDS: Final = frozenset(
    (*_VALUES, *_NAMES, *word_set("hundred thousand million billion trillion point eur usd"))
)


def write_numerals(text: str, numerals: Numerals, shield: Shield) -> str:
    """One to nine in words and, with "both", ten to ninety-nine in figures; values never change."""
    text = rewrite(_FIGURE, text, shield, _in_words)
    return rewrite(_WORD, text, shield, _in_figures) if numerals == "both" else text


def _in_words(match: re.Match[str]) -> str:
    text, figure = match.string, match[1]
    before = text_before(match)
    following, tail = match["next"], match["tail"]
    if tail in ("'", "’") or following.lower() in _KEEPS_FIGURE or not following[1:].islower():
        return figure
    if _AGE.match(text, match.end()):
        return figure
    if following[0].isupper() and not _is_people(text, match):
        return figure
    if not _may_count(before) or _FIGURE_FOLLOWS.match(text, match.end()):
        return figure
    word = _NAMES[int(figure)]
    if figure == "1" and not before.strip():
        return figure  # the number of a heading
    return word.capitalize() if _STARTS.search(before) else word


def _is_people(text: str, match: re.Match[str]) -> bool:
    """ "3 French soldiers", not "5 Star Movement": a people before a word without a capital."""
    end = match.end("next")
    return bool(_PEOPLES.fullmatch(match["next"])) and bool(
        re.match(r"\s[a-z]", text[end : end + 2])
    )


def _may_count(before: str) -> bool:
    if not before or before[-1] in "([\"“‘'":
        return not before or before[-1] in "([" or bool(_OPENING_QUOTE.search(before))
    if _LABEL.search(before) or _FIGURE_BEFORE.search(before):
        return False
    last = before.split()[-1] if before.split() else ""
    if _YEAR.fullmatch(last):
        return True
    core = last.strip("([\"“‘'”’)],;")
    if not core:
        return not last
    if not all(char.isalpha() or char in "'’-.!?:" for char in core) or core[0] in "-:.":
        return False
    if last[-1] in ".!?:":
        return len(core) > 3
    if core.lower() in _NUMERAL_WORDS:
        return False
    return core.islower() or core.lower() in _OPENERS or core.endswith(("'s", "’s"))


def _in_figures(match: re.Match[str]) -> str:
    before, word = text_before(match), match[0]
    after = match.string[match.end() : match.end() + REACH]
    if _NO_COUNT_BEFORE.search(before) or _NO_COUNT_AFTER.match(after):
        return word
    if _STARTS.search(before) or before.rstrip()[-1:] in ("", "-", "–", "—"):
        return word
    tens, _, unit = word.partition("-")
    return str(_VALUES[tens] + (_NAMES.index(unit) if unit else 0))


Thousands = Literal["comma", "thin-space"]
Percent = Literal["%", "per cent", "percent"]

NARROW_SPACE: Final = "\u202f"  # thin, and no line breaks at it
_HARD: Final = "\u00a0\u2009\u202f"
_COMMAS: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_SPACES: Final = re.compile(
    rf"(?<![\w.,])(?<!\d[ {_HARD}])\d{{1,3}}(?:(?:[{_HARD}]\d{{3}})+"
    rf"|(?: \d{{3}}){{2,}})(?!\d|,\d|[ {_HARD}]\d)"
)
_SIGN: Final = re.compile(r"(?<=\d)\s?%(?![\w%/+-])")
_SIGN_WORD: Final = re.compile(r"(?<=\d)\s(?:%(?![\w%/+-])|per\s?cent\b(?!-))")
_RANGE: Final = re.compile(r"%\s?[-–]\s?[\d.,]{1,12}$")
# A figure of its own: the 9 of "#Kiev9" is part of a tag.
_FIGURE_ENDS: Final = re.compile(r"(?<![\w#@.,])[\d.,]{0,20}\d$")
_PERCENT_WORD: Final = re.compile(r"(?<!-)\bper\s?cent\b")


def part_thousands(text: str, thousands: Thousands, shield: Shield) -> str:
    """The separators of thousands as commas or as narrow spaces that no line breaks at."""
    if thousands == "comma":
        return rewrite(_SPACES, text, shield, lambda match: re.sub(rf"[ {_HARD}]", ",", match[0]))
    return rewrite(_COMMAS, text, shield, lambda match: match[0].replace(",", NARROW_SPACE))


def write_percent(text: str, percent: Percent, shield: Shield) -> str:
    """Percent after figures as a sign or in words; after number words only the word changes."""

    def written(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 24) : match.start()]
        if not _FIGURE_ENDS.search(before):
            return match[0]
        if percent == "%":
            return "%"
        # "5%-10%": one word for both would stand at the second only.
        return match[0] if _RANGE.search(before) else f" {percent}"

    if percent == "%":
        return rewrite(_SIGN_WORD, text, shield, written)
    text = rewrite(_SIGN, text, shield, written)
    return rewrite(_PERCENT_WORD, text, shield, lambda _: percent)
