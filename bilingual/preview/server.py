"""The server of the preview: started by `serve`, ended by `close`."""

from __future__ import annotations

import os
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from bilingual.errors import UsageError
from bilingual.preview.handler import ADDRESS, Handler
from bilingual.preview.reload import Stamp


def serve(folder: Path, *, port: int = 0) -> PreviewServer:
    """Serve `folder` at `server.url` until `server.close()`; port 0 takes any that is free.

    Returns at once: requests are answered by threads that end with the program. A folder without index.html is shown
    as a list of what is in it. Raises UsageError when there is no such folder or the port is taken.
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
