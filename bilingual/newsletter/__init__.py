"""From frozen briefs to an issue of a newsletter, in every form it is published in; nothing is translated again."""

from bilingual.newsletter.formats import FORMATS, Format, IssueOptions, render_issue
from bilingual.newsletter.make import IssueReport, make_issue, send_issue

__all__ = [
    "FORMATS",
    "Format",
    "IssueOptions",
    "IssueReport",
    "make_issue",
    "render_issue",
    "send_issue",
]
