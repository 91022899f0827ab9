"""What can be wrong with a translation: every sentence compared, and judged by named constants.

`check` turns what was measured into flags that say in English what to look at. Left out: most of
the meaning. A fluent sentence of the right length, with the right names and numbers, can still be
wrong. Of units only percent and the great currencies are compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.checks.decide import decide, missed_terms, repaired, untranslated
from bilingual.compare import compare
from bilingual.records import Flag, Sentence, Translation

__all__ = ["check"]


def check(sentences: Sequence[Sentence], translations: Sequence[Translation]) -> tuple[Flag, ...]:
    """Flags of all sentences, by index, then kind. Raises ValueError when the two differ in number.

    A translation of origin "untranslated" gets that one flag: every other check would only repeat
    it. Verbatim text (a bare number) is not checked. What a person wrote is checked for numbers,
    names and quotations, which people get wrong too, not for what only engines do.
    """
    flags = [
        flag
        for sentence, translation in zip(sentences, translations, strict=True)
        for flag in _flags(sentence, translation)
    ]
    return tuple(sorted(flags, key=lambda flag: (flag.index, flag.kind)))


def _flags(sentence: Sentence, translation: Translation) -> list[Flag]:
    if translation.origin == "verbatim":
        return []
    if translation.origin == "untranslated":
        return [untranslated(sentence.index)]
    pair = compare(sentence.text, translation.text)
    by_person = translation.origin == "human"
    found = [
        *decide(sentence.index, pair, translation.score, by_person=by_person),
        missed_terms(sentence.index, translation.terms),
        repaired(sentence.index, translation.repairs),
    ]
    return [flag for flag in found if flag is not None]
