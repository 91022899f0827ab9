"""French words that are written in lower case day by day: what of them has a capital is a title, hardly a name.

The list is made by tests/benchmarks/french_words.py.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from importlib.resources import files


def is_common(word: str) -> bool:
    """Whether the word, whatever its case, is a common one.

    >>> is_common("Modèle"), is_common("Tahrir")
    (True, False)
    """
    return word.lower() in _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    packed = files("bilingual").joinpath("data/french_words.bin").read_bytes()
    return frozenset(zlib.decompress(packed).decode().split("\n"))
