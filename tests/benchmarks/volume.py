"""Whether a run over ten times as many articles needs more memory, or more time for each.

    python tests/benchmarks/volume.py [--small 2000] [--large 20000] [--json FILE]

Each run is a process of its own over a folder of generated articles (four sentences each) with the
echo engine, JSON and HTML, without a memory: what is measured is everything that is not the model.
Then the larger folder is run again, where nothing has changed. Ratios first; peak memory is the
largest resident set of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TEXT = (
    "Le conseil de Valmont a voté lundi un budget de {n} millions d'euros.\n\n"
    "« Nous attendions ce vote depuis {k} ans », a déclaré la maire du port. "
    "Les travaux du quai n° {n} commenceront en mars. La région paiera {k} % de la somme.\n"
)


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir()
    for n in range(count):
        text = TEXT.format(n=n + 2, k=n % 97 + 2)
        (folder / f"article-{n:06}.txt").write_text(text, encoding="utf-8")


def run_once(articles: Path, out: Path) -> dict[str, Any]:
    """In this process: articles, seconds for each, peak in MB."""
    from bilingual.pipeline.many import run
    from bilingual.settings import Settings

    settings = Settings(engine="echo", memory="off", formats=("json", "html"))
    started = time.perf_counter()
    report = run([articles], out, settings)
    seconds = time.perf_counter() - started
    assert report.exit_code == 0
    return {
        "articles": len(report.outcomes),
        "written": sum(outcome.status == "written" for outcome in report.outcomes),
        "ms_per_article": round(1000 * seconds / len(report.outcomes), 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def in_process(articles: Path, out: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--articles", str(articles), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def compare(small: int, large: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_articles(root / "small", small)
        write_articles(root / "large", large)
        few = in_process(root / "small", root / "out-small")
        many = in_process(root / "large", root / "out-large")
        again = in_process(root / "large", root / "out-large")
    return {
        "peak_ratio": round(many["peak_mb"] / few["peak_mb"], 3),
        "time_per_article_ratio": round(many["ms_per_article"] / few["ms_per_article"], 3),
        "unchanged_to_first_ratio": round(again["ms_per_article"] / many["ms_per_article"], 3),
        "small": few,
        "large": many,
        "large_unchanged": again,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--articles", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.articles:
        print(json.dumps(run_once(args.articles, args.out)))
        return
    result = compare(args.small, args.large)
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
