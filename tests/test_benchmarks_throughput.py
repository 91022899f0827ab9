"""The benchmark of speed runs to its end in its short form, and its figures agree; how fast
anything is, is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tests" / "benchmarks" / "throughput.py"
ARTICLES, SAMPLE = 1, 4


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What the short form prints and writes, with a model that takes no time."""
    file = tmp_path_factory.mktemp("throughput") / "found.json"
    command = [sys.executable, SCRIPT, "--quick", "--shape", "tiny", "--json", file]
    sizes = ["--articles", str(ARTICLES), "--sample", str(SAMPLE), "--threads", "2"]
    ran = subprocess.run([*command, *sizes], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout, json.loads(file.read_text(encoding="utf-8"))


def test_ratios_come_first(done: tuple[str, dict[str, Any]]) -> None:
    printed, found = done
    lines = printed.splitlines()
    assert lines[0].startswith("Ratios")
    for line, ratio in zip(lines[1:], found["ratios"].values(), strict=False):
        assert float(line.split()[0]) == pytest.approx(ratio["ratio"], abs=0.001)
    assert "WARNING" not in printed


def test_numbers_are_positive_and_counts_agree(done: tuple[str, dict[str, Any]]) -> None:
    _, found = done
    contenders = found["contenders"]
    whole = {name: one for name, one in contenders.items() if "transformers" not in name}
    sampled = [one for name, one in contenders.items() if "transformers" in name]
    for one in (*found["ratios"].values(), *contenders.values()):
        values = {name: value for name, value in one.items() if name != "articles"}
        assert all(value > 0 for value in values.values() if isinstance(value, float | int))
        assert all(speed > 0 for speed in one.get("rounds", ()))
    sentences, words = ({one[n] for one in whole.values()} for n in ("sentences", "words"))
    assert len(sentences) == len(words) == 1
    assert {one["articles"] for one in whole.values()} == {ARTICLES}
    assert [one["sentences"] for one in sampled] == [SAMPLE, SAMPLE]
    assert found["ratios"]["pipeline_to_ctranslate2"]["sentences"] == [*sentences, *sentences]
    assert found["ratios"]["pipeline_to_transformers_one_by_one"]["sentences"] == [
        *sentences,
        SAMPLE,
    ]


def test_all_do_the_same_work(done: tuple[str, dict[str, Any]]) -> None:
    """The random model says as many pieces of every text, which are no fault, and nothing is asked
    again."""
    checked = done[1]["checked"]
    assert checked["pieces_said"] == [28]
    assert checked["compared"] == SAMPLE
    assert checked["same_in_both_engines"] >= SAMPLE - 1
    assert checked["faults"] == 0
    assert checked["asked_again"]["pipeline"] == 0
