"""The markup that e-mail and fragment share: CSS inlined, template code of mailing services in articles made harmless.

Mailing services run what they take for their own template code in the body: {{ }}, {% %}, *| |*, [[ ]], %%name%%. Text of
articles must not be run, and what the sender writes for the service (notices, the place to unsubscribe) must stay as
it is. So the characters that such code needs travel through the template and the inliner as non-characters, which no
text can hold, and become character references at the end: the inliner would turn references back into characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bilingual.render.email_slot import Slot
from bilingual.render.environment import new_environment

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SLOT: Final = "\ufdd0"
_STANDS_FOR: Final = {
    "{": "\ufdd1",
    "}": "\ufdd2",
    "|": "\ufdd3",
    "[": "\ufdd4",
    "]": "\ufdd5",
    "%": "\ufdd6",
    "\n": "\ufdd7",
}
# A percent sign alone is a number's; before a word or another it can begin a name.
_CODE = re.compile(r"[{}|\[\]]|%(?=[%\w])")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def render_mail(name: str, **values: Any) -> str:
    """The template with the values, article text neutralised; still to be inlined and finished."""
    return _environment().get_template(name).render(**values)


def finish(html: str, slot: Slot) -> str:
    """The inlined HTML as it is sent: references for what stood for characters, the sender's slot in its place."""
    for character, standing in _STANDS_FOR.items():
        html = html.replace(standing, f"&#{ord(character)};")
    return html.replace(SLOT, slot.attribute).rstrip("\n") + "\n"


def neutral(value: object) -> object:
    """Plain text without anything that a mailing service could take for its code; markup and numbers as they are."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return _CODE.sub(lambda match: _STANDS_FOR[match[0]], _NONCHARACTERS.sub("\ufffd", value))


def own(text: str) -> Markup:
    """The sender's own words, escaped, with their placeholders as they are."""
    from markupsafe import Markup, escape

    return Markup(_NONCHARACTERS.sub("\ufffd", str(escape(text))))


def flat(html: str) -> Markup:
    """Safe HTML in one line: Markdown-minded builders see no line of it, and code keeps its line feeds."""
    from markupsafe import Markup

    html = _NONCHARACTERS.sub("\ufffd", html)
    html = _PRE.sub(lambda match: match[0].replace("\n", _STANDS_FOR["\n"]), html)
    return Markup(re.sub(r"\s*\n\s*", " ", html))


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
