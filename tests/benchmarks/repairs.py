"""What second choices and repairs do to numbers and names, held against the references of a test set.

    python tests/benchmarks/repairs.py ../shared/testsets models/fr-en-starter

A repair is confirmed when the reference has what was written and not what stood there before, contradicted the other
way round, and neither when it has none of the two (or both). The same repairs are tried on the references themselves,
where every one is a false alarm or a fault of the reference. `--first N` takes the first N lines.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from bilingual import Settings, load_translator
from bilingual.engines.base import Decoding
from bilingual.language.names import find_names_fr, fold, match_names
from bilingual.language.numbers import find_numbers_en, find_numbers_fr, match_numbers
from bilingual.records import Repair
from bilingual.repair import repair_names, repair_numbers
from bilingual.translate import translate_texts

SET = "newstest2013"


def lines(path: Path, first: int | None) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")[:first]


def values(text: str) -> set[Fraction]:
    return {abs(v) for m in find_numbers_en(text) for v in (m.value, *m.others)}


def number_said(repair: str, reference: str) -> bool:
    return bool(values(repair) & values(reference))


def name_said(name: str, reference: str) -> bool:
    return (
        f" {fold(name)} "
        in f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(reference)).split())} "
    )


def verdict(repair: Repair, reference: str, said: Callable[[str, str], bool]) -> str:
    after, before = said(repair.after, reference), said(repair.before, reference)
    return "neither" if after == before else "confirmed" if after else "contradicted"


def kept(french: Sequence[str], english: Sequence[str]) -> tuple[float, float, int, int]:
    """Shares of the certain numbers and of the names of the French that the English has, and how many there are."""
    numbers = missing = names = lost = 0
    for source, target in zip(french, english, strict=True):
        mentions, named = find_numbers_fr(source), find_names_fr(source)
        numbers += sum(mention.certain for mention in mentions)
        missing += len(match_numbers(mentions, find_numbers_en(target)).missing)
        names += len(named)
        lost += len(match_names(named, target).missing)
    return 1 - missing / max(1, numbers), 1 - lost / max(1, names), numbers, names


def show(label: str, french: list[str], english: list[str], reference: list[str]) -> None:
    numbers, names, n, m = kept(french, english)
    bleu = BLEU().corpus_score(english, [reference]).score
    chrf = CHRF().corpus_score(english, [reference]).score
    print(
        f"{label:20} numbers {numbers:.4f} (n={n})  names {names:.4f} (n={m})  BLEU {bleu:.2f}  chrF {chrf:.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("testsets", type=Path)
    parser.add_argument("model")
    parser.add_argument("--first", type=int)
    args = parser.parse_args()
    french = lines(args.testsets / f"{SET}.fr", args.first)
    reference = lines(args.testsets / f"{SET}.en", args.first)
    translator = load_translator(Settings(model=args.model))
    for label, hypotheses in (("likeliest", 1), ("second choices", 4)):
        decoding = Decoding(beam=4, hypotheses=hypotheses)
        english = [r.text for r in translate_texts(french, translator, decoding=decoding)]
        show(label, french, english, reference)
        after, counts = repaired(french, english, reference)
        show("  and repaired", french, after, reference)
        print(f"  {counts}")
    show("references", french, reference, reference)
    print(f"  {repaired(french, reference, reference)[1]}")


def repaired(
    french: list[str], english: list[str], reference: list[str]
) -> tuple[list[str], dict[str, dict[str, int]]]:
    counts: dict[str, Counter[str]] = {"numbers": Counter(), "names": Counter()}
    done = []
    for source, target, wanted in zip(french, english, reference, strict=True):
        text, numbers = repair_numbers(source, target)
        text, names = repair_names(source, text)
        counts["numbers"].update(verdict(repair, wanted, number_said) for repair in numbers)
        counts["names"].update(verdict(repair, wanted, name_said) for repair in names)
        done.append(text)
    return done, {kind: dict(found) for kind, found in counts.items()}


if __name__ == "__main__":
    main()
