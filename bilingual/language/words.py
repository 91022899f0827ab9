"""The lists of words in data/, and whether a word is English: listed, or built by a sure rule.

The word forms are those of SCOWL and of the parallel corpora (tests/benchmarks/english_words.py).
Beyond them count regular plurals, -ise for -ize, learned beginnings (neuro-, inter-), and endings
that a listed ending calls for (-ally, -ously, -iveness). Nothing else is built: models build too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

from bilingual.language.transliteration import fold

SHORTEST: Final = 4  # letters; shorter ones are as often abbreviations or parts of contractions
BEGINNING: Final = 2  # letters by which the English words are parted
_LONGEST: Final = 40  # letters; nothing longer is looked up

# A run of letters that is no part of an address, a path or a hashtag.
WORD: Final = re.compile(r"[^\W\d_](?<![\w@./\\#].)[^\W\d_]*+(?![\w@/\\]|\.\w)")
_OPENS: Final = re.compile(r"(?:^|[.!?:;…«»\"“”‘'(\[—–•-])\s*$")

# Before a listed word of five letters, or of four where they are as long themselves.
_BEGINNINGS_OF: Final = """
    agro anti arterio arthro astro audio auto bi bio cardio chemo cyber di eco electro endo euro
    extra gastro geo haemo hemo hepato hetero homo hydro hyper hypo immuno infra inter intra
    kilo macro mega meta micro mid mini mono multi nano neo nephro neuro non osteo over para
    patho peri pharmaco photo physio poly post pre proto pseudo psycho pyro quasi radio semi
    socio spondylo sub super supra techno tele thermo thrombo trans tri ultra under vaso
"""
_BEGINS: Final = re.compile(
    rf"(?:{'|'.join(_BEGINNINGS_OF.split())})(?=[a-z]{{5}}|(?<=\w{{4}})\w{{4}})"
)
# Before such verbs, and what is made of them, these are free: renationalise, unstandardised.
_AGAIN: Final = re.compile(r"(?:re|de|un)(?=[a-z]{3,}iz(?:e[drs]?|ing|ations?|able)$)")
_IZE: Final = re.compile(r"is(?=(?:e[drs]?|ing|ations?|able|ability)$)")
_YZE: Final = re.compile(r"ys(?=e[drs]?$|ing$)")
# (what a word ends in, what stands for the last letters in the listed word)
_ENDINGS: Final = tuple(
    (re.compile(pattern), listed)
    for pattern, listed in (
        (r"(?<=[^sxyz])(?<!ch)(?<!sh)s$", ""), (r"(?<=[aeiou]y)s$", ""),
        (r"(?<=[sxz])es$", ""), (r"(?<=[cs]h)es$", ""), (r"(?<=[^aeiou])ies$", "y"),
        (r"(?<=al)ly$", ""), (r"(?<=ar)ly$", ""), (r"(?<=ous)ly$", ""), (r"(?<=[ai]ve)ly$", ""),
        (r"(?<=[ai]b)ly$", "le"), (r"(?<=ic)ally$", ""),
        (r"(?<=ous)ness$", ""), (r"(?<=ive)ness$", ""), (r"(?<=ful)ness$", ""),
        (r"(?<=less)ness$", ""), (r"(?<=[ai]b)ility$", "le"), (r"(?<=iz)ations?$", "e"),
        (r"(?<=iz)(?:ed|er|ers|es|ing)$", "e"),
        (r"(?<=a[lr])iz(?:e[ds]?|ing|ations?)$", ""), (r"(?<=ic)iz(?:e[ds]?|ing)$", ""),
        (r"(?<=ph)iz(?:e[ds]?|ing)$", "e"),
        # The second half of any compound: crewmembers.
        (r"(?<=[a-z]{4})(?:mak|go|hold|own|work|tak|keep|sell|trad)(?:ers?|ing)$", ""),
        (r"(?<=[a-z]{4})(?:members?|like|wide|proof|free|owned|based|friendly|worthy)$", ""),
    )
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


@lru_cache(maxsize=16384)
def is_english(word: str) -> bool:
    """Whether a word of letters is listed or built on one that is, whatever its case and accents.

    >>> is_english("snowploughs"), is_english("intercosmic"), is_english("monthes")
    (True, True, False)
    """
    folded = fold(word) if len(word) <= _LONGEST else ""
    return _english().has(folded) or _built(folded)


def is_ordinary(word: str) -> bool:
    """Whether a word is English and nothing that keeps its capital (a name, a nationality).

    >>> is_ordinary("President"), is_ordinary("London"), is_ordinary("Zwyrtok")
    (True, False, False)
    """
    folded = fold(word)
    return folded not in _english().names and is_english(word)


def _built(word: str) -> bool:
    """Whether one beginning, one ending or both stand before or behind a listed word."""
    has = _english().has
    if len(word) < SHORTEST:
        return False
    for form in dict.fromkeys((word, _YZE.sub("yz", _IZE.sub("iz", word)))):
        begun = _BEGINS.match(form) or _AGAIN.match(form)
        rests = (form, form[begun.end() :]) if begun else (form,)
        if any(has(rest) or any(map(has, _stems(rest))) for rest in rests):
            return True
    return False


def _stems(word: str) -> Iterator[str]:
    """What a regular ending stands behind."""
    for ending, listed in _ENDINGS:
        stem, found = ending.subn(listed, word)
        if found and len(stem) >= 3:
            yield stem


class _English:
    """The folded forms, those nearly always capitalised apart.

    The words are many: those with one beginning become a set when the first of them is looked up.
    """

    def __init__(self, names: str, *words: str) -> None:
        self.names = frozenset(names.split("\n"))
        self._begun = {part[:BEGINNING]: part for part in words}
        self._sets: dict[str, frozenset[str]] = {}

    def has(self, word: str) -> bool:
        begin = word[:BEGINNING]
        found = self._sets.get(begin)
        if found is None:
            found = frozenset(self._begun.get(begin, "").split("\n"))
            self._sets[begin] = found
        return word in found or word in self.names


@lru_cache(maxsize=1)
def _english() -> _English:
    return _English(*_packed("english_words.bin"))


def _packed(name: str) -> list[str]:
    """The parts of a packed list, each a word a line."""
    data = files("bilingual").joinpath("data", name).read_bytes()
    return zlib.decompress(data).decode().split("\n\n")


FUNCTION_WORDS: Final = frozenset(word_list("French function words"))


def is_common(word: str) -> bool:
    """Whether the word, whatever its case, is a common one.

    >>> is_common("Modèle"), is_common("Tahrir")
    (True, False)
    """
    common, _ = _french()
    return word.lower() in common


def is_french(word: str) -> bool:
    """Whether a word, whatever its case, is attested in French and is no English word.

    >>> is_french("verger"), is_french("gazpacho"), is_french("Vendredis")
    (False, False, True)
    """
    lower = word.lower()
    known = any(lower in words for words in _french())
    return known and lower not in _BORROWED and not is_english(word)


_BORROWED: Final = frozenset(word_list("French that English borrows"))


@lru_cache(maxsize=1)
def _french() -> tuple[frozenset[str], frozenset[str]]:
    """The common words, and the rarer ones."""
    common, rarer = _packed("french_words.bin")
    return frozenset(common.split("\n")), frozenset(rarer.split("\n"))
