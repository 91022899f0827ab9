"""Which characters of a text its pieces stand for, and which French ones an English piece came from.

The engines give attention between pieces; everything above them speaks of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from bilingual.engines.alignment import Link

Span = tuple[int, int]


def piece_spans(text: str, pieces: Sequence[str]) -> list[Span]:
    """The span of each piece in the text that was cut into them; pieces without a letter stand for nothing.

    >>> piece_spans("Il pleut.", ["▁Il", "▁ple", "ut", "."])
    [(0, 2), (3, 6), (6, 8), (8, 9)]
    """
    letters = [piece.replace("▁", "") for piece in pieces]
    places = _places("".join(letters), text)
    spans, at = [], 0
    for piece in letters:
        end = at + len(piece)
        last = min(places[end - 1] + 1, len(text)) if piece else places[at]
        spans.append((places[at], max(places[at], last)))
        at = end
    return spans


def _places(letters: str, text: str) -> list[int]:
    """Where in the text every letter stands, and the end; a text that was respelt for the model is matched to it."""
    visible = [index for index, sign in enumerate(text) if not sign.isspace()]
    if len(visible) == len(letters):
        return [*visible, len(text)]
    said = "".join(text[index] for index in visible)
    places = []
    matcher = SequenceMatcher(None, letters, said, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        for index in range(start, end):
            here = min(first + index - start, max(first, last - 1))
            places.append(visible[here] if here < len(visible) else len(text))
    return [*places, len(text)]


def links(
    source: tuple[str, Sequence[str]],
    target: tuple[str, Sequence[str]],
    attention: Sequence[Sequence[float]],
) -> tuple[Link, ...]:
    """One link for each target piece: to the source piece that its row of `attention` looks at most.

    `source` and `target` are a text and its pieces, end markers left out; rows may be longer than both.
    """
    origins, places = piece_spans(*source), piece_spans(*target)
    found = []
    for place, row in zip(places, attention, strict=False):
        weights = row[: len(origins)]
        if len(weights) and place[0] < place[1]:
            best = max(range(len(weights)), key=weights.__getitem__)
            found.append(Link(*place, *origins[best]))
    return tuple(found)
