"""Rows of articles -> rows of briefs: a step of a Ray Data pipeline, and the actor that does it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from bilingual.distributed.cluster import import_ray, open_ray, refuse_sizes, share_of
from bilingual.errors import BilingualError, EngineError, InputError
from bilingual.glossary.terms import TermTable
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory, read_memory
from bilingual.models import load_translator
from bilingual.pipeline.brief import Draft, Maker, open_terms
from bilingual.pipeline.flow import flow
from bilingual.pipeline.job import RENDERERS, fault
from bilingual.pipeline.time_limit import time_limit
from bilingual.records import Brief
from bilingual.render.arrange import arrange
from bilingual.settings import Settings
from bilingual.sources import Row, article_from_row

if TYPE_CHECKING:
    import ray.data


# Columns between our own readers and the workers: a line of JSON, not yet looked into, and where it
# stood.
LINE, PLACE, OUTLET = "bilingual_line", "bilingual_place", "bilingual_outlet"
PEOPLE = "bilingual_people"  # corrections of the article, as JSON


@dataclass(frozen=True)
class Given:
    """What lies in files of the machine that began the work, where no worker can read it."""

    terms: TermTable
    corrections: tuple[Correction, ...] = ()


def open_maker(settings: Settings, given: Given) -> Maker:
    """What one worker works with; one core, where the settings leave it open."""
    own = settings.model_copy(update={"threads": settings.threads or 1})
    memory = None
    if given.corrections:
        memory = Memory(Path(":memory:"))
        memory.correct(given.corrections)
    return Maker.open(own, load_translator(own), terms=given.terms, memory=memory)


class Worker:
    """A callable for `Dataset.map_batches`; its model stays in memory between batches.

    `signature` is the one that the engine must have ("": any); a machine with another model would
    give other bytes.
    """

    def __init__(self, settings: Settings, given: Given, signature: str = "") -> None:
        self._settings = settings
        self._maker: Maker | BilingualError
        try:
            self._maker = open_maker(settings, given)
            found = self._maker.translator.signature
            if signature and found != signature:
                raise EngineError(
                    f"a worker has {found}, not {signature}",
                    hint="Install the same bilingual and the same model on every machine.",
                )
        except BilingualError as error:
            # Raised with the first batch: what an actor raises in its constructor, Ray tells as a
            # crash.
            self._maker = error

    def __call__(self, table: Any) -> Any:
        """A pyarrow Table of rows -> one of as many rows in the same order, all columns strings."""
        import pyarrow

        if isinstance(self._maker, BilingualError):
            raise self._maker
        taken = table.to_pylist()
        rows = [row_of(values) for values in taken]
        people = [json.loads(values.get(PEOPLE) or "{}") for values in taken]
        read = [self._draft(*each, self._maker) for each in zip(rows, people, strict=True)]
        items = [(each, each if isinstance(each, Draft) else None) for each in read]
        made = [
            tag if isinstance(tag, InputError) else result
            for tag, result in flow(items, self._maker)
        ]
        if self._maker.memory is not None:
            # it holds corrections; a worker lives too long to remember all else
            self._maker.memory.forget_units()
        columns = ["id", "brief", *self._pages(), "error", "hint"]
        return pyarrow.Table.from_pylist(
            [self._result(row, each) for row, each in zip(rows, made, strict=True)],
            schema=pyarrow.schema([(column, pyarrow.string()) for column in columns]),
        )

    def _pages(self) -> list[str]:
        return [suffix for suffix in self._settings.formats if suffix != "json"]

    def _draft(self, row: Row, people: dict[str, str], maker: Maker) -> Draft | InputError:
        try:
            with time_limit(self._settings.article_timeout, row.location):
                return maker.draft(article_from_row(row, self._settings), people)
        except InputError as error:
            return error
        except Exception as error:  # a fault in reading one article must not cost the others
            return fault(row.location, error)

    def _result(self, row: Row, made: Brief | Exception | None) -> dict[str, str | None]:
        # As it came, so that rows can be joined; the brief's own may be a shorter form of it.
        name = str(row.values.get("id") or "") if isinstance(row.values, Mapping) else ""
        if isinstance(made, Brief):
            view = arrange(made)
            pages = {suffix: RENDERERS[suffix](made, view) for suffix in self._pages()}
            return {"id": name or made.article.id, "brief": RENDERERS["json"](made, view), **pages}
        if not isinstance(made, InputError):
            made = fault(row.location, made or RuntimeError("no brief"))
        return {"id": name, "error": made.message, "hint": made.hint}


def row_of(values: dict[str, Any]) -> Row:
    """The row as the readers of sources know it. `path`, as Ray Data gives it, names the file that
    it came from."""
    line = values.get(LINE)
    if line is not None:
        return Row(values.get(PLACE) or "a row", line, values.get(OUTLET) or "")
    path = str(values.get("path") or "")
    name = f"row {values['id']}" if values.get("id") else "a row"
    fields = {key: value for key, value in values.items() if key != "path"}
    return Row(f"{path}, {name}" if path else name, fields, PurePosixPath(path).name)


# articles that a worker takes at once: enough to fill a batch, few enough that all workers have
# some
ROWS = 16


def brief_dataset(
    dataset: ray.data.Dataset,
    settings: Settings | None = None,
    *,
    workers: int = 0,
    rows: int = ROWS,
    signature: str = "",
) -> ray.data.Dataset:
    """The briefs of the articles in `dataset`, one row for each row, made when the result is
    consumed.

    A row of `dataset` is an Article record (the fields of its JSON), or plain: `text`, and if known
    `id`, `title`, `author`, `published`, `source`, `url` and `licence`. A row of the result has
    `id`, `brief` (what a local run writes to <id>.json), `md` and `html` where the settings ask for
    them, `error` and `hint`; all are strings or null. An article that fails has its `error` and no
    `brief`. Ids are those of the rows, and are not made unique: an article without one is called by
    its title or its first words. The rows keep their order where the DataContext preserves it.

    `workers` actors each hold one model and take `settings.threads` processors (0: one), or a GPU
    where the device is cuda; 0 is as many as the cluster has room for, less one processor to read
    and write. Each takes `rows` articles at once. Glossary and corrections are read here; the model
    must be installed on every machine, and where `signature` is given have it. Raises MissingExtra,
    GlossaryError and TranslationMemoryError; what the engine raises comes out where the result is
    consumed.
    """
    refuse_sizes(workers, rows)
    ray = import_ray()
    settings = (settings or Settings()).without_secrets()
    share = share_of(settings)
    size = open_ray(settings, workers)
    return dataset.repartition(target_num_rows_per_block=rows).map_batches(
        Worker,
        fn_constructor_args=(settings, given_by(settings), signature),
        batch_size=rows,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=size),
        num_cpus=share.cpus,
        num_gpus=share.gpus or None,
        udf_modifying_row_count=False,
    )


def given_by(settings: Settings) -> Given:
    """The glossary that the settings name, and the corrections of the memory, not its units."""
    memory = read_memory(settings)
    if memory is None:
        return Given(open_terms(settings))
    with memory:
        return Given(open_terms(settings), tuple(memory.all_corrections()))
