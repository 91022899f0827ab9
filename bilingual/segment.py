"""Article -> Sentences, as lossless character spans.

Every run of . ! ? … is a candidate; what stands around it decides. Each look to the left or right is bounded, so the
time is linear in the length of the text whatever it holds. Left out: sentences without a final stop inside a paragraph,
and sentences too long for a model (they are split where they are translated).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bilingual.language.abbreviations import opens_sentence, stop_is_inner
from bilingual.records import Article, Block, Sentence

Span = tuple[int, int]

LONG_HEADING = 160  # characters; a longer title is a paragraph that lost its place
SHORT_BRACKET = 200  # characters; a bracket up to this length is never cut
SHORT_QUOTE = 60  # characters; nor a quotation of this length in the midst of a sentence
REACH = 64  # characters looked at on either side of a stop

_STOPS = re.compile(r"[.!?…‽⁇⁈⁉]+(?:[ \u00a0\u202f]?[!?]++)*+")
_MARKS = re.compile(r"[«»“”„\"()\[\]]")
_CLOSERS = ")]»”’'\""
_OPENERS = "«“„\"‘'([{-–—―•·▪►→*#@¿¡…"
_SPACES = " \u00a0\u202f"
_WORD = re.compile(r"[^\W_](?:[\w'’]|-(?=\w))*")
_ELIDED = re.compile(r"[(\[](?:…|\.\.\.)[)\]]")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_HARD_BREAK = re.compile(r"\n[ \t]*(?:\n|(?=(?:[-–—•*▪►]|\d{1,2}[.)])[ \t\u00a0]))")
_INTERTITLE = re.compile(r"- (?=\S)(?:[^-\n]|(?<=\w)-(?=\w)){2,80}? -(?=\s?[«\"“(]?[A-ZÀ-Ý])")
_MARKER = re.compile(r"(?:\d{1,2}|[A-Za-z]|[IVX]{1,5})\Z")
_WEB = re.compile(r"://|www\.|@")
_FILE_LIKE = re.compile(r"[\w-]+\.\w")


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order; offsets are into `article.text`, `index` counts from 0.

    A title or heading is one sentence unless it is longer than LONG_HEADING; `paragraph` is the index of the block.
    """
    found: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        for start, end in _block_spans(article.text, block):
            found.append(
                Sentence(
                    index=len(found),
                    paragraph=number,
                    role=block.role,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                )
            )
    return tuple(found)


def _block_spans(text: str, block: Block) -> list[Span]:
    inner = text[block.start : block.end]
    if block.role in ("title", "heading") and len(inner) <= LONG_HEADING:
        spans = _trimmed(inner, [])
    else:
        spans = split_spans(inner)
    return [(block.start + start, block.start + end) for start, end in spans]


def split_spans(text: str) -> list[Span]:
    """Spans of the sentences of one paragraph, end exclusive: in order, only white space before, between and after.

    >>> split_spans("M. Xi est parti. Il reviendra.")
    [(0, 16), (17, 30)]
    """
    return _trimmed(text, _Scan(text).starts())


def _trimmed(text: str, starts: list[int]) -> list[Span]:
    spans = []
    for left, right in pairwise([0, *starts, len(text)]):
        piece = text[left:right]
        if stripped := piece.strip():
            start = left + len(piece) - len(piece.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


class _Scan:
    """One pass over a paragraph: which quotation marks open, which stretches stay whole, where sentences start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.opening: set[int] = set()
        self.whole: list[Span] = []
        self._pair_marks()

    def starts(self) -> list[int]:
        forced = sorted(self._forced())
        found: list[int] = []
        begin, position, guard = 0, 0, 0
        for stop in _STOPS.finditer(self.text):
            while position < len(forced) and forced[position] <= stop.start():
                begin = forced[position]
                position += 1
            end = self._skip_closers(stop.end())
            while guard < len(self.whole) and self.whole[guard][1] < end:
                guard += 1
            if guard < len(self.whole) and self.whole[guard][0] < end <= self.whole[guard][1]:
                continue
            if self._ends_sentence(stop, end, begin):
                begin = self._next_start(end)
                found.append(begin)
        return sorted({*found, *forced})

    def _forced(self) -> Iterator[int]:
        for match in _HARD_BREAK.finditer(self.text):
            yield match.end()
        for match in _INTERTITLE.finditer(self.text):
            before = self.text[max(0, match.start() - 2) : match.start()].rstrip()
            if not before or before[-1] in ".!?…\"»”":
                yield match.start()
                yield match.end()

    # -- quotation marks and brackets -------------------------------------------------------------------------------

    def _pair_marks(self) -> None:
        quotes: list[int] = []
        brackets: list[int] = []
        pairs: list[Span] = []
        for match in _MARKS.finditer(self.text):
            at, mark = match.start(), match.group()
            if mark in "([":
                brackets.append(at)
            elif mark in ")]":
                if brackets and at - (opened := brackets.pop()) <= SHORT_BRACKET:
                    pairs.append((opened, at))
            elif self._opens(at, mark, bool(quotes)):
                self.opening.add(at)
                quotes.append(at)
            elif quotes and at - (opened := quotes.pop()) <= SHORT_QUOTE and self._embedded(opened):
                pairs.append((opened, at))
        self.whole = _merged(pairs)

    def _opens(self, at: int, mark: str, inside: bool) -> bool:
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1] if at + 1 < len(self.text) else " "
        free_left = before.isspace() or before in "([«“„'’-–—"
        free_right = after.isspace() or after in ".,;:!?…)]»”"
        if mark in "«“„":
            return not (inside and free_right and not free_left)
        if mark in "»”":
            return free_left and not free_right and not inside
        return not inside if free_left == free_right else free_left

    def _embedded(self, opened: int) -> bool:
        """Whether the quotation opened here stands inside a sentence rather than at the start of one."""
        before = self.text[max(0, opened - REACH) : opened].rstrip()
        return bool(before) and before[-1] not in ".!?…:»”\""

    # -- one candidate ----------------------------------------------------------------------------------------------

    def _skip_closers(self, at: int) -> int:
        text, size = self.text, len(self.text)
        while at < size:
            step = at + 1 if text[at] in _SPACES and at + 1 < size and text[at + 1] in "»”\"" else at
            char = text[step]
            if char in "'’" and step + 1 < size and text[step + 1].isalnum():
                break
            if char == "[" and (note := _FOOTNOTE.match(text, step)):
                at = note.end()
            elif char in _CLOSERS and step not in self.opening:
                at = step + 1
            else:
                break
        return at

    def _next_start(self, end: int) -> int:
        while end < len(self.text) and self.text[end].isspace():
            end += 1
        return end

    def _ends_sentence(self, stop: re.Match[str], end: int, begin: int) -> bool:
        if end >= len(self.text):
            return False
        left = self.text[max(0, stop.start() - REACH) : stop.start()]
        if not left.strip() and stop.start() - len(left) <= begin:
            return False  # dots before any word lead the sentence
        glued = not self.text[end].isspace()
        words = self._words_after(self._next_start(end))
        if not words or not _may_open(words[0]):
            return False
        closed = end > stop.end()
        if glued and not self._may_be_glued(stop, end, closed, words[0]):
            return False
        if stop.group() != ".":
            return True
        return not self._stop_is_inner(left, stop.start(), begin, words)

    def _words_after(self, start: int) -> list[str]:
        window = self.text[start : start + REACH]
        at = 0
        while at < len(window):
            if elided := _ELIDED.match(window, at):
                at = elided.end()
            elif window[at] in _OPENERS or window[at].isspace() or _is_symbol(window[at]):
                at += 1
            else:
                break
        first = _WORD.match(window, at)
        if not first:
            return []
        second = _WORD.search(window, first.end())
        return [first.group(), second.group() if second else ""]

    def _stop_is_inner(self, left: str, at: int, begin: int, words: list[str]) -> bool:
        if not left or left[-1].isspace():
            return False
        tokens = left.split()[-2:]
        token = tokens[-1].lstrip("«“„\"‘'([{-–—")
        before = tokens[0].strip(",;:") if len(tokens) == 2 else ""
        if at - len(token) <= begin + 1 and _MARKER.match(token):
            return True  # "1. ", "A. " at the start of a sentence count something
        if token.isdigit() and len(token) <= 2 and words[0].isdigit() and len(words[0]) <= 2:
            return True  # dates written 12. 3. 2010
        return stop_is_inner(before, token, words[0], words[1])

    def _may_be_glued(self, stop: re.Match[str], end: int, closed: bool, word: str) -> bool:
        """Whether a sentence may follow without a space: "avril.En mai", not "J.-C.", "Rapport.Final.pdf"."""
        text = self.text
        if not text[end].isupper():
            spaced_dash = text[end] in "-–—" and text[end + 1 : end + 2].isspace()
            return (end in self.opening or text[end] in "(«“" or spaced_dash) and not word[0].isdigit()
        if closed:
            return True
        left = text[max(0, stop.start() - REACH) : stop.start()].rsplit(maxsplit=1)
        token = left[-1] if left else ""
        if _WEB.search(token) or _FILE_LIKE.match(text[end : end + REACH]):
            return False
        if stop.group() != ".":
            return len(word) > 1 or opens_sentence(word)
        known = opens_sentence(word)
        if not word[1:2].islower() and not known:
            return False
        last = re.split(r"['’(«\"-]", token)[-1]
        if last.isdigit() or (last.islower() and len(last) > 1):
            return True
        return len(last) > 1 and "." not in last and (known or len(word) > 3)


def _may_open(word: str) -> bool:
    first = word[0]
    if first.islower():
        return word[1:2].isupper() or word.startswith(("http", "www"))
    return True


def _is_symbol(char: str) -> bool:
    return ord(char) > 0x2190 and not char.isalnum()


def _merged(pairs: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(pairs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
