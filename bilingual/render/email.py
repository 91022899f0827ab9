"""An issue as the HTML of an e-mail: one column, CSS inlined, one style block for dark mode and narrow screens."""

from __future__ import annotations

import quopri
from typing import Final

from bilingual.records import Edition
from bilingual.render.edition_view import EditionView, arrange_edition
from bilingual.render.email_markup import SLOT, finish, render_mail
from bilingual.render.email_parts import Depth, arrange_parts, depth_of
from bilingual.render.email_slot import unsubscribe_slot
from bilingual.render.environment import template_text

# Gmail cuts a message near 102 KB and hides the rest behind a link, the unsubscribe line with it. Mailing services
# add their own: links that count clicks, a pixel. github.com/hteumeuleu/email-bugs, issue 41.
CLIP_BYTES: Final = 102_000
WARN_BYTES: Final = 80_000
# After the preheader a mail program goes on with the first words of the issue unless something invisible stands there.
PADDING: Final = "\u034f\u200c\u00a0" * 60


def render_email(
    edition: Edition | EditionView, *, full: bool = False, key_points_only: bool = False
) -> str:
    """The HTML of the e-mail; the same Edition gives the same text, one line feed at its end.

    Each story has its headlines, source and link, an excerpt and the key points; with `full` the whole text in place
    of the excerpt, with `key_points_only` the key points alone. Raises UsageError for both at once.
    """
    import css_inline
    from markupsafe import Markup

    depth = depth_of(full=full, key_points_only=key_points_only)
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
    """Bytes as `render_eml` sends them: UTF-8 in quoted-printable, so that an accented letter counts six."""
    return len(quopri.encodestring(html.encode()).replace(b"\n", b"\r\n"))


def size_warning(html: str) -> str | None:
    """One line when the e-mail is so large that Gmail cuts it or soon will, with what to do; else None."""
    size = email_size(html)
    if size < WARN_BYTES:
        return None
    cut = "Gmail cuts it" if size >= CLIP_BYTES else "Gmail cuts e-mails"
    told = f"email.html has {size / 1000:.0f} KB as it is sent; {cut} at {CLIP_BYTES // 1000} KB"
    return f"{told}: use --key-points-only, or leave stories out"
