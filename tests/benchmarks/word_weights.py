"""Makes bilingual/data/word_weights.tsv: in how many French sentences a word, a root or a concept
stands, as a weight.

    python tests/benchmarks/word_weights.py [--corpora FOLDER] > bilingual/data/word_weights.tsv

The weight of a term that stands in a share p of the sentences is log p / log RARE, 0-1, in
hundredths; terms that stand in a smaller share than LISTED weigh 1 and are left out. Half of p
comes from the lines labelled news and news-commentary, half from every eighth line of Europarl.
Only these counts leave the corpora.
"""

from __future__ import annotations

import argparse
import lzma
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bilingual.newsletter.profile import RARE, terms

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
LISTED = 1e-4  # the rest weigh 1 too: telling them apart is worth no longer file
NEWS = ("news", "news-commentary-v16-sample")
HEADER = (
    "# How much a French word (its first letters), root (-) or concept (+) tells: log p / "
    "log 3e-5 in hundredths, p its share of\n"
    "# sentences in WMT newstest2008-2012, News Commentary and Europarl (French). Made by "
    "tests/benchmarks/word_weights.py\n"
)


def news(folder: Path) -> Iterator[str]:
    with (
        lzma.open(folder / "train.set.xz", "rt", encoding="utf-8") as labels,
        lzma.open(folder / "train.fr.xz", "rt", encoding="utf-8") as lines,
    ):
        for label, line in zip(labels, lines, strict=True):
            if label.strip() in NEWS:
                yield line


def europarl(folder: Path) -> Iterator[str]:
    with lzma.open(folder / "europarl.fr.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 8 == 0:
                yield line


def shares(lines: Iterable[str]) -> dict[str, float]:
    """The share of lines that hold each term."""
    import bilingual.newsletter.profile as parts

    # Names and numbers are not counted, and finding them is what takes the time.
    parts._names = parts._numbers = lambda _: set()  # type: ignore[assignment]
    counts: Counter[str] = Counter()
    total = 0
    for line in lines:
        found = terms(line)
        counts.update({*found.words, *found.roots, *found.concepts})
        total += 1
    return {term: count / total for term, count in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    folder = parser.parse_args().corpora
    both = [shares(news(folder)), shares(europarl(folder))]
    print(HEADER, end="")
    for term in sorted(both[0].keys() | both[1].keys()):
        share = sum(each.get(term, 0.0) for each in both) / 2
        if share > LISTED:
            print(term, round(100 * math.log(share) / math.log(RARE)), sep="\t")


if __name__ == "__main__":
    main()
