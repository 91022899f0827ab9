"""A glossary file -> Glossary: its format is told by its name and its first bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bilingual.errors import GlossaryError
from bilingual.glossary.build import faults_of, terms_of
from bilingual.glossary.decode import decode
from bilingual.glossary.model import Entry, Fault, Glossary, refuse
from bilingual.glossary.table import read_table
from bilingual.glossary.tbx import read_tbx
from bilingual.glossary.terms import Term

MOST_BYTES: Final = 20_000_000
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|tbx|martif)\b")


def load_glossary(path: Path) -> Glossary:
    """The terms of a CSV, TSV or TBX file, in its order.

    Raises GlossaryError when the file cannot be read, and when lines of it are broken: then the message names every
    one of them (at most 20, and how many more). Terms that contradict each other are no error here: see find_conflicts.
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
    text, faults = decode(data)
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
