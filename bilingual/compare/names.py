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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from bilingual.language.gazetteer import acronyms
from bilingual.language.names import (
    MAX_WORDS,
    SMALL_WORDS,
    NameMention,
    divided,
    english_names,
    is_english_name,
    is_latin,
    name_key,
)
from bilingual.language.transliteration import ALIKE, SAME_SOUND, alike, doubling_lost, fold
from bilingual.language.words import is_english, is_ordinary

# Likeness of a person's name: Mohammad is Mohammed (0.83), Serhit no Sergueï (0.80).
SAME_PERSON = 0.82

_SHARED = 0.6  # of the letters of two acronyms for one thing
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class NameMatching:
    """`kept` pairs a mention with the word position of its counterpart; both in text order."""

    kept: tuple[tuple[NameMention, int], ...]
    missing: tuple[NameMention, ...]


_VERB: Final = re.compile(r"[a-z]+ed|[a-z]{2,}[^s]s|met|saw|told|beat|hit|led|left|won|gave|wrote")
# In an aside names stand anywhere, as with what somebody says.
_ASIDE: Final = re.compile(r"""[()":;«»]|^\s*[.–-]|\b(?:selon|d['’]après)\b""")
_PARALLEL: Final = 1.6  # how much longer the way between two names may be in one of the languages


def find_inversions(
    matching: NameMatching, french: str, english: EnglishWords
) -> tuple[tuple[NameMention, NameMention], ...]:
    """Neighbouring kept names (each named once) that stand the other way round in the English.

    Joined names may: "l'Institut Weizmann" turns round by grammar, "A et B" harmlessly. English
    orders the words of a long name in its own way, too (the Yad Vashem Holocaust Museum): as much
    must stand between the two in either language.
    """
    once: dict[str, tuple[NameMention, int] | None] = {}
    for mention, position in matching.kept:
        key = fold(mention.text)
        once[key] = None if key in once else (mention, position)
    rows = [row for row in once.values() if row is not None]
    return tuple(
        (left, right)
        for (left, before), (right, after) in itertools.pairwise(rows)
        if before > after
        and not right.joined
        and _parallel(french[left.end : right.start], english.written[after + 1 : before])
    )


def _parallel(french: str, between: Sequence[str]) -> bool:
    theirs, ours = len(french.split()), len(between)
    if _ASIDE.search(french):
        return False
    if ours == 1:  # Putin received Xi
        return theirs <= 3 and bool(_VERB.fullmatch(between[0]))
    return min(theirs, ours) >= 2 and max(theirs, ours) <= _PARALLEL * min(theirs, ours)


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
    """Which names the English keeps, by exonym or by spelling.

    Nor is a first name missing that the English leaves out before the family name (Hagman for Larry
    Hagman), or an acronym for which it has one of its own (COPD for BPCO).
    """
    found = [(mention, _position(mention, english)) for mention in french]
    kept = tuple((mention, at) for mention, at in found if at is not None)
    lost = [i for i, (_, at) in enumerate(found) if at is None]
    own = _own_acronyms(french, english) if lost else []
    missing = []
    for i in lost:
        mention = found[i][0]
        family = found[i + 1] if i + 1 < len(found) else (mention, None)
        if _is_dropped(mention, *family, english):
            continue
        if _is_acronym(mention) and (other := _other_acronym(mention.text, own)):
            own.remove(other)
            continue
        missing.append(mention)
    return NameMatching(kept, tuple(missing))


def _is_dropped(
    first: NameMention, family: NameMention, at: int | None, english: EnglishWords
) -> bool:
    """Whether a first name stands right before a family name that the English has without one."""
    if at is None or first.end + 1 != family.start or first.english or first.text.isupper():
        return False
    if family.english or not at:
        return not family.english
    before = english.written[at - 1]
    return not before[0].isupper() or is_ordinary(before) or before in ("Mr", "Mrs", "Ms", "Dr")


def _is_acronym(mention: NameMention) -> bool:
    """Whether the English may have letters of its own for it: it is no name of the gazetteer."""
    return (
        not mention.english
        and mention.text.isupper()
        and mention.text.isalpha()
        and len(mention.text) <= 6
    )


def _own_acronyms(french: Sequence[NameMention], english: EnglishWords) -> list[str]:
    """Acronyms of the English that no name of the French explains."""
    forms = [form for name in french for form in (name.text, *name.english)]
    folded = {fold(part) for form in forms for part in form.split()}
    return [
        word
        for word in english.written
        if word.isupper() and 1 < len(word) <= 6 and fold(word) not in folded
    ]


def _other_acronym(acronym: str, own: Sequence[str]) -> str | None:
    """One of some of the same letters (COPD for BPCO), and not only with a letter changed or
    lost."""
    for other in own:
        shared = (Counter(acronym) & Counter(other)).total()
        same_length = len(other) == len(acronym)
        changed = sum(map(str.__ne__, other, acronym)) == 1 if same_length else shared == len(other)
        if shared >= max(2, _SHARED * min(len(acronym), len(other))) and not changed:
            return other
    return None


def _position(mention: NameMention, text: EnglishWords) -> int | None:
    """The word position of the name's counterpart in the English, or None."""
    own = name_key(mention.text)
    for name in mention.english:
        if (at := text.find(name)) is not None:
            return at
    if (at := text.find(own)) is not None and _may_stand_copied(mention, at, text):
        return at
    if " " in own and (joined := own.replace(" ", "")) in text.words:
        return text.words.index(joined)  # Wi-Fi, wifi
    if mention.text.isupper() and 2 <= len(mention.text) <= 5:
        # Acronyms turn round with the order of the adjectives: "test d'APS", "PSA test".
        letters = sorted(fold(mention.text))
        turned = (i for i, word in enumerate(text.words) if sorted(word) == letters)
        if (at := next(turned, None)) is not None:
            return at
    if mention.english and " " in own:
        return _in_full(mention, text)
    if not mention.english and _letter_for_letter(mention.text):
        return None
    return _by_spelling(mention, text.words)


def _letter_for_letter(name: str) -> bool:
    """Whether a name is a surname in capitals, or in a script that English does not write."""
    return (name.isupper() and len(name) > 3) or not is_latin(name)


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


_LIKE: Final = 0.6  # likeness of two words of which one may be the other, misspelt
_FORM: Final = re.compile(r"s|es|ers?|k?ova?|i?ans?|(?:ow)?s?k[iy]|c?ky|a|i|y|ic|ish|ites?|")
_STEM: Final = 3  # letters of a name that a form of it keeps at least


def misspelt_names(
    respelt: Sequence[tuple[str, str]], missing: Sequence[NameMention], unexplained: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """(French name, English word): names that are spelled differently, where no other way to write
    them is known.

    `respelt` are kept names that the English writes in another way; a form of the name
    (Rothschilds) or an English word (Perseus) is none of them. A name that is missing is misspelt
    where one of the `unexplained` English names, which the French does not have, is like it.
    """
    found = [
        (name, word)
        for name, word in respelt
        if word[0].isupper() and not is_english(word) and not _is_form(name, word)
    ]
    for mention in missing:
        likeness = [(_likeness(mention.text, word), word) for word in unexplained]
        best, word = max(likeness, default=(0.0, ""))
        if best >= _LIKE and not mention.english:
            found.append((mention.text, word))
    return tuple(dict.fromkeys(found))


def _is_form(name: str, word: str) -> bool:
    """Whether the word is the name with another ending, or stands in a longer one."""
    whole, written = fold(name), fold(word)
    if whole in written or (written in whole and len(whole) - len(written) == 1):
        return True
    if name.isupper() and sorted(whole) == sorted(written):  # test d'APS, PSA test
        return True
    stem = max(_STEM, len(whole) - 2)
    return whole[:stem] == written[:stem] and bool(_FORM.fullmatch(written[stem:]))


def _likeness(name: str, word: str) -> float:
    left, right = fold(name), fold(word)
    if left[:1] != right[:1]:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
