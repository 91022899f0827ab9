"""Boundary F1 of the sentence splitter beside sentence-splitter (the Moses rules), on lines joined
in fives.

    python tests/benchmarks/segment_f1.py [--shared FOLDER] [--corpora]

Five lines are joined with one space; the offsets at which the second to fifth start are the truth,
summed over groups. Such lines hold several sentences now and then, and headlines end without a
mark. So a second figure, "cleaned", leaves out the lines that end without . ! ? … (no reading of
the marks finds their end) and adds the boundaries inside lines that are listed in
tests/data/segment_inner_boundaries.tsv, judged by hand. Both splitters see the same text.

Moses' column needs `pip install sentence-splitter`. --corpora adds the news and parliament lines of
the training text (half a minute; raw figure only). The folder holds testsets/ and corpora/.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from bilingual.segment import split_spans

ROOT = Path(__file__).resolve().parents[2]
TEST_SETS = ("newstest2013.fr", "flores200-dev-sib.fr")
LABELS = ("news", "news-postedited", "europarl-v7-head3k")
GROUP = 5
ENDS = re.compile(r"[.!?…][^\w.!?…]*\Z")

Splitter = Callable[[str], set[int]]
Line = tuple[str, tuple[int, ...]]  # the text and the boundaries inside it


def ours(text: str) -> set[int]:
    return {start for start, _ in split_spans(text)} - {0}


def moses() -> Splitter | None:
    """Offsets at which sentence-splitter starts its sentences; None when it is not installed."""
    try:
        from sentence_splitter import SentenceSplitter
    except ImportError:
        return None
    splitter = SentenceSplitter("fr")

    def split(text: str) -> set[int]:
        starts, at = set(), 0
        for sentence in splitter.split(text):
            at = text.index(sentence, at)
            starts.add(at)
            at += len(sentence)
        return starts - {0}

    return split


def groups(lines: list[Line]) -> Iterator[tuple[str, set[int]]]:
    for first in range(0, len(lines), GROUP):
        at, truth = 0, set()
        for text, inner in lines[first : first + GROUP]:
            truth |= {at, *(at + offset for offset in inner)}
            at += len(text) + 1
        yield " ".join(text for text, _ in lines[first : first + GROUP]), truth - {0}


def score(split: Splitter, lines: list[Line]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the boundaries, 0-1."""
    hits = found = real = 0
    for text, truth in groups(lines):
        guess = split(text)
        hits, found, real = hits + len(guess & truth), found + len(guess), real + len(truth)
    return hits / found, hits / real, 2 * hits / (found + real)


def raw(lines: list[str]) -> list[Line]:
    return [(line, ()) for line in lines]


def cleaned(name: str, lines: list[str]) -> list[Line]:
    inner: dict[int, list[int]] = {}
    table = (ROOT / "tests/data/segment_inner_boundaries.tsv").read_text(encoding="utf-8")
    for row in table.splitlines():
        if row.startswith(f"{name}\t"):
            inner.setdefault(int(row.split("\t")[1]), []).append(int(row.split("\t")[2]))
    return [
        (line, tuple(inner.get(number, ())))
        for number, line in enumerate(lines)
        if ENDS.search(line) and -1 not in inner.get(number, ())
    ]


def test_set(shared: Path, name: str) -> list[str]:
    lines = (shared / "testsets" / name).read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip()]


def corpus(shared: Path, label: str) -> list[str]:
    with (
        lzma.open(shared / "corpora/train.set.xz", "rt", encoding="utf-8") as labels,
        lzma.open(shared / "corpora/train.fr.xz", "rt", encoding="utf-8") as lines,
    ):
        pairs = zip(labels, lines, strict=True)
        return [line.strip() for name, line in pairs if name.strip() == label]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--corpora", action="store_true")
    options = parser.parse_args()
    sets = {}
    for name in TEST_SETS:
        lines = test_set(options.shared, name)
        sets |= {name: raw(lines), f"{name} cleaned": cleaned(name, lines)}
    if options.corpora:
        sets |= {label: raw(corpus(options.shared, label)) for label in LABELS}
    splitters = {"bilingual": ours} | ({"moses": split} if (split := moses()) else {})
    print(f"{'set':30} {'splitter':10} {'lines':>6} {'P':>7} {'R':>7} {'F1':>7}")
    for name, lines in sets.items():
        for title, splitter in splitters.items():
            figures = " ".join(f"{value:7.4f}" for value in score(splitter, lines))
            print(f"{name:30} {title:10} {len(lines):6} {figures}")


if __name__ == "__main__":
    main()
