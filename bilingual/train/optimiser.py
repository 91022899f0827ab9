"""Muon for the matrices, AdamW for all else, their learning rate, and the averages of weights.

Muon replaces the momentum of a matrix by the nearest matrix whose singular values are all one,
found with a few products (Newton-Schulz). Rare directions are learnt as fast as frequent ones,
which Adam's entry-wise scale cannot do. The update is scaled so that its entries are about as large
as Adam's (0.2 on average), and rates compare.

A step is on the trunk, whose learning rate stays up, or on a branch, along which it falls. A branch
ends in weights that are good; the trunk does not, but can be gone on with. So the trunk is left
several times for a branch each, and the branches' ends are averaged, later ones weighing more: what
they got wrong differs, and averages out. (A warm-up, stable, decay schedule and a soup of its
decays.)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        """One update at `factor` of the full rates, or False when the gradient is not finite."""
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
    """An exponential average of the weights; a plain mean until its horizon."""

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


@dataclass(frozen=True, slots=True)
class Moment:
    """A step: its branch, from 1, and the steps of `trunk` and branch (`fallen`) before it."""

    branch: int
    trunk: int
    fallen: int | None = None

    @property
    def on_trunk(self) -> bool:
        return self.fallen is None

    @property
    def leaves_trunk(self) -> bool:
        return self.fallen == 0


def all_steps(schedule: Schedule) -> int:
    """Steps of the trunk and of every branch."""
    return schedule.trunk_steps + schedule.branches * schedule.branch_steps


def moment(step: int, schedule: Schedule) -> Moment:
    """Of a step of the whole run, from 0. Branches leave the trunk at equal distances."""
    left = step
    behind = 0
    for branch in range(1, schedule.branches + 1):
        parting = round(schedule.trunk_steps * branch / schedule.branches)
        if left < parting - behind:
            return Moment(branch, behind + left)
        left -= parting - behind
        if left < schedule.branch_steps:
            return Moment(branch, parting, left)
        left -= schedule.branch_steps
        behind = parting
    raise ValueError(f"step {step} is behind the end")


def on_first_trunk(step: int, schedule: Schedule) -> bool:
    """Whether no branch has left the trunk before this step."""
    return step <= round(schedule.trunk_steps / schedule.branches)


def ends_branch(step: int, schedule: Schedule) -> bool:
    """Whether this step is the last one of its branch."""
    following = step + 1
    if following == all_steps(schedule):
        return True
    return moment(following, schedule).branch > moment(step, schedule).branch


def rate_factor(at: Moment, schedule: Schedule) -> float:
    """1 after a linear warm-up; on a branch it falls linearly to nearly nothing."""
    fallen = at.fallen or 0
    rise = min(1.0, (at.trunk + fallen + 1) / max(1, schedule.warmup_steps))
    if at.on_trunk:
        return rise
    return rise * max(1 - fallen / schedule.branch_steps, 0.02)


@torch.no_grad()
def joined(
    mean: Mapping[str, Tensor] | None, branch: int, weights: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The mean of branches 1 to `branch`, each weighing its number, from the one before."""
    if mean is None:
        return {name: tensor.clone() for name, tensor in weights.items()}
    share = 2 / (branch + 1)  # its number over the sum of all up to it
    return {name: mean[name].lerp(tensor, share) for name, tensor in weights.items()}
