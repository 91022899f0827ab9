"""The numbers, names and terms of a sentence, found once for everybody who compares the two languages."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bilingual.glossary.terms import TermMention, TermTable
from bilingual.language.names import NameMention, find_names_fr
from bilingual.language.numbers import NumberMention, find_numbers_en, find_numbers_fr


@lru_cache(maxsize=1024)
def names_fr(french: str) -> tuple[NameMention, ...]:
    """The names of a French sentence."""
    return tuple(find_names_fr(french))


@lru_cache(maxsize=1024)
def numbers_fr(french: str) -> tuple[NumberMention, ...]:
    """The numbers of a French sentence, those inside names as certain as any."""
    return tuple(find_numbers_fr(french))


@lru_cache(maxsize=1024)
def mentions_fr(french: str) -> tuple[tuple[NumberMention, ...], tuple[NameMention, ...]]:
    """Numbers and names in order. A number inside a known name is not certain: la Troisième Guerre mondiale may be the
    Third World War or World War III, in which nobody finds a third."""
    names = names_fr(french)
    known = [name for name in names if name.english]
    numbers = (
        replace(number, certain=False)
        if any(name.start <= number.start and number.end <= name.end for name in known)
        else number
        for number in numbers_fr(french)
    )
    return tuple(numbers), names


@lru_cache(maxsize=1024)
def numbers_en(english: str) -> tuple[NumberMention, ...]:
    """The numbers of an English sentence: what is chosen is compared again by repairs and checks."""
    return tuple(find_numbers_en(english))


@lru_cache(maxsize=1024)
def terms_fr(french: str, table: TermTable) -> tuple[TermMention, ...]:
    """The terms that are asked for, in order: a word inside a longer known name ("la mer Noire") is none."""
    if not table:
        return ()
    known = [name for name in mentions_fr(french)[1] if name.english]
    return tuple(
        term
        for term in table.find(french)
        if not any(
            name.start <= term.start and term.end <= name.end and term.text != name.text
            for name in known
        )
    )
