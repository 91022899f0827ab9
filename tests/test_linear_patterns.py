"""No text makes a regular expression take for ever: each is tried on repetitions of what it is made
of."""

from __future__ import annotations

import re
from typing import Final

import pytest
from patterns import Found, all_patterns, slow, texts

PATTERNS, MADE_OF_ARGUMENTS = all_patterns()
# Handed to a function or a loop, and only tried there at one place of a text.
MATCHED: Final = {
    "finish.style.spelling._IZE", "finish.style.spelling._YZE", "key_points.dependence._COMPILED",
}  # fmt: skip
# What asks for the length of a text first, or takes a piece of it: the longest, in characters.
SHORT: Final = {
    "compare.reversals._EMPTY": 60,
    "compare.reversals._PHRASES": 120,
    "sources.captions._CREDITS": 420,
    "sources.furniture._BY": 250,
    "sources.furniture._HOUSE": 250,
    "sources.lines": 100,
}
# What reads text in which all that opens is closed: pages that the program or nh3 wrote, and
# sentences without the marks that nothing closes.
CLOSED: Final = {"render.introduction", "render.email_html._PRE", "key_points.dependence._QUOTED"}


def checked() -> list[Found]:
    return [each for each in PATTERNS if each.place not in CLOSED]


def test_there_is_something_to_check() -> None:
    assert len(checked()) > 400
    assert {*MATCHED, *SHORT, *CLOSED} <= {each.place for each in PATTERNS}


def test_the_patterns_made_of_arguments_are_known() -> None:
    of_tables = {
        "compare.reversals._any", "key_points.dependence.", "language.number_phrases.",
        "language.transliteration.", "language.words.", "sources.captions.", "sources.furniture.",
        "sources.metadata._published",
    }  # fmt: skip
    of_names_as_they_stand = {
        "finish.names._respelt", "finish.names.repair_names",
        "finish.style.places._table", "render.view.mark",
    }  # fmt: skip
    assert of_tables | of_names_as_they_stand == MADE_OF_ARGUMENTS


@pytest.mark.parametrize("found", checked(), ids=lambda found: found.place)
def test_the_work_grows_with_the_text_and_not_faster(found: Found) -> None:
    if found.place in MATCHED:
        found = Found(found.place, found.pattern, anchored=True)
    most = SHORT.get(found.place, 2_000)
    faults = ((text, why) for text in texts(found.pattern) if (why := slow(found, text, most)))
    assert next(faults, None) is None, found.pattern


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", True),
        (
            rb"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*"
            rb"|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:rss|feed|rdf:RDF)\b",
            True,
        ),
        (r"(\w+\s?)+$", True),
        (r"\s+$", False),
        (r"\s*,", False),
        (r"<a[^>]*>", False),
    ],
)
def test_what_backtracks_is_found(pattern: str | bytes, anchored: bool) -> None:
    found = Found("here", re.compile(pattern, re.IGNORECASE | re.DOTALL), anchored)
    assert any(slow(found, text) for text in texts(found.pattern))
