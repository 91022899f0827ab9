"""What a model got wrong and the French leaves no doubt about, put right; every repair is kept on record."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.finish.repair.names import repair_names
from bilingual.finish.repair.numbers import repair_numbers
from bilingual.records import Sentence, Translation

__all__ = ["repair", "repair_names", "repair_numbers"]


def repair(
    sentences: Sequence[Sentence], translations: Sequence[Translation]
) -> tuple[Translation, ...]:
    """The translations with changed numbers and mangled names put right, as many and in the same order.

    Only what an engine said is touched. What was done is in `Translation.repairs`.
    """
    return tuple(
        _repaired(sentence, translation)
        for sentence, translation in zip(sentences, translations, strict=True)
    )


def _repaired(sentence: Sentence, translation: Translation) -> Translation:
    if translation.origin != "engine":
        return translation
    text, numbers = repair_numbers(sentence.text, translation.text)
    text, names = repair_names(sentence.text, text)
    if not numbers and not names:
        return translation
    return translation.model_copy(
        update={"text": text, "repairs": (*translation.repairs, *numbers, *names)}
    )
