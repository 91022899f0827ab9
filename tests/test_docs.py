"""What README.md and docs/ say is so: their code runs, their flags exist, their tables are
complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import typer
from cases import each
from test_architecture import GROUND, RULES, STAGE, modules, room
from typer.testing import CliRunner

import bilingual
from bilingual.cli import app
from bilingual.newsletter import EditionSettings
from bilingual.records import Sender
from bilingual.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {file: file.read_text(encoding="utf-8") for file in FILES}
README = TEXTS[ROOT / "README.md"]
CARDS = [*ROOT.glob("corpus/*.md"), *ROOT.glob("models/*.md"), *ROOT.glob("models/*/*.md")]
LINKED = TEXTS | {file: file.read_text(encoding="utf-8") for file in CARDS}
ALL = "\n".join(TEXTS.values())


def blocks(language: str, text: str = ALL) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def page(name: str) -> str:
    return TEXTS[ROOT / "docs" / f"{name}.md"]


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert len(README.splitlines()) <= 150
    assert set(re.findall(r"\(docs/([a-z-]+)\.md\)", README)) == {f.stem for f in FILES[1:]}


def five_lines() -> str:
    return blocks("python", page("python"))[0]


def test_the_five_lines_run() -> None:
    code = five_lines()
    assert 'read_articles(["corpus/articles"], settings)' in code
    # The same lines without waiting for a model, on one article.
    code = code.replace("Settings(", 'Settings(engine="echo", ').replace(
        "corpus/articles", "corpus/articles/marche-couvert.txt"
    )
    assert re.search(r"· \d+ sentences, \d+ flags", run_python(code))


def test_a_folder_and_an_issue_are_made(tmp_path: Path) -> None:
    code = blocks("python", page("python"))[1]
    for told, here in {
        "Settings()": "Settings(engine='echo', memory='off')",
        '"corpus/articles"': '"corpus/articles/marche-couvert.txt"',
        '"outputs"': repr(str(tmp_path / "outputs")),
        '"newsletter"': repr(str(tmp_path / "newsletter")),
    }.items():
        assert told in code
        code = code.replace(told, here)
    shown = run_python(code)
    assert shown.startswith("marche-couvert · ")
    assert "1 story, 1 article, 26 sentences" in shown
    assert (tmp_path / "newsletter/site/index.html").is_file()


def test_the_echo_runs() -> None:
    assert run_python(blocks("python", page("python"))[2]) == "2 sentences\n"


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


def test_every_command_and_flag_exists() -> None:
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


def test_every_command_is_documented() -> None:
    for name in commands():
        assert "bilingual " + " ".join(name) in ALL, name


def test_every_setting_is_documented_with_its_default() -> None:
    settings = page("settings").partition("## Settings\n")[2]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| `(.*?)` \|", settings, flags=re.MULTILINE))
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    defaults["smtp_password"] = defaults["smtp_password"].get_secret_value()
    assert rows == {
        name: str(list(value) if isinstance(value, tuple) else value).lower().replace("'", '"')
        if not isinstance(value, str)
        else f'"{value}"'
        for name, value in defaults.items()
    }


@each("code", [0, 1, 2, 3, 4])
def test_every_exit_code_is_documented(code: int) -> None:
    assert re.search(rf"^\| {code} \|", page("settings"), flags=re.MULTILINE)


def test_every_public_name_is_documented() -> None:
    table = page("python").partition("## What is public")[2]
    assert set(re.findall(r"`(\w+)`", table.partition("| what |")[2])) == set(bilingual.__all__)


def test_every_key_of_an_edition_is_documented() -> None:
    table = page("newsletter").partition("| key |")[2].partition("\n\n")[0]
    keys = re.findall(r"^\| `([a-z_]+)` \|", table, flags=re.MULTILINE)
    assert set(keys) == {*EditionSettings.model_fields, "introduction_file"}
    for key in Sender.model_fields:
        assert f"`{key}`" in table, key


def test_every_room_is_in_the_architecture_with_what_it_may_import() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page("architecture"), re.MULTILINE)
    assert {name for name, _ in rows} == {room(path) for path in modules()} - {
        "__init__",
        "__main__",
    }
    short = {"ground": GROUND, "stage": STAGE}
    allowed = {
        name: {part for word in re.findall(r"`([\w.]+)`", cell) for part in short.get(word, {word})}
        for name, cell in rows
        if cell != "anything"
    }
    assert allowed == RULES


def test_links_lead_to_files() -> None:
    for file, text in LINKED.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_links_into_a_page_lead_to_a_heading() -> None:
    for file, text in LINKED.items():
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
            there = LINKED[(file.parent / target).resolve() if target else file]
            headings = re.findall(r"^#+ (.+)$", there, flags=re.MULTILINE)
            known = {
                re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
            }
            assert anchor in known, f"{file.name}: {target}#{anchor}"
