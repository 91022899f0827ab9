"""What second choices, constrained decoding and repairs do to numbers, names and terms, held
against the references of a test set.

    python tests/benchmarks/right_words.py ../shared/testsets models/fr-en-starter
    python tests/benchmarks/right_words.py ../shared/testsets models/fr-en-starter --show 50
    python tests/benchmarks/right_words.py --briefs outputs

`--show` prints sentences to read; `--briefs` measures the shares alone, in briefs that are there.

Shares are of what the French has: its certain numbers, dates and amounts by value, the names that
the gazetteer knows, all names, the terms of corpus/glossary.csv. The references' own shares say
what rewording costs. Both sides of the ratio of times are measured in one run, block by block in
turn. A repair is confirmed when the reference has what was written and not what stood there before,
contradicted the other way round. `--set` chooses the test set, `--step N` every Nth line, `--block
N` how many sentences are translated at once.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from bilingual import Settings, load_translator, read_briefs
from bilingual.compare import compare
from bilingual.engines.base import Decoding, Translator
from bilingual.finish import finish_text
from bilingual.finish.names import repair_names
from bilingual.finish.numbers import repair_numbers
from bilingual.glossary import load_glossary
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.numbers import find_numbers_en
from bilingual.language.transliteration import fold
from bilingual.records import Repair
from bilingual.translate import Rendering, translate_texts

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Variant:
    """One way to translate, what it said and how many seconds it took."""

    label: str
    hypotheses: int
    constrained: bool
    terms: TermTable = NO_TERMS
    said: list[Rendering] = field(default_factory=list)
    seconds: float = 0.0

    def run(self, french: Sequence[str], translator: Translator) -> None:
        began = time.perf_counter()
        decoding = Decoding(beam=4, hypotheses=self.hypotheses)
        self.said += translate_texts(
            french, translator, decoding=decoding, terms=self.terms, constrained=self.constrained
        )
        self.seconds += time.perf_counter() - began


def lines(path: Path, step: int) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")[::step]


class Share:
    """So many of so many."""

    def __init__(self) -> None:
        self.kept = self.all = 0

    def add(self, kept: int, of: int) -> None:
        self.kept += kept
        self.all += of

    def __str__(self) -> str:
        return f"{self.kept / max(1, self.all):.4f} (n={self.all})"


def shares(french: Sequence[str], english: Sequence[str], terms: TermTable) -> dict[str, Share]:
    found = {name: Share() for name in ("numbers", "gazetteer", "names", "terms")}
    for source, target in zip(french, english, strict=True):
        pair = compare(source, target)
        certain = sum(mention.certain for mention in pair.french.every_number)
        found["numbers"].add(certain - len(pair.every_number.missing), certain)
        names, missing = pair.french.names, pair.names.missing
        found["names"].add(len(names) - len(missing), len(names))
        known = sum(bool(mention.english) for mention in names)
        found["gazetteer"].add(known - sum(bool(m.english) for m in missing), known)
        asked = pair.french.terms(terms)
        found["terms"].add(len(asked) - len(pair.missing_terms(terms)), len(asked))
    return found


def show(
    label: str, french: list[str], english: list[str], reference: list[str], terms: TermTable
) -> None:
    told = "  ".join(f"{name} {share}" for name, share in shares(french, english, terms).items())
    bleu = BLEU().corpus_score(english, [reference]).score
    chrf = CHRF().corpus_score(english, [reference]).score
    print(f"{label:26} {told}  BLEU {bleu:.2f}  chrF {chrf:.2f}", flush=True)


def values(text: str) -> set[Fraction]:
    return {abs(v) for m in find_numbers_en(text) for v in (m.value, *m.others)}


def number_said(repair: str, reference: str) -> bool:
    return bool(values(repair) & values(reference))


def name_said(name: str, reference: str) -> bool:
    words = "".join(c if c.isalnum() else " " for c in fold(reference)).split()
    return f" {fold(name)} " in f" {' '.join(words)} "


def verdict(repair: Repair, reference: str, said: Callable[[str, str], bool]) -> str:
    after, before = said(repair.after, reference), said(repair.before, reference)
    return "neither" if after == before else "confirmed" if after else "contradicted"


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


def in_briefs(folder: Path, terms: TermTable) -> None:
    french: list[str] = []
    english: list[str] = []
    for brief in read_briefs(folder):
        french += [sentence.text for sentence in brief.sentences]
        english += [translation.text for translation in brief.translations]
    found = shares(french, english, terms)
    print("  ".join(f"{name} {share}" for name, share in found.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("testsets", type=Path, nargs="?")
    parser.add_argument("model", nargs="?")
    parser.add_argument("--briefs", type=Path)
    parser.add_argument("--set", default="newstest2013")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--block", type=int, default=1000)
    parser.add_argument("--show", type=int, default=0, help="sentences with terms, to be read")
    args = parser.parse_args()
    terms = TermTable(load_glossary(ROOT / "corpus" / "glossary.csv").terms)
    if args.briefs:
        in_briefs(args.briefs, terms)
        return
    if not args.model:
        parser.error("give the test sets and a model, or --briefs")
    french = lines(args.testsets / f"{args.set}.fr", args.step)
    reference = lines(args.testsets / f"{args.set}.en", args.step)
    translator = load_translator(Settings(model=args.model))
    variants = [
        Variant("likeliest", 1, constrained=False),
        Variant("second choices", 4, constrained=False),
        Variant("constrained", 4, constrained=True),
        Variant("constrained, with glossary", 4, constrained=True, terms=terms),
    ]
    variants[0].run(french[:20], translator)  # warm
    variants[0].said, variants[0].seconds = [], 0.0
    for start in range(0, len(french), args.block):
        for variant in variants:
            variant.run(french[start : start + args.block], translator)
    for variant in variants:
        plain = Settings(raw=True)
        english = [
            finish_text(source, rendering.text, plain, variant.terms).english
            if rendering.origin == "engine"
            else rendering.text
            for source, rendering in zip(french, variant.said, strict=True)
        ]
        show(variant.label, french, english, reference, terms)
        after, counts = repaired(french, english, reference)
        show("  and repaired", french, after, reference, terms)
        print(
            f"  {counts}; time {variant.seconds / variants[0].seconds:.2f} of the likeliest alone"
        )
    show("references", french, reference, reference, terms)
    print(f"  {repaired(french, reference, reference)[1]}")
    with_terms = [
        (source, rendering.text)
        for source, rendering in zip(french, variants[-1].said, strict=True)
        if any(constraint.kind == "term" for constraint in rendering.enforced)
    ]
    for source, target in with_terms[: args.show]:
        print(f"\n{source}\n  {target}")


if __name__ == "__main__":
    main()
