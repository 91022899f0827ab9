"""How thousands are parted and how percent is written, for numbers in figures.

Only numbers that have a separator get another one: nobody knows whether 12000 is a count or a
postcode. A plain space parts thousands only in numbers of two groups and more ("in May 20 300
people came" may be two numbers).
"""

from __future__ import annotations

import re
from typing import Final, Literal

from bilingual.finish.style.spans import Shield, rewrite

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
_FIGURE: Final = re.compile(r"(?<![\w#@.,])[\d.,]{0,20}\d$")
_WORD: Final = re.compile(r"(?<!-)\bper\s?cent\b")


def part_thousands(text: str, thousands: Thousands, shield: Shield) -> str:
    """The separators of thousands as commas or as narrow spaces that no line breaks at."""
    if thousands == "comma":
        return rewrite(_SPACES, text, shield, lambda match: re.sub(rf"[ {_HARD}]", ",", match[0]))
    return rewrite(_COMMAS, text, shield, lambda match: match[0].replace(",", NARROW_SPACE))


def write_percent(text: str, percent: Percent, shield: Shield) -> str:
    """Percent after figures as a sign or in words; after number words only the word changes."""

    def written(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 24) : match.start()]
        if not _FIGURE.search(before):
            return match[0]
        if percent == "%":
            return "%"
        # "5%-10%": one word for both would stand at the second only.
        return match[0] if _RANGE.search(before) else f" {percent}"

    if percent == "%":
        return rewrite(_SIGN_WORD, text, shield, written)
    text = rewrite(_SIGN, text, shield, written)
    return rewrite(_WORD, text, shield, lambda _: percent)
