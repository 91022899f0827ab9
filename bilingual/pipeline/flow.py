"""Drafts in, briefs out, in order: articles are translated while others are read and finished.

As many articles are translated at once as the engine has workers, so no worker waits. Another
thread reads the next articles, and this one finishes those that are translated. No more articles
than these are held in memory, however many there are.

The sentences of an article are never put into one batch with another's. In 1 of 600 sentences the
scores that CTranslate2 computes with 8-bit weights, and in 1 of 1,200 the words, depend on what
else is in the batch: a run that was interrupted, that has other cores or that runs on other
machines would give another brief.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final, TypeVar

from bilingual.errors import BilingualError, InputError
from bilingual.pipeline.brief import Draft, Maker
from bilingual.pipeline.time_limit import time_limit
from bilingual.records import Brief, Translation

_READ_AHEAD: Final = 16  # articles
_PATIENCE: Final = 0.1  # seconds to wait for the next article before looking at those that are back

TagT = TypeVar("TagT")
Progress = Callable[[int], None]
_Said = Future[tuple[Translation, ...]]


def flow(
    items: Iterable[tuple[TagT, Draft | None]], maker: Maker, progress: Progress = lambda _: None
) -> Generator[tuple[TagT, Brief | Exception | None]]:
    """What became of each draft, with its tag, in order; without a draft an item keeps its place.

    An exception is the fault of its article alone. Raises what stops everything: EngineError and
    the like. `progress` hears of translated sentences, from any thread.
    """
    at_once = max(1, maker.translator.workers)
    stop = Event()
    translate = partial(_translated, maker, stop, progress)
    # Not in a with statement, whose end would wait for batches that nobody wants any more.
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="article")
    under_way: deque[tuple[TagT, Draft | None, _Said | None]] = deque()
    try:
        for item in ahead(items, count=_READ_AHEAD, patience=_PATIENCE):
            if item is not None:
                tag, draft = item
                said = None if draft is None else pool.submit(translate, draft)
                under_way.append((tag, draft, said))
            while under_way and (_is_back(under_way[0][2]) or len(under_way) > 2 * at_once):
                yield _finished(*under_way[0], maker)
                under_way.popleft()
        while under_way:
            yield _finished(*under_way[0], maker)
            under_way.popleft()
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _translated(
    maker: Maker, stop: Event, progress: Progress, draft: Draft
) -> tuple[Translation, ...]:
    with time_limit(maker.settings.article_timeout, draft.article.id):
        return maker.translate(draft, stop=stop, progress=progress)


def _is_back(said: _Said | None) -> bool:
    return said is None or said.done()


def _finished(
    tag: TagT, draft: Draft | None, said: _Said | None, maker: Maker
) -> tuple[TagT, Brief | Exception | None]:
    if draft is None or said is None:
        return tag, None
    try:
        translations = said.result()
        with time_limit(maker.settings.article_timeout, draft.article.id):
            return tag, maker.finish(draft, translations)
    except InputError as error:
        return tag, error
    except BilingualError:
        raise
    except Exception as error:  # a fault in the program that one article brings to light
        return tag, error


T = TypeVar("T")
# Seconds after which a reader that nobody takes from asks whether it is still wanted.
_LOOK_UP: Final = 0.1
# Seconds for it to notice that it is not; one that waits for a pipe never does.
_LAST_WAIT: Final = 0.2


class _End:
    """Behind the last item: what the reader failed with, if it did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[T], *, count: int, patience: float) -> Iterator[T | None]:
    """The items in order, at most `count` of them read ahead; None whenever the next is not there
    for `patience` seconds.

    Raises what the iterator raises. A thread that waits for a pipe keeps no process alive.
    """
    queue: Queue[T | _End] = Queue(count)
    unwanted = Event()

    def read() -> None:
        end = _End()
        try:
            for item in items:
                if not _put(queue, item, unwanted):
                    return
        except BaseException as error:  # raised again where the items are used
            end = _End(error)
        _put(queue, end, unwanted)

    reader = Thread(target=read, name="reader", daemon=True)
    reader.start()
    try:
        while True:
            try:
                item = queue.get(timeout=patience)
            except Empty:
                yield None
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        unwanted.set()
        reader.join(_LAST_WAIT)


def _put(queue: Queue[T], item: T, unwanted: Event) -> bool:
    """False when nobody wants it any more."""
    while not unwanted.is_set():
        try:
            queue.put(item, timeout=_LOOK_UP)
        except Full:
            continue
        return True
    return False
