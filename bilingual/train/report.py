"""What a run tells, while it goes on and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bilingual.train.validate import Quality


@dataclass(frozen=True, slots=True)
class Progress:
    """After a step. `loss` is the negative log-likelihood per target token of its batch, in nats."""

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
