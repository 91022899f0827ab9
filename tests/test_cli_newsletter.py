"""`bilingual newsletter` as people call it, and the `edition.toml` of docs/newsletter.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from edition_factories import school, second_telling
from factories import demonstration
from test_cli import bilingual

from bilingual.newsletter import load_edition_settings
from bilingual.records import Brief

DOCS = Path(__file__).resolve().parent.parent / "docs" / "newsletter.md"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A current folder with three briefs in `outputs`."""
    (tmp_path / "outputs").mkdir()
    for brief in (demonstration(), second_telling(), school()):
        file = tmp_path / "outputs" / f"{brief.article.id}.json"
        file.write_text(brief.model_dump_json(indent=1), encoding="utf-8")
    return tmp_path


def test_one_command_makes_an_issue_by_the_settings_of_this_folder(here: Path) -> None:
    (here / "edition.toml").write_text('title = "Letter"\nnumber = 3\n', encoding="utf-8")
    done = bilingual("newsletter", "outputs", cwd=here)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(Path("newsletter") / "issue-3")
    assert "email.html" in done.stderr
    assert "3 articles" in done.stderr
    assert (here / "newsletter/site/issue-3/index.html").is_file()


def test_the_result_is_json_where_it_is_asked_for(here: Path) -> None:
    done = bilingual("newsletter", "outputs", "--formats", "feed, fragment", "--json", cwd=here)
    told = json.loads(done.stdout)
    names = [Path(file["path"]).name for file in told["files"]]
    assert names == ["edition.json", "fragment.html", "feed.json", "feed.xml"]
    assert {id for story in told["stories"] for id in story} == ids(here)
    assert done.stderr == ""


def ids(here: Path) -> set[str]:
    files = (here / "outputs").glob("*.json")
    return {Brief.model_validate_json(file.read_bytes()).article.id for file in files}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--formats", "email,pdf"], "error: --formats: unknown value 'pdf'"),
        (["--site", "wordpress"], "error: --site: unknown value 'wordpress'"),
        (["--full", "--key-points-only"], "contradict each other"),
        (["--edition", "none.toml"], "error: none.toml: cannot be read"),
    ],
)
def test_a_wrong_call_is_one_line_and_a_hint(here: Path, arguments: list[str], said: str) -> None:
    done = bilingual("newsletter", "outputs", *arguments, cwd=here)
    assert done.returncode == 2
    assert said in done.stderr
    assert "hint: " in done.stderr
    assert not (here / "newsletter").exists()


def test_settings_beside_a_frozen_issue_are_refused(here: Path) -> None:
    assert bilingual("newsletter", "outputs", "-q", cwd=here).returncode == 0
    (frozen,) = here.glob("newsletter/*/edition.json")
    (here / "mine.toml").write_text('title = "Other"\n', encoding="utf-8")
    done = bilingual("newsletter", str(frozen), "--edition", "mine.toml", "-o", "new", cwd=here)
    assert done.returncode == 2
    assert "is rendered as it was frozen" in done.stderr
    assert not (here / "new").exists()


def test_without_a_server_nothing_is_sent_and_everything_is_kept(here: Path) -> None:
    done = bilingual("newsletter", "outputs", "--send-test", "a@b.example", cwd=here)
    assert done.returncode == 2
    assert "error: no mail server is set" in done.stderr
    assert len(list(here.glob("newsletter/*/issue.eml"))) == 1


def test_the_settings_in_the_documentation_are_settings(tmp_path: Path) -> None:
    block, apart = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "apart.toml").write_text(apart, encoding="utf-8")
    assert load_edition_settings(tmp_path / "apart.toml").group is False
    (tmp_path / "introduction.md").write_text("Hello.", encoding="utf-8")
    (tmp_path / "edition.toml").write_text(block, encoding="utf-8")
    settings = load_edition_settings(tmp_path / "edition.toml")
    assert (settings.number, settings.introduction) == (12, "Hello.")
    assert settings.section[0].title == "Ports"
