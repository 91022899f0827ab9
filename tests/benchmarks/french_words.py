"""Makes bilingual/data/french_words.bin: the French words that are written in lower case, packed.

    python tests/benchmarks/french_words.py [--corpora FOLDER] [--out FILE]

Two parts, accents kept: the common words stand at least a hundred times in lower case in Europarl
and the other corpora, and at least as often in lower case as with a capital inside a sentence. The
rarer ones stand three times in lower case there and are no English words (english_words.bin is made
first). Only these forms, without count or context, leave the corpora; the test sets are not read.
"""

from __future__ import annotations

import argparse
import lzma
import re
import zlib
from collections import Counter
from pathlib import Path

from bilingual.language.words import is_english

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
OUT = ROOT / "bilingual" / "data" / "french_words.bin"
TIMES, RARER = 100, 3
_WORD = re.compile(r"(?<![^\s'’(«-])[^\W\d_]{3,30}(?![^\W_])")


def count(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Times in lower case, and times with a capital that no sentence start explains."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for name in ("europarl.fr.xz", "train.fr.xz"):
        with lzma.open(folder / name, "rt", encoding="utf-8") as texts:
            for text in texts:
                for word in _WORD.findall(text, text.find(" ") + 1):
                    if word.islower():
                        lower[word] += 1
                    elif word[1:].islower():
                        capital[word.lower()] += 1
    return lower, capital


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    lower, capital = count(args.corpora)
    usual = {word for word, times in lower.items() if times >= capital[word]}
    common = {word for word in usual if lower[word] >= TIMES}
    rarer = {w for w in usual - common if lower[w] >= RARER and not is_english(w)}
    text = "\n\n".join("\n".join(sorted(part)) for part in (common, rarer))
    args.out.write_bytes(zlib.compress(text.encode(), 9))
    print(f"{len(common):,} and {len(rarer):,} forms, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
