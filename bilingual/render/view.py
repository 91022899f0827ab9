"""What a page shows of a Brief, in its order: text cleaned, grouped and counted, not marked up.

The HTML page, the Markdown file and the index are rendered from it and cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bilingual.records import Role, Severity
from bilingual.render import words

Lang = Literal["fr", "en"]
LONG_HEADLINE = 90  # characters: more than two lines of the largest letters


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` when a flag speaks of it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence: the language it is in, and the column in which it is to be marked."""

    text: str
    lang: Lang
    column: Lang


@dataclass(frozen=True, slots=True)
class Note:
    label: str
    severity: Severity
    message: str
    evidence: tuple[Quote, ...] = ()

    @property
    def unsaid(self) -> tuple[Quote, ...]:
        """The evidence, or nothing when the message already quotes it."""
        return () if any(quote.text in self.message for quote in self.evidence) else self.evidence


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both languages; `place`, from 1 in its paragraph, joins the two on the page.

    `by_person` says that a person gave the English, or corrected it.
    """

    index: int
    place: int
    role: Role
    french: str
    english: str
    untranslated: bool
    notes: tuple[Note, ...]
    by_person: bool = False

    @property
    def english_lang(self) -> Lang:
        return "fr" if self.untranslated else "en"

    @property
    def severity(self) -> Severity | None:
        if not self.notes:
            return None
        return "serious" if any(note.severity == "serious" for note in self.notes) else "check"

    @property
    def labels(self) -> str:
        """What is flagged, each thing once: "Check the numbers, uncertain translation"."""
        found = list(dict.fromkeys(note.label for note in self.notes))
        return ", ".join([*found[:1], *map(within, found[1:])])

    @property
    def labels_within(self) -> str:
        """The same inside a sentence: "check the numbers, uncertain translation"."""
        return within(self.labels)

    @property
    def french_pieces(self) -> tuple[Piece, ...]:
        return mark(self.french, self._evidence("fr"))

    @property
    def english_pieces(self) -> tuple[Piece, ...]:
        return mark(self.english, self._evidence("en"))

    def _evidence(self, lang: Lang) -> list[str]:
        if self.untranslated:  # the whole sentence is marked; marks within it would say less
            return []
        return [q.text for note in self.notes for q in note.evidence if q.column == lang]


@dataclass(frozen=True, slots=True)
class Paragraph:
    role: Role
    pairs: tuple[Pair, ...]

    @property
    def noted(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.notes)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point: a sentence of the article, after the one that leads in to it if it needs one."""

    pair: Pair
    lead_in: Pair | None

    @property
    def shown(self) -> tuple[Pair, ...]:
        """The sentences of the point in the order they are read."""
        return (self.lead_in, self.pair) if self.lead_in else (self.pair,)


@dataclass(frozen=True, slots=True)
class Dropped:
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    metric: str
    value: str
    interval: str
    baseline: str
    n: str
    better: str
    signature: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page says. `pairs` are all sentences, `title` and `body` the blocks."""

    id: str
    lang: str
    english_headline: str
    english_headline_lang: Lang
    french_headline: str
    pairs: tuple[Pair, ...]
    title: Paragraph | None
    body: tuple[Paragraph, ...]
    points: tuple[Point, ...]
    source: str
    author: str
    licence: str
    url: str | None
    url_text: str
    date: str
    machine_date: str
    moment: float
    minutes: int
    sentences: int
    to_check: int
    untranslated: int
    dropped: tuple[Dropped, ...]
    scores: tuple[ScoreRow, ...]
    model: str
    made_of: str
    retried: int
    terms: str
    facts: tuple[tuple[str, str], ...]

    @property
    def long_headline(self) -> bool:
        """Whether the headline needs smaller letters, as a sentence without a title does."""
        return len(self.english_headline) > LONG_HEADLINE

    @property
    def tally(self) -> tuple[tuple[str, str], ...]:
        """The counts in words, each with the id of what it is about ("" for none)."""
        told = words.tally(self.sentences, self.to_check, self.untranslated, len(self.dropped))
        first = {
            "to check": self.noted,
            "not translated": [p for p in self.noted if p.untranslated],
        }
        targets = {end: f"note{pairs[0].index}" for end, pairs in first.items() if pairs}
        targets |= {"left out": "left-out"} if self.dropped else {}
        return tuple(
            (text, next((target for end, target in targets.items() if text.endswith(end)), ""))
            for text in told
        )

    @property
    def most_places(self) -> int:
        return max((pair.place for pair in self.pairs), default=0)

    @property
    def noted(self) -> tuple[Pair, ...]:
        """The flagged sentences, in order."""
        return tuple(pair for pair in self.pairs if pair.notes)


def within(label: str) -> str:
    """A label inside a sentence, where languages keep their capital.

    >>> within("Uncertain translation"), within("French left in the English")
    ('uncertain translation', 'French left in the English')
    """
    return label if label.startswith("French") else label[0].lower() + label[1:]


def mark(text: str, evidence: Iterable[str]) -> tuple[Piece, ...]:
    """The text split so that each piece of evidence (whole words) is a piece of its own. Joined,
    the pieces are the text again.

    >>> [piece.text for piece in mark("Il a 12 ans, pas 112.", ["12", "ans"])]
    ['Il a ', '12 ans', ', pas 112.']
    """
    wanted = sorted({item for item in evidence if item}, key=lambda item: (-len(item), item))
    if not wanted:
        return (Piece(text),)
    # Whole words only: 12 is not in 112, and Il is not in Illinois.
    pattern = "|".join(
        rf"{_edge(item[0], before=True)}{re.escape(item)}{_edge(item[-1], before=False)}"
        for item in wanted
    )
    pieces: list[Piece] = []
    position = 0
    # Neighbours are one mark: words underlined one by one are hard to read.
    for match in re.finditer(rf"(?:{pattern})(?:\s+(?:{pattern}))*", text):
        pieces.append(Piece(text[position : match.start()]))
        pieces.append(Piece(match[0], marked=True))
        position = match.end()
    pieces.append(Piece(text[position:]))
    return tuple(piece for piece in pieces if piece.text) or (Piece(text),)


def _edge(character: str, *, before: bool) -> str:
    if not re.match(r"\w", character):
        return ""
    return r"(?<!\w)" if before else r"(?!\w)"
