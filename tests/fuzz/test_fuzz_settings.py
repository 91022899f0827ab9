"""Settings files, variables, flags and edition files of any kind: settings, or a SettingsError that
says where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fuzz import hostile
from fuzz.budget import fuzz
from fuzz.oracles import assert_explained
from hypothesis import strategies as st

from bilingual.errors import SettingsError
from bilingual.newsletter import EditionSettings, load_edition_settings
from bilingual.settings import Settings, load_settings

NAMES = st.sampled_from(
    (*Settings.model_fields, "beem", "Beam", "", "formats.x", "__class__", "a b")
)
SCALARS = st.one_of(
    st.sampled_from(
        ("true", "0", "-1", "4", "1e400", "nan", "inf", "-0.0", "0x7f", "1_000", "9" * 30,
         "9" * 5000, '""', '"auto"',
         '["json", "md"]', '["json", ["md"]]', "[]", "{}", "{a.b = 1}", "2025-01-31",
         "2025-01-31T24:00:00Z", "25:61", "'''x", '"\\uD800"', '"\\U00110000"', '"\x00"',
         "[" * 3000, "{a=" * 300, '"double"', "'html,md'", "")
    ),
    st.integers().map(str),
    st.floats().map(str),
    hostile.TEXT.map(lambda text: json.dumps(text)),
    hostile.TEXT,
)  # fmt: skip
LINES = st.one_of(
    st.tuples(NAMES, st.sampled_from((" = ", "=", ".x = ", " == ", " ")), SCALARS).map("".join),
    st.sampled_from(("[sender]", "[[section]]", "[", "[[story]]", "[a.b.c]", "# x", "\ufeff",
    "\x00", "beam = 4")),
)  # fmt: skip
TOML = hostile.encoded(st.lists(LINES, max_size=4).map("\n".join)) | st.binary(max_size=60)
EDITION = (
    'title = "La lettre"\nnumber = 12\ndate = 2025-01-31\nurl = '
    '"https://letter.example.org"\norder = "newest"\n'
    'introduction = "Bonjour"\nbriefs = ["port-*"]\napart = [["a", "b"]]\n[sender]\nname = "La '
    'lettre"\n'
    'address = "letter@example.org"\nunsubscribe = "{{ x }}"\nnotices = ["1 '
    'Quay"]\n[[section]]\ntitle = "Ports"\n'
    'briefs = ["port-[a-z]"]\n[[story]]\nbriefs = ["grain-vote"]\n'
)  # fmt: skip
VALUES = st.one_of(
    hostile.TEXT, SCALARS, st.none(), st.booleans(), st.integers(), st.floats(),
    st.binary(max_size=4),
    st.lists(st.sampled_from(("json", "md", "html", "pdf", "", 1, None)), max_size=3),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@fuzz("settings files", TOML)
def test_a_settings_file_of_any_bytes(folder: Path, data: bytes) -> None:
    file = folder / "bilingual.toml"
    file.write_bytes(data)
    try:
        chosen = load_settings(file)
    except SettingsError as error:
        assert_explained(error, str(file), "setting '")
    else:
        assert Settings.model_validate(chosen.model_dump()) == chosen
        assert len(chosen.digest()) == 16


@fuzz(
    "settings layers",
    st.dictionaries(
        st.one_of(NAMES.map(lambda name: f"BILINGUAL_{name.upper()}"), hostile.TEXT),
        hostile.TEXT | SCALARS,
        max_size=3,
    ),
    st.dictionaries(NAMES, VALUES, max_size=2),
)
def test_variables_and_flags_of_any_kind(
    environment: dict[str, str], flags: dict[str, object]
) -> None:
    try:
        chosen = load_settings(environment=environment, flags=flags)
    except SettingsError as error:
        assert_explained(error, "environment:", "command line:", "setting '")
    else:
        assert Settings.model_validate(chosen.model_dump()) == chosen
        chosen.digest()


@fuzz("edition files", hostile.encoded(hostile.mutated(EDITION)) | TOML)
def test_an_edition_file_of_any_bytes(folder: Path, data: bytes) -> None:
    file = folder / "edition.toml"
    file.write_bytes(data)
    try:
        chosen = load_edition_settings(file)
    except SettingsError as error:
        assert_explained(error, str(file))
    else:
        assert EditionSettings.model_validate(chosen.model_dump()) == chosen
        headers = (chosen.title, chosen.preheader, chosen.sender.name, chosen.sender.address)
        assert not any(set(text) & set("\r\n\x00") for text in headers)
