"""Where house style has no say: addresses, hashtags, the editor's own terms, titles of works.

A rule rewrites through `rewrite`, so that none needs to know what an address looks like. Every
pattern here reads the text once from left to right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*|[@#]\w+"
    r"|(?<![\w.@/-])[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?:/\S*)?(?!\w)"
)
_QUOTED: Final = re.compile(
    r"\"(?P<a>[^\"\n]{1,120})\"|“(?P<b>[^“”\n]{1,120})”|‘(?P<c>[^‘’\n]{1,120})’(?!\w)"
    r"|(?<!\w)'(?P<d>[^'\n]{1,120})'(?!\w)"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# Speech is led in by one of these, or begins the sentence; a title stands in the middle of it.
_LEADS_IN: Final = re.compile(r"(?:^|[,:.!?;…—–(])\s*$")
_LONG_WORD: Final = 4  # letters from which on a title has a capital ("of", "and", "the" have none)
_TITLE_WORDS: Final = 8
REACH: Final = 24  # characters that a rule looks at on either side of a match


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of one text, in order, not overlapping."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def covers(self, start: int, end: int) -> bool:
        """Whether any of them overlaps `start:end`."""
        index = bisect_right(self.starts, start)
        return (index > 0 and self.ends[index - 1] > start) or (
            index < len(self.starts) and self.starts[index] < end
        )


@dataclass(frozen=True, slots=True)
class Shield:
    """What to leave alone: addresses, hashtags, handles, the strings of `keep`, quoted titles."""

    keep: tuple[str, ...] = ()
    titles: bool = False

    def spans(self, text: str) -> Spans:
        found = [match.span() for match in _ADDRESS.finditer(text)]
        for kept in self.keep:
            found.extend(_places(text, kept))
        if self.titles:
            found.extend(_titles(text))
        return _merged(found)


def rewrite(
    pattern: re.Pattern[str], text: str, shield: Shield, replace: Callable[[re.Match[str]], str]
) -> str:
    """`pattern.sub`, leaving alone what the shield covers."""
    if pattern.search(text) is None:
        return text
    spans = shield.spans(text)

    def written(match: re.Match[str]) -> str:
        return match[0] if spans.covers(*match.span()) else replace(match)

    return pattern.sub(written, text)


def text_before(match: re.Match[str], reach: int = REACH) -> str:
    """What stands before the match; a cut start is marked, so that "^" is the text's start."""
    start = max(0, match.start() - reach)
    return ("\0" if start else "") + match.string[start : match.start()]


def _places(text: str, kept: str) -> Iterator[tuple[int, int]]:
    position = text.find(kept) if kept else -1
    while position >= 0:
        yield position, position + len(kept)
        position = text.find(kept, position + len(kept))


def _titles(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        inside = match[match.lastgroup or 0]
        words = _WORD.findall(inside)
        if words and _is_title(words, inside, text[max(0, match.start() - 3) : match.start()]):
            yield match.span()


def _is_title(words: list[str], inside: str, before: str) -> bool:
    long = [word for word in words if len(word) >= _LONG_WORD]
    if not words[0][0].isupper():
        return False
    if len(words) > 1 and len(long) > 1 and all(word[0].isupper() for word in long):
        return True
    short = len(words) <= _TITLE_WORDS and not inside.rstrip().endswith((".", ",", "!", "?"))
    return short and not _LEADS_IN.search(before)


def _merged(found: list[tuple[int, int]]) -> Spans:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(found):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Spans(tuple(starts), tuple(ends))
