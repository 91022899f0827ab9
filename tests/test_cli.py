"""The command line as people call it: in a process of its own, by exit code, stdout and stderr."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer

from bilingual.cli import app
from bilingual.folder.briefs import read_brief

FRENCH = (
    "Le conseil municipal a voté le budget\n\n"
    "Le conseil municipal a adopté mardi un budget de 235,3 millions d’euros pour l’année 2025. "
    "Les dépenses augmentent de 2 % par rapport à l’an dernier, selon la mairie.\n\n"
    "L’opposition a voté contre. Elle demande une baisse des impôts locaux dès le mois de mars.\n"
)
ENGLISH = (
    "The town council adopted its budget on Tuesday evening, and the opposition voted against it. "
    * 4
)


def bilingual(*arguments: str, cwd: Path, text: bytes = b"") -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("BILINGUAL_")
    }
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        env=environment | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=120,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def brief(*arguments: str, cwd: Path, text: bytes = b"") -> subprocess.CompletedProcess[str]:
    return bilingual("brief", *arguments, "--engine", "echo", cwd=cwd, text=text)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "budget.txt").write_text(FRENCH, encoding="utf-8")
    return folder


def test_an_article_becomes_a_brief_and_an_index(articles: Path, tmp_path: Path) -> None:
    done = brief("articles", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(Path("out") / "index.html")
    names = {path.name for path in (tmp_path / "out").glob("[!.]*")}
    assert names == {"budget.json", "budget.md", "budget.html", "index.html", "run.json"}
    made = read_brief(tmp_path / "out" / "budget.json")
    assert len(made.sentences) == len(made.translations) == 5
    assert "budget.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(articles: Path, tmp_path: Path) -> None:
    brief("articles", "-o", "out", cwd=tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("budget.*")}
    done = brief("articles", "-o", "out", "--json", cwd=tmp_path)
    assert [row["status"] for row in json.loads(done.stdout)["outcomes"]] == ["unchanged"]
    assert before == {
        path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("budget.*")
    }


def test_changed_text_and_changed_settings_make_it_again(articles: Path, tmp_path: Path) -> None:
    brief("articles", "-o", "out", cwd=tmp_path)
    (articles / "budget.txt").write_text(FRENCH.replace("235,3", "240"), encoding="utf-8")
    first = json.loads(brief("articles", "-o", "out", "--json", cwd=tmp_path).stdout)
    second = json.loads(
        brief("articles", "-o", "out", "--json", "--key-points", "2", cwd=tmp_path).stdout
    )
    statuses = [row["status"] for report in (first, second) for row in report["outcomes"]]
    assert statuses == ["written", "written"]


def test_two_files_of_one_name_both_get_a_brief(articles: Path, tmp_path: Path) -> None:
    other = articles / "b"
    other.mkdir()
    (other / "budget.txt").write_text(FRENCH.replace("budget", "plan"), encoding="utf-8")
    first = json.loads(brief("articles", "-o", "out", "--json", cwd=tmp_path).stdout)
    ids = sorted(row["id"] for row in first["outcomes"])
    assert len(set(ids)) == 2
    assert all((tmp_path / "out" / f"{name}.html").is_file() for name in ids)
    second = json.loads(brief("articles/b", "-o", "out", "--json", cwd=tmp_path).stdout)
    assert [row["status"] for row in second["outcomes"]] == ["unchanged"]


def test_standard_input_is_an_article(tmp_path: Path) -> None:
    done = brief("-", "-o", "out", cwd=tmp_path, text=FRENCH.encode())
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("*.md"))) == 1


def test_a_plan_writes_nothing(articles: Path, tmp_path: Path) -> None:
    done = brief("articles", "-o", "out", "--plan", "--json", cwd=tmp_path)
    assert done.returncode == 0
    row = json.loads(done.stdout)["articles"][0]
    assert (row["id"], row["sentences"], row["unchanged"]) == ("budget", 5, False)
    assert not (tmp_path / "out").exists()
    brief("articles", "-o", "out", cwd=tmp_path)
    done = brief("articles", "-o", "out", "--plan", cwd=tmp_path)
    assert "unchanged" in done.stdout
    assert "0 of 1 to do" in done.stderr


def test_quiet_prints_nothing(articles: Path, tmp_path: Path) -> None:
    done = brief("articles", "-o", "out", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty.txt"),
        ("blank.txt", b"  \n\n\t\n", "blank.txt"),
        ("picture.txt", bytes(range(256)) * 40, "picture.txt"),
        ("english.txt", ENGLISH.encode(), "english.txt"),
        ("line.txt", b"Le long texte de la ligne. " * 800_000, "line.txt"),
        ("menu.txt", "Partager\nPublicité\nSuivez-nous\n".encode(), "menu.txt"),
    ],
)
def test_one_bad_article_is_named_and_the_others_are_written(
    articles: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (articles / name).write_bytes(content)
    done = brief("articles", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert says in errors[0]
    assert any(line.startswith("hint:") for line in done.stderr.splitlines())
    assert (tmp_path / "out" / "budget.html").is_file()
    failures = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["failures"]
    assert len(failures) == 1
    assert says in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_nothing_but_bad_articles_is_exit_code_4(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = brief("empty.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 4
    assert "sentences" not in done.stderr  # no table without a row


def test_a_folder_without_articles_is_exit_code_4(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    done = brief("articles", "-o", "out", cwd=tmp_path)
    assert done.returncode == 4
    assert "articles" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(articles: Path, tmp_path: Path) -> None:
    done = brief("articles", "no-such.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "no-such.txt" in done.stderr


def test_an_output_folder_that_is_a_file_is_exit_code_2(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    done = brief("articles", "-o", "out", cwd=tmp_path)
    assert (done.returncode, "out: cannot write here" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("brief",),
        ("brief", "x", "--no-such-flag"),
        ("no-such-command",),
        ("brief", "x", "--beam", "0"),
    ],
)
def test_wrong_calls_are_exit_code_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert bilingual(*arguments, cwd=tmp_path).returncode == 2


def test_a_misspelt_setting_is_named(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "bilingual.toml").write_text("beem = 3\n", encoding="utf-8")
    done = brief("articles", "-o", "out", cwd=tmp_path)
    assert (done.returncode, "Did you mean 'beam'?" in done.stderr) == (2, True)


def test_a_missing_model_is_exit_code_3(articles: Path, tmp_path: Path) -> None:
    done = bilingual("brief", "articles", "-o", "out", "--model", "./no-such-model", cwd=tmp_path)
    assert done.returncode == 3
    assert "no-such-model" in done.stderr
    assert "hint:" in done.stderr


def test_script_in_a_title_is_only_text(articles: Path, tmp_path: Path) -> None:
    title = '<script>alert(1)</script> Le budget & l\'"impôt"'
    (articles / "script.txt").write_text(f"{title}\n\n{FRENCH}", encoding="utf-8")
    brief("articles", "-o", "out", cwd=tmp_path)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.html")]
    assert len(pages) == 3
    assert not any("<script" in page for page in pages)


def test_a_name_with_dots_stays_inside(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "x.txt").write_text(FRENCH, encoding="utf-8")
    done = brief("../../x.txt".replace("../../", "../"), "-o", "out", cwd=tmp_path / "deep")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"deep", "x.txt"}
    assert (tmp_path / "deep" / "out" / "x.json").is_file()


def test_version_and_help_answer(tmp_path: Path) -> None:
    assert bilingual("--version", cwd=tmp_path).stdout.startswith("bilingual ")
    shown = bilingual("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert all(
        word in shown.stdout for word in ("brief", "evaluate", "models", "check", "Exit codes")
    )


def commands(group: Any, *names: str) -> dict[tuple[str, ...], Any]:
    inner = getattr(group, "commands", None)
    if inner is None:
        return {names: group}
    return {
        key: each
        for name, command in inner.items()
        for key, each in commands(command, *names, name).items()
    }


@pytest.mark.parametrize(("names", "command"), commands(typer.main.get_command(app)).items())
def test_the_help_of_a_command_ends_with_two_calls_that_it_takes(
    names: tuple[str, ...], command: Any
) -> None:
    title, *calls = command.epilog.split("\n\n")
    assert (title, len(calls)) == ("Examples:", 2)
    for call in calls:
        program, *words = shlex.split(call)
        assert (program, tuple(words[: len(names)])) == ("bilingual", names)
        assert command.make_context(call, words[len(names) :]).params


def test_a_shell_completes_commands(tmp_path: Path) -> None:
    environment = os.environ | {
        "_BILINGUAL_COMPLETE": "complete_bash",
        "COMP_WORDS": "bilingual ne",
        "COMP_CWORD": "1",
    }
    code = "import sys; sys.argv = ['bilingual']; from bilingual.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["newsletter"], done.stderr


def test_the_settings_of_the_user_count(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "config" / "bilingual").mkdir(parents=True)
    (tmp_path / "config" / "bilingual" / "bilingual.toml").write_text("beem = 3\n")
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", "brief", "articles", "--plan"],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "BILINGUAL_HOME"}
        | {"XDG_CONFIG_HOME": str(tmp_path / "config")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Did you mean 'beam'?" in done.stderr) == (2, True)


# --- how a run ends when its surroundings do


def started(*arguments: str, cwd: Path, **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bilingual", "brief", *arguments, "--engine", "echo"]
    # A shell starts what runs in the background deaf to Ctrl-C, and its children with it.
    hear = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, preexec_fn=hear, **streams)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_keeps_what_is_finished(tmp_path: Path, sent: int, code: int) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.txt").write_text(FRENCH, encoding="utf-8")
    # The second source never answers.
    running = started("a", "-", "-o", "out", cwd=tmp_path, stdin=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / "a.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(sent)
    _, err = running.communicate()
    assert (running.returncode, b"Traceback" in err) == (code, False), err
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        ".bilingual", "a.html", "a.json", "a.md", "index.html", "run.json",
    }  # fmt: skip


def test_a_reader_that_goes_away_is_no_error(articles: Path, tmp_path: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    running = started("articles", "-o", "out", "--json", cwd=tmp_path, stdout=written)
    os.close(written)
    _, err = running.communicate()
    assert (running.returncode, err) == (0, b"")


def test_standard_output_that_takes_nothing_is_named(articles: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        running = started("articles", "-o", "out", cwd=tmp_path, stdout=full)
        _, err = running.communicate()
    assert running.returncode == 2
    assert b"error: standard output cannot be written" in err
    assert b"Traceback" not in err


def test_closed_standard_streams_do_not_matter(articles: Path, tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m bilingual brief articles -o out --engine echo <&- >&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
