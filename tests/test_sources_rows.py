"""Articles in the rows of JSON Lines and Parquet files."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cases import each

from bilingual.engines.base import EchoTranslator
from bilingual.errors import InputError, MissingExtra, TooLarge
from bilingual.pipeline.many import RunReport, plan, run
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources import Row, article_from_row, article_from_text, read_articles

TEXT = (
    "Le conseil municipal a adopté mardi un budget de 235,3 millions d’euros pour l’année 2025.\n\n"
    "L’opposition a voté contre. Elle demande une baisse des impôts locaux dès le mois de mars."
)


def of(**values: Any) -> Article:
    return article_from_row(Row("table, row 1", values, "table.jsonl"))


def brief(source: Path, out: Path, **settings: Any) -> RunReport:
    return run([source], out, Settings(**settings), translator=EchoTranslator())


def jsonl(path: Path, *rows: dict[str, Any] | str) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_row_of_text_is_cleaned_and_says_what_it_knows() -> None:
    article = of(
        text=f"Accueil\n\n{TEXT}\n\nLire aussi : la suite", title="Le budget est voté",
        id="Budget 2025",
        author=["Ada Roy", "Paul Petit"], published=date(2025, 1, 21), source="Le Courrier",
        url="https://example.org/budget", licence=None, clicks=12,
    )  # fmt: skip
    assert (article.id, article.title) == ("budget-2025", "Le budget est voté")
    assert (article.author, article.published) == ("Ada Roy, Paul Petit", "2025-01-21")
    assert (article.source, article.url) == ("Le Courrier", "https://example.org/budget")
    assert "Accueil" not in article.text
    assert "Accueil" in [line.text for line in article.dropped]


def test_a_row_without_names_is_called_by_its_words_and_its_file() -> None:
    article = of(text=TEXT, url="javascript:alert(1)", published=datetime(2025, 1, 21, tzinfo=UTC))
    assert article.id.startswith("le-conseil-municipal-a-adopte-mardi")
    assert (article.source, article.url) == ("table.jsonl", None)
    assert article.published == "2025-01-21T00:00:00+00:00"


def test_a_record_is_taken_as_it_is() -> None:
    article = article_from_text(TEXT, location="budget.txt")
    line = Row("table, line 1", article.model_dump_json().encode())
    assert article_from_row(line) == article
    assert of(**article.model_dump(), clicks=3) == article


@each(
    "values, message",
    [
        (b'{"text": ', "not a line of JSON"),
        (b'{"text": "\xff"}', "not a line of JSON"),
        (b"[" * 100_000, "not a line of JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "no text"),
        (b'{"text": "  "}', "no text"),
        (b'{"text": {"a": 1}}', "text is not text"),
        (b'{"text": "Bonjour", "title": true}', "title is not text"),
        (b'{"id": "a", "text": "Bonjour", "blocks": []}', "not an Article"),
        (b'{"id": "A B", "text": "Bonjour", "blocks": []}', "not an Article (id:"),
    ],
)
def test_a_broken_row_names_its_place(values: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        article_from_row(Row("table, line 7", values))
    assert caught.value.message.startswith("table, line 7: ")
    assert message in caught.value.message
    assert caught.value.hint


def test_a_broken_line_does_not_stop_the_others(tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "articles.jsonl",
        {"id": "a", "text": TEXT},
        "{broken",
        "",
        {"id": "a", "text": TEXT, "title": "Encore"},
        {"id": "huge", "text": "x" * 5_000},
    )
    report = brief(source, tmp_path / "out", max_bytes=2_000)
    ids = [outcome.id for outcome in report.outcomes]
    assert ids[0] == "a"
    assert ids[1].startswith("a-")
    assert report.exit_code == 1
    assert [failure.message.partition(":")[0] for failure in report.failures] == [
        f"{source}, line 2",
        f"{source}, line 5",
    ]
    again = brief(source, tmp_path / "out", max_bytes=2_000)
    assert [(outcome.id, outcome.status) for outcome in again.outcomes] == [
        (name, "unchanged") for name in ids
    ]
    rows = list(plan([source], tmp_path / "out", Settings(max_bytes=2_000)))
    assert len(rows) == 4


def test_a_line_that_is_too_long_is_not_kept_in_memory(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"text": "x" * 100_000}, {"id": "b", "text": TEXT})
    errors: list[InputError] = []
    settings = Settings(max_bytes=2_000)
    assert [a.id for a in read_articles([source], settings, errors.append)] == ["b"]
    assert isinstance(errors[0], TooLarge)
    with pytest.raises(TooLarge):
        list(read_articles([source], settings))


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": "a", "text": TEXT}, "{broken")
    articles = read_articles([source])
    assert next(articles).id == "a"
    with pytest.raises(InputError, match=r"a\.jsonl, line 2"):
        next(articles)


def test_parquet_and_json_lines_give_the_same_briefs(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    texts = [
        {"id": "a", "text": TEXT, "source": "Le Courrier", "title": None},
        {"id": "b", "text": TEXT, "source": "Le Courrier", "title": "Le budget"},
    ]
    records = [article_from_text(f"{TEXT} {n}", location=f"{n}.txt").model_dump() for n in "ab"]
    for rows in (texts, records):
        out = tmp_path / ("records" if rows is records else "texts")
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "t.parquet")
        for source in (jsonl(tmp_path / "t.jsonl", *rows), tmp_path / "t.parquet"):
            report = brief(source, out / source.suffix[1:])
            assert report.exit_code == 0, report.failures
        made = [
            {path.name: path.read_bytes() for path in (out / suffix).glob("[ab].*")}
            for suffix in ("jsonl", "parquet")
        ]
        assert len(made[0]) == 6
        assert made[0] == made[1]


def test_a_file_that_is_no_parquet_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no")
    jsonl(tmp_path / "b.jsonl", {"id": "b", "text": TEXT})
    report = brief(tmp_path, tmp_path / "out")
    assert [outcome.id for outcome in report.outcomes] == ["b"]
    assert "a.parquet: cannot be read" in report.failures[0].message


@each("instant, zone", [(2**62, None), (0, "Nowhere/Land"), (0, "+99:99")])
def test_a_date_that_python_cannot_hold_fails_with_its_file(
    tmp_path: Path, instant: int, zone: str | None
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    dates = pa.array([instant], pa.timestamp("us", zone))
    parquet.write_table(pa.table({"text": [TEXT], "published": dates}), tmp_path / "a.parquet")
    jsonl(tmp_path / "b.jsonl", {"id": "b", "text": TEXT})
    report = brief(tmp_path, tmp_path / "out")
    assert [outcome.id for outcome in report.outcomes] == ["b"]
    assert "a.parquet: cannot be read" in report.failures[0].message


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra) as caught:
        brief(tmp_path, tmp_path / "out")
    assert caught.value.hint == "pip install 'bilingual[ray]'"
