"""What one text says, found once, when it is first asked for, for all that it is compared with.

A fact added here and a property of `Comparison` that reads it is all that a new comparison needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from bilingual.compare.failure import Repeats, loop_share, names_inside, tokens
from bilingual.compare.invented import Sources, names_of, unknown_words
from bilingual.compare.names import EnglishWords
from bilingual.compare.quotations import Quotation, find_quotations
from bilingual.compare.reversals import EnglishClaims, FrenchClaims
from bilingual.glossary.terms import TermMention, TermTable
from bilingual.language.names import NameMention, find_names_fr
from bilingual.language.numbers import NumberMention, find_numbers_en, find_numbers_fr

_LETTERS = re.compile(r"[^\W\d_]+")
_Fact = TypeVar("_Fact")


class found_once(Generic[_Fact]):  # noqa: N801 - written like property
    """A property that is found when it is first asked for and stays.

    That of functools takes a lock, which costs more than most facts; two threads find the same.
    """

    def __init__(self, find: Callable[[Any], _Fact]) -> None:
        self._find, self._name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, of: object, _type: type | None = None) -> _Fact:
        found = of.__dict__[self._name] = self._find(of)
        return found


class _Text:
    """The facts that both languages have."""

    def __init__(self, text: str) -> None:
        self.text = text

    @found_once
    def length(self) -> int:
        """Characters without white space."""
        return len("".join(self.text.split()))

    @found_once
    def tokens(self) -> tuple[str, ...]:
        return tokens(self.text)

    @found_once
    def repeats(self) -> Repeats:
        return Repeats.of(self.text, self.tokens)

    @found_once
    def loop_share(self) -> float:
        return loop_share(self.text)

    @found_once
    def quotations(self) -> tuple[Quotation, ...]:
        return tuple(find_quotations(self.text))


class French(_Text):
    """The facts about a French text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._terms: tuple[TermTable | None, tuple[TermMention, ...]] = (None, ())

    @found_once
    def words(self) -> tuple[str, ...]:
        """Runs of letters."""
        return tuple(_LETTERS.findall(self.text))

    @found_once
    def names(self) -> tuple[NameMention, ...]:
        return tuple(find_names_fr(self.text))

    @found_once
    def every_number(self) -> tuple[NumberMention, ...]:
        """The numbers, those inside names as certain as any."""
        return tuple(find_numbers_fr(self.text))

    @found_once
    def numbers(self) -> tuple[NumberMention, ...]:
        """The numbers. Inside a known name none is certain: la Troisième Guerre mondiale may be the
        Third World War or World War III, in which nobody finds a third."""
        found = self.every_number
        known = [name for name in self.names if name.english] if found else []
        if not any(_inside(number, known) for number in found):
            return found
        return tuple(n._replace(certain=False) if _inside(n, known) else n for n in found)

    @found_once
    def names_inside(self) -> frozenset[str]:
        """Words with a capital behind the first, in lower case."""
        return names_inside(self.text)

    @found_once
    def sources(self) -> Sources:
        """What the names of an English text may come from."""
        return Sources(self.text, self.words)

    @found_once
    def claims(self) -> FrenchClaims:
        return FrenchClaims(self.text)

    def terms(self, table: TermTable) -> tuple[TermMention, ...]:
        """The terms asked for, in order; none inside a longer known name ("la mer Noire")."""
        if not table:
            return ()
        if self._terms[0] is not table:
            self._terms = table, self._find(table)
        return self._terms[1]

    def _find(self, table: TermTable) -> tuple[TermMention, ...]:
        known = [name for name in self.names if name.english]
        return tuple(
            term
            for term in table.find(self.text)
            if not any(
                name.start <= term.start and term.end <= name.end and term.text != name.text
                for name in known
            )
        )


class English(_Text):
    """The facts about an English text."""

    @found_once
    def words(self) -> EnglishWords:
        return EnglishWords(self.text)

    @found_once
    def numbers(self) -> tuple[NumberMention, ...]:
        return tuple(find_numbers_en(self.text))

    @found_once
    def names(self) -> tuple[str, ...]:
        return names_of(self.text)

    @found_once
    def unknown_words(self) -> tuple[str, ...]:
        """Words that no list and no rule knows."""
        return unknown_words(self.text)

    @found_once
    def claims(self) -> EnglishClaims:
        return EnglishClaims(self.text)


def _inside(number: NumberMention, names: list[NameMention]) -> bool:
    return any(name.start <= number.start and number.end <= name.end for name in names)


# Texts of which the facts are kept: those of an article in work, and their hypotheses.
_KEPT = 1024
french_facts = lru_cache(maxsize=_KEPT)(French)
english_facts = lru_cache(maxsize=_KEPT)(English)
