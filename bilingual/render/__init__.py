"""A brief or an issue -> pages, e-mail, Markdown and feeds, from one view; and the JSON Schemas of
both, made from the records (data/ holds them for the package)."""

from __future__ import annotations

import json
from typing import Any

from bilingual.records import EDITION_VERSION, SCHEMA_VERSION, Brief, Edition
from bilingual.render.html import render_html, render_index
from bilingual.render.markdown import render_markdown

__all__ = ["brief_schema", "render_html", "render_index", "render_markdown"]


def brief_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `<id>.json`, in which defaults are written too."""
    return _schema(Brief, f"brief:{SCHEMA_VERSION}")


def edition_schema() -> dict[str, Any]:
    """The same of `edition.json`."""
    return _schema(Edition, f"edition:{EDITION_VERSION}")


def schema_text(schema: dict[str, Any]) -> str:
    """The shipped file, to the byte."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(record: type[Brief] | type[Edition], name: str) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bilingual:{name}",
        **record.model_json_schema(mode="serialization"),
    }
