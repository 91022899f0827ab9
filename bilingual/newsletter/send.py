"""The test e-mail: one message to one address, sent only when it is asked for."""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from bilingual.errors import DeliveryError, SettingsError, UsageError
from bilingual.pipeline.time_limit import raising_after
from bilingual.settings import Settings

# Folding anew would turn long addresses, such as List-Unsubscribe has, into encoded words.
_AS_WRITTEN: Final = SMTP.clone(refold_source="none")
TIMEOUT: Final = 30.0  # seconds for each answer of the server
_MOST_ANSWERS: Final = 4  # times as long for all of them together
MOST_SAID: Final = 300  # characters of what a server answers
_CODE: Final = re.compile(r"\d\.\d{1,3}\.\d{1,3}\b")  # as RFC 3463 has them
SUBJECT_PREFIX: Final = "[test]"
# A domain of the .invalid kind means that the issue names no sender; servers refuse it.
_NOWHERE: Final = ".invalid"
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)


def send_test(
    message: bytes,
    to: str,
    settings: Settings,
    *,
    timeout: float = TIMEOUT,
    context: ssl.SSLContext | None = None,
) -> None:
    """Send the message of `render_eml` to `to` alone, with its subject marked as a test.

    The certificate of the server is verified (`context` replaces the system's authorities). Nothing
    is kept or tried again. Raises SettingsError without a server, UsageError for a malformed
    address, DeliveryError when the server cannot be reached or does not take the message.
    """
    if not settings.smtp_host:
        raise SettingsError(
            "no mail server is set: 'smtp_host' is empty",
            hint="Set smtp_host in bilingual.toml, or BILINGUAL_SMTP_HOST.",
        )
    if not _ADDRESS.fullmatch(to) or len(to) > 254:
        raise UsageError(
            f"'{_one_line(to)}' is not an e-mail address", hint="Write it as name@example.org."
        )
    test = as_test(message, to, settings)
    with (
        _in_time(settings, timeout),
        _told_plainly(settings, to),
        _connected(settings, timeout, context) as server,
    ):
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.sendmail(_sender(test), [to], test.as_bytes())


def as_test(message: bytes, to: str, settings: Settings) -> EmailMessage:
    """The test message: to `to` alone, subject marked, From the tester if no sender is known."""
    test = message_from_bytes(message, policy=_AS_WRITTEN)
    subject = dict(test.raw_items()).get("Subject", "")
    for name in ("Subject", "To", "Cc", "Bcc", "X-Unsent"):
        del test[name]
    # As it was written: folding an encoded subject anew would lose spaces.
    gap = " " if len(subject) < 60 else "\r\n "
    test.set_raw("Subject", f"{SUBJECT_PREFIX}{gap}{subject}")
    test["To"] = to
    if _sender(test).endswith(_NOWHERE):
        user = settings.smtp_user
        del test["From"]
        test["From"] = user if _ADDRESS.fullmatch(user) and "@" in user else to
    return test


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].addr_spec)


@contextmanager
def _connected(
    settings: Settings, timeout: float, context: ssl.SSLContext | None
) -> Iterator[smtplib.SMTP]:
    secure = context or ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    server = (
        smtplib.SMTP_SSL(timeout=timeout, context=secure)
        if settings.smtp_security == "tls"
        else smtplib.SMTP(timeout=timeout)
    )
    server._host = host  # type: ignore[attr-defined]  # what the certificate has to name
    try:
        code, said = server.connect(host, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        if settings.smtp_security == "starttls":
            server.starttls(context=secure)
        yield server
        # The message is taken by now: a bad goodbye must not look like a refusal.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _in_time(settings: Settings, timeout: float) -> AbstractContextManager[None]:
    """For a server that lets its answer drip, each byte in time, or never comes to an end of it."""
    reason, hint = _LATE
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    late = DeliveryError(f"{where}: {reason}", hint=hint.format(security=settings.smtp_security))
    return raising_after(_MOST_ANSWERS * timeout, late)


@contextmanager
def _told_plainly(settings: Settings, to: str) -> Iterator[None]:
    """Turns any failure of the server into an error of one line, with a hint what to do."""
    try:
        yield
    except (smtplib.SMTPException, OSError, ValueError) as error:
        reason, hint = next(
            (reason, hint) for kind, reason, hint in _REASONS if isinstance(error, kind)
        )
        if "timed out" in str(error):  # smtplib tells of it as of a server that hung up
            reason, hint = _LATE
        told = reason.format(to=to)
        said = _said(error, settings)
        where = f"{settings.smtp_host}:{settings.smtp_port}"
        raise DeliveryError(
            _one_line(f"{where}: {told}{f' ({said})' if said else ''}"),
            hint=hint.format(security=settings.smtp_security),
            # What a server answers to a password may hold it, and a traceback would show that.
        ) from (None if settings.smtp_password else error)


def _said(error: Exception, settings: Settings) -> str:
    """The server's answer, if there is one, without the password; of its answer to the password
    only the codes."""
    code: int | str
    answer: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    elif isinstance(error, ssl.SSLCertVerificationError):
        code, answer = "", error.verify_message
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        code, answer = "", str(error)
    else:
        return ""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    if isinstance(error, smtplib.SMTPAuthenticationError):
        text = found[0] if (found := _CODE.match(text)) else ""
    for form in _forms_of_password(settings):
        text = text.replace(form, "***")
    return _one_line(f"{code} {text}")[:MOST_SAID]


def _forms_of_password(settings: Settings) -> list[str]:
    """As it is typed, and as AUTH LOGIN and AUTH PLAIN send it."""
    password = settings.smtp_password.get_secret_value()
    if not password:
        return []
    sent = (password, f"\0{settings.smtp_user}\0{password}")
    return [password, *(base64.b64encode(each.encode()).decode() for each in sent)]


def _one_line(text: str) -> str:
    """One line without control characters, which could overwrite what a terminal shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_PORTS: Final = (
    "Check smtp_port and smtp_security ({security} now): starttls is usual on 587, tls on 465."
)
_ASK: Final = "Try again later, or ask who runs the server."
_LATE: Final = ("did not answer in time", _PORTS)
# (error, what happened, what to do); the first that fits counts, special errors first.
_REASONS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (smtplib.SMTPAuthenticationError, "refused the user name or the password",
     "Check smtp_user and BILINGUAL_SMTP_PASSWORD; some services want a password made for "
     "programs."),
    (smtplib.SMTPRecipientsRefused, "refused the recipient {to}",
     "Check the address, and whether this server sends to it."),
    (smtplib.SMTPSenderRefused, "refused the sender",
     "Set the sender's address of the issue to one that this server knows."),
    (smtplib.SMTPDataError, "refused the message",
     "Correct what the server names; everything else was written."),
    (smtplib.SMTPNotSupportedError, "does not offer what is needed", _PORTS),
    (smtplib.SMTPServerDisconnected, "hung up before the message was taken",
     "Try again later. " + _PORTS),
    (smtplib.SMTPResponseException, "refused to go on", _ASK),
    (smtplib.SMTPException, "failed", _ASK),
    (ssl.SSLCertVerificationError, "its certificate is not trusted",
     "Write smtp_host as the name in the certificate, or ask who runs the server."),
    (ssl.SSLError, "does not speak TLS here", _PORTS),
    (socket.gaierror, "no server of this name was found", "Check smtp_host and the connection."),
    (TimeoutError, *_LATE),
    (ConnectionRefusedError, "nothing answers at this port", _PORTS),
    (OSError, "cannot be reached", "Check smtp_host, smtp_port and the connection."),
    (UnicodeError, "a name or password that this server cannot be given",
     "Check smtp_host, smtp_user and the password: only ASCII can be sent."),
    (ValueError, "cannot be a server name", "Check smtp_host."),
)  # fmt: skip
