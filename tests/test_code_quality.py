"""Formatter, linter and type checker are part of the test command."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from cases import each
from test_docs import five_lines

ROOT = Path(__file__).resolve().parent.parent


def assert_is_clean(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@each("command", [("format", "--check"), ("check",)])
def test_ruff_is_content(command: tuple[str, ...]) -> None:
    assert_is_clean("ruff", *command, ".")


def test_the_package_and_the_five_lines_pass_a_strict_type_checker(tmp_path: Path) -> None:
    """One run of mypy for both, which takes a minute where it has no cache."""
    five = tmp_path / "five.py"
    five.write_text(five_lines(), encoding="utf-8")
    assert_is_clean("mypy", "bilingual", str(five))


def test_a_readers_own_strict_check_sees_no_less_than_ours() -> None:
    """Nothing is set but strictness and libraries without types, which say nothing in an installed
    package: what `mypy --strict` would tell a reader of the five lines is told here."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    for override in settings.pop("overrides"):
        assert set(override) == {"module", "ignore_missing_imports"}
        assert not any(name.startswith(("bilingual", "*", "five")) for name in override["module"])
    assert settings == {"strict": True, "files": ["bilingual"]}
