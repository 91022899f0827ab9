"""How often a reworded snippet is still found in its article, and how often a strange one is found
by mistake.

    python tests/benchmarks/reference_matching.py [--shared FOLDER]

Articles are forty lines of newstest2013.fr. "Reworded" snippets are their lines with every twelfth
word dropped and every twentieth replaced, and pairs of lines in a row; "strange" ones are lines of
the next article. One in five lines is tried. The threshold SAME_TEXT of bilingual.evaluate.matching
was chosen from this table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from bilingual.evaluate import matching
from bilingual.records import Article, Block, Brief, Provenance, Reference, Sentence, Translation

ROOT = Path(__file__).resolve().parents[2]
SIZE, STEP = 40, 5
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
MADE = Provenance(program="", engine="echo", model="", settings_digest="", source_digest="")


def brief(number: int, lines: list[str]) -> Brief:
    text, sentences = " ".join(lines), []
    at = 0
    for index, line in enumerate(lines):
        sentences.append(
            Sentence(index=index, paragraph=0, role="body", start=at, end=at + len(line), text=line)
        )
        at += len(line) + 1
    return Brief(
        article=Article(
            id=f"a{number}", text=text, blocks=(Block(role="body", start=0, end=len(text)),)
        ),
        sentences=tuple(sentences),
        translations=tuple(
            Translation(index=index, text=line, engine="echo") for index, line in enumerate(lines)
        ),
        provenance=MADE,
    )


def reworded(line: str) -> str:
    words = [word for place, word in enumerate(line.split(), 1) if place % 12]
    return " ".join("autrement" if place % 20 == 3 else word for place, word in enumerate(words))


def references(articles: list[list[str]]) -> Iterator[tuple[str, Reference, tuple[int, ...]]]:
    """(kind, reference, the sentences it should be found in)."""
    for number, lines in enumerate(articles):
        strange = articles[(number + 1) % len(articles)]
        for place in range(0, SIZE - 1, STEP):
            tried = [
                ("reworded", reworded(lines[place]), (place,)),
                (
                    "two in a row",
                    reworded(f"{lines[place]} {lines[place + 1]}"),
                    (place, place + 1),
                ),
                ("strange", strange[place], ()),
            ]
            for kind, source, truth in tried:
                name = f"{number}-{place}-{kind}"
                found = Reference(id=name, article_id=f"a{number}", source=source, reference="-")
                yield kind, found, truth


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    text = (parser.parse_args().shared / "testsets/newstest2013.fr").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    articles = [lines[at : at + SIZE] for at in range(0, len(lines) - SIZE + 1, SIZE)]
    briefs = [brief(number, part) for number, part in enumerate(articles)]
    tried = list(references(articles))
    kinds = ("reworded", "two in a row", "strange")
    counts = "  ".join(f"{kind}: n={sum(name == kind for name, *_ in tried)}" for kind in kinds)
    print(
        "threshold  share paired with exactly the right sentences; strange: share paired at "
        f"all\n{counts}"
    )
    for threshold in THRESHOLDS:
        matching.SAME_TEXT = threshold
        done = matching.match(briefs, [reference for _, reference, _ in tried])
        places = {pair.reference.id: pair.sentences for pair in done.pairs}
        shares = []
        for kind in kinds:
            mine = [(places.get(found.id), truth) for name, found, truth in tried if name == kind]
            hits = sum(bool(got) if kind == "strange" else got == truth for got, truth in mine)
            shares.append(f"{kind} {hits / len(mine):.4f}")
        print(f"{threshold:.2f}  " + "  ".join(shares))


if __name__ == "__main__":
    main()
