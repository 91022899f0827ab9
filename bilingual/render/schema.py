"""The JSON Schema of a brief, generated from the record; the package ships it as data/brief.schema.json."""

from __future__ import annotations

import json
from typing import Any

from bilingual.records import SCHEMA_VERSION, Brief


def brief_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `<id>.json`, in which every field is written, defaults among them."""
    schema = Brief.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bilingual:brief:{SCHEMA_VERSION}",
        **schema,
    }


def schema_text() -> str:
    """The shipped file, to the byte."""
    return json.dumps(brief_schema(), ensure_ascii=False, indent=2) + "\n"
