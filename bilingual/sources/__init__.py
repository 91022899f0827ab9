"""Reads Articles from files, folders, feeds, tables, standard input and web pages.

`read_articles` is the short way; `expand` and `read_source` are its two halves, for callers that
report progress. What is left out of a page stays in `Article.dropped`, each line with its reason.
"""

from __future__ import annotations

from bilingual.sources.assemble import UniqueIds, slug
from bilingual.sources.feed import articles_from_feed
from bilingual.sources.html import article_from_html
from bilingual.sources.locate import SUFFIXES, Source, expand
from bilingual.sources.read import read_articles, read_source
from bilingual.sources.rows import TABLES, Row, article_from_row, json_lines, rows_of
from bilingual.sources.text import article_from_text

__all__ = [
    "SUFFIXES",
    "TABLES",
    "Row",
    "Source",
    "UniqueIds",
    "article_from_html",
    "article_from_row",
    "article_from_text",
    "articles_from_feed",
    "expand",
    "json_lines",
    "read_articles",
    "read_source",
    "rows_of",
    "slug",
]
