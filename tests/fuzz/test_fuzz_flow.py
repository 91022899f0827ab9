"""Anything through everything: read, split, translated by an echo, checked, pointed at, and written
in every format."""

from __future__ import annotations

from datetime import date

from edition_factories import make_edition
from factories import make_brief
from fuzz import hostile
from fuzz.budget import fuzz
from fuzz.outputs import (
    OPEN,
    assert_safe_issue,
    assert_safe_renderings,
    assert_whole_flow_is_safe,
)
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.newsletter.make import IssueOptions
from bilingual.records import Brief, DroppedLine, Flag, KeyPoint, Sender
from bilingual.sources import article_from_html, article_from_text, articles_from_feed

# As readers and engines give it: without lone surrogates.
SAID = hostile.TEXT.map(lambda text: text.encode("utf-8", "replace").decode())
ADDRESS = hostile.ADDRESS.map(lambda text: text.encode("utf-8", "replace").decode())
MARKDOWN = st.lists(st.sampled_from((*hostile.MARKDOWN, *hostile.SCRIPTS)), max_size=4).map(
    "\n\n".join
)
OPTIONS = st.builds(
    lambda site, depth: IssueOptions(site=site, full=depth == 1, key_points_only=depth == 2),
    st.sampled_from(("plain", "hugo", "jekyll", "eleventy", "pelican")),
    st.integers(0, 2),
)


@st.composite
def hostile_briefs(draw: st.DrawFn) -> Brief:
    """A brief with hostile text in every field that text gets into."""
    pairs = st.lists(st.tuples(SAID.filter(bool), SAID), min_size=1, max_size=2)
    roles = ("title", "standfirst", "heading", "body")
    blocks = [(role, draw(pairs)) for role in roles if role == "body" or draw(st.booleans())]
    index = st.integers(0, sum(len(part) for _, part in blocks) - 1)
    flag = Flag(
        index=draw(index),
        kind=draw(st.sampled_from(("numbers", "invented", "quotations"))),
        message=draw(SAID),
        value=1.0,
        threshold=0.0,
        evidence=(draw(SAID), draw(st.sampled_from([p[1] for _, part in blocks for p in part]))),
    )
    point = KeyPoint(
        rank=1, index=draw(index), weight=0.5, method=draw(SAID), text=draw(st.none() | SAID)
    )
    return make_brief(
        blocks,
        id="article",
        article={
            "source": draw(SAID),
            "author": draw(SAID),
            "url": draw(st.none() | ADDRESS),
            "published": draw(st.sampled_from(("2025-03-04", None)) | SAID),
            "licence": draw(SAID),
            "dropped": (DroppedLine(line=1, text=draw(SAID), reason="markup"),),
        },
        flags=(flag,),
        key_points=(point,),
    )


@fuzz("briefs rendered", hostile_briefs())
def test_a_brief_of_hostile_text_is_safe_in_every_format(brief: Brief) -> None:
    assert_safe_renderings(brief)


@fuzz("issues rendered", hostile_briefs(), MARKDOWN, ADDRESS, OPTIONS)
def test_an_issue_of_hostile_text_is_safe_in_every_format(
    brief: Brief, introduction: str, address: str, options: IssueOptions
) -> None:
    sender = Sender(
        name="La lettre", address="letter@example.org", unsubscribe=address.split("\n")[0]
    )
    edition = make_edition(
        brief,
        title=brief.article.source.strip()[:80] or "x",
        introduction=introduction,
        sender=sender,
        url=brief.article.url,
        date=date(2025, 3, 4).isoformat(),
    )
    assert_safe_issue(edition, options)


@fuzz("whole flow", st.one_of(hostile.PAGES, hostile.FEEDS, hostile.TEXTS), st.integers(0, 3))
def test_any_document_is_safe_briefs_or_an_input_error(document: str, kind: int) -> None:
    data = document.encode("utf-8", "replace")
    try:
        if kind == 0:
            found = [article_from_html(data, location="page.html", settings=OPEN)]
        elif kind == 1:
            found = articles_from_feed(
                data, location="feed.xml", settings=OPEN, on_error=lambda _: None
            )
        else:
            found = [
                article_from_text(data.decode(), location="a.md", settings=OPEN, markdown=kind == 3)
            ]
    except InputError:
        return
    assert_whole_flow_is_safe(found)
