"""House style: how the English is written, by the settings. It never changes what is said.

    setting     values                      for example
    quotes      double, single, straight    “a ‘b’ c”
    spelling    british, oxford, american   organise, organize
    dates       day-month, month-day        21 January 2025
    numerals    words, both                 three people
    thousands   comma, thin-space           12,300
    percent     %, per cent, percent        9 per cent
    places      modern, traditional         Kyiv

Where a rule is in doubt it leaves the text alone. Addresses, hashtags and the editor's own terms
are never touched, and a rule that would change the value of a number is not applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from bilingual.finish.style.dates import order_dates
from bilingual.finish.style.figures import part_thousands, write_numerals, write_percent
from bilingual.finish.style.places import name_places
from bilingual.finish.style.quotes import set_quotes
from bilingual.finish.style.spans import Shield
from bilingual.finish.style.spelling import spell
from bilingual.glossary.terms import TermTable
from bilingual.language.numbers import find_numbers_en
from bilingual.records import Repair
from bilingual.settings import Settings

__all__ = ["apply_style", "styled"]

_Rule = Callable[[str], str]

_SETTINGS: Final = ("quotes", "spelling", "dates", "numerals", "thousands", "percent", "places")
# Not at the start of a sentence, where every word has a capital.
_CAPITALISED: Final = re.compile(r"(?:(?<=[\w,;] )|(?<=\w['’]))[A-Z][A-Za-z]+\b")
_MARKED_FIGURE: Final = re.compile(r"\d\W?[\"“”'‘’]|[\"“”'‘’]\W?\d")
_MOST_PASSES: Final = 4
# No sentence is longer; to read the numbers again would cost more than all the rules.
_LONGEST_CHECKED: Final = 5_000


def apply_style(
    english: str, settings: Settings, french: str = "", *, keep: Sequence[str] = ()
) -> str:
    """The English in the house style of `settings`; with the default settings the same object.

    Words that stand with a capital in the French too are taken for names, and the strings of `keep`
    stay as they are. Applied to its own result it changes nothing.

    >>> style = Settings(dates="day-month", spelling="british", numerals="words")
    >>> apply_style("On January 21, 2025, 3 theaters in Pearl Harbor reopened on page 9.", style)
    'On 21 January 2025, three theatres in Pearl Harbor reopened on page 9.'
    """
    rules = list(_rules(settings, french, tuple(keep)))
    text = english
    for _ in range(_MOST_PASSES):
        styled = text
        for rule in rules:
            styled = rule(styled)
        if styled == text:
            return english if text == english else text
        text = styled
    return english  # the rules never came to rest: then none of them is right


def styled(
    french: str, english: str, repairs: tuple[Repair, ...], settings: Settings, terms: TermTable
) -> tuple[str, tuple[Repair, ...]]:
    """The English in house style, with the repairs as they stand in it.

    The English of the editor's own terms stays as the glossary has it.
    """
    if all(getattr(settings, name) == "as-is" for name in _SETTINGS):
        return english, repairs
    keep = [mention.english for mention in terms.find(french)]
    text = apply_style(english, settings, french, keep=keep)
    if text == english:
        return english, repairs
    return text, tuple(_still_said(repair, text, settings) for repair in repairs)


def _still_said(repair: Repair, text: str, settings: Settings) -> Repair:
    """The repair with its wording as in the styled text, if it can be found there."""
    after = repair.after if repair.after in text else apply_style(repair.after, settings)
    return repair.model_copy(update={"after": after}) if after in text else repair


def _rules(settings: Settings, french: str, keep: tuple[str, ...]) -> Iterator[_Rule]:
    plain, titled = Shield(keep), Shield(keep, titles=True)
    if (places := settings.places) != "as-is":
        yield lambda text: name_places(text, places, titled)
    if (spelling := settings.spelling) != "as-is":
        names = frozenset(_CAPITALISED.findall(french))
        yield lambda text: spell(text, spelling, titled, names)
    if (dates := settings.dates) != "as-is":
        yield _same_numbers(lambda text: order_dates(text, dates, titled))
    if (thousands := settings.thousands) != "as-is":
        yield _same_numbers(lambda text: part_thousands(text, thousands, plain))
    if (numerals := settings.numerals) != "as-is":
        yield _same_numbers(lambda text: write_numerals(text, numerals, titled))
    if (percent := settings.percent) != "as-is":
        yield _same_numbers(lambda text: write_percent(text, percent, plain))
    if (quotes := settings.quotes) != "as-is":
        yield _same_numbers(lambda text: set_quotes(text, quotes, plain), where=_MARKED_FIGURE)


def _same_numbers(rule: _Rule, where: re.Pattern[str] | None = None) -> _Rule:
    """The rule, but its result is dropped when it would change the value of a number. Only texts in
    which `where` matches are checked."""

    def careful(text: str) -> str:
        styled = rule(text)
        if styled == text or len(text) > _LONGEST_CHECKED or (where and not where.search(text)):
            return styled
        return styled if _values(styled) == _values(text) else text

    return careful


@lru_cache(maxsize=256)
def _values(text: str) -> tuple[tuple[bool, int, int, str], ...]:
    """All values with their units, whatever their order; months and weekdays apart from numbers."""
    return tuple(
        sorted(
            (number.kind in ("month", "weekday"), *number.value.as_integer_ratio(), number.unit)
            for number in find_numbers_en(text)
        )
    )
