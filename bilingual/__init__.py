"""French news into English briefs: local translation, checked sentence by sentence.

    from bilingual import Settings, build_brief, load_translator, read_articles

    settings = Settings()
    translator = load_translator(settings)
    for article in read_articles(["corpus/articles"], settings):
        brief = build_brief(article, translator, settings)

Names are loaded when they are first used, so that `import bilingual` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.5.0"

if TYPE_CHECKING:
    from bilingual.engines.base import EchoTranslator
    from bilingual.errors import BilingualError
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
    from bilingual.pipeline.many import run
    from bilingual.records import Article, Brief, Edition
    from bilingual.render import render_html, render_index, render_markdown
    from bilingual.settings import Settings, load_settings
    from bilingual.sources import article_from_html, article_from_text, read_articles

__all__ = [
    "Article",
    "BilingualError",
    "Brief",
    "EchoTranslator",
    "Edition",
    "EditionSettings",
    "IssueOptions",
    "Settings",
    "__version__",
    "article_from_html",
    "article_from_text",
    "build_brief",
    "build_edition",
    "load_edition_settings",
    "load_settings",
    "load_translator",
    "make_issue",
    "open_memory",
    "open_terms",
    "read_articles",
    "read_brief",
    "read_briefs",
    "read_edition",
    "render_html",
    "render_index",
    "render_issue",
    "render_markdown",
    "run",
]

_HOMES = {
    "Article": "records",
    "BilingualError": "errors",
    "Brief": "records",
    "EchoTranslator": "engines.base",
    "Edition": "records",
    "EditionSettings": "newsletter",
    "IssueOptions": "newsletter",
    "Settings": "settings",
    "article_from_html": "sources",
    "article_from_text": "sources",
    "build_brief": "pipeline.brief",
    "build_edition": "newsletter",
    "load_edition_settings": "newsletter",
    "load_settings": "settings",
    "load_translator": "models",
    "make_issue": "newsletter",
    "open_memory": "memory",
    "open_terms": "pipeline.brief",
    "read_articles": "sources",
    "read_brief": "folder.briefs",
    "read_briefs": "folder.briefs",
    "read_edition": "folder.issues",
    "render_html": "render",
    "render_index": "render",
    "render_issue": "newsletter",
    "render_markdown": "render",
    "run": "pipeline.many",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'bilingual' has no attribute {name!r}")
    return getattr(import_module(f"bilingual.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
