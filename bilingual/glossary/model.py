"""What the readers of the formats hand on, what is wrong with a line, and the glossary itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bilingual.errors import GlossaryError
from bilingual.glossary.terms import Term

SHOWN: Final = 20
# More than any termbase for two languages; about 1 GB in memory, and half a minute. Reading ends after as many faults.
MOST_TERMS: Final = 500_000
HINT: Final = "Correct these lines, then try again with `bilingual glossary check`."

# Left behind by word processors and web pages; nobody sees them, and no term would be found with them.
_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One term as its file gives it, cleaned but not yet judged; "" stands for what is missing.

    `inflections` pairs further French forms with their English ("" where the file leaves it open). `plural` says
    whether the regular plural may be added.
    """

    line: int
    french: str
    english: str
    note: str = ""
    exact: bool = False
    keep: bool = False
    inflections: tuple[tuple[str, str], ...] = ()
    accepted: tuple[str, ...] = ()
    plural: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a line of the file, counted from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a file in its order.

    `lines` and `kept` run parallel to `terms`: the line each stands on, and whether its English is to be the French
    (do not translate). `digest` is of the terms: a comment more or another order of columns leaves it as it is.
    """

    terms: tuple[Term, ...]
    lines: tuple[int, ...]
    kept: tuple[bool, ...]
    digest: str
    path: Path


def clean(text: str) -> str:
    """One line in NFC without what cannot be seen, runs of white space as one space."""
    if not text:
        return ""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def shown(text: str) -> str:
    """A term for a message, quoted and not endless."""
    return f"'{text if len(text) <= 60 else text[:59] + '…'}'"


def too_many(line: int) -> Fault:
    return Fault(line, f"more than {MOST_TERMS:,} terms; nothing is read from here on")


def refuse(path: Path, faults: Sequence[Fault]) -> GlossaryError:
    """The error that lists the faults by line, at most `SHOWN` of them."""
    listed = sorted(faults)
    lines = [f"{path}:{fault.line}: {fault.message}" for fault in listed[:SHOWN]]
    if len(listed) == 1:
        return GlossaryError(lines[0], hint=HINT)
    if len(listed) > SHOWN:
        lines.append(f"… and {len(listed) - SHOWN} more")
    return GlossaryError("\n".join([f"{path}: {len(listed)} faults", *lines]), hint=HINT)
