"""Names of people, places and bodies in French text, and whether an English text keeps them.

A name is kept when the English has its exonym (Londres: London; OTAN: NATO) or a word that reads alike once the
French ways of writing foreign sounds are undone (Sergueï: Sergei, Iouri: Yuri, Tchernychev: Chernyshev). Months, days
and words that French capitalises without naming anybody ("l'État", "Ministère") are no names. Left out: names that
begin a sentence and stand alone without being known, and text written all in capitals.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

# Bounds that keep hostile text cheap; a sentence with more names than this is a list, not a sentence.
MAX_NAMES = 64
MAX_WORDS = 600
MAX_LETTERS = 40

# Letters in common (difflib ratio, 0-1) for two spellings to be one name; see tests/benchmarks/check_calibration.py.
ALIKE = 0.72
SAME_SOUND = 0.985  # from here on two spellings are the same name


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name at `text[start:end]`: one word, or several that the table knows as one ("Corée du Nord").

    `english` lists the exonyms that may stand for it, normalised; empty when only the spelling can tell. `joined`
    says that only "et", "de", a comma or the like stands between it and the name before.
    """

    start: int
    end: int
    text: str
    english: tuple[str, ...] = ()
    joined: bool = False


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


_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’.&][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:^|[.!?:;…«»\"“”‘(\[—–•*/|]|\s-|^-)[\s\u00a0\u202f]*['‘]?[\s\u00a0\u202f]*$"
)
_DIVIDES = re.compile(r"[,;:!?()«»\"/–—]|\.\s")
_JOINS = re.compile(r"(?:[\s,'’-]|\b(?:et|ou|d|de|du|des|l|le|la|les|en|au|aux)\b)*", re.IGNORECASE)
# "M. Dupont", "J. K. Rowling": these points end no sentence.
_TITLE = re.compile(r"(?:^|[\s'’.(«-])(?:MM?|Mmes?|Mlles?|Drs?|Mes?|Mgr|Prs?|Ste?|[A-Z])\.[\s-]?$")
_STRIP = re.compile(r"[^\w]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents: the key of every comparison here."""
    text = text.casefold().replace("œ", "oe").replace("ø", "o").replace("ł", "l").replace("’", "'")
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """French name, folded -> English names, folded; an empty tuple marks a word that is no name."""
    rows = files("bilingual").joinpath("data/exonyms.tsv").read_text(encoding="utf-8").splitlines()
    table: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row and not row.startswith("#"):
            french, english = ([*row.split("\t"), ""])[:2]
            names = tuple(_spaced(name).strip() for name in english.split("|") if name)
            for spelling in french.split("|"):
                table[_spaced(spelling).strip()] = names
    return table


@lru_cache(maxsize=1)
def _english_names() -> frozenset[str]:
    return frozenset(name for names in _table().values() for name in names)


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
    return " " + _STRIP.sub(" ", re.sub(r"\.(?=[^\s])|(?<=\b\w)\.", "", fold(text))).strip() + " "


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool


def _words(text: str) -> Iterator[_Word]:
    """Words without their elided articles ("l'Allemagne" is "Allemagne")."""
    for match in _WORD.finditer(text):
        start = match.start()
        before = text[max(0, start - 8) : start]
        opens = bool(_OPENS.search(before)) and not _TITLE.search(before)
        elision = _ELISION.match(match.group())
        if elision and (opens or elision.group()[0].islower()):
            start += elision.end()
            opens = False
        yield _Word(start, match.end(), text[start : match.end()], opens)


def find_names_fr(text: str) -> list[NameMention]:
    """Names of a French text in order: capitalised words that no sentence start explains, and known names."""
    words = [word for word in _words(text) if word.text]
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


def _name_at(text: str, words: Sequence[_Word], index: int) -> tuple[NameMention | None, int]:
    word = words[index]
    table = _table()
    first = _spaced(word.text).split()[0]
    longest = min(_phrases().get(first, 1), len(words) - index)
    for count in range(longest, 0, -1):
        phrase = text[word.start : words[index + count - 1].end]
        # "la mer Morte" is a name for its second word; "le Sud est" has a verb.
        if (
            len(phrase) > 80
            or phrase.islower()
            or phrase.endswith(" est")
            or _DIVIDES.search(phrase)
        ):
            continue
        names = table.get(_spaced(phrase).strip())
        if names is not None and (count > 1 or phrase[0].isupper()):
            end = word.start + len(phrase)
            return (NameMention(word.start, end, phrase, names) if names else None), index + count
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
    return NameMention(word.start, word.end, word.text), index + 1


def match_names(french: Sequence[NameMention], english: str) -> NameMatching:
    """Which names the English keeps, by exonym or by spelling."""
    spaced = _spaced(english)
    words = spaced.split()[:MAX_WORDS]
    kept: list[tuple[NameMention, int]] = []
    missing: list[NameMention] = []
    for mention in french:
        position = _position(mention, spaced, words)
        if position is None:
            missing.append(mention)
        else:
            kept.append((mention, position))
    return NameMatching(tuple(kept), tuple(missing))


def _position(mention: NameMention, spaced: str, words: Sequence[str]) -> int | None:
    """The word position of the name's counterpart in the English, or None."""
    for name in (*mention.english, _spaced(mention.text).strip()):
        at = spaced.find(f" {name} ")
        if at >= 0:
            return spaced.count(" ", 0, at + 1) - 1
    if mention.text.isupper() and 2 <= len(mention.text) <= 5:
        # Acronyms turn round with the order of the adjectives: "test d'APS", "PSA test".
        letters = sorted(fold(mention.text))
        turned = (i for i, word in enumerate(words) if sorted(word) == letters)
        if (at := next(turned, -1)) >= 0:
            return at
    parts = [part for part in _spaced(mention.text).split() if len(part) > 1]
    best = max(
        ((alike(part, word), -i) for part in parts for i, word in enumerate(words)),
        default=(0.0, 0),
    )
    if best[0] >= ALIKE:
        return -best[1]
    for name in mention.english:
        for i, word in enumerate(words):
            if word.startswith(name[: max(4, len(name) - 2)]) and len(name) > 3 and " " not in name:
                return i
    return None


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
        if words[position] in _english_names():
            continue
        if 0 < alike(parts[0], words[position]) < SAME_SOUND:
            written = (word for word in _LETTERS.findall(english) if fold(word) == words[position])
            found += [(mention.text, word) for word in itertools.islice(written, 1)]
    return found


_SOUNDS = (
    ("tch", "c"), ("tsch", "c"), ("dj", "j"), ("ch", "c"), ("sh", "c"), ("ou", "u"), ("oo", "u"), ("ph", "f"),
    ("qu", "k"), ("ck", "k"), ("kh", "k"), ("gu", "g"), ("eff", "ev"), ("off", "ov"), ("ï", "i"), ("y", "i"),
    ("w", "v"), ("ie", "i"), ("ei", "i"), ("ai", "i"), ("q", "k"), ("x", "ks"), ("h", ""), ("j", "i"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", word).replace("c", "k").removesuffix("e")


@lru_cache(maxsize=65536)
def alike(left: str, right: str) -> float:
    """How much two folded words read alike, 0-1, with the French spelling of foreign sounds undone."""
    if left == right:
        return 1.0
    left, right = left[:MAX_LETTERS], right[:MAX_LETTERS]
    if min(len(left), len(right)) < 3 or abs(len(left) - len(right)) > 6:
        return 0.0
    sounds = _sound(left), _sound(right)
    if sounds[0] and sounds[0] == sounds[1]:
        return 0.99  # above SAME_SOUND
    matcher = SequenceMatcher(None, *sounds, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
