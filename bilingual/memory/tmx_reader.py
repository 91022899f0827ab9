"""TMX of any version from 1.1 to 1.4b -> units, as OmegaT, Trados, Heartsome and others write it.

The file is never held as a tree. Its document type is not loaded, and a file that declares entities is refused. Of the
codes within a segment nothing stays but the text that <hi> highlights. A unit of an engine is known by the mark that
this program writes (see `tmx_writer`), by a `creationid` of "MT!", and by the origins that translation tools note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from bilingual.errors import RecallError
from bilingual.memory.unit import MACHINES, Unit

_PIECE: Final = 1 << 16
# They hold the codes of the format that the text was in; a <sub> within them is another text (a footnote, say).
_CODES: Final = frozenset({"bpt", "ept", "it", "ph", "ut"})
# What stands for something between two words, such as a line break; the others begin or end a format, also in a word.
_STANDS_ALONE: Final = frozenset({"ph", "ut"})
_FRENCH: Final = frozenset({"fr", "fra", "fre"})
_ENGLISH: Final = frozenset({"en", "eng"})


def read_tmx(stream: IO[bytes], name: str) -> Iterator[Unit]:
    """The units of a TMX file, in order; of several French or English variants the first counts.

    Raises RecallError, with `name` and the line, when the file is broken or no TMX.
    """
    reader = _Reader(name)
    while piece := stream.read(_PIECE):
        yield from reader.take(piece, last=False)
    yield from reader.take(b"", last=True)


@dataclass(slots=True)
class _Open:
    """A unit that is being read."""

    said: dict[str, str] = field(default_factory=dict)
    engine: str = ""

    def closed(self) -> Unit:
        return Unit(self._first(_FRENCH), self._first(_ENGLISH), self.engine)

    def _first(self, codes: frozenset[str]) -> str:
        return next((text for language, text in self.said.items() if language in codes), "")


class _Reader:
    """Handlers of the parser, and how far they have come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done: list[Unit] = []
        self._inside = False  # the root
        self._unit: _Open | None = None
        self._language = ""
        self._property = ""
        self._letters: list[str] | None = None  # the text of the element at hand, where it counts
        self._codes = 0  # how deep within codes
        self._gap = False  # something stood here that may have parted two words
        self._parser = _parser(self)

    def take(self, piece: bytes, *, last: bool) -> list[Unit]:
        """The units that end in this piece of the file."""
        self._done = []
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "broken")
            raise self._refused(f"not TMX ({reason})") from error
        except (ValueError, LookupError) as error:
            raise self._refused(f"its encoding cannot be read ({error})") from error
        return self._done

    def _refused(self, what: str) -> RecallError:
        return RecallError(
            f"{self._name}:{self._parser.CurrentLineNumber}: {what}",
            hint="Export it again, as TMX 1.4.",
        )

    def entity(self, *_: object) -> None:
        raise self._refused("it declares entities, which are not read")

    def unknown(self, name: str, _: bool) -> None:
        """An entity that only the document type knows; without it a letter would be missing."""
        raise self._refused(f"the entity &{name}; is not known")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self._inside:
            self._inside = name == "tmx"
            if not self._inside:
                raise self._refused(f"not TMX (it begins with <{tag[:40]}>)")
        elif name == "tu":
            self._unit = _Open()
            self._note_author(attributes)
        elif self._unit is not None:
            self._start_within(name, attributes)

    def _start_within(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tuv":
            said = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._language = said.lower().replace("_", "-").partition("-")[0]
            if self._language in _FRENCH | _ENGLISH:
                self._note_author(attributes)
        elif name in ("seg", "prop"):
            self._letters, self._codes, self._gap = [], 0, False
            self._property = attributes.get("type", "") if name == "prop" else ""
        elif name in _CODES or self._codes:
            self._codes += 1

    def _note_author(self, attributes: dict[str, str]) -> None:
        author = attributes.get("creationid", "")
        if self._unit is not None and (author.upper() == "MT" or author.upper().startswith("MT!")):
            self._unit.engine = self._unit.engine or author

    def text(self, letters: str) -> None:
        if self._letters is None or self._codes:
            return
        if self._gap and self._letters and (self._letters[-1][-1] + letters[0]).isalnum():
            self._letters.append(" ")
        self._gap = False
        self._letters.append(letters)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self._unit is None:
            return
        if name == "tu":
            self._done.append(self._unit.closed())
            self._unit = None
        elif name in ("seg", "prop"):
            self._keep(self._unit, name, "".join(self._letters or ()).strip())
            self._letters = None
        elif self._codes:
            self._codes -= 1
            self._gap = self._gap or name in _STANDS_ALONE

    def _keep(self, unit: _Open, name: str, text: str) -> None:
        if name == "seg":
            unit.said.setdefault(self._language, text)
        elif _is_origin(self._property) and text.lower() in MACHINES:
            unit.engine = unit.engine or text


def _is_origin(kind: str) -> bool:
    """ "x-bilingual-origin" of this program, "x-Origin:SingleString" of Trados Studio."""
    return kind.lower().partition(":")[0].endswith("origin")


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    parser.SkippedEntityHandler = reader.unknown
    return parser


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
