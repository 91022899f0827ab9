"""Counts, dates and links are put into words that are true, and text is cleaned of what
deceives."""

from __future__ import annotations

import doctest
import re
from typing import get_args

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.records import DropReason, FlagKind
from bilingual.render import markdown, view, words


@each("module", [words, view, markdown])
def test_the_examples_in_docstrings_hold(module) -> None:
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0


def test_every_kind_and_reason_has_its_words() -> None:
    assert set(words.FLAG_LABELS) == set(get_args(FlagKind))
    assert set(words.DROP_REASONS) == set(get_args(DropReason))


@each(
    "published, shown, machine",
    [
        (None, "", ""),
        ("", "", ""),
        ("2025", "2025", "2025"),
        ("2025-01", "January 2025", "2025-01"),
        ("2025-01-21", "21 January 2025", "2025-01-21"),
        ("2025-12-01T09:05", "1 December 2025, 09:05", "2025-12-01T09:05:00"),
        ("2025-01-21T18:30:00Z", "21 January 2025, 18:30 UTC", "2025-01-21T18:30:00+00:00"),
        (
            "2025-01-21T18:30:00-03:30",
            "21 January 2025, 18:30 (UTC−3:30)",
            "2025-01-21T18:30:00-03:30",
        ),
        ("2025-13-45", "2025-13-45", ""),
        ("mardi 21 janvier", "mardi 21 janvier", ""),
        ("0001-01-01T00:00:00+14:00", "1 January 1, 00:00 (UTC+14)", ""),
    ],
)
def test_dates(published: str | None, shown: str, machine: str) -> None:
    assert words.long_date(published) == shown
    assert words.machine_date(published) == machine


@each(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example",
        "//a.example",
        "a.example",
        "http:",
        "http://",
        "https:\\\\a.example",
        "http://[::1",
        "http://a.example/a b",
        "http://a.example/\u202egpj",
        "http://a\x00.example",
        "http://a\u200b.example",
    ],
)
def test_only_whole_http_links_are_links(url: str | None) -> None:
    assert words.safe_url(url) is None


@each("url", ["http://a.example", "HTTPS://a.example/é?x=1&y=[2]#z", "https://u:p@a.example:8080/"])
def test_http_links_stay_as_they_are(url: str) -> None:
    assert words.safe_url(url) == url


def test_a_user_name_cannot_imitate_a_host() -> None:
    assert words.host("https://lemonde.example@www.other.example/x") == "other.example"


@given(st.text())
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    cleaned = words.clean(text)
    assert words.clean(cleaned) == cleaned
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", cleaned
    )
    assert "  " not in cleaned
    assert cleaned == cleaned.strip(" ")


@given(
    st.text(
        alphabet=st.sampled_from("ab é\xa0\u202f\u200b\u202e\u2028\t\n\x1c\x85\ufdd0\U0001f600")
    )
)
def test_what_is_clean_already_is_cleaned_no_other_way(text: str) -> None:
    long_way = words._WHITE_SPACE.sub(" ", words.visible(text)).strip(" ")
    assert words.clean(text) == long_way


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert words.clean(text) == re.sub("[\ufffe\uffff]", "\ufffd", text)


def test_reading_time_is_whole_minutes_and_never_none() -> None:
    assert [words.reading_minutes("word " * n) for n in (0, 1, 200, 201, 401)] == [1, 1, 1, 2, 3]


@each(
    "counts, told",
    [
        ((1, 0, 0, 0), ["1 sentence", "none flagged", "no lines left out"]),
        ((52, 3, 0, 1), ["52 sentences", "3 to check", "1 line left out"]),
        (
            (1200, 2, 2, 12),
            ["1,200 sentences", "2 to check", "2 not translated", "12 lines left out"],
        ),
    ],
)
def test_the_tally_counts_in_words(counts: tuple[int, int, int, int], told: list[str]) -> None:
    assert words.tally(*counts) == told


@given(st.text(max_size=30), st.lists(st.text(max_size=3), max_size=3))
def test_marking_evidence_changes_no_text(text: str, evidence: list[str]) -> None:
    pieces = view.mark(text, evidence)
    assert "".join(piece.text for piece in pieces) == text
    assert all(any(item in piece.text for item in evidence) for piece in pieces if piece.marked)


def test_evidence_is_marked_as_whole_words() -> None:
    pieces = view.mark("12 des 112 élus, 12 %", ["12", "élus"])
    assert [piece.text for piece in pieces if piece.marked] == ["12", "élus", "12"]
