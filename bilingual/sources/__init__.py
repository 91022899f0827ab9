"""The outside becomes Articles: files, folders, feeds, standard input and web pages.

`read_articles` is the short way; `expand` and `read_source` are its two halves, for callers that report progress.
What is left out of a page stays in `Article.dropped`, each line with its reason.
"""

from __future__ import annotations

from bilingual.sources.feed import articles_from_feed
from bilingual.sources.html import article_from_html
from bilingual.sources.ids import UniqueIds, slug
from bilingual.sources.locate import SUFFIXES, Source, expand
from bilingual.sources.read import read_articles, read_source
from bilingual.sources.text import article_from_text

__all__ = [
    "SUFFIXES",
    "Source",
    "UniqueIds",
    "article_from_html",
    "article_from_text",
    "articles_from_feed",
    "expand",
    "read_articles",
    "read_source",
    "slug",
]
