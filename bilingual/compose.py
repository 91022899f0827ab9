"""The composition for one article, read top to bottom: sentences, translations, flags, key points, a Brief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bilingual.brief import assemble, provenance
from bilingual.checks import check
from bilingual.engines.base import Translator, decoding_of
from bilingual.engines.summarizer import Summarizer
from bilingual.errors import SettingsError, TooLarge
from bilingual.glossary import load_glossary
from bilingual.language.terms import NO_TERMS, TermTable
from bilingual.records import Article, Brief, KeyPoint, Provenance, Sentence
from bilingual.repair import repair
from bilingual.segment import segment
from bilingual.settings import Settings
from bilingual.style import apply_style, style_translations
from bilingual.summarize import generated_points, key_points
from bilingual.translate import translate, translate_texts


def build_brief(
    article: Article,
    translator: Translator,
    settings: Settings | None = None,
    *,
    terms: TermTable | None = None,
    summarizer: Summarizer | None = None,
    progress: Callable[[int], None] | None = None,
) -> Brief:
    """The brief of one article: the same article, translator, settings and terms give an equal brief. Writes nothing.

    `terms` are those of the glossary that the settings name; see `open_terms`. `summarizer` writes the key points where
    the settings say "generated"; see `open_summarizer`. `progress` is called with the number of sentences just
    translated. Raises TooLarge beyond `settings.max_sentences` and EngineError when the engine fails.
    """
    settings = settings or Settings()
    terms = open_terms(settings) if terms is None else terms
    sentences = segmented(article, settings)
    decoding = decoding_of(settings)
    translations = translate(
        sentences,
        translator,
        decoding=decoding,
        terms=terms,
        place=settings.place,
        batch_tokens=settings.batch_tokens,
        progress=progress,
    )
    if settings.repair:
        translations = repair(sentences, translations)
    translations = style_translations(sentences, translations, settings, terms)
    flags = check(sentences, translations)
    points: tuple[KeyPoint, ...]
    if settings.key_point_method == "generated":
        summarizer = summarizer or open_summarizer(settings)
        french = summarizer.summarize(article.text, settings.key_points) if summarizer else []
        said = translate_texts(
            french, translator, decoding=decoding, terms=terms, place=settings.place
        )
        english = [
            apply_style(
                found.text, settings, point, keep=[term.english for term in terms.find(point)]
            )
            for found, point in zip(said, french, strict=True)
        ]
        points = generated_points(sentences, french, english)
    else:
        points = key_points(
            sentences, k=settings.key_points, method=settings.key_point_method, flags=flags
        )
    made_with = made_by(article, settings, translator, terms)
    return assemble(
        article, sentences, translations, flags=flags, key_points=points, made_with=made_with
    )


def open_summarizer(settings: Settings) -> Summarizer | None:
    """The model that writes key points, None unless the settings ask for one. Raises SettingsError or ModelError."""
    if settings.key_point_method != "generated":
        return None
    if not settings.summary_model:
        raise SettingsError(
            "generated key points need a summary_model",
            hint="Name one in bilingual.toml: a hub id or a path, e.g. moussaKam/barthez-orangesum-abstract.",
        )
    from bilingual.engines.summarizer import Seq2SeqSummarizer

    return Seq2SeqSummarizer.open(settings.summary_model, settings)


def open_terms(settings: Settings) -> TermTable:
    """The terms of the glossary that the settings name, none without one. Raises GlossaryError."""
    return (
        TermTable(load_glossary(Path(settings.glossary)).terms) if settings.glossary else NO_TERMS
    )


def made_by(
    article: Article, settings: Settings, translator: Translator, terms: TermTable
) -> Provenance:
    return provenance(
        article,
        settings,
        engine=translator.signature,
        model=translator.model_name,
        terms=terms.digest,
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
