"""http(s) addresses -> bytes, within limits of size, time and redirects, and never from inside the own network.

The address that was checked is the one that is connected to: a name that resolves differently the second time gains
nothing. Proxies from the environment are not used, since they would resolve names out of sight.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from bilingual.errors import InputError, TooLarge, UnreadableSource
from bilingual.settings import Settings

MOST_REDIRECTS = 5
_AGENT = "bilingual/0.1 (reads one article at a time for its user)"
_CHUNK = 65536


@dataclass(frozen=True)
class Fetched:
    """What came back: the bytes, the media type and charset of the header, and the address after redirects."""

    data: bytes
    media_type: str
    charset: str | None
    url: str


def fetch(url: str, settings: Settings) -> Fetched:
    """One page. Raises UnreadableSource (refused, unreachable, HTTP error) and TooLarge, each naming the address."""
    opener = _opener(settings.allow_private_urls)
    deadline = time.monotonic() + settings.url_timeout
    request = urllib.request.Request(
        _ascii(url), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    )
    try:
        with opener.open(request, timeout=settings.url_timeout) as response:
            data = _read(response, url, settings.max_bytes, deadline)
            headers = response.headers
            encoding = (headers.get("Content-Encoding") or "identity").lower()
            data = _inflated(data, encoding, url, settings.max_bytes)
            charset = headers.get_content_charset()
            return Fetched(data, headers.get_content_type(), charset, response.geturl())
    except InputError:
        raise
    except urllib.error.HTTPError as error:
        error.close()
        raise _refused(url, f"the server answered {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, InputError):
            raise error.reason from error
        raise _refused(url, str(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _refused(url, str(error) or type(error).__name__) from error


def _refused(url: str, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"{url}: cannot be read ({why})",
        hint="Check the address, or save the page as .html and read the file.",
    )


def _ascii(url: str) -> str:
    """Accents in the path become %XX, in the host punycode; http.client takes ASCII only."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise UnreadableSource(f"{url}: not an http or https address", hint="Check the address.")
    try:
        host = (
            parts.hostname.encode("idna").decode()
            if not parts.hostname.isascii()
            else parts.hostname
        )
        port = f":{parts.port}" if parts.port else ""
    except (UnicodeError, ValueError) as error:
        raise UnreadableSource(f"{url}: not a valid address", hint="Check the address.") from error
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


def _opener(allow_private: bool) -> urllib.request.OpenerDirector:
    """Only what http and https need: no file:, ftp: or data: handler can be reached through a redirect."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Http(allow_private),
        _Https(allow_private),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS
    max_repeats = MOST_REDIRECTS

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        return super().redirect_request(req, fp, code, msg, headers, _ascii(newurl))


class _Http(urllib.request.HTTPHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(
            partial(_connection, http.client.HTTPConnection, self._allow_private), req
        )


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(
            partial(_connection, http.client.HTTPSConnection, self._allow_private), req
        )


def _connection(kind: Any, allow_private: bool, host: str, **options: Any) -> Any:
    connection = kind(host, **options)
    # http.client keeps the function that makes its socket here; TLS still checks the certificate against the name.
    connection._create_connection = partial(_connect, allow_private=allow_private)
    return connection


def _connect(
    address: tuple[str, int],
    timeout: Any = None,
    source_address: Any = None,
    *,
    allow_private: bool,
) -> socket.socket:
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allow_private:
        for *_, target in found:
            _check_public(host, str(target[0]))
    failure: OSError | None = None
    for *_, target in found:
        try:
            return socket.create_connection((str(target[0]), port), timeout, source_address)
        except OSError as error:
            failure = error
    raise failure or OSError(f"{host} has no address")


def _check_public(host: str, text: str) -> None:
    address = ipaddress.ip_address(text.partition("%")[0])
    # ::ffff:127.0.0.1 and 2002:7f00:1:: are 127.0.0.1 in other clothes.
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    address = inner or address
    if not address.is_global or address.is_multicast:
        raise UnreadableSource(
            f"{host}: {text} is an address of the own network",
            hint="Set allow_private_urls if this page is meant to be read.",
        )


def _read(response: Any, url: str, limit: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK):
        size += len(chunk)
        parts.append(chunk)
        _check_limit(size, url, limit)
        # The socket's timeout is for each read; a server may send one byte at a time for ever.
        if time.monotonic() > deadline:
            raise _refused(url, "it takes too long")
    return b"".join(parts)


def _inflated(data: bytes, encoding: str, url: str, limit: int) -> bytes:
    """Some servers compress although they were asked not to; a small answer must not unpack into a huge one."""
    if encoding in ("identity", ""):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _refused(url, f"unknown content encoding {encoding}")
    try:
        plain = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(data, limit + 1)
    except zlib.error as error:
        raise _refused(url, "damaged compressed data") from error
    _check_limit(len(plain), url, limit)
    return plain


def _check_limit(size: int, url: str, limit: int) -> None:
    if size > limit:
        raise TooLarge(
            f"{url}: larger than {limit:,} bytes",
            hint="This is hardly an article; if it is, raise max_bytes.",
        )
