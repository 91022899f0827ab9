"""Parallel text from files: read, cleaned, checked against the test sets; one segment a line.

Nothing is guessed: files of unequal length, a test sentence among the text or a file that is not
text stop the run, because each of them gives a model that is silently wrong. Empty and overlong
lines are left out and counted.
"""

from __future__ import annotations

import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bilingual.errors import TrainingError, TranslationMemoryError
from bilingual.language.typography import normalise_source
from bilingual.memory import read_tmx
from bilingual.train.recipe import Corpus, HeldOut, Noise, Recipe

MAX_CHARACTERS = 2_000  # a longer line is a paragraph that was never split
_OPENERS = {".xz": lzma.open, ".gz": gzip.open}
_ENGLISH = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})
_SPACES = re.compile(r"\s+")
_NOT_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Pair:
    french: str
    english: str
    label: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The pairs that remain, in order, and how many were left out for which reason."""

    pairs: tuple[Pair, ...]
    dropped: dict[str, int]


def read_corpora(recipe: Recipe, root: Path) -> Cleaned:
    """All pairs of a recipe that have a weight, cleaned.

    Raises TrainingError for a missing or damaged file, unequal files, a test sentence, or when
    nothing remains.
    """
    held_out = held_out_keys(recipe.held_out, root)
    pairs: list[Pair] = []
    dropped: dict[str, int] = {}
    for corpus in recipe.corpus:
        for pair in _weighted(recipe, read_corpus(corpus, root)):
            clean = Pair(normalise_source(pair.french), clean_english(pair.english), pair.label)
            reason = unusable(clean)
            if reason:
                dropped[reason] = dropped.get(reason, 0) + 1
                continue
            refuse_test_sentence(clean, held_out, corpus)
            pairs.append(clean)
    if not pairs:
        raise TrainingError(
            f"no pair of sentences remains ({_counts(dropped)})",
            hint=(
                "Check that French and English are the right way round and that weights are "
                "above 0."
            ),
        )
    return Cleaned(tuple(pairs), dropped)


def _weighted(recipe: Recipe, pairs: Iterable[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        if any(recipe.weight(pair.label, finishing=last) > 0 for last in (False, True)):
            yield pair


def _counts(dropped: dict[str, int]) -> str:
    return ", ".join(f"{n} {reason}" for reason, n in sorted(dropped.items())) or "no lines"


def clean_english(text: str) -> str:
    """Straight quotes and plain single spaces; words and case stay."""
    return _SPACES.sub(" ", text.translate(_ENGLISH)).strip()


def unusable(pair: Pair) -> str:
    """Why a pair cannot be learnt from; empty when it can."""
    if not pair.french or not pair.english:
        return "empty"
    if max(len(pair.french), len(pair.english)) > MAX_CHARACTERS:
        return "too long"
    return ""


def held_out_keys(held_out: Sequence[HeldOut], root: Path) -> frozenset[str]:
    """Letters and digits of every test line of four words or more, in both languages."""
    keys = set()
    for test in held_out:
        for name in (test.french, test.english):
            keys |= {_key(line) for line in read_lines(root / name) if len(line.split()) >= 4}
    return frozenset(keys - {""})


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()


def refuse_test_sentence(pair: Pair, held_out: frozenset[str], corpus: Corpus) -> None:
    """Raises TrainingError when either side is a line of a test set."""
    if held_out and (_key(pair.french) in held_out or _key(pair.english) in held_out):
        raise TrainingError(
            f"{corpus.files()[0]}: a test sentence is among the training text: "
            f"{pair.french[:60]!r}",
            hint=(
                "Remove every line of the test sets; a score on text that was learnt means nothing."
            ),
        )


def read_corpus(corpus: Corpus, root: Path) -> Iterator[Pair]:
    """The pairs of one corpus as they stand, labels attached."""
    if corpus.tsv:
        yield from _tsv(root / corpus.tsv, corpus.label)
    elif corpus.tmx:
        yield from (Pair(f, e, corpus.label) for f, e in _tmx(root / corpus.tmx))
    else:
        yield from _two_files(corpus, root)


def _two_files(corpus: Corpus, root: Path) -> Iterator[Pair]:
    french = read_lines(root / corpus.french)
    english = read_lines(root / corpus.english)
    _same_length(corpus.french, len(french), corpus.english, len(english))
    labels = [corpus.label] * len(french)
    if corpus.labels:
        labels = read_lines(root / corpus.labels)
        _same_length(corpus.french, len(french), corpus.labels, len(labels))
    for f, e, label in zip(french, english, labels, strict=True):
        yield Pair(f, e, label)


def _same_length(first: str, n: int, second: str, m: int) -> None:
    if n != m:
        raise TrainingError(
            f"{first} has {n} lines and {second} has {m}: they are not the same text",
            hint="Line n of one file must translate line n of the other.",
        )


def _tsv(file: Path, label: str) -> Iterator[Pair]:
    """French and English, or a label before them; the first line says which of the two."""
    lines = read_lines(file)
    columns = 3 if lines and lines[0].count("\t") == 2 else 2
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) != columns:
            wanted = "French and English" if columns == 2 else "label, French and English"
            raise TrainingError(
                f"{file}:{number}: {len(cells)} columns instead of {wanted}",
                hint="Write one pair a line with a tab between the columns.",
            )
        yield Pair(cells[-2], cells[-1], cells[0] if columns == 3 else label)


def _tmx(file: Path) -> Iterator[tuple[str, str]]:
    """Every translation unit; a language that it lacks is empty. fr-CA and fr count alike."""
    try:
        with _open(file) as stream:
            yield from ((unit.french, unit.english) for unit in read_tmx(stream, str(file)))
    except TranslationMemoryError as error:
        raise TrainingError(error.message, hint=error.hint) from error
    except (OSError, ValueError, lzma.LZMAError, EOFError, zlib.error) as error:
        raise _unreadable(file, error) from error


def read_lines(file: Path) -> list[str]:
    """Lines of a UTF-8 file, plain, .gz or .xz; only a line feed ends a line."""
    try:
        with _open(file) as stream:
            text = stream.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TrainingError(f"{file}: not UTF-8 text", hint="Convert it to UTF-8.") from error
    except (OSError, ValueError, lzma.LZMAError, EOFError, zlib.error) as error:
        raise _unreadable(file, error) from error
    lines = text.split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _open(file: Path) -> IO[bytes]:
    opener = _OPENERS.get(file.suffix)
    return opener(file, "rb") if opener else file.open("rb")  # type: ignore[operator]


def _unreadable(file: Path, error: Exception) -> TrainingError:
    reason = getattr(error, "strerror", None) or "damaged"
    return TrainingError(f"{file}: cannot be read ({reason})", hint="Check the path and the file.")


CAPITALS, UNSTOPPED = "noise-capitals", "noise-unstopped"
_WHOLE = 1 << 32


def with_noise(pairs: Iterable[Pair], noise: Noise) -> Iterator[Pair]:
    """Every pair, and the spoilt forms that its text alone draws."""
    for pair in pairs:
        yield pair
        if _drawn(pair, CAPITALS, noise.capitals):
            yield from _changed(pair, CAPITALS, str.upper, str)
        if _drawn(pair, UNSTOPPED, noise.unstopped) and pair.english.endswith("."):
            yield from _changed(pair, UNSTOPPED, _without_stop, _without_stop)


def _drawn(pair: Pair, label: str, share: float) -> bool:
    return zlib.crc32(f"{label}\n{pair.french}".encode()) < share * _WHOLE


def _changed(
    pair: Pair, label: str, french: Callable[[str], str], english: Callable[[str], str]
) -> Iterator[Pair]:
    spoilt = Pair(french(pair.french), english(pair.english), label)
    if spoilt.french != pair.french and spoilt.english:
        yield spoilt


def _without_stop(text: str) -> str:
    """An ellipsis says something: it stays."""
    return text if text.endswith("..") else text.removesuffix(".")
