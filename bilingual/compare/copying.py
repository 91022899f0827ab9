"""English that is still French: words that the model left as they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# French writes a sign for it, and in a row of shares these words stand again and again.
_PER_CENT: Final = re.compile(r"(?<=\d)\s?per\s?cent\b", re.IGNORECASE)
_ELIDED: Final = re.compile(r"(?:[cdjlmnst]|qu)['’]")
# Function words of French that are no words of English.
_FRENCH_WORDS: Final = """
    le la les des du une et est sont dans que qui pour par sur avec au aux ce cette ces se
    sa ses leur leurs il elle ils elles nous vous je ne pas mais ou où donc été être avait
    ont était sans sous entre après avant depuis chez très aussi comme selon même tous
    toutes cela ça qu'il qu'elle c'est n'est d'un d'une l'un s'est n'a qu'ils
"""
_ENGLISH_WORDS: Final = """
    a an the of to in is are was were and or for on with by at from that this it he she they
    as i me
"""
_FRENCH_SENTENCE_WORDS: Final = "le la les des du de une un et est dans pour que qui à"
_FRENCH: Final = frozenset(_FRENCH_WORDS.split())
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_COPY_WORDS: Final = 5  # shorter texts may be the same in both languages: names, titles of works
_FRENCH_SENTENCE: Final = frozenset(_FRENCH_SENTENCE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Copying:
    """`share` (0-1) of the English words, names and numbers apart, that are French; `words` are
    these, in order."""

    share: float
    words: tuple[str, ...]


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers in lower case; "per cent" after a number is a sign."""
    if "cent" in text.lower():
        text = _PER_CENT.sub("", text)
    return tuple(map(str.lower, _WORDS.findall(text)))


def names_inside(french: str) -> frozenset[str]:
    """The words with a capital behind the first, in lower case."""
    words = _WORDS.findall(french)[1:]
    return frozenset(word.lower() for word in words if word[0].isupper())


def measure_copying(
    french: Sequence[str], names: frozenset[str], english: Sequence[str]
) -> Copying:
    """English tokens that are the French ones: the same word as in the source, a French function
    word, an elision.

    One word alone is no proof ("Question", "Sport") unless it carries an accent.
    """
    theirs = set(french)
    words = [word for word in english if word not in names and not word[0].isdigit()]
    copied = tuple(
        word
        for word in words
        if (word in theirs and word not in _ENGLISH) or word in _FRENCH or _ELIDED.match(word)
    )
    if len(copied) < 2 and not any(_accented(word) for word in copied):
        return Copying(0.0, copied)
    return Copying(len(copied) / len(words), copied)


def _accented(word: str) -> bool:
    return not unicodedata.is_normalized("NFD", word)


def is_copied(french: str, english: str) -> bool:
    """Whether a French text of several words came back as it was; a list of names does not
    count."""
    words = french.casefold().split()
    same = words == english.casefold().split()
    return same and len(words) >= _COPY_WORDS and not _FRENCH_SENTENCE.isdisjoint(words)
