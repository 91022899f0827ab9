"""A folder in the browser: served on this machine only, and shown anew when a file changes.

The files stay as they are. Pages get a small script at their end as they are sent, and where a page
forbids scripts its policy is sent with that one script allowed, by its hash. Other machines, other
host names (a page elsewhere whose name was made to point here), paths and links out of the folder,
hidden files and all methods but GET and HEAD are refused. Nothing is printed.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote, unquote

from bilingual.errors import UsageError

ADDRESS: Final = "127.0.0.1"
PAGE: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
# Feeds and messages by types that a browser shows rather than saves.
TYPES: Final = {
    **dict.fromkeys((".html", ".htm"), PAGE),
    **dict.fromkeys((".txt", ".md", ".eml", ".toml", ".tsv", ".csv"), PLAIN),
    **{f".{name}": f"application/{name}; charset=utf-8" for name in ("json", "xml")},
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    **{f".{name}": f"image/{name}" for name in ("png", "jpeg", "gif", "webp")},
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
}
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


def serve(folder: Path, *, port: int = 0) -> PreviewServer:
    """Serve `folder` at `server.url` until `server.close()`; port 0 takes any that is free.

    Returns at once: requests are answered by threads that end with the program. A folder without
    index.html is shown as a list of what is in it. Raises UsageError when there is no such folder
    or the port is taken.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", hint="Name a folder of briefs or issues.")
    try:
        return PreviewServer(folder.resolve(), port)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "no such port"
        raise UsageError(
            f"port {port} cannot be used ({reason})",
            hint="Choose another port, or 0 for any that is free.",
        ) from error


class PreviewServer:
    """A running server: `url` to open, `folder` it shows; `close()` or `with` ends it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._stamp = Stamp(folder)
        handler = partial(Handler, folder, self._stamp)
        self._server = _Server((ADDRESS, port), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), daemon=True, name="preview"
        )
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser keeps its connection open; nobody waits for it
    # On Windows it would let two programs take one port.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, *_: Any) -> None:
        """A browser that goes away in the middle is no event."""


class Handler(BaseHTTPRequestHandler):
    timeout = 30
    server_version = "bilingual"
    sys_version = ""

    def __init__(self, folder: Path, stamp: Stamp, *args: Any) -> None:
        self.folder = folder
        self.stamp = stamp
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if not self._is_for_us():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This address is not served here.")
        elif path == STAMP_PATH:
            self._send(HTTPStatus.OK, PLAIN, self.stamp.read().encode())
        elif (found := find_file(self.folder, path)) is None:
            self._nothing()
        elif not found.is_dir():
            self._file(found)
        elif path.endswith("/"):
            self._folder(found, path)
        else:
            # Relative links are meant from inside the folder. One slash at the start: two would
            # name a host.
            place = "/" + quote(unquote(path).strip("/")) + "/"
            self._refuse(HTTPStatus.MOVED_PERMANENTLY, "Moved.", Location=place)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _only_reading(self) -> None:
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.", Allow="GET, HEAD")

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _only_reading  # noqa: N815

    def _is_for_us(self) -> bool:
        """Whether the request names this machine, and not a host that only points to it."""
        port = self.connection.getsockname()[1]
        return self.headers.get_all("Host") in ([f"{ADDRESS}:{port}"], [f"localhost:{port}"])

    def _folder(self, found: Path, path: str) -> None:
        index = find_file(self.folder, f"{path}index.html")
        stamp = self.stamp.read()
        if index is not None and index.is_file():
            self._file(index)
            return
        from bilingual.render.html import render_listing

        try:
            page = render_listing(found, top=found == self.folder)
        except OSError:  # it went while we looked, or may not be read
            self._nothing()
            return
        self._page(HTTPStatus.OK, page, stamp)

    def _file(self, found: Path) -> None:
        # The state first: what is written in between shows as a change, never the other way round.
        stamp = self.stamp.read()
        kind = TYPES.get(found.suffix.lower(), "application/octet-stream")
        try:
            file = found.open("rb")
        except OSError:
            self._nothing()
            return
        with file:
            if kind == PAGE:
                self._page(HTTPStatus.OK, file.read().decode(errors="replace"), stamp)
                return
            self._head(HTTPStatus.OK, kind, os.fstat(file.fileno()).st_size)
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)

    def _nothing(self) -> None:
        from bilingual.render.html import render_nothing

        self._page(HTTPStatus.NOT_FOUND, render_nothing(), self.stamp.read())

    def _page(self, status: HTTPStatus, text: str, stamp: str) -> None:
        self._send(status, PAGE, watched(text, stamp).encode())

    def _refuse(self, status: HTTPStatus, words: str, **headers: str) -> None:
        self._send(status, PLAIN, f"{words}\n".encode(), **headers)

    def _send(self, status: HTTPStatus, kind: str, data: bytes, **headers: str) -> None:
        self._head(status, kind, len(data), **headers)
        if self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str, size: int, **headers: str) -> None:
        self.send_response(status)
        fixed = {
            "Content-Type": kind,
            "Content-Length": str(size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        for name, value in (fixed | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """The library never prints."""


def find_file(folder: Path, path: str) -> Path | None:
    """The file or folder that the path of a URL names; None if there is none below `folder`.

    Hidden names are not there, and neither is what a symbolic link finds outside the folder.
    """
    parts = [part for part in unquote(path, errors="replace").split("/") if part]
    if any(re.search(r"[\\\x00-\x1f\x7f]", part) for part in parts) or _hidden(parts):
        return None
    root = folder.resolve()
    try:
        found = root.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    if not found.is_relative_to(root) or _hidden(found.relative_to(root).parts):
        return None
    return found if found.is_dir() or found.is_file() else None


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)


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
