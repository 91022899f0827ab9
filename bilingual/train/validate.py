"""How good the weights are now: a development set is translated in the form that ships (int8)
and scored.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bilingual.engines import open_engine
from bilingual.engines.base import Decoding
from bilingual.errors import TrainingError
from bilingual.language.typography import normalise_source
from bilingual.models import convert
from bilingual.settings import Settings
from bilingual.train.corpus import read_lines
from bilingual.train.recipe import Validation


@dataclass(frozen=True, slots=True)
class Quality:
    """BLEU and chrF (0-100, more is better) of `n` sentences, with sacrebleu's signatures."""

    bleu: float
    chrf: float
    n: int
    bleu_signature: str
    chrf_signature: str


@dataclass(frozen=True, slots=True)
class DevelopmentSet:
    french: tuple[str, ...]
    english: tuple[str, ...]
    beam: int


def read_development_set(validation: Validation, root: Path) -> DevelopmentSet:
    """The first `sentences` lines. Raises TrainingError for unequal files or none."""
    french = read_lines(root / validation.french)
    english = read_lines(root / validation.english)
    if len(french) != len(english) or not french:
        raise TrainingError(
            f"{validation.french} has {len(french)} lines and {validation.english} has "
            f"{len(english)}",
            hint="A development set needs equally many lines, one at least.",
        )
    n = validation.sentences
    return DevelopmentSet(tuple(french[:n]), tuple(english[:n]), validation.beam)


def measure(checkpoint: Path, development: DevelopmentSet, work: Path) -> Quality:
    """Score a Hugging Face checkpoint; the folder `work` is made and removed."""
    try:
        convert(checkpoint, work, "int8")
        engine = open_engine("ctranslate2", work, Settings())
        texts = [normalise_source(line) for line in development.french]
        found = engine.translate(texts, Decoding(beam=development.beam))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return score([hypothesis.text for hypothesis in found], development.english)


def score(hypotheses: list[str], references: tuple[str, ...]) -> Quality:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    if len(hypotheses) != len(references):
        raise TrainingError(f"{len(hypotheses)} translations of {len(references)} sentences")
    bleu, chrf = BLEU(), CHRF()
    stream = [list(references)]
    return Quality(
        bleu=bleu.corpus_score(hypotheses, stream).score,
        chrf=chrf.corpus_score(hypotheses, stream).score,
        n=len(references),
        bleu_signature=str(bleu.get_signature()),
        chrf_signature=str(chrf.get_signature()),
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """After a step; `loss` is the batch's, in nats per target token."""

    step: int
    steps: int
    target_tokens: int
    loss: float
    tokens_per_second: float
    seconds_left: float
    quality: Quality | None = None


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of a run. `model` is None when it was stopped before there was anything to keep."""

    model: Path | None
    steps: int
    finished: bool
    target_tokens: int
    loss: float
    best: Quality | None
    pairs: int
