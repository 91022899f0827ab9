"""An editor's own Markdown, made safe: what a page or an e-mail may show of it, and the same as plain text."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Final

from bilingual.render import words

TAGS: Final = frozenset({"a", "abbr", "b", "blockquote", "br", "cite", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "ul"})  # fmt: skip
ATTRIBUTES: Final = {"a": {"href", "title", "hreflang"}, "abbr": {"title"}, "*": {"lang"}}
_LINK: Final = "link that is unsafe or leads nowhere"
_MANY: Final = {_LINK: "links that are unsafe or lead nowhere"}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
# What the element holds is code or another document: it goes with its text.
EMPTIED: Final = frozenset({"script", "style", "template", "iframe", "object", "svg", "math"})


def introduction_html(markdown_text: str) -> str:
    """The Markdown as HTML without scripts, forms, pictures, handlers or unsafe links; "" stays "".

    Headings begin at the second level: the title of the issue is the first. One element a line, no blank lines.
    """
    import nh3

    if not markdown_text.strip():
        return ""
    html = re.sub(r"(</?h)1\b", r"\g<1>2", _rendered(markdown_text))
    safe = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_whole_addresses,
        url_schemes=set(SCHEMES),
        clean_content_tags=set(EMPTIED),
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    # Control characters that were references in the Markdown are themselves now.
    safe = words.visible(safe)
    # A link that lost its address would still look like one.
    safe = re.sub(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", r"\1", safe, flags=re.DOTALL)
    return re.sub(r"\n{2,}", "\n", safe).strip()


def left_out(markdown_text: str) -> str:
    """What `introduction_html` drops, in words: "1 picture and 1 script"; "" when everything stays."""
    counter = _Dropped()
    counter.feed(_rendered(markdown_text))
    counter.close()
    return " and ".join(
        words.plural(n, what, _MANY.get(what, "")) for what, n in counter.counts.items()
    )


def _whole_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """An address that is relative leads nowhere from an e-mail."""
    return value if attribute != "href" or _is_whole(value) else None


def _is_whole(address: str) -> bool:
    return address.strip().lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


class _Dropped(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag in ("img", "picture", "video", "audio"):
            self.counts["picture"] += 1
        elif tag == "script" or any(name.startswith("on") for name, _ in attrs):
            self.counts["script"] += 1
        elif tag == "a" and href and not _is_whole(href):
            self.counts[_LINK] += 1
        elif tag not in TAGS and tag != "h1":
            self.counts["other element"] += 1


def _rendered(markdown_text: str) -> str:
    import markdown

    return markdown.markdown(
        markdown_text, extensions=["sane_lists", "smarty"], output_format="html"
    )


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
