"""Packages of npm that tests use, where they are installed: `npm install --prefix tests/node`, or
another folder.

BILINGUAL_NODE_MODULES names that other folder: one that holds `node_modules`, or the `node_modules`
itself.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

VARIABLE = "BILINGUAL_NODE_MODULES"
HERE = Path(__file__).resolve().parent / "node"


def node() -> str:
    """The node executable; without one the test is skipped."""
    executable = shutil.which("node")
    if executable is None:
        pytest.skip("node is not on the PATH")
    return executable


def node_package(name: str) -> Path:
    """The folder of an installed package, such as "axe-core"; where it is not installed the test is
    skipped."""
    folder = Path(os.environ.get(VARIABLE) or HERE)
    for modules in (folder / "node_modules", folder):
        if (modules / name / "package.json").is_file():
            return modules / name
    pytest.skip(f"{name} is not installed: npm install --prefix tests/node, or set {VARIABLE}")
