"""Names of people, places and bodies in French text.

Months, days and words that French capitalises without naming anybody ("l'État", "Ministère") are no
names, nor are common words in the name of a body ("l'Institut des Faillites") or in capitals ("la
GRÈVE"). Surnames in capitals are one name with what stands beside them in capitals ("LE BIHAN"),
and a run of another script is one. Left out: unknown names that begin a sentence and stand alone,
and text all in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bilingual.language.gazetteer import Entry, entries
from bilingual.language.transliteration import english_spelling, fold
from bilingual.language.words import FUNCTION_WORDS, is_common, is_french, word_set

# Bounds that keep hostile text cheap; a sentence with more names is a list.
MAX_NAMES = 64
MAX_WORDS = 600


class NameMention(NamedTuple):
    """A name at `text[start:end]`: one word, or several known as one ("Corée du Nord").

    `english` lists the exonyms that may stand for it, normalised; empty when only the spelling can
    tell. `written` is the English to write for it, with its article ("the United States",
    "Tchernychev": "Chernyshev"), "" where nobody can say. `alone` are the parts of a person's name
    that stand for the person, normalised. `joined` says that only "et", "de", a comma or the like
    stands between it and the name before.
    """

    start: int
    end: int
    text: str
    english: tuple[str, ...] = ()
    joined: bool = False
    written: str = ""
    alone: tuple[str, ...] = ()


_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’.&][^\W\d_]+)*")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.!?:;…«»\"“”‘(\[—–•*/|]|\s-|^-)\s*+(?:['‘]\s*+)?$")
# "M. Dupont", "J. K. Rowling": these points end no sentence.
_TITLE = re.compile(r"(?:^|[\s'’.(«-])(?:MM?|Mmes?|Mlles?|Drs?|Mes?|Mgr|Prs?|Ste?|[A-Z])\.[\s-]?$")
_DIVIDES = re.compile(r"[,;:!?()«»\"/–—]|\.\s")
_JOINS = re.compile(r"(?:[\s,'’-]|\b(?:et|ou|d|de|du|des|l|le|la|les|en|au|aux)\b)*", re.IGNORECASE)
# Other scripts than Latin; of Greek, whose letters are signs, two letters at least.
_SCRIPT = re.compile(
    "[\u0370-\u03ff]{2,}|[\u0400-\u1cff\u1f00-\u1fff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff]"
    "[\u0300-\u1cff\u1f00-\u1fff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff]*"
)
_LATIN = 0x2FF  # the last of the Latin letters
_STRIP = re.compile(r"[^\w]+")
_POINTS = re.compile(r"\.(?:(?=\S)|(?<=\b\w\.))")
SMALL_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
)
_ROMAN = re.compile(r"[IVX]+(?:e|er|re)?")


class _Word(NamedTuple):
    """`opens` says that a sentence or a quotation begins with it, which explains its capital;
    always False for a word in lower case."""

    start: int
    end: int
    text: str
    opens: bool


class _Known(NamedTuple):
    """What the table says of a French name; without English it is no name."""

    english: tuple[str, ...]
    written: str
    alone: tuple[str, ...]
    place: bool = False


_NOBODY = _Known((), "", ())


@lru_cache(maxsize=1)
def _table() -> dict[str, _Known]:
    """French name, normalised -> what is known of it; accents tell no two names apart."""
    table: dict[str, _Known] = {}
    for entry in entries():
        names = _english_keys(entry)
        alone = tuple(name_key(name) for name in entry.alone)
        for french, english in entry.forms:
            key = name_key(french)
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
    return tuple(name_key(name) for name in dict.fromkeys([*written, *entry.accepted]))


@lru_cache(maxsize=1)
def english_names() -> frozenset[str]:
    return frozenset(name for known in _table().values() for name in known.english)


def is_english_name(word: str) -> bool:
    """Whether the folded word is the English form of some name that the table knows."""
    return word in english_names()


@lru_cache(maxsize=1)
def _phrases() -> dict[str, int]:
    """First word of the names of several words -> the most words such a name has."""
    longest: dict[str, int] = {}
    for name in _table():
        first, *rest = name.split(" ")
        if rest:
            longest[first] = max(longest.get(first, 0), len(rest) + 1)
    return longest


def is_latin(name: str) -> bool:
    """Whether English may write the name as it is."""
    return ord(name[0]) <= _LATIN


def name_key(text: str) -> str:
    return fold(text) if text.isalnum() else divided(fold(text))


def divided(text: str) -> str:
    return _STRIP.sub(" ", _POINTS.sub("", text)).strip()


def _words(text: str) -> Iterator[_Word]:
    """Words in order, without their elided articles ("l'Allemagne" is "Allemagne"). Places that
    hyphens join ("Chine-Russie") are words of their own, unless that is a name
    ("Guinée-Bissau")."""
    for match in _WORD.finditer(text):
        start, written = match.start(), match[0]
        if written[0].islower() and written.isalpha():
            yield _Word(start, match.end(), written, False)
            continue
        opens = not written[0].islower() and _opens(text, start)
        elided = "'" in written or "’" in written
        elision = _ELISION.match(written) if elided and (opens or written[0].islower()) else None
        if elision:
            start, opens = start + elision.end(), False
            written = text[start : match.end()]
        if "-" in written or "‑" in written:
            yield from _parted(_Word(start, match.end(), written, opens))
        elif written:
            yield _Word(start, match.end(), written, opens)


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start]
    return bool(_OPENS.search(before)) and not _TITLE.search(before)


def _parted(word: _Word) -> Iterator[_Word]:
    parts, table = re.split("[-‑]", word.text), _table()
    whole = name_key(word.text) in table
    if whole or not all(table.get(name_key(part), _NOBODY).place for part in parts):
        yield word
        return
    start = word.start
    for part in parts:
        yield _Word(start, start + len(part), part, word.opens and start == word.start)
        start += len(part) + 1


def find_names_fr(text: str) -> list[NameMention]:
    """Names of a French text in order: known ones, and capitals that no sentence start explains."""
    words = _words_of_names(text)
    mentions: list[NameMention] = []
    index = 0
    while index < len(words) and len(mentions) < MAX_NAMES:
        if _is_plain(words[index].text):
            index += 1
            continue
        mention, index = _name_at(text, words, index)
        if mention is not None:
            gap = text[mentions[-1].end : mention.start][:40] if mentions else "."
            mentions.append(mention._replace(joined=bool(_JOINS.fullmatch(gap))))
    return mentions


def known_english(text: str) -> frozenset[str]:
    """Every English form, normalised, of the known names of a French text."""
    words = _words_of_names(text)
    found: set[str] = set()
    index = 0
    while index < len(words):
        if _is_plain(words[index].text):
            index += 1
            continue
        known = _known_at(text, words, index)
        if known is not None:
            found.update(known[1].english)
        index += known[0] if known is not None else 1
    return frozenset(found)


def _words_of_names(text: str) -> list[_Word]:
    """The words among which there may be names: none where most are in capitals."""
    words = list(_words(text))
    capitals = sum([word.text.isupper() for word in words if len(word.text) > 1])
    return [] if capitals > 3 and capitals > len(words) / 2 else words


def _is_plain(word: str) -> bool:
    """Whether a word in lower case begins no known name of several: most words end here."""
    plain = word.islower() and word.isalnum() and fold(word) not in _phrases()
    return plain and (word.isascii() or not _SCRIPT.fullmatch(word))


def _known_at(text: str, words: Sequence[_Word], index: int) -> tuple[int, _Known] | None:
    """How many words the longest known name has that begins at a word, and what is known of it."""
    word, table = words[index], _table()
    first = name_key(word.text).partition(" ")[0]
    longest = min(_phrases().get(first, 1), len(words) - index)
    if longest == 1 and word.text.islower():
        return None
    for count in range(longest, 0, -1):
        phrase = text[word.start : words[index + count - 1].end]
        # "la mer Morte" is a name by its second word; "le Sud est" has a verb.
        if (
            len(phrase) > 80
            or phrase.islower()
            or phrase.endswith(" est")
            or (first in SMALL_WORDS and phrase[len(first) :].islower())
            or _DIVIDES.search(phrase)
        ):
            continue
        known = _NOBODY if _ROMAN.fullmatch(phrase) else table.get(name_key(phrase))
        if known is not None:
            return count, known
    return None


def _name_at(text: str, words: Sequence[_Word], index: int) -> tuple[NameMention | None, int]:
    word = words[index]
    if _SCRIPT.fullmatch(word.text):
        return NameMention(word.start, word.end, word.text), index + 1
    if word.text.isupper() and (run := _capitals(text, words, index)):
        end = words[index + run - 1].end
        return NameMention(word.start, end, text[word.start : end]), index + run
    found = _known_at(text, words, index)
    known_name = found is not None and bool(found[1].english)
    person = not known_name and _is_person(text, words, index)
    if found is not None and not person:
        count, known = found
        written = "" if known.place and _in_a_name(text, words, index) else known.written
        phrase = text[word.start : words[index + count - 1].end]
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
    if not person and _is_common_word(text, words, index):
        return None, index + 1
    if (word.opens and not (followed and len(word.text) > 3) and not acronym) or len(word.text) < 2:
        return None, index + 1
    spelt = english_spelling(word.text) or ""
    return NameMention(word.start, word.end, word.text, written=spelt), index + 1


_MOST_CAPITALS = 4  # words of one name
_TITLES = frozenset({"M.", "MM.", "Mme", "Mlle", "Dr", "Me", "Mgr", "Pr", "Ste", "St"})
# What stands before the words of which the names of bodies are made.
_LEADS = FUNCTION_WORDS - word_set("à en par chez que qui avec pour contre selon")


def _capitals(text: str, words: Sequence[_Word], index: int) -> int:
    """How many words in capitals make one name from here: LE BIHAN, AIR FRANCE; not LA GRÈVE."""
    end = index
    while (
        end < min(len(words), index + _MOST_CAPITALS + 1)
        and words[end].text.isupper()
        and len(words[end].text) > 1
        and not text[words[end].end : words[end].end + 1].isdigit()
        and (end == index or text[words[end - 1].end : words[end].start] == " ")
    ):
        end += 1
    run = words[index:end]
    if not 2 <= len(run) <= _MOST_CAPITALS:
        return 0
    known = _known_at(text, words, index)
    if known is not None and known[0] == len(run):
        return 0
    tail = [word for word in run if fold(word.text) not in FUNCTION_WORDS]
    return len(run) if tail and not all(_in_lower_case(word.text) for word in tail) else 0


def _in_lower_case(word: str) -> bool:
    return is_common(word) or is_french(word)


def _is_person(text: str, words: Sequence[_Word], index: int) -> bool:
    """Whether a title or a first name stands before a word: Mme BLANC, Jean Petit."""
    if not index:
        return False
    word, before = words[index], words[index - 1]
    gap = text[before.end : word.start]
    if gap.strip(".") != " " or not word.text[0].isupper():
        return False
    if before.text + gap.strip() in _TITLES:
        return True
    known = _table().get(name_key(before.text))
    given = bool(known.english) if known else not is_common(before.text)
    return before.text[0].isupper() and gap == " " and not before.opens and given


def _is_common_word(text: str, words: Sequence[_Word], index: int) -> bool:
    """Whether a capital makes no name of a common word: l'Institut des Faillites, la GRÈVE, and
    "Vendredis" where a sentence begins."""
    word, before = words[index], words[index - 1] if index else None
    acronym = word.text.isupper() and len(word.text) <= 3
    if (word.text.isupper() or word.opens) and not acronym:
        return _in_lower_case(word.text)
    led = before is not None and fold(before.text) in _LEADS
    elided = word.start > 1 and text[word.start - 1] in "'’"
    return (led or elided) and not word.text.isupper() and is_common(word.text)


def _in_a_name(text: str, words: Sequence[_Word], index: int) -> bool:
    """Whether a word with a capital leads up to a place: Albert Londres, Air Algérie."""
    start, before = words[index].start, words[max(0, index - 1)]
    leads = before.text[0].isupper() and not before.opens and text[before.end : start] == " "
    return leads and fold(before.text) not in SMALL_WORDS


def _mention(start: int, phrase: str, known: _Known, written: str) -> NameMention | None:
    english, end = known.english, start + len(phrase)
    said = NameMention(start, end, phrase, english, False, written, known.alone)
    return said if english else None
