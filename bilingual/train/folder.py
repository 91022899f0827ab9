"""The files of a run: the model that is best so far, the loss of every step, the report."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from bilingual.errors import OutputError, TrainingError
from bilingual.train.layout import write_checkpoint
from bilingual.train.network import Network, NetworkConfig
from bilingual.train.recipe import Schedule


def vocabulary_folder(out: Path) -> Path:
    """Where the prepared text lies, and the tokenizer's files with it."""
    return out / "prepared"


@dataclass(frozen=True)
class RunFolder:
    """`model` is whole if it is there; `losses`: step, tab, loss in nats per token, a line."""

    root: Path

    @property
    def model(self) -> Path:
        return self.root / "model"

    @property
    def losses(self) -> Path:
        return self.root / "losses.tsv"

    def write_aside(self, network: Network, weights: Mapping[str, Tensor]) -> Path:
        """A checkpoint that nobody sees yet. Raises OutputError when the disk refuses."""
        aside = self.root / ".candidate"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            write_checkpoint(network, weights, vocabulary_folder(self.root), aside)
        except Exception as error:  # safetensors wraps a full disk in an error of its own
            shutil.rmtree(aside, ignore_errors=True)
            raise disk_error(self.root, error) from error
        return aside

    def keep(self, candidate: Path) -> None:
        """Put a checkpoint in the model's place."""
        old = self.root / ".previous"
        shutil.rmtree(old, ignore_errors=True)
        try:
            if self.model.exists():
                self.model.rename(old)
            candidate.rename(self.model)
        except OSError as error:
            raise disk_error(self.root, error) from error
        shutil.rmtree(old, ignore_errors=True)

    def cut_losses(self, step: int) -> None:
        """Forget the losses after `step`: lost steps are done, and written, again."""
        text = self.losses.read_text(encoding="utf-8") if self.losses.is_file() else ""
        whole = text.rpartition("\n")[0].splitlines()
        kept = [line for line in whole if int(line.partition("\t")[0]) <= step]
        self._write(self.losses, "".join(f"{line}\n" for line in kept))

    def write_report(self, values: Mapping[str, Any]) -> None:
        self._write(self.root / "report.json", json.dumps(values, default=str, indent=2) + "\n")

    def _write(self, file: Path, text: str) -> None:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise disk_error(self.root, error) from error


STATE_FILE = "state.pt"
TRUNK_FILE = "trunk.pt"
_BYTES_PER_WEIGHT = 32  # master, 16-bit copy, gradient, two moments, average, best, one to spare
_BYTES_PER_ACTIVATION = 4


def save_state(folder: Path, state: Mapping[str, Any], name: str = STATE_FILE) -> None:
    """Write beside the old state, flush, then take its place: a kill at any moment leaves one that
    is whole.

    Raises OutputError when the disk is full or refuses; the old state stays.
    """
    aside = folder / f".{name}.part"
    try:
        with aside.open("wb") as stream:
            torch.save(dict(state), stream)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(folder / name)
    except (OSError, RuntimeError) as error:
        aside.unlink(missing_ok=True)
        raise disk_error(folder, error) from error


def disk_error(folder: Path, error: Exception) -> OutputError:
    """A failed write in words; torch reports a full disk as a RuntimeError of its own."""
    full = getattr(error, "errno", None) == errno.ENOSPC or "No space" in str(error)
    reason = "the disk is full" if full else getattr(error, "strerror", None) or str(error)
    return OutputError(
        f"{folder}: cannot be written ({reason})",
        hint=(
            "Free space, then run the same command again: training goes on from the last "
            "checkpoint."
        ),
    )


def load_state(folder: Path, digest: str, name: str = STATE_FILE) -> dict[str, Any] | None:
    """The saved state, None when there is none.

    Raises TrainingError when it is damaged or was made by another recipe or from other text.
    """
    file = folder / name
    if not file.is_file():
        return None
    try:
        state: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
        saved = state["digest"]
    except Exception as error:  # pickle, zip and torch each have their own
        raise TrainingError(
            f"{file}: damaged", hint="Delete it to start again, or bring back a copy."
        ) from error
    if saved != digest:
        raise TrainingError(
            f"{folder}: holds a run of another recipe or other text",
            hint="Choose another output folder, or delete this one to start again.",
        )
    return state


def refuse_too_little_memory(config: NetworkConfig, schedule: Schedule, data_bytes: int) -> None:
    """Raises TrainingError when the run will not fit, before an hour has gone into it."""
    available = available_memory()
    if available is None:
        return
    needed = needed_memory(config, schedule) + data_bytes
    if needed > available:
        raise TrainingError(
            f"training needs about {_gib(needed)} of memory and {_gib(available)} is free",
            hint="Lower schedule.batch_tokens or the shape's sizes, or free memory.",
        )


def needed_memory(config: NetworkConfig, schedule: Schedule) -> int:
    """A generous estimate in bytes of weights, optimiser and one batch's activations."""
    d, layers = config.d_model, config.encoder_layers + config.decoder_layers
    weights = config.vocabulary * d + layers * (8 * d * d + 2 * d * config.feed_forward)
    kept = layers * (16 * d + 2 * config.feed_forward + 3 * config.heads * schedule.max_tokens)
    scores = 4 * 1024 * config.vocabulary
    activations = schedule.batch_tokens * kept + scores
    return weights * _BYTES_PER_WEIGHT + activations * _BYTES_PER_ACTIVATION


def available_memory() -> int | None:
    """Free bytes as Linux counts them; None elsewhere."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"
