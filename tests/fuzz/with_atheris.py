"""Coverage-guided fuzzing of reading, by hand; atheris is no part of the dev extra, because it does
not install everywhere.

    pip install atheris
    python tests/fuzz/with_atheris.py CORPUS_FOLDER tests/data/nasty/read -runs=20000

The first byte chooses how the rest is read: as a page, a feed, Markdown, pasted text or JSON lines.
What is read goes through splitting, checks, key points and every renderer; only an InputError may
come out. New inputs that reach new code are kept in CORPUS_FOLDER, those that break something are
written to the current folder.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
with atheris.instrument_imports(include=["bilingual"]):
    from fuzz.outputs import OPEN, assert_lossless, assert_safe_renderings, brief_of

    from bilingual.errors import InputError
    from bilingual.sources.read import READERS, Raw
    from bilingual.sources.rows import article_from_row, json_lines

KINDS = ("html", "feed", "markdown", "text", "jsonl")
MOST_SENTENCES = 40  # what comes after reading is fuzzed elsewhere, and slower


def articles(kind: str, data: bytes) -> list:
    if kind == "jsonl":
        return [
            article_from_row(row, OPEN) for row in json_lines(BytesIO(data), "fuzz", "fuzz", OPEN)
        ]
    return READERS[kind](Raw(data, "fuzz", "fuzz"), OPEN, lambda _: None)


def one_input(data: bytes) -> None:
    if not data:
        return
    try:
        found = articles(KINDS[data[0] % len(KINDS)], data[1:])
    except InputError as error:
        if not error.hint:
            raise AssertionError("an error without a hint") from error
        return
    for article in found[:2]:
        assert_lossless(article)
        brief = brief_of(article)
        if len(brief.sentences) <= MOST_SENTENCES:
            assert_safe_renderings(brief)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
