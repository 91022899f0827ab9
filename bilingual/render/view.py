"""What a page shows of a Brief, in the order it shows it: cleaned text, grouped and counted, with no markup yet.

The HTML page, the Markdown file and the index are all rendered from this one view, so they cannot disagree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bilingual.records import Brief, Flag, KeyPoint, Origin, Role, Severity
from bilingual.render import words

ORIGINS: dict[Origin, str] = {
    "engine": "translated by the model",
    "memory": "from the translation memory",
    "glossary": "from the glossary",
    "human": "translated or corrected by a person",
    "verbatim": "kept as it stands",
    "untranslated": "not translated",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` when a flag speaks of it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence and the language it is in."""

    text: str
    lang: Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Note:
    label: str
    severity: Severity
    message: str
    evidence: tuple[Quote, ...] = ()

    @property
    def unsaid(self) -> tuple[Quote, ...]:
        """The evidence that the message does not already quote."""
        return tuple(quote for quote in self.evidence if quote.text not in self.message)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both languages. `place` counts from 1 within the paragraph and joins the two on the page."""

    index: int
    place: int
    role: Role
    french: str
    english: str
    untranslated: bool
    notes: tuple[Note, ...]

    @property
    def english_lang(self) -> Literal["fr", "en"]:
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
        return ", ".join([*found[:1], *(label[0].lower() + label[1:] for label in found[1:])])

    @property
    def french_pieces(self) -> tuple[Piece, ...]:
        return mark(self.french, self._evidence("fr"))

    @property
    def english_pieces(self) -> tuple[Piece, ...]:
        return mark(self.english, self._evidence("en"))

    def _evidence(self, lang: Literal["fr", "en"]) -> list[str]:
        if self.untranslated:  # the whole sentence is marked; marks within it would say less
            return []
        text = self.french if lang == "fr" else self.english
        return [q.text for note in self.notes for q in note.evidence if q.text in text]


@dataclass(frozen=True, slots=True)
class Paragraph:
    role: Role
    pairs: tuple[Pair, ...]

    @property
    def noted(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.notes)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point. `generated` is text written by a model; without it the sentence of `pair` is the point."""

    pair: Pair
    lead_in: Pair | None
    generated: str | None
    method: str


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
    """Everything a page says. `pairs` are all sentences; `title` is the title block, if any, and `body` the others."""

    id: str
    english_headline: str
    english_headline_lang: Literal["fr", "en"]
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
    minutes: int
    sentences: int
    to_check: int
    untranslated: int
    dropped: tuple[Dropped, ...]
    scores: tuple[ScoreRow, ...]
    model: str
    made_of: str
    retried: int
    facts: tuple[tuple[str, str], ...]

    @property
    def tally(self) -> tuple[tuple[str, str], ...]:
        """The counts in words, each with the id on the page that it is about ("" when there is none)."""
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


def view(brief: Brief) -> View:
    """The view of a Brief; pure, and in the order of the article."""
    article, made = brief.article, brief.provenance
    pairs = _pairs(brief)
    blocks = _paragraphs(brief, pairs)
    title = blocks[0] if blocks and blocks[0].role == "title" else None
    url = words.safe_url(article.url) or words.safe_url(article.source)
    spoken = (title.pairs if title else pairs[:1]) or ()
    origins = Counter(translation.origin for translation in brief.translations)
    return View(
        id=article.id,
        english_headline=" ".join(p.english for p in spoken) or article.id,
        english_headline_lang="fr" if any(pair.untranslated for pair in spoken) else "en",
        french_headline=" ".join(p.french for p in spoken) or article.id,
        pairs=pairs,
        title=title,
        body=tuple(blocks[1:] if title else blocks),
        points=tuple(_points(brief.key_points, pairs)),
        source=words.clean(article.source),
        author=words.clean(article.author or ""),
        licence=words.clean(article.licence or ""),
        url=url,
        url_text="" if url else words.clean(article.url or ""),
        date=words.long_date(article.published),
        machine_date=words.machine_date(article.published),
        minutes=words.reading_minutes(" ".join(pair.english for pair in pairs)),
        sentences=len(pairs),
        to_check=sum(bool(pair.notes) for pair in pairs),
        untranslated=sum(pair.untranslated for pair in pairs),
        dropped=_dropped(brief),
        scores=_scores(brief),
        model=words.clean(made.model),
        made_of=words.listing(
            [f"{origins[o]:,} {text}" for o, text in ORIGINS.items() if origins[o]]
        ),
        retried=sum(translation.retried for translation in brief.translations),
        facts=(
            ("Program", words.clean(made.program)),
            ("Engine", words.clean(made.engine)),
            ("Settings", words.clean(made.settings_digest)),
            ("Source text", words.clean(made.source_digest)),
            ("Format", f"brief {brief.schema_version}"),
        ),
    )


def mark(text: str, evidence: Iterable[str]) -> tuple[Piece, ...]:
    """The text cut so that every piece of evidence in it stands alone; joined again it is the same text.

    >>> [piece.text for piece in mark("Il a 12 ans, pas 112.", ["12"])]
    ['Il a ', '12', ' ans, pas 112.']
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
    for match in re.finditer(pattern, text):
        pieces.append(Piece(text[position : match.start()]))
        pieces.append(Piece(match[0], marked=True))
        position = match.end()
    pieces.append(Piece(text[position:]))
    return tuple(piece for piece in pieces if piece.text) or (Piece(text),)


def _edge(character: str, *, before: bool) -> str:
    if not re.match(r"\w", character):
        return ""
    return r"(?<!\w)" if before else r"(?!\w)"


def _pairs(brief: Brief) -> tuple[Pair, ...]:
    flags: dict[int, list[Flag]] = {}
    for flag in brief.flags:
        flags.setdefault(flag.index, []).append(flag)
    pairs: list[Pair] = []
    paragraph, place = -1, 0
    for sentence, translation in zip(brief.sentences, brief.translations, strict=True):
        place = place + 1 if sentence.paragraph == paragraph else 1
        paragraph = sentence.paragraph
        french, english = words.clean(sentence.text), words.clean(translation.text)
        # An empty translation is no translation: show the French and say so.
        untranslated = translation.origin == "untranslated" or not english
        pairs.append(
            Pair(
                index=sentence.index,
                place=place,
                role=sentence.role,
                french=french,
                english=english or french,
                untranslated=untranslated,
                notes=_notes(flags.get(sentence.index, ()), french, untranslated=untranslated),
            )
        )
    return tuple(pairs)


def _notes(flags: Sequence[Flag], french: str, *, untranslated: bool) -> tuple[Note, ...]:
    notes = [
        Note(
            words.FLAG_LABELS[flag.kind],
            flag.severity,
            words.clean(flag.message),
            tuple(
                Quote(text, "fr" if text in french else "en")
                for text in dict.fromkeys(words.clean(item) for item in flag.evidence)
                if text
            ),
        )
        for flag in flags
    ]
    if untranslated and not any(flag.kind == "untranslated" for flag in flags):
        message = "This sentence could not be translated; the French is shown."
        notes.insert(0, Note(words.FLAG_LABELS["untranslated"], "serious", message))
    return tuple(notes)


def _paragraphs(brief: Brief, pairs: Sequence[Pair]) -> list[Paragraph]:
    numbered = zip((sentence.paragraph for sentence in brief.sentences), pairs, strict=True)
    groups = (
        [pair for _, pair in group] for _, group in groupby(numbered, key=lambda item: item[0])
    )
    return [Paragraph(group[0].role, tuple(group)) for group in groups]


def _points(points: Sequence[KeyPoint], pairs: Sequence[Pair]) -> Iterable[Point]:
    for point in sorted(points, key=lambda point: (point.rank, point.index)):
        lead = point.lead_in
        yield Point(
            pair=pairs[point.index],
            lead_in=pairs[lead] if lead is not None and lead < len(pairs) else None,
            generated=None if point.text is None else words.clean(point.text),
            method=words.clean(point.method),
        )


def _dropped(brief: Brief) -> tuple[Dropped, ...]:
    return tuple(
        Dropped(item.line, words.clean(item.text), words.DROP_REASONS[item.reason])
        for item in brief.article.dropped
    )


def _scores(brief: Brief) -> tuple[ScoreRow, ...]:
    return tuple(
        ScoreRow(
            metric=words.clean(score.metric),
            value=f"{score.value:.1f}",
            interval=f"{score.low:.1f}–{score.high:.1f}"
            if score.low is not None and score.high is not None
            else "not computed",
            baseline="not computed" if score.baseline is None else f"{score.baseline:.1f}",
            n=f"{score.n:,}",
            better="higher is better" if score.higher_is_better else "lower is better",
            signature=words.clean(score.signature),
        )
        for score in brief.scores
    )
