"""Names of people, places and bodies in French text, and whether an English text keeps them.

A name is kept when the English has its exonym (Londres: London; OTAN: NATO) or a word that reads alike once the
French ways of writing foreign sounds are undone (Sergueï: Sergei, Iouri: Yuri, Tchernychev: Chernyshev). The exonyms
are those of language/gazetteer.py. A person named in full is kept by every word of the name, or by the family name where
the English drops the other, not where it mangles it (Xi Jinping: Xi, not Xi Jinit). Months, days
and words that French capitalises without naming anybody ("l'État", "Ministère") are no names. Left out: names that
begin a sentence and stand alone without being known, and text written all in capitals.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from bilingual.language.gazetteer import Entry, acronyms, entries
from bilingual.language.likeness import ALIKE, SAME_SOUND, alike, doubling_lost, fold
from bilingual.language.name_words import Word, french_words
from bilingual.language.transliteration import english_spelling

# Bounds that keep hostile text cheap; a sentence with more names than this is a list, not a sentence.
MAX_NAMES = 64
MAX_WORDS = 600

# Likeness of the words of one person's name: Mohammad is Mohammed (0.83), Serhit is not Sergueï (0.80).
SAME_PERSON = 0.82


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name at `text[start:end]`: one word, or several that the table knows as one ("Corée du Nord").

    `english` lists the exonyms that may stand for it, normalised; empty when only the spelling can tell. `written` is
    the English to write for it, with its article ("the United States", "Tchernychev": "Chernyshev"), "" where nobody
    can say. `alone` are the parts of a person's name that stand for the person, normalised. `joined` says that only
    "et", "de", a comma or the like stands between it and the name before.
    """

    start: int
    end: int
    text: str
    english: tuple[str, ...] = ()
    joined: bool = False
    written: str = ""
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatching:
    """`kept` pairs a mention with the word position of its counterpart in the English; both in text order."""

    kept: tuple[tuple[NameMention, int], ...]
    missing: tuple[NameMention, ...]

    @property
    def inversions(self) -> tuple[tuple[NameMention, NameMention], ...]:
        """Neighbouring kept names (each named once) that stand the other way round in the English.

        Joined names are passed over: "l'Institut Weizmann" turns round by grammar, "A et B" harmlessly.
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


_LETTERS = re.compile(r"[^\W\d_]+")
_DIVIDES = re.compile(r"[,;:!?()«»\"/–—]|\.\s")
_JOINS = re.compile(r"(?:[\s,'’-]|\b(?:et|ou|d|de|du|des|l|le|la|les|en|au|aux)\b)*", re.IGNORECASE)
_STRIP = re.compile(r"[^\w]+")
_POINTS = re.compile(r"\.(?=[^\s])|(?<=\b\w)\.")
_SMALL = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"})
_ROMAN = re.compile(r"[IVX]+(?:e|er|re)?")


class _Known(NamedTuple):
    """What the table says of a French name; without English it is no name."""

    english: tuple[str, ...]
    written: str
    alone: tuple[str, ...]
    place: bool = False


_NOBODY = _Known((), "", ())


@lru_cache(maxsize=1)
def _table() -> dict[str, _Known]:
    """French name, normalised -> what is known of it; two names that only accents tell apart share an entry."""
    table: dict[str, _Known] = {}
    for entry in entries():
        names = _english_keys(entry)
        alone = tuple(_key(name) for name in entry.alone)
        for french, english in entry.forms:
            key = _key(french)
            if (other := table.get(key)) is None:
                written = _to_write(entry, english)
                table[key] = _Known(names, written, alone, entry.kind == "place")
            elif other.english != names:
                table[key] = other._replace(english=(*other.english, *names))
    return table


def _to_write(entry: Entry, english: str) -> str:
    if not entry.written:
        return ""
    return f"the {english}" if entry.article else english


def _english_keys(entry: Entry) -> tuple[str, ...]:
    written = (english for _, english in entry.forms if english)
    return tuple(_key(name) for name in dict.fromkeys([*written, *entry.accepted]))


@lru_cache(maxsize=1)
def _english_names() -> frozenset[str]:
    return frozenset(name for known in _table().values() for name in known.english)


def is_english_name(word: str) -> bool:
    """Whether the folded word is the English form of some name that the table knows."""
    return word in _english_names()


@lru_cache(maxsize=1)
def _phrases() -> dict[str, int]:
    """First word of the names of several words -> the most words such a name has."""
    longest: dict[str, int] = {}
    for name in _table():
        first, *rest = name.split(" ")
        if rest:
            longest[first] = max(longest.get(first, 0), len(rest) + 1)
    return longest


def _spaced(text: str) -> str:
    """Folded words between single spaces; hyphens, points and apostrophes divide, but "U.S." is "us"."""
    return f" {_key(text)} "


def _key(text: str) -> str:
    return fold(text) if text.isalnum() else _divided(fold(text))


def _divided(text: str) -> str:
    return _STRIP.sub(" ", _POINTS.sub("", text)).strip()


def _words(text: str) -> Iterator[Word]:
    """Places that hyphens join ("Chine-Russie") are words of their own, unless that is a name ("Guinée-Bissau")."""
    for word in french_words(text):
        parts = re.split("[-‑]", word.text)
        joined = len(parts) > 1 and _key(word.text) not in _table()
        if not joined or not all(_table().get(_key(part), _NOBODY).place for part in parts):
            yield word
            continue
        start = word.start
        for part in parts:
            yield Word(start, start + len(part), part, word.opens and start == word.start)
            start += len(part) + 1


def find_names_fr(text: str) -> list[NameMention]:
    """Names of a French text in order: capitalised words that no sentence start explains, and known names."""
    words = list(_words(text))
    capitals = sum(word.text.isupper() for word in words if len(word.text) > 1)
    if capitals > 3 and capitals > len(words) / 2:
        return []
    mentions: list[NameMention] = []
    index = 0
    while index < len(words) and len(mentions) < MAX_NAMES:
        mention, index = _name_at(text, words, index)
        if mention is not None:
            gap = text[mentions[-1].end : mention.start][:40] if mentions else "."
            mentions.append(replace(mention, joined=bool(_JOINS.fullmatch(gap))))
    return mentions


def _name_at(text: str, words: Sequence[Word], index: int) -> tuple[NameMention | None, int]:
    word = words[index]
    table = _table()
    first = _spaced(word.text).split()[0]
    longest = min(_phrases().get(first, 1), len(words) - index)
    for count in range(longest, 0, -1):
        phrase = text[word.start : words[index + count - 1].end]
        # "la mer Morte" is a name for its second word; "le Sud est" has a verb, "La réunion" is no island.
        if (
            len(phrase) > 80
            or phrase.islower()
            or phrase.endswith(" est")
            or (first in _SMALL and phrase[len(first) :].islower())
            or _DIVIDES.search(phrase)
        ):
            continue
        known = _NOBODY if _ROMAN.fullmatch(phrase) else table.get(_key(phrase))
        if known is not None:
            written = "" if known.place and _in_a_name(text, words, index) else known.written
            return _mention(word.start, phrase, known, written), index + count
    # "CO2" and "G20" are the business of numbers.
    if not word.text[0].isupper() or text[word.end : word.end + 1].isdigit():
        return None, index + 1
    followed = (
        index + 1 < len(words)
        and words[index + 1].text[0].isupper()
        and text[word.end : words[index + 1].start] == " "
    )
    acronym = word.text.isupper() and len(word.text) > 1
    if (word.opens and not (followed and len(word.text) > 3) and not acronym) or len(word.text) < 2:
        return None, index + 1
    spelt = english_spelling(word.text) or ""
    return NameMention(word.start, word.end, word.text, written=spelt), index + 1


def _in_a_name(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether a word with a capital leads up to a place: Albert Londres, Air Algérie."""
    start, before = words[index].start, words[max(0, index - 1)]
    leads = before.text[0].isupper() and not before.opens and text[before.end : start] == " "
    return leads and fold(before.text) not in _SMALL


def _mention(start: int, phrase: str, known: _Known, written: str) -> NameMention | None:
    english, end = known.english, start + len(phrase)
    said = NameMention(start, end, phrase, english, False, written, known.alone)
    return said if english else None


@dataclass(frozen=True, slots=True)
class _English:
    """An English text made ready for looking up names: its normalised words, and the words as written."""

    spaced: str
    words: Sequence[str]
    written: Sequence[str]

    @classmethod
    def of(cls, text: str) -> _English:
        spaced = _spaced(text)
        written = _divided(unicodedata.normalize("NFC", text)).split()
        return cls(spaced, spaced.split()[:MAX_WORDS], written)

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


def match_names(french: Sequence[NameMention], english: str) -> NameMatching:
    """Which names the English keeps, by exonym or by spelling."""
    text = _English.of(english)
    kept: list[tuple[NameMention, int]] = []
    missing: list[NameMention] = []
    for mention in french:
        position = _position(mention, text)
        if position is None:
            missing.append(mention)
        else:
            kept.append((mention, position))
    return NameMatching(tuple(kept), tuple(missing))


def _position(mention: NameMention, text: _English) -> int | None:
    """The word position of the name's counterpart in the English, or None."""
    own = _key(mention.text)
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


def _may_stand_copied(mention: NameMention, at: int, text: _English) -> bool:
    """Whether the French spelling will do: "in Londres" left a name in French; "de Londres" left more than the name,
    which is not this check's business; and what may be another name besides is kept as it is."""
    if not (mention.english and mention.written):
        return True
    return at > 0 and text.words[at - 1] in _SMALL


def _by_spelling(mention: NameMention, words: Sequence[str]) -> int | None:
    """Where a word reads like the name, or begins like its exonym ("Allemagne": German)."""
    spelt = (mention.text,) if mention.english else (mention.text, mention.written)
    parts = [part for name in spelt for part in _key(name).split() if len(part) > 1]
    if mention.english and mention.written:
        # Neither a copy nor another known name (Iran is no Iraq).
        known, own = _english_names(), mention.english
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
    """How much the word that is most alike is so, and its position: the first of equals."""
    return max(
        ((alike(part, word), i) for i, word in enumerate(words)), default=(0.0, 0), key=_first
    )


def _first(found: tuple[float, int]) -> tuple[float, int]:
    return found[0], -found[1]


def _in_full(mention: NameMention, text: _English) -> int | None:
    """Where every word of a name stands together, or what stands for a person alone and is beside no mangled word."""
    enough = SAME_PERSON if mention.alone else ALIKE
    parts = (part for part in _key(mention.text).split() if part not in _SMALL)
    found = [_likest(part, text.words) for part in parts]
    places = [at for likeness, at in found if likeness >= enough]
    if found and len(places) == len(found) > max(places) - min(places) - 2:
        return places[0]
    for name in mention.alone:
        at = _alone(name, text)
        if at is not None and not _mangled_beside(mention.english[0], name, at, text):
            return at
    return None


def _alone(name: str, text: _English) -> int | None:
    if (at := text.find(name)) is not None:
        return at
    same = (i for i, word in enumerate(text.words) if alike(name, word) >= SAME_SOUND)
    return next(same, None)


def _mangled_beside(full: str, alone: str, at: int, text: _English) -> bool:
    """Whether the word where the first name would stand begins like it and is no spelling of it (Jinit: Jinping)."""
    place = at + len(alone.split()) if full.startswith(alone) else at - 1
    if not 0 <= place < len(text.words) or not text.is_capital(place):
        return False
    word = text.words[place]
    likely = [part for part in full.split() if part not in alone.split() and part[0] == word[0]]
    return bool(likely) and all(alike(part, word) < SAME_PERSON for part in likely)


def spelled_otherwise(matching: NameMatching, english: str) -> list[tuple[str, str]]:
    """(French name, the English word that reads like it) for kept names without an exonym that the English spells in
    another way; French ways of writing foreign sounds do not count as one, and known English names are no spellings."""
    spaced = _spaced(english)
    words = spaced.split()[:MAX_WORDS]
    found = []
    for mention, position in matching.kept:
        parts = [part for part in _spaced(mention.text).split() if len(part) > 1]
        if mention.english or len(parts) != 1 or f" {parts[0]} " in spaced:
            continue
        word = words[position]
        if is_english_name(word):
            continue
        if 0 < alike(parts[0], word) < SAME_SOUND or doubling_lost(parts[0], word):
            written = (letters for letters in _LETTERS.findall(english) if fold(letters) == word)
            found += [(mention.text, letters) for letters in itertools.islice(written, 1)]
    return found
