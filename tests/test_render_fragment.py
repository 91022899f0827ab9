"""The body to paste: nothing in it is lost or changed by a Markdown reader, and nothing in it is
run by a service."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import markdown
from cases import each
from edition_factories import demonstration_edition, make_edition
from factories import make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from test_render_email import CODE, assert_safe, editions, parsed, words

from bilingual.records import Edition, Sender
from bilingual.render.email_html import render_email, render_fragment
from bilingual.render.email_parts import Depth

READERS: dict[str, Callable[[str], str]] = {
    "python-markdown": markdown.markdown,
    "python-markdown-extra": lambda text: markdown.markdown(
        text, extensions=["extra", "sane_lists", "smarty", "nl2br"]
    ),
    "commonmark": MarkdownIt("commonmark").render,
    "gfm": MarkdownIt("gfm-like", {"html": True, "typographer": True, "linkify": False}).render,
}
# What begins a list, a heading, a quotation, code, a rule, a table or a definition.
BLOCK_START = re.compile(r"\s|[-+*>#|:=~`]|\d+[.)]")
CODE_AND_LISTS = """# Heading

Code:

    # code

    1. code

- one
- two

1. three

> said

***
"""


def structure(text: str) -> list[tuple[str, str]]:
    """Every element and text in order, with the style that shows it."""
    document = lxml_html.fragment_fromstring(text.strip(), create_parent="div")
    return [
        (str(e.tag), e.get("style", ""), e.get("href", ""), e.text or "", e.tail or "")
        for e in document.iter()
    ]  # fmt: skip


def assert_pastable(fragment: str) -> None:
    assert fragment.startswith("<table ")
    assert fragment.endswith("</table>\n")
    assert not re.search(r"<(?:html|head|body|style|script|title|meta|!)", fragment)
    for line in fragment.removesuffix("\n").split("\n"):
        assert line.startswith("<")
        assert not BLOCK_START.match(line)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(editions())
def test_any_issue_can_be_pasted(edition: Edition) -> None:
    fragment = render_fragment(edition)
    assert fragment == render_fragment(edition)
    assert_pastable(fragment)
    assert_safe(fragment, edition, styles=0)
    for reader in READERS.values():
        assert structure(reader(fragment)) == structure(fragment)


@each("reader", READERS)
@each("depth", get_args(Depth))
def test_markdown_readers_leave_it_as_it_is(reader: str, depth: Depth) -> None:
    fragment = render_fragment(demonstration_edition(introduction=CODE_AND_LISTS), depth=depth)
    assert_pastable(fragment)
    assert structure(READERS[reader](fragment)) == structure(fragment)
    around = READERS[reader](f"Hello.\n\n{fragment}\n\nGoodbye.")
    assert around.startswith("<p>Hello.</p>\n<table")
    assert around.rstrip().endswith("<p>Goodbye.</p>")
    within = around.removeprefix("<p>Hello.</p>").rstrip().removesuffix("<p>Goodbye.</p>")
    assert structure(within) == structure(fragment)


def test_code_of_the_introduction_keeps_its_lines() -> None:
    fragment = render_fragment(demonstration_edition(introduction=CODE_AND_LISTS))
    (code,) = parsed(fragment).xpath("//pre")
    assert code.text_content() == "# code\n1. code\n"
    assert "&#10;" in fragment


def test_the_demonstration_fragment() -> None:
    check_golden("fragment.html", render_fragment(demonstration_edition()))


def test_it_says_what_the_email_says() -> None:
    edition = demonstration_edition()
    (mail,) = parsed(render_email(edition)).xpath("//table[@class='column']")
    (fragment,) = parsed(render_fragment(edition)).xpath("//table[@class='column']")
    assert words(fragment).replace(" ", "") == words(mail).replace(" ", "")
    assert fragment.xpath("//@href") == mail.xpath(".//@href")


def test_only_the_senders_own_code_is_left() -> None:
    article = "{{ secret }} {% run %} *|EVIL|* [[x]] %%y%% ${z} %recipient%"
    edition = make_edition(
        make_brief(
            [("title", [(article, article)]), ("body", [(article, article)])],
            article={"source": article, "author": article, "url": "https://a.example/{{x}}/*|y|*"},
        ),
        sender=Sender(notices=("*|LIST:ADDRESS|*",), unsubscribe="{{ UnsubscribeURL }}"),
    )
    fragment = render_fragment(edition, depth="full")
    assert [match[0] for match in CODE.finditer(fragment)] == ["*|", "|*", "{{", "}}"]
    assert fragment.count('href="{{ UnsubscribeURL }}"') == 1
    assert fragment.count("*|LIST:ADDRESS|*") == 1
    assert article in words(parsed(fragment).xpath("//h2")[0])


def test_it_can_be_read_on_any_background() -> None:
    (column,) = parsed(render_fragment(demonstration_edition())).xpath("//table[@class='column']")
    assert "background-color:#ffffff" in column.get("style")
