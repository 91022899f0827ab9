"""Where a long French sentence may be cut to be translated in pieces, and how these are joined.

A cut never falls inside quotation marks or brackets unless there is no other way: half a quotation
means something else. What stands between the pieces (a semicolon, a comma, a quotation mark, a
space) is kept apart from them, so that it is written once, here, and does not depend on what a
model makes of an unfinished sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bilingual.engines.base import Translator
from bilingual.language.typography import SPACE_BEFORE

LONG = 25  # words, from where a small model begins to lose the end

# What begins a clause with a subject of its own; "qui" or "dont" would lack one.
_CONJUNCTIONS = (
    "et|mais|ou|or|car|donc|puis|alors que|tandis que|bien que|parce que|puisque|lorsque|quand|si"
    "|ainsi"
)
# Best first. Each pattern matches the whole separator, white space included.
_STRONG = re.compile(rf"{SPACE_BEFORE}[;:]\s+|(?<!\s)\s++[–—]\s+")
_CONJUNCTION = re.compile(rf"{SPACE_BEFORE},\s+(?=(?:{_CONJUNCTIONS})\b)")
_COMMA = re.compile(rf"{SPACE_BEFORE},\s+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w")
_PUNCTUATION = (_STRONG, _CONJUNCTION, _COMMA)
_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]", "{": "}"}
_FUNCTION_WORDS = frozenset(
    """a about after all also although an and another any are as at because been before being both
    but by can could despite did do does during each either even every few for from had has have he
    her here him his how however if in including instead into is it its just later less like many
    may meanwhile more moreover most much must neither no nor not now of on once one only or other
    others our out over perhaps rather several she should since so some still such than that the
    their them then there therefore these they this those though through thus to too under unless
    until up very was we were what when where whereas whether which while who whom whose why will
    with within without would yet you your""".split()  # noqa: SIM905 - a list of quoted words would hide them
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """`between[0] + parts[0] + ... + between[-1]` is the text, straight quotes aside."""

    parts: tuple[str, ...]
    between: tuple[str, ...]

    @classmethod
    def whole(cls, text: str) -> Pieces:
        return cls((text,), ("", ""))

    def expand(self, inner: Sequence[Pieces]) -> Pieces:
        """Every part replaced by its own pieces; `inner` is in the order of the parts."""
        parts: list[str] = []
        between = [self.between[0]]
        for pieces, after in zip(inner, self.between[1:], strict=True):
            parts += pieces.parts
            between[-1] += pieces.between[0]
            between += pieces.between[1:]
            between[-1] += after
        return Pieces(tuple(parts), tuple(between))


def cut(text: str) -> Pieces:
    """Two pieces cut at the best place near the middle; or one, freed of quotes or brackets.

    >>> cut("Il pleut (un peu ; pas trop) ; nous restons, dit-il, à la maison.").between
    ('', ' ; ', '')
    >>> cut("« Il pleut. »")
    Pieces(parts=('Il pleut.',), between=('« ', ' »'))
    """
    if peeled := _peel(text):
        return peeled
    depths = _depths(text)
    middle = (len(text) // 5, len(text) - len(text) // 5)
    anywhere = (0, len(text))
    searches = [(pattern, middle, 0) for pattern in _PUNCTUATION]
    searches += [(pattern, anywhere, 0) for pattern in _PUNCTUATION]
    searches += [(pattern, middle, len(text)) for pattern in _PUNCTUATION]
    searches += [(_SPACE, middle, 0), (_SPACE, anywhere, len(text))]
    if (halves := _halves(text, depths, searches)) is not None:
        return halves
    half = len(text) // 2  # no white space at all: an address, or a script without it
    return _at(text, [(half, half)])


def clauses(text: str) -> Pieces:
    """The text cut at strong separators and commas before conjunctions, outside quotations.

    What is longer than LONG even then is cut near its middle, again and again, where there is
    punctuation for it: a piece that does not know whom it speaks of ("dont ...") is worth more than
    a sentence without its end.
    """
    depths = _depths(text)
    spans = (
        span for pattern in (_STRONG, _CONJUNCTION) for span in _spans(text, pattern, depths, 0)
    )
    pieces = _at(text, sorted(spans))
    return pieces.expand([_shortened(part) for part in pieces.parts])


def _shortened(text: str, deepest: int = 8) -> Pieces:
    """The text cut near its middle, and each half again while it is too long. Where quotation marks
    enclose the whole text, they are taken off first."""
    if len(text.split()) <= LONG or not deepest:
        return Pieces.whole(text)
    middle = (len(text) // 5, len(text) - len(text) // 5)
    searches = [(pattern, middle, 0) for pattern in _PUNCTUATION]
    pieces = _peel(text) or _halves(text, _depths(text), searches)
    if pieces is None:
        return Pieces.whole(text)
    return pieces.expand([_shortened(part, deepest - 1) for part in pieces.parts])


def _halves(
    text: str,
    depths: Sequence[int],
    searches: Sequence[tuple[re.Pattern[str], tuple[int, int], int]],
) -> Pieces | None:
    """The text cut in two. Searches (separator, range, depth) are tried in order; the first that
    matches decides, with its match nearest the middle."""
    for pattern, (low, high), depth in searches:
        spans = [s for s in _spans(text, pattern, depths, depth) if low <= s[0] and s[1] <= high]
        if spans:
            return _at(text, [min(spans, key=lambda span: abs(span[0] + span[1] - len(text)))])
    return None


def join(translations: Sequence[str], source: Pieces) -> str:
    """The pieces in English, with what stood between them in English spacing.

    A final stop that the source piece did not have goes, and a piece that went on in lower case
    goes on in lower case when its first word is a function word (a name must not lose its capital).

    >>> source = Pieces(("Il pleut", "et nous restons."), ("", ", ", ""))
    >>> join(["It is raining.", "And we stay."], source)
    'It is raining, and we stay.'
    """
    result = _english(source.between[0]).lstrip()
    for text, original, after in zip(translations, source.parts, source.between[1:], strict=True):
        piece = without_invented_stop(text.strip(), original)
        result += (_continued(piece, original) if result else piece) + _english(after)
    return result.strip()


def without_invented_stop(text: str, source: str) -> str:
    """`text` without final full stop when `source` has no final mark; "U.S." and "..." keep it.

    >>> without_invented_stop("A truce in sight.", "Une trêve en vue")
    'A truce in sight'
    """
    if source.rstrip(" »\"'”)]")[-1:] in set(".!?…:;"):
        return text
    body = text.rstrip("\"')]”")
    if not body.endswith(".") or body.endswith("..") or "." in body[:-1].split(" ")[-1]:
        return text
    return body[:-1] + text[len(body) :]


def _peel(text: str) -> Pieces | None:
    """The text without the marks around it; punctuation may follow them. Straight quotes become
    curly ones, so that opening and closing can be told apart."""
    end = next((end for start, end in _enclosed(text) if start == 0), 0)
    if not end or _WORD.search(text, end):
        return None
    inner = text[1 : end - 1]
    core = inner.strip()
    if not core or core[0] in _PAIRS:  # one pair only: a thousand nested brackets are no quotation
        return None
    start = inner.index(core[0])
    opening = text[0].replace('"', "“") + inner[:start]
    closing = inner[start + len(core) :] + text[end - 1].replace('"', "”")
    return Pieces((core,), (opening, closing + text[end:]))


def _depths(text: str) -> list[int]:
    """How many quotations and brackets are open at each offset; unbalanced marks open none."""
    changes = [0] * (len(text) + 1)
    for start, end in _enclosed(text):
        changes[start] += 1
        changes[end] -= 1
    return list(accumulate(changes))


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    open_at: list[tuple[str, int]] = []
    straight: int | None = None
    for position, character in enumerate(text):
        if character == '"':
            if straight is not None:
                yield straight, position + 1
            straight = position if straight is None else None
        elif character in _PAIRS:
            open_at.append((_PAIRS[character], position))
        elif open_at and character == open_at[-1][0]:
            yield open_at.pop()[1], position + 1


def _spans(
    text: str, pattern: re.Pattern[str], depths: Sequence[int], depth: int
) -> Iterator[tuple[int, int]]:
    """Separators between words, at most `depth` deep inside quotations and brackets."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for match in pattern.finditer(text):
        if first < match.start() and match.end() < last and depths[match.start()] <= depth:
            yield match.span()


def _at(text: str, spans: Sequence[tuple[int, int]]) -> Pieces:
    parts, between, position = [], [""], 0
    for start, end in spans:
        if start > position:
            parts.append(text[position:start])
            between.append(text[start:end])
            position = end
    return Pieces((*parts, text[position:]), (*between, ""))


def _english(separator: str) -> str:
    """
    >>> _english(" : « "), _english(" ; "), _english(" » , ")
    (': “', '; ', '”, ')
    """
    separator = separator.replace("«", "“").replace("»", "”")
    separator = re.sub(r"(?<!\s)\s++(?=[;:,”)\]}])", "", separator)
    return re.sub(r"(?<=[“(\[{])\s+", "", separator)


def _continued(piece: str, original: str) -> str:
    first = re.match(r"[A-Za-z]+", piece)
    if original[:1].islower() and first and first.group().lower() in _FUNCTION_WORDS:
        return piece[0].lower() + piece[1:]
    return piece


SAFE_TOKENS = 100  # beyond about 60 French words Marian models leave text out without a sign


def fit(texts: Sequence[str], translator: Translator) -> list[Pieces]:
    budget = min(SAFE_TOKENS, translator.max_tokens)
    counts = translator.count_tokens(texts)
    return [
        Pieces.whole(text) if count <= budget else _cut_to_fit(text, translator, budget)
        for text, count in zip(texts, counts, strict=True)
    ]


def _cut_to_fit(text: str, translator: Translator, budget: int) -> Pieces:
    if len(text) < 2 or translator.count_tokens([text])[0] <= budget:
        return Pieces.whole(text)
    pieces = cut(text)
    return pieces.expand([_cut_to_fit(part, translator, budget) for part in pieces.parts])
