"""Whether a word is English: a list of word forms with the regular ways of building on them; and words made up.

A model with a small vocabulary spells rare words out of pieces and at times puts together what is no word at all. The
list holds the forms that the parallel corpora show (see tests/benchmarks/english_words.py); inflections, derivations,
British and American spellings and compounds of listed words count as well. Left out: whether a word fits its place,
capitalised words inside a sentence (see `invented_names`), addresses, and words of fewer than four letters.

Calibrated on the references of newstest2013 and FLORES-200 dev with tests/benchmarks/check_calibration.py: 31 of 3,000
and 6 of 533 sentences have a word that is taken for made up, some of them slips of the pen. Of the built-in model's
translations of the first 600 of newstest2013 83 have one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from bilingual.language.likeness import ALIKE, alike, fold

SHORTEST: Final = (
    4  # letters; shorter ones are abbreviations and parts of contractions as often as words
)
_LONGEST: Final = 40  # letters; nothing longer is looked up
_DEPTH: Final = 3  # endings and beginnings taken off one word at most

# A run of letters that is no part of an address, a path or a hashtag.
WORD: Final = re.compile(r"(?<![\w@./\\#])[^\W\d_]++(?![\w@/\\]|\.\w)")
_OPENS: Final = re.compile(r"(?:^|[.!?:;…«»\"“”‘'(\[—–•-])\s*$")
# "23-year-old" and "4-legged" are English; no number goes with these.
_NUMBERED: Final = re.compile(
    r"(?<![\w.,-])\d[\d.,]*-(?:made|taken|given|gone|seen|done|said|found|held|come|become|kept|told|known)(?![\w-])"
)
_FRENCH_WORD: Final = re.compile(r"[^\W\d_]+")

# An ending, and what stands for it in the listed word.
_ENDINGS: Final = tuple(
    (ending, tuple(stem.replace("-", "") for stem in stems.split("|")))
    for ending, stems in (
        row.split(" ")
        for row in (
            "ies y|ie", "es -", "s -", "ied y", "ed -|e", "ing -|e", "ily y", "ically ic", "ly -|le", "ier y", "iers y",
            "iest y", "er -|e", "est -|e", "or -|e", "iness y", "ness -", "less -", "ful -", "like -", "ish -|e",
            "able -|e", "ably able", "ability able", "ibility ible", "ism -|e", "ist -|e|y", "ity -|e", "y -|e", "ize -|y", "ise -|y",
            "ization ize", "isation ise", "ation ate|e|-", "ion -|e", "ment -", "ship -", "hood -", "ic y|-", "ical ic",
            "ian -|y", "an a", "ia ium", "ling -", "ous -", "man -", "men -", "woman -", "women -",
        )
    )
)  # fmt: skip
_DOUBLING: Final = frozenset({"ed", "ing", "er", "est", "y", "ish", "able"})
_BEGINNINGS_OF: Final = """
    anti auto bi bio co counter cyber de dis down eco electro fore geo half hyper inter intra mega
    micro mid mini mis mono multi neo non osteo out over peri photo poly post pre pseudo psycho re
    self semi socio sub super tele trans tri ultra un under up
"""
_BEGINNINGS: Final = tuple(_BEGINNINGS_OF.split())
# British and American, ancient and modern; either may be the listed one.
_SPELLINGS: Final = (
    ("is", "iz"), ("iz", "is"), ("our", "or"), ("or", "our"), ("ys", "yz"), ("yz", "ys"), ("ll", "l"), ("l", "ll"),
    ("re", "er"), ("er", "re"), ("ae", "e"), ("oe", "e"), ("e", "ae"), ("ogue", "og"), ("og", "ogue"), ("mme", "m"),
    ("ence", "ense"), ("ense", "ence"), ("plow", "plough"),
)  # fmt: skip
# Learned words keep their stem: "cosmonaute" is "cosmonaut", "sarcome" is "sarcoma". The longest French ending comes first.
_LEARNED: Final = (
    ("ique", ("ic", "ical", "ics")), ("aire", ("ary", "arian")), ("oire", ("ory",)), ("isme", ("ism",)),
    ("iste", ("ist",)), ("eur", ("or", "er")), ("eux", ("ous",)), ("ien", ("ian",)), ("ome", ("oma", "ome")),
    ("ose", ("osis", "iasis", "ose")), ("ite", ("ity", "itis", "ite")), ("ie", ("y", "ia")), ("ee", ("ea", "oea", "a", "", "ee")),
    ("e", ("", "a", "us", "um", "is")), ("", ("",)),
)  # fmt: skip


def invented_words(french: str, english: str) -> list[str]:
    """The English words that are none, each once: in order of the text, compounds with digits last.

    A word that stands in the French, is its learned cousin, or is a form of a name of the French is none of them.

    >>> invented_words("Le chat dort près du gazpacho.", "The sartle sleeps near the gazpacho.")
    ['sartle']
    """
    numbered = (match.group() for match in _NUMBERED.finditer(english))
    found = list(dict.fromkeys((*_unknown(english), *numbered)))
    if not found:
        return []
    theirs = _FRENCH_WORD.findall(french)
    cousins = {cousin for word in theirs for cousin in _cousins(fold(word))}
    names = {fold(word) for word in theirs if word[0].isupper() and len(word) >= SHORTEST}
    return [word for word in found if fold(word) not in cousins and not _named(word, names)]


def _unknown(english: str) -> Iterator[str]:
    for match in WORD.finditer(english):
        word = match.group()
        if len(word) < SHORTEST or is_english(word):
            continue
        if word.islower() or (word[1:].islower() and opens_sentence(english, match.start())):
            yield word


def opens_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` stands where any word has a capital: after a stop, a colon, a dash or a quote."""
    return bool(_OPENS.search(text[max(0, start - 4) : start]))


def is_english(word: str) -> bool:
    """Whether a word of letters is listed or built by rule on one that is; case and accents do not matter.

    >>> is_english("snowploughs"), is_english("unforgettably"), is_english("sartle")
    (True, True, False)
    """
    folded = fold(word) if len(word) <= _LONGEST else ""
    return folded in _listed().words or _built(folded)


def is_ordinary(word: str) -> bool:
    """Whether a word is English and no name, nationality or the like that keeps its capital inside a sentence.

    >>> is_ordinary("President"), is_ordinary("London"), is_ordinary("Zwyrtok")
    (True, False, False)
    """
    return fold(word) not in _listed().names and is_english(word)


@lru_cache(maxsize=16384)
def _built(word: str) -> bool:
    if _regular(word, _DEPTH) or _compound(word):
        return True
    spellings = (word.replace(one, other, 1) for one, other in _SPELLINGS if one in word)
    return any(_regular(spelling, _DEPTH - 1) for spelling in spellings)


def _regular(word: str, depth: int) -> bool:
    listed = _listed().words
    if word in listed:
        return True
    if depth == 0 or len(word) < SHORTEST:
        return False
    if any(_regular(stem, depth - 1) for stem in _stems(word)):
        return True
    rests = (word[len(start) :] for start in _BEGINNINGS if word.startswith(start))
    return any(len(rest) >= SHORTEST and _regular(rest, depth - 2) for rest in rests if depth > 1)


def _stems(word: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < 3:
            continue
        stem = word[: -len(ending)]
        yield from (stem + replacement for replacement in replacements)
        if ending in _DOUBLING and len(stem) > 3 and stem[-1] == stem[-2]:
            yield stem[:-1]


def _compound(word: str) -> bool:
    """Two common words written as one, the second with an ending or without."""
    common = _listed().common
    return any(
        word[:cut] in common and _inflected(word[cut:], common) for cut in range(3, len(word) - 2)
    )


def _inflected(word: str, common: frozenset[str]) -> bool:
    if word in common:
        return True
    return len(word) > SHORTEST and not common.isdisjoint(_stems(word))


def _cousins(word: str) -> Iterator[str]:
    """What a folded French word may be in English when it keeps its stem."""
    yield word
    for stem in {word, word.removesuffix("s")}:
        for french, endings in _LEARNED:
            if stem.endswith(french) and len(stem) - len(french) >= 3:
                for ending in endings:
                    cousin = stem.removesuffix(french) + ending
                    yield from (cousin, cousin + "s")


def _named(word: str, names: Iterable[str]) -> bool:
    folded = fold(word)
    if word[0].isupper():
        return any(alike(folded, name) >= ALIKE for name in names)
    return any(folded.startswith(name[: max(SHORTEST, len(name) - 2)]) for name in names)


class _Listed(NamedTuple):
    """Folded forms: every one, those that compounds are built of, and those that stand with a capital nearly always."""

    words: frozenset[str]
    common: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=1)
def _listed() -> _Listed:
    packed = files("bilingual").joinpath("data/english_words.bin").read_bytes()
    parts = zlib.decompress(packed).decode("ascii").split("\n\n")
    common, others, names = (frozenset(part.split("\n")) for part in parts)
    return _Listed(common | others | names, common, names)
