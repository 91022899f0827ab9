"""Numbers that a translation copied in their French form, written as English writes them: 1 300 ->
1,300, 4,1 -> 4.1.

Only what stands digit for digit in the French as well is rewritten: there its value is known, and a
number that the model made up or wrote in English is left as it is. Values never change, so what is
compared before compares after. Left out, because the form alone does not tell: one group of three
after a comma or a point (1,300 and 1.300), ordinals, and digits beside other digits, as in a
telephone number.
"""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_NUMBER: Final = re.compile(
    rf"(?<![\w.,])(?<!\d{_SPACE})(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?"  # 1 300, 51 550,5
    rf"|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?:,\d+)?"  # 1.200.000
    rf"|\d+,(?:\d{{1,2}}|\d{{4,}})"  # 4,1
    rf"|\d{{1,2}}{_SPACE}?h{_SPACE}?[0-5]\d)(?!\w|[.,]\d|{_SPACE}\d)"  # 18 h 30
)
_DIGIT: Final = re.compile(r"\d")
_PERCENT: Final = re.compile(rf"(?<=\d){_SPACE}+(?=[%‰])")


def english_numerals(english: str, french: str) -> str:
    """`english` with the numbers that it has from `french` in English form, and no space before a
    percent sign.

    >>> french = "Hausse de 4,1 % à 51 550 à 18h30."
    >>> english_numerals("It grew by 4,1 % to 51 550 at 18h30.", french)
    'It grew by 4.1% to 51,550 at 18:30.'
    >>> english_numerals("In 2024 300 people came.", "En 2024, 300 personnes sont venues.")
    'In 2024 300 people came.'
    """
    if not _DIGIT.search(english):
        return english
    copied = {_key(match[0]) for match in _NUMBER.finditer(french)}

    def rewritten(match: re.Match[str]) -> str:
        key = _key(match[0])
        return _in_english(key) if key in copied else match[0]

    return _PERCENT.sub("", _NUMBER.sub(rewritten, english) if copied else english)


def _key(number: str) -> str:
    """The same for all ways to write the space, which engines and typography change."""
    return re.sub(_SPACE, " ", number)


def _in_english(number: str) -> str:
    if "h" in number:
        hour, minute = number.replace(" ", "").split("h")
        return f"{hour}:{minute}"
    whole, _, decimals = number.replace(".", " ").partition(",")
    return whole.replace(" ", ",") + (f".{decimals}" if decimals else "")
