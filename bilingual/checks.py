"""What can be wrong with a translation, measured for every sentence and then decided by named constants.

`measure` gives the numbers, `check` turns them into flags that say in English what to look at. Left out: meaning. A
sentence that is fluent, of the right length, with the right names and numbers, can still say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilingual.language.names import NameMatching, find_names_fr, match_names
from bilingual.language.numbers import (
    Matching,
    NumberMention,
    find_numbers_en,
    find_numbers_fr,
    match_numbers,
)
from bilingual.records import Flag, FlagKind, Sentence, Severity, Translation


@dataclass(frozen=True, slots=True)
class Measures:
    """Every measured number of one sentence pair, with the evidence behind it.

    `length_ratio` is English characters per French character (white space apart); `repetition` the share of English
    words in repeated phrases beyond those the French repeats; `copied` the share of English words that are the
    French ones; `score` the model's mean log-probability per token or None. Shares lie in 0-1.
    """

    numbers: Matching
    names: NameMatching
    source_length: int
    length_ratio: float
    repetition: float
    repeated: str
    copied: float
    score: float | None


def measure(source: str, target: str, score: float | None) -> Measures:
    """All measures of one pair; never fails, whatever the strings. Linear in their length."""
    source_length, target_length = _letters(source), _letters(target)
    repetition, phrase = _repetition(source, target)
    return Measures(
        numbers=match_numbers(find_numbers_fr(source), find_numbers_en(target)),
        names=match_names(find_names_fr(source), target),
        source_length=source_length,
        length_ratio=target_length / max(1, source_length),
        repetition=repetition,
        repeated=phrase,
        copied=_copied(source, target),
        score=score,
    )


def _letters(text: str) -> int:
    return sum(not char.isspace() for char in text)


_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _tokens(text: str) -> list[str]:
    return [match.group().lower() for match in _WORDS.finditer(text)]


# A phrase of three words said twice is rare in news; of two words it is common ("in the ... in the").
PHRASE = 3


def _repeated(words: Sequence[str]) -> tuple[int, int, int]:
    """(words in a phrase said before, start of the longest such run, its end); loops of short phrases count too."""
    seen: set[tuple[str, ...]] = set()
    covered = [False] * len(words)
    for end in range(PHRASE, len(words) + 1):
        phrase = tuple(words[end - PHRASE : end])
        if phrase in seen:
            covered[end - PHRASE : end] = [True] * PHRASE
        seen.add(phrase)
    for size in (1, 2):
        for start in range(size, len(words) - size + 1):
            if words[start : start + size] == words[start - size : start]:
                covered[start : start + size] = [True] * size
    best = (0, 0)
    start = 0
    for i, flag in enumerate([*covered, False]):
        if not flag:
            if i - start > best[1] - best[0]:
                best = (start, i)
            start = i + 1
    return sum(covered), *best


def _repetition(source: str, target: str) -> tuple[float, str]:
    words = _tokens(target)
    count, start, end = _repeated(words)
    excess = max(0, count - _repeated(_tokens(source))[0])
    return excess / max(1, len(words)), " ".join(words[start:end]) if excess else ""


# Function words of French that are no English words: one of them in English text is odd, three are French.
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
        "plus",
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
        "qu",
        "c",
        "d",
        "l",
        "n",
        "s",
        "j",
        "m",
    ]
)
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
    ]
)


def _copied(source: str, target: str) -> float:
    """Share of English words, names and numbers apart, that are French: the same word, or a French function word."""
    lowered = set(_tokens(source))
    names = {
        match.group().lower() for match in _WORDS.finditer(source) if match.group()[0].isupper()
    }
    first = _WORDS.search(source)
    names -= {first.group().lower()} if first else set()
    words = [word for word in _tokens(target) if word not in names and not word[0].isdigit()]
    if not words:
        return 0.0
    french = sum((word in lowered and word not in _ENGLISH) or word in _FRENCH for word in words)
    return french / len(words)


# Thresholds. To be calibrated by tests/benchmarks/check_calibration.py.
LENGTH_LOW = ((20, 0.35), (50, 0.5), (120, 0.58), (1 << 62, 0.62))
LENGTH_HIGH = ((20, 2.5), (50, 1.8), (120, 1.5), (1 << 62, 1.4))
REPETITION = 0.12
COPIED = 0.5
CONFIDENCE = -1.5


def check(sentences: Sequence[Sentence], translations: Sequence[Translation]) -> tuple[Flag, ...]:
    """Flags of all sentences, by index and then kind. Raises ValueError when the two are not equally many.

    A translation of origin "untranslated" gets that one flag: every other check would only repeat it. Verbatim text
    (a bare number) is not checked.
    """
    flags: list[Flag] = []
    for sentence, translation in zip(sentences, translations, strict=True):
        flags.extend(sorted(_flags(sentence, translation), key=lambda flag: flag.kind))
    return tuple(sorted(flags, key=lambda flag: flag.index))


def _flags(sentence: Sentence, translation: Translation) -> Iterator[Flag]:
    if translation.origin == "verbatim":
        return
    if translation.origin == "untranslated":
        message = "This sentence could not be translated; the French is shown instead."
        yield _flag(sentence, "untranslated", "serious", message, 1.0, 0.0)
        return
    measures = measure(sentence.text, translation.text, translation.score)
    for decide in (_numbers, _names, _length, _repeats, _copies, _confidence):
        if flag := decide(sentence, measures):
            yield flag


def _flag(
    sentence: Sentence, kind: FlagKind, severity: Severity, message: str, value: float, threshold: float,
    evidence: Sequence[str] = (),
) -> Flag:  # fmt: skip
    return Flag(index=sentence.index, kind=kind, severity=severity, message=message, value=round(value, 4),
                threshold=threshold, evidence=tuple(evidence))  # fmt: skip


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]


def _texts(mentions: Sequence[NumberMention]) -> list[str]:
    return list(dict.fromkeys(mention.text for mention in mentions))


def _numbers(sentence: Sentence, measures: Measures) -> Flag | None:
    missing, extra = _texts(measures.numbers.missing), _texts(measures.numbers.extra)
    if not missing and not extra:
        return None
    parts = []
    if missing:
        parts.append(f"The French says {_listed(missing)}; no such number in the English.")
    if extra:
        parts.append(f"The English says {_listed(extra)}, which is not in the French.")
    count = len(missing) + len(extra)
    severity: Severity = "serious" if missing and extra else "check"
    return _flag(sentence, "numbers", severity, " ".join(parts), count, 0, [*missing, *extra])


def _names(sentence: Sentence, measures: Measures) -> Flag | None:
    missing = list(dict.fromkeys(mention.text for mention in measures.names.missing))
    if not missing:
        return None
    message = f"The French names {_listed(missing)}; no such name in the English."
    return _flag(sentence, "names", "check", message, len(missing), 0, missing)


def _band(bands: Sequence[tuple[int, float]], length: int) -> float:
    return next(limit for longest, limit in bands if length <= longest)


def _length(sentence: Sentence, measures: Measures) -> Flag | None:
    low, high = (
        _band(LENGTH_LOW, measures.source_length),
        _band(LENGTH_HIGH, measures.source_length),
    )
    ratio = measures.length_ratio
    if ratio < low:
        message = (
            "The English is much shorter than the French; part of the sentence may be missing."
        )
        return _flag(
            sentence, "length", "serious" if ratio < low * 0.8 else "check", message, ratio, low
        )
    if ratio > high:
        message = "The English is much longer than the French; something may have been added."
        return _flag(sentence, "length", "check", message, ratio, high)
    return None


def _repeats(sentence: Sentence, measures: Measures) -> Flag | None:
    if measures.repetition <= REPETITION:
        return None
    message = "The English repeats itself where the French does not."
    return _flag(
        sentence,
        "repetition",
        "serious",
        message,
        measures.repetition,
        REPETITION,
        [measures.repeated],
    )


def _copies(sentence: Sentence, measures: Measures) -> Flag | None:
    if measures.copied < COPIED:
        return None
    message = "The English is largely French; this was not translated."
    return _flag(sentence, "copied", "serious", message, measures.copied, COPIED)


def _confidence(sentence: Sentence, measures: Measures) -> Flag | None:
    if measures.score is None or measures.score >= CONFIDENCE:
        return None
    message = "The model was unsure of this sentence; compare it with the French."
    return _flag(sentence, "confidence", "check", message, measures.score, CONFIDENCE)
