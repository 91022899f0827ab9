"""Words and names of the English that nothing in the French explains.

A name is a word with a capital inside a sentence that is no ordinary English word. It has a source
when a French word reads alike ("Sergueï", "américain"), when the gazetteer gives it for a French
name or adjective ("Londres", "allemand", "OTAN"), or when a French word of the small table here
stands for it ("noël"). Left out: names that begin a sentence, acronyms, months and days (they are
dates), ordinary words used as names ("Bush"), and headlines with a capital on every word.

A word that no list and no rule knows is made up: a model with a small vocabulary spells rare words
out of pieces. One that stands in the French, is its learned cousin, or is a form of a name of the
French is none of them, unless it is a word that French alone has: that was left in. Left out:
whether a word fits its place, addresses, and words of fewer than four letters.

Calibrated on the references of newstest2013 and FLORES-200 dev with
tests/benchmarks/check_calibration.py: 41 of 3,000 and none of 533 sentences have such a name,
nearly all of them added by the translators; 11 and 6 have a word that is taken for made up, some of
them slips of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from bilingual.language.dates import MONTHS_EN, WEEKDAYS_EN
from bilingual.language.names import MAX_NAMES, MAX_WORDS, known_english
from bilingual.language.transliteration import ALIKE, alike, fold
from bilingual.language.words import (
    SHORTEST,
    WORD,
    is_english,
    is_french,
    is_ordinary,
    opens_sentence,
    word_list,
)

_SHORTEST_NAME: Final = 3  # letters
_STEM: Final = 4  # letters that a name and what is derived from it share: Germany, German, Germanic
_HEADLINE: Final = 0.6  # share of the longer words with a capital; running text stays below
_CHUNK: Final = 40  # words: a name stands whole in one piece, and time grows with the text
_OVERLAP: Final = 5  # words

_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SHORT_DATES: Final = """
    mr jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu thur fri sat sun
"""
_NO_NAMES: Final = frozenset(
    (*_SHORT_DATES.split(), *(fold(word) for word in (*MONTHS_EN, *WEEKDAYS_EN)))
)
_READ_ALIKE: Final = frozenset(word_list("countries that read alike"))
_LONG_STEMS: Final = {"aust": 6, "slov": 5, "nige": 6, "maur": 7, "mala": 5}
# French words, folded, that the gazetteer lacks, and the capitalised English for them.
_LOWER_CASE: Final = {
    french: frozenset(english)
    for french, *english in (row.split("|") for row in word_list("capitals in English alone"))
}


class Sources:
    """Of a French text, folded: all words, those that a name may read like, and their English."""

    def __init__(self, french: str, words: Sequence[str]) -> None:
        self._french = french
        self._written = words
        self.words = frozenset(map(fold, words))

    @cached_property
    def compared(self) -> tuple[str, ...]:
        # Short words read like too many names ("les" like "Leeds") unless they are names.
        long = [
            word
            for i, word in enumerate(self._written)
            if len(word) > _SHORTEST_NAME or (i and word[0].isupper())
        ]
        return tuple(islice(dict.fromkeys(map(fold, long)), MAX_WORDS))

    @cached_property
    def given(self) -> frozenset[str]:
        given = {english for word in self.words for english in _lower_case(word)}
        # Adjectives and languages have no capital in French; with one, the gazetteer knows them.
        for text in _capitalised(self._french):
            given.update(part for name in known_english(text) for part in name.split())
        return frozenset(given)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of what is given, of every length that tells one name from another."""
        sizes = {_STEM, *_LONG_STEMS.values()}
        return frozenset(g[:size] for g in self.given if len(g) >= _STEM for size in sizes)

    def explain(self, name: str) -> bool:
        """Whether the folded name has a source here; asking the gazetteer costs most, so last."""
        if name in self.words:
            return True
        if name not in _READ_ALIKE and any(alike(name, word) >= ALIKE for word in self.compared):
            return True
        size = _LONG_STEMS.get(name[:_STEM], _STEM)
        return name in self.given or name[:size] in self.stems


def names_of(english: str) -> tuple[str, ...]:
    """The names of the English, each once; words that begin a sentence are none."""
    return tuple(islice(dict.fromkeys(_names(english)), MAX_NAMES))


def invented_names(sources: Sources, names: Sequence[str], english: str) -> tuple[str, ...]:
    """The English names that have no source in the French, in the order of the text."""
    left = tuple(name for name in names if not sources.explain(fold(name)))
    return () if left and _is_headline(english, set(names).difference(left)) else left


def _names(english: str) -> Iterator[str]:
    for match in WORD.finditer(english):
        word = match.group()
        if not word[0].isupper() or len(word) < _SHORTEST_NAME or _is_acronym(word):
            continue
        if fold(word).removesuffix("s") in _NO_NAMES or is_ordinary(word):
            continue
        if not opens_sentence(english, match.start()):
            yield word


def _is_acronym(word: str) -> bool:
    return word.removesuffix("s").isupper()  # "MPs"


def _is_headline(english: str, known: Container[str]) -> bool:
    """Whether most words have a capital, not counting names that come from the French."""
    words = [w for w in WORD.findall(english) if len(w) > _SHORTEST_NAME and w not in known]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 3 and capitals > _HEADLINE * len(words)


def _lower_case(word: str) -> frozenset[str]:
    return _LOWER_CASE.get(word) or _LOWER_CASE.get(word.removesuffix("s"), frozenset())


def _capitalised(french: str) -> Iterator[str]:
    """The text with a capital on each word ("l'Allemand"), in pieces that overlap."""
    french = _LONG_WORD.sub(lambda match: match.group().capitalize(), french)
    words = french.replace("-", " ").split()  # "franco-allemand"
    for start in range(0, max(1, len(words)), _CHUNK - _OVERLAP):
        yield " ".join(words[start : start + _CHUNK])


_KEPT_LETTERS: Final = 3  # letters of a French word that its cousins keep at least
# "23-year-old" and "4-legged" are English; no number goes with these.
_NUMBERED: Final = re.compile(
    r"(?<![\w.,-])\d[\d.,]*-"
    r"(?:made|taken|given|gone|seen|done|said|found|held|come|become|kept|told|known)(?![\w-])"
)
# Learned words keep their stem (sarcome, sarcoma). The longest ending comes first.
_LEARNED: Final = (
    ("ique", ("ic", "ical", "ics")), ("aire", ("ary", "arian")), ("oire", ("ory",)),
    ("isme", ("ism",)), ("iste", ("ist",)), ("eur", ("or", "er")), ("eux", ("ous",)),
    ("ien", ("ian",)), ("ome", ("oma", "ome")), ("ose", ("osis", "iasis", "ose")),
    ("ite", ("ity", "itis", "ite")), ("ie", ("y", "ia")), ("ee", ("ea", "oea", "a", "", "ee")),
    ("e", ("", "a", "us", "um", "is")), ("", ("",)),
)  # fmt: skip


def unknown_words(english: str) -> tuple[str, ...]:
    """The English words that no list or rule knows, each once; compounds with digits last."""
    numbered = (match.group() for match in _NUMBERED.finditer(english)) if "-" in english else ()
    return tuple(dict.fromkeys((*_unknown(english), *numbered)))


def invented_words(french: Sequence[str], unknown: Sequence[str]) -> tuple[str, ...]:
    """Those of the unknown English words that no word of the French explains, in their order, and
    the French ones among them."""
    if not unknown:
        return ()
    starts = {fold(word)[:_KEPT_LETTERS] for word in unknown}
    theirs = [word for word in map(fold, french) if word[:_KEPT_LETTERS] in starts]
    cousins = {cousin for word in theirs for cousin in _cousins(word)}
    names = {fold(word) for word in french if word[0].isupper() and len(word) >= SHORTEST}
    said = {word for word in french if word.islower()}
    return tuple(
        word
        for word in unknown
        if (word.lower() in said and is_french(word))
        or (fold(word) not in cousins and not _named(word, names))
    )


def _unknown(english: str) -> Iterator[str]:
    for match in WORD.finditer(english):
        word = match.group()
        if len(word) < SHORTEST or is_english(word):
            continue
        if word.islower() or (
            _opens(english, match) and not _NAME_NEXT.match(english, match.end())
        ):
            yield word


_NAME_NEXT: Final = re.compile(r"\s[A-Z]")  # Kirill Miller


def _opens(english: str, match: re.Match[str]) -> bool:
    return match[0][1:].islower() and opens_sentence(english, match.start())


def _cousins(word: str) -> Iterator[str]:
    """What a folded French word may be in English when it keeps its stem."""
    yield word
    for stem in {word, word.removesuffix("s")}:
        for french, endings in _LEARNED:
            if stem.endswith(french) and len(stem) - len(french) >= _KEPT_LETTERS:
                for ending in endings:
                    cousin = stem.removesuffix(french) + ending
                    yield from (cousin, cousin + "s")


def _named(word: str, names: Iterable[str]) -> bool:
    folded = fold(word)
    if word[0].isupper():
        return any(alike(folded, name) >= ALIKE for name in names)
    return any(folded.startswith(name[: max(SHORTEST, len(name) - 2)]) for name in names)
