"""An editor's own Markdown: made safe as HTML, as plain text, and as Markdown again.

Some site builders drop raw HTML, so the safe HTML is turned back into Markdown. It is read instead
of the editor's own text: what the one leaves out, the other cannot bring back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

from bilingual.errors import SettingsError
from bilingual.render import words
from bilingual.render.markdown import destination, escape, shield_start

TAGS: Final = frozenset({
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "em", "h2", "h3", "h4", "hr", "i", "li",
    "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "ul",
})  # fmt: skip
ATTRIBUTES: Final = {"a": {"href", "title", "hreflang"}, "abbr": {"title"}, "*": {"lang"}}
_LINK: Final = "link that is unsafe or leads nowhere"
_MANY: Final = {_LINK: "links that are unsafe or lead nowhere"}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
# What the element holds is code or another document: it goes with its text.
EMPTIED: Final = frozenset({"script", "style", "template", "iframe", "object", "svg", "math"})


def introduction_html(markdown_text: str) -> str:
    """The Markdown as HTML without scripts, forms, pictures, handlers or unsafe links; "" stays "".

    Headings begin at the second level, under the issue's title. One element a line.
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
    """What `introduction_html` drops, in words: "1 picture and 1 script"; "" for nothing."""
    counter = _Dropped()
    counter.feed(_rendered(markdown_text))
    counter.close()
    return " and ".join(
        words.plural(n, what, _MANY.get(what, "")) for what, n in counter.counts.items()
    )


def _whole_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """Drops the address of a relative link, which leads nowhere from an e-mail."""
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
    """Raises SettingsError for what nobody writes: the libraries recurse, and one of them ends the
    process at a few thousand elements in one another."""
    import markdown

    try:
        if len(markdown_text) > _LONGEST:
            raise RecursionError
        html = markdown.markdown(
            markdown_text, extensions=["sane_lists", "smarty"], output_format="html"
        )
        _refuse_deep(html)
    except RecursionError:
        raise SettingsError(
            f"the introduction is longer than {_LONGEST:,} characters, or nested too deeply",
            hint="Make it shorter, or leave out the lists, quotations and elements in one another.",
        ) from None
    return html


def _refuse_deep(html: str) -> None:
    depth = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth + (-1 if tag[1] else 1))
        if depth > _DEEPEST_HTML:
            raise RecursionError


def introduction_text(markdown_text: str) -> str:
    """The same as plain text: dashes before list items, addresses after links.

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


BREAK: Final = "  \n"
BLOCKS: Final = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr"})
EMPHASIS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*"}
_LONGEST: Final = 20_000  # characters of Markdown; ten pages
_DEEPEST_HTML: Final = 200  # elements in one another
_TAG: Final = re.compile(r"<(/)?(?!(?:br|hr|img)\b)[a-z]", re.IGNORECASE)
DEEPEST: Final = 30  # elements in one another; what is deeper is told without its markup
# No renderer takes references in code, so braces would reach the site's template language.
_NOT_CODE = re.compile(r"[`{}|]|\$\$")

# (text in Markdown, its language) -> the text with the language said, where the site can say it.
Speak = Callable[[str, str], str]


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.children)

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS


class _Tree(HTMLParser):
    """The tree of what the sanitiser wrote, in which every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("")
        self._open = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1]
        node = _Node(tag, {name: value or "" for name, value in attrs})
        if len(self._open) <= DEEPEST:
            parent.children.append(node)
        else:
            node = parent
        if tag not in ("br", "hr"):
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and tag not in ("br", "hr"):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def introduction_markdown(html: str, speak: Speak) -> str:
    """The HTML of `introduction_html` as Markdown, with a blank line between blocks.

    `speak` marks text of which the editor said the language.
    """
    return "\n\n".join(_blocks(_Tree(html).root, speak))


def _blocks(node: _Node, speak: Speak) -> Iterator[str]:
    run: list[_Node | str] = []
    for child in [*node.children, _Node("hr", {"end": ""})]:
        if isinstance(child, str) or not child.is_block:
            run.append(child)
            continue
        yield from _paragraph(_Node(node.tag, node.attributes, run), speak)
        run = []
        if "end" not in child.attributes:
            yield from _block(child, speak)


def _block(node: _Node, speak: Speak) -> Iterable[str]:
    if node.tag == "hr":
        return ["* * *"]
    if node.tag in ("ul", "ol"):
        return _list(node, speak)
    if node.tag == "blockquote":
        quoted = "\n\n".join(_blocks(node, speak))
        return [re.sub(r"^(?=.)", "> ", quoted, flags=re.M).replace("\n\n", "\n>\n")]
    if node.tag == "pre":
        return _preformatted(node)
    if node.tag in ("h2", "h3", "h4"):
        text = _inline(node, speak).replace(BREAK, " ").strip()
        return [f"{'#' * int(node.tag[1])} {text}"] if text else []
    return _blocks(node, speak)


def _paragraph(node: _Node, speak: Speak) -> Iterable[str]:
    lines = [line.strip(" ") for line in _inline(node, speak).split(BREAK)]
    if any(lines):
        yield BREAK.join(shield_start(line) for line in lines if line)


def _list(node: _Node, speak: Speak) -> Iterable[str]:
    items = []
    for child in node.children:
        if isinstance(child, str) or child.tag != "li":
            continue
        blocks = list(_blocks(child, speak))
        if blocks:
            # "1." throughout: every renderer counts on, and four spaces belong to each item.
            text = "\n\n".join(blocks).replace("\n", "\n    ")
            items.append(f"{'1.' if node.tag == 'ol' else '-'} {text}")
    loose = any("\n\n" in item for item in items)
    text = ("\n\n" if loose else "\n").join(items)
    return [re.sub(r"^ +$", "", text, flags=re.M)] if items else []


def _preformatted(node: _Node) -> Iterable[str]:
    lines = [words.clean(f"|{line}")[1:] for line in node.text.strip("\n").split("\n")]
    if not any(line.strip() for line in lines):
        return []
    if _NOT_CODE.search("".join(lines)) or not lines[0].strip():
        return [BREAK.join(shield_start(escape(line)) for line in lines if line.strip())]
    return ["\n".join(f"    {line}" if line else "" for line in lines)]


def _inline(node: _Node, speak: Speak, before: str = "", after: str = "") -> str:
    """The text in the node; `before` and `after` are what stands around it in the paragraph."""
    told = ""
    for place, child in enumerate(node.children):
        if isinstance(child, str):
            told += _text(child)
        elif child.tag == "br":
            told = told.rstrip(" ") + BREAK
        else:
            rest = _after(node.children[place + 1 :]) + after
            told += _element(child, before + told, rest, speak)
    if not node.attributes.get("lang"):
        return told
    return _around(told, lambda core: speak(core, node.attributes["lang"]))


def _element(node: _Node, before: str, after: str, speak: Speak) -> str:
    if node.tag == "code" and not _NOT_CODE.search(node.text) and node.text.strip():
        return f"`{words.clean(node.text)}`"
    told = _inline(node, speak, before, after)
    if node.tag == "a" and (url := node.attributes.get("href")) and told.strip():
        return _around(told, lambda core: f"[{core}]({destination(url.strip())})")
    mark = EMPHASIS.get(node.tag, "")
    plain = not any(isinstance(child, _Node) for child in node.children)
    if mark and plain and _stands_apart(node.text.strip(), before, after):
        return _around(told, lambda core: f"{mark}{core}{mark}")
    return told


def _stands_apart(text: str, before: str, after: str) -> bool:
    """Whether every renderer takes asterisks here for emphasis: not inside a word."""
    opens = text[:1].isalnum() or not before[-1:].strip()
    closes = text[-1:].isalnum() or not after[:1].strip()
    return bool(text) and opens and closes and before[-1:] != "*" and after[:1] != "*"


def _after(siblings: Sequence[_Node | str]) -> str:
    return "".join(part if isinstance(part, str) else part.text or " " for part in siblings)


def _text(text: str) -> str:
    return _around(re.sub(r"[ \t\n\r\x0b\x0c]+", " ", text), lambda core: escape(words.clean(core)))


def _around(text: str, change: Callable[[str], str]) -> str:
    """The change made to the text without the spaces at its ends, which stay outside."""
    core = text.strip(" \n")
    if not core:
        return " " if text else ""
    start = text.index(core)
    return text[:start] + change(core) + text[start + len(core) :]
