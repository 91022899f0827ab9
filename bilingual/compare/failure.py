"""Whether a text can be the translation of another at all, from the surface: one number, 0 for
nothing wrong.

This decides about trying again, so it is coarse; what a reader should look at is measured with care
beside it.
"""

from __future__ import annotations

from typing import Final

# Calibrated on the 3,533 reference pairs of newstest2013 and FLORES-200 dev: 3 lie outside (a word
# said three times, a stuttered quotation mark, an omitted clause). Of phrases of three words put in
# twice more, 98 % are found.
LOOP: Final = 0.14
LONGEST: Final = 1.6
SHORTEST: Final = 0.55
ALLOWANCE: Final = 25  # characters, so that short texts may grow and shrink
USELESS: Final = 0.5  # from here on the French is worth more to the reader than the attempt


def loop_failure(french_share: float, english_share: float) -> float:
    """The share of the English that only repeats, less that of the French; 0 where that is
    little."""
    excess = english_share - french_share
    return excess if excess > LOOP else 0.0


def length_failure(french: int, english: int) -> float:
    """0 within the lengths that translations have; a runaway may reach 1, a fragment stays below
    USELESS."""
    longest = LONGEST * french + ALLOWANCE
    shortest = SHORTEST * french - ALLOWANCE
    if english > longest:
        return 1.0 - longest / english
    if english < shortest:
        return (USELESS - 0.01) * (1.0 - english / shortest)
    return 0.0
