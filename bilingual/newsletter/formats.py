"""What is written of an issue: every file as bytes, before anything touches the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bilingual.folder.issues import EDITION_FILE, SITE
from bilingual.records import Edition
from bilingual.render.edition_view import EditionView, arrange_edition, newest_first
from bilingual.render.email import render_email
from bilingual.render.email_message import render_eml
from bilingual.render.email_text import render_email_text
from bilingual.render.feed_entries import build_feed
from bilingual.render.feeds import render_atom, render_json_feed
from bilingual.render.fragment import render_fragment
from bilingual.render.issue_markdown import Site, issue_file_name, render_issue_markdown
from bilingual.render.search import render_search
from bilingual.render.site import render_archive, render_issue_briefs, render_issue_page

EMAIL = "email.html"
EML = "issue.eml"
Format = Literal["email", "fragment", "markdown", "feed", "site"]
FORMATS: tuple[Format, ...] = ("email", "fragment", "markdown", "feed", "site")


@dataclass(frozen=True)
class IssueOptions:
    """What is made of an issue. `full` puts the whole side-by-side text into the e-mail and the fragment,
    `key_points_only` nothing but headlines and key points; `replace` lets an issue take the place of another one.
    """

    formats: tuple[Format, ...] = FORMATS
    site: Site = "plain"
    full: bool = False
    key_points_only: bool = False
    replace: bool = False


def render_issue(edition: Edition | EditionView, options: IssueOptions) -> dict[str, bytes]:
    """The files of one issue by their names in the newsletter's folder; edition.json comes first."""
    view = arrange_edition(edition)
    at = f"{view.id}/"
    full, key_points_only = options.full, options.key_points_only
    files = {at + EDITION_FILE: view.edition.model_dump_json(indent=1) + "\n"}
    if "email" in options.formats:
        files[at + EMAIL] = render_email(view, full=full, key_points_only=key_points_only)
        files[at + "email.txt"] = render_email_text(
            view, full=full, key_points_only=key_points_only
        )
    if "fragment" in options.formats:
        files[at + "fragment.html"] = render_fragment(
            view, full=full, key_points_only=key_points_only
        )
    if "markdown" in options.formats:
        name = issue_file_name(view.edition, options.site)
        files[at + name] = render_issue_markdown(view, site=options.site)
    if "site" in options.formats:
        files[f"{SITE}/{at}index.html"] = render_issue_page(view)
        files |= {f"{SITE}/{at}{name}": page for name, page in render_issue_briefs(view)}
    done = {name: text.encode() for name, text in files.items()}
    if "email" in options.formats:
        done[at + EML] = render_eml(view, files[at + EMAIL], files[at + "email.txt"])
    return done


def render_shelf(
    editions: Sequence[Edition | EditionView], options: IssueOptions
) -> dict[str, bytes]:
    """The files over all issues: the feeds, the archive and the search."""
    if not {"feed", "site"} & {*options.formats}:
        return {}
    ordered = newest_first(editions)
    files = {}
    if "feed" in options.formats:
        feed = build_feed(ordered)
        files["feed.json"] = render_json_feed(feed)
        files["feed.xml"] = render_atom(feed)
    if "site" in options.formats:
        files[f"{SITE}/index.html"] = render_archive(ordered)
        files[f"{SITE}/search.html"] = render_search(ordered)
    return {name: text.encode() for name, text in files.items()}
