"""Words as ROUGE counts them, and the few hundred function words that say nothing about a subject."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
STEM = 5  # letters; "élection" and "électoral" share them, "présent" and "présence" too

_FUNCTION_WORDS = """
    le la les l un une des de du d à a au aux en et ou où que qu qui quoi dont ce c cet cette ces ça cela il elle ils
    elles on nous vous je j tu me m te t se s lui leur leurs y son sa ses mon ma mes notre nos votre vos ne n pas plus
    moins est sont été être était étaient ont avoir avait avaient ai as sera seront fait par pour sur sous dans avec
    sans entre vers chez comme mais donc or ni car si alors aussi très tout tous toute toutes même après avant lors selon
    deux ainsi afin depuis pendant contre encore déjà peu bien quand lorsque puis peut doit soit
"""
STOPWORDS = frozenset(_FUNCTION_WORDS.split())


def tokens(text: str) -> list[str]:
    """Runs of word characters, lower-cased: an elided article is a word of its own.

    >>> tokens("L'Élysée a dit « non »")
    ['l', 'élysée', 'a', 'dit', 'non']
    """
    return _WORD.findall(text.lower())


def cased_tokens(text: str) -> list[str]:
    """As `tokens`, in the writer's own case."""
    return _WORD.findall(text)


def is_content(word: str) -> bool:
    return word not in STOPWORDS and (len(word) > 2 or word.isdigit())


@lru_cache(maxsize=1024)
def content_words(text: str) -> frozenset[str]:
    """The different words of `text` that say something about its subject; numbers are among them."""
    return frozenset(word for word in tokens(text) if is_content(word))
