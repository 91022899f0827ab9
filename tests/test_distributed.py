"""The same briefs from many workers: a Ray of two workers on this machine, against runs in this
process."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from bilingual.cli import app
from bilingual.distributed import RayRunner, Tally, brief_dataset, brief_files
from bilingual.distributed.cluster import Share, open_ray, ordered
from bilingual.distributed.worker import Given, Worker, given_by, row_of
from bilingual.errors import (
    EngineError,
    MissingExtra,
    ModelNotFound,
    NothingReadable,
    OutputError,
    UnreadableSource,
    UsageError,
)
from bilingual.glossary.terms import NO_TERMS
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory
from bilingual.pipeline.many import RunReport, run
from bilingual.settings import Settings
from bilingual.sources import article_from_row, article_from_text

# Ray Data sets its own deprecated options when it makes its context.
pytestmark = pytest.mark.filterwarnings(
    r"ignore:.* is deprecated:DeprecationWarning:ray\.data\.context"
)

ECHO = Settings(engine="echo")
ENGLISH = (
    "The town council adopted its budget on Tuesday evening, and the opposition voted no. " * 5
)
FRENCH = (
    "Le conseil municipal a adopté mardi un budget de 235,3 millions d’euros pour l’année 2025.\n\n"
    "L’opposition a voté contre. Elle demande une baisse des impôts locaux dès le mois de mars."
)


@pytest.fixture(scope="module")
def two_workers() -> Iterator[None]:
    import ray

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        # Ray makes its workers give way to everything else on the machine; a test waits for them.
        patch.setenv("RAY_worker_niceness", "0")
        assert open_ray(ECHO, 2) == 2
        assert open_ray(ECHO, 0) == 2, "a Ray that is open is used as it is"
        yield
        ray.shutdown()


def rows() -> list[dict[str, Any]]:
    """A record, plain rows, one that is not French, one that is empty."""
    record = article_from_text(f"Un record\n\n{FRENCH}", location="record.txt")
    plain = [
        {"id": f"n{n}", "title": f"Budget {n}", "text": f"{FRENCH} Page {n}.", "url": None}
        for n in range(5)
    ]
    plain[0] |= {"url": "https://example.org/0", "author": "Ada Roy", "source": "Le Courrier"}
    dated = {
        "id": "day",
        "text": f"Un jour\u2028comme un autre. {FRENCH}",
        "published": "2025-01-21",
    }
    return [
        record.model_dump(exclude_none=True), *plain, dated,
        {"id": "english", "text": ENGLISH}, {"id": "empty", "text": " "},
    ]  # fmt: skip


def jsonl(path: Path, *more: str) -> Path:
    lines = [*(json.dumps(row, ensure_ascii=False) for row in rows()), *more]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def same_files(one: Path, other: Path) -> list[str]:
    """The names of the files of two folders, which hold the same bytes."""
    names = sorted(path.name for path in one.glob("[!.]*"))
    assert names == sorted(path.name for path in other.glob("[!.]*"))
    wrong = [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]
    assert wrong == []
    return names


def compare(table: list[dict[str, Any]], local: RunReport) -> None:
    """Rows of briefs against the folder that a run in this process wrote."""
    made = [row for row in table if row["error"] is None]
    assert [row["id"] for row in made] == [outcome.id for outcome in local.outcomes]
    for row in made:
        for column, suffix in (("brief", "json"), ("md", "md"), ("html", "html")):
            assert row[column].encode() == (local.folder / f"{row['id']}.{suffix}").read_bytes()
    failed = [row for row in table if row["error"] is not None]
    assert len(failed) == len(local.failures)
    assert all(row["brief"] is None and row["hint"] for row in failed)


def test_a_folder_gives_the_same_bytes(two_workers: None, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for n in range(7):
        (articles / f"{n}.txt").write_text(f"Budget numéro {n}\n\n{FRENCH}", encoding="utf-8")
    (articles / "3.txt").write_text(ENGLISH, encoding="utf-8")
    (articles / "5.txt").write_text(". ".join("Oui" for _ in range(99)), encoding="utf-8")
    jsonl(articles / "table.jsonl", "{broken", json.dumps(rows()[1]))
    (tmp_path / "terms.csv").write_text("french;english\nimpôts locaux;local taxes\n")
    (tmp_path / "bilingual.toml").write_text(
        f'engine = "echo"\nmax_sentences = 40\nglossary = "{tmp_path / "terms.csv"}"\n'
    )
    call = ["brief", str(articles), "--config", str(tmp_path / "bilingual.toml"), "-o"]
    here = CliRunner().invoke(app, [*call, str(tmp_path / "here")])
    there = CliRunner().invoke(
        app, [*call, str(tmp_path / "there"), "--runner", "ray", "--workers", "2"]
    )
    assert (here.exit_code, there.exit_code) == (1, 1), there.output
    assert there.stdout.strip() == str(tmp_path / "there" / "index.html")
    # Ray itself says something on the first start of actors.
    assert "), 2 workers\n" in there.stderr
    assert there.stderr.endswith(here.stderr.replace("), 1 worker\n", "), 2 workers\n"))
    assert len(same_files(tmp_path / "here", tmp_path / "there")) == 3 * 13 + 2
    assert "local taxes" in (tmp_path / "there" / "0.json").read_text(encoding="utf-8")
    # A run goes on where another runner left off.
    again = CliRunner().invoke(app, [*call, str(tmp_path / "here"), "--runner", "ray", "--json"])
    assert {row["status"] for row in json.loads(again.stdout)["outcomes"]} == {"unchanged"}


def test_json_lines_to_json_lines(two_workers: None, tmp_path: Path) -> None:
    source = jsonl(tmp_path / "articles.jsonl", "{broken")
    local = run([source], tmp_path / "local", ECHO)
    tally = brief_files(source, tmp_path / "out", ECHO, workers=2, rows=2, output="jsonl")
    assert tally == Tally(written=7, failed=3)
    files = sorted((tmp_path / "out").glob("*.jsonl"))
    lines = [
        line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line
    ]
    table = [json.loads(line) for line in lines]
    compare(table, local)
    errors = [row["error"] for row in table if row["error"]]
    assert errors == [failure.message for failure in local.failures]
    with pytest.raises(OutputError):
        brief_files(source, tmp_path / "out", ECHO)


def test_parquet_to_parquet(two_workers: None, tmp_path: Path) -> None:
    from pyarrow import parquet

    source = tmp_path / "articles"
    source.mkdir()
    parquet.write_table(pa.Table.from_pylist(rows()[1:]), source / "plain.parquet")
    local = run([source], tmp_path / "local", ECHO)
    tally = brief_files([str(source)], str(tmp_path / "out"), ECHO, workers=1)
    assert tally == Tally(written=6, failed=2)
    files = sorted((tmp_path / "out").glob("*.parquet"))
    table = [row for file in files for row in parquet.read_table(file).to_pylist()]
    compare(table, local)
    assert [row["id"] for row in table if row["error"]] == ["english", "empty"]


def test_the_built_in_model_gives_the_same_bytes(two_workers: None, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, title in (("budget", "Le budget est voté"), ("impots", "Des impôts en question")):
        (articles / f"{name}.txt").write_text(f"{title}\n\n{FRENCH}", encoding="utf-8")
    settings = Settings(model="fr-en-starter", beam=2, threads=1, memory="off")
    # What shares a batch may decide about the last digits of a score: it must not depend on who has
    # how many workers.
    run([articles], tmp_path / "here", settings.model_copy(update={"threads": 3}))
    pool = RayRunner(settings, workers=2)
    report = run([articles], tmp_path / "there", settings, runner=pool, translator=pool.translator)
    assert report.model == "fr-en-starter"
    assert len(same_files(tmp_path / "here", tmp_path / "there")) == 8


def test_an_engine_that_fails_fails_the_run(two_workers: None, tmp_path: Path) -> None:
    import ray

    with pytest.raises(ModelNotFound) as caught:
        _ = RayRunner(Settings(model="no-such-model"), workers=2).identity
    assert caught.value.hint
    with ordered():
        one = ray.data.from_arrow(pa.Table.from_pylist(rows()[1:2]))
        briefs = brief_dataset(one, ECHO, workers=1, signature="another")
    with pytest.raises(EngineError, match="a worker has echo:⟦⟧, not another") as wrong, ordered():
        briefs.take_all()
    assert "same model" in wrong.value.hint


def test_a_worker_keeps_rows_and_faults_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(ECHO.model_copy(update={"formats": ("json", "md")}), Given(NO_TERMS))

    def broken(row: Any, settings: Settings) -> Any:
        if row.values["id"] == "n1":
            raise IndexError("list index")
        return article_from_row(row, settings)

    monkeypatch.setattr("bilingual.distributed.worker.article_from_row", broken)
    made = worker(pa.Table.from_pylist([row | {"path": "a/b.parquet"} for row in rows()[1:]]))
    assert made.column_names == ["id", "brief", "md", "error", "hint"]
    table = made.to_pylist()
    assert [row["id"] for row in table] == [row["id"] for row in rows()[1:]]
    assert [row["error"] is None for row in table] == [True, False, *[True] * 4, False, False]
    assert "a/b.parquet, row n1: this article shows a fault in the program" in table[1]["error"]
    assert table[2]["brief"].endswith("}\n")
    assert worker(pa.Table.from_pylist(rows()[-1:])).schema == made.schema, "also without a brief"


def test_a_worker_knows_what_people_corrected(tmp_path: Path) -> None:
    settings = ECHO.model_copy(update={"memory": str(tmp_path / "memory.sqlite")})
    correction = Correction("L’opposition a voté contre.", "The opposition voted against it.")
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.correct([correction])
    local = run([jsonl(tmp_path / "articles.jsonl")], tmp_path / "local", settings)
    given = given_by(settings)
    assert given.corrections == (correction,)
    # As Ray's own reader gives the lines, with the name of their file.
    lines = [row | {"path": str(tmp_path / "articles.jsonl")} for row in rows()]
    table = [Worker(settings, given)(pa.Table.from_pylist([line])).to_pylist()[0] for line in lines]
    compare(table, local)
    assert '"human"' in table[1]["brief"]


def test_a_model_that_cannot_be_loaded_is_told_with_the_first_rows() -> None:
    worker = Worker(Settings(model="no-such-model"), Given(NO_TERMS))
    with pytest.raises(ModelNotFound):
        worker(pa.Table.from_pylist(rows()[:1]))


def test_rows_of_a_dataset_are_called_by_file_and_id() -> None:
    assert row_of({"id": "x", "text": "a"}).location == "row x"
    named = row_of({"text": "a", "path": "bucket/news/a.parquet"})
    assert (named.location, named.outlet) == ("bucket/news/a.parquet, a row", "a.parquet")
    assert named.values == {"text": "a"}


def test_as_many_workers_as_fit() -> None:
    assert Share(cpus=1, gpus=0).pool(cpus=9, gpus=0) == 8
    assert Share(cpus=4, gpus=0).pool(cpus=16, gpus=0) == 3
    assert Share(cpus=1, gpus=1).pool(cpus=64, gpus=4) == 4
    assert Share(cpus=8, gpus=0).pool(cpus=2, gpus=0) == 1


def test_inputs_that_cannot_be_read(two_workers: None, tmp_path: Path) -> None:
    with pytest.raises(NothingReadable, match="no articles found"):
        brief_files(tmp_path / "missing", tmp_path / "out", ECHO)
    with pytest.raises(UnreadableSource, match="cannot be reached"):
        brief_files("nowhere://news/a.jsonl", tmp_path / "out", ECHO)
    jsonl(tmp_path / "a.jsonl")
    (tmp_path / "b.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="both"):
        brief_files([tmp_path / "a.jsonl", tmp_path / "b.parquet"], tmp_path / "out", ECHO)


def test_without_ray_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    for call in (
        lambda: RayRunner(ECHO),
        lambda: brief_files(tmp_path, tmp_path / "out"),
        lambda: brief_dataset(None, ECHO),  # type: ignore[arg-type]
    ):
        with pytest.raises(MissingExtra) as caught:
            call()
        assert caught.value.hint == "pip install 'bilingual[ray]'"
    said = CliRunner().invoke(app, ["brief", str(tmp_path), "-o", "x", "--runner", "ray"])
    assert isinstance(said.exception, MissingExtra)


@pytest.mark.parametrize("flags", [["--runner", "spark"], ["--workers", "2"]])
def test_a_wrong_runner_is_refused(flags: list[str], tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["brief", str(tmp_path), "-o", str(tmp_path / "o"), *flags])
    assert isinstance(said.exception, UsageError)
    assert not (tmp_path / "o").exists()
