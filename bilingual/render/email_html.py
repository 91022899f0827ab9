"""An issue as the HTML of an e-mail, as a fragment to paste into a mailing service, and as an .eml
file: text and HTML in one multipart/alternative message.

CSS is inlined; one style block serves dark mode and narrow screens. Mailing services run what they
take for their own template code: {{ }}, {% %}, *| |*, [[ ]], %%name%%. Text of articles must not be
run, and what the sender writes for the service (notices, the place to unsubscribe) must stay as it
is. So the characters of such code go through the template and the inliner as non-characters, which
no text can hold, and become character references at the end: the inliner would undo references.
"""

from __future__ import annotations

import quopri
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bilingual.records import Edition
from bilingual.render.edition_view import EditionView, arrange_edition
from bilingual.render.email_parts import Depth, Slot, arrange_parts, unsubscribe_slot
from bilingual.render.html import new_environment, template_text

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup
import hashlib
import uuid
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from bilingual.errors import UsageError
from bilingual.render import words

# Gmail cuts a message near 102 KB and hides the rest behind a link, the unsubscribe line with it.
# Mailing services add their own: links that count clicks, a pixel.
# github.com/hteumeuleu/email-bugs, issue 41.
CLIP_BYTES: Final = 102_000
WARN_BYTES: Final = 80_000
# A mail program fills up the preheader with the first words, unless with this.
PADDING: Final = "\u034f\u200c\u00a0" * 60


def render_email(edition: Edition | EditionView, *, depth: Depth = "excerpt") -> str:
    """The HTML of the e-mail; the same Edition gives the same text, one line feed at its end.

    Each story has its headlines, source and link, an excerpt and the key points; by
    `depth` the whole text stands in place of the excerpt, or the key points stand alone.
    """
    import css_inline
    from markupsafe import Markup

    page = arrange_edition(edition)
    html = render_mail("email.html", padding=Markup(PADDING), **mail_values(page, depth))
    inlined = css_inline.inline(
        html,
        extra_css=base_css(),
        inline_style_tags=False,
        keep_style_tags=True,
        minify_css=True,
        load_remote_stylesheets=False,
    )
    return finish(inlined, unsubscribe_slot(page.unsubscribe))


def mail_values(page: EditionView, depth: Depth) -> dict[str, object]:
    """What the templates of e-mail and fragment show."""
    from markupsafe import Markup

    return {
        "page": page,
        "sections": arrange_parts(page, depth),
        "slot": unsubscribe_slot(page.unsubscribe),
        "token": Markup(SLOT),
    }


def base_css() -> str:
    """The style sheet that is inlined; without the style block the e-mail stands on it alone."""
    return template_text("email.css")


def email_size(html: str) -> int:
    """Bytes as `render_eml` sends them: in quoted-printable an accented letter takes six."""
    return len(quopri.encodestring(html.encode()).replace(b"\n", b"\r\n"))


def size_warning(html: str) -> str | None:
    """A warning when the e-mail is so large that Gmail cuts it, or nearly so; else None."""
    size = email_size(html)
    if size < WARN_BYTES:
        return None
    cut = "Gmail cuts it" if size >= CLIP_BYTES else "Gmail cuts e-mails"
    told = f"email.html has {size / 1000:.0f} KB as it is sent; {cut} at {CLIP_BYTES // 1000} KB"
    return f"{told}: use --key-points-only, or leave stories out"


SLOT: Final = "\ufdd0"
_STANDS_FOR: Final = {
    "{": "\ufdd1", "}": "\ufdd2", "|": "\ufdd3", "[": "\ufdd4", "]": "\ufdd5", "%": "\ufdd6",
    "\n": "\ufdd7",
}  # fmt: skip
# A percent sign alone is a number's; before a word or another it can begin a name.
_CODE = re.compile(r"[{}|\[\]]|%(?=[%\w])")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def render_mail(name: str, **values: Any) -> str:
    """The template with the values, article text neutralised; still to be inlined and finished."""
    return _environment().get_template(name).render(**values)


def finish(html: str, slot: Slot) -> str:
    """The HTML as it is sent: stand-ins become references, and the sender's slot is filled."""
    for character, standing in _STANDS_FOR.items():
        html = html.replace(standing, f"&#{ord(character)};")
    return html.replace(SLOT, slot.attribute).rstrip("\n") + "\n"


def neutral(value: object) -> object:
    """Plain text with the signs of template code replaced by stand-ins; markup as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return _CODE.sub(lambda match: _STANDS_FOR[match[0]], _NONCHARACTERS.sub("\ufffd", value))


def own(text: str) -> Markup:
    """The sender's own words, escaped, with their placeholders as they are."""
    from markupsafe import Markup, escape

    return Markup(_NONCHARACTERS.sub("\ufffd", str(escape(text))))


def flat(html: str) -> Markup:
    """Safe HTML in one line, so that Markdown readers see none of it; code keeps its lines."""
    from markupsafe import Markup

    html = _NONCHARACTERS.sub("\ufffd", html)
    html = _PRE.sub(lambda match: match[0].replace("\n", _STANDS_FOR["\n"]), html)
    return Markup(re.sub(r"(?<!\s)[^\S\n]*+\n\s*", " ", html))


def mail_url(url: str) -> str:
    """A safe URL with the characters of template code percent-encoded; it leads to the same place.

    >>> mail_url("https://a.example/?q={{x}}&p=*|Y|*")
    'https://a.example/?q=%7B%7Bx%7D%7D&p=*%7CY%7C*'
    """
    url = re.sub(r"[{}|<>\"`^]|\[(?=\[)|(?<=\[)\[|\](?=\])|(?<=\])\]", _percent, url)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url)


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


@cache
def _environment() -> Environment:
    environment = new_environment(finalize=neutral)
    environment.filters.update(own=own, flat=flat, mail_url=mail_url)
    return environment


def render_fragment(edition: Edition | EditionView, *, depth: Depth = "excerpt") -> str:
    """One table without <html>, <head> and <style>; every line begins with a tag.

    The same parts as `render_email`, without the preheader: builders have a field for it.
    """
    import css_inline

    page = arrange_edition(edition)
    html = render_mail("fragment.html", **mail_values(page, depth))
    css = base_css() + ".column { background-color: #ffffff; }"
    inlined = css_inline.inline_fragment(html, css, minify_css=True, load_remote_stylesheets=False)
    return finish(one_tag_a_line(inlined), unsubscribe_slot(page.unsubscribe))


def one_tag_a_line(html: str) -> str:
    """Line feeds only before rows and tables, where they change nothing."""
    flat = re.sub(r"(?<!\s)[^\S\n]*+\n\s*", "", html)
    return re.sub(r"(?<=.)(<(?:table|tr)\b|</table>)", r"\n\1", flat)


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


MAIL_POLICY: Final = MailPolicy(linesep=SMTP.linesep)


def render_eml(edition: Edition | EditionView, html: str, text: str) -> bytes:
    """The message in wire format (CRLF), text first: a draft for the mail program.

    Date is noon UTC of the day of the issue. Without an address of the sender, From is
    `NO_ADDRESS`. Raises UsageError when an address of the sender is none.
    """
    page = arrange_edition(edition)
    sender = page.edition.sender
    message = EmailMessage(policy=MAIL_POLICY)
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
