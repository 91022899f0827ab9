"""A bound on the time that is spent on one article: a page that was made to take for ever must not
keep the others waiting.

The work is interrupted where Python takes its next step, in whatever thread it runs. What a library
computes in one call is waited for; so all patterns take one pass over a text, and a model gets few
sentences at once.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock, Timer, get_ident

from bilingual.errors import BilingualError, TooLarge


class _TimeIsOver(BaseException):
    """No Exception: a library that tries again after any error must not take it for one."""


def time_limit(seconds: float, location: str) -> AbstractContextManager[None]:
    """Raises TooLarge, naming `location`, where the block takes longer."""
    return raising_after(
        seconds,
        TooLarge(
            f"{location}: not finished after {seconds:g} seconds, and given up",
            hint="The other articles go on. If it is only long, raise article_timeout.",
        ),
    )


@contextmanager
def raising_after(seconds: float, error: BilingualError) -> Iterator[None]:
    """Raises `error` where the block takes longer."""
    limit = _Limit(seconds)
    try:
        try:
            limit.begin()
            yield
        finally:
            limit.end()
    except _TimeIsOver:
        raise error from None


class _Limit:
    """Raises in the thread that made it, when the time is over, unless it was ended."""

    def __init__(self, seconds: float) -> None:
        self._thread, self._lock, self._ended = get_ident(), Lock(), False
        self._timer = Timer(seconds, self._interrupt)
        self._timer.daemon = True

    def begin(self) -> None:
        self._timer.start()

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            # What has not been raised by now would hit the next article.
            self._raise(None)

    def _interrupt(self) -> None:
        with self._lock:
            if not self._ended:
                self._raise(_TimeIsOver)

    def _raise(self, error: type[BaseException] | None) -> None:
        wanted = ctypes.py_object(error) if error else None
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), wanted)
