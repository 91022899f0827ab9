"""Whether a text can be the translation of another at all, from the surface: one number, 0 for nothing wrong.

This decides about trying again, so it is coarse; what a reader should look at is measured with care in the checks.
"""

from __future__ import annotations

import re

_LONGEST_LOOP = 12  # words; longer loops need more room than one sentence has
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LOOP_IN_WORD = re.compile(r"([^\W_]{1,4}?)\1{4,}")
_LONG_LOOP_IN_WORD = 10  # characters: "hahaha" and "1000000" are words

# Calibrated on the 3,533 reference pairs of newstest2013 and FLORES-200 dev: 3 lie outside (a word said three times,
# a stuttered quotation mark, an omitted clause). Of phrases of three words put in twice more, 98 % are found.
LOOP = 0.14
LONGEST = 1.6
SHORTEST = 0.55
ALLOWANCE = 25  # characters, so that short texts may grow and shrink
USELESS = 0.5  # from here on the French is worth more to the reader than the attempt

_COPY_WORDS = 5  # shorter texts may be the same in both languages: names, titles of works
_FRENCH = frozenset(
    {
        "le",
        "la",
        "les",
        "des",
        "du",
        "de",
        "une",
        "un",
        "et",
        "est",
        "dans",
        "pour",
        "que",
        "qui",
        "à",
    }
)


def fault(source: str, target: str) -> float:
    """0 when `target` may be a translation of `source`; otherwise how bad it is, up to 1; from USELESS on, nothing.

    >>> fault("Il pleut.", ""), fault("Il pleut.", "It is raining.")
    (1.0, 0.0)
    """
    if not any(character.isalnum() for character in target) or is_copied(source, target):
        return 1.0
    return max(_loop_fault(source, target), length_fault(source, target))


def is_copied(source: str, target: str) -> bool:
    """Whether a French text of several words came back as it was; a list of names does not count."""
    words = source.casefold().split()
    same = words == target.casefold().split()
    return same and len(words) >= _COPY_WORDS and not _FRENCH.isdisjoint(words)


def repetition_ratio(text: str) -> float:
    """Share of the tokens (words and signs) that only repeat, at once, the one to twelve tokens before them; 0 to 1.

    Syllables that repeat inside a word count as the characters they take up, where that is more.

    >>> round(repetition_ratio("of the of the of the House"), 2)
    0.57
    """
    text = text.casefold()
    tokens = _TOKEN.findall(text)
    if not tokens:
        return 0.0
    loops = [m.group() for m in _LOOP_IN_WORD.finditer(text)]
    characters = sum(len(loop) for loop in loops if len(loop) >= _LONG_LOOP_IN_WORD)
    return max(_repeated_tokens(tokens) / len(tokens), characters / len(text))


def _repeated_tokens(tokens: list[str]) -> int:
    repeated: set[int] = set()
    for length in range(1, min(_LONGEST_LOOP, len(tokens) // 2) + 1):
        run = 0
        for position in range(length, len(tokens)):
            run = run + 1 if tokens[position] == tokens[position - length] else 0
            if run >= length:  # one whole copy, so all of it counts
                repeated.update(range(position - length + 1, position + 1))
    return len(repeated)


def length_fault(source: str, target: str) -> float:
    """0 within the lengths that translations have; a runaway may reach 1, a fragment stays below USELESS."""
    longest = LONGEST * len(source) + ALLOWANCE
    shortest = SHORTEST * len(source) - ALLOWANCE
    if len(target) > longest:
        return 1.0 - longest / len(target)
    if len(target) < shortest:
        return (USELESS - 0.01) * (1.0 - len(target) / shortest)
    return 0.0


def _loop_fault(source: str, target: str) -> float:
    excess = repetition_ratio(target) - repetition_ratio(source)
    return excess if excess > LOOP else 0.0
