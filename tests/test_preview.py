"""The preview shows a folder to this machine, nothing outside it, to nobody else, and knows when it
changes."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import each
from edition_factories import demonstration_edition
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bilingual.errors import UsageError
from bilingual.preview import (
    SCRIPT,
    SCRIPT_HASH,
    PreviewServer,
    Stamp,
    allowing,
    find_file,
    serve,
    watched,
)
from bilingual.render import render_html
from bilingual.render.html import POLICY, render_listing, size_text
from bilingual.render.site import render_search

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "newsletter"
    (root / "site" / "issue-12").mkdir(parents=True)
    (root / "issue-12").mkdir()
    (root / "site" / "index.html").write_text("<!doctype html><p>archive é", encoding="utf-8")
    (root / "issue-12" / "email.html").write_text("<html><body>mail</body></html>\n")
    (root / "issue-12" / "issue.eml").write_text("Subject: x\n\ny\n")
    (root / "feed.json").write_text("{}")
    (root / "feed.xml").write_text("<feed/>")
    (root / "data.bin").write_bytes(bytes(range(256)))
    (root / ".env").write_text("secret")
    (tmp_path / "outside.txt").write_text("outside")
    return root


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with serve(folder) as running:
        yield running


def ask(server: PreviewServer, path: str, method: str = "GET", host: str | None = None) -> Answer:
    """One request, its path sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or f"127.0.0.1:{server.port}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_a_page_comes_as_it_is_but_for_the_script_at_its_end(
    server: PreviewServer, folder: Path
) -> None:
    status, headers, body = ask(server, "/issue-12/email.html")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert int(headers["Content-Length"]) == len(body)
    script = re.search(r"<script data-stamp=\"\w+\">.*</script>\n", body.decode(), re.DOTALL)
    assert script is not None
    assert body.decode().replace(script[0], "") == "<html><body>mail</body></html>\n"
    assert "script" not in (folder / "issue-12" / "email.html").read_text()


@pytest.mark.parametrize(
    ("path", "kind", "data"),
    [
        ("/issue-12/issue.eml", "text/plain; charset=utf-8", b"Subject: x\n\ny\n"),
        ("/feed.json", "application/json; charset=utf-8", b"{}"),
        ("/feed.xml?x=1", "application/xml; charset=utf-8", b"<feed/>"),
        ("/data.bin", "application/octet-stream", bytes(range(256))),
    ],
)
def test_other_files_come_untouched_in_a_type_that_a_browser_shows(
    server: PreviewServer, path: str, kind: str, data: bytes
) -> None:
    status, headers, body = ask(server, path)
    assert (status, headers["Content-Type"], body) == (200, kind, data)


def test_head_answers_like_get_without_the_content(server: PreviewServer) -> None:
    for path in ("/issue-12/email.html", "/data.bin", "/", "/nothing"):
        status, headers, body = ask(server, path, "HEAD")
        got, same, content = ask(server, path)
        assert (status, headers["Content-Length"], body) == (got, same["Content-Length"], b"")
        assert len(content) == int(headers["Content-Length"])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading(server: PreviewServer, method: str) -> None:
    status, headers, _ = ask(server, "/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_a_folder_is_its_index_or_a_list(server: PreviewServer) -> None:
    assert "archive é" in ask(server, "/site/")[2].decode()
    status, headers, _ = ask(server, "/site")
    assert (status, headers["Location"]) == (301, "/site/")
    status, _, body = ask(server, "/")
    links = html.fromstring(body).xpath("//a/@href")
    assert status == 200
    assert links == [
        "site/",
        "issue-12/",
        "issue-12/email.html",
        "issue-12/issue.eml",
        "feed.json",
        "feed.xml",
        "data.bin",
    ]


def test_what_is_not_there_is_a_page_that_waits_for_it(server: PreviewServer) -> None:
    status, _, body = ask(server, "/issue-13/email.html")
    assert status == 404
    assert SCRIPT in body.decode()


@pytest.fixture
def ways_out(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "secret").symlink_to(folder / ".env")
    (folder / "loop").symlink_to(folder / "loop")


@pytest.mark.usefixtures("ways_out")
@each(
    "path",
    [
        "/../outside.txt",
        "/..%2foutside.txt",
        "/site/%2e%2e/%2e%2e/outside.txt",
        "/..%5coutside.txt",
        "/site/..%00/outside.txt",
        "//outside.txt",
        "/.env",
        "/%2eenv",
        "/site/../.env",
        "/link.txt",
        "/linked/outside.txt",
        "/secret",
        "/loop",
        "/%ff",
        "/" + "a" * 5000,
    ],
)
def test_no_way_leads_out_or_to_what_is_hidden(server: PreviewServer, path: str) -> None:
    status, _, body = ask(server, path)
    assert status == 404
    assert b"outside" not in body.replace(b"outside.txt", b"")
    assert b"secret" not in body


@given(
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    parts=st.lists(
        st.sampled_from(["..", ".", "%2e%2e", "site", "/", "\\", "outside.txt", "%00", "link"]),
        max_size=6,
    ),
)
def test_whatever_the_path_the_file_is_inside(
    tmp_path_factory: pytest.TempPathFactory, path: str, parts: list[str]
) -> None:
    root = tmp_path_factory.getbasetemp() / "inside"
    (root / "site").mkdir(parents=True, exist_ok=True)
    if not (root / "link").is_symlink():
        (root / "link").symlink_to(root.parent)
    for asked in (path, "/".join(parts)):
        found = find_file(root, asked)
        assert found is None or found.is_relative_to(root.resolve())


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "127.0.0.1",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "[::1]:{port}",
    ],
)
def test_another_name_for_this_machine_is_refused(server: PreviewServer, host: str) -> None:
    for path in ("/feed.json", "/.stamp"):
        status, _, body = ask(server, path, host=host.format(port=server.port))
        assert (status, body) == (421, b"This address is not served here.\n")


def test_localhost_is_this_machine(server: PreviewServer) -> None:
    assert ask(server, "/feed.json", host=f"localhost:{server.port}")[0] == 200


def test_only_loopback_listens(server: PreviewServer) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}/"
    for address in {
        info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    }:
        if not str(address).startswith("127."):
            with pytest.raises(OSError), socket.create_connection((address, server.port), 2):  # noqa: PT011
                pass


def test_the_stamp_changes_with_the_folder_and_only_then(folder: Path) -> None:
    seen = [Stamp(folder).read()]
    assert Stamp(folder).read() == seen[0]
    page = folder / "site" / "index.html"
    os.utime(page, ns=(1, 1))
    seen.append(Stamp(folder).read())
    page.write_text("other")
    os.utime(page, ns=(1, 1))
    seen.append(Stamp(folder).read())
    page.rename(page.with_name("new.html"))
    seen.append(Stamp(folder).read())
    page.with_name("new.html").unlink()
    seen.append(Stamp(folder).read())
    assert len(set(seen)) == len(seen)
    (folder / ".probe-1").write_text("hidden files are those of a run at work")
    assert Stamp(folder).read() == seen[-1]


def test_the_stamp_is_served_and_stands_in_the_page(server: PreviewServer, folder: Path) -> None:
    status, headers, stamp = ask(server, "/.stamp")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert f'data-stamp="{Stamp(folder).read()}"'.encode() in ask(server, "/site/")[2]
    assert stamp.decode() == Stamp(folder).read()


def test_a_policy_is_widened_by_the_script_and_its_question_alone() -> None:
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == SCRIPT_HASH
    assert allowing(POLICY) == f"{POLICY}; script-src {SCRIPT_HASH}; connect-src 'self'"
    known = "script-src 'sha256-x'; default-src 'none'"
    assert allowing(known) == (
        f"script-src 'sha256-x' {SCRIPT_HASH}; default-src 'none'; connect-src 'self'"
    )
    assert allowing("script-src 'none'") == f"script-src {SCRIPT_HASH}; connect-src 'self'"


@each(
    "page",
    [render_html(demonstration_edition().briefs[0]), render_search([demonstration_edition()])],
)
def test_our_pages_are_served_with_their_policy_widened_and_nothing_else_changed(page: str) -> None:
    served = watched(page, "abc")
    (policy,) = html.document_fromstring(served).xpath("//meta[@http-equiv]/@content")
    (before,) = html.document_fromstring(page).xpath("//meta[@http-equiv]/@content")
    assert policy == allowing(before)
    script = f'<script data-stamp="abc">{SCRIPT}</script>\n'
    meta = re.compile(r"<meta http-equiv[^>]*>")
    assert meta.sub("", served.replace(script, "")) == meta.sub("", page)


@each("page", ["<p>x", "", "<body>a</body>b</body></html>"])
def test_the_script_stands_at_the_end_of_any_page(page: str) -> None:
    served = watched(page, "0")
    assert served.count("<script") == 1
    assert re.sub(r"(?s)<script.*</script>\n", "", served) == page


def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: no such folder") as caught:
        serve(tmp_path / "nowhere")
    assert caught.value.hint
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="no such folder"):
        serve(tmp_path / "file")


def test_a_port_that_is_taken_is_one_clear_line(server: PreviewServer, folder: Path) -> None:
    with pytest.raises(UsageError, match=f"port {server.port} cannot be used") as caught:
        serve(folder, port=server.port)
    assert "another port" in caught.value.hint
    with pytest.raises(UsageError, match="port 70000 cannot be used"):
        serve(folder, port=70_000)


def test_closing_frees_the_port_and_a_folder_that_goes_is_no_crash(folder: Path) -> None:
    with serve(folder) as first:
        port = first.port
        folder.rename(folder.with_name("gone"))
        assert ask(first, "/")[0] == 404
    folder.mkdir()
    with serve(folder, port=port) as second:
        assert second.port == port
        assert b"Nothing here yet." in ask(second, "/")[2]


def test_names_in_a_list_are_text_and_their_addresses_safe(tmp_path: Path) -> None:
    for name in ("<b>&\"'", "a b#c?d%.txt", "javascript:alert(1)"):
        (tmp_path / name).write_text("")
    document = html.document_fromstring(render_listing(tmp_path))
    links = {link.text: link.get("href") for link in document.xpath("//li/a")}
    assert links == {
        "<b>&\"'": "%3Cb%3E%26%22%27",
        "a b#c?d%.txt": "a%20b%23c%3Fd%25.txt",
        "javascript:alert(1)": "javascript%3Aalert%281%29",
    }


def test_a_list_shows_the_site_then_the_newest_issues_then_the_rest(tmp_path: Path) -> None:
    for name in ("issue-9", "issue-10", "site", "notes"):
        (tmp_path / name).mkdir()
    for number in range(20):
        (tmp_path / "issue-10" / f"file{number:02}.txt").write_text("")
    (tmp_path / "feed.xml").write_text("")
    document = html.document_fromstring(render_listing(tmp_path, top=True))
    names = document.xpath("//ul[@class='listing']/li/a/text()")
    assert names == ["site/", "issue-10/", "issue-9/", "feed.xml", "notes/"]
    assert document.xpath("//ul[@class='listing']/li[2]//li[last()]/a/text()") == ["8 more"]
    assert not document.xpath("//a[@href='../']")


@each(
    "count, told",
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (102_400, "102 KB"),
        (10**12, "1000 GB"),
    ],
)
def test_sizes_are_told_in_round_numbers(count: int, told: str) -> None:
    assert size_text(count) == told
