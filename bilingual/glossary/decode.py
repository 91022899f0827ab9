"""Bytes of a table -> str, as editors and Excel write them: UTF-8, UTF-16, Windows-1252.

Left out: what no program writes for French any more (Mac Roman, DOS code pages); it is refused rather than misread.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from bilingual.glossary.model import MOST_TERMS, Fault

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
# The letters and signs of French and English beyond ASCII, and those of names in their news; not "Ž", which is what the
# "é" of an old Macintosh reads as.
_USUAL: Final = frozenset(
    "éèêëàâäîïôöûüùçœæÿÉÈÊËÀÂÄÎÏÔÖÛÜÙÇŒÆ«»’‘“”„…–—•€£°²³§·\u00a0ñÑáíóúÁÍÓÚãõåøØÅßºª½¼©®™×šŠýÝ"
)
_ENDINGS: Final = re.compile(rb"\r\n|\r|\n")


def decode(data: bytes) -> tuple[str, list[Fault]]:
    """The text and no fault, or "" and what is wrong where."""
    if data.startswith(_SPREADSHEETS):
        return "", [Fault(1, "this is a spreadsheet; save it as 'CSV UTF-8' and give that file")]
    for mark, encoding in _MARKS:
        if data.startswith(mark):
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
    """No byte of a line end is part of a longer UTF-8 sequence, so lines can be tried one by one."""
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
    """Accidental UTF-8 sequences are rare in Windows-1252, so damaged UTF-8 has more of them than stray bytes."""
    sequences = sum(len(found) for found in _SEQUENCE.findall(data))
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
