"""Brief -> text: the HTML page, the Markdown file, the index of many, and the schema of the JSON."""

from bilingual.render.html import render_html
from bilingual.render.index import render_index
from bilingual.render.markdown import render_markdown
from bilingual.render.schema import brief_schema

__all__ = ["brief_schema", "render_html", "render_index", "render_markdown"]
