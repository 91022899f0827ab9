"""The lists of words in data/, and whether a word is English: listed, or built on a listed one.

The word forms are those that the parallel corpora show (see tests/benchmarks/english_words.py);
inflections, derivations, British and American spellings and compounds count as well.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from bilingual.language.transliteration import fold

SHORTEST: Final = 4  # letters; shorter ones are as often abbreviations or parts of contractions
_LONGEST: Final = 40  # letters; nothing longer is looked up
_DEPTH: Final = 3  # endings and beginnings taken off one word at most

# A run of letters that is no part of an address, a path or a hashtag.
WORD: Final = re.compile(r"[^\W\d_](?<![\w@./\\#].)[^\W\d_]*+(?![\w@/\\]|\.\w)")
_OPENS: Final = re.compile(r"(?:^|[.!?:;…«»\"“”‘'(\[—–•-])\s*$")

# An ending, and what stands for it in the listed word.
_ENDINGS: Final = tuple(
    (ending, tuple(stem.replace("-", "") for stem in stems.split("|")))
    for ending, stems in (
        row.split(" ")
        for row in (
            "ies y|ie", "es -", "s -", "ied y", "ed -|e", "ing -|e", "ily y", "ically ic",
            "ly -|le", "ier y", "iers y", "iest y", "er -|e", "est -|e", "or -|e", "iness y",
            "ness -", "less -", "ful -", "like -", "ish -|e", "able -|e", "ably able",
            "ability able", "ibility ible", "ism -|e", "ist -|e|y", "ity -|e", "y -|e", "ize -|y",
            "ise -|y", "ization ize", "isation ise", "ation ate|e|-", "ion -|e", "ment -", "ship -",
            "hood -", "ic y|-", "ical ic", "ian -|y", "an a", "ia ium", "ling -", "ous -", "man -",
            "men -", "woman -", "women -",
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
    ("is", "iz"), ("iz", "is"), ("our", "or"), ("or", "our"), ("ys", "yz"), ("yz", "ys"),
    ("ll", "l"), ("l", "ll"), ("re", "er"), ("er", "re"), ("ae", "e"), ("oe", "e"), ("e", "ae"),
    ("ogue", "og"), ("og", "ogue"), ("mme", "m"), ("ence", "ense"), ("ense", "ence"),
    ("plow", "plough"),
)  # fmt: skip


def data_rows(name: str) -> list[list[str]]:
    """The rows of a table in data/, cell by cell, without its comments."""
    text = files("bilingual").joinpath("data", name).read_text(encoding="utf-8")
    return [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]


@lru_cache(maxsize=1)
def _word_lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words.split()) for name, words in data_rows("word_lists.tsv")}


def word_list(name: str) -> tuple[str, ...]:
    """One of the lists of data/word_lists.tsv, in its order."""
    return _word_lists()[name]


def word_set(text: str) -> frozenset[str]:
    """A word list as the code writes it, with white space between the words."""
    return frozenset(text.split())


def opens_sentence(text: str, start: int) -> bool:
    """Whether any word has a capital at `start`: after a stop, a colon, a dash or a quote."""
    return bool(_OPENS.search(text[max(0, start - 4) : start]))


def is_english(word: str) -> bool:
    """Whether a word of letters is listed or built on one that is, whatever its case and accents.

    >>> is_english("snowploughs"), is_english("unforgettably"), is_english("sartle")
    (True, True, False)
    """
    folded = fold(word) if len(word) <= _LONGEST else ""
    return folded in _listed().words or _built(folded)


def is_ordinary(word: str) -> bool:
    """Whether a word is English and nothing that keeps its capital (a name, a nationality).

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


class _Listed(NamedTuple):
    """Folded forms: all, those that compounds are built of, and those nearly always capitalised."""

    words: frozenset[str]
    common: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=1)
def _listed() -> _Listed:
    packed = files("bilingual").joinpath("data/english_words.bin").read_bytes()
    parts = zlib.decompress(packed).decode("ascii").split("\n\n")
    common, others, names = (frozenset(part.split("\n")) for part in parts)
    return _Listed(common | others | names, common, names)


FUNCTION_WORDS: Final = frozenset(word_list("French function words"))


def is_common(word: str) -> bool:
    """Whether the word, whatever its case, is a common one.

    >>> is_common("Modèle"), is_common("Tahrir")
    (True, False)
    """
    return word.lower() in _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    packed = files("bilingual").joinpath("data/french_words.bin").read_bytes()
    return frozenset(zlib.decompress(packed).decode().split("\n"))
