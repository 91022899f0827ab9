"""An issue as an .eml file: text and HTML in one multipart/alternative message."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any, Final

from bilingual.errors import UsageError
from bilingual.records import Edition
from bilingual.render import words
from bilingual.render.edition_view import EditionView, arrange_edition
from bilingual.render.email_parts import unsubscribe_slot

# RFC 5322 requires a From, and RFC 2606 keeps .invalid for names that exist nowhere: every mail
# program opens the file, and nobody can be written to by mistake.
NO_ADDRESS: Final = "newsletter@sender.invalid"
MOST_OCTETS: Final = 998  # in a line, RFC 5322, 2.1.1
_WHOLE: Final = frozenset({"list-unsubscribe", "message-id"})
_ADDRESSES: Final = frozenset({"from", "reply-to"})


class MailPolicy(EmailPolicy):
    """SMTP, but long addresses and lines that are not ASCII are folded without damage."""

    def fold(self, name: str, value: Any) -> str:
        written = str(value)
        if name.lower() in _WHOLE:
            return f"{name}: {written}{self.linesep}"
        if written.isascii():
            return str(super().fold(name, value))
        if name.lower() not in _ADDRESSES:
            return f"{name}: {self._encoded(name, written)}{self.linesep}"
        (address,) = value.addresses
        shown = self._encoded(name, address.display_name)
        return f"{name}: {shown}{self.linesep} <{address.addr_spec}>{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")

    def _encoded(self, name: str, text: str) -> str:
        return Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)


POLICY: Final = MailPolicy(linesep=SMTP.linesep)


def render_eml(edition: Edition | EditionView, html: str, text: str) -> bytes:
    """The message in wire format (CRLF), text first: a draft for the mail program.

    Date is noon UTC of the day of the issue. Without an address of the sender, From is
    `NO_ADDRESS`. Raises UsageError when an address of the sender is none.
    """
    page = arrange_edition(edition)
    sender = page.edition.sender
    message = EmailMessage(policy=POLICY)
    message["Subject"] = page.subject
    message["From"] = mailbox(sender.address or NO_ADDRESS, page.sender_name or page.title)
    if sender.reply_to:
        message["Reply-To"] = mailbox(sender.reply_to)
    message["Date"] = datetime.combine(date.fromisoformat(page.edition.date), time(12), UTC)
    message["Message-ID"] = _message_id(message["From"].addresses[0].domain, page.id, html, text)
    # Outlook opens the file as a draft that can be sent, and not as a message that was received.
    message["X-Unsent"] = "1"
    slot = unsubscribe_slot(sender.unsubscribe)
    if slot.kind == "address" and slot.value.isascii() and len(slot.value) < MOST_OCTETS - 20:
        message["List-Unsubscribe"] = f"<{slot.value}>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(_boundary(html, text))
    message["Content-Language"] = "en, fr"  # earlier, it would move into the first part
    return message.as_bytes()


def mailbox(address: str, name: str = "") -> Address:
    """Raises UsageError when this is no e-mail address that a header can hold."""
    try:
        user, _, domain = address.strip().rpartition("@")
        found = Address(name, addr_spec=f"{user}@{domain.encode('idna').decode('ascii')}")
    except (MessageError, ValueError, IndexError) as error:
        raise _no_address(address) from error
    if not re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", found.addr_spec):
        raise _no_address(address)
    return found


def _no_address(address: str) -> UsageError:
    return UsageError(
        f"'{words.clean(address)}' is not an e-mail address",
        hint="Write it as name@example.org.",
    )


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()


def _message_id(domain: str, *content: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, _digest(*content))}@{domain}>"


def _boundary(*parts: str) -> str:
    """A boundary made of the content; "=_" stands in no quoted-printable text (RFC 2045, 6.7)."""
    return f"=_{_digest(*parts)[:40]}"
