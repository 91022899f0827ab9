"""What a model does when it fails: it says the same again, leaves the French as it was, or writes
far too much or too little.

Loops and lengths also decide about trying again, so there they are coarse; what a reader should
look at is measured with care.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import Final

from bilingual.language.words import is_french, word_list, word_set

# Calibrated on the 3,533 reference pairs of newstest2013 and FLORES-200 dev: 3 lie outside (a word
# said three times, a stuttered quotation mark, an omitted clause). Of phrases of three words put in
# twice more, 98 % are found.
LOOP: Final = 0.14
LONGEST: Final = 1.6
SHORTEST: Final = 0.55
ALLOWANCE: Final = 25  # characters, so that short texts may grow and shrink
USELESS: Final = 0.5  # from here on the French is worth more to the reader than the attempt


def loop_failure(french_share: float, english_share: float) -> float:
    """The share of the English that repeats, less that of the French; 0 where it is little."""
    excess = english_share - french_share
    return excess if excess > LOOP else 0.0


def length_failure(french: int, english: int) -> float:
    """0 within usual lengths; a runaway may reach 1, a fragment stays below USELESS."""
    longest = LONGEST * french + ALLOWANCE
    shortest = SHORTEST * french - ALLOWANCE
    if english > longest:
        return 1.0 - longest / english
    if english < shortest:
        return (USELESS - 0.01) * (1.0 - english / shortest)
    return 0.0


_WORDS: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# French writes a sign for it, and in a row of shares these words stand again and again.
_PER_CENT: Final = re.compile(r"(?<=\d)\s?per\s?cent\b", re.IGNORECASE)
_ELIDED: Final = re.compile(r"(?:[cdjlmnst]|qu)['’]")
_FRENCH: Final = frozenset(word_list("French and no English"))
_ENGLISH: Final = frozenset(word_list("English function words"))
_PARTS: Final = re.compile(r"[^\W\d_]+")
_COPY_WORDS: Final = 5  # shorter texts may be the same in both languages: names, titles of works
_FRENCH_SENTENCE: Final = word_set("le la les des du de une un et est dans pour que qui à")


@dataclass(frozen=True, slots=True)
class Copying:
    """`share` (0-1) of the English words, names and numbers apart, that are French; `words` are
    these, in order."""

    share: float
    words: tuple[str, ...]


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers in lower case; "per cent" after a number is a sign."""
    if "cent" in text.lower():
        text = _PER_CENT.sub("", text)
    return tuple(map(str.lower, _WORDS.findall(text)))


def names_inside(french: str) -> frozenset[str]:
    """The words with a capital behind the first, in lower case."""
    words = _WORDS.findall(french)[1:]
    return frozenset(word.lower() for word in words if word[0].isupper())


def measure_copying(
    french: Sequence[str], names: frozenset[str], english: Sequence[str]
) -> Copying:
    """English tokens that are French: words of the source, French function words, elisions.

    Without two words of which only French is sure, or one with an accent, nothing is: the two
    languages share many ("ski", "total", "budget").
    """
    theirs = set(french)
    words = [word for word in english if word not in names and not word[0].isdigit()]
    sure = {word for word in words if word in _FRENCH or _ELIDED.match(word)}
    sure |= {word for word in words if word in theirs and _is_left(word)}
    if len(sure) < 2 and not any(map(_accented, sure)):
        return Copying(0.0, tuple(sure))
    shared = theirs - _ENGLISH
    copied = tuple(word for word in words if word in sure or word in shared)
    return Copying(len(copied) / len(words), copied)


def _is_left(word: str) -> bool:
    return any(len(part) > 2 and is_french(part) for part in _PARTS.findall(word))


def _accented(word: str) -> bool:
    return not unicodedata.is_normalized("NFD", word)


def is_copied(french: str, english: str) -> bool:
    """Whether a French text of several words came back as it was; lists of names do not count."""
    words = french.casefold().split()
    same = words == english.casefold().split()
    return same and len(words) >= _COPY_WORDS and not _FRENCH_SENTENCE.isdisjoint(words)


# A phrase of three words is rarely said twice; one of two ("in the ... in the") often is.
PHRASE: Final = 3
# Further apart it is correct English ("as soon as ... as soon as") unless it is longer.
APART: Final = 5
LONGEST_LOOP: Final = 8
_STUTTER: Final = re.compile(r"([^\W\d_]{1,4}?)\1{7,}")

_LONGEST_RUN: Final = 12  # tokens; longer loops need more room than one sentence has
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LOOP_IN_WORD: Final = re.compile(r"([^\W_]{1,4}?)\1{4,}")
_LONG_LOOP_IN_WORD: Final = 10  # characters: "hahaha" and "1000000" are words


@dataclass(frozen=True, slots=True)
class Repetition:
    """`share` (0-1) of the English words lies in phrases said before, beyond what the French
    repeats; `looped` words repeat the three to eight words right before them; `phrase` is the
    longest repeated run, as words."""

    share: float
    looped: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """Which words of one text lie in a phrase said before, how many repeat the phrase right before
    them, and the first syllable that is said eight times running ("" where there is none)."""

    words: tuple[str, ...]
    covered: tuple[bool, ...]
    looped: int
    stutter: str

    @classmethod
    def of(cls, text: str, words: Sequence[str]) -> Repeats:
        # Eight times a syllable are seven letters or more that the word has already.
        stutters = (match[0] for word in _monotonous(text, 7) for match in _STUTTER.finditer(word))
        covered, looped = _repeats(words)
        return cls(tuple(words), tuple(covered), looped, next(stutters, ""))


def _monotonous(text: str, repeated: int) -> Iterator[str]:
    """The words that have so many characters again: few have, and only they need a closer look."""
    return (
        word
        for word in text.split()
        if len(word) > repeated and len(word) - len(set(word)) >= repeated
    )


def measure_repetition(french: Repeats, english: Repeats) -> Repetition:
    """Repeated phrases that the French has not, and stutters inside a word ("hahaha...")."""
    repeated = max(0, sum(english.covered) - sum(french.covered))
    looped = max(0, english.looped - french.looped)
    start, end = _longest_run(english.covered) if repeated else (0, 0)
    phrase = " ".join(english.words[start:end][:12])
    if english.stutter and not french.stutter:
        looped, phrase = looped + PHRASE, phrase or english.stutter[:40]
    return Repetition(repeated / max(1, len(english.words)), looped, phrase)


def _repeats(words: Sequence[str]) -> tuple[list[bool], int]:
    covered, looped = [False] * len(words), [False] * len(words)
    phrases = list(zip(words, words[1:], words[2:], strict=False))
    if len(set(phrases)) < len(phrases):
        seen: set[tuple[str, ...]] = set()
        for start, phrase in enumerate(phrases):
            if phrase in seen:
                covered[start : start + PHRASE] = [True] * PHRASE
            seen.add(phrase)
        for start, end in _covered_runs(covered):
            covered[start:end] = [end - start >= APART] * (end - start)
    for size, end, same in _runs(words, LONGEST_LOOP):
        covered[end - size : end] = [True] * size
        if size >= PHRASE or same >= 2 * PHRASE:
            looped[end - size : end] = [True] * size
    return covered, sum(looped)


def _runs(words: Sequence[str], longest: int) -> Iterator[tuple[int, int, int]]:
    """(size, end, length so far) wherever `size` words before `end` repeat those before them."""
    # As many words as a run has must have been said before.
    longest = min(longest, len(words) - len(set(words)))
    for size in range(1, longest + 1):
        alike = list(map(eq, words[size:], words))
        if sum(alike) < size:  # most texts end here
            continue
        same = 0
        for end, again in enumerate(alike, size + 1):
            same = same + 1 if again else 0
            if same >= size:
                yield size, end, same


def _longest_run(covered: Sequence[bool]) -> tuple[int, int]:
    return max(_covered_runs(covered), key=lambda run: run[1] - run[0], default=(0, 0))


def _covered_runs(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """(start, end) of the words that lie together in repeated phrases."""
    edges = [i for i, (one, two) in enumerate(pairwise([False, *covered, False])) if one != two]
    return list(zip(edges[::2], edges[1::2], strict=True))


def loop_share(text: str) -> float:
    """Share (0-1) of the tokens (words and signs) that repeat at once the 1 to 12 before them.

    Syllables that repeat inside a word count as the characters they take up, where that is more.

    >>> round(loop_share("of the of the of the House"), 2)
    0.57
    """
    text = text.casefold()
    tokens = _TOKEN.findall(text)
    if not tokens:
        return 0.0
    # Ten characters of two kinds are eight that the word has already.
    monotonous = _monotonous(text, _LONG_LOOP_IN_WORD - 2)
    loops = (match[0] for word in monotonous for match in _LOOP_IN_WORD.finditer(word))
    characters = sum(len(loop) for loop in loops if len(loop) >= _LONG_LOOP_IN_WORD)
    return max(_repeated_tokens(tokens) / len(tokens), characters / len(text))


def _repeated_tokens(tokens: Sequence[str]) -> int:
    repeated: set[int] = set()
    for size, end, _ in _runs(tokens, min(_LONGEST_RUN, len(tokens) // 2)):
        repeated.update(range(end - size, end))
    return len(repeated)
