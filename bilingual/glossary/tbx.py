"""TBX -> Entries: TBX-Basic of ISO 30042:2019 (conceptEntry/langSec/termSec) and the older martif
(termEntry/langSet/tig).

Every French term of a concept becomes an entry with the preferred English term; further English
terms are accepted, deprecated and superseded ones are not. An abbreviation is given the English
abbreviation where the concept has one. TBX has no case rule and no do-not-translate, so neither is
read. Left out: definitions, contexts, other languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bilingual.glossary.entries import MOST_TERMS, Entry, Fault, clean, too_many
from bilingual.interchange import XmlFault, XmlReader, language_of

_ENTRIES: Final = frozenset({"conceptEntry", "termEntry"})
_SECTIONS: Final = frozenset({"langSec", "langSet"})
_TERMS: Final = frozenset({"termSec", "tig", "ntig"})
# The data categories that count, as elements (<min:partOfSpeech>) or types (<termNote>).
_CATEGORIES: Final = frozenset(
    {"administrativeStatus", "normativeAuthorization", "termType", "partOfSpeech",
     "grammaticalNumber"}
)  # fmt: skip
_REFUSED: Final = ("deprecated", "superseded", "notrecommended", "obsolete")
# Every French term is given every English one: two long lists in one entry would multiply.
MOST_SYNONYMS: Final = 100
_SHORT: Final = frozenset({"abbreviation", "acronym", "initialism"})


@dataclass(slots=True)
class _Said:
    """One term of a concept with its categories."""

    line: int
    language: str
    text: str = ""
    categories: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        named = ("administrativeStatus", "normativeAuthorization")
        return " ".join(self.categories.get(name, "") for name in named).lower()

    @property
    def refused(self) -> bool:
        return any(word in self.status.replace("-", "") for word in _REFUSED)

    @property
    def preferred(self) -> bool:
        return "preferred" in self.status

    @property
    def short(self) -> bool:
        return self.categories.get("termType", "") in _SHORT

    @property
    def singular_noun(self) -> bool:
        plural = self.categories.get("grammaticalNumber", "") == "plural"
        return self.categories.get("partOfSpeech", "noun") == "noun" and not plural


@dataclass(slots=True)
class _Concept:
    line: int
    name: str
    said: list[_Said] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, language: str) -> list[_Said]:
        return [said for said in self.said if said.language == language]


def read_tbx(data: bytes) -> tuple[list[Entry], list[Fault]]:
    """The entries of a TBX file in its order, and what is wrong with it.

    Nothing is expanded or fetched: a file with a document type or entities is refused.
    """
    reader = _Reader()
    try:
        reader.feed(data)
    except XmlFault as fault:
        reader.faults.append(Fault(fault.line, fault.message))
    return reader.entries, reader.faults


class _Reader(XmlReader):
    form = "TBX"
    roots = frozenset({"tbx", "martif"})

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self._concept: _Concept | None = None
        self._language = ""
        self._said: _Said | None = None
        self._category = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ENTRIES:
            self._concept = _Concept(self.line, attributes.get("id", ""))
        elif name in _SECTIONS:
            self._language = language_of(attributes)
        elif name in _TERMS:
            self._said = _Said(self.line, self._language)
        elif self._concept is not None:
            self._open(name, attributes)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        category = attributes.get("type", "") if name == "termNote" else name
        if name in ("term", "note") or category in _CATEGORIES:
            self._category, self.letters = category or name, []
            if name == "term" and self._said is not None:
                self._said.line = self.line

    def closed(self, name: str) -> None:
        if name in _ENTRIES and self._concept is not None:
            self._close(self._concept)
            self._concept = None
        elif name in _SECTIONS:
            self._language = ""
        elif name in _TERMS:
            if self._concept is not None and self._said is not None:
                self._concept.said.append(self._said)
            self._said = None
        elif self.letters is not None and name in ("termNote", self._category):
            self._keep("".join(self.letters))

    def _keep(self, text: str) -> None:
        if self._category == "note" and self._concept is not None:
            self._concept.notes.append(text.strip())
        elif self._said is not None and self._category == "term":
            self._said.text = clean(text)
        elif self._said is not None:
            self._said.categories[self._category] = text.strip()
        self.letters = None

    def _close(self, concept: _Concept) -> None:
        if max(len(self.entries), len(self.faults)) >= MOST_TERMS:
            fault = too_many(concept.line)
            raise XmlFault(fault.line, fault.message)
        named = f"the entry {concept.name}" if concept.name else "the entry"
        french = concept.of("fr")
        english = [said for said in concept.of("en") if not said.refused]
        if not french or not english:
            side = "French" if not french else "English"
            self.faults.append(Fault(concept.line, f"{named} has no {side} term"))
            return
        if max(len(french), len(english)) > MOST_SYNONYMS:
            message = f"{named} has more than {MOST_SYNONYMS} terms of one language"
            self.faults.append(Fault(concept.line, message))
            return
        note = "; ".join(filter(None, concept.notes))
        self.entries.extend(_entries(french, english, note))


def _entries(french: list[_Said], english: list[_Said], note: str) -> Iterator[Entry]:
    # Stable: within each kind the order of the file stands.
    english = sorted(english, key=lambda said: not said.preferred)
    for said in french:
        alike = sorted(english, key=lambda other: other.short != said.short)
        yield Entry(
            line=said.line,
            french=said.text,
            english=alike[0].text,
            note=note,
            accepted=tuple(dict.fromkeys(other.text for other in alike[1:] if other.text)),
            plural=said.singular_noun and not said.short,
        )
