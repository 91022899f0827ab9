"""TBX -> Entries: TBX-Basic of ISO 30042:2019 (conceptEntry/langSec/termSec) and the older martif (termEntry/langSet/tig).

Every French term of a concept becomes an entry with the preferred English term; further English terms are accepted,
deprecated and superseded ones are not. An abbreviation is given the English abbreviation where the concept has one.
TBX has no case rule and no do-not-translate, so neither is read. Left out: definitions, contexts, other languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from bilingual.glossary.model import MOST_TERMS, Entry, Fault, clean, too_many

_ENTRIES: Final = frozenset({"conceptEntry", "termEntry"})
_SECTIONS: Final = frozenset({"langSec", "langSet"})
_TERMS: Final = frozenset({"termSec", "tig", "ntig"})
_ROOTS: Final = frozenset({"tbx", "martif"})
# The data categories that count, whether written as elements (<min:partOfSpeech>) or as types (<termNote type=...>).
_CATEGORIES: Final = frozenset(
    {"administrativeStatus", "normativeAuthorization", "termType", "partOfSpeech", "grammaticalNumber"}
)  # fmt: skip
_REFUSED: Final = ("deprecated", "superseded", "notrecommended", "obsolete")
_SHORT: Final = frozenset({"abbreviation", "acronym", "initialism"})
_DTD: Final = "a document type that declares something (<!DOCTYPE ... [...]>) is not read; delete it from the file"


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


class _Stop(Exception):
    """Ends the parser at a fault that makes the rest of the file unreadable."""


def read_tbx(data: bytes) -> tuple[list[Entry], list[Fault]]:
    """The entries of a TBX file in its order, and what is wrong with it.

    Nothing is expanded and nothing is fetched: a file with a document type or entities of its own is refused.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except _Stop:
        pass
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "broken")
        reader.faults.append(Fault(error.lineno, f"the XML is broken: {reason}"))
    except (ValueError, LookupError) as error:
        reader.faults.append(Fault(1, f"the encoding of the XML cannot be read ({error})"))
    return reader.entries, reader.faults


class _Reader:
    """Handlers of the parser, and how far they have come."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.SkippedEntityHandler = self._entity
        self._depth = 0
        self._concept: _Concept | None = None
        self._language = ""
        self._said: _Said | None = None
        self._category = ""
        self._letters: list[str] | None = None  # the text of the element at hand, where it counts

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: bool
    ) -> None:
        """Older exports name their DTD, which is never fetched; what a file declares itself is refused."""
        if internal:
            self.faults.append(Fault(self.parser.CurrentLineNumber, _DTD))
            raise _Stop

    def _entity(self, name: str, _is_parameter: bool) -> None:
        """One that only the DTD knows; without it a letter of a term would be missing."""
        self.faults.append(
            Fault(self.parser.CurrentLineNumber, f"the entity &{name}; is not known")
        )
        raise _Stop

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        line = self.parser.CurrentLineNumber
        if self._depth == 0 and name not in _ROOTS:
            self.faults.append(Fault(line, f"not TBX: it begins with <{tag[:40]}>"))
            raise _Stop
        self._depth += 1
        if name in _ENTRIES:
            self._concept = _Concept(line, attributes.get("id", ""))
        elif name in _SECTIONS:
            said = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._language = said.lower().replace("_", "-").partition("-")[0]
        elif name in _TERMS:
            self._said = _Said(line, self._language)
        elif self._concept is not None:
            self._open(name, attributes, line)

    def _open(self, name: str, attributes: dict[str, str], line: int) -> None:
        category = attributes.get("type", "") if name == "termNote" else name
        if name in ("term", "note") or category in _CATEGORIES:
            self._category, self._letters = category or name, []
            if name == "term" and self._said is not None:
                self._said.line = line

    def _text(self, letters: str) -> None:
        if self._letters is not None:
            self._letters.append(letters)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._depth -= 1
        if name in _ENTRIES and self._concept is not None:
            self._close(self._concept)
            self._concept = None
        elif name in _SECTIONS:
            self._language = ""
        elif name in _TERMS:
            if self._concept is not None and self._said is not None:
                self._concept.said.append(self._said)
            self._said = None
        elif self._letters is not None and name in ("termNote", self._category):
            self._keep("".join(self._letters))

    def _keep(self, text: str) -> None:
        if self._category == "note" and self._concept is not None:
            self._concept.notes.append(text.strip())
        elif self._said is not None and self._category == "term":
            self._said.text = clean(text)
        elif self._said is not None:
            self._said.categories[self._category] = text.strip()
        self._letters = None

    def _close(self, concept: _Concept) -> None:
        if max(len(self.entries), len(self.faults)) >= MOST_TERMS:
            self.faults.append(too_many(concept.line))
            raise _Stop
        named = f"the entry {concept.name}" if concept.name else "the entry"
        french = concept.of("fr")
        english = [said for said in concept.of("en") if not said.refused]
        if not french or not english:
            side = "French" if not french else "English"
            self.faults.append(Fault(concept.line, f"{named} has no {side} term"))
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
