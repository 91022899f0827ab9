"""The sender's place to unsubscribe: an address becomes a link, what a mailing service replaces stays byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Literal

from bilingual.render import words

Kind = Literal["none", "address", "placeholder", "text"]

# What listmonk, Buttondown, Mailchimp, Brevo, Mailjet, Mailgun, Campaign Monitor and others replace. No quotation
# mark, angle bracket or ampersand: in an attribute these would end it or be read as something else.
_INSIDE = r"[\w .:,$@!#/()=+*|-]"
_PLACEHOLDER = re.compile(
    rf"\{{\{{\{{?{_INSIDE}+\}}?\}}\}}|\{{%{_INSIDE}+%\}}|\*\|[\w:.,-]+\|\*|%%[\w.-]+%%|%[A-Za-z_][A-Za-z_.-]{{2,}}%|\[\[[\w:.-]+\]\]"
    r"|\[[A-Za-z][\w-]*\]|\$\{[\w.]+\}|\$\[[\w:.|]+\]\$?|\{\$?[A-Za-z_][\w.]*\}"
)
_MAILBOX = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_MAILTO = re.compile(
    rf"(?:mailto:)?({_MAILBOX})(\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Slot:
    """`value` is as the sender wrote it, with "mailto:" before a bare e-mail address."""

    kind: Kind
    value: str

    @property
    def attribute(self) -> str:
        """The value for href="..."; nothing for what is no link."""
        if self.kind not in ("address", "placeholder"):
            return ""
        position, parts = 0, []
        for match in _PLACEHOLDER.finditer(self.value) if self.kind == "placeholder" else ():
            parts += [escape(self.value[position : match.start()]), match[0]]
            position = match.end()
        return "".join([*parts, escape(self.value[position:])])


def unsubscribe_slot(text: str) -> Slot:
    """What the sender wrote, sorted: a link only for http, https and mailto, or for what a service fills in.

    >>> [unsubscribe_slot(t).kind for t in ("", "https://a.example/u", "*|UNSUB|*", "javascript:alert(1)")]
    ['none', 'address', 'placeholder', 'text']
    """
    text = text.strip()
    if not text:
        return Slot("none", "")
    if words.safe_url(text) and not _PLACEHOLDER.search(text):
        return Slot("address", text)
    if (mail := _MAILTO.fullmatch(text)) is not None and ".." not in mail[1]:
        return Slot("address", f"mailto:{mail[1]}{mail[2] or ''}")
    if _fills_an_address(text):
        return Slot("placeholder", text)
    return Slot("text", words.clean(text))


def placeholders_held(text: str, space: str) -> str:
    """The text with `space` for the spaces in placeholders: some services do not know one that a line end breaks."""
    return _PLACEHOLDER.sub(lambda match: match[0].replace(" ", space), text)


def _fills_an_address(text: str) -> bool:
    """Whether the text is a placeholder alone, or an address around placeholders that is safe with them filled in."""
    if _PLACEHOLDER.fullmatch(text):
        return True
    if (base := _PLACEHOLDER.match(text)) is not None:
        rest = text[base.end() :]
        return rest[0] in "/?" and _is_safe_around(f"https://x.example{rest}")
    return _PLACEHOLDER.search(text) is not None and _is_safe_around(text)


def _is_safe_around(text: str) -> bool:
    return words.safe_url(_PLACEHOLDER.sub("x", text)) is not None
