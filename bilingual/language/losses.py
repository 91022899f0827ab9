"""How much of what must be right a translation has lost: numbers, names and terms, counted.

One number for choosing between translations of one sentence; what a reader should look at is told by the checks.
"""

from __future__ import annotations

from functools import lru_cache

from bilingual.language.english_words import invented_words
from bilingual.language.names import NameMention, find_names_fr, match_names, spelled_otherwise
from bilingual.language.numbers import (
    NumberMention,
    find_numbers_en,
    find_numbers_fr,
    match_numbers,
)
from bilingual.language.terms import NO_TERMS, TermTable, met

MANGLED = 0.5  # a name that can still be recognised; one that is gone counts 1
INVENTED = 0.5  # a word that is none, such as a stem the model made up


def losses(french: str, english: str, terms: TermTable = NO_TERMS) -> float:
    """Numbers missing or added, names missing, terms missing, and half for names spelled otherwise and words that are
    none; 0 when nothing is known to be wrong.

    >>> losses("Le 3 mars, Paris a voté.", "On 5 March the vote was held."), losses("Il pleut.", "It rains.")
    (3.0, 0.0)
    """
    numbers, names = _of_the_french(french)
    matching = match_numbers(numbers, find_numbers_en(english))
    named = match_names(names, english)
    wrong: float = len(matching.missing) + len(matching.extra) + len(named.missing)
    wrong += INVENTED * len(invented_words(french, english))
    wrong += sum(not met(mention, english) for mention in terms.find(french)) if terms else 0
    return wrong + MANGLED * len(spelled_otherwise(named, english))


@lru_cache(maxsize=256)
def _of_the_french(french: str) -> tuple[list[NumberMention], list[NameMention]]:
    """Every hypothesis of a sentence is compared with the same mentions."""
    return find_numbers_fr(french), find_names_fr(french)
