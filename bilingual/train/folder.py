"""The files of a run: the model that is best so far, the loss of every step, the report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from bilingual.train.layout import write_checkpoint
from bilingual.train.network import Network
from bilingual.train.prepare import vocabulary_folder
from bilingual.train.state import disk_error


@dataclass(frozen=True)
class RunFolder:
    """`model` is whole whenever it is there; `losses` has a line per step: step, tab, loss in nats per token."""

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
        """Forget the losses after `step`: steps that were lost with the process are done, and written, again."""
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
