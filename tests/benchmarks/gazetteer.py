"""How much of the names of a text the gazetteer covers, and how often a human translation keeps
them.

    python tests/benchmarks/gazetteer.py ../shared/testsets/newstest2013
    ../shared/testsets/flores200-dev-sib

For every pair PATH.fr, PATH.en (or .fr.xz, .en.xz) the references are taken as right. "kept" is the
share of the names known to the table that the comparison finds in the reference: the rest would be
written anew, so what is missing should be true rewordings (`--show N` prints them). "respelt"
counts the names that transliteration spells the English way, and how often the reference has that
spelling, the French one, or neither; names of the table are left out there. At the end the time and
the memory to load the table. `--first N` takes the first N lines. Nothing is trained here.
"""

from __future__ import annotations

import argparse
import lzma
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from bilingual.compare import compare
from bilingual.glossary.terms import has_form
from bilingual.language import gazetteer, names


@dataclass
class Counts:
    lines: int = 0
    names: int = 0
    known: int = 0
    kept: int = 0
    alarms: int = 0
    respelt: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)


def pairs(path: str, first: int | None) -> Iterator[tuple[str, str]]:
    with _opened(path, "fr") as french, _opened(path, "en") as english:
        for left, right in islice(zip(french, english, strict=True), first):
            yield left.rstrip("\n"), right.rstrip("\n")


def _opened(path: str, language: str) -> IO[str]:
    plain = Path(f"{path}.{language}")
    if plain.is_file():
        return plain.open(encoding="utf-8", newline="\n")
    return lzma.open(f"{plain}.xz", "rt", encoding="utf-8", newline="\n")


def count(counts: Counts, french: str, english: str) -> None:
    mentions = names.find_names_fr(french)
    matching = compare(french, english).names
    counts.lines += 1
    counts.names += len(mentions)
    counts.known += sum(bool(mention.english) for mention in mentions)
    counts.kept += sum(bool(mention.english) for mention, _ in matching.kept)
    counts.alarms += bool(matching.missing or matching.inversions)
    counts.missing += [f"{m.text}\t{french}\t{english}" for m in matching.missing if m.english]
    for mention in mentions:
        if mention.written and not mention.english:
            counts.respelt[_spelling(mention, english)] += 1


def _spelling(mention: names.NameMention, english: str) -> str:
    if has_form(english, mention.written):
        return "English"
    return "French" if has_form(english, mention.text) else "neither"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.4f} (n={whole})" if whole else "- (n=0)"


def report(path: str, counts: Counts, show: int) -> None:
    covered = share(counts.known, counts.names)
    alarms = 100 * counts.alarms / max(1, counts.lines)
    print(f"{Path(path).name}: {counts.lines} lines")
    print(f"  names known to the table  {covered}")
    print(f"  of these kept             {share(counts.kept, counts.known)}")
    print(f"  lines with a name missing or turned  {alarms:.2f} per 100")
    print(f"  respelt                   {dict(counts.respelt)}")
    for line in counts.missing[:show]:
        print(f"    missing\t{line}")


def cost() -> None:
    def load() -> float:
        gazetteer.entries.cache_clear()
        start = time.process_time()
        gazetteer.entries()
        return time.process_time() - start

    fastest = min(load() for _ in range(7))
    tracemalloc.start()
    load()
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    size = len(gazetteer.entries())
    print(f"{size} entries: {fastest * 1000:.1f} ms of processor time, {memory / 2**20:.1f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", metavar="PATH", help="without .fr and .en")
    parser.add_argument("--first", type=int)
    parser.add_argument("--show", type=int, default=0, help="cases to print of each kind")
    arguments = parser.parse_args()
    for path in arguments.paths:
        counts = Counts()
        for french, english in pairs(path, arguments.first):
            count(counts, french, english)
        report(path, counts, arguments.show)
    cost()


if __name__ == "__main__":
    main()
