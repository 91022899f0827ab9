"""Word alignment: which characters of a translation came from which of its source.

The engines give attention between pieces; everything above them speaks of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

Span = tuple[int, int]
SHALLOW: Final = 3  # layers of a decoder, at most


class AlignmentLink(NamedTuple):
    """English characters `start:end` came from French characters `source_start:source_end`."""

    start: int
    end: int
    source_start: int
    source_end: int


def alignment_layer(layers: int) -> int:
    """The decoder layer whose attention aligns best, counted from the end: -1 is the last.

    In deep decoders it is the layer before the last, averaged over its heads (Garg et al. 2019,
    "Jointly Learning to Align and Translate with Transformer Models", section 4). A shallow
    student, like the built-in model, is trained to align with the first head of its last layer.
    """
    return -1 if layers <= SHALLOW else -2


def alignment_heads(layers: int, heads: int) -> int:
    """How many heads of that layer, counted from the first, the mean is taken over."""
    return 1 if layers <= SHALLOW else heads


def piece_spans(text: str, pieces: Sequence[str]) -> list[Span]:
    """The span of each piece in the text that was cut into them; pieces without a letter stand for
    nothing.

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
    """Where in the text every letter stands, and the end; a text that was respelt for the model is
    matched to it."""
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


def align(
    source: tuple[str, Sequence[str]],
    target: tuple[str, Sequence[str]],
    attention: Sequence[Sequence[float]],
) -> tuple[AlignmentLink, ...]:
    """One link for each target piece: to the source piece that its row of `attention` looks at
    most.

    `source` and `target` are a text and its pieces, end markers left out; rows may be longer than
    both.
    """
    origins, places = piece_spans(*source), piece_spans(*target)
    found = []
    for place, row in zip(places, attention, strict=False):
        weights = row[: len(origins)]
        if len(weights) and place[0] < place[1]:
            best = max(range(len(weights)), key=weights.__getitem__)
            found.append(AlignmentLink(*place, *origins[best]))
    return tuple(found)


def aligned_span(
    source_start: int, source_end: int, english: str, alignment: Sequence[AlignmentLink]
) -> tuple[int, int] | None:
    """The longest run of English words that came from these French characters. If there is none,
    the place just after the English of the preceding French words; None if no link helps."""
    runs: list[list[AlignmentLink]] = []
    previous = None
    for position, link in enumerate(alignment):
        if link.source_start < source_end and source_start < link.source_end:
            if previous != position - 1 or not runs:
                runs.append([])
            runs[-1].append(link)
            previous = position
    if runs:
        longest = max(runs, key=lambda run: sum(link.end - link.start for link in run))
        return _word_start(english, longest[0].start), _word_end(english, longest[-1].end)
    earlier = [link for link in alignment if link.source_end <= source_start]
    if not earlier:
        return (0, 0) if alignment else None
    nearest = max(earlier, key=lambda link: (link.source_end, link.end))
    at = _word_end(english, nearest.end)
    return at, at


def shifted(
    alignment: Sequence[AlignmentLink], replaced: int, new: AlignmentLink
) -> tuple[AlignmentLink, ...]:
    """The alignment once the English from the start of `new` up to `replaced` was replaced."""
    before = (
        link._replace(end=min(link.end, new.start)) for link in alignment if link.start < new.start
    )
    by = new.end - replaced
    after = (
        link._replace(start=max(link.start, replaced) + by, end=link.end + by)
        for link in alignment
        if link.end > replaced
    )
    return (*before, new, *after)


def _word_start(text: str, at: int) -> int:
    at = min(at, len(text))
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "€$£¥"):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalnum():
        at += 1
    return at
