"""The shipped JSON Schema is the record, and a validator of other people agrees on what is a
brief."""

from __future__ import annotations

import json
from importlib.resources import files

from brief_strategies import briefs
from cases import each
from factories import demonstration
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from bilingual.records import Brief
from bilingual.render import brief_schema, schema_text


def test_the_shipped_schema_is_the_record() -> None:
    shipped = files("bilingual").joinpath("data/brief.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(brief_schema()), (
        "write it anew: python -c 'from bilingual.render import *; "
        'print(schema_text(brief_schema()), end="")\''
        " > bilingual/data/brief.schema.json"
    )


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(brief_schema())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(briefs())
def test_every_brief_fits(brief: Brief) -> None:
    Draft202012Validator(brief_schema()).validate(json.loads(brief.model_dump_json()))


@each(
    "change",
    [
        {"schema_version": "2.0"},
        {"flags": [{"index": -1}]},
        {"unknown": 1},
        {"provenance": None},
    ],
)
def test_other_things_do_not_fit(change: dict[str, object]) -> None:
    told = json.loads(demonstration().model_dump_json()) | change
    assert not Draft202012Validator(brief_schema()).is_valid(told)
