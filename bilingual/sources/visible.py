"""An HTML page -> the lines a reader sees, each with where it stands; scripts, styles and hidden
parts are not seen.

The HTML parser of lxml reads no DTD, expands no entity of its own and opens no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bilingual.errors import TooLarge
from bilingual.settings import Settings
from bilingual.sources.lines import sanitise

# Not "embed": it has no end tag, and libxml2 puts all that follows into it.
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object",
     "select", "option", "textarea", "canvas", "audio", "video", "map", "datalist")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
     "font", "i", "ins",
     "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "img", "input", "nobr")
)  # fmt: skip
_AROUND = {
    "nav": "navigation", "header": "header", "footer": "navigation", "form": "navigation",
    "menu": "navigation", "aside": "aside", "figcaption": "caption", "button": "navigation",
    "dialog": "navigation",
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|legende?|figcaption|credits?)(?:$|[\s_-])", re.I
)
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|read-?also|lire-?aussi|a-lire|promo|newsletter|teaser|card|outbrain"
    r"|taboola|"
    r"recommend\w*|sponsor\w*|pub|ads?|share|social|cookies?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS_CLASS = re.compile(r"(?:^|[\s_-])(?:comments?|commentaires?)(?:$|[\s_-])", re.IGNORECASE)
_WHOLE = frozenset(("html", "body", "main", "article"))
_STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|standfirst|intro|lead|lede|article__desc|excerpt|subtitle"
    r"|sous-titre|summary|desc)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """One line as displayed. `line` counts in the file; `parent` tells pieces of one column from
    others.

    `links` is the share of its characters inside links, 0-1; `around` names the nearest telling
    container.
    """

    line: int
    text: str
    tag: str
    parent: int
    around: str = ""
    links: float = 0.0
    standfirst: bool = False


def parse(text: str, location: str, settings: Settings) -> Any:
    """The lxml tree of a page or fragment, None when there is nothing in it.

    Raises TooLarge, naming `location`, where elements are nested deeper than `settings.max_nesting`
    or have attributes without end.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    check_attributes(text, location)
    # huge_tree: without it all that stands after the 255th level is lost; with it, after the
    # 2047th.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    data = text.encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise TooLarge(
            f"{location}: the page is nested too deeply to be read whole",
            hint="Copy its text into a .txt file.",
        )
    if tree is not None:
        check_nesting(tree, location, settings)
    return tree


def pieces(tree: Any) -> list[Piece]:
    """The visible lines of the tree in reading order."""
    walk = _Walk()
    walk.visit(tree)
    return walk.found


class _Walk:
    """Collects the text between two block boundaries; what stands around an element is told once,
    from above."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._text: list[str] = []
        self._linked = 0
        self._element: Any = None
        self._places: dict[Any, _Place] = {}

    def visit(self, root: Any) -> None:
        # An own stack: a page of nested tags must not exhaust Python's.
        stack: list[tuple[str, Any, Any, bool]] = [("open", root, root, False)]
        while stack:
            step, element, block, linked = stack.pop()
            if step == "tail":
                self._add(element.tail, block, linked)
            elif step == "close":
                self._flush()
            elif self._is_seen(element):
                stack += reversed(list(self._open(element, block, linked)))

    def _open(self, element: Any, block: Any, linked: bool) -> Iterator[tuple[str, Any, Any, bool]]:
        tag = element.tag
        self._places[element] = _place(element, self._places.get(element.getparent(), _NOWHERE))
        is_block = tag not in _INLINE and tag != "br"
        if is_block:
            self._flush()
        if tag == "br":
            self._text.append("\n")
        inner = element if is_block else block
        linked = linked or tag == "a"
        self._add(element.text, inner, linked)
        for child in element:
            yield "open", child, inner, linked
            yield "tail", child, inner, linked
        if is_block:
            yield "close", element, inner, linked

    @staticmethod
    def _is_seen(element: Any) -> bool:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return False
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        return not hidden and not _HIDDEN_STYLE.search(element.get("style") or "")

    def _add(self, text: str | None, block: Any, linked: bool) -> None:
        if not text:
            return
        # Line ends in the source are spaces on the screen; only <br> breaks a line.
        self._text.append(re.sub(r"[\r\n]+", " ", text))
        self._linked += len(text.strip()) if linked else 0
        self._element = block if self._element is None else self._element

    def _flush(self) -> None:
        whole = "".join(self._text)
        element, linked = self._element, self._linked
        self._text, self._linked, self._element = [], 0, None
        if element is None or not sanitise(whole):
            return
        share = min(1.0, linked / len(sanitise(whole)))
        for text in _broken(whole):
            self.found.append(_piece(element, self._places[element], text, share))


def _broken(whole: str) -> list[str]:
    """The lines between <br>; a line that goes on in lower case belongs to the one before."""
    parts = [sanitise(part) for part in whole.split("\n")]
    spaced = "" in parts[1:-1]
    lines: list[list[str]] = []
    for part in filter(None, parts):
        if lines and part[0].islower() and not spaced:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [" ".join(line) for line in lines]


@dataclass(frozen=True)
class _Place:
    """The nearest telling container of an element, and the nearest heading or quotation, with
    itself."""

    around: str = ""
    heading: str = ""


_NOWHERE = _Place()


def _place(element: Any, above: _Place) -> _Place:
    """Inherited, because looking up from every line again takes too long in a page of many lines
    nested deeply."""
    tag, names = element.tag, element.get("class") or ""
    around = _AROUND.get(tag, "")
    if not around and tag not in _WHOLE and _ASIDE_CLASS.search(names):
        around = "aside"
    if not around and tag not in _WHOLE and _COMMENTS_CLASS.search(names):
        around = "comments"
    heading = tag if re.fullmatch(r"h[1-6]|blockquote", tag) else above.heading
    if around == above.around and heading == above.heading:
        return above
    return _Place(around or above.around, heading)


def _piece(element: Any, place: _Place, text: str, links: float) -> Piece:
    names = " ".join((element.get("class") or "", element.get("id") or ""))
    parent = element.getparent()
    whole = element.tag in ("div", "p", "span") and place.heading
    return Piece(
        line=element.sourceline or 1,
        text=text,
        tag=place.heading if whole else element.tag,
        parent=id(parent) if parent is not None else 0,
        around="caption" if _CAPTION_CLASS.search(names) else place.around,
        links=links,
        standfirst=_STANDFIRST_CLASS.search(names) is not None,
    )


# Browsers set no limit; the longest list of a real element is that of a video player, with about
# fifty. libxml2 compares each attribute with all before it, so that a megabyte of them takes it two
# minutes.
MOST_ATTRIBUTES = 1_000
_ATTRIBUTE = r"""=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>]*+))?+"""
# As the HTML standard cuts a page: in comments, scripts and titles nothing is a tag. Each part
# takes all it can and gives nothing back, so one pass is enough whatever is in it.
_TAG = re.compile(
    rf"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    | <[!?][^>]*+
    | <(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])
        (?P<of_raw>(?:[\s/]++|{_ATTRIBUTE})*+)>?.*?(?:</(?P=raw)|\Z)
    | </?[a-z][^\s/>]*+(?P<of_tag>(?:[\s/]++|{_ATTRIBUTE})*+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def check_attributes(text: str, location: str) -> None:
    """Before it is parsed: raises TooLarge when an element has more than MOST_ATTRIBUTES
    attributes."""
    for tag in _TAG.finditer(text):
        attributes = tag["of_raw"] or tag["of_tag"] or ""
        # Two characters are the least that an attribute takes.
        if len(attributes) < 2 * MOST_ATTRIBUTES:
            continue
        count = sum(1 for _ in re.finditer(_ATTRIBUTE, attributes))
        if count > MOST_ATTRIBUTES:
            raise TooLarge(
                f"{location}: an element with {count:,} attributes (the limit is "
                f"{MOST_ATTRIBUTES:,})",
                hint="This is hardly a page; if it is, copy its text into a .txt file.",
            )


def check_nesting(tree: Any, location: str, settings: Settings) -> None:
    """Raises TooLarge when elements stand in one another more than `settings.max_nesting` deep."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > settings.max_nesting:
            raise TooLarge(
                f"{location}: the page is nested too deeply: more than {settings.max_nesting} "
                "elements in one another",
                hint="Copy its text into a .txt file, or raise max_nesting.",
            )
