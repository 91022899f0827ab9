"""The JSON Schema of an issue, generated from the record; the package ships it as data/edition.schema.json."""

from __future__ import annotations

import json
from typing import Any

from bilingual.records import EDITION_VERSION, Edition


def edition_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `edition.json`, in which every field is written, defaults among them."""
    schema = Edition.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bilingual:edition:{EDITION_VERSION}",
        **schema,
    }


def schema_text() -> str:
    """The shipped file, to the byte."""
    return json.dumps(edition_schema(), ensure_ascii=False, indent=2) + "\n"
