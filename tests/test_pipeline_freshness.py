"""When a stored brief is kept: the same rule for a run, a plan and the workers of Ray."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cases import each

from bilingual.engines.base import EchoTranslator
from bilingual.folder.held import STATE
from bilingual.folder.manifest import FILE
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory
from bilingual.pipeline.many import Failure, plan, run
from bilingual.settings import Settings

TEXT = "Le maire a signé le budget mardi.\n\nIl a ensuite quitté la salle.\n"
TERMS = "french,english\nbudget,spending plan\n"


@dataclass
class Desk:
    """A folder of two articles, the files beside it, and how they are made into briefs."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)
    engine: EchoTranslator = field(default_factory=EchoTranslator)
    rebuild: bool = False
    source: str = "in"

    def arguments(self) -> tuple[list[Path], Path, Settings]:
        chosen = {"engine": "echo", "memory": str(self.root / "memory.sqlite")} | self.settings
        return [self.root / self.source], self.root / "out", Settings.model_validate(chosen)

    def run(self) -> dict[str, str]:
        report = run(*self.arguments(), translator=self.engine, rebuild=self.rebuild)
        failed = {Path(each.location).stem: "failed" for each in report.failures}
        return {each.id: each.status for each in report.outcomes} | failed

    def plan(self) -> dict[str, str]:
        rows = list(plan(*self.arguments(), translator=self.engine, rebuild=self.rebuild))
        return {
            **{Path(row.location).stem: "failed" for row in rows if isinstance(row, Failure)},
            **{
                row.id: "unchanged" if row.unchanged else "written"
                for row in rows
                if not isinstance(row, Failure)
            },
        }

    def set(self, **settings: Any) -> None:
        self.settings |= settings

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def correct(self, french: str) -> None:
        with Memory(self.root / "memory.sqlite") as memory:
            memory.correct([Correction(french, "He left.")])

    def use_engine(self) -> None:
        self.engine = replace(self.engine, opening="<")

    def all_again(self) -> None:
        self.rebuild = True

    def use_terms(self) -> None:
        self.write("terms.csv", TERMS)
        self.set(glossary=str(self.root / "terms.csv"))

    def correct_and_limit(self) -> None:
        self.correct("Il pleut sur la ville.")
        self.set(max_sentences=1)

    def edit_and_limit(self) -> None:
        self.write("in/b.txt", f"{TEXT}\nIl pleut.\n")
        self.set(max_sentences=1)

    def lose(self, name: str) -> None:
        (self.root / "out" / name).unlink()

    def damage(self) -> None:
        self.write("out/b.json", "{")


def desk(root: Path) -> Desk:
    (root / "in").mkdir(parents=True)
    made = Desk(root)
    made.write("in/a.txt", "La mairie ouvre lundi. Elle ferme à midi.\n")
    made.write("in/b.txt", TEXT)
    assert set(made.run().values()) == {"written"}
    return made


BOTH, NONE = "written written", "unchanged unchanged"
CHANGES: dict[str, tuple[Callable[[Desk], object], str]] = {
    "nothing": (Desk.plan, NONE),
    "text": (lambda d: d.write("in/b.txt", f"{TEXT}\nIl pleut.\n"), "unchanged written"),
    "content": (lambda d: d.set(quotes="double"), BOTH),
    "a higher limit": (lambda d: d.set(max_sentences=9_000, max_bytes=9_000_000), NONE),
    "a lower limit": (lambda d: d.set(max_sentences=1), NONE),
    "a lower limit beside corrections": (Desk.correct_and_limit, NONE),
    "a lower limit for a new text": (Desk.edit_and_limit, "unchanged failed"),
    "speed": (lambda d: d.set(threads=3, batch_tokens=64), NONE),
    "fewer formats": (lambda d: d.set(formats=["json"]), NONE),
    "no memory": (lambda d: d.set(memory="off"), NONE),
    "correction": (lambda d: d.correct("Il a ensuite quitté la salle."), "unchanged written"),
    "glossary": (Desk.use_terms, BOTH),
    "rebuild": (Desk.all_again, BOTH),
    "engine": (Desk.use_engine, BOTH),
    "a lost page": (lambda d: d.lose("b.html"), NONE),
    "a lost brief": (lambda d: d.lose("b.json"), "unchanged written"),
    "a damaged brief": (Desk.damage, "unchanged written"),
    "a lost record": (lambda d: d.lose("run.json"), NONE),
    "a lost manifest": (lambda d: d.lose(f"{STATE}/{FILE}"), NONE),
}


@each("change", sorted(CHANGES))
def test_a_plan_says_what_the_run_does(tmp_path: Path, change: str) -> None:
    made = desk(tmp_path / change.replace(" ", "-"))
    alter, expected = CHANGES[change]
    alter(made)
    planned = made.plan()
    assert " ".join(planned[name] for name in "ab") == expected, change
    assert made.run() == planned, change


def test_a_plan_names_articles_as_the_run_does(tmp_path: Path) -> None:
    """By the owners in the manifest, whatever became of run.json."""
    made = desk(tmp_path)
    made.lose("run.json")
    (tmp_path / "other").mkdir()
    made.write("other/b.txt", TEXT)
    made.source = "other"
    planned = made.plan()
    assert planned.keys() != {"b"}
    assert made.run() == planned


def test_raising_a_limit_makes_no_brief_again(tmp_path: Path) -> None:
    made = desk(tmp_path)
    made.set(max_sentences=Settings().max_sentences + 1)
    assert made.run() == {"a": "unchanged", "b": "unchanged"}


def test_a_plan_leaves_the_folder_as_it_is(tmp_path: Path) -> None:
    made = desk(tmp_path)
    held = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    made.plan()
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == held


def test_a_plan_without_its_model_compares_all_but_the_engine_and_says_so(tmp_path: Path) -> None:
    made = desk(tmp_path)
    made.write("in/b.txt", f"{TEXT}\nIl pleut.\n")
    made.set(engine="auto", model="no-such-model")
    rows = [row for row in plan(*made.arguments()) if not isinstance(row, Failure)]
    assert [row.unchanged for row in rows] == [True, False]
    assert all("no-such-model" in row.trouble for row in rows)
    shutil.rmtree(tmp_path / "out")
    (first, _) = plan(*made.arguments())
    assert getattr(first, "trouble") == ""  # noqa: B009 - nothing to compare with: it is not opened


def test_a_plan_asks_the_engine_that_the_settings_name(tmp_path: Path) -> None:
    made = desk(tmp_path)
    made.use_engine()
    made.run()
    rows = [row for row in plan(*made.arguments()) if not isinstance(row, Failure)]
    assert [(row.unchanged, row.trouble) for row in rows] == [(False, "")] * 2
