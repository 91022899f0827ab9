"""What README.md says is so: its code runs, its flags exist, its tables are complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from cases import each
from typer.testing import CliRunner

import bilingual
from bilingual.cli import app
from bilingual.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_five_lines_run() -> None:
    code = blocks("python")[0]
    assert 'read_articles(["corpus/articles"], settings)' in code
    # The same lines without waiting for a model, on one article.
    code = code.replace("Settings(", 'Settings(engine="echo", ').replace(
        "corpus/articles", "corpus/articles/marche-couvert.txt"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"· \d+ sentences, \d+ flags", done.stdout)


def help_of(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert shown.exit_code == 0, shown.output
    return shown.output


def commands() -> set[tuple[str, ...]]:
    group = typer.main.get_command(app)
    found: set[tuple[str, ...]] = set()
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {(name, sub) for sub in inner} if inner else {(name,)}
    return found


def test_every_command_and_flag_of_the_readme_exists() -> None:
    known = commands()
    calls = [
        line.split("#")[0]
        for block in blocks("bash")
        for part in block.splitlines()
        for line in re.findall(r"bilingual [a-z].*", part)
    ]
    assert len(calls) > 5
    for call in calls:
        words = call.split()[1:]
        name = tuple(words[:2]) if tuple(words[:2]) in known else tuple(words[:1])
        assert name in known, call
        text = help_of(*name)
        for flag in re.findall(r"(?<!\S)--?[a-z][a-z-]*", call):
            assert flag in text, f"{flag} of: {call}"


def test_every_command_is_in_the_readme() -> None:
    for name in commands():
        assert "bilingual " + " ".join(name) in README, name


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| `(.*?)` \|", README, flags=re.MULTILINE))
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert rows == {
        name: str(list(value) if isinstance(value, tuple) else value).lower().replace("'", '"')
        if not isinstance(value, str)
        else f'"{value}"'
        for name, value in defaults.items()
    }


@each("code", [0, 1, 2, 3, 4])
def test_every_exit_code_is_in_the_readme(code: int) -> None:
    assert re.search(rf"^\| {code} \|", README, flags=re.MULTILINE)


def test_public_names_are_there() -> None:
    for name in bilingual.__all__:
        assert getattr(bilingual, name) is not None
    assert set(bilingual.__all__) <= set(dir(bilingual))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = bilingual.no_such_name


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
