"""Article -> Sentences, as lossless character spans.

Every run of . ! ? … is a candidate; what stands around it decides. Each look to the left or right
is bounded, so the time is linear in the length of the text whatever it holds. Left out: sentences
without a final stop inside a paragraph, and sentences too long for a model (they are split where
they are translated).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bilingual.language.abbreviations import CLOSING, TITLES, opens_sentence, stop_is_inner
from bilingual.records import Article, Block, Sentence

Span = tuple[int, int]

LONG_HEADING = 160  # characters; a longer title is a paragraph that lost its place
SHORT_BRACKET = 200  # characters; a bracket up to this length is never cut
# Characters; nor a quotation of this length in the midst of a sentence (a title, a cry). F1 on
# newstest2013.fr is the same from 0 to 80 and lower at 120.
SHORT_QUOTE = 60
REACH = 64  # characters looked at on either side of a stop

_STOPS = re.compile(r"[.!?…‽⁇⁈⁉]+(?:[ \u00a0\u2009\u202f]?[!?]++)*+")
_MARKS = re.compile(r"[«»“”„\"()\[\]]")
_CLOSERS = ")]»”’'\""
_OPENERS = "«“„\"‘'`([{-–—―•·▪►→*#@$€£¿¡…"
_SPACES = " \u00a0\u2009\u202f"
_WORD = re.compile(r"[A-ZÀ-Ý]\.(?=[\s,;-])|[^\W_](?:[\w'’]|-(?=\w))*")
_ELIDED = re.compile(r"[(\[](?:…|\.\.\.)[)\]]")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_HARD_BREAK = re.compile(r"\n[ \t]*(?:\n|(?=(?:[-–—•*▪►]|\d{1,2}[.)])[ \t\u00a0]))")
_INTERTITLE = re.compile(
    r"- (?=\S)(?:[^-.!?…\n]|(?<=\w)-(?=\w)|[!?](?= -\S)){2,80}? -(?=\s?[«\"“(]?[A-ZÀ-Ý])"
)
_MARKER = re.compile(r"(?:\d{1,2}|[A-Za-z]|[IVX]{1,5})\Z")
_LEADING = re.compile(r"\(?[a-z][.)][ \u00a0]+[A-ZÀ-Ý]|[(\[](?:…|\.\.\.)[)\]]")
_WEB = re.compile(r"://|www\.|@")
_FILE_LIKE = re.compile(r"[\w-]+\.\w")


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order; offsets are into `article.text`, `index` counts
    from 0.

    A title or heading is one sentence unless it is longer than LONG_HEADING; `paragraph` is the
    index of the block.
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
    """Spans of the sentences of one paragraph, end exclusive: in order, only white space before,
    between and after.

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
    """One pass over a paragraph: which quotation marks open, which stretches stay whole, where
    sentences start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.opening: set[int] = set()
        self.intertitles = list(self._find_intertitles())
        self.whole = _merged([*self._pair_marks(), *self.intertitles])

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
        for start, end in self.intertitles:
            yield from (start, end)

    def _find_intertitles(self) -> Iterator[Span]:
        """ "… en mai.- Juste une étape -En juin …": agency headings set in the run of the text."""
        for match in _INTERTITLE.finditer(self.text):
            before = self.text[max(0, match.start() - 2) : match.start()].rstrip()
            if not before or before[-1] in '.!?…"»”':
                yield match.span()

    # -- quotation marks and brackets
    # -------------------------------------------------------------------------------

    def _pair_marks(self) -> list[Span]:
        """Notes which marks open; returns the brackets and quotations that are never cut."""
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
        return pairs

    def _opens(self, at: int, mark: str, inside: bool) -> bool:
        """Whether the mark at `at` opens a quotation; its neighbours decide, then what is open,
        then its shape."""
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1 : at + 3].lstrip('"')[:1] or " "
        free_left = before.isspace() or before in "([«“„-–—" or (before in "'’" and after.isalnum())
        free_right = after.isspace() or after in ".,;:!?…)]»”"
        if mark in "«“„":
            return not (inside and free_right and not free_left)
        if mark in "»”":
            return free_left and not free_right and not inside
        if after in ".,;:)]":
            return False
        return not inside if free_left == free_right else free_left

    def _embedded(self, opened: int) -> bool:
        """Whether the quotation opened here stands inside a sentence rather than at the start of
        one."""
        before = self.text[max(0, opened - REACH) : opened].rstrip()
        return bool(before) and before[-1] not in '.!?…:»”"'

    # -- one candidate
    # ----------------------------------------------------------------------------------------------

    def _skip_closers(self, at: int) -> int:
        text, size = self.text, len(self.text)
        while at < size:
            step = at + 1 if text[at] in _SPACES and at + 1 < size and text[at + 1] in '»”"' else at
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
        left = self.text[max(begin, stop.start() - REACH) : stop.start()]
        if not left.strip(_OPENERS + _SPACES):
            return False  # dots before any word lead the sentence: "(…) Les"
        at = self._next_start(end)
        words = self._words_after(at)
        if not words:
            return False
        if end == at and not self._may_be_glued(left, stop, end, words[0]):
            return False
        if stop.group() != ".":
            hesitant = stop.group()[0] in ".…" and end == stop.end()
            return _may_open(words[0]) and not (hesitant and words[0][0].isdigit())
        return self._full_stop_ends(left, at, begin + len(left) == stop.start(), words)

    def _words_after(self, start: int) -> list[str]:
        """Up to two words from `start` on, behind quotation marks, dashes and signs; [] where no
        word follows."""
        window = self.text[start : start + REACH]
        at = 0
        while at < len(window):
            if elided := _ELIDED.match(window, at):
                at = elided.end()
            elif _leads(window[at]) or start + at in self.opening:
                at += 1
            else:
                break
        first = _WORD.match(window, at)
        if not first:
            return []
        second = _WORD.search(window, first.end())
        return [first.group(), second.group() if second else ""]

    def _full_stop_ends(self, left: str, at: int, near: bool, words: list[str]) -> bool:
        """Whether a full stop ends the sentence. `left` is its text so far, or the end of it;
        `near` says that `left` is the whole text."""
        text = self.text
        quoted = at in self.opening and text[at + 1 : at + 2] not in "-–—"
        if not (_may_open(words[0]) or quoted or _LEADING.match(text, at)):
            return False
        if left[-1].isspace():
            return True
        tokens = left.split()[-2:]
        token = tokens[-1].lstrip("«“„\"‘'([{-–—")
        before = tokens[0].strip(",;:") if len(tokens) == 2 else ""
        if near and len(tokens) == 1 and _MARKER.match(token):
            return False  # "1. ", "A. " at the start of a sentence count something
        if _in_spaced_date(before, token, words[0]):
            return False
        if words[0][0].islower() and token.lower() in ("etc", *CLOSING):
            return False
        return not stop_is_inner(before, token, words[0], words[1])

    def _may_be_glued(self, left: str, stop: re.Match[str], end: int, word: str) -> bool:
        """Whether a sentence may follow without a space: "avril.En mai", not "J.-C.",
        "Rapport.Final.pdf"."""
        text = self.text
        if not text[end].isupper():
            spaced_dash = text[end] in "-–—" and text[end + 1 : end + 2].isspace()
            return (end in self.opening or text[end] == "(" or spaced_dash) and _may_open(word)
        if end > stop.end() or left[-1] in '»”")':
            return True
        chunk = left.split()[-1] if left[-1:].strip() else ""
        rest = text[end : end + REACH].split()[0]
        if _WEB.search(chunk) or "@" in rest or _FILE_LIKE.match(text, end, end + REACH):
            return False
        last = re.split(r"['’(«\"-]", chunk)[-1]
        known = opens_sentence(word)
        if stop.group() != ".":
            return not (len(last) == 1 and last in "cdjlmnst") and (len(word) > 1 or known)
        capitals = word.isupper() and len(word) > 2
        if not (known or word.rstrip(".") in TITLES or word[1:2].islower() or capitals):
            return False
        if last.replace(".", "").isdigit() or (last.islower() and len(last) > 1):
            return True
        return (
            len(last) > 1 and "." not in last and (known or (len(word) > 3 and not last.isupper()))
        )


def _may_open(word: str) -> bool:
    first = word[0]
    if first.islower():
        return word[1:2].isupper() or word.startswith(("http", "www"))
    return True


def _in_spaced_date(before: str, token: str, after: str) -> bool:
    """Dates written 12. 3. 2010."""
    if not (len(token) <= 2 and token.isdigit() and after.isdigit()):
        return False
    return len(after) <= 2 or (len(after) == 4 and before.rstrip(".").isdigit())


def _leads(char: str) -> bool:
    return char.isspace() or char in _OPENERS or (ord(char) > 0x2190 and not char.isalnum())


def _merged(pairs: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(pairs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
