"""What e-mails and printed pages put around an article: quote marks, header fields, a signature, running lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bilingual.sources.lines import Line

_QUOTE = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
# Below this share the marks are arrows in front of links, not a quoted message.
_QUOTED_SHARE = 0.5
_FIELD = re.compile(
    r"(?:De|À|A|Cc|Cci|Objet|Date|Envoyé|Répondre à|From|To|Subject|Sent|Reply-To)\s?:\s\S"
)
_SENDER = re.compile(r"(?:Objet|Subject|From|De\s?:\s\D)")
_LONGEST_SIGNATURE = 8
# "La Lettre 2/8", "Page 3", "- 4 -": what is left without the number tells that two lines are the same one.
_PAGE_NUMBER = re.compile(
    r"(?P<stem>.{0,60}?)(?:^|[\s|–—-])(?:[Pp](?:age|\.)\s?)?(?P<page>\d{1,3})(?P<of>\s?(?:/|sur)\s?\d{1,3})?\s?[–—-]?"
)


def unquoted(text: str) -> str:
    """The text of a quoted message without its ">" marks, on the same lines; other text comes back unchanged.

    >>> unquoted("> Un mot\\n> un autre")
    'Un mot\\nun autre'
    """
    lines = [line for line in text.splitlines() if line.strip()]
    marked = sum(_QUOTE.match(line) is not None for line in lines)
    return _QUOTE.sub("", text) if marked >= max(2, _QUOTED_SHARE * len(lines)) else text


def letter(lines: Sequence[Line]) -> list[Line]:
    """The lines with the header fields of an e-mail at the top and the signature at the end hinted as navigation."""
    fields = 0
    while fields < len(lines) and _FIELD.match(lines[fields].text):
        fields += 1
    named = any(_SENDER.match(line.text) for line in lines[:fields])
    fields = fields if fields >= 2 and named else 0
    cut = next((i for i, line in enumerate(lines) if line.text in ("--", "-- ")), len(lines))
    cut = cut if len(lines) - cut - 1 <= _LONGEST_SIGNATURE else len(lines)
    return [
        replace(line, hint="navigation") if i < fields or i >= cut else line
        for i, line in enumerate(lines)
    ]


def page_lines(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines that a printed page repeats with a growing page number, two or more of one kind."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        match = _PAGE_NUMBER.fullmatch(line.text)
        # A bare number may be a figure of the article; a page number says so, or of how many.
        if match and (match["of"] or re.search(r"[Pp](?:age|\.)\s?\d|^[–—-]", line.text)):
            key = (match["stem"].strip(), match["of"] or "")
            found.setdefault(key, []).append((i, int(match["page"])))
    kinds = [kind for kind in found.values() if len(kind) >= 2]
    growing = [kind for kind in kinds if all(a[1] < b[1] for a, b in pairwise(kind))]
    return {i for kind in growing for i, _ in kind}
