"""French words by what they are good for: function words, and words written in lower case day by
day.

A word of the second kind that has a capital belongs to a title rather than a name;
tests/benchmarks/french_words.py makes that list.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Final

# They say nothing about the subject of a text; an elided one stands without its apostrophe.
_FUNCTION_WORDS = """
    le la les l un une des de du d à a au aux en et ou où que qu qui quoi dont ce c cet cette ces ça
    cela il elle ils elles on nous vous je j tu me m te t se s lui leur leurs y son sa ses mon ma
    mes notre nos votre vos ne n pas plus moins est sont été être était étaient ont avoir avait
    avaient ai as sera seront fait par pour sur sous dans avec sans entre vers chez comme mais donc
    or ni car si alors aussi très tout tous toute toutes même après avant lors selon deux ainsi afin
    depuis pendant contre encore déjà peu bien quand lorsque puis peut doit soit
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS.split())


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
