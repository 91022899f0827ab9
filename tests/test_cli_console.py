"""Whatever comes from outside, the terminal gets nothing that it would obey."""

from __future__ import annotations

import ast
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilingual.cli
from bilingual.cli.console import Messages, print_json, print_table, put, say, show_fault, shown

OBEYED = "\x1b]0;owned\x07\x9b2J\u202e\u2066\x7f\u2028\r\n\ud800"
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


def obeyed(text: str) -> list[str]:
    """What of a text a terminal would obey, beside the line ends."""
    return [
        c
        for c in text
        if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u061c\u200e\u200f"
        or "\u2028" <= c <= "\u202e" or "\u2066" <= c <= "\u206f")
    ]  # fmt: skip


@given(ANY_TEXT)
def test_one_line_that_can_be_printed_and_read_back(text: str) -> None:
    line = shown(text)
    assert obeyed(line) == []
    assert "\n" not in line
    line.encode()


def test_escapes_are_those_of_json_and_other_letters_stay() -> None:
    assert shown("Zoé\u00a0– 日本\t\U000e0041") == "Zoé\u00a0– 日本\\t\\udb40\\udc41"
    assert json.loads(f'"{shown(OBEYED)}"') == OBEYED


def test_passwords_of_addresses_are_left_out() -> None:
    assert shown("http://ada:pass@example.org/a") == "http://example.org/a"


def test_every_way_to_print(capsys: pytest.CaptureFixture[str]) -> None:
    put(OBEYED)
    say(OBEYED)
    print_json({"a": OBEYED})
    print_table(("name",), [(OBEYED,)])
    logging.Logger("x").addHandler(Messages())
    Messages().emit(logging.LogRecord("x", 40, "", 0, OBEYED, None, None))
    show_fault(ValueError, ValueError(OBEYED), None)
    out, err = capsys.readouterr()
    assert obeyed(out + err) == []
    assert out.count("owned") == 3
    assert err.count("owned") == 3
    data = out[out.index("{") : out.index("}") + 1]
    assert json.loads(data) == {"a": OBEYED}


def test_no_number_is_cut_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # what rich takes for a terminal
    monkeypatch.setenv("COLUMNS", "80")
    name = "-".join(["article"] * 12)
    row = (name, 1234567890, 1234567891, "unchanged")
    print_table(("brief", "sentences", "left out", ""), [row], right=(1, 2))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert max(map(len, plain.splitlines())) <= 80
    assert all(word in plain for word in ("sentences", "left out", *map(str, row[1:])))
    folded = "".join(line.split(" ")[0] for line in plain.splitlines()[1:])
    assert folded == name


def test_nothing_is_printed_elsewhere() -> None:
    for path in Path(bilingual.cli.__file__).parent.glob("*.py"):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        if path.name != "console.py":
            assert not {"typer.echo", "typer.secho", "print", "sys.stdout.write"} & {*calls}, path


class Hostile(BaseHTTPRequestHandler):
    """Says with what its path begins: a reason, an encoding, a type."""

    def do_GET(self) -> None:
        evil = b"\x1b]0;owned\x07\x9b31m"
        lines = {
            "/reason": b"HTTP/1.1 404 " + evil + b"\r\n",
            "/encoding": b"HTTP/1.1 200 OK\r\nContent-Encoding: " + evil + b"\r\n",
            "/type": b"HTTP/1.1 200 OK\r\nContent-Type: " + evil + b"/x\r\n",
        }
        self.wfile.write(lines[self.path] + b"Content-Length: 1\r\nConnection: close\r\n\r\nx")

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def hostile() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://ada:secret@127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_server_and_a_file_name_that_speak_to_the_terminal(tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[31m\u202e.txt"
    name.write_text("Le maire parle.\n", encoding="utf-8")
    (tmp_path / "bilingual.toml").write_text("allow_private_urls = true\n")
    with hostile() as server:
        addresses = [f"{server}/{path}" for path in ("reason", "encoding", "type")]
        done = subprocess.run(
            [sys.executable, "-m", "bilingual", "brief", *addresses, str(name), "no\x1b[31m.txt",
             "--engine", "echo"],
            cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 1
    assert said.count("owned") >= 2
    assert said.count("error: ") == 4
    assert obeyed(said) == []
    files = [path for path in (tmp_path / "outputs").rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    assert b"secret" not in said.encode() + written


def test_a_command_line_that_is_no_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", "brief", "a", "--beam", "\x1b[31m"],
        cwd=tmp_path, capture_output=True, check=False, env={"NO_COLOR": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert obeyed((done.stdout + done.stderr).decode()) == []
