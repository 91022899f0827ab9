"""Batches of sentences of nearly equal length, drawn by weight, the same ones again after a
restart.

Every label is gone through in a shuffled order of its own, epoch after epoch; a pool takes from
each label in proportion to size times weight, is sorted by both lengths and cut into batches, whose
order is shuffled. The place is a few numbers (`Place`), so a checkpoint can hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from bilingual.errors import TrainingError
from bilingual.train.recipe import Schedule

END, UNKNOWN = 0, 1  # ids, see `layout`
Ids = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
_LENGTH_STEP = 2  # targets this near in length share a run of source lengths


@dataclass(frozen=True)
class Encoded:
    """Parallel sentences as ids: flat rows, lengths with end marker, a label number each."""

    source: Ids
    source_lengths: Ids
    target: Ids
    target_lengths: Ids
    labels: Ids
    label_names: tuple[str, ...]

    def __post_init__(self) -> None:
        n = len(self.labels)
        if len(self.source_lengths) != n or len(self.target_lengths) != n:
            raise TrainingError("prepared data is damaged", hint="Delete the folder 'prepared'.")

    @property
    def nbytes(self) -> int:
        arrays = (
            self.source, self.source_lengths, self.target, self.target_lengths, self.labels,
        )  # fmt: skip
        return sum(array.nbytes for array in arrays)


@dataclass
class Place:
    """Where drawing stands: pool number, batch inside it, and how far each label had been read
    before the pool.
    """

    pool: int = 0
    batch: int = 0
    finishing: bool = False
    read: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "read": dict(self.read)}


class Batches:
    """Draws index rows into an `Encoded`. The same arguments and the same place give the same
    batches.

    `weights` gives label to weight for the main part (False) and for the last part (True).
    """

    def __init__(
        self,
        data: Encoded,
        schedule: Schedule,
        weights: Callable[[bool], Mapping[str, float]],
        place: Place | None = None,
    ) -> None:
        self._data, self._schedule = data, schedule
        self.place = place or Place()
        self._members = self._usable(schedule.max_tokens)
        self._cut: list[Index] = []
        self._weights = weights
        self._taken: dict[str, int] = {}
        if not any(len(rows) for rows in self._members.values()):
            raise TrainingError(
                f"no pair is within {schedule.max_tokens} tokens",
                hint="Raise schedule.max_tokens.",
            )

    def _usable(self, max_tokens: int) -> dict[str, Index]:
        data = self._data
        short = (data.source_lengths <= max_tokens) & (data.target_lengths <= max_tokens)
        return {
            name: np.nonzero(short & (data.labels == number))[0]
            for number, name in enumerate(data.label_names)
        }

    def next(self, *, finishing: bool) -> Index:
        """Rows of the next batch; a change of phase starts a new pool at once."""
        if not self._cut:
            self._cut = self._build()
        if self.place.batch >= len(self._cut) or finishing != self.place.finishing:
            self._turn_page(finishing)
            self._cut = self._build()
        self.place.batch += 1
        return self._cut[self.place.batch - 1]

    def _turn_page(self, finishing: bool) -> None:
        """Leave the pool; the labels are read on from behind it."""
        read = dict(self.place.read)
        for name, count in self._taken.items():
            read[name] = read.get(name, 0) + count
        self.place = Place(self.place.pool + 1, 0, finishing, read)

    def _build(self) -> list[Index]:
        weights = self._weights(self.place.finishing)
        random = np.random.default_rng([self._schedule.seed, 1, self.place.pool])
        shares = {n: len(rows) * weights.get(n, 1.0) for n, rows in self._members.items()}
        total = sum(shares.values())
        if total <= 0:
            raise TrainingError("every weight is 0", hint="Give one label of the recipe a weight.")
        self._taken = {
            name: int(np.floor(share / total * self._schedule.pool + random.random()))
            for name, share in shares.items()
            if share > 0
        }
        if not any(self._taken.values()):
            self._taken[max(shares, key=lambda name: shares[name])] = 1
        drawn = [self._draw(name, count) for name, count in self._taken.items() if count]
        return self._cut_to_size(np.concatenate(drawn), random)

    def _draw(self, name: str, count: int) -> Index:
        rows = self._members[name]
        at, parts = self.place.read.get(name, 0), []
        while count > 0:
            epoch, offset = divmod(at, len(rows))
            order = np.random.default_rng(
                [self._schedule.seed, 2, self._data.label_names.index(name), epoch]
            ).permutation(len(rows))
            part = rows[order[offset : offset + count]]
            parts.append(part)
            at, count = at + len(part), count - len(part)
        return np.concatenate(parts)

    def _cut_to_size(self, rows: Index, random: np.random.Generator) -> list[Index]:
        """Runs of similar lengths whose padded tokens, on average, fit the batch size."""
        random.shuffle(rows)
        sources = self._data.source_lengths[rows].astype(np.int64)
        targets = self._data.target_lengths[rows].astype(np.int64)
        band = targets // _LENGTH_STEP
        # up and down in turn: neighbouring bands meet at similar source lengths
        order = np.lexsort((np.where(band % 2, -sources, sources), band))
        rows, sources, targets = rows[order], sources[order], targets[order]
        batches, start = [], 0
        longest_source = longest_target = 0
        for end in range(len(rows)):
            longest_source = max(longest_source, int(sources[end]))
            longest_target = max(longest_target, int(targets[end]))
            widest = longest_source + longest_target
            if end > start and (end - start + 1) * widest > 2 * self._schedule.batch_tokens:
                batches.append(rows[start:end])
                start = end
                longest_source, longest_target = int(sources[end]), int(targets[end])
        batches.append(rows[start:])
        return [batches[i] for i in random.permutation(len(batches))]


def padded(flat: Ids, starts: Index, lengths: Ids, rows: Index, pad: int) -> npt.NDArray[np.int64]:
    """[sentences, longest] ids of the chosen rows, filled up with `pad`."""
    table = np.full((len(rows), int(lengths[rows].max())), pad, dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : lengths[row]] = flat[starts[row] : starts[row] + lengths[row]]
    return table
