"""An article that takes for ever is given up; the others are written, and nothing of it is kept."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bilingual.engines.base import EchoTranslator
from bilingual.errors import TooLarge
from bilingual.pipeline import brief, job
from bilingual.pipeline.many import run
from bilingual.pipeline.time_limit import time_limit
from bilingual.settings import Settings

TEXT = "La ville a rouvert mardi son grand pont, fermé depuis huit mois pour des travaux."
SOON = Settings(engine="echo", memory="off", article_timeout=2, check_language=False)


def for_ever() -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue


def test_work_without_end_is_interrupted() -> None:
    with pytest.raises(TooLarge, match="not finished after"), \
            time_limit(0.1, "page"):  # fmt: skip
        for_ever()


def test_what_is_done_in_time_is_not_hit_afterwards() -> None:
    for _ in range(200):
        with suppress(TooLarge), time_limit(0.002, "page"):
            pass
    time.sleep(0.01)


@pytest.mark.parametrize("step", ["read", "draft", "translate", "finish"])
def test_one_article_without_end_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    for name in ("a", "endless", "z"):
        (tmp_path / f"{name}.txt").write_text(f"{name} : {TEXT}", encoding="utf-8")
    sources = sorted(tmp_path.glob("*.txt"))
    run([tmp_path / "a.txt"], tmp_path / "first", SOON, translator=EchoTranslator())  # loads all
    hang(monkeypatch, step)
    report = run(sources, tmp_path / "out", SOON, translator=EchoTranslator())
    assert [outcome.id for outcome in report.outcomes] == ["a", "z"], report.failures
    (failed,) = report.failures
    assert "endless" in failed.message
    assert "not finished after 2 seconds" in failed.message
    assert "article_timeout" in failed.hint
    assert not list((tmp_path / "out").glob("endless*"))
    monkeypatch.undo()
    again = run(sources, tmp_path / "out", SOON, translator=EchoTranslator())
    assert [(o.id, o.status) for o in again.outcomes] == [
        ("a", "unchanged"), ("endless", "written"), ("z", "unchanged"),
    ]  # fmt: skip


def hang(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The step takes for ever where an article is called endless."""

    def hanging(original: Any, called: Any) -> Any:
        def either(*given: Any, **named: Any) -> Any:
            if "endless" in called(*given):
                for_ever()
            return original(*given, **named)

        return either

    if step == "read":
        read = hanging(job.read_source, lambda source, *_: source.location)
        monkeypatch.setattr(job, "read_source", read)
        return
    called = (
        (lambda _, article, *__: article.id)
        if step == "draft"
        else (lambda _, d, *__: d.article.id)
    )
    monkeypatch.setattr(brief.Maker, step, hanging(getattr(brief.Maker, step), called))
