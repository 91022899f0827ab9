"""Stops `memory correct` and `memory import` in the middle of their work, by SIGKILL and by a disk
that is full, and looks at what they leave.

    python tests/kill_memory.py [--moments 30] [--seed 1] [--every 4096]

Each run is a process of its own. Half of the moments are steps, drawn over all that an undisturbed
run does (operations on files, and every tenth instruction of SQLite); the other half are points in
time, which also fall into a write. Afterwards the memory must be whole and either as before or
complete; what was confirmed must be there, in the one file without its log; and the same command
must come to its end. A full disk is a limit on the size of files, raised by `--every` bytes up to
what is needed. Prints a line of JSON for each command; exit code 1 when something was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bilingual.cli import app
from bilingual.errors import BilingualError
from bilingual.memory import database
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory

FILE_OPERATIONS = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect")
MANY = 1_200
Pairs = dict[str, str]
OLD: Pairs = {f"La phrase {n} est prête.": f"Sentence {n} is old." for n in range(MANY)}
COMMANDS: dict[str, tuple[Pairs, Pairs]] = {  # what is there before, what is given
    "correct": (OLD, {"La phrase 7 est prête.": "Sentence 7 is new."}),
    "correct the first": ({}, {"La phrase 7 est prête.": "Sentence 7 is new."}),
    "import": (OLD, {french: english.replace("old", "new") for french, english in OLD.items()}),
}


class Try:
    """One folder with a memory, and one command on it."""

    def __init__(self, root: Path, name: str) -> None:
        self.before, self.given = COMMANDS[name]
        self.file, self.table = root / "m.sqlite", root / "given.tsv"
        root.mkdir()
        if self.before:
            with Memory(self.file) as memory:
                memory.correct(Correction(*pair) for pair in self.before.items())
        self.table.write_text("".join(f"{f}\t{e}\n" for f, e in self.given.items()))
        self.command = ["memory", "import", str(self.table)]
        if name.startswith("correct"):
            ((french, english),) = self.given.items()
            self.command = ["memory", "correct", "--french", french, english]
        self.command += ["--memory", str(self.file)]

    def start(self, prepare: Callable[[], Any]) -> tuple[int, int]:
        """(process, the reading end of what it says)"""
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(tell, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
            os._exit(self._run(prepare))
        os.close(tell)
        return child, told

    def _run(self, prepare: Callable[[], Any]) -> int:
        try:
            count = prepare()
            app(self.command, standalone_mode=False)
            print(f"steps {count() if count else 0}")
        except BilingualError as error:
            return error.exit_code
        except BaseException:
            return 99
        return 0

    def end(self, child: int, told: int) -> tuple[int, str]:
        with os.fdopen(told) as pipe:
            said = pipe.read()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said

    def found(self, file: Path | None = None) -> Pairs:
        with Memory(file or self.file, create=False) as memory:
            assert memory.is_whole()
            return {each.french: each.english for each in memory.all_corrections()}

    def wrong(self, said: str) -> list[str]:
        """What is not as it must be, and what is not after the command is given again."""
        after = self.before | self.given
        confirmed = "after:" in said or " new, " in said
        found = self.found() if self.file.exists() else {}
        faults = []
        if found not in (self.before, after) or (confirmed and found != after):
            faults.append("the memory is neither old nor new")
        if confirmed and self._alone() != after:
            faults.append("the one file lacks what was confirmed")
        code, _ = self.end(*self.start(lambda: None))
        if code or self.found() != after:
            faults.append(f"given again: {code}")
        return faults

    def _alone(self) -> Pairs:
        copy = self.file.with_name("copy.sqlite")
        copy.write_bytes(self.file.read_bytes())
        return self.found(copy)


def counted(kill_at: int) -> Callable[[], int]:
    """Counts steps, and is gone before number `kill_at`."""
    done = 0

    def step() -> int:
        nonlocal done
        done += 1
        if done == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def hook(event: str, _: object) -> None:
        if event in FILE_OPERATIONS:
            step()

    def connected(file: Path | str) -> sqlite3.Connection:
        base = connect(file)
        base.set_progress_handler(step, 10)
        return base

    connect, database._connected = database._connected, connected
    sys.addaudithook(hook)
    return lambda: done


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def try_command(root: Path, name: str, moments: int, seed: int) -> dict[str, Any]:
    whole = Try(root / "whole", name)
    begun = time.monotonic()
    code, said = whole.end(*whole.start(lambda: counted(0)))
    lasts, steps = time.monotonic() - begun, int(said.rpartition("steps ")[2])
    assert code == 0
    draw = random.Random(seed)
    faults: list[Any] = []
    killed = 0
    at_steps = draw.sample(range(1, steps + 1), min(steps, moments - moments // 2))
    for place in [*at_steps, *(draw.uniform(0, lasts) for _ in range(moments // 2))]:
        one = Try(root / f"{place}", name)
        at = place if isinstance(place, int) else 0
        child, told = one.start(lambda at=at: counted(at))
        if not at:
            time.sleep(place)
            os.kill(child, signal.SIGKILL)
        code, said = one.end(child, told)
        killed += code == -signal.SIGKILL
        if wrong := one.wrong(said):
            faults.append({"at": place, "ended": code, "wrong": wrong})
    return {"command": name, "moments": moments, "killed": killed, "steps": steps, "wrong": faults}


def try_full_disk(root: Path, name: str, every: int) -> dict[str, Any]:
    refused, size, faults = 0, 0, list[Any]()
    while True:
        one = Try(root / f"full {size}", name)
        code, said = one.end(*one.start(lambda size=size: limited(size)))
        refused += code == 2
        wrong = [f"ended with {code}"] if code not in (0, 2) else one.wrong(said)
        if wrong:
            faults.append({"size": size, "wrong": wrong})
        if code == 0 or faults:
            return {"command": name, "full disk": refused, "wrong": faults}
        size += every


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(".")[0])
    parser.add_argument("--moments", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=4096)
    args = parser.parse_args()
    lost = 0
    for name in COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            for result in (
                try_command(Path(folder), name, args.moments, args.seed),
                try_full_disk(Path(folder), name, args.every),
            ):
                print(json.dumps(result), flush=True)
                lost += len(result["wrong"])
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
