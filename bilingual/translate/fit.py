"""Texts cut to what the model reads without leaving anything out."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.engines.base import Translator
from bilingual.translate import clauses
from bilingual.translate.clauses import Pieces

SAFE_TOKENS = 100  # beyond about 60 French words Marian models leave text out without a sign


def fit(texts: Sequence[str], translator: Translator) -> list[Pieces]:
    budget = min(SAFE_TOKENS, translator.max_tokens)
    counts = translator.count_tokens(texts)
    return [
        Pieces.whole(text) if count <= budget else _cut_to_fit(text, translator, budget)
        for text, count in zip(texts, counts, strict=True)
    ]


def _cut_to_fit(text: str, translator: Translator, budget: int) -> Pieces:
    if len(text) < 2 or translator.count_tokens([text])[0] <= budget:
        return Pieces.whole(text)
    pieces = clauses.cut(text)
    return pieces.expand([_cut_to_fit(part, translator, budget) for part in pieces.parts])
