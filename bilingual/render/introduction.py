"""An editor's own Markdown, made safe: what a page or an e-mail may show of it, and the same as plain text."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

TAGS: Final = frozenset({"a", "abbr", "b", "blockquote", "br", "cite", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "ul"})  # fmt: skip
ATTRIBUTES: Final = {"a": {"href", "title", "hreflang"}, "abbr": {"title"}, "*": {"lang"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
# What the element holds is code or another document: it goes with its text.
EMPTIED: Final = frozenset({"script", "style", "template", "iframe", "object", "svg", "math"})


def introduction_html(markdown_text: str) -> str:
    """The Markdown as HTML without scripts, forms, pictures, handlers or unsafe links; "" stays "".

    Headings begin at the second level: the title of the issue is the first. One element a line, no blank lines.
    """
    import markdown
    import nh3

    if not markdown_text.strip():
        return ""
    html = markdown.markdown(
        markdown_text, extensions=["sane_lists", "smarty"], output_format="html"
    )
    html = re.sub(r"(</?h)1\b", r"\g<1>2", html)
    safe = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        clean_content_tags=set(EMPTIED),
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return re.sub(r"\n{2,}", "\n", safe).strip()


def introduction_text(markdown_text: str) -> str:
    """The same in plain text: paragraphs one blank line apart, list items with a dash, links with their address.

    >>> introduction_text("Read **this** [page](https://example.org/a).")
    'Read this page (https://example.org/a).'
    """
    html = introduction_html(markdown_text)
    html = re.sub(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', _linked, html, flags=re.DOTALL)
    html = re.sub(r"<hr\b[^>]*>", "\n* * *\n\n", html)
    html = re.sub(r"<br\b[^>]*>\s*", "\n", html)
    html = re.sub(r"<li\b[^>]*>\s*(?:<p>)?", "- ", html)
    html = re.sub(r"</(?:p|h2|h3|h4|ul|ol|blockquote|pre)>", "\n\n", html)
    text = unescape(re.sub(r"<[^>]+>", "", html))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _linked(match: re.Match[str]) -> str:
    address, name = match[1].removeprefix("mailto:"), match[2]
    return name if address in name else f"{name} ({address})"
