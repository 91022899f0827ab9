"""Makes bilingual/data/english_words.bin: the English word forms of the parallel corpora, packed.

    python tests/benchmarks/english_words.py [--corpora FOLDER] [--out FILE]

A form is listed when it stands once in lower case in the running prose (Europarl, news, debates,
laws, ...), or five times in the technical texts alone, where identifiers and slips abound, or twice
with a capital; three letters are listed when they stand fifty times. Names are the forms that stand
fewer than three hundred times in lower case, and there fewer than once for twenty times with a
capital. Forms that stand fewer than ten times and follow by rule from listed ones are left out.
Common are the words that stand three times in prose; compounds are built of these. Accents are
dropped. Only these forms, without any count or context, leave the corpora; the test sets are not
read.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bilingual.language import words as rules
from bilingual.language.transliteration import fold

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
OUT = ROOT / "bilingual" / "data" / "english_words.bin"
_TECHNICAL = """
    debian-ddtp manpages libreoffice-help debian-po-docs gimp-help debian-reference debian-handbook
    gnome-user-docs developers-reference debian-faq aptitude-doc debian_news debian_security
    debian_site bitcoin_optech tails_site
"""
TECHNICAL = frozenset(_TECHNICAL.split())
PROSE, TECHNICAL_TIMES, CAPITAL, SHORT, COMMON, KEPT = 1, 5, 2, 50, 3, 10
ORDINARY, SHARE = 300, 0.05
LONGEST = 30
_WORD = re.compile(r"[^\W\d_]+")


def lines(folder: Path) -> Iterator[tuple[bool, str]]:
    """(technical, line) of all corpora."""
    with lzma.open(folder / "europarl.en.xz", "rt", encoding="utf-8") as prose:
        yield from ((False, line) for line in prose)
    with (
        lzma.open(folder / "train.set.xz", "rt", encoding="utf-8") as labels,
        lzma.open(folder / "train.en.xz", "rt", encoding="utf-8") as texts,
    ):
        for label, line in zip(labels, texts, strict=True):
            yield label.strip() in TECHNICAL, line


def count(folder: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Times that folded forms stand in prose and in technical texts in lower case, and anywhere
    with a capital."""
    written: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    source = lines(folder)
    while block := list(islice(source, 50_000)):
        for technical in (False, True):
            text = "".join(line for kind, line in block if kind == technical)
            written[technical].update(_WORD.findall(text))
    prose, technical_, capital = Counter[str](), Counter[str](), Counter[str]()
    for kind, counter in written.items():
        for word, times in counter.items():
            folded = fold(word)
            if not (folded.isascii() and folded.isalpha() and 3 <= len(folded) <= LONGEST):
                continue
            if word.islower():
                (technical_ if kind else prose)[folded] += times
            elif word[1:].islower():
                capital[folded] += times
    return prose, technical_, capital


def listed(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """The common forms, the others, and the names: no form is in two of them."""
    prose, technical, capital = count(folder)
    total = prose + technical + capital
    forms = {word for word, times in prose.items() if times >= PROSE}
    forms |= {word for word, times in technical.items() if times >= TECHNICAL_TIMES}
    forms |= {word for word, times in capital.items() if times >= CAPITAL}
    forms = {word for word in forms if len(word) > 3 or total[word] >= SHORT}
    names = {
        word
        for word in forms
        if prose[word] < ORDINARY and prose[word] + technical[word] < SHARE * capital[word]
    }
    forms -= names
    common = {word for word in forms if prose[word] >= COMMON}
    kept = {word for word in forms if total[word] >= KEPT}
    return common, without_regular(forms, common, kept) - common, names


def without_regular(forms: set[str], common: set[str], kept: set[str]) -> set[str]:
    """`forms` without those that one ending builds on the others; short stems come first and so
    stay."""
    left = set(kept)
    for word in sorted(forms - kept, key=lambda each: (len(each), each)):
        if not any(stem in left for stem in rules._stems(word)):
            left.add(word)
    return left | common


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    if not arguments.corpora.is_dir():
        print(f"no corpora at {arguments.corpora}; pass --corpora", file=sys.stderr)
        return 2
    parts = listed(arguments.corpora)
    text = "\n\n".join("\n".join(sorted(words)) for words in parts)
    arguments.out.write_bytes(zlib.compress(text.encode("ascii"), 9))
    size = arguments.out.stat().st_size
    common, others, names = (len(part) for part in parts)
    print(f"{common:,} common and {others:,} other forms, {names:,} names, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
