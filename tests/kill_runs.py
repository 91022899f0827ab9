"""Kills runs of the brief generator in the middle of their work and looks at what they leave.

    python tests/kill_runs.py [--moments 30] [--seed 1] [--articles 6]

Each run is a process of its own that sends itself SIGKILL before its N-th operation on a file
(open, rename, remove, database), N drawn at random over all that an undisturbed run does. After the
kill every file that can be seen must be whole. Then the run is started again, and once more to say
that nothing is left to do; every file must have the bytes of a folder that was never disturbed.
Prints one line of JSON; exit code 1 when something was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from bilingual.errors import BilingualError
from bilingual.folder.briefs import read_brief
from bilingual.pipeline.many import run
from bilingual.settings import Settings

OPERATIONS = ("open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect")
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


def brief_all(articles: Path, out: Path, home: Path) -> None:
    os.environ["BILINGUAL_HOME"] = str(home)
    run([articles], out, Settings(engine="echo"))


def in_child(articles: Path, out: Path, home: Path, *, kill_at: int = 0) -> tuple[int, int]:
    """Run in a forked process. (how it ended: 0, or minus the signal; how many file operations it
    did, if it could say)"""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        code = 1
        try:
            count = watched(kill_at)
            brief_all(articles, out, home)
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
    return {path.name: path.read_bytes() for path in out.glob("[!.]*")}


def left_over(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob(".*") if path.name != ".manifest.sqlite")


def try_moments(moments: int, seed: int, articles: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_articles(root / "in", articles)
        code, operations = in_child(root / "in", root / "whole", root / "home")
        assert code == 0
        in_child(root / "in", root / "whole", root / "home")
        whole = content(root / "whole")
        wrong: list[dict[str, Any]] = []
        drawn = random.Random(seed).sample(range(1, operations + 1), min(moments, operations))
        finished = 0
        for at in drawn:
            out, home = root / f"out-{at}", root / f"home-{at}"
            killed, _ = in_child(root / "in", out, home, kill_at=at)
            broken = damaged(out)
            finished += len(list(out.glob("article-*.json")))
            again = [in_child(root / "in", out, home)[0] for _ in range(2)]
            same = content(out) == whole
            if killed != -signal.SIGKILL or broken or again != [0, 0] or not same or left_over(out):
                wrong.append(
                    {"at": at, "ended": killed, "broken": broken, "again": again, "same": same,
                     "left over": left_over(out)}
                )  # fmt: skip
    return {
        "moments": len(drawn),
        "operations": operations,
        "articles": articles,
        "briefs that were finished when the runs were killed": finished,
        "wrong": wrong,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--moments", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=6)
    args = parser.parse_args()
    result = try_moments(args.moments, args.seed, args.articles)
    print(json.dumps(result))
    sys.exit(1 if result["wrong"] else 0)


if __name__ == "__main__":
    main()
