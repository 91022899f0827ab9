"""Drafts in, briefs out, in order: several articles are translated at once, while others are read and finished.

The sentences of a group of articles share batches. While one group is translated the next waits behind it, so that the
engine is never without work; another thread reads the articles to come, and this one finishes those that are back. No
more than that is held, however many articles there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Final, Generic, TypeVar

from bilingual.ahead import ahead
from bilingual.compose import Draft, Maker
from bilingual.errors import BilingualError, InputError
from bilingual.records import Brief, Translation

GROUP_SIZE: Final = (
    20_000  # characters, about 130 sentences: enough to fill batches, little to lose
)
_MOST_ITEMS: Final = 64  # in a group
_GROUPS: Final = 2  # one that is translated, and one behind it
_PATIENCE: Final = 0.2  # seconds to wait for the next article before what there is goes ahead

TagT = TypeVar("TagT")
Translations = list[tuple[Translation, ...]]
Progress = Callable[[int], None]


@dataclass
class _Group(Generic[TagT]):
    """Some items in order, those with a draft being translated; `stop` ends that at the next batch."""

    items: list[tuple[TagT, Draft | None]] = field(default_factory=list)
    size: int = 0
    stop: Event = field(default_factory=Event)
    translations: Future[Translations] = field(default_factory=Future)

    def add(self, tag: TagT, draft: Draft | None) -> None:
        self.items.append((tag, draft))
        self.size += len(draft.article.text) if draft is not None else 0

    @property
    def is_full(self) -> bool:
        return self.size >= GROUP_SIZE or len(self.items) >= _MOST_ITEMS

    @property
    def is_back(self) -> bool:
        return self.translations.done()

    def drafts(self) -> list[Draft]:
        return [draft for _, draft in self.items if draft is not None]


def flow(
    items: Iterable[tuple[TagT, Draft | None]], maker: Maker, progress: Progress = lambda _: None
) -> Iterator[tuple[TagT, Brief | Exception | None]]:
    """What became of each draft, with its tag, in order; an item without a draft only keeps its place.

    An exception is the fault of its article alone. Raises what stops everything: EngineError and the like.
    `progress` hears of translated sentences, from any thread.
    """
    with ThreadPoolExecutor(_GROUPS, thread_name_prefix="group") as pool:
        under_way: deque[_Group[TagT]] = deque()
        try:
            for group in _groups(items):
                if group is not None:
                    group.translations = pool.submit(_translated, group, maker, progress)
                    under_way.append(group)
                while len(under_way) > _GROUPS or (under_way and under_way[0].is_back):
                    yield from _finished(under_way.popleft(), maker, progress)
            while under_way:
                yield from _finished(under_way.popleft(), maker, progress)
        finally:
            for group in under_way:
                group.stop.set()
                group.translations.cancel()


def _groups(items: Iterable[tuple[TagT, Draft | None]]) -> Iterator[_Group[TagT] | None]:
    """Full groups; one that is not full where the next item is long in coming; None where there is nothing to do."""
    group: _Group[TagT] = _Group()
    for item in ahead(items, count=_MOST_ITEMS, patience=_PATIENCE):
        if item is not None:
            group.add(*item)
        if group.is_full or (item is None and group.items):
            yield group
            group = _Group()
        elif item is None:
            yield None
    if group.items:
        yield group


def _translated(group: _Group[TagT], maker: Maker, progress: Progress) -> Translations:
    return maker.translate(group.drafts(), stop=group.stop, progress=progress)


def _finished(
    group: _Group[TagT], maker: Maker, progress: Progress
) -> Iterator[tuple[TagT, Brief | Exception | None]]:
    try:
        translations: Iterator[tuple[Translation, ...] | None] = iter(group.translations.result())
    except Exception:  # one article may be to blame: then the others must not suffer
        translations = iter([None] * len(group.drafts()))
    for tag, draft in group.items:
        yield tag, None if draft is None else _brief(draft, next(translations), maker, progress)


def _brief(
    draft: Draft, said: tuple[Translation, ...] | None, maker: Maker, progress: Progress
) -> Brief | Exception:
    try:
        if said is None:
            (said,) = maker.translate([draft], progress=progress)
        return maker.finish(draft, said)
    except InputError as error:
        return error
    except BilingualError:
        raise
    except Exception as error:  # a fault in the program that one article brings to light
        return error
