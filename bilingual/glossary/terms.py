"""Terms in a text: which of many thousand a French sentence has, and whether the English has them.

A term is found as whole words, whatever its hyphens, apostrophes and white space and however its
accents and ligatures are encoded; every other sign counts ("S&P 500", "C++", "n°"), case only where
the term says so. The longest term wins, the leftmost first, and none overlaps another. One walk
over the words through a trie, so the time grows with the text and not with the number of terms.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

# A word with its combining accents, or one sign; what is left between two of them means nothing:
# white space, hyphens, apostrophes, points. Without the signs "n°" would be found in "n'est" and
# "S&P 500" nowhere.
_WORD: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+|[^\w\s'’‘ʼ.\-‑–]|_")
# No term reaches over the end of a sentence or a paragraph.
_SENTENCE_END: Final = re.compile(r"\.\s")
_PARAGRAPH_END: Final = re.compile(r"\n\s*\n")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


@dataclass(frozen=True, slots=True)
class Term:
    """A French term and the English it must become.

    `forms` pairs every French spelling with the English to write for it, the headword first ("taux
    directeur", "key rate"), ("taux directeurs", "key rates"). `accepted` are further English forms
    that count as met and are never written. `exact` makes case count in the French and in the
    English. `note` is the editor's own.
    """

    forms: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...] = ()
    exact: bool = False
    note: str = ""

    @property
    def french(self) -> str:
        return self.forms[0][0]

    @property
    def english(self) -> str:
        return self.forms[0][1]


@dataclass(frozen=True, slots=True)
class TermMention:
    """`term` at `text[start:end]` of the French; `english` is what its form there must become."""

    start: int
    end: int
    text: str
    english: str
    term: Term


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    written: str
    key: str


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    exact: dict[tuple[str, ...], tuple[str, Term]] = field(default_factory=dict)
    any_case: tuple[str, Term] | None = None


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

    @cached_property
    def digest(self) -> str:
        """Of the terms and their order, notes left out; "" where there are none."""
        said = hashlib.sha256()
        for term in self.terms:
            said.update(repr((term.forms, term.accepted, term.exact)).encode())
        return said.hexdigest()[:16] if self.terms else ""

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
        node, words = self._root, list(_words(french))
        for word in words:
            node = node.following.setdefault(word.key, _Node())
        # Once a form stands in any case, nothing given later is reached.
        if node is self._root or node.any_case is not None:
            return
        if term.exact:
            node.exact.setdefault(tuple(word.written for word in words), (english, term))
        else:
            node.any_case = (english, term)

    def _longest(
        self, text: str, words: Sequence[_Word], index: int
    ) -> tuple[TermMention | None, int]:
        """The longest term that begins at a word, and how many words it takes (1 for none)."""
        node, best, used = self._root, None, 1
        for position in range(index, len(words)):
            following = node.following.get(words[position].key)
            if following is None:
                break
            if position > index and _divided(text, words[position - 1], words[position]):
                break
            node = following
            mention = _mention(node, text, words, index, position)
            if mention is not None:
                best, used = mention, position - index + 1
        return best, used


NO_TERMS: Final = TermTable()


def _mention(
    node: _Node, text: str, words: Sequence[_Word], first: int, last: int
) -> TermMention | None:
    said = node.any_case
    if node.exact:
        written = tuple(word.written for word in words[first : last + 1])
        said = node.exact.get(written, said)
    if said is None:
        return None
    start, end = words[first].start, words[last].end
    return TermMention(start, end, text[start:end], *said)


def _divided(text: str, word: _Word, following: _Word) -> bool:
    between = text[word.end : following.start]
    if "\n" in between and _PARAGRAPH_END.search(between):
        return True
    # The point of an initial ends nothing: "M. Hulot".
    return "." in between and len(word.key) > 1 and _SENTENCE_END.search(between) is not None


def form_key(french: str) -> tuple[str, ...]:
    """The key of a French form, without case. Forms with one key cannot be told apart in a text.

    >>> form_key("Chef-d’œuvre") == form_key("chef d'oeuvre")
    True
    """
    return tuple(word.key for word in _words(french))


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        written = _composed(match.group())
        yield _Word(match.start(), match.end(), written, written.casefold())


def _composed(text: str) -> str:
    if text.isascii():  # most words, and both steps would leave them as they are
        return text
    return unicodedata.normalize("NFC", text).translate(_LIGATURES)


def has_form(english: str, form: str, *, exact: bool = False) -> bool:
    """Whether the text has the form as whole words; hyphens, apostrophes and spaces are one.

    >>> has_form("The ECB's key-rate rose.", "key rate"), has_form("A monkey rate.", "key rate")
    (True, False)
    """
    wanted, said = _spelt(form, exact), _spelt(english, exact)
    if not wanted:
        return form in english
    size = len(wanted)
    return any(said[i : i + size] == wanted for i in range(len(said) - size + 1))


@lru_cache(maxsize=1024)
def _spelt(text: str, exact: bool) -> tuple[str, ...]:
    """The words as compared; kept, because a text is searched for every form of every term."""
    words = map(_composed, _WORD.findall(text))
    return tuple(words if exact else map(str.casefold, words))


def missing_terms(mentions: Sequence[TermMention], english: str) -> list[TermMention]:
    """The mentions that the English lacks, in order: as many of a term's forms are wanted as the
    French has mentions, and the words of a longer term stand for no shorter one.

    >>> table = TermTable([Term((("maire", "mayor"),))])
    >>> mentions = table.find("Le maire et la maire.")
    >>> [mention.start for mention in missing_terms(mentions, "The mayor and she.")]
    [15]
    """
    free = [True] * len(_spelt(english, False))
    longest_first = sorted(mentions, key=lambda m: (m.start - m.end, m.start))
    lacking = [mention for mention in longest_first if not _take(mention, english, free)]
    return sorted(lacking, key=lambda mention: mention.start)


def _take(mention: TermMention, english: str, free: list[bool]) -> bool:
    """Whether a form of the term stands among the free words; if so, its words are taken."""
    term = mention.term
    said = _spelt(english, term.exact)
    for form in (mention.english, *(form for _, form in term.forms), *term.accepted):
        wanted = _spelt(form, term.exact)
        size = len(wanted)
        if not size and form in english:
            return True
        for at in range(len(said) - size + 1 if size else 0):
            if said[at : at + size] == wanted and all(free[at : at + size]):
                free[at : at + size] = [False] * size
                return True
    return False
