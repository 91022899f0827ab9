"""edition.toml: every key, and for every mistake one line that names the file, the key and the way
out."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import each

from bilingual.errors import SettingsError
from bilingual.newsletter import EditionSettings, load_edition_settings

FULL = """
title = "Estuary Letter"
number = 12
date = 2025-01-21
languages = "fr-en"
introduction_file = "intro.md"
preheader = "A port and a school"
url = "https://letter.example.org/archive"
briefs = ["port-*", "school"]
order = "listed"
group = false
apart = [["a", "b", "c"]]

[sender]
name = "Estuary Letter"
address = "letter@example.org"
reply_to = "desk@example.org"
notices = ["1 Quay Street"]
unsubscribe = "{{ unsubscribe_url }}"

[[section]]
title = "Ports"
briefs = ["port-*"]

[[story]]
briefs = ["x", "y"]
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "edition.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults() -> None:
    assert load_edition_settings(None) == EditionSettings()
    assert EditionSettings().title == "Bilingual briefs"


def test_every_key(tmp_path: Path) -> None:
    (tmp_path / "intro.md").write_text("Bonjour **à tous**.", encoding="utf-8")
    found = load_edition_settings(write(tmp_path, FULL))
    assert found.introduction == "Bonjour **à tous**."
    assert (found.number, found.date, found.languages) == (12, "2025-01-21", "fr-en")
    assert found.sender.notices == ("1 Quay Street",)
    assert found.section[0].title == "Ports"
    assert found.kept_apart() == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize("written", ["2025-01-21", '"2025-01-21"', "2025-01-21T18:30:00+01:00"])
def test_a_date_is_a_day(tmp_path: Path, written: str) -> None:
    assert load_edition_settings(write(tmp_path, f"date = {written}")).date == "2025-01-21"


@each(
    "text, key, words",
    [
        ("tittle = 'x'", "'tittle'", "Did you mean 'title'?"),
        ("introduction_fil = 'x'", "'introduction_fil'", "Did you mean 'introduction_file'?"),
        ("[sender]\nadress = 'x'", "'sender.adress'", "Did you mean 'address'?"),
        ("[[section]]\nbrief = ['x']\nbriefs = ['x']", "'section.1.brief'",
         "Did you mean 'briefs'?"),
        ("[[story]]\nbriefs = []", "'story.1.briefs'", "at least 1"),
        ("number = 0", "'number'", "greater than or equal to 1"),
        ("number = true", "'number'", "valid integer"),
        ("title = ''", "'title'", "at least 1"),
        ('title = "a\\nBcc: b@example.org"', "'title'", "one line"),
        ('preheader = "a\\u0007"', "'preheader'", "one line"),
        ("date = 'soon'", "'date'", "write it as 2025-01-31"),
        ("date = 20250121", "'date'", "valid string"),
        ("languages = 'fr'", "'languages'", "'en-fr' or 'fr-en'"),
        ("url = 'javascript:alert(1)'", "'url'", "not an http or https address"),
        ("url = 'https://'", "'url'", "not an http or https address"),
        ("url = 'http://[::1'", "'url'", "not an http or https address"),
        ("url = 'https://ada:secret@example.org/'", "'url'", "not an http or https address"),
        ("group = 'yes'", "'group'", "valid boolean"),
        ("apart = [['a']]", "'apart'", "at least two"),
        ("order = 'random'", "'order'", "'newest'"),
        ('[sender]\naddress = "a@example.org\\nBcc: b@example.org"', "'sender'",
         "address has to be one line"),
        ("[sender]\naddress = 'Estuary <a@example.org>'", "'sender'", "not one e-mail address"),
        ("[sender]\nreply_to = 'nobody'", "'sender'", "reply_to: 'nobody'"),
        ('[sender]\nname = "a\\r\\nX: y"', "'sender'", "name has to be one line"),
        ('[sender]\nnotices = ["a\\nb"]', "'sender'", "each of the notices"),
        ("introduction = 'a'\nintroduction_file = 'b.md'", "'introduction_file'", "already has"),
        ("introduction_file = 'none.md'", "'introduction_file'", "none.md: cannot be read"),
        ("introduction_file = '/dev/zero'", "'introduction_file'", "longer than"),
        ("introduction_file = 3", "'introduction_file'", "not the name of a file"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str, key: str, words: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_edition_settings(file)
    told = f"{caught.value.message} {caught.value.hint}"
    assert str(file) in caught.value.message
    assert key in caught.value.message
    assert words in told
    assert "\n" not in caught.value.message


@each(
    "key, value, words",
    [
        ("tittle", "x", "Did you mean 'title'?"),
        ("introduction_file", "a.md", "Did you mean 'introduction'?"),
        ("number", 0, "'number': Input should be greater than or equal to 1"),
        ("section", [{"briefs": []}], "'section.1.briefs'"),
        ("order", "random", "'order'"),
    ],
)
def test_settings_made_directly_are_refused_in_the_same_words(
    key: str, value: object, words: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        EditionSettings(**{key: value})  # type: ignore[arg-type]
    assert words in f"{caught.value.message} {caught.value.hint}"


def test_a_missing_file_and_one_that_is_no_toml(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_edition_settings(tmp_path / "none.toml")
    for text in ("title =", f"number = {'9' * 5000}", f"title = {'[' * 5000}"):
        with pytest.raises(SettingsError, match="not valid TOML"):
            load_edition_settings(write(tmp_path, text))
