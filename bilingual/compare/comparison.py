"""A French and an English sentence held against each other: all measured here, when asked for.

The search, constrained decoding, finishing and the checks all read the same `Comparison`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bilingual.compare.facts import English, French, english_facts, found_once, french_facts
from bilingual.compare.failure import (
    Copying,
    Repetition,
    is_copied,
    length_failure,
    loop_failure,
    measure_copying,
    measure_repetition,
)
from bilingual.compare.invented import invented_names, invented_words
from bilingual.compare.names import (
    NameMatching,
    find_inversions,
    match_names,
    misspelt_names,
    spelled_otherwise,
)
from bilingual.compare.numbers import NumberMatching, match_numbers
from bilingual.compare.quotations import QuotationMatching, match_quotations
from bilingual.compare.reversals import Reversal, find_reversals
from bilingual.glossary.terms import TermMention, TermTable, missing_terms
from bilingual.language.names import NameMention
from bilingual.language.transliteration import fold
from bilingual.records import FlagKind

# Each limit says from where on what was measured is held to be wrong. Calibrated on newstest2013
# (3,000 pairs) and FLORES-200 dev (533 pairs), references taken as right, with
# tests/benchmarks/check_calibration.py, November 2026: as few flags on untouched references as a
# recall above 0.8 on spoiled ones allows. Nothing was trained on them.
#
# English characters to one French character, by French length in characters without white space.
# Half a sentence lies at 0.43-0.48 (median); the lower limits are near the 1 % quantile of the
# references, the upper near the 99.5 %.
LENGTH_LOW = ((20, 0.38), (40, 0.50), (80, 0.55), (150, 0.56), (1 << 62, 0.57))
LENGTH_HIGH = ((20, 2.20), (40, 1.50), (80, 1.40), (150, 1.30), (1 << 62, 1.25))
# English so short beside a French text of that many words (share of its characters) has probably
# left a part out; one in ten references is as short, too many for a flag.
SHORT = 0.75
SHORT_FROM = 20
# Share of words in repeated phrases; any loop of three words or more is flagged whatever its share.
REPETITION = 0.12
LOOP = 3
# Share of French words: below 0.2 in 99 of 100 references, near 0.5 where half is left.
COPIED = 0.35
COPIED_SERIOUS = 0.6


class Comparison:
    """All that is measured of one pair of any strings; `compare` keeps those in use."""

    def __init__(self, french: French, english: English) -> None:
        self.french, self.english = french, english

    @found_once
    def numbers(self) -> NumberMatching:
        """Numbers kept, missing and added; those inside known names prove nothing."""
        return match_numbers(self.french.numbers, self.english.numbers)

    @found_once
    def every_number(self) -> NumberMatching:
        """The same with numbers inside known names as certain as any."""
        if self.french.every_number is self.french.numbers:
            return self.numbers
        return match_numbers(self.french.every_number, self.english.numbers)

    @found_once
    def names(self) -> NameMatching:
        """Names kept and missing."""
        return match_names(self.french.names, self.english.words)

    @found_once
    def respelt_names(self) -> tuple[tuple[str, str], ...]:
        """Kept names that the English spells otherwise: (French name, English word)."""
        return spelled_otherwise(self.names, self.english.words)

    @found_once
    def misspelt_names(self) -> tuple[tuple[str, str], ...]:
        """Names that the English spells differently: (French name, English word)."""
        missing, said = self.names.missing, self.french.sources.words
        strange = [name for name in self.english.names if fold(name) not in said] if missing else []
        return misspelt_names(self.respelt_names, missing, strange)

    @found_once
    def inversions(self) -> tuple[tuple[NameMention, NameMention], ...]:
        """Names that stand the other way round in the English."""
        return find_inversions(self.names, self.french.text, self.english.words)

    @found_once
    def invented_names(self) -> tuple[str, ...]:
        """English names without a source in the French."""
        if not self.english.names:
            return ()
        return invented_names(self.french.sources, self.english.names, self.english.text)

    @found_once
    def invented_words(self) -> tuple[str, ...]:
        """English words that are none; not those of a part that is still French."""
        unknown = self.english.unknown_words
        found = invented_words(self.french.words, unknown) if unknown else ()
        if not found or self.copying.share < COPIED:
            return found
        return tuple(word for word in found if word.lower() not in self.copying.words)

    @found_once
    def quotations(self) -> QuotationMatching:
        """What the English quotes otherwise than the French."""
        french, english = self.french, self.english
        return match_quotations(french.text, french.quotations, english.text, english.quotations)

    @found_once
    def reversals(self) -> tuple[Reversal, ...]:
        """Where the English seems to say the opposite."""
        return find_reversals(self.french.claims, self.english.claims)

    @found_once
    def length_ratio(self) -> float:
        """English characters to one French one, white space left out."""
        return self.english.length / max(1, self.french.length)

    @found_once
    def is_short(self) -> bool:
        """Whether the English is worth a second attempt for its length, though not a flag."""
        french, english = self.french.text, self.english.text
        return len(english) < SHORT * len(french) and len(french.split()) >= SHORT_FROM

    @found_once
    def repetition(self) -> Repetition:
        """What the English says again and the French does not."""
        return measure_repetition(self.french.repeats, self.english.repeats)

    @found_once
    def copying(self) -> Copying:
        """English words that are French."""
        return measure_copying(self.french.tokens, self.french.names_inside, self.english.tokens)

    @found_once
    def failure(self) -> float:
        """0 when the English may be a translation; otherwise how bad it is, up to 1. From USELESS
        on it is worthless.

        Coarse, because it decides about trying again.
        """
        french, english = self.french.text, self.english.text
        if not any(map(str.isalnum, english)) or is_copied(french, english):
            return 1.0
        looped = self.english.loop_share
        loop = loop_failure(self.french.loop_share, looped) if looped else 0.0
        return max(loop, length_failure(len(french), len(english)))

    @found_once
    def wrong(self) -> Mapping[FlagKind, float]:
        """How much is wrong of each kind that the checks flag; 0 (or False) for nothing."""
        numbers, names, quoted = self.numbers, self.names, self.quotations
        length, ratio = self.french.length, self.length_ratio
        said_again = self.repetition
        return {
            "numbers": len(numbers.missing) + len(numbers.extra) + len(numbers.revalued),
            "names": len(names.missing) + len(self.invented_names) + len(self.misspelt_names)
            or bool(self.inversions),
            "invented": len(self.invented_words),
            "quotations": quoted.differs,
            "reversed": len(self.reversals),
            "length": not band(LENGTH_LOW, length) <= ratio <= band(LENGTH_HIGH, length),
            "repetition": said_again.share > REPETITION or said_again.looped >= LOOP,
            "copied": self.copying.share >= COPIED,
        }

    def missing_terms(self, table: TermTable) -> Sequence[TermMention]:
        """The terms of the French that the English lacks."""
        asked = self.french.terms(table)
        return missing_terms(asked, self.english.text) if asked else ()


@lru_cache(maxsize=1024)
def compare(french: str, english: str) -> Comparison:
    """The comparison of two texts: the same object as long as they are worked on.

    >>> pair = compare("Les prix ont baissé de 4,1 %.", "Prices have risen by 4.1%.")
    >>> pair.numbers.missing, pair.failure, pair.reversals
    ((), 0.0, (Reversal(french='baissé', english='risen'),))
    """
    return Comparison(french_facts(french), english_facts(english))


def band(bands: Sequence[tuple[int, float]], length: int) -> float:
    """The limit for a French text of so many characters."""
    return next(limit for longest, limit in bands if length <= longest)
