"""The trunk is walked once, every branch falls to nearly nothing, and their mean is the model,
also after a stop.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st
from train_language import pairs, train, weights, write_pair

from bilingual.errors import SettingsError, TrainingError
from bilingual.train import Recipe
from bilingual.train.recipe import Schedule, check_recipe

if TYPE_CHECKING:
    from bilingual.train import Progress, TrainReport

SHAPE = {
    "d_model": 16,
    "heads": 2,
    "feed_forward": 32,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "vocabulary": 100,
}


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    steps = draw(st.integers(2, 60))
    falling = draw(st.integers(1, steps - 1))
    return Schedule(
        steps=steps,
        decay_share=falling / steps,
        branches=draw(st.integers(1, steps - falling)),
        warmup_steps=draw(st.integers(0, 10)),
    )


@given(schedules())
def test_the_trunk_is_walked_once_and_every_branch_whole(schedule: Schedule) -> None:
    from bilingual.train.optimiser import all_steps, ends_branch, moment

    walk = [moment(step, schedule) for step in range(all_steps(schedule))]
    assert [at.trunk for at in walk if at.on_trunk] == list(range(schedule.trunk_steps))
    for branch in range(1, schedule.branches + 1):
        fallen = [at.fallen for at in walk if at.branch == branch and not at.on_trunk]
        assert fallen == list(range(schedule.branch_steps))
    assert [at.branch for at in walk] == sorted(at.branch for at in walk)
    ends = [step for step in range(len(walk)) if ends_branch(step, schedule)]
    assert len(ends) == schedule.branches
    assert ends[-1] == len(walk) - 1
    with pytest.raises(ValueError, match="behind the end"):
        moment(len(walk), schedule)


@given(schedules())
def test_the_last_branch_leaves_the_end_of_the_trunk(schedule: Schedule) -> None:
    from bilingual.train.optimiser import all_steps, moment

    last = moment(all_steps(schedule) - 1, schedule)
    assert (last.branch, last.trunk) == (schedule.branches, schedule.trunk_steps)


@given(schedules())
def test_the_rate_stays_up_on_the_trunk_and_falls_on_a_branch(schedule: Schedule) -> None:
    from bilingual.train.optimiser import all_steps, moment, rate_factor

    walk = [moment(step, schedule) for step in range(all_steps(schedule))]
    warm = [at for at in walk if at.trunk + (at.fallen or 0) >= schedule.warmup_steps]
    assert all(rate_factor(at, schedule) == 1 for at in warm if at.on_trunk)
    for branch in range(1, schedule.branches + 1):
        falling = [
            rate_factor(at, schedule) for at in warm if at.branch == branch and not at.on_trunk
        ]
        assert falling == sorted(falling, reverse=True)
        assert all(0.02 <= factor <= 1 for factor in falling)


def test_the_warm_up_rises() -> None:
    from bilingual.train.optimiser import moment, rate_factor

    schedule = Schedule(steps=100, warmup_steps=10)
    factors = [rate_factor(moment(step, schedule), schedule) for step in range(12)]
    assert factors[:10] == pytest.approx([k / 10 for k in range(1, 11)])
    assert factors[10:] == [1, 1]


def test_a_branch_weighs_its_number() -> None:
    import torch

    from bilingual.train.optimiser import joined

    ends = [{"w": torch.tensor([float(value)])} for value in (6, 12, 24)]
    mean = None
    for branch, found in enumerate(ends, start=1):
        mean = joined(mean, branch, found)
    assert mean is not None
    assert mean["w"].item() == pytest.approx((1 * 6 + 2 * 12 + 3 * 24) / 6)
    assert ends[0]["w"].item() == 6


@each("values", [{"decay_share": 0.0}, {"decay_share": 1.0}, {"steps": 2, "decay_share": 0.5}])
def test_branches_need_a_trunk_and_a_fall(values: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match="branches need a decay_share"):
        check_recipe({"corpus": [{"tsv": "a"}], "schedule": {"branches": 2, **values}}, "test")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    write_pair(folder, "train", pairs(200))
    return folder


def recipe(branches: int = 3, steps: int = 9) -> Recipe:
    schedule = {
        "steps": steps,
        "branches": branches,
        "decay_share": 1 / 3,
        "batch_tokens": 200,
        "pool": 100,
        "warmup_steps": 2,
        "average_steps": 4,
        "max_tokens": 40,
    }
    return check_recipe(
        {
            "corpus": [{"french": "train.fr", "english": "train.en"}],
            "shape": SHAPE,
            "schedule": schedule,
        },
        "test",
    )


def stopped_after(count: int, out: Path, text: Path) -> TrainReport:
    done: list[int] = []
    return train(
        recipe(),
        out=out,
        root=text,
        progress=lambda p: done.append(p.step),
        should_stop=lambda: len(done) == count,
    )


def test_a_run_with_branches_stopped_after_every_step_ends_in_the_same_model(
    text: Path, tmp_path: Path
) -> None:
    whole = train(recipe(), out=tmp_path / "whole", root=text)
    assert whole.finished
    assert whole.steps == 6 + 3 * 3
    for step in range(1, whole.steps + 1):
        assert stopped_after(1, tmp_path / "parts", text).finished == (step == whole.steps)
    for file in ("losses.tsv", "model/model.safetensors"):
        assert (tmp_path / "parts" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
    assert not (tmp_path / "parts" / "trunk.pt").exists()


def test_the_first_branch_is_the_run_without_the_others(text: Path, tmp_path: Path) -> None:
    """Two steps of trunk and three of falling: what a run of five steps with one branch does."""
    assert stopped_after(5, tmp_path / "three", text).model is not None
    short = recipe(branches=1, steps=5)
    schedule = short.schedule.model_copy(update={"decay_share": 3 / 5})
    train(short.model_copy(update={"schedule": schedule}), out=tmp_path / "one", root=text)
    three, one = weights(tmp_path / "three" / "model"), weights(tmp_path / "one" / "model")
    assert all(three[name].equal(one[name]) for name in one)


def test_a_lost_trunk_is_named(text: Path, tmp_path: Path) -> None:
    stopped_after(4, tmp_path, text)
    (tmp_path / "trunk.pt").unlink()
    with pytest.raises(TrainingError, match=r"trunk.pt: not found"):
        train(recipe(), out=tmp_path, root=text)


def test_a_kill_right_behind_a_new_trunk_resumes_on_that_trunk(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No checkpoint is due in the whole run: what is there when the second branch begins must
    belong together.
    """
    whole = train(recipe(), out=tmp_path / "whole", root=text)
    assert whole.finished

    class Killed(BaseException):
        pass

    def watch(progress: Progress) -> None:
        if progress.step == 2 + 3 + 2 + 1:
            monkeypatch.setattr("bilingual.train.loop.save_state", lambda *_: None)
            raise Killed

    with monkeypatch.context(), pytest.raises(Killed):
        train(recipe(), out=tmp_path / "killed", root=text, progress=watch)
    monkeypatch.undo()
    train(recipe(), out=tmp_path / "killed", root=text)
    for file in ("losses.tsv", "model/model.safetensors"):
        assert (tmp_path / "killed" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
