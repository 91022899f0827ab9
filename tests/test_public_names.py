"""What `import bilingual` offers: every name, found where it says, enough for an engine of one's
own."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import bilingual
from bilingual import errors

SOURCE = Path(bilingual.__file__).read_text(encoding="utf-8")
ARTICLE = "Le maire a signé le budget mardi.\n\nIl a ensuite quitté la salle du conseil.\n"


def test_every_name_is_there() -> None:
    for name in bilingual.__all__:
        assert getattr(bilingual, name) is not None
    assert set(bilingual.__all__) <= set(dir(bilingual))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = bilingual.no_such_name


def test_type_checkers_and_python_find_the_same_names_in_the_same_places() -> None:
    (checking,) = [node for node in ast.parse(SOURCE).body if isinstance(node, ast.If)]
    imported = {
        alias.name: node.module
        for node in checking.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = {
        name: f"bilingual.{home}"
        for home, names in bilingual._HOMES.items()
        for name in names.split()
    }
    assert imported == homes
    assert sorted(homes) == list(bilingual.__all__)


def test_every_error_is_public() -> None:
    known = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.BilingualError)
    }
    assert known <= set(bilingual.__all__)


@dataclass(frozen=True)
class Bracketing:
    """An engine made of public names alone."""

    signature: str = "bracketing:1"
    model_name: str = "bracketing"
    max_tokens: int = 100
    workers: int = 1

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 1 for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        decoding: bilingual.Decoding = bilingual.Decoding(),  # noqa: B008
        prefixes: Sequence[str] = (),
    ) -> list[bilingual.Hypothesis]:
        del decoding, prefixes
        return [bilingual.Hypothesis(f"⟦{text}⟧", None) for text in texts]


def test_an_engine_of_ones_own_makes_briefs() -> None:
    engine: bilingual.Translator = Bracketing()
    article = bilingual.article_from_text(ARTICLE, location="a.txt")
    brief = bilingual.build_brief(article, engine)
    assert brief.translations[0].text == "⟦Le maire a signé le budget mardi.⟧"


def test_paths_may_be_strings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "bilingual.toml").write_text("key_points = 2\n", encoding="utf-8")
    (tmp_path / "edition.toml").write_text('title = "The Letter"\n', encoding="utf-8")
    out, issues = str(tmp_path / "out"), str(tmp_path / "issues")
    settings = bilingual.load_settings(str(tmp_path / "bilingual.toml"))
    bilingual.run([str(tmp_path / "a.txt")], out, settings, translator=Bracketing())
    assert bilingual.read_brief(f"{out}/a.json") == next(bilingual.read_briefs(out))
    assert bilingual.load_edition_settings(str(tmp_path / "edition.toml")).title == "The Letter"
    report = bilingual.make_issue(
        [out], issues, edition_file=str(tmp_path / "edition.toml"), today="2025-01-21"
    )
    frozen = f"{issues}/{report.edition.id}/edition.json"
    assert bilingual.read_edition(frozen) == report.edition


def test_star_import_is_possible_and_run_is_a_function() -> None:
    code = "from bilingual import *; assert callable(run) and run.__name__ == 'run'"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
