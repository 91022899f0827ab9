"""What the dropped lines and the front matter say of an article: author, date, outlet, address,
licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bilingual.language.typography import SPACE_BEFORE
from bilingual.records import DroppedLine
from bilingual.sources.clean import Page
from bilingual.sources.furniture import fold
from bilingual.sources.lines import sanitise
from bilingual.sources.page_dates import find_date
from bilingual.sources.phrases import AGENCIES, OUTLETS

_KEYS = {
    "title": "title", "titre": "title", "author": "author", "auteur": "author", "authors": "author",
    "date": "published", "published": "published", "source": "source", "outlet": "source",
    "url": "url", "link": "url", "lien": "url", "licence": "licence", "license": "licence",
}  # fmt: skip
_PAIR = re.compile(r"\s*([\w-]+)\s*:(.*)$")
_OUTLET = {fold(name): name for name in OUTLETS}
_AGENCIES = {"La Presse Canadienne", *AGENCIES}
_BEFORE_OUTLET = re.compile(rf"(.+[^\W\d])\s({'|'.join(map(re.escape, OUTLETS))})")


@dataclass(frozen=True)
class Metadata:
    """Each field as found; "" where the source says nothing."""

    title: str = ""
    author: str = ""
    published: str = ""
    source: str = ""
    url: str = ""
    licence: str = ""
    standfirst: str = ""

    def over(self, other: Metadata) -> Metadata:
        """The fields of `self`; where one is empty, that of `other`."""
        own = {name: value for name, value in vars(self).items() if value}
        return replace(other, **own)


def parse_front_matter(text: str) -> tuple[Metadata, tuple[DroppedLine, ...], str]:
    """The `key: value` lines between two `---` lines at the top, those of them that give no field,
    and the rest of the text.

    The rest keeps its line numbers. A block of another form is text.
    """
    lines = text.splitlines()
    inner = _front_lines(lines)
    pairs = {i: _PAIR.match(lines[i]) for i in inner if lines[i].strip()}
    if not pairs or not all(pairs.values()):
        return Metadata(), (), text
    fields: dict[str, str] = {}
    unused: list[DroppedLine] = []
    for i, pair in pairs.items():
        key = _KEYS.get(pair[1].lower(), "") if pair else ""
        value = _unquoted(pair[2]) if pair else ""
        if key and not fields.get(key) and (key != "url" or is_web(value) or not value):
            fields[key] = value
        elif sanitise(lines[i]):
            unused.append(DroppedLine(line=i + 1, text=sanitise(lines[i]), reason="markup"))
    end = inner[-1] + 1
    return Metadata(**fields), tuple(unused), "\n".join([""] * (end + 1) + lines[end + 1 :])


def _front_lines(lines: Sequence[str]) -> range:
    """Indices of the lines between the two marks; empty when the text does not begin with one."""
    if not lines or lines[0].strip("\ufeff ") != "---":
        return range(0)
    marks = (i for i in range(1, min(40, len(lines))) if lines[i].strip() == "---")
    return range(1, next(marks, 0))


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value[:1] == "[" and value[-1:] == "]":
        return re.sub(rf"{SPACE_BEFORE},\s*+", ", ", value[1:-1])
    return value


_WEB: Final = re.compile(r"https?://[^\s/\ud800-\udfff][^\ud800-\udfff]*", re.IGNORECASE)


def is_web(url: str) -> bool:
    """An http or https address; everything else (javascript:, data:, file:, text that cannot be
    written) must not become a link."""
    return _WEB.fullmatch(url) is not None


def from_page(page: Page) -> Metadata:
    """Author, date, outlet and address as the furniture of a pasted page gives them."""
    years = [int(y) for _, text in page.kept for y in re.findall(r"\b(?:19|20)\d\d\b", text)]
    return Metadata(
        author=_author(page.names),
        published=_published(page.dropped, sorted(set(years))),
        source=_outlet(page),
        url=_address(page.dropped),
    )


def _author(names: Iterable[str]) -> str:
    cleaned = [_without_outlet(re.sub(r"\s+", " ", name).strip()) for name in names]
    seen = list({fold(name): name for name in reversed(cleaned)}.values())[::-1]
    people = [name for name in seen if fold(name) not in _OUTLET]
    alone = [n for n in people or seen if not any(n != m and f" {n}" in m for m in people or seen)]
    return ", ".join(alone[:3])


def _without_outlet(name: str) -> str:
    """ "Ada Roy La Presse" -> "Ada Roy"; "La Presse" stays."""
    match = _BEFORE_OUTLET.fullmatch(name)
    if not match or fold(name) in _OUTLET or re.search(r"\s(?:de|du|d|avec|et)$", fold(match[1])):
        return name
    return match[1]


def _published(dropped: Sequence[DroppedLine], years: Sequence[int]) -> str:
    """The day of publication rather than of the last change, from the first line that has it."""
    folded = [
        fold(line.text) for line in dropped if line.reason in ("date", "byline", "navigation")
    ]
    for opening in (r"publie|paru|mise? en ligne|poste", r""):
        for text in folded:
            match = re.search(opening, text)
            found = find_date(text[match.start() :], years) if match else None
            if found:
                return found
    return ""


def _outlet(page: Page) -> str:
    found = list(_outlets(page))
    # Papers print the agency's name above its dispatches; the masthead is the paper's.
    return next((name for name in found if name not in _AGENCIES), found[0] if found else "")


def _outlets(page: Page) -> Iterator[str]:
    for name in page.names:
        signed = _BEFORE_OUTLET.fullmatch(name)
        parts = re.split(rf"(?<!\s)\s++(?:avec|et)\s+|{SPACE_BEFORE}[,/]\s*", name)
        for part in [*parts, signed[2] if signed else ""]:
            if fold(part) in _OUTLET:
                yield _OUTLET[fold(part)]
    for line in page.dropped:
        match = re.match(
            r"(?:©|copyright|\(c\))\s?(?:(?:19|20)\d\d\s?)?([^.|–-]{2,40})", line.text, re.I
        )
        if line.reason == "legal" and match and fold(match[1].strip()) in _OUTLET:
            yield _OUTLET[fold(match[1].strip())]
        if fold(line.text) in _OUTLET and line.reason in ("navigation", "byline"):
            yield _OUTLET[fold(line.text)]


def _address(dropped: Sequence[DroppedLine]) -> str:
    """An address on a line of its own, when it is the only one."""
    found = {line.text for line in dropped if is_web(line.text) and " " not in line.text}
    return found.pop() if len(found) == 1 else ""
