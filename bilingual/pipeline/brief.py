"""The composition, read top to bottom: sentences, translations, flags, key points, a Brief.

One article goes through `build_brief`; for many, a `Maker` takes the steps one by one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Self

from bilingual.checks import check
from bilingual.engines.base import Translator, decoding_of
from bilingual.errors import TooLarge
from bilingual.finish import finish
from bilingual.folder.briefs import OutputFolder
from bilingual.folder.manifest import Manifest, Row
from bilingual.glossary import load_glossary
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.key_points.extract import key_points
from bilingual.language.typography import normalise_source
from bilingual.memory.store import Memory
from bilingual.records import (
    Article,
    Brief,
    Flag,
    KeyPoint,
    Provenance,
    Sentence,
    Translation,
    __version__,
)
from bilingual.segment import segment
from bilingual.settings import Settings
from bilingual.translate import NO_CORRECTIONS, NO_MEMORY, Search, translate


def build_brief(
    article: Article,
    translator: Translator,
    settings: Settings | None = None,
    *,
    terms: TermTable | None = None,
    memory: Memory | None = None,
    progress: Callable[[int], None] | None = None,
) -> Brief:
    """The brief of one article, equal for equal article, translator, settings and terms; no file.

    `terms` are those of the glossary that the settings name; see `open_terms`. With a `memory` (see
    `open_memory`) people's corrections count, and what is translated is remembered; without one the
    setting of that name does not count here. `progress` is called with the number of sentences just
    translated. Raises TooLarge beyond `settings.max_sentences` and EngineError when the engine
    fails.
    """
    maker = Maker.open(settings or Settings(), translator, terms=terms, memory=memory)
    draft = maker.draft(article)
    return maker.finish(draft, maker.translate(draft, progress=progress))


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that is going to be a brief: its sentences, and what the brief is made with.

    `corrections` are what people said of its sentences; `left` are those that its old brief shows,
    that fit no sentence any more, and that the memory has not. Both are French and English.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    made_with: Provenance
    corrections: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Maker:
    """Everything but the article that goes into a brief; threads may share it."""

    settings: Settings
    translator: Translator
    terms: TermTable
    memory: Memory | None = None

    @classmethod
    def open(
        cls,
        settings: Settings,
        translator: Translator,
        *,
        terms: TermTable | None = None,
        memory: Memory | None = None,
    ) -> Self:
        """What is None and needed is opened. Raises GlossaryError, SettingsError or ModelError."""
        return cls(
            settings,
            translator,
            open_terms(settings) if terms is None else terms,
            memory,
        )

    def draft(self, article: Article, shown: Mapping[str, str] = NO_CORRECTIONS) -> Draft:
        """`shown` are the corrections in the brief that is there: they count too, where the memory
        knows nothing of their sentence. Raises TooLarge beyond `settings.max_sentences`."""
        sentences = segmented(article, self.settings)
        corrections, left = self._by_people(sentences, shown)
        made_with = self._made_with(article, corrections)
        return Draft(article, sentences, made_with, corrections, left)

    def made_with(self, article: Article, shown: Mapping[str, str] = NO_CORRECTIONS) -> Provenance:
        """The provenance of the article's brief, cheaper than its draft; limits do not count."""
        corrected = shown or (self.memory is not None and self.memory.has_corrections())
        found, _ = self._by_people(segment(article), shown) if corrected else ({}, {})
        return self._made_with(article, found)

    def _by_people(
        self, sentences: Sequence[Sentence], shown: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The corrections of these sentences, and those of the `shown` that fit none of them."""
        texts = [sentence.text for sentence in sentences]
        known: dict[str, str] = {}
        if self.memory is not None:
            known = self.memory.corrections(texts)
            shown = self.memory.missing(shown) if shown else shown
        if not shown:
            return known, {}
        forms = {text: normalise_source(text) for text in texts}
        given = {normalise_source(french): english for french, english in shown.items()}
        found = {text: given[form] for text, form in forms.items() if form in given}
        there = set(forms.values())
        left = {fr: en for fr, en in shown.items() if normalise_source(fr) not in there}
        return found | known, left

    def _made_with(self, article: Article, corrections: Mapping[str, str]) -> Provenance:
        return provenance(
            article,
            self.settings,
            engine=self.translator.signature,
            model=self.translator.model_name,
            terms=self.terms.digest,
            corrections=corrections,
        )

    def translate(
        self,
        draft: Draft,
        *,
        stop: Event | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> tuple[Translation, ...]:
        """What engine, memory or a person says of each sentence; `stop` ends it at the next batch.

        Raises EngineError, and CancelledError when it was stopped.
        """
        search = Search(
            self.translator,
            decoding_of(self.settings),
            self.settings.batch_tokens,
            self.terms,
            not self.settings.raw,
            stop or Event(),
        )
        memory = self.memory or NO_MEMORY
        return translate(
            search, draft.sentences, memory=memory, corrections=draft.corrections, progress=progress
        )

    def finish(self, draft: Draft, translations: Sequence[Translation]) -> Brief:
        """The brief of a draft that has been translated: finished, checked and summarised."""
        article, sentences = draft.article, draft.sentences
        translations = finish(sentences, translations, self.settings, self.terms)
        flags = check(sentences, translations)
        return assemble(
            article,
            sentences,
            translations,
            flags=flags,
            key_points=key_points(
                sentences,
                k=self.settings.key_points,
                method=self.settings.key_point_method,
                flags=flags,
            ),
            made_with=draft.made_with,
        )


def open_terms(settings: Settings) -> TermTable:
    """The terms of the glossary that the settings name, none without one. Raises GlossaryError."""
    return (
        TermTable(load_glossary(Path(settings.glossary)).terms) if settings.glossary else NO_TERMS
    )


def segmented(article: Article, settings: Settings) -> tuple[Sentence, ...]:
    """The article's sentences; raises TooLarge when there are more than the settings allow."""
    sentences = segment(article)
    if len(sentences) > settings.max_sentences:
        raise TooLarge(
            f"{article.id}: {len(sentences)} sentences, the limit is {settings.max_sentences}",
            hint="Split the article, or raise max_sentences in bilingual.toml.",
        )
    return sentences


def source_digest(article: Article) -> str:
    """Of everything in the article that a brief shows, the same everywhere."""
    return _digest(article.model_dump_json(exclude={"standfirst"}))  # it repeats parts of the text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def provenance(
    article: Article,
    settings: Settings,
    *,
    engine: str,
    model: str,
    terms: str = "",
    corrections: Mapping[str, str] = NO_CORRECTIONS,
) -> Provenance:
    """What a brief of this article is made with; one with an equal provenance is kept.

    `terms` is the digest of the glossary, `corrections` are people's translations of its sentences;
    both count as settings.
    """
    chosen = settings.digest()
    by_people = f"corrections {_digest(repr(sorted(corrections.items())))}" if corrections else ""
    given = [chosen, *filter(None, (terms, by_people))]
    return Provenance(
        program=f"bilingual {__version__}",
        engine=engine,
        model=model,
        settings_digest=_digest(" ".join(given)) if len(given) > 1 else chosen,
        source_digest=source_digest(article),
    )


def assemble(
    article: Article,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    *,
    flags: Sequence[Flag],
    key_points: Sequence[KeyPoint],
    made_with: Provenance,
) -> Brief:
    """One Brief; raises pydantic's ValidationError unless sentences and translations pair."""
    return Brief(
        article=article.model_copy(update={"standfirst": _standfirst(article)}),
        sentences=tuple(sentences),
        translations=tuple(translations),
        flags=tuple(flags),
        key_points=tuple(_worded(point, sentences, translations) for point in key_points),
        provenance=made_with,
    )


def _standfirst(article: Article) -> str:
    blocks = [block for block in article.blocks if block.role == "standfirst"]
    return "\n\n".join(article.text[block.start : block.end] for block in blocks)


def _worded(
    point: KeyPoint, sentences: Sequence[Sentence], translations: Sequence[Translation]
) -> KeyPoint:
    """The point with its words, so that whoever reads the JSON need not look them up."""
    shown = [index for index in (point.lead_in, point.index) if index is not None]
    return point.model_copy(
        update={
            "text": " ".join(sentences[index].text for index in shown),
            "translation": " ".join(translations[index].text for index in shown),
        }
    )


@dataclass(frozen=True)
class StoredBriefs:
    """The briefs of a folder, beside what would make them today.

    With `rebuild` none is kept. Without `knows_engine` the engine of `maker` stands for one that
    cannot be opened, and a brief counts whatever engine made it.
    """

    folder: OutputFolder
    manifest: Manifest
    maker: Maker
    rebuild: bool = False
    knows_engine: bool = True

    @property
    def suffixes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("json", *self.maker.settings.formats)))

    def is_whole(self, name: str) -> bool:
        """Whether the brief is there in every format that is asked for."""
        return self.folder.has(name, self.suffixes)

    def kept(self, article: Article) -> Row | Brief | None:
        """The article's brief, or its row where that suffices; None when it must be made.

        A limit does not count here: `max_sentences` is for what is going to be made.
        """
        if self.rebuild:
            return None
        name, stamp = article.id, self.folder.stamp(article.id)
        row = self.manifest.row(name)
        if row is not None and stamp and row.stamp == stamp and self.is_whole(name):
            same = self._would_be_same(_provenance(row), article)
            if same:
                return row
        # What only the brief itself has of people's work, no row tells.
        stored = self.folder.stored(name)
        if stored is None:
            return None
        same = self._would_be_same(stored.provenance, article, stored.by_people())
        return stored if same else None

    def by_people(self, name: str) -> Mapping[str, str]:
        """The corrections that the stored brief shows, French and English."""
        stored = self.folder.stored(name)
        return {} if stored is None else stored.by_people()

    def _would_be_same(
        self,
        made_by: Provenance | None,
        article: Article,
        shown: Mapping[str, str] = NO_CORRECTIONS,
    ) -> bool:
        if made_by is None:
            return False
        now = self.maker.made_with(article, shown)
        if not self.knows_engine:
            now = now.model_copy(update={"engine": made_by.engine, "model": made_by.model})
        return made_by == now


def _provenance(row: Row) -> Provenance | None:
    """None for a row of a version that wrote down something else."""
    try:
        return Provenance.model_validate_json(row.made_by)
    except ValueError:
        return None
