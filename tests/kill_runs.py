"""Kills commands in the middle of their work and looks at what they leave.

    python tests/kill_runs.py brief newsletter [--moments 30] [--seed 1] [--articles 6]

Each run is a process of its own that sends itself SIGKILL before its N-th operation on a file
(open, rename, remove, commit of the manifest), the N spread over all that an undisturbed run does.
After the kill every file that can be seen must be whole, and an issue the old one or the new one.
Then the run is started again, and once more to say that nothing is left to do; every file must have
the bytes of a folder that was never disturbed. Half of the newsletters replace an issue that is
there. Prints one line of JSON for each command; exit code 1 when something was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bilingual.errors import BilingualError
from bilingual.folder.briefs import read_brief
from bilingual.folder.held import STATE
from bilingual.folder.manifest import Manifest
from bilingual.newsletter import make_issue
from bilingual.pipeline.many import run
from bilingual.settings import Settings

OPERATIONS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect")
OURS = {"folder.json", "manifest.sqlite"}
PARAGRAPH = (
    "Le conseil de Valmont a voté lundi un budget de {n} millions d'euros pour le port.\n\n"
    "« Nous attendions ce vote depuis {n} ans », a déclaré la maire. Les travaux "
    "commenceront en mars.\n\n"
)


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir()
    for n in range(count):
        text = "".join(PARAGRAPH.format(n=n * 7 + k + 2) for k in range(4))
        (folder / f"article-{n:02}.txt").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """A command that writes to a folder, which is `before` when it starts; `damaged` names what is
    not whole there."""

    act: Callable[[Path], object]
    before: Path | None
    damaged: Callable[[Path], list[str]]

    def begin(self, out: Path) -> None:
        if self.before is not None:
            shutil.copytree(self.before, out)


def brief_case(root: Path, articles: int) -> list[Case]:
    write_articles(root / "in", articles)

    def brief(out: Path) -> None:
        # A memory of its own: in one for all, the first run alone would do what makes it.
        run([root / "in"], out, Settings(engine="echo", memory=f"{out}.sqlite"))

    return [Case(brief, None, damaged)]


def newsletter_cases(root: Path, articles: int) -> list[Case]:
    write_articles(root / "in", articles)
    run([root / "in"], root / "briefs", Settings(engine="echo", memory="off"))
    wish = root / "edition.toml"

    def issue(out: Path) -> None:
        make_issue([root / "briefs"], out, edition_file=wish, today="2025-01-21")

    wish.write_text('introduction = "Old."', encoding="utf-8")
    issue(root / "old")
    wish.write_text('introduction = "New."', encoding="utf-8")
    issue(root / "new")
    whole = [{}, content(root / "old"), content(root / "new")]

    def broken(out: Path) -> list[str]:
        now = content(out)
        if now in whole or (out / STATE / "ready").is_dir():  # all is there, and the next completes
            return []
        return sorted(now)

    return [Case(issue, None, broken), Case(issue, root / "old", broken)]


CASES = {"brief": brief_case, "newsletter": newsletter_cases}


def in_child(act: Callable[[], object], *, kill_at: int = 0) -> tuple[int, int]:
    """Do it in a forked process. (how it ended: 0, or minus the signal; how many file operations it
    did, if it could say)"""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        code = 1
        try:
            count = watched(kill_at)
            act()
            os.write(tell, str(count()).encode())
            code = 0
        except BilingualError as error:
            print(error.message, file=sys.stderr)
        finally:
            os._exit(code)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        counted = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(counted or 0)


def watched(kill_at: int) -> Any:
    """Counts operations on files, and is gone before number `kill_at`."""
    done = 0

    def hook(event: str, _: object) -> None:
        nonlocal done
        if event in OPERATIONS:
            done += 1
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    commit = Manifest.commit

    def committed(manifest: Manifest) -> None:
        hook("open", None)
        commit(manifest)
        hook("open", None)

    Manifest.commit = committed  # type: ignore[method-assign]
    sys.addaudithook(hook)
    return lambda: done


def damaged(out: Path) -> list[str]:
    """Files that can be seen and are not whole."""
    bad = []
    for path in out.glob("[!.]*") if out.is_dir() else ():
        try:
            if path.name == "run.json":
                json.loads(path.read_text(encoding="utf-8"))
            elif path.suffix == ".json":
                read_brief(path)
            elif path.suffix == ".html" and not path.read_text().endswith("</html>\n"):
                bad.append(path.name)
        except (BilingualError, ValueError) as error:
            bad.append(f"{path.name}: {error}")
    return bad


def content(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and STATE not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def left_over(out: Path) -> list[str]:
    """What a run has no more use for."""
    return sorted({path.name for path in (out / STATE).iterdir()} - OURS)


def try_moments(command: str, moments: int, seed: int, articles: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        os.environ["BILINGUAL_HOME"] = str(root / "home")
        cases = CASES[command](root, articles)
        wrong: list[dict[str, Any]] = []
        total = 0
        for number, case in enumerate(cases):
            whole = root / f"whole-{number}"
            case.begin(whole)
            code, operations = in_child(lambda: case.act(whole))  # noqa: B023 - called at once
            assert code == 0
            in_child(lambda: case.act(whole))  # noqa: B023
            total += operations
            for at in spread(operations, moments // len(cases), seed + number):
                out = root / f"out-{number}-{at}"
                wrong += tried(case, out, at, content(whole))
    return {
        "command": command,
        "moments": moments // len(cases) * len(cases),
        "operations": total,
        "articles": articles,
        "wrong": wrong,
    }


def spread(operations: int, moments: int, seed: int) -> list[int]:
    """One moment drawn at random from each of as many equal parts of the run."""
    edges = [1 + part * operations // moments for part in range(moments + 1)]
    drawn = random.Random(seed)
    return [drawn.randrange(*edge) for edge in pairwise(edges)]


def tried(case: Case, out: Path, at: int, whole: dict[str, bytes]) -> list[dict[str, Any]]:
    case.begin(out)
    killed, _ = in_child(lambda: case.act(out), kill_at=at)
    broken = case.damaged(out)
    again = [in_child(lambda: case.act(out))[0] for _ in range(2)]
    told = {"at": at, "ended": killed, "broken": broken, "again": again,
            "same": content(out) == whole, "left over": left_over(out)}  # fmt: skip
    right = {"at": at, "ended": -signal.SIGKILL, "broken": [], "again": [0, 0],
             "same": True, "left over": []}  # fmt: skip
    return [] if told == right else [told]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("commands", nargs="+", choices=CASES)
    parser.add_argument("--moments", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=6)
    args = parser.parse_args()
    lost = False
    for command in args.commands:
        result = try_moments(command, args.moments, args.seed, args.articles)
        print(json.dumps(result))
        lost |= bool(result["wrong"])
    sys.exit(lost)


if __name__ == "__main__":
    main()
