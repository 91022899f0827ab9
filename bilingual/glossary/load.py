"""A glossary file -> Glossary: its format is told by its name and its first bytes.

Tables are read as editors and Excel write them: UTF-8, UTF-16, Windows-1252. What no program writes
for French any more (Mac Roman, DOS code pages) is refused rather than misread.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bilingual.errors import GlossaryError
from bilingual.glossary.entries import (
    MOST_TERMS,
    Entry,
    Fault,
    Glossary,
    faults_of,
    refuse,
    terms_of,
)
from bilingual.glossary.table import read_table
from bilingual.glossary.tbx import read_tbx
from bilingual.glossary.terms import Term
from bilingual.interchange import marked_encoding, utf8_sequences

MOST_BYTES: Final = 20_000_000
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|tbx|martif)\b")


def load_glossary(path: Path) -> Glossary:
    """The terms of a CSV, TSV or TBX file, in its order.

    Raises GlossaryError when the file cannot be read, and when lines of it are broken: then the
    message names every one of them (at most 20, and how many more). Terms that contradict each
    other are no error here: see find_conflicts.
    """
    entries, faults = _read(_bytes(path), path)
    if not faults and not entries:
        raise GlossaryError(f"{path}: no terms", hint="Write one term a line: French, English.")
    faults += [fault for entry in entries for fault in faults_of(entry)]
    if faults:
        raise refuse(path, faults)
    terms = terms_of(entries)
    return Glossary(
        terms=terms,
        lines=tuple(entry.line for entry in entries),
        kept=tuple(entry.keep for entry in entries),
        digest=_digest(terms),
        path=path,
    )


def _read(data: bytes, path: Path) -> tuple[list[Entry], list[Fault]]:
    if path.suffix.lower() in (".tbx", ".xml", ".martif") or _XML.match(data):
        return read_tbx(data)
    text, faults = _decoded(data)
    return ([], faults) if faults else read_table(text)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise GlossaryError(f"{path}: cannot be read ({reason})", hint="Check the path.") from error
    if len(data) > MOST_BYTES:
        raise GlossaryError(
            f"{path}: larger than {MOST_BYTES / 1e6:.0f} MB",
            hint="Is this a glossary? Divide it, or leave out what the news never says.",
        )
    return data


def _digest(terms: Sequence[Term]) -> str:
    """Of all that can change a translation or what is shown of a term, in order."""
    content = [(term.forms, term.accepted, term.exact, term.note) for term in terms]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
# The letters and signs of French and English beyond ASCII, and those of names in their news; not
# "Ž", which is what the "é" of an old Macintosh reads as.
_USUAL: Final = frozenset(
    "éèêëàâäîïôöûüùçœæÿÉÈÊËÀÂÄÎÏÔÖÛÜÙÇŒÆ«»’‘“”„…–—•€£°²³§·\u00a0ñÑáíóúÁÍÓÚãõåøØÅßºª½¼©®™×šŠýÝ"
)
_ENDINGS: Final = re.compile(rb"\r\n|\r|\n")


def _decoded(data: bytes) -> tuple[str, list[Fault]]:
    """The text and no fault, or "" and what is wrong where."""
    if data.startswith(_SPREADSHEETS):
        return "", [Fault(1, "this is a spreadsheet; save it as 'CSV UTF-8' and give that file")]
    if encoding := marked_encoding(data):
        return _strict(data, encoding)
    if b"\0" in data:
        return _without_mark(data)
    text, faults = _strict(data, "utf-8")
    if faults and _is_legacy(data):
        return _windows(data)
    return text, faults


def _strict(data: bytes, encoding: str) -> tuple[str, list[Fault]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            before = data[: error.start & ~1].decode(encoding, errors="ignore")
            return "", [Fault(before.count("\n") + 1, "broken UTF-16 text")]
    return "", _broken_lines(data, "utf-8", "bytes that are not UTF-8 text")


def _broken_lines(data: bytes, encoding: str, message: str) -> list[Fault]:
    """Each line is tried: no byte of a line end is part of a longer UTF-8 sequence."""
    faults = []
    for number, line in enumerate(_ENDINGS.split(data), 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            faults.append(Fault(number, message))
        if len(faults) == MOST_TERMS:
            break
    return faults


def _without_mark(data: bytes) -> tuple[str, list[Fault]]:
    """UTF-16 whose mark was lost shows as a zero in every second byte of what is ASCII."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if min(odd, even) == 0 and max(odd, even) > len(sample) // 4:
        return _strict(codecs.BOM_UTF16_LE + data if odd else codecs.BOM_UTF16_BE + data, "utf-16")
    return "", [Fault(1, "this is not a text file")]


def _is_legacy(data: bytes) -> bool:
    """Whether stray bytes outnumber UTF-8 sequences, which are rare by accident."""
    sequences = sum(map(len, utf8_sequences(data)))
    return 2 * sequences < len(_BEYOND_ASCII.findall(data))


def _windows(data: bytes) -> tuple[str, list[Fault]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return "", _broken_lines(data, "cp1252", "bytes that are neither UTF-8 nor Windows-1252")
    beyond = [letter for letter in text if ord(letter) > 127]
    if sum(letter in _USUAL for letter in beyond) < 0.9 * len(beyond):
        line = _first_line(beyond, text)
        return "", [Fault(line, "neither UTF-8 nor Windows-1252 text; save the file as UTF-8")]
    return text, []


def _first_line(beyond: list[str], text: str) -> int:
    odd = next(letter for letter in beyond if letter not in _USUAL)
    return len(_ENDINGS.findall(text[: text.index(odd)].encode())) + 1
