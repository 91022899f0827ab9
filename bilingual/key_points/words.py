"""Words as ROUGE counts them, and which of them say something about a subject."""

from __future__ import annotations

import re
from functools import lru_cache

from bilingual.language.french_words import FUNCTION_WORDS

_WORD = re.compile(r"\w+")
STEM = 5  # letters; "élection" and "électoral" share them, "présent" and "présence" too


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
    return word not in FUNCTION_WORDS and (len(word) > 2 or word.isdigit())


@lru_cache(maxsize=1024)
def content_words(text: str) -> frozenset[str]:
    """The different words of `text` that say something about its subject; numbers are among them."""
    return frozenset(word for word in tokens(text) if is_content(word))
