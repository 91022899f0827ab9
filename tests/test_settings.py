"""Settings: layers in order, unknown keys refused, digests that follow content and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import PlatformDirs
from pydantic import ValidationError

from bilingual.errors import SettingsError
from bilingual.settings import CONTENT, Settings, load_settings, settings_files, user_folder


def test_later_layers_win(tmp_path: Path) -> None:
    file = tmp_path / "bilingual.toml"
    file.write_text('beam = 2\nkey_points = 3\nmodel = "from-file"\n', encoding="utf-8")
    environment = {"BILINGUAL_BEAM": "3", "BILINGUAL_MODEL": "from-env", "HOME": "/x"}
    settings = load_settings(
        file, environment=environment, flags={"model": "from-flag", "beam": None}
    )
    assert (settings.model, settings.beam, settings.key_points) == ("from-flag", 3, 3)


def test_the_layers_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Defaults, the user's own file, the project's, variables, flags: each wins over those
    before."""
    layers = ("own", "project", "environment", "flag")
    names = ("model", "compute_type", "smtp_user", "smtp_host")
    for folder, first in (("config", 0), ("work", 1)):
        (tmp_path / folder).mkdir()
        lines = [f'{name} = "{layers[first]}"\n' for name in names[first:]]
        (tmp_path / folder / "bilingual.toml").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path / "work")
    environment = {f"BILINGUAL_{name.upper()}": layers[2] for name in names[2:]}
    settings = load_settings(
        settings_files(), environment=environment, flags={"smtp_host": "flag", "beam": None}
    )
    assert tuple(getattr(settings, name) for name in names) == layers
    assert settings.beam == Settings().beam


def test_a_file_that_is_named_stands_in_for_the_project_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bilingual.toml").write_text("beam = 2\n", encoding="utf-8")
    assert settings_files() == [Path("bilingual.toml")]
    assert settings_files("other.toml") == [Path("other.toml")]


def test_the_folders_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path))
    assert user_folder("config") == user_folder("cache") == user_folder("data") == tmp_path
    monkeypatch.delenv("BILINGUAL_HOME")
    if sys.platform.startswith("linux"):
        for kind in ("cache", "config", "data"):
            monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(tmp_path / kind))
            assert user_folder(kind) == tmp_path / kind / "bilingual"


def test_a_user_whom_the_system_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("BILINGUAL_HOME", raising=False)
    monkeypatch.setattr(PlatformDirs, "user_data_path", property(nowhere))
    with pytest.raises(SettingsError, match="no home folder") as caught:
        user_folder("data")
    assert "BILINGUAL_HOME" in caught.value.hint


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        ("beem", 4, "unknown setting 'beem'", "Did you mean 'beam'?"),
        ("zzzz", 4, "unknown setting 'zzzz'", "See the settings in docs/settings.md."),
        ("beam", 0, "setting 'beam': Input should be greater than or equal to 1 (got 0)", "See"),
    ],
)
def test_settings_made_directly_are_refused_in_the_same_words(
    key: str, value: object, message: str, hint: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**{key: value})  # type: ignore[arg-type]
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)


@each("old", ["second_choices", "place", "repair"])
def test_an_old_switch_is_refused_and_the_new_one_named(old: str, tmp_path: Path) -> None:
    file = tmp_path / "bilingual.toml"
    file.write_text(f"{old} = false\n", encoding="utf-8")
    ways: dict[str, Callable[[], Settings]] = {
        f"{file}: ": lambda: load_settings(file),
        "environment: ": lambda: load_settings(environment={f"BILINGUAL_{old.upper()}": "false"}),
        "command line: ": lambda: load_settings(flags={old: False}),
        "": lambda: Settings(**{old: False}),  # type: ignore[arg-type]
    }
    for where, way in ways.items():
        with pytest.raises(SettingsError) as caught:
            way()
        assert caught.value.message == f"{where}the setting '{old}' was replaced by 'raw'"
        assert caught.value.hint.startswith("With raw = true")


def test_lists_come_from_the_environment_separated_by_commas() -> None:
    assert load_settings(environment={"BILINGUAL_FORMATS": "json,md"}).formats == ("json", "md")


def test_variables_that_are_no_settings_are_left_alone() -> None:
    assert (
        load_settings(environment={"BILINGUAL_HOME": "/x", "BILINGUAL_CHROMIUM": "y"}) == Settings()
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("beem = 2", "unknown setting 'beem'", "Did you mean 'beam'?"),
        ("zzzz = 2", "unknown setting 'zzzz'", "See the settings in docs/settings.md."),
        ("beam = 0", "setting 'beam'", "See the settings in docs/settings.md."),
        ("beam = ", "not valid TOML", "Correct the file, or remove it."),
        (f"beam = {'9' * 5000}", "not valid TOML", "Correct the file, or remove it."),
        (f"# {'x' * 100_000}", "longer than", "Check the path and its permissions."),
        (f"beam = {'[' * 5000}", "not valid TOML", "Correct the file, or remove it."),
        (
            'memory = "a\\u0000"',
            "no file can have this name",
            "See the settings in docs/settings.md.",
        ),
        # tomllib took minutes for it.
        (f"beam{'.a' * 40_000} = 2", "not valid TOML", "Correct the file, or remove it."),
        # Hexadecimal has no limit in TOML, and Python writes no number of 4,300 digits.
        (f"beam = 0x{'f' * 4000}", "setting 'beam'", "See the settings in docs/settings.md."),
        (f"raw = 0x{'f' * 4000}", "setting 'raw'", "See the settings in docs/settings.md."),
    ],
)
def test_bad_files_are_named(tmp_path: Path, text: str, message: str, hint: str) -> None:
    file = tmp_path / "bilingual.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert message in caught.value.message
    assert caught.value.hint == hint


def test_a_value_that_does_not_fit_is_told_with_the_layer_it_came_from(tmp_path: Path) -> None:
    file = tmp_path / "bilingual.toml"
    file.write_text('spelling = "brittish"\n', encoding="utf-8")
    ways: dict[str, Callable[[], Settings]] = {
        f"{file}: setting 'spelling'": lambda: load_settings(file, flags={"beam": 2}),
        "environment: setting 'beam'": lambda: load_settings(environment={"BILINGUAL_BEAM": "x"}),
        "command line: setting 'beam'": lambda: load_settings(flags={"beam": 0}),
    }
    for message, way in ways.items():
        with pytest.raises(SettingsError) as caught:
            way()
        assert caught.value.message.startswith(message)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no-such\.toml: cannot be read"):
        load_settings(tmp_path / "no-such.toml")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().beam = 2  # type: ignore[misc]


# Settings that change no brief: what they bring about shows elsewhere in its provenance (the
# engine's signature, the terms, the corrections, the article), or they only allow, limit, hasten
# or deliver.
NO_CONTENT = {
    *("model", "engine", "device", "compute_type"),
    *("glossary", "memory"),
    *("keep_all", "check_language", "max_bytes", "max_line", "max_nesting"),
    *("max_sentences", "max_redirects", "url_timeout", "article_timeout", "allow_private_urls"),
    *("threads", "batch_tokens", "formats"),
    *("smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password"),
}
OTHERS: dict[str, Any] = {
    "model": "another",
    "engine": "echo",
    "device": "cuda",
    "compute_type": "float32",
    "quotes": "double",
    "spelling": "british",
    "dates": "day-month",
    "numerals": "words",
    "thousands": "comma",
    "percent": "%",
    "places": "modern",
    "key_point_method": "lead",
    "formats": ("json",),
    "smtp_security": "tls",
}


def test_every_setting_is_said_to_decide_content_or_not() -> None:
    assert set(Settings.model_fields) == CONTENT | NO_CONTENT
    assert not CONTENT & NO_CONTENT


@each("name", sorted(Settings.model_fields))
def test_the_digest_follows_content_and_nothing_else(name: str) -> None:
    usual = getattr(Settings(), name)
    if isinstance(usual, bool):
        other: Any = not usual
    elif isinstance(usual, int | float):
        other = usual + 1
    else:
        other = OTHERS.get(name, "x")
    changed = Settings.model_validate({name: other})
    assert (changed.digest() != Settings().digest()) == (name in CONTENT)


@given(beam=st.integers(1, 16), points=st.integers(1, 12))
def test_content_does(beam: int, points: int) -> None:
    same = (beam, points) == (Settings().beam, Settings().key_points)
    assert (Settings(beam=beam, key_points=points).digest() == Settings().digest()) == same


@each("name, value", [("BILINGUAL_BEAM", "4" * 100_000), (f"BILINGUAL_{'B' * 100_000}", "4")])
def test_what_is_many_pages_long_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment={name: value})
    assert len(caught.value.message) < 500


HUGE = 9223372036854775807
LIMITED = ("max_bytes", "max_sentences", "max_line", "max_nesting", "batch_tokens", "threads")


@pytest.mark.parametrize("line", [*(f"{name} = {HUGE}" for name in LIMITED), "url_timeout = inf"])
def test_limits_are_limited(tmp_path: Path, line: str) -> None:
    """Values that no read and no clock can take."""
    file = tmp_path / "bilingual.toml"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match="less than or equal"):
        load_settings(file)
