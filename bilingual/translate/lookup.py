"""Memory lookup: what the same engine translated in the same way is not translated again.

A part that failed is not remembered: it gets another try, perhaps by a better program. Neither is
one that the engine was not asked about. What an editor corrected is known by the sentence, whatever
the engine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol

from bilingual.records import __version__
from bilingual.translate.attempts import Attempt, in_lanes
from bilingual.translate.constraints import Constraint
from bilingual.translate.search import OnProgress, Search

Unit = tuple[
    str, str
]  # what is remembered of a part: its English, and the rest of the attempt as JSON


class TranslationMemory(Protocol):
    """A translation memory; `scope` names all but the source that decides about a translation."""

    def units(self, scope: str, sources: Sequence[str]) -> Mapping[str, Unit]:
        """What is remembered of any of these parts."""
        ...

    def keep(self, scope: str, units: Mapping[str, Unit]) -> None: ...


class _NoMemory:
    def units(self, scope: str, sources: Sequence[str]) -> Mapping[str, Unit]:
        del scope, sources
        return {}

    def keep(self, scope: str, units: Mapping[str, Unit]) -> None:
        del scope, units


NO_MEMORY: TranslationMemory = _NoMemory()


def scope_of(search: Search) -> str:
    """The scope of a search: one scope, one translation, whatever the size of batches."""
    how = [__version__, search.decoding, search.constrained, search.terms.digest]
    digest = hashlib.sha256(repr(how).encode()).hexdigest()[:16]
    return f"{search.translator.signature} {digest}"


def looked_up(
    parts: Sequence[str], search: Search, memory: TranslationMemory, *, on_progress: OnProgress
) -> dict[str, Attempt]:
    """The best attempt at each part: known ones need no engine, new ones are kept."""
    scope = scope_of(search)
    units = memory.units(scope, parts)
    read = {part: _attempt(unit) for part, unit in units.items()}
    old = {part: attempt for part, attempt in read.items() if attempt is not None}
    on_progress(old)
    new = in_lanes([part for part in parts if part not in old], search, on_progress=on_progress)
    memory.keep(scope, dict(_worth_keeping(new)))
    return old | new


def _worth_keeping(attempts: Mapping[str, Attempt]) -> Iterable[tuple[str, Unit]]:
    for part, attempt in attempts.items():
        if not attempt.failure and attempt.text != part:
            details = {
                "score": attempt.score,
                "missing": attempt.missing,
                "retried": attempt.retried,
                "enforced": [asdict(constraint) for constraint in attempt.enforced],
            }
            yield part, (attempt.text, json.dumps(details, ensure_ascii=False))


def _attempt(unit: Unit) -> Attempt | None:
    """None when the details are not what this program writes: the part is translated again."""
    english, written = unit
    try:
        details = json.loads(written)
        return Attempt(
            english,
            details["score"],
            0.0,
            details["missing"],
            details["retried"],
            enforced=tuple(Constraint(**constraint) for constraint in details["enforced"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
