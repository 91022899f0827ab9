"""The numbers and names of a French sentence, found once for everybody who compares translations with it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bilingual.language.names import NameMention, find_names_fr
from bilingual.language.numbers import NumberMention, find_numbers_fr


@lru_cache(maxsize=1024)
def mentions_fr(french: str) -> tuple[tuple[NumberMention, ...], tuple[NameMention, ...]]:
    """Numbers and names in order. A number inside a known name is not certain: la Troisième Guerre mondiale may be the
    Third World War or World War III, in which nobody finds a third."""
    names = tuple(find_names_fr(french))
    known = [name for name in names if name.english]
    numbers = (
        replace(number, certain=False)
        if any(name.start <= number.start and number.end <= name.end for name in known)
        else number
        for number in find_numbers_fr(french)
    )
    return tuple(numbers), names
