"""What each actor of the pool does: one model, rows of articles in, rows of briefs out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from bilingual.errors import BilingualError, EngineError, InputError
from bilingual.language.terms import TermTable
from bilingual.models import load_translator
from bilingual.pipeline import RENDERERS
from bilingual.records import Brief
from bilingual.runner import LocalRunner, Task, fault
from bilingual.settings import Settings
from bilingual.sources import Row, article_from_row

# Columns between our own readers and the workers: a line of JSON, not yet looked into, and where it stood.
LINE, PLACE, OUTLET = "bilingual_line", "bilingual_place", "bilingual_outlet"


def open_runner(settings: Settings, terms: TermTable) -> LocalRunner:
    """What one worker works with. On its share of the machine: a core, where the settings leave it open."""
    own = settings.model_copy(update={"threads": settings.threads or 1})
    return LocalRunner(load_translator(own), own, terms)


class Worker:
    """A callable for `Dataset.map_batches`; its model stays in memory between batches.

    `signature` is the one that the engine must have ("": any); a machine with another model would give other bytes.
    """

    def __init__(self, settings: Settings, terms: TermTable, signature: str = "") -> None:
        self._settings = settings
        self._runner: LocalRunner | BilingualError
        try:
            self._runner = open_runner(settings, terms)
            if signature and self._runner.signature != signature:
                raise EngineError(
                    f"a worker has {self._runner.signature}, not {signature}",
                    hint="Install the same bilingual and the same model on every machine.",
                )
        except BilingualError as error:
            # Raised with the first batch: what an actor raises in its constructor, Ray tells as a crash.
            self._runner = error

    def __call__(self, table: Any) -> Any:
        """A pyarrow Table of rows -> one of as many rows in the same order, all columns strings."""
        import pyarrow

        if isinstance(self._runner, BilingualError):
            raise self._runner
        rows = table.to_pylist()
        read = [self._task(row) for row in rows]
        made = self._runner.build(task for task in read if isinstance(task, Task))
        results = [next(made)[1] if isinstance(each, Task) else each for each in read]
        columns = ["id", "brief", *self._pages(), "error", "hint"]
        return pyarrow.Table.from_pylist(
            [self._result(row, each) for row, each in zip(rows, results, strict=True)],
            schema=pyarrow.schema([(column, pyarrow.string()) for column in columns]),
        )

    def _pages(self) -> list[str]:
        return [suffix for suffix in self._settings.formats if suffix != "json"]

    def _task(self, values: dict[str, Any]) -> Task | InputError:
        row = row_of(values)
        try:
            return Task(article_from_row(row, self._settings), row.location)
        except InputError as error:
            return error
        except Exception as error:  # as in pipeline
            return fault(row.location, error)

    def _result(self, row: dict[str, Any], made: Brief | InputError) -> dict[str, str | None]:
        if isinstance(made, InputError):
            return {"id": str(row.get("id") or ""), "error": made.message, "hint": made.hint}
        pages = {suffix: RENDERERS[suffix](made) for suffix in self._pages()}
        return {"id": made.article.id, "brief": RENDERERS["json"](made), **pages}


def row_of(values: dict[str, Any]) -> Row:
    """The row as the readers of sources know it. `path`, as Ray Data gives it, names the file that it came from."""
    line = values.get(LINE)
    if line is not None:
        return Row(values.get(PLACE) or "a row", line, values.get(OUTLET) or "")
    path = str(values.get("path") or "")
    name = f"row {values['id']}" if values.get("id") else "a row"
    fields = {key: value for key, value in values.items() if key != "path"}
    return Row(f"{path}, {name}" if path else name, fields, PurePosixPath(path).name)
