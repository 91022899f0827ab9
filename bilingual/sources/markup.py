"""Limits of markup: what no page of a newspaper has, and what parsers need a time for that grows with its square."""

from __future__ import annotations

import re
from typing import Any

from bilingual.errors import TooLarge
from bilingual.settings import Settings

# Browsers set no limit; the longest list of a real element is that of a video player, with about fifty. libxml2 compares
# each attribute with all before it, so that a megabyte of them takes it two minutes.
MOST_ATTRIBUTES = 1_000
_ATTRIBUTE = r"""=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s>]*+))?+"""
# As the HTML standard cuts a page: in comments, scripts and titles nothing is a tag. Each part takes all it can and
# gives nothing back, so one pass is enough whatever is in it.
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
    """Before it is parsed: raises TooLarge when an element has more than MOST_ATTRIBUTES attributes."""
    for tag in _TAG.finditer(text):
        attributes = tag["of_raw"] or tag["of_tag"] or ""
        # Two characters are the least that an attribute takes.
        if len(attributes) < 2 * MOST_ATTRIBUTES:
            continue
        count = sum(1 for _ in re.finditer(_ATTRIBUTE, attributes))
        if count > MOST_ATTRIBUTES:
            raise TooLarge(
                f"{location}: an element with {count:,} attributes (the limit is {MOST_ATTRIBUTES:,})",
                hint="This is hardly a page; if it is, copy its text into a .txt file.",
            )


def check_nesting(tree: Any, location: str, settings: Settings) -> None:
    """Raises TooLarge when elements stand in one another more than `settings.max_nesting` deep."""
    from lxml import etree  # type: ignore[import-untyped]

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > settings.max_nesting:
            raise TooLarge(
                f"{location}: the page is nested too deeply: more than {settings.max_nesting} elements in one another",
                hint="Copy its text into a .txt file, or raise max_nesting.",
            )
