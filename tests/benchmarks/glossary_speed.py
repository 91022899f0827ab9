"""What a glossary costs: loading per 1,000 lines and finding per 1,000 words, with 100 to 50,000
generated terms.

    python tests/benchmarks/glossary_speed.py [--words 20000] [--repeats 5] [--json FILE]

Terms are one to four words out of a made-up vocabulary, which the texts are drawn from as well, so
that many words begin a term and few of them end one: the hard case for a trie. The best of several
runs counts, in processor time. The growth says how many times as long a unit takes with more terms,
or with a text ten times as long; 1.0 is linear.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bilingual.glossary import find_conflicts, load_glossary
from bilingual.glossary.terms import TermTable

SIZES = (100, 5_000, 50_000)
SYLLABLES = ("ba", "co", "dé", "fri", "gou", "li", "man", "nè", "pro", "ru", "sel", "ti", "vo")


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Processor seconds of the fastest run: other work on the machine counts less than on the
    clock."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


def vocabulary(chance: random.Random, size: int) -> list[str]:
    words: set[str] = set()
    while len(words) < size:
        words.add("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))))
    return sorted(words)


def write_glossary(path: Path, words: list[str], count: int, chance: random.Random) -> None:
    terms: dict[str, None] = {}
    while len(terms) < count:
        terms[" ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3, 4))))] = None
    lines = [f"{french};english term {index};" for index, french in enumerate(terms)]
    path.write_text("\n".join(["french;english;notes", *lines]), encoding="utf-8")


def measure(count: int, words: int, repeats: int, folder: Path) -> dict[str, Any]:
    chance = random.Random(count)
    # Nearly every word of the text begins a term, also with few terms.
    known = vocabulary(chance, max(50, count // 4))
    path = folder / f"{count}.csv"
    write_glossary(path, known, count, chance)
    glossary = load_glossary(path)
    table = TermTable(glossary.terms)
    text = " ".join(chance.choices(known, k=words))
    longer = " ".join(chance.choices(known, k=10 * words))
    find = best_of(repeats, lambda: table.find(text))
    find_longer = best_of(max(1, repeats // 2), lambda: table.find(longer))
    per_1000_lines = 1e6 / count
    return {
        "terms": count,
        "load_ms_per_1000_lines": best_of(repeats, lambda: load_glossary(path)) * per_1000_lines,
        "table_ms_per_1000_lines": best_of(repeats,
        lambda: TermTable(glossary.terms)) * per_1000_lines,
        "check_ms_per_1000_lines": best_of(repeats,
        lambda: find_conflicts(glossary)) * per_1000_lines,
        "find_ms_per_1000_words": find * 1e6 / words,
        "mentions_per_1000_words": len(table.find(text)) * 1000 / words,
        "growth_with_text": find_longer / (10 * find),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = [measure(size, args.words, args.repeats, Path(folder)) for size in SIZES]
    for result in results:
        for name in ("load", "table", "check"):
            key = f"{name}_ms_per_1000_lines"
            result[f"{name}_growth"] = result[key] / results[0][key]
        key = "find_ms_per_1000_words"
        result["find_growth"] = result[key] / results[0][key]
        print(json.dumps({name: round(value, 2) for name, value in result.items()}))
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
