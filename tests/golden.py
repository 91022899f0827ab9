"""Golden files: what a page said when somebody last looked at it and found it good.

BILINGUAL_UPDATE_GOLDENS=1 writes them anew; the test still fails then, so that nobody takes writing
for passing: look at the difference, commit it, and run again.
"""

from __future__ import annotations

import os
from pathlib import Path

GOLDENS = Path(__file__).resolve().parent / "goldens"
SWITCH = "BILINGUAL_UPDATE_GOLDENS"


def check_golden(name: str, text: str) -> None:
    path = GOLDENS / name
    expected = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text == expected:
        return
    if os.environ.get(SWITCH):
        path.write_text(text, encoding="utf-8", newline="\n")
        raise AssertionError(f"{name} was written anew: look at the difference and run again")
    assert text == expected, f"{name} differs; if the new text is right, run with {SWITCH}=1"
