"""An issue read back is the issue; its schema is the shipped one; what is none gives one clear
line."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from edition_factories import demonstration_edition
from jsonschema import Draft202012Validator

from bilingual.errors import InputError
from bilingual.folder.issues import read_edition
from bilingual.render import edition_schema, schema_text


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "edition.json"
    file.write_text(demonstration_edition().model_dump_json(indent=1), encoding="utf-8")
    assert read_edition(file) == demonstration_edition()


def change(tmp_path: Path, **changes: object) -> Path:
    file = tmp_path / "edition.json"
    told = json.loads(demonstration_edition().model_dump_json()) | changes
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"edition_version": "2.0"}, "edition_version"),
        ({"later_field": 1}, "later_field"),
        ({"briefs": []}, "briefs"),
        ({"sections": None}, "sections"),
        ({"date": "2025-02-30"}, "file"),
    ],
)
def test_an_issue_of_another_version_or_a_damaged_one(
    tmp_path: Path, changes: dict[str, object], where: str
) -> None:
    with pytest.raises(InputError, match=f"not an issue of this version \\({where}: ") as caught:
        read_edition(change(tmp_path, **changes))
    assert "edition.json" in caught.value.message
    assert "bilingual newsletter" in caught.value.hint


def test_a_missing_issue_and_half_a_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_edition(tmp_path / "none.json")
    half = tmp_path / "half.json"
    half.write_text(demonstration_edition().model_dump_json()[:500], encoding="utf-8")
    with pytest.raises(InputError, match="not an issue of this version \\(file: "):
        read_edition(half)


def test_the_shipped_schema_is_the_record() -> None:
    shipped = files("bilingual").joinpath("data/edition.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(edition_schema()), (
        "write it anew: python -c 'from bilingual.render import *; "
        'print(schema_text(edition_schema()), end="")\''
        " > bilingual/data/edition.schema.json"
    )


def test_a_validator_of_other_people_agrees() -> None:
    schema = edition_schema()
    Draft202012Validator.check_schema(schema)
    told = json.loads(demonstration_edition().model_dump_json())
    Draft202012Validator(schema).validate(told)
    for wrong in ({"edition_version": "2.0"}, {"unknown": 1}, {"sections": []}, {"id": "A B"}):
        assert not Draft202012Validator(schema).is_valid(told | wrong)
