"""Formatter, linter and type checker are part of the test command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cases import each

ROOT = Path(__file__).resolve().parent.parent


@each(
    "command",
    [("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",)],
)
def test_is_clean(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
