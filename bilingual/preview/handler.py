"""One request to the preview: who asks, for what, and the answer."""

from __future__ import annotations

import os
import shutil
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from bilingual.preview.content_types import PAGE, PLAIN, TYPES, find_file
from bilingual.preview.reload import STAMP_PATH, Stamp, watched

ADDRESS: Final = "127.0.0.1"
INDEX: Final = "index.html"


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
            # Relative links are meant from inside the folder. One slash at the start: two would name a host.
            place = "/" + quote(unquote(path).strip("/")) + "/"
            self._refuse(HTTPStatus.MOVED_PERMANENTLY, "Moved.", Location=place)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _only_reading(self) -> None:
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.", Allow="GET, HEAD")

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _only_reading  # noqa: N815

    def _is_for_us(self) -> bool:
        """Whether the browser believes to speak to this machine, and not to a name that was bent to it."""
        port = self.connection.getsockname()[1]
        return self.headers.get_all("Host") in ([f"{ADDRESS}:{port}"], [f"localhost:{port}"])

    def _folder(self, found: Path, path: str) -> None:
        index = find_file(self.folder, path + INDEX)
        stamp = self.stamp.read()
        if index is not None and index.is_file():
            self._file(index)
            return
        from bilingual.render.listing import render_listing

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
        from bilingual.render.listing import render_nothing

        stamp = self.stamp.read()
        self._page(HTTPStatus.NOT_FOUND, render_nothing(), stamp)

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
