"""Which characters of a translation came from which of its source, and where words of the source stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """English characters `start:end` came from French characters `source_start:source_end`."""

    start: int
    end: int
    source_start: int
    source_end: int


def place_of(
    source_start: int, source_end: int, english: str, links: Sequence[Link]
) -> tuple[int, int] | None:
    """The longest run of words that came from these French characters; where there is none, the end of what came from
    the words before them; None where no link tells."""
    runs: list[list[Link]] = []
    previous = None
    for position, link in enumerate(links):
        if link.source_start < source_end and source_start < link.source_end:
            if previous != position - 1 or not runs:
                runs.append([])
            runs[-1].append(link)
            previous = position
    if runs:
        longest = max(runs, key=lambda run: sum(link.end - link.start for link in run))
        return _word_start(english, longest[0].start), _word_end(english, longest[-1].end)
    earlier = [link for link in links if link.source_end <= source_start]
    if not earlier:
        return (0, 0) if links else None
    nearest = max(earlier, key=lambda link: (link.source_end, link.end))
    at = _word_end(english, nearest.end)
    return at, at


def shifted(links: Sequence[Link], replaced: int, new: Link) -> tuple[Link, ...]:
    """The links once the words of `new` stand instead of all from its start, or a little later, up to `replaced`."""
    before = (
        link._replace(end=min(link.end, new.start)) for link in links if link.start < new.start
    )
    by = new.end - replaced
    after = (
        link._replace(start=max(link.start, replaced) + by, end=link.end + by)
        for link in links
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
