"""The contract every engine keeps: strings in, as many hypotheses out, in the same order.

An engine knows nothing of articles or sentences. Everything else about translation (normalising, splitting what is too
long, batching, retrying) is written once, in `bilingual.translate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bilingual.settings import Settings


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation with its mean log-probability per target token (None when the engine has no such number).

    `others` are further ones from the same search, the likeliest first; an engine that has none gives none.
    """

    text: str
    score: float | None
    others: tuple[Hypothesis, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search, and how many of the beam's hypotheses to give. The penalties are for second attempts only: on
    good output they do harm."""

    beam: int = 4
    hypotheses: int = 1
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0


def decoding_of(settings: Settings) -> Decoding:
    return Decoding(beam=settings.beam, hypotheses=settings.beam if settings.second_choices else 1)


def first_of(hypotheses: Iterable[Hypothesis]) -> Hypothesis:
    """The first one, which holds the others."""
    first, *others = hypotheses
    return replace(first, others=tuple(others))


class Translator(Protocol):
    """What `bilingual.translate` needs of an engine.

    `signature` names engine, weights and compute type: two translators with one signature give the same text.
    `max_tokens` is the longest source in tokens, end marker included.
    """

    @property
    def signature(self) -> str: ...

    @property
    def model_name(self) -> str: ...

    @property
    def max_tokens(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, end marker included."""
        ...

    def translate(self, texts: Sequence[str], decoding: Decoding = ...) -> list[Hypothesis]:
        """One hypothesis per text, in order. Raises EngineError; never returns a shorter list."""
        ...
