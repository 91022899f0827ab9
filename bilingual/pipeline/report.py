"""What a run tells: while it goes on, of every article, and when it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article that has its brief; the counts are of sentences and of lines left out.

    `entry` is the address of the entry when the source is a feed.
    """

    id: str
    location: str
    status: Literal["written", "unchanged"]
    sentences: int
    to_check: int
    dropped: int
    entry: str = ""


@dataclass(frozen=True)
class Failure:
    """One source, or one article of it, that has no brief, and why."""

    location: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Left:
    """A person's English of a sentence that the article no longer has. It was only in the brief;
    now it is in corrections.tsv beside the briefs."""

    id: str
    french: str
    english: str


@dataclass(frozen=True)
class Event:
    """Progress for whoever watches: `done` of `total` sources are behind `location`, `sentence` of
    the `sentences` that were found so far are translated."""

    location: str
    done: int
    total: int
    sentence: int = 0
    sentences: int = 0


@dataclass
class RunReport:
    """What a run did. `exit_code` is 0 when every article has its brief, 1 when some, 4 when none.

    `workers` is how many sentences the engine translates at the same time. `trouble` says why the
    translation memory could not be used to the end; `left` are corrections that fit no sentence any
    more.
    """

    folder: Path
    engine: str
    model: str
    workers: int
    index: Path
    outcomes: list[Outcome] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    trouble: str = ""
    left: list[Left] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return exit_code(self.outcomes, self.failures)


def exit_code(done: Sequence[object], failures: Sequence[object]) -> int:
    """0 when nothing failed, 1 when some articles did, 4 when all did."""
    return (1 if done else 4) if failures else 0


@dataclass(frozen=True)
class Planned:
    """What a run would do with one article; `unchanged` when its stored brief is kept.

    `trouble` says why the engine could not be opened: then it alone was not compared.
    """

    location: str
    id: str
    title: str
    sentences: int
    words: int
    dropped: int
    unchanged: bool
    trouble: str = ""


class Watcher:
    """Tells `watch` where a run is, from whatever thread it hears of it."""

    def __init__(self, watch: Callable[[Event], None], total: int) -> None:
        self._watch = watch
        self._lock = Lock()
        self._event = Event("", 0, total)

    def reading(self, location: str, done: int) -> None:
        """The source `location` is read; `done` are behind it."""
        self._tell(location=location, done=done)

    def found(self, sentences: int) -> None:
        self._tell(sentences=self._event.sentences + sentences)

    def translated(self, sentences: int) -> None:
        with self._lock:
            done = min(self._event.sentence + sentences, self._event.sentences)
            self._event = replace(self._event, sentence=done)
            self._watch(self._event)

    def _tell(self, **changes: Any) -> None:
        with self._lock:
            self._event = replace(self._event, **changes)
            self._watch(self._event)
