"""BLEU and chrF of models on the development sets, one table row each, as models/README.md shows
them.

    python tests/benchmarks/leaderboard.py ../shared/testsets models/fr-en-starter other/model ...

Each model translates through the product's own path (`translate_texts`, beam 4), sentence by
sentence in order of the file; scores are sacrebleu's on the detokenised output with their
signatures. The first row copies the source. That is the model alone; `--whole` adds what a brief
gets besides: second choices, constrained decoding and repairs. `--first N` takes the first N lines
of each set, `--engine` runs another engine than the default, and `--json FILE` writes what was
measured, ready for the model's manifest.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sacrebleu.metrics import BLEU, CHRF

from bilingual import Settings, load_translator
from bilingual.engines.base import decoding_of
from bilingual.finish import finish_text
from bilingual.translate import translate_texts

SETS = ("newstest2013", "flores200-dev-sib")


def lines(path: Path, first: int | None) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:first] if first else _all(path)


def _all(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def scores(hypotheses: Sequence[str], references: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for name, metric in (("BLEU", BLEU()), ("chrF", CHRF())):
        value = metric.corpus_score(list(hypotheses), [list(references)]).score
        found.append(
            {
                "metric": name,
                "value": round(value, 2),
                "higher_is_better": True,
                "signature": str(metric.get_signature()),
                "n": len(references),
            }
        )
    return found


def row(
    label: str, translate: Callable[[list[str]], list[str]], args: argparse.Namespace
) -> dict[str, Any]:
    result: dict[str, Any] = {"model": label, "scores": {}}
    for name in SETS:
        source = lines(args.testsets / f"{name}.fr", args.first)
        reference = lines(args.testsets / f"{name}.en", args.first)
        started = time.perf_counter()
        hypotheses = translate(source)
        seconds = time.perf_counter() - started
        assert len(hypotheses) == len(source) == len(reference)
        result["scores"][name] = scores(hypotheses, reference)
        result.setdefault("sentences_per_second", {})[name] = round(len(source) / seconds, 1)
    return result


def translating(model: str, args: argparse.Namespace) -> Callable[[list[str]], list[str]]:
    settings = Settings(model=model, engine=args.engine, raw=not args.whole)
    translator = load_translator(settings)

    def translate(source: list[str]) -> list[str]:
        decoding = decoding_of(settings)
        found = translate_texts(source, translator, decoding=decoding, constrained=args.whole)
        return [
            finish_text(french, said.text, settings).english
            if said.origin == "engine"
            else said.text
            for french, said in zip(source, found, strict=True)
        ]

    return translate


def show(result: dict[str, Any]) -> None:
    cells = [f"{score['value']:.1f}" for name in SETS for score in result["scores"][name]]
    print(f"| {result['model']} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("testsets", type=Path)
    parser.add_argument("models", nargs="*")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--first", type=int)
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--whole", action="store_true", help="with second choices, constrained decoding and repairs"
    )
    args = parser.parse_args()
    print(
        "| model | "
        + " | ".join(f"{name} {metric}" for name in SETS for metric in ("BLEU", "chrF"))
        + " |"
    )
    print("|---|" + "---|" * 4)
    results = [row("copy the source", list, args)]
    show(results[0])
    for model in args.models:
        results.append(row(model, translating(model, args), args))
        show(results[-1])
    for score in results[0]["scores"][SETS[0]]:
        print(score["signature"])
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
