"""From frozen briefs to an issue of a newsletter: chosen, grouped, ordered, rendered and sent."""

from bilingual.newsletter.build import build_edition
from bilingual.newsletter.edition_file import EditionSettings, load_edition_settings
from bilingual.newsletter.make import (
    FORMATS,
    Format,
    IssueOptions,
    IssueReport,
    make_issue,
    render_issue,
    send_issue,
)

__all__ = [
    "FORMATS",
    "EditionSettings",
    "Format",
    "IssueOptions",
    "IssueReport",
    "build_edition",
    "load_edition_settings",
    "make_issue",
    "render_issue",
    "send_issue",
]
