"""Corrections that people make to sentences, and counts of what several of them changed."""

from __future__ import annotations

from dataclasses import dataclass

from bilingual.errors import TranslationMemoryError
from bilingual.interchange import LONGEST_TEXT
from bilingual.language.typography import without_controls


@dataclass(frozen=True, slots=True)
class Correction:
    """The English that a person gave for a French sentence, both as they were given (see
    `tidied`)."""

    french: str
    english: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How many corrections are for new sentences, change an earlier correction, or repeat it."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(self.new + other.new, self.changed + other.changed, self.same + other.same)


def tidied(correction: Correction) -> Correction:
    """The correction as it is stored: surrounding white space and control characters are removed.

    Raises TranslationMemoryError when nothing that can be seen is left of the French or the
    English, and when either is longer than the files hold that corrections are exported to.
    """
    french = without_controls(correction.french).strip()
    english = without_controls(correction.english).strip()
    longest = max(len(french), len(english))
    if longest > LONGEST_TEXT:
        raise TranslationMemoryError(
            f"a correction of {longest:,} characters (the limit is {LONGEST_TEXT:,})",
            hint="A correction is the English of one sentence.",
        )
    if not (_is_seen(french) and _is_seen(english)):
        raise TranslationMemoryError(
            f"a correction needs French and English (got {french!r}, {english!r})",
            hint="To take a correction back use `bilingual memory forget`.",
        )
    return Correction(french, english)


def _is_seen(text: str) -> bool:
    """Only printable characters are left by `normalise_source`, which takes longer."""
    return any(letter.isprintable() and letter != " " for letter in text)
