"""A password is in no message, no repr, no traceback and no file."""

from __future__ import annotations

import base64
import json
import pickle
import traceback
from pathlib import Path
from typing import Any

import pytest
from test_newsletter_send import Mailbox, refused, scripted, served

from bilingual.errors import BilingualError, SettingsError, without_logins
from bilingual.pipeline.many import run
from bilingual.settings import Settings, load_settings
from bilingual.sources import Row, article_from_row, expand

SECRET = "hush-4711"
USER = "ada@example.org"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"http://ada:{SECRET}@example.org/a", "http://example.org/a"),
        (f"HTTPS://{SECRET}@example.org", "HTTPS://example.org"),
        (f"http://ada:{SECRET}/x@example.org/a", "http://example.org/a"),
        (f"http://ada:7{SECRET}@[::1]:80/a", "http://[::1]:80/a"),
        (f"two http://a:{SECRET}@b/ http://c:{SECRET}@d/", "two http://b/ http://d/"),
        ("https://example.org:80/@ada/post", "https://example.org:80/@ada/post"),
        ("http://example.org: cannot be read (x@y)", "http://example.org: cannot be read (x@y)"),
        ("ada@example.org", "ada@example.org"),
        (f"ftp:/ada:{SECRET}@x/a", "ftp:/x/a"),
        ("C:/ada@home/a.txt", "C:/ada@home/a.txt"),
    ],
)
def test_the_login_of_an_address_is_left_out(address: str, told: str) -> None:
    assert without_logins(address) == told
    assert BilingualError(address, hint=address).hint == told


def test_a_long_text_of_addresses_takes_no_time() -> None:
    assert len(without_logins("://a:x" * 20_000)) == 120_000


@pytest.mark.parametrize("value", [4711, [SECRET], {"a": SECRET}, 47.11, True, b"hush\xff"])
def test_a_password_of_a_wrong_type_is_not_told(value: Any) -> None:
    with pytest.raises(SettingsError, match="setting 'smtp_password") as caught:
        load_settings(flags={"smtp_password": value})
    told = "".join(traceback.format_exception(caught.value))
    assert not any(each in told for each in (SECRET, "4711", "47.11", "hush"))


def test_other_values_are_told_if_they_are_plain() -> None:
    with pytest.raises(SettingsError, match=r"\(got 'x'\)"):
        load_settings(flags={"smtp_port": "x"})
    with pytest.raises(SettingsError) as caught:
        load_settings(flags={"smtp_user": {"password": SECRET}})
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_settings_do_not_show_it() -> None:
    chosen = Settings(smtp_password=SECRET)  # type: ignore[arg-type]
    shown = (repr(chosen), str(chosen), chosen.model_dump_json(), repr(chosen.model_dump()))
    assert SECRET not in "".join(shown)
    assert SECRET.encode() not in pickle.dumps(chosen.without_secrets())


def test_no_file_of_a_run_has_the_login_of_an_address(tmp_path: Path) -> None:
    address = f"https://ada:{SECRET}@example.org/a"
    text = f"---\nurl: {address}\nsource: {address}\n---\nLe maire parle.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    inputs = [
        f"http://ada:{SECRET}@127.0.0.1:9/page",
        f"ftp://ada:{SECRET}@x/a",
        tmp_path / "a.txt",
    ]
    report = run(inputs, tmp_path / "out", Settings(engine="echo"))
    assert len(report.failures) == 2
    assert SECRET not in repr(report)
    assert json.loads((tmp_path / "out" / "a.json").read_text())["article"]["url"] == (
        "https://example.org/a"
    )
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert tmp_path / "out/.bilingual/manifest.sqlite" in written
    for path in written:
        assert SECRET.encode() not in path.read_bytes(), path
    assert expand([inputs[0]])[0].url == "http://127.0.0.1:9/page"


def test_a_row_loses_it_too() -> None:
    values = {"text": "Le maire parle.", "url": f"http://ada:{SECRET}@example.org/a"}
    article = article_from_row(Row("row", values))
    assert article.url == "http://example.org/a"
    again = article.model_dump() | {"url": values["url"]}
    assert article_from_row(Row("row", again)).url == "http://example.org/a"


@pytest.mark.parametrize(
    "said",
    [
        SECRET,
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(f"\0{USER}\0{SECRET}".encode()).decode(),
        SECRET[::-1],
        SECRET.encode().hex(),
    ],
)
def test_a_server_that_repeats_what_it_was_told(said: str) -> None:
    fields = {"smtp_user": USER, "smtp_password": SECRET}
    answers = (b"220 hi\r\n", b"250-x\r\n250 AUTH PLAIN\r\n", f"535 5.7.8 no {said}\r\n".encode())
    with scripted(answers) as port:
        told = "refused the user name or the password (535 5.7.8)"
        error = refused(port, told, "Check", fields=fields)
    assert said not in "".join(traceback.format_exception(error))


def test_nor_does_the_traceback_of_a_refusal() -> None:
    fields = {"smtp_password": SECRET}
    mailbox = Mailbox({"RCPT": f"550 {SECRET}"})
    with served(mailbox, command_call_limit=99) as port:
        error = refused(port, "refused the recipient", "Check", fields=fields)
    assert SECRET not in "".join(traceback.format_exception(error))
