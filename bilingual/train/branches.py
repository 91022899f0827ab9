"""Where a step belongs: on the trunk, whose learning rate stays up, or on a branch, along which it
falls.

A branch ends in weights that are good; the trunk does not, but can be gone on with. So the trunk is
left several times for a branch each, and the branches' ends are averaged, later ones weighing more:
what they got wrong differs, and averages out. (A warm-up, stable, decay schedule and a soup of its
decays.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from bilingual.train.recipe import Schedule


@dataclass(frozen=True, slots=True)
class Moment:
    """A step. `branch` counts from 1, `trunk` and `fallen` from 0: the steps of each part that
    lie before it.
    """

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
    """Of a step of the whole run, counted from 0. The branches leave the trunk at equal
    distances.
    """
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
    """The mean of branches 1 to `branch`, each weighing its number, from the mean before it and
    its own weights.
    """
    if mean is None:
        return {name: tensor.clone() for name, tensor in weights.items()}
    share = 2 / (branch + 1)  # its number over the sum of all up to it
    return {name: mean[name].lerp(tensor, share) for name, tensor in weights.items()}
