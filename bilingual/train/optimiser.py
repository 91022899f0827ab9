"""Muon for the matrices of the layers, AdamW for everything else, and the average of the weights.

Muon replaces the momentum of a matrix by the nearest matrix whose singular values are all one,
found with a few products (Newton-Schulz). Rare directions are learnt as fast as frequent ones,
which Adam's entry-wise scale cannot do. The update is scaled so that its entries are about as large
as Adam's (0.2 on average), and rates compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from bilingual.train.network import Network
from bilingual.train.recipe import Schedule

# One polynomial per round, tuned for five rounds: all singular values from 0.001 to 1 come out near
# 1.
_ROUNDS = (
    (4.0848, -6.8946, 2.9270),
    (3.9505, -6.3029, 2.6377),
    (3.7418, -5.5913, 2.3037),
    (2.8769, -3.1427, 1.2046),
    (2.8366, -3.0525, 1.2012),
)
_ADAM_SIZE = 0.2
_BETAS = (0.9, 0.98)
_MOMENTUM = 0.95


class Muon(torch.optim.Optimizer):
    """For parameters with two dimensions only."""

    def __init__(self, parameters: Iterable[Tensor], rate: float) -> None:
        super().__init__(parameters, {"lr": rate})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        del closure
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                momentum = state.setdefault("momentum", torch.zeros_like(parameter))
                momentum.mul_(_MOMENTUM).add_(parameter.grad)
                update = orthogonal(parameter.grad + _MOMENTUM * momentum)
                size = _ADAM_SIZE * math.sqrt(max(parameter.shape))
                parameter.add_(update.to(parameter.dtype), alpha=-group["lr"] * size)


def orthogonal(matrix: Tensor) -> Tensor:
    """The matrix with all singular values moved to about one (0.7 to 1.2), in bf16."""
    tall = matrix.shape[0] > matrix.shape[1]
    wide: Tensor = matrix.bfloat16().t() if tall else matrix.bfloat16()
    wide = wide / (wide.float().norm().bfloat16() * 1.02 + 1e-7)
    for a, b, c in _ROUNDS:
        square = wide @ wide.t()
        wide = a * wide + (b * square + c * square @ square) @ wide
    result: Tensor = wide.t() if tall else wide
    return result


class Optimiser:
    """Both optimisers under one rate factor."""

    def __init__(self, network: Network, schedule: Schedule) -> None:
        self._schedule = schedule
        matrices, others = _split(network)
        self._all = [*matrices, *others]
        self._parts: list[torch.optim.Optimizer] = [_adamw(others, schedule.learning_rate)]
        self._rates = [schedule.learning_rate, schedule.matrix_learning_rate]
        muon = schedule.optimiser == "muon"
        self._parts.append((Muon if muon else _adamw)(matrices, schedule.matrix_learning_rate))

    def step(self, factor: float) -> bool:
        """One update at `factor` times the full rates; False, and no change, when the gradient
        is not finite.
        """
        norm = torch.nn.utils.clip_grad_norm_(self._all, self._schedule.clip)
        if not torch.isfinite(norm):
            return False
        for part, rate in zip(self._parts, self._rates, strict=True):
            for group in part.param_groups:
                group["lr"] = rate * factor
            part.step()
        return True

    def state(self) -> list[dict[str, Any]]:
        return [part.state_dict() for part in self._parts]

    def load(self, states: list[dict[str, Any]]) -> None:
        for part, state in zip(self._parts, states, strict=True):
            part.load_state_dict(state)


def _adamw(parameters: list[Tensor], rate: float) -> torch.optim.AdamW:
    return torch.optim.AdamW(
        parameters, lr=rate, betas=_BETAS, eps=1e-9, weight_decay=0.0, fused=True
    )


def _split(network: Network) -> tuple[list[Tensor], list[Tensor]]:
    named = list(network.named_parameters())
    matrices: list[Tensor] = [p for name, p in named if p.dim() == 2 and name != "shared.weight"]
    chosen = {id(p) for p in matrices}
    return matrices, [p for _, p in named if id(p) not in chosen]


class Average:
    """An exponential average of the weights; younger than its horizon, it is the plain mean of
    what there was.
    """

    def __init__(self, network: Network, horizon: int) -> None:
        self._horizon = horizon
        self.count = 0
        self.weights = {name: p.detach().clone() for name, p in network.named_parameters()}

    @torch.no_grad()
    def update(self, network: Network) -> None:
        self.count += 1
        share = 1 / min(self.count + 1, self._horizon)
        names, parameters = zip(*network.named_parameters(), strict=True)
        torch._foreach_lerp_([self.weights[name] for name in names], list(parameters), share)
