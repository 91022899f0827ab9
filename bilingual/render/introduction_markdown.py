"""An editor's introduction as Markdown again, from its safe HTML: some site builders drop raw HTML.

The safe HTML is read, not the editor's own Markdown: what the one leaves out, this cannot bring back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from bilingual.render import words
from bilingual.render.markdown import destination, escape, shield_start

BREAK: Final = "  \n"
BLOCKS: Final = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr"})
EMPHASIS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*"}
DEEPEST: Final = 30  # elements in one another; what is deeper is told without its markup
# No renderer takes references in code, so braces there would reach the template language of a site builder.
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
    """What `introduction_html` made, as Markdown for any renderer, blocks one blank line apart; "" stays "".

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
    """Whether asterisks around the text are emphasis to every renderer: not where one would stand inside a word."""
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
