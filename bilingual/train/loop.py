"""The run itself: one step after the other, saved on the way, the best weights kept in a form that
translates.

Two things make a stopped run go on as if nothing had happened: nothing in a step is random but the
order of the batches, and that follows from a place that is saved with the weights.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from bilingual.errors import MissingExtra, TrainingError
from bilingual.train.alignment import Lexicon
from bilingual.train.batches import Batches, Encoded, Index, Place
from bilingual.train.beginning import provide_beginning
from bilingual.train.folder import (
    TRUNK_FILE,
    RunFolder,
    disk_error,
    load_state,
    refuse_too_little_memory,
    save_state,
    vocabulary_folder,
)
from bilingual.train.gradients import Gradients
from bilingual.train.layout import Encoder, config_for, read_checkpoint
from bilingual.train.network import Network
from bilingual.train.optimiser import (
    Average,
    Optimiser,
    all_steps,
    ends_branch,
    joined,
    moment,
    on_first_trunk,
    rate_factor,
)
from bilingual.train.parent import write_as_checkpoint
from bilingual.train.prepare import prepare, provide_lexicon
from bilingual.train.recipe import Recipe
from bilingual.train.validate import (
    DevelopmentSet,
    Progress,
    Quality,
    TrainReport,
    measure,
    read_development_set,
)

_MOST_SKIPPED = 20  # steps in a row without a finite gradient: it will not recover


def train(
    recipe: Recipe,
    *,
    out: Path,
    root: Path = Path(),
    init: Path | None = None,
    device: str = "auto",
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> TrainReport:
    """Train by `recipe` into the folder `out`, or go on with the run that is there.

    `root` is where the recipe's paths start, `init` a checkpoint in Hugging Face layout or a file
    of Marian to go on from (its vocabulary and sizes are kept; `init_share` of its weights is mixed
    into every model that is written), `should_stop` is asked between steps. The best model so far
    is always in out/model.

    Raises TrainingError, OutputError, ModelDamaged (for `init`) and MissingExtra.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(out, error) from error
    if recipe.parent is not None and init is not None:
        raise TrainingError(
            f"{init} is one beginning and the recipe's parent another",
            hint="Leave out --init, or the recipe's [parent].",
        )
    if recipe.schedule.init_share and init is None:
        raise TrainingError(
            "schedule.init_share mixes in a checkpoint that the run goes on from, and there "
            "is none",
            hint="Give --init, or leave init_share out.",
        )
    if init is not None and init.is_file():
        init = _as_checkpoint(init, out)
    data, digest = prepare(recipe, root, out, init)
    if recipe.parent is not None:
        init = provide_beginning(recipe.parent, root, out, data, recipe.schedule.seed)
    network = _network(recipe, init, out)
    refuse_too_little_memory(network.config, recipe.schedule, data.nbytes)
    development = read_development_set(recipe.validation, root) if recipe.validation else None
    lexicon = None
    if recipe.schedule.guidance > 0:
        lexicon = provide_lexicon(out, data, network.config.vocabulary, recipe.schedule.seed)
    run = _Run(recipe, out, network.to(_device(device)), data, digest, development, lexicon)
    try:
        return run.go(progress or (lambda _: None), should_stop or (lambda: False))
    except MemoryError as error:
        raise _no_memory() from error
    except RuntimeError as error:
        if "memory" in str(error).lower():
            raise _no_memory() from error
        raise


def _no_memory() -> TrainingError:
    return TrainingError(
        "training ran out of memory",
        hint=(
            "Lower schedule.batch_tokens; the run goes on from its last checkpoint only "
            "with the old value."
        ),
    )


def _device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise MissingExtra(
            "this torch sees no GPU", hint="Use device 'cpu', or install torch with CUDA."
        )
    return torch.device(name)


def _as_checkpoint(file: Path, out: Path) -> Path:
    """The same bytes every time, so that a run goes on."""
    folder = out / "init"
    try:
        write_as_checkpoint(file, folder)
    except OSError as error:
        raise disk_error(out, error) from error
    return folder


def _network(recipe: Recipe, init: Path | None, out: Path) -> Network:
    if init is not None:
        return read_checkpoint(init)
    size = Encoder(vocabulary_folder(out)).size
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.schedule.seed)
        return Network(config_for(recipe.shape, size))


class _Run:
    """One run in one folder; all that changes between steps is in `_state`."""

    def __init__(
        self,
        recipe: Recipe,
        out: Path,
        network: Network,
        data: Encoded,
        digest: str,
        development: DevelopmentSet | None,
        lexicon: Lexicon | None,
    ) -> None:
        self._recipe, self._schedule = recipe, recipe.schedule
        self._folder, self._digest = RunFolder(out), digest
        self._network, self._data, self._development = network, data, development
        self._gradients = Gradients(network, data, self._schedule, lexicon)
        self._device = network.shared.weight.device
        parameters = network.named_parameters() if self._schedule.init_share else ()
        self._init = {name: parameter.detach().clone() for name, parameter in parameters}
        self._optimiser = Optimiser(network, self._schedule)
        self._average = Average(network, self._schedule.average_steps)
        self._step = self._tokens = self._skipped = 0
        self._loss = float("nan")
        self._best: Quality | None = None
        self._mean: dict[str, torch.Tensor] | None = None
        self._steps = all_steps(self._schedule)
        self._batches = self._batches_from(self._resume())

    def _batches_from(self, place: Place | None) -> Batches:
        return Batches(self._data, self._schedule, self._weights, place)

    def _weights(self, finishing: bool) -> dict[str, float]:
        names = self._data.label_names
        return {name: self._recipe.weight(name, finishing=finishing) for name in names}

    def go(self, tell: Callable[[Progress], None], stop: Callable[[], bool]) -> TrainReport:
        began, first, saved = time.monotonic(), self._step, time.monotonic()
        tokens_before = self._tokens
        with self._folder.losses.open("a", encoding="utf-8") as losses:
            while self._step < self._steps:
                if stop():
                    break
                quality = self._one_step()
                losses.write(f"{self._step}\t{self._loss:.6f}\n")
                seconds = max(time.monotonic() - began, 1e-9)
                tell(self._progress(seconds, self._step - first, tokens_before, quality))
                if time.monotonic() - saved >= self._schedule.checkpoint_seconds:
                    self._save(losses.flush)
                    saved = time.monotonic()
        self._save(lambda: None)
        if self._step == self._steps:
            (self._folder.root / TRUNK_FILE).unlink(missing_ok=True)
        return self._report()

    def _progress(
        self, seconds: float, done: int, tokens_before: int, quality: Quality | None
    ) -> Progress:
        return Progress(
            step=self._step,
            steps=self._steps,
            target_tokens=self._tokens,
            loss=self._loss,
            tokens_per_second=(self._tokens - tokens_before) / seconds,
            seconds_left=seconds / done * (self._steps - self._step),
            quality=quality,
        )

    def _one_step(self) -> Quality | None:
        """One update, and what belongs to it; what was measured, if anything was."""
        at = moment(self._step, self._schedule)
        if at.leaves_trunk and at.branch < self._schedule.branches:
            # First the state: one that was older than the trunk would end its branch on the wrong
            # trunk.
            save_state(self._folder.root, self._state())
            save_state(self._folder.root, self._trunk(), TRUNK_FILE)
        self._update(self._batches.next(finishing=not at.on_trunk), rate_factor(at, self._schedule))
        ends = ends_branch(self._step, self._schedule)
        self._step += 1
        if ends:
            return self._end_branch(at.branch)
        validation = self._recipe.validation
        if validation is not None and self._step % validation.every == 0:
            return self._deliver(self._average.weights)
        return None

    def _end_branch(self, branch: int) -> Quality | None:
        self._mean = joined(self._mean, branch, self._average.weights)
        quality = self._deliver(self._mean)
        if branch < self._schedule.branches:
            trunk = load_state(self._folder.root, self._digest, TRUNK_FILE)
            if trunk is None:
                raise TrainingError(
                    f"{self._folder.root / TRUNK_FILE}: not found",
                    hint="It was there when the branch began: bring it back, or start again.",
                )
            self._batches = self._batches_from(self._take_up(trunk))
        return quality

    def _update(self, rows: Index, factor: float) -> None:
        self._loss, tokens = self._gradients.provide(rows, self._step)
        if self._optimiser.step(factor):
            self._skipped = 0
        else:
            self._count_skipped()
        self._average.update(self._network)
        self._tokens += tokens

    def _count_skipped(self) -> None:
        self._skipped += 1
        if self._skipped >= _MOST_SKIPPED:
            raise TrainingError(
                f"the loss is no longer a number since step {self._step - _MOST_SKIPPED + 2}",
                hint=(
                    "Halve schedule.learning_rate and schedule.matrix_learning_rate and "
                    "start again."
                ),
            )

    def _deliver(self, weights: Mapping[str, torch.Tensor]) -> Quality | None:
        """Put these weights into out/model, unless earlier ones scored better."""
        candidate = self._folder.write_aside(self._network, self._mixed(weights))
        if self._development is None:
            self._folder.keep(candidate)
            return None
        quality = measure(candidate, self._development, self._folder.root / ".measure")
        if self._best is None or quality.chrf >= self._best.chrf:
            self._best = quality
            self._folder.keep(candidate)
        else:
            shutil.rmtree(candidate)
        return quality

    def _mixed(self, weights: Mapping[str, torch.Tensor]) -> Mapping[str, torch.Tensor]:
        """The mean with the checkpoint that the run went on from: what both get wrong differs, and
        less is forgotten.

        After Wortsman et al. 2022, Robust fine-tuning of zero-shot models.
        """
        share = self._schedule.init_share
        if not share:
            return weights
        return {name: each.lerp(self._init[name], share) for name, each in weights.items()}

    def _save(self, flush: Callable[[], None]) -> None:
        try:
            flush()
        except OSError as error:
            raise disk_error(self._folder.root, error) from error
        save_state(self._folder.root, self._state())

    def _state(self) -> dict[str, Any]:
        return {
            **self._trunk(),
            "step": self._step,
            "steps": self._schedule.steps,
            "tokens": self._tokens,
            "loss": self._loss,
            "skipped": self._skipped,
            "best": asdict(self._best) if self._best else None,
            "mean": self._mean,
        }

    def _trunk(self) -> dict[str, Any]:
        """The state that a later branch of the run continues from."""
        return {
            "digest": self._digest,
            "place": self._batches.place.as_dict(),
            "weights": self._network.state_dict(),
            "average": self._average.weights,
            "average_count": self._average.count,
            "optimiser": self._optimiser.state(),
        }

    def _resume(self) -> Place | None:
        state = load_state(self._folder.root, self._digest)
        self._folder.cut_losses(state["step"] if state else 0)
        if state is None:
            return None
        self._refuse_another_end(state)
        self._step, self._tokens = state["step"], state["tokens"]
        self._loss, self._skipped = state["loss"], state["skipped"]
        self._best = Quality(**state["best"]) if state["best"] else None
        self._mean = state["mean"] and self._on_device(state["mean"])
        return self._take_up(state)

    def _refuse_another_end(self, state: dict[str, Any]) -> None:
        """How long a run is may change as long as it is on its first trunk, and no longer."""
        before = self._schedule.model_copy(
            update={"steps": state.get("steps", self._schedule.steps)}
        )
        if before.steps != self._schedule.steps and not (
            on_first_trunk(state["step"], before) and on_first_trunk(state["step"], self._schedule)
        ):
            raise TrainingError(
                f"{self._folder.root}: its learning rate has begun to fall; the run cannot be of "
                f"{self._schedule.steps:,} steps instead of {before.steps:,} any more",
                hint="Give the steps it was begun with, or choose another output folder.",
            )

    def _take_up(self, state: dict[str, Any]) -> Place:
        self._network.load_state_dict(state["weights"])
        self._average.weights = self._on_device(state["average"])
        self._average.count = state["average_count"]
        self._optimiser.load(state["optimiser"])
        return Place(**state["place"])

    def _on_device(self, weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: weight.to(self._device) for name, weight in weights.items()}

    def _report(self) -> TrainReport:
        report = TrainReport(
            model=self._folder.model if self._folder.model.is_dir() else None,
            steps=self._step,
            finished=self._step == self._steps,
            target_tokens=self._tokens,
            loss=self._loss,
            best=self._best,
            pairs=len(self._data.labels),
        )
        self._folder.write_report(asdict(report))
        return report
