"""Terms in a text: which of many thousand French terms a sentence has, and whether the English has what they ask for.

A term is found as whole words, whatever its hyphens, apostrophes and white space and however its accents are encoded; case counts only where the
term says so. The longest term wins, the leftmost first, and none overlaps another. One walk over the words through a
trie, so the time grows with the text and not with the number of terms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

TermOrigin = Literal["glossary", "gazetteer"]

_WORD: Final = re.compile(r"[^\W_]+")
# What stands between the words of one term at most: white space, hyphens, apostrophes, a point after an initial.
_DIVIDES: Final = re.compile(r"[^\s'’‘ʼ.\-‑–]|\.\s|\n\s*\n")
_APOSTROPHES: Final = str.maketrans("’‘ʼ", "'''")


@dataclass(frozen=True, slots=True)
class Term:
    """A French term and the English it must become.

    `forms` pairs every French spelling with the English to write for it, the headword first ("taux directeur", "key
    rate"), ("taux directeurs", "key rates"). `accepted` are further English forms that count as met and are never
    written. `exact` makes case count in the French and in the English. `note` is the editor's own.
    """

    forms: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...] = ()
    exact: bool = False
    note: str = ""
    origin: TermOrigin = "glossary"

    @property
    def french(self) -> str:
        return self.forms[0][0]

    @property
    def english(self) -> str:
        return self.forms[0][1]


@dataclass(frozen=True, slots=True)
class TermMention:
    """`term` stands at `text[start:end]` of the French; `english` is what to write for the form it has there."""

    start: int
    end: int
    text: str
    english: str
    term: Term


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    endings: list[tuple[str, str, Term]] = field(default_factory=list)


class TermTable:
    """Terms made ready for finding. Of two terms with one French form the first given wins."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms: tuple[Term, ...] = tuple(terms)
        self._root = _Node()
        for term in self.terms:
            for french, english in term.forms:
                self._add(french, english, term)

    def __len__(self) -> int:
        return len(self.terms)

    def find(self, text: str) -> list[TermMention]:
        """The terms of a French text, in order."""
        words = list(_words(text))
        found: list[TermMention] = []
        index = 0
        while index < len(words):
            mention, used = self._longest(text, words, index)
            if mention is not None:
                found.append(mention)
            index += used
        return found

    def _add(self, french: str, english: str, term: Term) -> None:
        node = self._root
        for word in _words(french):
            node = node.following.setdefault(word.key, _Node())
        if node is not self._root:
            node.endings.append((_composed(french), english, term))

    def _longest(
        self, text: str, words: Sequence[_Word], index: int
    ) -> tuple[TermMention | None, int]:
        """The longest term that begins at a word, and how many words it takes (1 where there is none)."""
        node, best, used = self._root, None, 1
        for position in range(index, len(words)):
            if position > index and _DIVIDES.search(
                text, words[position - 1].end, words[position].start
            ):
                break
            following = node.following.get(words[position].key)
            if following is None:
                break
            node = following
            start, end = words[index].start, words[position].end
            mention = _mention(node, start, end, text[start:end])
            if mention is not None:
                best, used = mention, position - index + 1
        return best, used


def _mention(node: _Node, start: int, end: int, text: str) -> TermMention | None:
    written = _composed(text)
    for french, english, term in node.endings:
        if not term.exact or french == written:
            return TermMention(start, end, text, english, term)
    return None


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        yield _Word(match.start(), match.end(), _composed(match.group()).casefold())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def has_form(english: str, form: str, *, exact: bool = False) -> bool:
    """Whether the text has the form as whole words; hyphens, apostrophes and white space count as one another.

    >>> has_form("The ECB's key-rate rose.", "key rate"), has_form("A monkey rate.", "key rate")
    (True, False)
    """
    wanted, said = ([_spelt(word, exact) for word in _WORD.findall(t)] for t in (form, english))
    if not wanted:
        return form in english
    size = len(wanted)
    return any(said[i : i + size] == wanted for i in range(len(said) - size + 1))


def _spelt(word: str, exact: bool) -> str:
    return _composed(word) if exact else _composed(word).casefold()
