"""Reference snippets: read from files, and found in briefs by article id, then by their text.

Texts are compared as sequences of words (letters and digits, case folded), so white space,
quotation marks, apostrophes and other signs never count. A snippet may be a sentence, a part of
one, or several in a row.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from bilingual.errors import UsageError, did_you_mean
from bilingual.records import Brief, Record, Reference

# Share of the snippet's words that must be found, in order, in the sentences it is paired with.
# Calibrated on newstest2013.fr (tests/benchmarks/reference_matching.py): lines with one word in
# eight changed are found in 0.99 of 600 cases, lines of another article in 0.005; at 0.85 it is
# 0.94 and 0.003.
SAME_TEXT = 0.8
# A snippet with fewer words than this must be found word for word.
SHORTEST_FUZZY = 5
# How much a run of sentences that holds little else is preferred over one that holds as much of the
# snippet.
TIGHTNESS = 0.25
# Words of a run beyond this multiple of the snippet's (plus a sentence) are not looked at.
LONGEST_RUN = 1.5

Place = Literal["sentence", "part", "run"]
_WORD = re.compile(r"\w+")


class Pair(Record):
    """A reference and the translation it judges.

    `sentences` are the indexes of the covered sentences, `hypothesis` their translations joined by
    one space. `place` says what the snippet is: one "sentence", a "part" of what it covers (the
    hypothesis then says more than the reference, and scores suffer for it), or a "run" of whole
    sentences. `similarity` is the share of the snippet's words found there; `untranslated` says
    that French stands in the hypothesis because every attempt had failed.
    """

    reference: Reference
    sentences: tuple[int, ...]
    place: Place
    similarity: float
    hypothesis: str
    untranslated: bool = False


class Unmatched(Record):
    """A reference that judges nothing, and why."""

    reference: Reference
    reason: str


class Matching(Record):
    """Every reference is in `pairs` or in `unmatched`; articles without any reference are named."""

    system: str
    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...] = ()
    without_references: tuple[str, ...] = ()


def match(briefs: Sequence[Brief], references: Sequence[Reference]) -> Matching:
    """Pairs in the order of the references. Raises UsageError when two briefs have one id."""
    texts = {brief.article.id: _Words.of(brief) for brief in briefs}
    if len(texts) < len(briefs):
        twice = Counter(brief.article.id for brief in briefs).most_common(1)[0][0]
        raise UsageError(
            f"two briefs have the article id '{twice}'",
            hint="Evaluate one folder of briefs at a time.",
        )
    pairs: list[Pair] = []
    unmatched: list[Unmatched] = []
    for reference in references:
        found = _find(reference, texts.get(reference.article_id))
        if isinstance(found, Pair):
            pairs.append(found)
        else:
            unmatched.append(found)
    judged = {reference.article_id for reference in references}
    return Matching(
        system=", ".join(sorted({brief.provenance.engine for brief in briefs})),
        pairs=tuple(pairs),
        unmatched=tuple(unmatched),
        without_references=tuple(name for name in texts if name not in judged),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a brief's French and where each sentence begins among them (one more entry at
    the end).

    `line` is the words between spaces, and `offsets` where each of them begins in it.
    """

    brief: Brief
    words: list[str]
    starts: list[int]
    line: str
    offsets: list[int]

    @classmethod
    def of(cls, brief: Brief) -> _Words:
        words: list[str] = []
        starts = [0]
        for sentence in brief.sentences:
            words += _words(sentence.text)
            starts.append(len(words))
        offsets = list(accumulate((len(word) + 1 for word in words), initial=1))
        return cls(brief, words, starts, f" {' '.join(words)} ", offsets)

    def run(self, first: int, last: int) -> list[str]:
        return self.words[self.starts[first] : self.starts[last + 1]]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _find(reference: Reference, text: _Words | None) -> Pair | Unmatched:
    if text is None:
        return Unmatched(reference=reference, reason=f"no brief of '{reference.article_id}'")
    snippet = _words(reference.source)
    if not snippet:
        return Unmatched(reference=reference, reason="the snippet has no word")
    run = _exact(snippet, text)
    if run is not None:
        return _pair(reference, text, snippet, run, 1.0)
    similarity, run = _nearest(snippet, text)
    if run is None or similarity < SAME_TEXT or len(snippet) < SHORTEST_FUZZY:
        near = f"; nearest is sentence {run[0]} with {similarity:.2f}" if run else ""
        need = "1.00" if len(snippet) < SHORTEST_FUZZY else f"{SAME_TEXT:.2f}"
        reason = f"text not found in '{reference.article_id}' (needs {need}{near})"
        return Unmatched(reference=reference, reason=reason)
    return _pair(reference, text, snippet, run, similarity)


def _exact(snippet: list[str], text: _Words) -> tuple[int, int] | None:
    """The tightest run of sentences with the snippet word for word, the first of several."""
    # One string search instead of a loop over positions; words hold no space, so a hit is on word
    # boundaries.
    needle = f" {' '.join(snippet)} "
    runs = []
    at = text.line.find(needle)
    while at >= 0:
        first = bisect_right(text.offsets, at + 1) - 1
        runs.append((_sentence_of(text, first), _sentence_of(text, first + len(snippet) - 1)))
        at = text.line.find(needle, at + 1)
    return min(runs, key=lambda run: len(text.run(*run)), default=None)


def _sentence_of(text: _Words, word: int) -> int:
    """The sentence that word number `word` belongs to (sentences without a word have none)."""
    return bisect_right(text.starts, word) - 1


def _nearest(snippet: list[str], text: _Words) -> tuple[float, tuple[int, int] | None]:
    """(share found, run of sentences) of the run with most of the snippet and little else."""
    best, similarity, place = 0.0, 0.0, None
    matcher: SequenceMatcher[str] = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(snippet)
    wanted = Counter(snippet)
    for run in _runs(len(snippet), text):
        words = text.run(*run)
        bound = (Counter(words) & wanted).total()
        if _rank(bound, words, snippet) <= best:
            continue  # not even all shared words in the right order would do
        matcher.set_seq1(words)
        shared = sum(block.size for block in matcher.get_matching_blocks())
        if (rank := _rank(shared, words, snippet)) > best:
            best, similarity, place = rank, shared / len(snippet), run
    return similarity, place


def _rank(shared: int, words: list[str], snippet: list[str]) -> float:
    return shared / len(snippet) + TIGHTNESS * 2 * shared / (len(words) + len(snippet))


def _runs(size: int, text: _Words) -> Iterator[tuple[int, int]]:
    for first in range(len(text.starts) - 1):
        for last in range(first, len(text.starts) - 1):
            yield first, last
            if text.starts[last + 1] - text.starts[first] > LONGEST_RUN * size:
                break


def _pair(
    reference: Reference, text: _Words, snippet: list[str], run: tuple[int, int], similarity: float
) -> Pair:
    covered = range(run[0], run[1] + 1)
    translations = [text.brief.translations[index] for index in covered]
    whole = len(snippet) >= SAME_TEXT * len(text.run(*run))
    place: Place = "part" if not whole else "sentence" if len(covered) == 1 else "run"
    return Pair(
        reference=reference,
        sentences=tuple(covered),
        place=place,
        similarity=similarity,
        hypothesis=" ".join(translation.text for translation in translations),
        untranslated=any(translation.origin == "untranslated" for translation in translations),
    )


FORM = (
    'One object a line: {"id": ..., "source": French, "reference": English,'
    ' "origin": ..., "licence": ...}.'
)


def read_references(path: Path) -> tuple[Reference, ...]:
    """All references of a .jsonl file, or of the .jsonl files of a folder in the order of their
    names.

    `article_id` is the file's name without its ending unless the line gives one; empty lines do not
    count. Raises UsageError, naming file and line, when something is missing, malformed, unknown,
    or an id comes twice.
    """
    found: dict[str, tuple[Reference, str]] = {}
    for file in _files(path):
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            reference = _reference(line, file.stem, where)
            if reference.id in found:
                raise UsageError(
                    f"{where}: the id '{reference.id}' was already given at "
                    f"{found[reference.id][1]}",
                    hint="Every reference needs an id of its own.",
                )
            found[reference.id] = (reference, where)
    return tuple(reference for reference, _ in found.values())


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(
            f"{path}: no such file or folder",
            hint="Give a .jsonl file, or a folder of them, with --references.",
        )
    files = sorted(file for file in path.glob("*.jsonl") if file.is_file())
    if not files:
        raise UsageError(
            f"{path}: no .jsonl file in this folder",
            hint="References are read from <article-id>.jsonl; subfolders are not searched.",
        )
    return files


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines(): U+2028 and U+0085 are allowed inside a JSON string.
        return file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be read ({error.strerror})", hint="Check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{file}:{line}: not UTF-8 (byte {error.start})", hint="Save the file as UTF-8."
        ) from error


def _reference(line: str, article_id: str, where: str) -> Reference:
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"{where}: not valid JSON ({error})", hint=FORM) from error
    if not isinstance(values, dict):
        raise UsageError(f"{where}: not a JSON object", hint=FORM)
    try:
        reference = Reference.model_validate({"article_id": article_id} | values, strict=True)
    except ValidationError as error:
        unknown = next((key for key in values if key not in Reference.model_fields), "")
        hint = did_you_mean(unknown, Reference.model_fields, FORM)
        raise UsageError(f"{where}: {_explained(error)}", hint=hint) from error
    for name in ("source", "reference"):
        if not getattr(reference, name).strip():
            raise UsageError(f"{where}: '{name}' is empty", hint=FORM)
    return reference


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"'{name}': {first['msg'][:1].lower()}{first['msg'][1:]}"
