"""Finished parts counted as finished texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Progress = Callable[[int], None]


class Report:
    """Turns finished parts into finished texts: a text is done when its last part is."""

    def __init__(self, progress: Progress | None, parts_of_texts: Iterable[Sequence[str]]) -> None:
        self._progress = progress
        self._missing: list[int] = []
        self._waiting: dict[str, list[int]] = {}
        for index, parts in enumerate(parts_of_texts):
            different = set(parts)
            self._missing.append(len(different))
            for part in different:
                self._waiting.setdefault(part, []).append(index)
        self._tell(self._missing.count(0))

    def done(self, parts: Iterable[str]) -> None:
        finished = 0
        for part in parts:
            for index in self._waiting.get(part, ()):
                self._missing[index] -= 1
                finished += self._missing[index] == 0
        self._tell(finished)

    def _tell(self, finished: int) -> None:
        if self._progress is not None and finished:
            self._progress(finished)
