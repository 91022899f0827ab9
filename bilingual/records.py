"""The values that flow through the stages: frozen, validated, and one JSON Schema away from any
language.

Every stage takes records and returns new ones. Offsets are Python string offsets (code points), end
exclusive. Order is always the order of the article. A Brief is the one source of everything that is
rendered.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

# Of the program; every brief and issue says by which it was made.
__version__ = "0.5.0"
SCHEMA_VERSION: Literal["1.0"] = "1.0"
MOST_NUMBER = 999_999
EDITION_VERSION: Literal["1.0"] = "1.0"
SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$"

Role = Literal["title", "standfirst", "heading", "body"]
Origin = Literal["engine", "memory", "glossary", "human", "verbatim", "untranslated"]
Outcome = Literal["met", "placed", "missed"]
FlagKind = Literal[
    "numbers",
    "names",
    "terms",
    "invented",
    "quotations",
    "reversed",
    "length",
    "repetition",
    "copied",
    "confidence",
    "repaired",
    "untranslated",
]
Severity = Literal["check", "serious"]
DropReason = Literal[
    "navigation",
    "share",
    "advertisement",
    "comments",
    "related",
    "caption",
    "credit",
    "byline",
    "date",
    "repeated",
    "subscription",
    "legal",
    "markup",
]
Count = Annotated[int, Field(ge=0)]
Unit = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """A frozen value; unknown fields are refused so that a newer file is never half understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DroppedLine(Record):
    """A line of the source that is not part of the article: `line` counts from 1 in the text as it
    was read."""

    line: int = Field(ge=1)
    text: str
    reason: DropReason


class Block(Record):
    """A run of `Article.text` with one role: the title, the standfirst (chapô), a heading or a
    paragraph."""

    role: Role
    start: Count
    end: Count


class Article(Record):
    """A French article after reading and cleaning.

    `text` holds everything that is to be translated, in reading order, blocks joined by one blank
    line, the title first when there is one. `blocks` cover it: in order, not overlapping, only
    white space between them. `title` repeats the text of the title block ("" when the source has
    none); `standfirst` that of the blocks between it and the body, in a brief. `published` is an
    ISO 8601 date or date-time as far as the source gives it. `source` names the outlet or, without
    one, the file or URL it came from.
    """

    id: str = Field(pattern=SLUG)
    lang: str = "fr"
    title: str = ""
    standfirst: str = ""
    text: str = Field(min_length=1)
    blocks: tuple[Block, ...]
    source: str = ""
    url: str | None = None
    author: str | None = None
    published: str | None = None
    licence: str | None = None
    dropped: tuple[DroppedLine, ...] = ()

    @model_validator(mode="after")
    def _blocks_cover_text(self) -> Self:
        position = 0
        for block in self.blocks:
            if block.start < position or block.end <= block.start or block.end > len(self.text):
                raise ValueError(f"block {block.start}:{block.end} overlaps or leaves the text")
            if self.text[position : block.start].strip():
                raise ValueError(f"text before offset {block.start} belongs to no block")
            position = block.end
        if self.text[position:].strip():
            raise ValueError(f"text after offset {position} belongs to no block")
        return self


class Sentence(Record):
    """One segment of an article: `text == article.text[start:end]`; `paragraph` is the index of its
    block."""

    index: Count
    paragraph: Count
    role: Role
    start: Count
    end: Count
    text: str = Field(min_length=1)


class Repair(Record):
    """A number or name that was put right: as the French has it, as the model wrote it, as it is.

    With an empty `before` the model had lost it, and it was put in its place.
    """

    french: str
    before: str
    after: str


class TermUse(Record):
    """A term of the glossary in the French, the English it asks for, and what became of it.

    "met" by the model itself, "placed" by translating the sentence again, "missed" in the end.
    """

    french: str
    english: str
    outcome: Outcome


class Translation(Record):
    """The English of the sentence with the same `index`.

    `score` is the model's mean log-probability per target token (None when no model spoke).
    `origin` says where the text comes from; with "untranslated" the text is the French source,
    shown because every attempt failed, and with "verbatim" it is text that needs no translation (a
    bare number). `retried` says that the model's first choice was refused, `repairs` what was put
    right in it, `terms` what became of the glossary's terms in the sentence.
    """

    index: Count
    text: str
    engine: str
    score: float | None = None
    origin: Origin = "engine"
    retried: bool = False
    repairs: tuple[Repair, ...] = ()
    terms: tuple[TermUse, ...] = ()


class Flag(Record):
    """Something to look at in sentence `index`: what was measured (`value` against `threshold`) and
    what to do.

    `message` is one English sentence for a reader who knows no French; `evidence` lists the strings
    it speaks of, as they stand in the source or the translation.
    """

    index: Count
    kind: FlagKind
    severity: Severity = "check"
    message: str
    value: float
    threshold: float
    evidence: tuple[str, ...] = ()


class KeyPoint(Record):
    """The sentence `index` stands for the article; `lead_in` is the sentence to show before it, if
    it needs one.

    `text` and `translation` repeat the French and the English of both for readers of the JSON;
    pages are made from the sentences. In briefs of earlier versions they are null.
    """

    rank: int = Field(ge=1)
    index: Count
    lead_in: Count | None = None
    weight: float
    method: str = "extractive"
    text: str | None = Field(default=None, description="The French, lead-in first.")
    translation: str | None = Field(default=None, description="The English, lead-in first.")


class Reference(Record):
    """A French snippet of an article with an English translation made by people."""

    id: str
    article_id: str
    source: str = Field(min_length=1)
    reference: str = Field(min_length=1)
    origin: str = ""
    licence: str = ""


class Score(Record):
    """A corpus metric, 0-100 (TER may exceed 100), with what is needed to repeat it and its 95 %
    interval."""

    metric: str
    value: float
    higher_is_better: bool
    signature: str
    n: int = Field(ge=1)
    low: float | None = None
    high: float | None = None
    baseline: float | None = Field(
        default=None, description="The same metric when the source is copied."
    )


class Provenance(Record):
    """What made the brief: enough to make it again, nothing that changes from run to run."""

    program: str
    engine: str
    model: str
    settings_digest: str
    source_digest: str


class Brief(Record):
    """An article, its sentences, their translations in the same order, and all that was found out
    about them."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    article: Article
    sentences: tuple[Sentence, ...]
    translations: tuple[Translation, ...]
    flags: tuple[Flag, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    scores: tuple[Score, ...] = ()
    provenance: Provenance

    @model_validator(mode="after")
    def _everything_is_paired(self) -> Self:
        for position, (sentence, translation) in enumerate(
            zip(self.sentences, self.translations, strict=True)
        ):
            if sentence.index != position or translation.index != position:
                raise ValueError(f"sentence and translation {position} are not paired")
            if self.article.text[sentence.start : sentence.end] != sentence.text:
                raise ValueError(f"sentence {position} is not what the article says at its span")
        pointed = [flag.index for flag in self.flags] + [point.index for point in self.key_points]
        pointed += [point.lead_in for point in self.key_points if point.lead_in is not None]
        if any(index >= len(self.sentences) for index in pointed):
            raise ValueError("a flag or key point names a sentence that does not exist")
        return self

    def by_people(self) -> dict[str, str]:
        """The English of the sentences that a person translated, by the French."""
        return {
            sentence.text: translation.text
            for sentence, translation in zip(self.sentences, self.translations, strict=True)
            if translation.origin == "human"
        }

    def headline(self) -> tuple[str, str]:
        """(English, French) headline; without a title, the first sentence speaks for the
        article."""
        for sentence, translation in zip(self.sentences, self.translations, strict=True):
            if sentence.role == "title":
                return translation.text, sentence.text
        return self.translations[0].text, self.sentences[0].text


class Telling(Record):
    """One source's article in a story: the id of its brief, and the sentences that no other telling
    has."""

    brief: str
    only: tuple[Count, ...] = ()


class Story(Record):
    """One event, by everybody who reports it; the first telling leads."""

    tellings: tuple[Telling, ...] = Field(min_length=1)

    @property
    def lead(self) -> Telling:
        return self.tellings[0]

    @property
    def others(self) -> tuple[Telling, ...]:
        return self.tellings[1:]


class Section(Record):
    """Stories under one heading, in the order they are read; an issue without sections has one
    without title."""

    title: str = ""
    stories: tuple[Story, ...] = Field(min_length=1)


class Sender(Record):
    """Who sends the issue. `unsubscribe` is an address or what a mailing service replaces, as it
    wants it written."""

    name: str = ""
    address: str = Field(default="", description="e-mail address for From")
    reply_to: str = ""
    notices: tuple[str, ...] = Field(
        default=(), description="lines at the foot: postal address, why you get this"
    )
    unsubscribe: str = ""


class Edition(Record):
    """One issue of a newsletter: which stories in which order, and the briefs themselves, so that
    it stands alone.

    `date` is an ISO 8601 date. `introduction` is Markdown as the editor wrote it, not yet made
    safe. `url` is where the pages are going to stand, if anywhere: `<url>/<id>/` is this issue.
    Every brief is told in exactly one story.
    """

    edition_version: Literal["1.0"] = EDITION_VERSION
    id: str = Field(pattern=SLUG)
    title: str = Field(min_length=1)
    number: int | None = Field(default=None, ge=1, le=MOST_NUMBER)
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    languages: Literal["en-fr", "fr-en"] = Field(
        default="en-fr", description="which language comes first"
    )
    introduction: str = ""
    preheader: str = Field(default="", description="what a mail program shows beside the subject")
    sender: Sender = Sender()
    url: str | None = None
    sections: tuple[Section, ...] = Field(min_length=1)
    briefs: tuple[Brief, ...] = Field(min_length=1)
    program: str

    @model_validator(mode="after")
    def _every_brief_is_told_once(self) -> Self:
        date.fromisoformat(self.date)  # the pattern lets 30 February through
        if self.id == "site":
            raise ValueError("an issue cannot be called 'site': that is the folder of the pages")
        told = [telling.brief for story in self.stories() for telling in story.tellings]
        if sorted(told) != sorted(brief.article.id for brief in self.briefs):
            raise ValueError("the stories and the briefs of the issue are not the same")
        if len(set(told)) != len(told):
            raise ValueError("a brief stands twice in the issue")
        sizes = {brief.article.id: len(brief.sentences) for brief in self.briefs}
        for story in self.stories():
            for telling in story.tellings:
                if any(index >= sizes[telling.brief] for index in telling.only):
                    raise ValueError(f"{telling.brief}: a sentence is named that does not exist")
        return self

    def stories(self) -> tuple[Story, ...]:
        return tuple(story for section in self.sections for story in section.stories)
