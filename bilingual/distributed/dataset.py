"""Rows of articles -> rows of briefs, as a step of a Ray Data pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.distributed.cluster import import_ray, open_ray, refuse_sizes, share_of
from bilingual.distributed.worker import Given, Worker
from bilingual.memory.store import open_memory
from bilingual.pipeline.brief import open_terms
from bilingual.settings import Settings

if TYPE_CHECKING:
    import ray.data

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
    settings = settings or Settings()
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
    """The glossary that the settings name, and the corrections of the translation memory; its units
    stay here."""
    memory = open_memory(settings, create=False)
    if memory is None:
        return Given(open_terms(settings))
    with memory:
        return Given(open_terms(settings), tuple(memory.all_corrections()))
