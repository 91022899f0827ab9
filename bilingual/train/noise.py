"""What newspapers do to a sentence and parallel text seldom shows: headlines in capitals, lines without a full stop.

A share of the pairs comes a second time, spoilt, under a label of its own, so that a recipe can weigh it. The English
of a headline in capitals stays as it is: readers want "UN demands truce", whatever the French layout does.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from bilingual.train.corpus import Pair
from bilingual.train.recipe import Noise

CAPITALS, UNSTOPPED = "noise-capitals", "noise-unstopped"
_WHOLE = 1 << 32


def with_noise(pairs: Iterable[Pair], noise: Noise) -> Iterator[Pair]:
    """Every pair, each followed by the spoilt forms it is drawn for. The draw depends on the text alone."""
    for pair in pairs:
        yield pair
        if _drawn(pair, CAPITALS, noise.capitals):
            yield from _changed(pair, CAPITALS, str.upper, str)
        if _drawn(pair, UNSTOPPED, noise.unstopped) and pair.english.endswith("."):
            yield from _changed(pair, UNSTOPPED, _without_stop, _without_stop)


def _drawn(pair: Pair, label: str, share: float) -> bool:
    return zlib.crc32(f"{label}\n{pair.french}".encode()) < share * _WHOLE


def _changed(
    pair: Pair, label: str, french: Callable[[str], str], english: Callable[[str], str]
) -> Iterator[Pair]:
    spoilt = Pair(french(pair.french), english(pair.english), label)
    if spoilt.french != pair.french and spoilt.english:
        yield spoilt


def _without_stop(text: str) -> str:
    """An ellipsis says something: it stays."""
    return text if text.endswith("..") else text.removesuffix(".")
