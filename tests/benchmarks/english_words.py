"""Makes bilingual/data/english_words.bin: the attested English word forms, packed.

    python tests/benchmarks/english_words.py [--scowl FOLDER] [--corpora FOLDER] [--out FILE]

A form is listed when SCOWL has it (the lists american-english-large and british-english-large, as
in Debian's packages wamerican-large and wbritish-large; its terms are in
bilingual/data/SCOWL.txt), or when the parallel corpora show it: five times in lower case in the
running prose or in the technical texts, or twice with a capital, and more often than the French
halves of the same corpora, which leave words in the English. Three letters are listed when they
stand fifty times. Names are the forms that SCOWL writes with a capital alone or that stand fewer
than three hundred times in lower case, and there fewer than once for twenty times with a capital.
Accents are dropped. Only these forms, without any count or context, leave the corpora; the test
sets are not read.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

from bilingual.language.transliteration import fold
from bilingual.language.words import BEGINNING

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
SCOWL = Path("/usr/share/dict")
LISTS = ("american-english-large", "british-english-large")
OUT = ROOT / "bilingual" / "data" / "english_words.bin"
_TECHNICAL = """
    debian-ddtp manpages libreoffice-help debian-po-docs gimp-help debian-reference debian-handbook
    gnome-user-docs developers-reference debian-faq aptitude-doc debian_news debian_security
    debian_site bitcoin_optech tails_site
"""
TECHNICAL = frozenset(_TECHNICAL.split())
TIMES, CAPITAL, SHORT = 5, 2, 50
ORDINARY, SHARE = 300, 0.05
LONGEST = 30
_WORD = re.compile(r"[^\W\d_]+")


def lines(folder: Path, language: str) -> Iterator[tuple[bool, str]]:
    """(technical, line) of all corpora."""
    with lzma.open(folder / f"europarl.{language}.xz", "rt", encoding="utf-8") as prose:
        yield from ((False, line) for line in prose)
    with (
        lzma.open(folder / "train.set.xz", "rt", encoding="utf-8") as labels,
        lzma.open(folder / f"train.{language}.xz", "rt", encoding="utf-8") as texts,
    ):
        for label, line in zip(labels, texts, strict=True):
            yield label.strip() in TECHNICAL, line


def count(folder: Path, language: str = "en") -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Times that folded forms stand in prose and in technical texts in lower case, and anywhere
    with a capital."""
    written: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    source = lines(folder, language)
    while block := list(islice(source, 50_000)):
        for technical in (False, True):
            text = "".join(line for kind, line in block if kind == technical)
            written[technical].update(_WORD.findall(text))
    prose, technical_, capital = Counter[str](), Counter[str](), Counter[str]()
    for kind, counter in written.items():
        for word, times in counter.items():
            folded = fold(word)
            if not _fits(folded):
                continue
            if word.islower():
                (technical_ if kind else prose)[folded] += times
            elif word[1:].islower():
                capital[folded] += times
    return prose, technical_, capital


def _fits(folded: str) -> bool:
    return folded.isascii() and folded.isalpha() and 3 <= len(folded) <= LONGEST


def dictionary(folder: Path) -> tuple[set[str], set[str]]:
    """The folded forms of SCOWL in lower case, and those that have a capital there alone."""
    written = {
        word for name in LISTS for word in (folder / name).read_text(encoding="utf-8").split()
    }
    lower = {fold(word) for word in written if word.islower()}
    capital = {fold(word) for word in written if word[1:].islower()} - lower
    return set(filter(_fits, lower)), set(filter(_fits, capital))


def listed(scowl: Path, corpora: Path) -> tuple[set[str], set[str]]:
    """The words and the names: no form is in both."""
    lower, named = dictionary(scowl)
    prose, technical, capital = count(corpora)
    theirs, _, _ = count(corpora, "fr")
    total = prose + technical + capital
    forms = {
        word
        for word in total
        if (prose[word] >= TIMES or technical[word] >= TIMES or capital[word] >= CAPITAL)
        and total[word] > theirs[word]
    }
    forms = {word for word in forms | lower | named if len(word) > 3 or total[word] >= SHORT}
    names = {
        word
        for word in forms
        if prose[word] < ORDINARY and prose[word] + technical[word] < SHARE * capital[word]
    }
    names |= {word for word in named & forms if not prose[word]}
    return forms - names, names


def packed(parts: Iterable[Iterable[str]]) -> bytes:
    """Each part sorted, a form a line; an empty line between the parts."""
    return zlib.compress("\n\n".join("\n".join(sorted(part)) for part in parts).encode(), 9)


def parted(words: Iterable[str]) -> Iterator[list[str]]:
    """The words by their first letters."""
    return (list(group) for _, group in groupby(sorted(words), lambda word: word[:BEGINNING]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scowl", type=Path, default=SCOWL)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    needed = {"--scowl": arguments.scowl / LISTS[0], "--corpora": arguments.corpora}
    for option, path in needed.items():
        if not path.exists():
            print(f"nothing at {path}; pass {option}", file=sys.stderr)
            return 2
    words, names = listed(arguments.scowl, arguments.corpora)
    arguments.out.write_bytes(packed((names, *parted(words))))
    size = arguments.out.stat().st_size
    print(f"{len(words):,} words, {len(names):,} names, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
