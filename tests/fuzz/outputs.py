"""An article through everything that comes after reading: sentences, brief, every renderer, an
issue of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from edition_factories import make_edition
from fuzz.oracles import (
    assert_safe_atom,
    assert_safe_email,
    assert_safe_json_feed,
    assert_safe_markdown,
    assert_safe_page,
)

from bilingual.engines.base import EchoTranslator
from bilingual.newsletter.make import IssueOptions, render_issue, render_shelf
from bilingual.pipeline.brief import build_brief
from bilingual.records import Article, Brief, Edition
from bilingual.render import render_html, render_index, render_markdown
from bilingual.render.html import template_text
from bilingual.segment import segment
from bilingual.settings import Settings

# Languages are judged elsewhere; here every text is to come as far as it can.
OPEN = Settings(check_language=False)


def assert_lossless(article: Article) -> None:
    """Every character that is no white space is in one sentence, at its place, in order."""
    sentences = segment(article)
    assert all(article.text[s.start : s.end] == s.text for s in sentences)
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(article.text.split())
    assert all(a.end <= b.start for a, b in pairwise(sentences))


def brief_of(article: Article, settings: Settings = OPEN) -> Brief:
    """Its brief, which is paired and survives its JSON; points and flags are of sentences that are
    there."""
    brief = build_brief(article, EchoTranslator(), settings)
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
    assert [t.index for t in brief.translations] == [s.index for s in brief.sentences]
    assert {f.index for f in brief.flags} <= {s.index for s in brief.sentences}
    assert len(brief.key_points) <= settings.key_points
    return brief


def assert_safe_renderings(brief: Brief) -> None:
    assert_safe_page(render_html(brief, index_url="index.html"))
    assert_safe_page(render_index([brief], [(brief.article.source, brief.article.text[:300])]))
    assert_safe_markdown(render_markdown(brief))


def assert_safe_issue(edition: Edition, options: IssueOptions = IssueOptions()) -> None:  # noqa: B008 - frozen
    rendered = render_issue(edition, options) | render_shelf([edition], options)
    assert Edition.model_validate_json(rendered[f"{edition.id}/edition.json"]) == edition
    for name, data in rendered.items():
        text = data.decode()
        if name.endswith("search.html"):
            # The index it searches, and the script that does; the text of articles is in the first,
            # as JSON.
            assert_safe_page(text, own_scripts=('{"issues":', template_text("search.js")[:200]))
        elif name.endswith(".html"):
            assert_safe_page(text, fragment=name.endswith("fragment.html"))
        elif name.endswith(".md"):
            assert_safe_markdown(_body(text, options.site))
        elif name.endswith("feed.xml"):
            assert_safe_atom(text)
        elif name.endswith("feed.json"):
            assert_safe_json_feed(text)
        elif name.endswith(".eml"):
            assert_safe_email(data)


def _body(text: str, site: str) -> str:
    """What a site builder reads as Markdown; the data above it are quoted, or for Pelican without
    any tag."""
    if site == "plain":
        return text
    top, _, body = text.partition("\n\n" if site == "pelican" else "\n---\n")
    assert site != "pelican" or "<" not in top
    assert site == "pelican" or top.startswith("---\n")
    return body


def assert_whole_flow_is_safe(articles: Sequence[Article]) -> list[Brief]:
    """Every article as a brief in every format, and an issue of those that have names of their
    own."""
    briefs = []
    for article in articles:
        assert_lossless(article)
        briefs.append(brief_of(article))
        assert_safe_renderings(briefs[-1])
    named = {brief.article.id: brief for brief in briefs if brief.article.id != "index"}
    if named:
        assert_safe_issue(make_edition(*named.values(), title=briefs[0].article.title[:80] or "x"))
    return briefs
