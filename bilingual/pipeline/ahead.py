"""Reading ahead: an iterator that works in a thread of its own while its items are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final, TypeVar

T = TypeVar("T")
# Seconds after which a reader that nobody takes from asks whether it is still wanted.
_LOOK_UP: Final = 0.5
# Seconds for it to notice that it is not; one that waits for a pipe never does.
_LAST_WAIT: Final = 1.0


class _End:
    """Behind the last item: what the reader failed with, if it did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[T], *, count: int, patience: float) -> Iterator[T | None]:
    """The items in order, at most `count` of them read ahead; None whenever the next is not there
    for `patience` seconds.

    Raises what the iterator raises. The thread is a daemon: one that waits for a pipe must not keep
    the process alive.
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
