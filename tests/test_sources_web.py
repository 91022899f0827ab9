"""Addresses: a server of our own on the loopback interface, and everything that must be refused."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cases import each

from bilingual.errors import TooLarge, UnreadableSource
from bilingual.settings import Settings
from bilingual.sources import Source, read_source
from bilingual.sources.web import fetch

BODY = (
    "<p>La ville a rouvert mardi son grand pont, fermé depuis huit mois, et les premiers "
    "camions sont passés à l’aube.</p>"
    "<p>Les travaux ont coûté 12,5 millions d’euros, selon la mairie, soit un peu plus que "
    "prévu.</p>"
)
PAGE = f"<!DOCTYPE html><html><body><h1>Le pont rouvre mardi</h1>{BODY}</body></html>"
OPEN = Settings(allow_private_urls=True, url_timeout=5)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind = "text/html; charset=utf-8"
        if self.path.startswith("/hop"):
            left = int(self.path.removeprefix("/hop") or 0)
            self._send(
                302, b"", kind, Location=f"/hop{left - 1}" if left > 1 else "/article/pont.html"
            )
        elif self.path == "/file":
            self._send(302, b"", kind, Location="file:///etc/passwd")
        elif self.path == "/away":
            _, port = self.server.server_address[:2]
            self._send(302, b"", kind, Location=f"http://127.0.0.1:{port}/article/pont.html")
        elif self.path == "/latin":
            self._send(200, PAGE.encode("cp1252"), "text/html; charset=iso-8859-1")
        elif self.path == "/gzip":
            self._send(200, gzip.compress(PAGE.encode()), kind, **{"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self._send(200, gzip.compress(b" " * 30_000_000), kind, **{"Content-Encoding": "gzip"})
        elif self.path == "/brotli":
            self._send(200, b"x", kind, **{"Content-Encoding": "br"})
        elif self.path == "/pdf":
            self._send(200, b"%PDF", "application/pdf")
        elif self.path == "/big":
            self._send(200, b"x" * 6_000_000, kind)
        elif self.path.startswith("/article") or "%C3%A9" in self.path:
            self._send(200, PAGE.encode(), kind)
        else:
            self._send(404, b"", kind)

    def _send(self, status: int, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        # The reader hangs up at its limit.
        with contextlib.suppress(ConnectionError):
            super().handle()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_becomes_an_article(site: str) -> None:
    url = f"{site}/article/pont.html"
    (article,) = read_source(Source(url, "web", url=url), OPEN)
    assert (article.id, article.title, article.url) == ("pont", "Le pont rouvre mardi", url)


def test_redirects_are_followed_five_times(site: str) -> None:
    assert fetch(f"{site}/hop5", OPEN).url == f"{site}/article/pont.html"
    with pytest.raises(UnreadableSource, match="redirect"):
        fetch(f"{site}/hop7", OPEN)


def test_how_many_redirects_are_followed_is_a_setting(site: str) -> None:
    assert fetch(f"{site}/hop7", OPEN.model_copy(update={"max_redirects": 9})).url.endswith("html")
    for most in (0, 1, 4):
        with pytest.raises(
            UnreadableSource, match=f"/hop5: .*more than {most} redirects"
        ) as caught:
            fetch(f"{site}/hop5", OPEN.model_copy(update={"max_redirects": most}))
        assert "max_redirects" in caught.value.hint
    assert fetch(f"{site}/article/pont.html", OPEN.model_copy(update={"max_redirects": 0})).data


def test_a_redirect_to_a_file_is_refused(site: str) -> None:
    with pytest.raises(UnreadableSource):
        fetch(f"{site}/file", OPEN)


def test_the_charset_of_the_header_counts(site: str) -> None:
    url = f"{site}/latin"
    (article,) = read_source(Source(url, "web", url=url), OPEN)
    assert "à l’aube" in article.text


def test_accents_in_an_address(site: str) -> None:
    assert fetch(f"{site}/été", OPEN).data


def test_compressed_answers(site: str) -> None:
    assert fetch(f"{site}/gzip", OPEN).data == PAGE.encode()
    with pytest.raises(TooLarge):
        fetch(f"{site}/bomb", OPEN)
    with pytest.raises(UnreadableSource, match="content encoding"):
        fetch(f"{site}/brotli", OPEN)


def test_the_byte_limit(site: str) -> None:
    with pytest.raises(TooLarge, match="larger than 5,000,000 bytes"):
        fetch(f"{site}/big", OPEN)


def test_http_errors_and_other_media(site: str) -> None:
    with pytest.raises(UnreadableSource, match="404") as caught:
        fetch(f"{site}/nothing", OPEN)
    assert ".html" in caught.value.hint
    url = f"{site}/pdf"
    with pytest.raises(UnreadableSource, match="application/pdf"):
        read_source(Source(url, "web", url=url), OPEN)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreadableSource, match="cannot be read"):
        fetch(f"http://127.0.0.1:{port}/", OPEN)


def test_private_addresses_are_refused_unless_allowed(site: str) -> None:
    with pytest.raises(UnreadableSource, match="own network") as caught:
        fetch(f"{site}/article/pont.html", Settings())
    assert "allow_private_urls" in caught.value.hint


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
        "2002:7f00:0001::", "2002:c0a8:101::1", "::127.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001:0:7f00:1::", "2001:0:808:808::80ff:fffe",
        "2a00:1450:4007::5efe:7f00:1", "2a00:1450:4007::200:5efe:c0a8:1", "fec0::1", "::",
        "::ffff:0:127.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255", "198.18.0.1",
    ],
)  # fmt: skip
def test_a_name_that_resolves_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Checked after the name is resolved, so that a public name for a private address gains
    nothing."""

    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (target, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(UnreadableSource, match="own network"):
        fetch("http://news.example.org/article", Settings())


@pytest.mark.parametrize("host", ["[::127.0.0.1]", "[64:ff9b::7f00:1]", "[::ffff:7f00:1]",
    "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.1", "127.1", "0", "①②⑦.⓪.⓪.①",
    "[fe80::1%25lo]"])  # fmt: skip
def test_no_spelling_of_an_address_leads_home(host: str) -> None:
    with pytest.raises(UnreadableSource, match="own network"):
        fetch(f"http://{host}:1/article", Settings(url_timeout=5))


@pytest.mark.parametrize("target", ["8.8.8.8", "64:ff9b::808:808", "2a00:1450:4007::1"])
def test_what_leads_out_is_connected_to_as_it_was_checked(
    monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """A name that stands for another address the second time gains nothing."""
    asked: list[str] = []
    reached: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        answer = target if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, 80))]

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableSource, match="cannot be read"):
        fetch("http://news.example.org/article", Settings())
    assert (asked, reached) == (["news.example.org"], [target])


def test_a_redirect_from_outside_into_the_own_network_is_refused(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host passes for a public one; where it sends the reader does not."""
    from bilingual.sources import web

    check = web._check_public
    host, port = site.removeprefix("http://").split(":")
    monkeypatch.setattr(
        web, "_check_public", lambda name, text: name == "localhost" or check(name, text)
    )
    assert fetch(f"http://localhost:{port}/article/pont.html", Settings()).data
    with pytest.raises(UnreadableSource, match=f"{host} is {host}, an address of the own network"):
        fetch(f"http://localhost:{port}/away", Settings())


def test_a_redirect_is_checked_like_the_first_address(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilingual.sources import web

    checked: list[str] = []
    monkeypatch.setattr(web, "_check_public", lambda _host, text: checked.append(text))
    fetch(f"{site}/hop3", Settings(url_timeout=5))
    assert checked == ["127.0.0.1"] * 4


@each(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http:///a",
        "http://exa mple.org:99999/",
        "http://[::1",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UnreadableSource):
        fetch(url, Settings())


# --- servers that stop, drip or say wrong things


def answering(raw: bytes, drip: float = 0.0) -> Iterator[str]:
    """A server that sends these bytes to its one visitor, whole or byte by byte, and hangs up."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                visitor, _ = server.accept()
                with visitor:
                    visitor.recv(65536)
                    for part in [raw[i : i + 1] for i in range(len(raw))] if drip else [raw]:
                        visitor.sendall(part)
                        stop.wait(drip)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/article"
        stop.set()
    thread.join()


def answer(body: bytes, *headers: str) -> bytes:
    return (
        "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode()
        + body
    )


WHOLE = PAGE.encode()


@each(
    "raw, says",
    [
        (answer(WHOLE[:200], f"Content-Length: {len(WHOLE)}"), "the connection broke"),
        (answer(gzip.compress(WHOLE)[:100], "Content-Encoding: gzip"), "damaged compressed data"),
        (answer(b"50\r\nhalf", "Transfer-Encoding: chunked"), "IncompleteRead"),
    ],
)
def test_half_an_answer_is_not_taken_for_an_article(raw: bytes, says: str) -> None:
    with (
        contextlib.contextmanager(answering)(raw) as url,
        pytest.raises(UnreadableSource, match=says),
    ):
        fetch(url, OPEN)


def test_every_member_of_a_compressed_answer_counts() -> None:
    data = gzip.compress(WHOLE[:200]) + gzip.compress(WHOLE[200:])
    with contextlib.contextmanager(answering)(answer(data, "Content-Encoding: gzip")) as url:
        assert fetch(url, OPEN).data == WHOLE


def test_a_crowd_of_empty_members_is_read_in_one_pass() -> None:
    def took(members: int) -> float:
        data = gzip.compress(WHOLE) + gzip.compress(b"") * members
        with contextlib.contextmanager(answering)(answer(data, "Content-Encoding: gzip")) as url:
            start = time.thread_time()
            assert fetch(url, OPEN).data == WHOLE
            return time.thread_time() - start

    assert min(took(40_000) for _ in range(3)) < 10 * max(0.02, took(10_000))


def test_deflate_without_its_wrapper() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    data = packer.compress(WHOLE) + packer.flush()
    with contextlib.contextmanager(answering)(answer(data, "Content-Encoding: deflate")) as url:
        assert fetch(url, OPEN).data == WHOLE


@each("raw", [answer(WHOLE), b"HTTP/1.1 200 OK\r\nX: " + b"a" * 400])
def test_the_time_limit_holds_for_a_server_that_drips(raw: bytes) -> None:
    slow = Settings(allow_private_urls=True, url_timeout=0.4)
    visited = contextlib.contextmanager(answering)(raw, drip=0.1)
    with visited as url, pytest.raises(UnreadableSource, match="takes too long"):
        fetch(url, slow)


def test_messages_are_one_line_and_name_the_address(site: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        fetch(f"{site}/hop7", OPEN)
    assert "\n" not in caught.value.message
    with pytest.raises(UnreadableSource, match="own network") as caught:
        fetch(f"{site}/article/pont.html", Settings())
    assert caught.value.message.startswith(f"{site}/article/pont.html: ")
