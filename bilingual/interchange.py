"""What the files of other programs have in common: encodings, XML, and columns for two languages.

Glossaries (TBX, CSV) and translation memories (TMX, TSV) are read through it, articles for their
encoding only. Nothing in XML is expanded and nothing is fetched: a file may name its document
type, as older exports do, but one that declares entities is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NoReturn
from xml.parsers import expat

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Characters; the reader of CSV has nearly the same limit for a field.
LONGEST_TEXT: Final = 100_000
# How people and programs call the columns of the two languages.
SIDES: Final = {
    "french": "french fr fra fre fr-fr fr-ca français source source-term french-term term terme "
    "terme-français",
    "english": "english en eng en-gb en-us anglais target target-term english-term terme-anglais "
    "translation english-translation traduction traduction-anglaise",
}


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a byte order mark at the start of a file tells."""
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def utf8_sequences(data: bytes) -> list[bytes]:
    """The well-formed sequences beyond ASCII: rare accidents in a legacy encoding."""
    return _SEQUENCE.findall(data)


def plain_name(column: str) -> str:
    """Letters only: case, accents, hyphens and underscores make no other column."""
    letters = unicodedata.normalize("NFKD", column.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", letters)


def names_of(columns: Mapping[str, str]) -> dict[str, str]:
    """Every plain name with its column, of `columns` with their names, white space between them."""
    return {plain_name(name): column for column, names in columns.items() for name in names.split()}


class XmlFault(Exception):
    """What is wrong on a line, counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class XmlReader:
    """Reads XML piece by piece; never a tree. A format is a subclass with what it does at tags and
    text.

    `opened` and `closed` get names without their namespace; the root is neither. While `letters` is
    a list, `text` adds to it.
    """

    form = ""
    roots: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.letters: list[str] | None = None
        self._measured: list[str] | None = None
        self._length = 0
        self._in_root = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._unknown

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def feed(self, data: bytes, *, last: bool = True) -> None:
        """Reads the next piece of the file. Raises XmlFault."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "broken")
            raise XmlFault(error.lineno, f"the XML is broken: {reason}") from error
        except (ValueError, LookupError) as error:
            raise XmlFault(1, f"the encoding of the XML cannot be read ({error})") from error

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def text(self, letters: str) -> None:
        """Characters that count, in as many pieces as the parser likes."""
        if self.letters is None:
            return
        if self.letters is not self._measured:
            self._measured, self._length = self.letters, 0
        self._length += len(letters)
        if self._length > LONGEST_TEXT:
            self._refuse(f"a text of more than {LONGEST_TEXT:,} characters, which is no sentence")
        self.letters.append(letters)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if self._in_root:
            self.opened(name, attributes)
        elif name not in self.roots:
            self._refuse(f"not {self.form}: it begins with <{tag[:40]}>")
        self._in_root = True

    def _end(self, tag: str) -> None:
        self.closed(tag.rpartition(":")[2])

    def _characters(self, letters: str) -> None:
        if self.letters is not None:
            self.text(letters)

    def _entity(self, *_: object) -> None:
        self._refuse("it declares entities, which are not read; delete them from its document type")

    def _unknown(self, name: str, _: bool) -> None:
        """An entity that only the document type knows; without it a letter would be missing."""
        self._refuse(f"the entity &{name}; is not known")

    def _refuse(self, message: str) -> NoReturn:
        raise XmlFault(self.line, message)


def language_of(attributes: Mapping[str, str]) -> str:
    """The language that an element names, without its region: "fr" for "fr_CA"."""
    said = attributes.get("xml:lang") or attributes.get("lang") or ""
    return said.lower().replace("_", "-").partition("-")[0]
