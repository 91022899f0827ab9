"""Lists of words, written as one writes them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text with white space between them."""
    return frozenset(text.split())
