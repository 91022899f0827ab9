"""What must hold of anything that is written, whatever was read: it parses, and nothing of the
article is alive in it.

HTML is read twice, by html5lib, which says what the HTML standard makes of it and what in it is an
error, and by libxml2, which reads broken markup in another way: what hides from one of them does
not hide from both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from xml.etree import ElementTree

import html5lib
import markdown
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from bilingual.errors import BilingualError

_FORBIDDEN = frozenset(
    [
        "applet",
        "audio",
        "base",
        "button",
        "canvas",
        "dialog",
        "embed",
        "fieldset",
        "form",
        "frame",
        "frameset",
        "iframe",
        "image",
        "img",
        "isindex",
        "keygen",
        "link",
        "listing",
        "marquee",
        "math",
        "mglyph",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "option",
        "param",
        "picture",
        "plaintext",
        "portal",
        "select",
        "source",
        "svg",
        "template",
        "textarea",
        "track",
        "video",
        "xmp",
    ]
)
_FETCHING = frozenset(
    [
        "action",
        "archive",
        "background",
        "cite",
        "classid",
        "code",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "srcdoc",
        "srcset",
        "usemap",
    ]
)
_IN_MARKDOWN = frozenset(
    ["id", "href", "lang", "style", "class", "title", "start", "rel", "hreflang"]
)
_OWN = re.compile(
    r"|\{\{ unsubscribe_url \}\}|#[\w.-]+|(?:\.\./)?[a-z0-9][a-z0-9/-]*\.html(?:#[\w-]+)?"
)
_WEB = ("http://", "https://", "mailto:")
_HTML = "{http://www.w3.org/1999/xhtml}"

Attributes = dict[str, str]


def assert_explained(error: BilingualError, *openings: str) -> None:
    """The message begins with what it is about, and there is a hint on what to do."""
    assert error.message.startswith(openings), error.message[:200]
    assert error.hint


def assert_safe_page(
    page: str, *, fragment: bool = False, own_scripts: tuple[str, ...] = ()
) -> None:
    """`own_scripts` are how the scripts that are ours begin; of the article there is none."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parseFragment(page) if fragment else parser.parse(page)
    assert parser.errors == [], [(where, code) for where, code, _ in parser.errors[:3]]
    found = list(_html5lib_elements(tree))
    _assert_nothing_alive(found, own_scripts)
    if page.strip():
        read = lxml_html.HTMLParser(encoding="utf-8")
        other = lxml_html.document_fromstring(page.encode(), parser=read)
        seen = [
            (e.tag, dict(e.attrib), e.text or "") for e in other.iter() if isinstance(e.tag, str)
        ]
        _assert_nothing_alive(seen, own_scripts)


def _html5lib_elements(tree: ElementTree.Element) -> Iterator[tuple[str, Attributes, str]]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag.startswith(_HTML), f"{element.tag} is of another language than HTML"
            attributes = {str(name): value for name, value in element.attrib.items()}
            yield element.tag.removeprefix(_HTML), attributes, element.text or ""


def _assert_nothing_alive(
    elements: list[tuple[str, Attributes, str]], own_scripts: tuple[str, ...]
) -> None:
    scripts = [text for tag, _, text in elements if tag == "script"]
    assert len(scripts) == len(own_scripts)
    assert all(text.strip().startswith(own) for own, text in zip(own_scripts, scripts, strict=True))
    for tag, attributes, _ in elements:
        # The search has a form that leads nowhere; of the article there is none.
        own = tag in ("form", "button") and bool(own_scripts)
        assert own or tag not in _FORBIDDEN, tag
        for name, value in attributes.items():
            assert not name.lower().startswith("on"), name
            assert name.lower() not in _FETCHING, name
            if name == "http-equiv":
                assert value.lower() in (
                    "content-security-policy",
                    "content-type",
                    "x-ua-compatible",
                )
            if name == "style":
                assert not re.search(r"url\(|expression|@import|behavior|-moz-binding", value, re.I)
            if name.lower().endswith("href"):
                assert_safe_link(value)


def assert_safe_link(address: str) -> None:
    """As browsers read an address: tabs and line ends left out, control characters before it passed
    over."""
    read = re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(33)))).lower()
    assert read.startswith(_WEB) or _OWN.fullmatch(read), address


# Renderers of different minds: one passes raw HTML through and knows tables, one follows CommonMark
# to the letter.
_RENDERERS: tuple[Callable[[str], str], ...] = (
    lambda text: markdown.markdown(text, extensions=["tables"]),
    lambda text: markdown.markdown(text, extensions=["extra", "smarty"]),
    MarkdownIt("commonmark", {"html": True}).enable("table").render,
)


def assert_safe_markdown(text: str) -> None:
    """Rendered, it has no live element, link or picture of the article; braces and such are left to
    its own tests."""
    for render in _RENDERERS:
        elements = list(_html5lib_elements(html5lib.HTMLParser().parseFragment(render(text))))
        _assert_nothing_alive(elements, ())
        for tag, attributes, _ in elements:
            assert set(attributes) <= _IN_MARKDOWN, (tag, attributes)


def assert_safe_atom(text: str) -> None:
    assert "<!DOCTYPE" not in text[:200]
    for element in ElementTree.fromstring(text).iter():
        for name, value in element.attrib.items():
            if name in ("href", "src"):
                assert_safe_link(value)
        if element.get("type") == "html":
            assert_safe_page(element.text or "", fragment=True)


def assert_safe_json_feed(text: str) -> None:
    for item in json.loads(text)["items"]:
        assert_safe_page(item.get("content_html", ""), fragment=True)
        for name in ("url", "external_url", "image"):
            if item.get(name):
                assert_safe_link(item[name])


def assert_safe_email(data: bytes) -> None:
    message = message_from_bytes(data, policy=default)
    assert all(part.defects == [] for part in message.walk())
    assert {part.get_content_type() for part in message.walk()} == {
        "multipart/alternative",
        "text/plain",
        "text/html",
    }
    assert all("\n" not in value and "\r" not in value for value in message.values())
