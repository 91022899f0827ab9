"""Words of the English that are none: a model with a small vocabulary spells rare words out of
pieces.

A word that stands in the French, is its learned cousin, or is a form of a name of the French is
none of them. Left out: whether a word fits its place, capitalised words inside a sentence (see
`invented_names`), addresses, and words of fewer than four letters.

Calibrated on the references of newstest2013 and FLORES-200 dev with
tests/benchmarks/check_calibration.py: 31 of 3,000 and 6 of 533 sentences have a word that is taken
for made up, some of them slips of the pen. Of the built-in model's translations of the first 600 of
newstest2013 83 have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bilingual.language.english_words import SHORTEST, WORD, is_english, opens_sentence
from bilingual.language.likeness import ALIKE, alike, fold

_STEM: Final = 3  # letters of a French word that its cousins keep at least
# "23-year-old" and "4-legged" are English; no number goes with these.
_NUMBERED: Final = re.compile(
    r"(?<![\w.,-])\d[\d.,]*-"
    r"(?:made|taken|given|gone|seen|done|said|found|held|come|become|kept|told|known)(?![\w-])"
)
# Learned words keep their stem: "cosmonaute" is "cosmonaut", "sarcome" is "sarcoma". The longest
# ending comes first.
_LEARNED: Final = (
    ("ique", ("ic", "ical", "ics")), ("aire", ("ary", "arian")), ("oire", ("ory",)),
    ("isme", ("ism",)), ("iste", ("ist",)), ("eur", ("or", "er")), ("eux", ("ous",)),
    ("ien", ("ian",)), ("ome", ("oma", "ome")), ("ose", ("osis", "iasis", "ose")),
    ("ite", ("ity", "itis", "ite")), ("ie", ("y", "ia")), ("ee", ("ea", "oea", "a", "", "ee")),
    ("e", ("", "a", "us", "um", "is")), ("", ("",)),
)  # fmt: skip


def unknown_words(english: str) -> tuple[str, ...]:
    """The words of the English that no list and no rule knows, each once; compounds with digits
    last."""
    numbered = (match.group() for match in _NUMBERED.finditer(english)) if "-" in english else ()
    return tuple(dict.fromkeys((*_unknown(english), *numbered)))


def invented_words(french: Sequence[str], unknown: Sequence[str]) -> tuple[str, ...]:
    """Those of the unknown English words that no word of the French explains, in their order."""
    if not unknown:
        return ()
    starts = {fold(word)[:_STEM] for word in unknown}
    theirs = [word for word in map(fold, french) if word[:_STEM] in starts]
    cousins = {cousin for word in theirs for cousin in _cousins(word)}
    names = {fold(word) for word in french if word[0].isupper() and len(word) >= SHORTEST}
    return tuple(w for w in unknown if fold(w) not in cousins and not _named(w, names))


def _unknown(english: str) -> Iterator[str]:
    for match in WORD.finditer(english):
        word = match.group()
        if len(word) < SHORTEST or is_english(word):
            continue
        if word.islower() or (word[1:].islower() and opens_sentence(english, match.start())):
            yield word


def _cousins(word: str) -> Iterator[str]:
    """What a folded French word may be in English when it keeps its stem."""
    yield word
    for stem in {word, word.removesuffix("s")}:
        for french, endings in _LEARNED:
            if stem.endswith(french) and len(stem) - len(french) >= _STEM:
                for ending in endings:
                    cousin = stem.removesuffix(french) + ending
                    yield from (cousin, cousin + "s")


def _named(word: str, names: Iterable[str]) -> bool:
    folded = fold(word)
    if word[0].isupper():
        return any(alike(folded, name) >= ALIKE for name in names)
    return any(folded.startswith(name[: max(SHORTEST, len(name) - 2)]) for name in names)
