"""The composition, read top to bottom: sentences, translations, flags, key points, a Brief.

One article goes through `build_brief`; for many, a `Maker` takes the steps one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Self

from bilingual.checks import check
from bilingual.engines.base import Translator, decoding_of
from bilingual.errors import TooLarge
from bilingual.finish import finish
from bilingual.glossary import load_glossary
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.key_points.extract import key_points
from bilingual.memory.store import Memory
from bilingual.pipeline.provenance import assemble, provenance
from bilingual.records import Article, Brief, Provenance, Sentence, Translation
from bilingual.segment import segment
from bilingual.settings import Settings
from bilingual.translate import NO_MEMORY, Search, translate_in


def build_brief(
    article: Article,
    translator: Translator,
    settings: Settings | None = None,
    *,
    terms: TermTable | None = None,
    memory: Memory | None = None,
    progress: Callable[[int], None] | None = None,
) -> Brief:
    """The brief of one article: the same article, translator, settings and terms give an equal
    brief. Writes no file.

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
    """An article that is going to be a brief: its sentences, and what the brief is made with."""

    article: Article
    sentences: tuple[Sentence, ...]
    made_with: Provenance


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

    def draft(self, article: Article) -> Draft:
        """Raises TooLarge beyond `settings.max_sentences`."""
        sentences = segmented(article, self.settings)
        return Draft(article, sentences, self._made_with(article, sentences))

    def made_with(self, article: Article) -> Provenance:
        """The provenance of the article's brief, cheaper than its draft; limits do not count."""
        corrected = self.memory is not None and self.memory.has_corrections()
        return self._made_with(article, segment(article) if corrected else ())

    def _made_with(self, article: Article, sentences: Sequence[Sentence]) -> Provenance:
        texts = [sentence.text for sentence in sentences]
        return provenance(
            article,
            self.settings,
            engine=self.translator.signature,
            model=self.translator.model_name,
            terms=self.terms.digest,
            corrections=self.memory.digest(texts) if self.memory is not None else "",
        )

    def translate(
        self,
        draft: Draft,
        *,
        stop: Event | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> tuple[Translation, ...]:
        """What the engine, the memory or a person says of each sentence. `stop` ends it at the next
        batch.

        Raises EngineError, and CancelledError when it was stopped.
        """
        search = Search(
            self.translator,
            replace(decoding_of(self.settings), alignment=self.settings.place),
            self.settings.batch_tokens,
            self.terms,
            self.settings.place,
            stop or Event(),
        )
        memory = self.memory or NO_MEMORY
        return translate_in(search, draft.sentences, memory=memory, progress=progress)

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
