"""Which names of the French the English keeps.

A name is kept when the English has its exonym (Londres: London; OTAN: NATO) or a word that reads
alike once the French ways of writing foreign sounds are undone (Sergueï: Sergei, Iouri: Yuri,
Tchernychev: Chernyshev). The exonyms are those of language/gazetteer.py. A person named in full is
kept by every word of the name, or by the family name where the English drops the other, not where
it mangles it (Xi Jinping: Xi, not Xi Jinit).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bilingual.language.gazetteer import acronyms
from bilingual.language.names import (
    MAX_WORDS,
    SMALL_WORDS,
    NameMention,
    divided,
    english_names,
    is_english_name,
    name_key,
)
from bilingual.language.transliteration import ALIKE, SAME_SOUND, alike, doubling_lost, fold

# Likeness of a person's name: Mohammad is Mohammed (0.83), Serhit no Sergueï (0.80).
SAME_PERSON = 0.82

_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class NameMatching:
    """`kept` pairs a mention with the word position of its counterpart; both in text order."""

    kept: tuple[tuple[NameMention, int], ...]
    missing: tuple[NameMention, ...]

    @property
    def inversions(self) -> tuple[tuple[NameMention, NameMention], ...]:
        """Neighbouring kept names (each named once) that stand the other way round in the English.

        Joined names may: "l'Institut Weizmann" turns round by grammar, "A et B" harmlessly.
        """
        once: dict[str, tuple[NameMention, int] | None] = {}
        for mention, position in self.kept:
            key = fold(mention.text)
            once[key] = None if key in once else (mention, position)
        rows = [row for row in once.values() if row is not None]
        return tuple(
            (left, right)
            for (left, before), (right, after) in itertools.pairwise(rows)
            if before > after and not right.joined
        )


class EnglishWords:
    """An English text made ready for looking up names: its words, normalised and as written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spaced = f" {name_key(text)} "
        self.words: Sequence[str] = self.spaced.split()[:MAX_WORDS]

    @cached_property
    def written(self) -> Sequence[str]:
        return divided(unicodedata.normalize("NFC", self.text)).split()

    def find(self, name: str) -> int | None:
        at = self.spaced.find(f" {name} ")
        while at >= 0:
            position = self.spaced.count(" ", 0, at + 1) - 1
            if name not in acronyms() or self.written[position : position + 1] == [name.upper()]:
                return position
            at = self.spaced.find(f" {name} ", at + 1)
        return None

    def is_capital(self, position: int) -> bool:
        return position < len(self.written) and self.written[position][0].isupper()


def match_names(french: Sequence[NameMention], english: EnglishWords) -> NameMatching:
    """Which names the English keeps, by exonym or by spelling."""
    kept: list[tuple[NameMention, int]] = []
    missing: list[NameMention] = []
    for mention in french:
        position = _position(mention, english)
        if position is None:
            missing.append(mention)
        else:
            kept.append((mention, position))
    return NameMatching(tuple(kept), tuple(missing))


def _position(mention: NameMention, text: EnglishWords) -> int | None:
    """The word position of the name's counterpart in the English, or None."""
    own = name_key(mention.text)
    for name in mention.english:
        if (at := text.find(name)) is not None:
            return at
    if (at := text.find(own)) is not None and _may_stand_copied(mention, at, text):
        return at
    if mention.text.isupper() and 2 <= len(mention.text) <= 5:
        # Acronyms turn round with the order of the adjectives: "test d'APS", "PSA test".
        letters = sorted(fold(mention.text))
        turned = (i for i, word in enumerate(text.words) if sorted(word) == letters)
        if (at := next(turned, None)) is not None:
            return at
    if mention.english and " " in own:
        return _in_full(mention, text)
    return _by_spelling(mention, text.words)


def _may_stand_copied(mention: NameMention, at: int, text: EnglishWords) -> bool:
    """Whether the French spelling is accepted. "in Londres" is not: the name was left in French.
    "de Londres" is: more than the name was left, which another check reports. A name that may also
    be another one is accepted as it is."""
    if not (mention.english and mention.written):
        return True
    return at > 0 and text.words[at - 1] in SMALL_WORDS


def _by_spelling(mention: NameMention, words: Sequence[str]) -> int | None:
    """Where a word reads like the name, or begins like its exonym ("Allemagne": German)."""
    spelt = (mention.text,) if mention.english else (mention.text, mention.written)
    parts = [part for name in spelt for part in name_key(name).split() if len(part) > 1]
    if mention.english and mention.written:
        # Neither a copy nor another known name (Iran is no Iraq).
        known, own = english_names(), mention.english
        words = ["" if w in parts or (w in known and w not in own) else w for w in words]
    likeness, at = max((_likest(part, words) for part in parts), default=(0.0, 0), key=_first)
    if likeness >= (SAME_PERSON if mention.english and mention.written else ALIKE):
        return at
    for name in mention.english:
        for i, word in enumerate(words):
            if word.startswith(name[: max(4, len(name) - 2)]) and len(name) > 3 and " " not in name:
                return i
    return None


def _likest(part: str, words: Sequence[str]) -> tuple[float, int]:
    """The likeness and the position of the most similar word; of equals, the first."""
    return max(
        ((alike(part, word), i) for i, word in enumerate(words)), default=(0.0, 0), key=_first
    )


def _first(found: tuple[float, int]) -> tuple[float, int]:
    return found[0], -found[1]


def _in_full(mention: NameMention, text: EnglishWords) -> int | None:
    """The position where all words of the name stand together, or where a person's short name
    stands and no misspelt first name stands beside it."""
    enough = SAME_PERSON if mention.alone else ALIKE
    parts = (part for part in name_key(mention.text).split() if part not in SMALL_WORDS)
    found = [_likest(part, text.words) for part in parts]
    places = [at for likeness, at in found if likeness >= enough]
    if found and len(places) == len(found) > max(places) - min(places) - 2:
        return places[0]
    for name in mention.alone:
        at = _alone(name, text)
        if at is not None and not _mangled_beside(mention.english[0], name, at, text):
            return at
    return None


def _alone(name: str, text: EnglishWords) -> int | None:
    if (at := text.find(name)) is not None:
        return at
    same = (i for i, word in enumerate(text.words) if alike(name, word) >= SAME_SOUND)
    return next(same, None)


def _mangled_beside(full: str, alone: str, at: int, text: EnglishWords) -> bool:
    """Whether the word in the first name's place is a misspelling of it (Jinit for Jinping)."""
    place = at + len(alone.split()) if full.startswith(alone) else at - 1
    if not 0 <= place < len(text.words) or not text.is_capital(place):
        return False
    word = text.words[place]
    likely = [part for part in full.split() if part not in alone.split() and part[0] == word[0]]
    return bool(likely) and all(alike(part, word) < SAME_PERSON for part in likely)


def spelled_otherwise(matching: NameMatching, english: EnglishWords) -> tuple[tuple[str, str], ...]:
    """(French name, the English word that reads like it) for kept names without an exonym that the
    English spells in another way; French ways of writing foreign sounds do not count as one, and
    known English names are no spellings."""
    found: list[tuple[str, str]] = []
    for mention, position in matching.kept:
        parts = [part for part in name_key(mention.text).split() if len(part) > 1]
        if mention.english or len(parts) != 1 or f" {parts[0]} " in english.spaced:
            continue
        word = english.words[position]
        if is_english_name(word):
            continue
        if 0 < alike(parts[0], word) < SAME_SOUND or doubling_lost(parts[0], word):
            letters = _LETTERS.findall(english.text)
            written = (
                word_as_written for word_as_written in letters if fold(word_as_written) == word
            )
            found += [(mention.text, each) for each in itertools.islice(written, 1)]
    return tuple(found)
