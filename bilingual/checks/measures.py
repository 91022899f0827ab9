"""The measured numbers of one sentence pair; nothing here decides. All are linear in the length of the strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.compare.invented_names import invented_names
from bilingual.compare.mentions import mentions_fr, numbers_en
from bilingual.compare.quotations import QuotationMatching, match_quotations
from bilingual.compare.reversals import Reversal, reversals
from bilingual.language.english_words import invented_words
from bilingual.language.names import NameMatching, match_names
from bilingual.language.numbers import Matching, match_numbers


@dataclass(frozen=True, slots=True)
class Repetition:
    """`share` (0-1) of the English words lies in phrases said before, beyond what the French repeats; `looped` words
    repeat the three to eight words right before them; `phrase` is the longest repeated run, as words."""

    share: float
    looped: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Copying:
    """`share` (0-1) of the English words, names and numbers apart, that are French; `words` are these, in order."""

    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured of one pair, with the evidence behind it.

    `invented_words` are English words that are none, `invented_names` English names without source in the French.
    `source_length` counts French characters without white space, `length_ratio` is English characters to one of them,
    `score` the model's mean log-probability per token (natural logarithm; None when no model spoke).
    """

    numbers: Matching
    names: NameMatching
    invented_words: tuple[str, ...]
    invented_names: tuple[str, ...]
    quotations: QuotationMatching
    reversals: tuple[Reversal, ...]
    source_length: int
    length_ratio: float
    repetition: Repetition
    copying: Copying
    score: float | None


def measure(source: str, target: str, score: float | None) -> Measures:
    """All measures of a French `source` and its English `target`; never fails, whatever the strings."""
    source_length = _letters(source)
    numbers, names = mentions_fr(source)
    return Measures(
        numbers=match_numbers(numbers, numbers_en(target)),
        names=match_names(names, target),
        invented_words=tuple(invented_words(source, target)),
        invented_names=tuple(invented_names(source, target)),
        quotations=match_quotations(source, target),
        reversals=reversals(source, target),
        source_length=source_length,
        length_ratio=_letters(target) / max(1, source_length),
        repetition=measure_repetition(source, target),
        copying=measure_copying(source, target),
        score=score,
    )


def _letters(text: str) -> int:
    return len("".join(text.split()))


_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


# French writes a sign for it, and in a row of shares these words stand again and again.
_PER_CENT = re.compile(r"(?<=\d)\s?per\s?cent\b", re.IGNORECASE)


def _tokens(text: str) -> list[str]:
    text = _PER_CENT.sub("", text)
    return [match.group().lower() for match in _WORDS.finditer(text)]


# A phrase of three words said twice is rare in a sentence of news; of two words ("in the ... in the") it is common.
PHRASE = 3
LONGEST_LOOP = 8
_STUTTER = re.compile(r"([^\W\d_]{1,4}?)\1{7,}")


def _repeats(words: Sequence[str]) -> tuple[list[bool], int]:
    """Which words lie in a phrase said before, and how many repeat the phrase right before them."""
    covered, looped = [False] * len(words), [False] * len(words)
    seen: set[tuple[str, ...]] = set()
    for end in range(PHRASE, len(words) + 1):
        phrase = tuple(words[end - PHRASE : end])
        if phrase in seen:
            covered[end - PHRASE : end] = [True] * PHRASE
        seen.add(phrase)
    for size in range(1, LONGEST_LOOP + 1):
        same = 0
        for i in range(size, len(words)):
            same = same + 1 if words[i] == words[i - size] else 0
            if same >= size:
                covered[i - size + 1 : i + 1] = [True] * size
                if size >= PHRASE or same >= 2 * PHRASE:
                    looped[i - size + 1 : i + 1] = [True] * size
    return covered, sum(looped)


def _longest_run(covered: Sequence[bool]) -> tuple[int, int]:
    best, start = (0, 0), 0
    for i, inside in enumerate([*covered, False]):
        if not inside:
            best = max(best, (start, i), key=lambda run: run[1] - run[0])
            start = i + 1
    return best


def measure_repetition(source: str, target: str) -> Repetition:
    """Repeated phrases of the target beyond those of the source, and stutters inside a word ("hahaha...")."""
    words = _tokens(target)
    covered, looped = _repeats(words)
    covered_source, looped_source = _repeats(_tokens(source))
    excess = max(0, sum(covered) - sum(covered_source))
    looped = max(0, looped - looped_source)
    start, end = _longest_run(covered)
    phrase = " ".join(words[start:end][:12]) if excess else ""
    stutter = _STUTTER.search(target)
    if stutter and not _STUTTER.search(source):
        looped, phrase = looped + PHRASE, phrase or stutter.group()[:40]
    return Repetition(excess / max(1, len(words)), looped, phrase)


# Function words of French that are no words of English.
_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "une",
        "et",
        "est",
        "sont",
        "dans",
        "que",
        "qui",
        "pour",
        "par",
        "sur",
        "avec",
        "au",
        "aux",
        "ce",
        "cette",
        "ces",
        "se",
        "sa",
        "ses",
        "leur",
        "leurs",
        "il",
        "elle",
        "ils",
        "elles",
        "nous",
        "vous",
        "je",
        "ne",
        "pas",
        "mais",
        "ou",
        "où",
        "donc",
        "été",
        "être",
        "avait",
        "ont",
        "était",
        "sans",
        "sous",
        "entre",
        "après",
        "avant",
        "depuis",
        "chez",
        "très",
        "aussi",
        "comme",
        "selon",
        "même",
        "tous",
        "toutes",
        "cela",
        "ça",
        "qu'il",
        "qu'elle",
        "c'est",
        "n'est",
        "d'un",
        "d'une",
        "l'un",
        "s'est",
        "n'a",
        "qu'ils",
    ]
)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’]")
_ENGLISH = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "is",
        "are",
        "was",
        "were",
        "and",
        "or",
        "for",
        "on",
        "with",
        "by",
        "at",
        "from",
        "that",
        "this",
        "it",
        "he",
        "she",
        "they",
        "as",
        "i",
        "me",
        "on",
    ]
)


def _accented(word: str) -> bool:
    return not unicodedata.is_normalized("NFD", word)


def measure_copying(source: str, target: str) -> Copying:
    """English words that are the French ones: the same word as in the source, a French function word, an elision.

    One word alone is no proof ("Question", "Sport") unless it carries an accent.
    """
    theirs = set(_tokens(source))
    first = _WORDS.search(source)
    names = {
        match.group().lower()
        for match in _WORDS.finditer(source)
        if match.group()[0].isupper()
        and match != first
        and match.start() > (first.start() if first else 0)
    }
    words = [word for word in _tokens(target) if word not in names and not word[0].isdigit()]
    french = tuple(
        word
        for word in words
        if (word in theirs and word not in _ENGLISH) or word in _FRENCH or _ELIDED.match(word)
    )
    if len(french) < 2 and not any(_accented(word) for word in french):
        return Copying(0.0, french)
    return Copying(len(french) / len(words), french)
