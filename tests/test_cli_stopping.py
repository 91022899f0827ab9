"""Ctrl-C and SIGTERM end a command wherever it is: real processes, busy in places where Python
alone would not hear of a signal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest

from bilingual.__main__ import main as start

BUSY = {
    # A batch of the engine, in a thread that waits for a library.
    "engine": "from bilingual.engines.base import EchoTranslator\n"
    "EchoTranslator.translate = lambda *_, **__: busy(library)",
    # A page that takes for ever, in the thread that reads ahead.
    "reader": "from bilingual.pipeline import job\njob.read_source = lambda *_: busy(loop)",
    # A library called by the main thread: no handler runs before it is back.
    "rendering": "from bilingual.pipeline import job\njob.arrange = lambda *_: busy(library)",
}
PROGRAM = """
import hashlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
def library():
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2_000_000_000)
def loop():
    while True: pass
def busy(how):
    print("busy", flush=True)
    how()
{busy}
sys.argv = ["bilingual", "brief", "a.txt", "-o", "out", "--engine", "echo", "--quiet"]
from bilingual.cli import main
main()
"""


@pytest.mark.parametrize("place", BUSY)
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_ends_wherever_it_is(tmp_path: Path, place: str, sent: int, code: int) -> None:
    text = "La ville a rouvert mardi son grand pont, fermé depuis huit mois pour des travaux."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(busy=BUSY[place])],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"busy\n"
    begun = time.monotonic()
    running.send_signal(sent)
    _, said = running.communicate(timeout=60)
    # A second on a machine with nothing else to do; the work itself would take half an hour.
    assert time.monotonic() - begun < 10
    assert (running.returncode, said.decode()) == (
        code, "stopped; what was finished is kept, run the same command to go on\n",
    )  # fmt: skip
    out = tmp_path / "out"
    visible = [file for file in out.rglob("*") if ".bilingual" not in file.parts]
    assert not [file for file in visible if "part" in file.name]
    assert all(json.loads(file.read_text()) for file in out.glob("*.json"))


def test_ctrl_c_before_the_command_begins_is_told_as_ever() -> None:
    program = (
        "import bilingual.cli\n"
        "def app(): raise KeyboardInterrupt\n"
        "bilingual.cli.app = app\n"
        "bilingual.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr.decode().startswith("stopped; ")


def test_ctrl_c_while_the_program_is_loaded_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stopping(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "bilingual.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "bilingual.cli", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Stopping(), *sys.meta_path])
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 130
