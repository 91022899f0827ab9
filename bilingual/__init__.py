"""French news into English briefs: local translation, checked sentence by sentence.

    from bilingual import Settings, build_brief, load_translator, read_articles

    settings = Settings()
    translator = load_translator(settings)
    for article in read_articles(["corpus/articles"], settings):
        brief = build_brief(article, translator, settings)

A path may be a string or a Path. Names are loaded when they are first used, so that
`import bilingual` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bilingual.engines.alignment import AlignmentLink
    from bilingual.engines.base import Decoding, EchoTranslator, Hypothesis, Translator
    from bilingual.errors import (
        BilingualError,
        DeliveryError,
        EmptyArticle,
        EngineError,
        ForeignFile,
        GlossaryError,
        InputError,
        MemoryDamaged,
        MissingExtra,
        ModelDamaged,
        ModelError,
        ModelNotFound,
        NothingReadable,
        OutputError,
        SettingsError,
        TooLarge,
        TrainingError,
        TranslationMemoryError,
        UnreadableSource,
        UsageError,
        WrongLanguage,
    )
    from bilingual.folder.briefs import read_brief, read_briefs
    from bilingual.folder.issues import read_edition
    from bilingual.memory.store import open_memory
    from bilingual.models import load_translator
    from bilingual.newsletter import (
        EditionSettings,
        IssueOptions,
        build_edition,
        load_edition_settings,
        make_issue,
        render_issue,
    )
    from bilingual.pipeline.brief import build_brief, open_terms
    from bilingual.pipeline.many import Event, RunReport, run
    from bilingual.records import (
        Article,
        Block,
        Brief,
        Edition,
        Flag,
        KeyPoint,
        Sentence,
        Translation,
        __version__,
    )
    from bilingual.render import render_html, render_index, render_markdown
    from bilingual.settings import Settings, load_settings
    from bilingual.sources import article_from_html, article_from_text, read_articles

__all__ = [
    "AlignmentLink", "Article", "BilingualError", "Block", "Brief", "Decoding", "DeliveryError",
    "EchoTranslator", "Edition", "EditionSettings", "EmptyArticle", "EngineError", "Event",
    "Flag", "ForeignFile", "GlossaryError", "Hypothesis", "InputError", "IssueOptions",
    "KeyPoint", "MemoryDamaged", "MissingExtra", "ModelDamaged", "ModelError", "ModelNotFound",
    "NothingReadable", "OutputError", "RunReport", "Sentence", "Settings", "SettingsError",
    "TooLarge", "TrainingError", "Translation", "TranslationMemoryError", "Translator",
    "UnreadableSource", "UsageError", "WrongLanguage", "__version__", "article_from_html",
    "article_from_text", "build_brief", "build_edition", "load_edition_settings",
    "load_settings", "load_translator", "make_issue", "open_memory", "open_terms",
    "read_articles", "read_brief", "read_briefs", "read_edition", "render_html", "render_index",
    "render_issue", "render_markdown", "run",
]  # fmt: skip

# Where each is; a test compares this with the imports above.
_HOMES: Final = {
    "engines.alignment": "AlignmentLink",
    "engines.base": "Decoding EchoTranslator Hypothesis Translator",
    "errors": "BilingualError DeliveryError EmptyArticle EngineError ForeignFile "
    "GlossaryError InputError MemoryDamaged MissingExtra ModelDamaged ModelError "
    "ModelNotFound NothingReadable OutputError SettingsError TooLarge TrainingError "
    "TranslationMemoryError UnreadableSource UsageError WrongLanguage",
    "folder.briefs": "read_brief read_briefs",
    "folder.issues": "read_edition",
    "memory.store": "open_memory",
    "models": "load_translator",
    "newsletter": "EditionSettings IssueOptions build_edition load_edition_settings make_issue "
    "render_issue",
    "pipeline.brief": "build_brief open_terms",
    "pipeline.many": "Event RunReport run",
    "records": "Article Block Brief Edition Flag KeyPoint Sentence Translation __version__",
    "render": "render_html render_index render_markdown",
    "settings": "Settings load_settings",
    "sources": "article_from_html article_from_text read_articles",
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"bilingual.{home}"), name)
    raise AttributeError(f"module 'bilingual' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
