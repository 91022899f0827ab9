"""The splitter loses nothing, agrees with the golden cases, and stays linear."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from cases import each
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.language.abbreviations import opens_sentence, stop_is_inner
from bilingual.records import Article, Block, Role
from bilingual.segment import LONG_HEADING, segment, split_spans

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"

MARKS = ".!?…«»“”\"'’()[]–—-:;,"
SPACES = (" ", "\u00a0", "\u202f", "\n", "\n\n", "\u2028", "\x85", "\u200b")
WORDS = ("Il", "le", "M", "Mme", "etc", "J.-C.", "12", "3.5", "a)", "1.", "ê", "e\u0301", "İ", "ß")
ODD = ("🎉", "中文", "\ud7ff", "https://exemple.fr/A.B", "(…)", "- Un pas -En")
PIECES = st.sampled_from([*MARKS, *SPACES, *WORDS, *ODD])
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


def golden() -> Iterator[tuple[str, list[str]]]:
    lines = (HERE / "data/segment_cases.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            case = line.replace("␣", "\u00a0").replace("⍽", "\u202f")
            text = case.replace(" ‖ ", " ").replace("‖", "")
            yield text, [part.strip() for part in case.split("‖")]


CASES = list(golden())


def test_there_are_more_than_sixty_golden_cases() -> None:
    assert len(CASES) > 60


@each("text, sentences", CASES)
def test_golden_cases(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_spans(text)] == sentences


@settings(deadline=None)
@given(TEXTS)
def test_nothing_but_white_space_is_outside_the_spans(text: str) -> None:
    spans = split_spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert not "".join(text[left:right] for left, right in list(pairwise(edges))[::2]).strip()
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""


@settings(deadline=None)
@given(TEXTS)
def test_white_space_around_a_paragraph_only_shifts_the_spans(text: str) -> None:
    shifted = [(start + 1, end + 1) for start, end in split_spans(text.strip())]
    assert split_spans(f" {text.strip()} ") == shifted


@each("text", [text for text, _ in CASES])
def test_a_sentence_split_again_stays_one(text: str) -> None:
    for start, end in split_spans(text):
        assert split_spans(text[start:end]) == [(0, end - start)]


@settings(deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in CASES if text[-1] in ".!?"]), min_size=1))
def test_a_blank_line_always_separates(texts: list[str]) -> None:
    joined = "\n\n".join(texts)
    found = [joined[start:end] for start, end in split_spans(joined)]
    assert found == [text[a:b] for text in texts for a, b in split_spans(text)]


UNITS = [
    *(".", "…", '"', "«", "» ", "(", "()", "[1].", "(…) ", ". « ! « ", "A. ", "a.B", "M. Xi est. "),
    *(".- a", "\n", "\n- ", "! ", " ", "a", "- A -B", ".' ", "1."),
]


@each("unit", UNITS)
def test_two_hundred_thousand_characters_of_anything(unit: str) -> None:
    """Quadratic time would take minutes here; the test says only that all of it comes back."""
    text = unit * (200_000 // len(unit))
    kept = "".join(text[start:end] for start, end in split_spans(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_empty_text_has_no_sentence() -> None:
    assert split_spans("") == split_spans(" \n\u00a0") == []


def article(*blocks: tuple[Role, str]) -> Article:
    text, found = "", []
    for role, part in blocks:
        text += "\n\n" if text else ""
        found.append(Block(role=role, start=len(text), end=len(text) + len(part)))
        text += part
    return Article(id="essai", text=text, blocks=tuple(found))


def test_segment_counts_and_points_into_the_article() -> None:
    essai = article(
        ("title", "Un pont ? Deux ponts !"), ("body", "Il pleut. M. Noir sort."), ("heading", "Fin")
    )
    found = segment(essai)
    assert [(s.index, s.paragraph, s.role) for s in found] == [
        (0, 0, "title"),
        (1, 1, "body"),
        (2, 1, "body"),
        (3, 2, "heading"),
    ]
    assert [s.text for s in found] == [
        "Un pont ? Deux ponts !",
        "Il pleut.",
        "M. Noir sort.",
        "Fin",
    ]
    assert all(essai.text[s.start : s.end] == s.text for s in found)


def test_a_heading_too_long_to_be_one_is_split() -> None:
    long = "Le pont est fermé. " * (LONG_HEADING // 19 + 1)
    assert len(segment(article(("heading", long.strip())))) == LONG_HEADING // 19 + 1
    assert len(segment(article(("heading", "Pont fermé. Route ouverte.")))) == 1


@each(
    "before, token, after, then, inner",
    [
        ("dit", "M", "Le", "Goff", True),
        ("à", "M", "Paul", "", True),
        ("12", "M", "Les", "comptes", False),
        ("de", "J", "Le", "Goff", True),
        ("vitamine", "C", "Grenoble", "", False),
        ("le", "art", "3", "", True),
        ("bel", "art", "Voilà", "", False),
        ("12", "sept", "2024", "", True),
        ("étaient", "sept", "12", "", False),
        ("par", "ex", "Lyon", "", True),
        ("mon", "ex", "Lyon", "", False),
        ("", "etc", "Les", "", False),
        ("", "avril", "Le", "", False),
    ],
)
def test_abbreviations(before: str, token: str, after: str, then: str, inner: bool) -> None:
    assert stop_is_inner(before, token, after, then) is inner


def test_elided_words_open_sentences() -> None:
    assert opens_sentence("L’Europe")
    assert opens_sentence("Entre-temps")
    assert not opens_sentence("Grenoble")


def benchmark() -> ModuleType:
    path = HERE / "benchmarks/segment_f1.py"
    spec = importlib.util.spec_from_file_location("segment_f1", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["segment_f1"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development sets (../shared) are not here")
@pytest.mark.parametrize(
    ("name", "raw", "clean"),
    [("newstest2013.fr", 0.9725, 0.999), ("flores200-dev-sib.fr", 0.92, 0.999)],
)
def test_boundary_f1_does_not_sink(name: str, raw: float, clean: float) -> None:
    """Floors just under the measured values; Moses has 0.9544 and 0.9105 raw, 0.9818 and 0.9918
    cleaned."""
    f1 = benchmark()
    lines = f1.test_set(SHARED, name)
    assert f1.score(f1.ours, f1.raw(lines))[2] >= raw
    assert f1.score(f1.ours, f1.cleaned(name, lines))[2] >= clean
