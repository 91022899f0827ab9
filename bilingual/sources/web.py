"""http(s) addresses -> bytes, within limits of size, time and redirects, and never from inside the
own network.

The address that was checked is the one that is connected to: a name that resolves differently the
second time gains nothing. Proxies from the environment are not used, since they would resolve names
out of sight.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from bilingual.errors import InputError, TooLarge, UnreadableSource
from bilingual.settings import Settings

_AGENT = "bilingual/0.1 (reads one article at a time for its user)"
_CHUNK = 65536
_PIECE = 4096  # of compressed data: what follows a member is copied, and a member may be empty
# What stands before an IPv4 address in its other forms: ::127.0.0.1, ::ffff:127.0.0.1, and
# 64:ff9b::127.0.0.1, under which a network without IPv4 reaches it.
_STANDS_FOR_IPV4 = frozenset({0, 0xFFFF, 0x64FF9B << 64})
_ISATAP = frozenset({0x5EFE, 0x2005EFE})  # a tunnel to the address in the last 32 bits


@dataclass(frozen=True)
class Fetched:
    """What came back: the bytes, the media type and charset of the header, and the address after
    redirects."""

    data: bytes
    media_type: str
    charset: str | None
    url: str


def fetch(url: str, settings: Settings) -> Fetched:
    """One page. Raises UnreadableSource (refused, unreachable, HTTP error, cut short) and TooLarge,
    each naming `url`.

    `settings.url_timeout` is for the whole of it: redirects, headers and body.
    """
    request = urllib.request.Request(
        _ascii(url), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    )
    deadline = _Deadline(settings.url_timeout)
    try:
        with (
            deadline,
            _opener(settings, deadline).open(request, timeout=settings.url_timeout) as response,
        ):
            data = _read(response, url, settings.max_bytes)
            deadline.check()
            headers = response.headers
            encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
            data = _inflated(data, encoding, url, settings.max_bytes, deadline)
            charset = headers.get_content_charset()
            return Fetched(data, headers.get_content_type(), charset, response.geturl())
    except InputError as error:
        if error.message.startswith(url):
            raise
        # Of an address on the way: where it redirects to, what its name stands for.
        where = f"{url}: cannot be read ({error.message})"
        raise UnreadableSource(where, hint=error.hint) from error
    except urllib.error.HTTPError as error:
        error.close()
        reason = str(error.reason).partition("\n")[0]
        raise _refused(url, f"the server answered {error.code} {reason}") from error
    except urllib.error.URLError as error:
        raise _refused(url, deadline.reason(str(error.reason))) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _refused(url, deadline.reason(str(error) or type(error).__name__)) from error


class _Deadline:
    """Hangs up when the time is over: a socket's own timeout begins anew with every byte that a
    server lets drip."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self._over = False

    def watch(self, connected: socket.socket) -> None:
        """A duplicate is kept: TLS takes over the descriptor of the first."""
        self._sockets.append(connected.dup())
        if self._over:
            self._hang_up()

    def reason(self, why: str) -> str:
        return "it takes too long" if self._over else why

    def check(self) -> None:
        """What was read before the line was cut may look whole."""
        if self._over:
            raise TimeoutError

    def _hang_up(self) -> None:
        self._over = True
        for connected in self._sockets:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for connected in self._sockets:
            connected.close()


def _refused(url: str, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"{url}: cannot be read ({' '.join(why.split())})",
        hint="Check the address, or save the page as .html and read the file.",
    )


def _ascii(url: str) -> str:
    """Accents in the path become %XX, in the host punycode; http.client takes ASCII only."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise UnreadableSource(
                f"{url}: not an http or https address", hint="Check the address."
            )
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


def _opener(settings: Settings, deadline: _Deadline) -> urllib.request.OpenerDirector:
    """Only what http and https need: no file:, ftp: or data: handler can be reached through a
    redirect."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Http(settings.allow_private_urls, deadline),
        _Https(settings.allow_private_urls, deadline),
        _Redirects(settings.max_redirects),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, most: int) -> None:
        self._most = most

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        # Counted here: the limit of urllib itself lets the first one pass whatever it is.
        if sum(getattr(req, "redirect_dict", {}).values()) >= self._most:
            fp.close()
            raise UnreadableSource(
                f"more than {self._most} redirects",
                hint="Give the address that it leads to, or raise max_redirects.",
            )
        return super().redirect_request(req, fp, code, msg, headers, _ascii(newurl))


class _Http(urllib.request.HTTPHandler):
    def __init__(self, allow_private: bool, deadline: _Deadline) -> None:
        super().__init__()
        self._connect = partial(_connect, allow_private=allow_private, deadline=deadline)

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(_connection, http.client.HTTPConnection, self._connect), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, allow_private: bool, deadline: _Deadline) -> None:
        super().__init__()
        self._connect = partial(_connect, allow_private=allow_private, deadline=deadline)

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(_connection, http.client.HTTPSConnection, self._connect), req)


def _connection(kind: Any, connect: Any, host: str, **options: Any) -> Any:
    connection = kind(host, **options)
    # http.client keeps the function that makes its socket here; TLS still checks the certificate
    # against the name.
    connection._create_connection = connect
    return connection


def _connect(
    address: tuple[str, int],
    timeout: Any = None,
    source_address: Any = None,
    *,
    allow_private: bool,
    deadline: _Deadline,
) -> socket.socket:
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allow_private:
        for *_, target in found:
            _check_public(host, str(target[0]))
    failure: OSError | None = None
    for *_, target in found:
        try:
            made = socket.create_connection((str(target[0]), port), timeout, source_address)
            deadline.watch(made)
            return made
        except OSError as error:
            failure = error
    raise failure or OSError(f"{host} has no address")


def _check_public(host: str, text: str) -> None:
    if not all(map(_is_public, _leads_to(ipaddress.ip_address(text.partition("%")[0])))):
        raise UnreadableSource(
            f"{host} is {text}, an address of the own network",
            hint="Set allow_private_urls if this page is meant to be read.",
        )


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _is_public(address: _Address) -> bool:
    """Of IPv6 only 2000::/3 is given out to anybody."""
    given_out = address.version == 4 or int(address) >> 125 == 1
    return given_out and address.is_global and not address.is_multicast


def _leads_to(address: _Address) -> Iterator[_Address]:
    """The addresses that are reached through this one: 127.0.0.1 has many other clothes."""
    number = int(address)
    inner = ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address.version == 4:
        yield address
    elif number >> 32 in _STANDS_FOR_IPV4:
        yield inner
    else:
        yield address
        if address.sixtofour is not None:
            yield address.sixtofour
        if (number >> 32) & 0xFFFFFFFF in _ISATAP:
            yield inner


def _read(response: Any, url: str, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK):
        size += len(chunk)
        parts.append(chunk)
        _check_limit(size, url, limit)
    # read1 takes a connection that breaks for the end: half an article would pass for all of it.
    if response.length:
        raise _refused(url, f"the connection broke with {response.length:,} bytes to come")
    return b"".join(parts)


def _inflated(data: bytes, encoding: str, url: str, limit: int, deadline: _Deadline) -> bytes:
    """Some servers compress although they were asked not to; a small answer must not unpack into a
    huge one."""
    if encoding in ("identity", ""):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _refused(url, f"unknown content encoding {encoding}")
    plain, at = bytearray(), 0
    # A gzip file may have several members, one after the other.
    while at < len(data):
        try:
            part, at = _inflated_member(data, at, limit + 1 - len(plain))
        except (zlib.error, EOFError) as error:
            raise _refused(url, "damaged compressed data") from error
        plain += part
        _check_limit(len(plain), url, limit)
        deadline.check()
    return bytes(plain)


def _inflated_member(data: bytes, at: int, most: int) -> tuple[bytes, int]:
    """The plain bytes of the member at `at`, at most `most`, and where it ends. Raises EOFError
    when its end is missing."""
    try:
        return _unpacked(zlib.decompressobj(zlib.MAX_WBITS | 32), data, at, most)
    except zlib.error:
        # "deflate" without the wrapper that the standard asks for, as some servers send it.
        return _unpacked(zlib.decompressobj(-zlib.MAX_WBITS), data, at, most)


def _unpacked(packed: Any, data: bytes, at: int, most: int) -> tuple[bytes, int]:
    plain = bytearray()
    while at < len(data) and not packed.eof and len(plain) < most:
        piece = data[at : at + _PIECE]
        plain += packed.decompress(piece, most - len(plain))
        at += len(piece) - len(packed.unused_data)
        if packed.unconsumed_tail:
            break
    if not packed.eof and len(plain) < most:
        raise EOFError
    return bytes(plain), at


def _check_limit(size: int, url: str, limit: int) -> None:
    if size > limit:
        raise TooLarge(
            f"{url}: larger than {limit:,} bytes",
            hint="This is hardly an article; if it is, raise max_bytes.",
        )
