"""The test e-mail, handed to real SMTP servers on loopback, good and bad ones; nothing goes
anywhere else."""

from __future__ import annotations

import email.policy
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cases import each
from edition_factories import demonstration_edition, make_edition, school

from bilingual.errors import BilingualError, DeliveryError, SettingsError, UsageError
from bilingual.newsletter.send import as_test, send_test
from bilingual.records import Edition, Sender
from bilingual.render.email_html import render_email, render_eml
from bilingual.render.email_text import render_email_text
from bilingual.settings import Settings

TO = "tester@example.org"
USER, PASSWORD = "letter", "no-real-password"
HERE = "127.0.0.1"
READY = 30  # seconds for a server to start where the machine is busy
# Made anew in every run: no key lies in the repository.
AUTHORITY = trustme.CA()
Answers = dict[str, str]


class Mailbox:
    """An aiosmtpd handler that keeps what it gets, unless `answers` says what to refuse it with."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.answers = answers or {}
        self.got: list[Envelope] = []

    async def handle_MAIL(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            self.got.append(envelope)
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = Controller(
        mailbox, hostname=HERE, port=free_port(), ready_timeout=READY, **options
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def scripted(answers: Sequence[bytes], *, silent: bool = False) -> Iterator[int]:
    """A server that says the first answer, then one more after each line it gets, then hangs up (or
    says nothing)."""
    done = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            for answer in answers:
                connection.sendall(answer)
                if not lines.readline():
                    return
            if silent:
                done.wait(10)

    with socket.create_server((HERE, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            done.set()
            thread.join(10)
    assert not thread.is_alive()


def settings(port: int, **fields: Any) -> Settings:
    values = {"smtp_host": HERE, "smtp_port": port, "smtp_security": "none"}
    return Settings(**(values | fields))


def eml(edition: Edition | None = None) -> bytes:
    edition = edition or demonstration_edition()
    return render_eml(edition, render_email(edition), render_email_text(edition))


def received(mailbox: Mailbox) -> tuple[Envelope, EmailMessage]:
    (envelope,) = mailbox.got
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return envelope, message


def trusted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def server_side() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any
) -> AuthResult:
    good = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == good, handled=False)


def refused(port: int, message: str, hint: str, **options: Any) -> DeliveryError:
    """The one line that a refusal gives: it names the server and begins with `message`, and never
    the password."""
    fields = options.pop("fields", {})
    with pytest.raises(DeliveryError) as caught:
        send_test(eml(), TO, settings(port, **fields), **options)
    error = caught.value
    assert error.message.startswith(f"{HERE}:{port}: {message}"), error.message
    assert hint in error.hint
    assert error.exit_code == 1
    assert (error.__cause__ is None) == ("smtp_password" in fields)
    for text in (error.message, error.hint):
        assert "\n" not in text
        assert PASSWORD not in text
    return error


def test_the_message_arrives_whole_marked_as_a_test_at_one_address() -> None:
    mailbox = Mailbox()
    with served(mailbox) as port:
        send_test(eml(), TO, settings(port))
    envelope, message = received(mailbox)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("letter@example.org", [TO])
    assert message["Subject"] == "[test] Estuary Letter, No. 12"
    assert message["To"] == TO
    assert message["From"] == "Estuary Letter <letter@example.org>"
    assert message["X-Unsent"] is None
    edition = demonstration_edition()
    for kind, text in (("plain", render_email_text(edition)), ("html", render_email(edition))):
        part = message.get_body((kind,))
        assert part is not None
        assert part.get_content().replace("\r\n", "\n") == text


def test_headers_arrive_as_they_were_written() -> None:
    title = (
        "Être à l’heure : la lettre d’Hélène, de François et de toutes les îles, encore une fois"
    )
    sender = Sender(address="a@b.example", unsubscribe="https://a.example/leave?" + "x" * 200)
    mailbox = Mailbox()
    with served(mailbox) as port:
        send_test(eml(demonstration_edition(title=title, sender=sender)), TO, settings(port))
    _, message = received(mailbox)
    assert message["Subject"] == f"[test] {title}, No. 12"
    assert message["List-Unsubscribe"] == f"<{sender.unsubscribe}>"


@each("user, sender", [("", TO), ("me@example.net", "me@example.net"), ("login", TO)])
def test_without_a_sender_the_tester_sends_to_himself(user: str, sender: str) -> None:
    message = as_test(eml(make_edition(school())), TO, Settings(smtp_user=user))
    assert message["From"] == sender
    assert len(message.get_all("From")) == 1


def test_starttls_with_a_name_and_password() -> None:
    mailbox = Mailbox()
    with served(
        mailbox, tls_context=server_side(), authenticator=knows, auth_required=True
    ) as port:
        fields = {"smtp_security": "starttls", "smtp_user": USER, "smtp_password": PASSWORD}
        send_test(eml(), TO, settings(port, **fields), context=trusted())
        refused(
            port,
            "refused the user name or the password (535 5.7.8)",
            "Check smtp_user and BILINGUAL_SMTP_PASSWORD",
            fields=fields | {"smtp_password": "wrong"},
            context=trusted(),
        )
        refused(
            port,
            "refused the sender (530 5.7.0 Authentication required)",
            "sender's address",
            fields={"smtp_security": "starttls"},
            context=trusted(),
        )
    received(mailbox)


def test_tls_from_the_first_byte() -> None:
    mailbox = Mailbox()
    with served(mailbox, ssl_context=server_side()) as port:
        send_test(eml(), TO, settings(port, smtp_security="tls"), context=trusted())
    received(mailbox)


def test_a_certificate_that_nobody_vouches_for_ends_it_before_anything_is_said() -> None:
    mailbox = Mailbox()
    with served(mailbox, tls_context=server_side()) as port:
        refused(
            port,
            "its certificate is not trusted (unable to get local issuer certificate)",
            "Write smtp_host as the name in the certificate",
            fields={"smtp_security": "starttls"},
        )
    assert mailbox.got == []


@each(
    "command, answer, told, hint",
    [
        ("MAIL", "553 not yours", "refused the sender (553 not yours)", "Set the sender's address"),
        ("RCPT", "550 no such user", f"refused the recipient {TO} (550 no such user)",
         "Check the address"),
        ("DATA", "554 looks like spam", "refused the message (554 looks like spam)",
         "what the server names"),
        ("DATA", "452 full\x1b[2J\x07", "refused the message (452 full [2J)",
         "what the server names"),
        ("RCPT", f"550 {PASSWORD} " + "x" * 400, f"refused the recipient {TO} (550 *** xxx",
         "Check"),
    ],
)  # fmt: skip
def test_a_server_that_refuses(command: str, answer: str, told: str, hint: str) -> None:
    mailbox = Mailbox({command: answer})
    with served(mailbox, command_call_limit=99) as port:
        error = refused(port, told, hint, fields={"smtp_password": PASSWORD})
    assert mailbox.got == []
    assert len(error.message) < 420


def test_a_server_without_starttls_is_not_trusted_with_anything() -> None:
    mailbox = Mailbox()
    with served(mailbox) as port:
        refused(
            port,
            "does not offer what is needed (STARTTLS",
            "smtp_security (starttls now)",
            fields={"smtp_security": "starttls"},
        )
    assert mailbox.got == []


def test_a_server_without_passwords_is_told_none() -> None:
    fields = {"smtp_user": USER, "smtp_password": PASSWORD}
    with served(Mailbox()) as port:
        refused(port, "does not offer what is needed (SMTP AUTH", "smtp_port", fields=fields)


def test_plain_text_where_tls_is_spoken_and_the_other_way_round() -> None:
    with served(Mailbox()) as port:
        refused(port, "does not speak TLS here", "tls on 465", fields={"smtp_security": "tls"})


@each(
    "answers, told",
    [
        ([], "hung up before the message was taken"),
        ([b"220 hello\r\n", b"250 hello\r\n"], "hung up before the message was taken"),
        ([b"421 too busy\r\n"], "refused to go on (421 too busy)"),
        ([b"220 hello\r\n", b"500 no\r\n", b"502 no\r\n"], "refused to go on (502 no)"),
    ],
)
def test_a_server_that_hangs_up_or_has_no_time(answers: list[bytes], told: str) -> None:
    with scripted(answers) as port:
        refused(port, told, "Try again later")


@each("answers", [[], [b"220 hello\r\n"]])
def test_a_server_that_never_answers(answers: list[bytes]) -> None:
    with scripted(answers, silent=True) as port:
        refused(port, "did not answer in time", "Check smtp_port", timeout=0.3)


def test_a_message_that_was_taken_counts_however_the_server_says_goodbye() -> None:
    class Rude(SMTP):
        async def smtp_QUIT(self, _arg: str) -> None:  # noqa: N802
            await self.push("500 nonsense")
            self.transport.close()

    class RudeController(Controller):
        def factory(self) -> SMTP:
            return Rude(self.handler)

    mailbox = Mailbox()
    controller = RudeController(mailbox, hostname=HERE, port=free_port(), ready_timeout=READY)
    controller.start()
    try:
        send_test(eml(), TO, settings(controller.port))
    finally:
        controller.stop()
    received(mailbox)


def test_a_port_where_nobody_listens() -> None:
    refused(free_port(), "nothing answers at this port", "Check smtp_port and smtp_security")


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(
        DeliveryError, match=r"^mail\.invalid:587: no server of this name was found"
    ):
        send_test(eml(), TO, Settings(smtp_host="mail.invalid"))


@each("host", ["a..b", "x" * 70 + ".example", "a\0b"])
def test_a_name_that_no_server_can_have(host: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        send_test(eml(), TO, Settings(smtp_host=host))
    assert "Check smtp_host" in caught.value.hint


def test_a_password_that_cannot_be_sent_is_not_shown() -> None:
    fields = {"smtp_security": "starttls", "smtp_user": USER, "smtp_password": f"{PASSWORD}é"}
    with served(Mailbox(), tls_context=server_side(), authenticator=knows) as port:
        told = "a name or password that this server cannot be given"
        refused(port, told, "only ASCII can be sent", fields=fields, context=trusted())


@each(
    "to",
    ["", "a", "a@", "@b", "a b@c.example", "a@b.example, c@d.example", "a@b.example\nRCPT TO:<x@y>",
     "<a@b.example>", "é@b.example", "a@-b.example", f"{'a' * 250}@b.example"],
)  # fmt: skip
def test_a_malformed_address_is_refused_before_anything_is_sent(to: str) -> None:
    with pytest.raises(UsageError, match="is not an e-mail address") as caught:
        send_test(eml(), to, settings(9))
    assert "\n" not in caught.value.message
    assert caught.value.hint == "Write it as name@example.org."


def test_without_a_server_the_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="'smtp_host' is empty") as caught:
        send_test(eml(), TO, Settings())
    assert "BILINGUAL_SMTP_HOST" in caught.value.hint
    assert isinstance(caught.value, BilingualError)


def test_a_server_that_lets_its_answer_drip_is_given_up() -> None:
    over = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            while not over.wait(0.05):
                connection.sendall(b"220-and\r\n")

    with socket.create_server((HERE, 0)) as listener:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            port, fields = listener.getsockname()[1], {"smtp_password": PASSWORD}
            refused(port, "did not answer in time", "smtp_security", timeout=0.5, fields=fields)
        finally:
            over.set()
            thread.join()
