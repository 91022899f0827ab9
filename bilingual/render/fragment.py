"""An issue as a body to paste into a mailing service: inline styles only, nothing that a Markdown reader would change."""

from __future__ import annotations

import re

from bilingual.records import Edition
from bilingual.render.edition_view import EditionView, arrange_edition
from bilingual.render.email import base_css, mail_values
from bilingual.render.email_markup import finish, render_mail
from bilingual.render.email_parts import depth_of
from bilingual.render.email_slot import unsubscribe_slot


def render_fragment(
    edition: Edition | EditionView, *, full: bool = False, key_points_only: bool = False
) -> str:
    """One table without <html>, <head> and <style>; every line begins with a tag, none is blank or indented.

    The same parts as `render_email`, without the preheader: builders have a field for it. Raises UsageError.
    """
    import css_inline

    depth = depth_of(full=full, key_points_only=key_points_only)
    page = arrange_edition(edition)
    html = render_mail("fragment.html", **mail_values(page, depth))
    css = base_css() + ".column { background-color: #ffffff; }"
    inlined = css_inline.inline_fragment(html, css, minify_css=True, load_remote_stylesheets=False)
    return finish(one_tag_a_line(inlined), unsubscribe_slot(page.unsubscribe))


def one_tag_a_line(html: str) -> str:
    """Line feeds only before rows and cells' ends, where Markdown readers and browsers see nothing in them."""
    flat = re.sub(r"\s*\n\s*", "", html)
    return re.sub(r"(?<=.)(<(?:table|tr)\b|</table>)", r"\n\1", flat)
