"""Ctrl-C and SIGTERM end every command, in order if that is quick, and within a second in any case.

Python tells the main thread of a signal, and only between two steps of its own: a library that
computes for a minute, or a thread that is still translating, would keep the process alive. Files
appear whole or not at all, so that nothing is half-written however it ends.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread, current_thread, main_thread
from typing import Final, NoReturn

# Exit codes, as shells have them: 128 and the number of the signal.
STOPPED: Final = {signal.SIGINT: 130, signal.SIGTERM: 143}
_GRACE: Final = 0.7  # seconds for files to be closed, and what was finished to be noted


@contextmanager
def stoppable(message: str) -> Iterator[None]:
    """Within, SIGTERM unwinds as Ctrl-C does; where either takes too long, `message` is printed and
    the process ends."""
    if current_thread() is not main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED[signal.SIGTERM]))
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    Thread(target=_end_in_time, args=(heard, message), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        told.close()


def end_now(code: int) -> NoReturn:
    """Without waiting for the threads that still compute."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or nobody listens
            stream.flush()
    os._exit(code)


def _end_in_time(heard: socket.socket, message: str) -> None:
    with heard:
        while number := heard.recv(1):
            if code := STOPPED.get(signal.Signals(number[0])):
                time.sleep(_GRACE)
                with suppress(OSError):
                    os.write(2, f"{message}\n".encode())
                os._exit(code)
