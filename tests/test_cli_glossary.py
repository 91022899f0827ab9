"""`bilingual glossary` as people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bilingual.cli.brief import _warn_of_conflicts

CLEAN = "french;english;case\nville;city;\nSud global;Global South;exact\n"


def run(*arguments: str, cwd: Path, text: bytes = b"") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", "glossary", *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        env=environment,
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "terms.csv").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def test_a_clean_glossary(folder: Path) -> None:
    done = run("check", "terms.csv", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 terms, 3 French forms, 0 kept, 1 exact, 0 errors, 0 warnings\n"


def test_warnings_do_not_fail_and_errors_do(folder: Path) -> None:
    path = folder / "terms.csv"
    path.write_text(CLEAN + "canal;canal [x]\ncanal;canal [x]\n", encoding="utf-8")
    done = run("check", "terms.csv", cwd=folder)
    assert done.returncode == 0
    assert "1 warning\n" in done.stdout
    assert "4, 5   warning  duplicate  'canal', 'canal [x]' stands twice" in done.stdout
    path.write_text(CLEAN + "le;the\n", encoding="utf-8")
    done = run("check", "terms.csv", "--json", cwd=folder)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["terms"], report["errors"], report["warnings"]) == (3, 1, 0)
    assert report["conflicts"] == [
        {
            "lines": [4],
            "severity": "error",
            "kind": "common word",
            "message": "'le' is a very common word; it would be placed everywhere",
        }
    ]


def test_a_long_table_is_cut_and_says_so(folder: Path) -> None:
    (folder / "terms.csv").write_text("".join(f"m{n},m{n}\n" for n in range(201)))
    done = run("check", "terms.csv", cwd=folder)
    assert done.stdout.count("warning  same") == 200
    assert done.stderr == "… and 1 more; --json lists all\n"


def test_a_broken_glossary(folder: Path) -> None:
    (folder / "terms.csv").write_text("ville,\n,city\n", encoding="utf-8")
    for arguments in (("check", "terms.csv"), ("find", "terms.csv", "x")):
        done = run(*arguments, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "error: terms.csv: 2 faults\n"
            "terms.csv:1: no English for 'ville'\n"
            "terms.csv:2: no French for 'city'\n"
            "hint: Correct these lines, then try again with `bilingual glossary check`.\n"
        )


def test_terms_of_a_text(folder: Path) -> None:
    done = run("find", "terms.csv", "Les villes du Sud global.", cwd=folder)
    assert [line.split() for line in done.stdout.splitlines()[1:]] == [
        ["villes", "cities", "4-10", "2"],
        ["Sud", "global", "Global", "South", "14-24", "3"],
    ]
    done = run("find", "terms.csv", "-", "--json", cwd=folder, text="\ufeffUne ville".encode())
    found = {"start": 4, "end": 9, "french": "ville", "english": "city", "line": 2}
    assert json.loads(done.stdout) == [found]


def test_no_term_and_no_text(folder: Path) -> None:
    done = run("find", "terms.csv", "Rien", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "no term of the glossary is in the text\n"
    done = run("find", "terms.csv", "-", cwd=folder, text=b"\xff")
    assert done.returncode == 2
    assert done.stderr.startswith("error: standard input is not UTF-8 text\nhint: ")


def test_a_brief_is_made_with_a_contradictory_glossary_but_not_in_silence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, warning in ((CLEAN, ""), (CLEAN + "ville;town;\n", "1 contradiction;")):
        (folder / "terms.csv").write_text(text, encoding="utf-8")
        _warn_of_conflicts(str(folder / "terms.csv"))
        written = capsys.readouterr()
        assert written.out == ""
        assert warning in written.err
        assert bool(written.err) == bool(warning)
    _warn_of_conflicts("")
    assert capsys.readouterr().err == ""
