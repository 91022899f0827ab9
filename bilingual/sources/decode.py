"""Bytes -> str. Order: byte order mark, UTF-8, the charset that the source declares, then
charset-normalizer.

Left out: repairing text that was decoded wrongly before it was saved ("Ã©").
"""

from __future__ import annotations

import codecs
import re

from bilingual.errors import UnreadableSource
from bilingual.interchange import marked_encoding, utf8_sequences

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP, Word or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
)
# What French text has beyond ASCII; a byte that stands for anything else speaks against a legacy
# encoding.
_FRENCH = frozenset(
    "éèêëàâäîïôöûüùçœæÿÉÈÊËÀÂÄÎÏÔÖÛÜÙÇŒÆ«»’‘“”„…–—•€£°²³§·\u00a0ñáíóúÁÍÓÚãõåøßºª½¼©®™×"
)
# Codecs of Python that no page is written in: they read escapes, take quadratic time, or hide ASCII
# behind ASCII.
_NOT_OF_PAGES = frozenset(
    (
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    )
)
_SINGLE_BYTE = ["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850"]
_HINT = "Save it as UTF-8 text and try again."


def decode(data: bytes, location: str, *, declared: str | None = None) -> str:
    """The text of `data`; `declared` is the charset that an HTTP header or a page names.

    Raises UnreadableSource (naming `location`) for binary data and for bytes that fit no encoding
    of French text.
    """
    if encoding := marked_encoding(data):
        return _strict(data, encoding, location)
    _refuse_binary(data, location)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    mixed = _mixed(data)
    if mixed is not None:
        return mixed
    if _multibyte(data) > 0:
        raise UnreadableSource(
            f"{location}: broken UTF-8 at byte {broken.start}",
            hint=f"The file was cut or damaged. {_HINT}",
        ) from broken
    return _declared(data, declared) or _guessed(data, location, broken)


def _strict(data: bytes, encoding: str, location: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{location}: broken {encoding} text", hint=_HINT) from error


def _refuse_binary(data: bytes, location: str) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnreadableSource(
                f"{location}: this is {name}, not text",
                hint="Copy its text into a .txt file, or save the page as .html.",
            )
    sample = data[:65536]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    if b"\0" in sample or controls > max(8, len(sample) // 50):
        raise UnreadableSource(f"{location}: not a text file", hint=_HINT)


def _multibyte(data: bytes) -> int:
    """Well-formed UTF-8 sequences: in a legacy encoding they are rare accidents, so several mean
    UTF-8."""
    return len(utf8_sequences(data))


def _mixed(data: bytes) -> str | None:
    """UTF-8 into which single cp1252 letters were pasted, each between ASCII bytes; None when
    unsure."""
    if _multibyte(data) == 0:
        return None
    text = data.decode("utf-8", errors="surrogateescape")
    strays = list(re.finditer(r"[\udc80-\udcff]+", text))
    letters = {match[0]: _legacy(match[0]) for match in strays}
    if any(letter is None for letter in letters.values()):
        return None
    return re.sub(r"[\udc80-\udcff]+", lambda match: letters[match[0]] or "", text)


def _legacy(stray: str) -> str | None:
    if len(stray) != 1:
        return None
    try:
        letter = bytes([ord(stray) - 0xDC00]).decode("cp1252")
    except UnicodeDecodeError:
        return None
    # Lead bytes of cut UTF-8 sequences read as "Ã" or "â"; those are damage.
    return letter if letter in _FRENCH and letter not in "âãÂÃ" else None


def _declared(data: bytes, declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        # Browsers read "ISO-8859-1" as cp1252, and so do the authors of pages.
        name = codecs.lookup(declared.strip("\"' ")).name
        if name.replace("_", "-") in _NOT_OF_PAGES:
            return None
        text = data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _guessed(data: bytes, location: str, broken: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:500_000], cp_isolation=_SINGLE_BYTE, threshold=0.5).best()
    for encoding in ("cp1252", best.encoding if best is not None else "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_french(text):
            return text
    raise UnreadableSource(
        f"{location}: broken UTF-8 at byte {broken.start}, and no other encoding gives readable "
        "text",
        hint=_HINT,
    ) from broken


def _looks_french(text: str) -> bool:
    """At least 98 of 100 characters beyond ASCII are ones that French text uses, and ASCII
    prevails."""
    beyond = [c for c in text if ord(c) > 127]
    known = sum(c in _FRENCH for c in beyond)
    return known >= 0.98 * len(beyond) and len(beyond) <= 0.3 * len(text)
