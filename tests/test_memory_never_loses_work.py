"""The short form of kill_memory.py: stopped anywhere, a memory is old or new, and what was
confirmed is there.

More moments by hand: python tests/kill_memory.py --moments 30
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_a_memory_that_is_stopped_anywhere_loses_nothing() -> None:
    command = [sys.executable, HERE / "kill_memory.py", "--moments", "4", "--every", "16384"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["wrong"] for result in results] == [[]] * 6, done.stderr
    assert sum(result.get("killed", 0) for result in results) >= 6
    assert all(result["full disk"] > 0 for result in results if "full disk" in result)
    assert done.returncode == 0
