"""Pages that reload themselves when their folder changes."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

STAMP_PATH: Final = "/.stamp"
# Reloads when the folder is no longer as it was when the page was sent, and twice the same: a run
# that is still writing changes it from one question to the next.
SCRIPT: Final = """(() => {
const first = document.currentScript.dataset.stamp;
let last = first;
const look = async () => {
  try {
    const answer = await fetch("/.stamp", { cache: "no-store" });
    const stamp = answer.ok ? await answer.text() : first;
    if (stamp !== first && stamp === last) return location.reload();
    last = stamp;
  } catch { /* the server is away: go on asking */ }
  setTimeout(look, 700);
};
setTimeout(look, 700);
})();"""
SCRIPT_HASH: Final = (
    f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
)
_POLICY = re.compile(
    r"""(<meta\s+http-equiv=["']Content-Security-Policy["']\s+content=")([^"]*)(")""", re.IGNORECASE
)
_END = re.compile(r"</body\s*>\s*(?:</html\s*>\s*)?$", re.IGNORECASE)


class Stamp:
    """A short name for the state of a folder; it changes when any file does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._next = 0.0
        self._value = ""

    def read(self) -> str:
        """The name. Looks at most twice a second, and for at most a tenth of the time."""
        with self._lock:
            began = time.monotonic()
            if began >= self._next:
                self._value = self._look()
                done = time.monotonic()
                self._next = done + max(0.5, 10 * (done - began))
            return self._value

    def _look(self) -> str:
        digest = hashlib.sha256()
        for path, state in sorted(_states(str(self._folder))):
            entry = f"{path}\0{state.st_mtime_ns}\0{state.st_size}\n"
            digest.update(entry.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()[:16]


def _states(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every visible file below the folder; links are not followed."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _states(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)
    except OSError:
        return


def watched(page: str, stamp: str) -> str:
    """The page with the reloading script at its end, allowed by the page's policy."""
    page = _POLICY.sub(_relaxed, page, count=1)
    script = f'<script data-stamp="{stamp}">{SCRIPT}</script>\n'
    end = _END.search(page)
    return page[: end.start()] + script + page[end.start() :] if end else page + script


def allowing(policy: str) -> str:
    """The policy, with our script and its requests allowed and all else as it was.

    >>> allowing("default-src 'none'").partition("; ")[2].replace(SCRIPT_HASH, "'hash'")
    "script-src 'hash'; connect-src 'self'"
    """
    directives = {}
    for item in policy.split(";"):
        name, _, value = item.strip().partition(" ")
        directives[name] = value
    for name, value in (("script-src", SCRIPT_HASH), ("connect-src", "'self'")):
        known = directives.get(name, "").replace("'none'", "").strip()
        directives[name] = f"{known} {value}".strip()
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items() if name)


def _relaxed(match: re.Match[str]) -> str:
    return match[1] + html.escape(allowing(html.unescape(match[2]))) + match[3]
