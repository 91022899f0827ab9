"""A disk that is full from some write on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any


class FullFrom:
    """Passes calls on until the `at`-th, and from then on the disk is full."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self.call = call
        self.full_at(10**9)

    def full_at(self, at: int) -> None:
        """Count anew; the call that is number `at` fails, and all after it."""
        self.calls, self.at = 0, at

    def __call__(self, descriptor: int, *args: Any) -> Any:
        self.calls += 1
        if self.calls >= self.at:
            os.close(descriptor)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.call(descriptor, *args)
