"""The commands that make the shipped weights and measure them.

python -m bilingual.train.ranker train ARTICLES.jsonl.xz -o ranker.json
python -m bilingual.train.ranker evaluate ARTICLES.jsonl.xz [-k 3] [--limit N]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bilingual.errors import BilingualError
from bilingual.train import ranker as training
from bilingual.train.ranker.evaluate import (
    Result,
    compare,
    lead,
    lead_words,
    oracle,
    points_as_text,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is that of the error, 0 without one."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "train":
            _train(options.articles, options.output)
        else:
            _evaluate(options.articles, options.k, options.limit)
    except BilingualError as error:
        print(f"error: {error.message}", error.hint, sep="\n", file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bilingual.train.ranker")
    commands = parser.add_subparsers(dest="command", required=True)
    learn = commands.add_parser("train", help="learn the weights from articles with abstracts")
    learn.add_argument("articles", type=Path)
    learn.add_argument("-o", "--output", type=Path, required=True)
    measure = commands.add_parser("evaluate", help="ROUGE of the key points, lead-k, oracle")
    measure.add_argument("articles", type=Path)
    measure.add_argument("-k", type=int, default=3, help="points, and sentences of the baseline")
    measure.add_argument("--limit", type=int, default=None, help="only the first articles")
    return parser


def _train(articles: Path, output: Path) -> None:
    examples = training.read_examples(articles)
    training.save(training.train(examples), output, data=articles, examples=len(examples))
    print(f"{output}: learned from {len(examples)} articles")


def _evaluate(articles: Path, k: int, limit: int | None) -> None:
    examples = training.read_examples(articles)[:limit]
    ours = points_as_text(k)
    systems = [
        (f"lead-{k}", lead(k)),
        *((f"lead-{n}", lead(n)) for n in (1, 2, 3) if n != k),
        ("lead, as many words as the points", lead_words(ours)),
        (f"key points, {k}", ours),
        (f"greedy oracle, {k}", oracle(k)),
    ]
    print(f"ROUGE F1, 0-100, words \\w+ lower-cased, no stemming; n = {len(examples)}")
    print(f"{'':36}{'R-1':>7}{'R-2':>7}{'R-L':>7}{'words':>7}   R-1 over lead-{k} [95 %]")
    for result in compare(examples, systems):
        print(_row(result))


def _row(r: Result) -> str:
    scores = "".join(f"{value:7.2f}" for value in r.rouge)
    return f"{r.name:36}{scores}{r.words:7.1f}   {r.gain:+.2f} [{r.low:+.2f}, {r.high:+.2f}]"


if __name__ == "__main__":
    sys.exit(main())
