"""A whole run on a made-up language: it learns, goes on to the step after a kill, and fails in
plain words.
"""

from __future__ import annotations

import errno
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from train_language import pairs, train, weights, write_pair

from bilingual.engines import open_engine
from bilingual.errors import ModelDamaged, OutputError, TrainingError, UsageError
from bilingual.settings import Settings
from bilingual.train import Recipe, run_from_options
from bilingual.train.recipe import check_recipe

if TYPE_CHECKING:
    from bilingual.train import Progress, TrainReport

SHAPE = {
    "d_model": 32,
    "heads": 2,
    "feed_forward": 64,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "vocabulary": 120,
}
SCHEDULE = {
    "batch_tokens": 400,
    "pool": 200,
    "warmup_steps": 10,
    "learning_rate": 1e-2,
    "matrix_learning_rate": 1e-2,
    "average_steps": 20,
    "max_tokens": 40,
}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    write_pair(folder, "train", pairs(600))
    write_pair(folder, "dev", pairs(20, seed=2))
    return folder


def recipe(steps: int, *, validate: int = 0, **schedule: Any) -> Recipe:
    values: dict[str, Any] = {
        "corpus": [{"french": "train.fr", "english": "train.en"}],
        "shape": SHAPE,
        "schedule": {**SCHEDULE, "steps": steps, **schedule},
    }
    if validate:
        values["validation"] = {
            "french": "dev.fr",
            "english": "dev.en",
            "every": validate,
            "beam": 2,
        }
    return check_recipe(values, "test")


def losses(out: Path) -> list[str]:
    return (out / "losses.tsv").read_text().splitlines()


@pytest.fixture(scope="module")
def trained(text: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainReport, Path]:
    out = tmp_path_factory.mktemp("run")
    return train(recipe(200, validate=100), out=out, root=text), out


def test_it_learns_the_language(trained: tuple[TrainReport, Path]) -> None:
    report, out = trained
    assert report.finished
    assert report.best is not None
    assert report.best.n == 20
    assert report.best.bleu > 80
    assert "version:" in report.best.bleu_signature
    assert report.model == out / "model"


def test_both_engines_read_what_was_trained(
    trained: tuple[TrainReport, Path], tmp_path: Path
) -> None:
    from bilingual.models import convert

    model = trained[0].model
    assert model is not None
    convert(model, tmp_path / "ct2", "float32")
    french = [pair[0] for pair in pairs(5, seed=3)]
    # Left to itself CTranslate2 rounds to 8 bits, which a model of this size does not survive.
    exact = Settings(compute_type="float32")
    slow = open_engine("transformers", model, exact).translate(french)
    fast = open_engine("ctranslate2", tmp_path / "ct2", exact).translate(french)
    for one, other in zip(slow, fast, strict=True):
        assert one.text == other.text
        assert one.score == pytest.approx(other.score, abs=1e-3)


def test_fine_tuning_starts_where_the_model_was(
    trained: tuple[TrainReport, Path], text: Path, tmp_path: Path
) -> None:
    seen: list[Progress] = []
    report = run_from_options(
        tmp_path / "tuned",
        french=text / "train.fr",
        english=text / "train.en",
        init=trained[0].model,
        steps=3,
        progress=seen.append,
    )
    assert report.finished
    assert report.model is not None
    last_loss = float(losses(trained[1])[-1].split("\t")[1])
    assert seen[0].loss < last_loss + 0.3
    assert [p.step for p in seen] == [1, 2, 3]
    assert seen[-1].seconds_left == 0


def test_what_it_went_on_from_is_mixed_into_the_model(
    trained: tuple[TrainReport, Path], text: Path, tmp_path: Path
) -> None:
    import torch

    before = trained[0].model
    assert before is not None
    plain = train(recipe(3), out=tmp_path / "plain", root=text, init=before)
    mixed = train(recipe(3, init_share=0.6), out=tmp_path / "mixed", root=text, init=before)
    assert losses(tmp_path / "plain") == losses(tmp_path / "mixed")
    assert plain.model is not None
    assert mixed.model is not None
    old, alone, new = (weights(folder) for folder in (before, plain.model, mixed.model))
    for name, tensor in new.items():
        expected = 0.6 * old[name].float() + 0.4 * alone[name].float()
        torch.testing.assert_close(tensor.float(), expected, atol=2e-3, rtol=2e-3)


def test_nothing_can_be_mixed_in_where_there_was_nothing(text: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="init_share"):
        train(recipe(3, init_share=0.6), out=tmp_path / "run", root=text)


def test_a_stopped_run_goes_on_with_the_same_losses(text: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    train(recipe(12), out=whole, root=text)
    done: list[int] = []
    first = train(
        recipe(12),
        out=parts,
        root=text,
        progress=lambda p: done.append(p.step),
        should_stop=lambda: len(done) == 5,
    )
    assert not first.finished
    assert train(recipe(12), out=parts, root=text).finished
    assert losses(parts) == losses(whole)


# Each run in a process of its own, forked from one that has loaded torch, which takes seconds. In
# the process of the tests torch may have another number of threads by now, and add otherwise.
KILLED_RUNS = """
import os, signal, sys
from pathlib import Path
import bilingual.train.loop
from bilingual.train import Recipe, train

recipe, out, root = Recipe.model_validate_json(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])

def run(name, end):
    def watch(progress):
        if progress.step == end:
            os.kill(os.getpid(), signal.SIGKILL)
    train(recipe, out=out / name, root=root, progress=watch)

for name, end in (("whole", 0), ("killed", 11), ("killed", 0)):
    child = os.fork()
    if not child:
        run(name, end)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_sigkill_in_the_middle_loses_nothing_but_time(text: Path, tmp_path: Path) -> None:
    values = recipe(25, checkpoint_seconds=0).model_dump_json()
    command = [sys.executable, "-c", KILLED_RUNS, values, str(tmp_path), str(text)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert ended == ["0", str(-signal.SIGKILL.value), "0"]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert losses(killed) == losses(whole)
    assert [path.name for path in killed.iterdir() if path.name.startswith(".")] == []


def test_a_finished_run_is_not_done_again(trained: tuple[TrainReport, Path], text: Path) -> None:
    report, out = trained
    again = train(recipe(200, validate=100), out=out, root=text)
    assert again == report


def test_a_folder_of_another_recipe_is_refused(text: Path, tmp_path: Path) -> None:
    train(recipe(1), out=tmp_path, root=text)
    with pytest.raises(TrainingError, match="another recipe or other text"):
        train(recipe(1, seed=2), out=tmp_path, root=text)


def test_a_run_may_be_made_longer_while_its_rate_stays_up(text: Path, tmp_path: Path) -> None:
    train(recipe(20, decay_share=0.5), out=tmp_path, root=text, should_stop=after(3))
    longer = train(recipe(6, decay_share=0.5), out=tmp_path, root=text)
    assert longer.finished
    assert longer.steps == 6
    with pytest.raises(TrainingError, match="rate has begun to fall"):
        train(recipe(20, decay_share=0.5), out=tmp_path, root=text)


def after(steps: int) -> Callable[[], bool]:
    """Says that it is time to stop when it has been asked that often."""
    asked = itertools.count()
    return lambda: next(asked) >= steps


def test_a_damaged_checkpoint_is_named(text: Path, tmp_path: Path) -> None:
    train(recipe(1), out=tmp_path, root=text)
    (tmp_path / "state.pt").write_bytes(b"PK nothing")
    with pytest.raises(TrainingError, match=r"state.pt: damaged"):
        train(recipe(1), out=tmp_path, root=text)


def test_a_full_disk_keeps_the_last_checkpoint(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    train(recipe(2), out=tmp_path, root=text, should_stop=lambda: True)
    before = (tmp_path / "state.pt").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OutputError, match="the disk is full") as caught:
        train(recipe(2), out=tmp_path, root=text)
    assert "goes on from the last checkpoint" in caught.value.hint
    assert (tmp_path / "state.pt").read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_too_little_memory_is_said_before_the_first_step(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilingual.train import folder

    monkeypatch.setattr(folder, "available_memory", lambda: 1000)
    with pytest.raises(TrainingError, match=r"needs about .* GiB of memory and 0.0 GiB is free"):
        train(recipe(1), out=tmp_path, root=text)


def test_an_output_folder_that_cannot_be_made(text: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        train(recipe(1), out=tmp_path / "file" / "run", root=text)


def test_a_loss_that_is_no_number_stops_the_run(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilingual.train.optimiser import Optimiser

    monkeypatch.setattr(Optimiser, "step", lambda *_: False)
    with pytest.raises(TrainingError, match="no longer a number since step 1") as caught:
        train(recipe(50), out=tmp_path, root=text)
    assert "Halve" in caught.value.hint


def test_an_init_that_is_no_model(text: Path, tmp_path: Path) -> None:
    (tmp_path / "init").mkdir()
    for name in ("config.json", "model.safetensors", "source.spm"):
        (tmp_path / "init" / name).write_text("{}")
    with pytest.raises(ModelDamaged):
        train(recipe(1), out=tmp_path / "run", root=text, init=tmp_path / "init")


def test_options_that_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one of the two"):
        run_from_options(tmp_path)
    with pytest.raises(UsageError, match="a development set is two files"):
        run_from_options(tmp_path, tsv=tmp_path / "a.tsv", dev_french=tmp_path / "a")
