"""A brief or an issue -> pages, e-mail, Markdown and feeds, from one view."""

from bilingual.render.html import render_html, render_index
from bilingual.render.markdown import render_markdown
from bilingual.render.schema import brief_schema

__all__ = ["brief_schema", "render_html", "render_index", "render_markdown"]
