"""Briefs for `pipeline.run` from a pool of Ray actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from bilingual.compose import open_terms
from bilingual.distributed.cluster import import_ray, open_ray, ordered, share_of
from bilingual.distributed.dataset import ROWS, brief_dataset
from bilingual.distributed.worker import LINE, PLACE, open_runner
from bilingual.errors import BilingualError, InputError
from bilingual.language.terms import TermTable
from bilingual.records import Brief
from bilingual.runner import Progress, Task
from bilingual.settings import Settings

# Articles for each worker that are read before their briefs are made: some minutes of work, so that loading the models
# for the next ones does not count, and no more of them at once in memory than that.
_WINDOW = 256


class RayRunner:
    """A `bilingual.runner.Runner`: this process reads articles and writes files, the workers make the briefs."""

    def __init__(self, settings: Settings, *, workers: int = 0) -> None:
        """`workers`: 0 is as many as fit. Raises MissingExtra at once; Ray is opened when it is first needed."""
        import_ray()
        self._settings, self._wanted = settings, workers

    @property
    def signature(self) -> str:
        return self._identity[0]

    @property
    def model_name(self) -> str:
        return self._identity[1]

    @cached_property
    def _workers(self) -> int:
        return open_ray(self._settings, self._wanted)

    @cached_property
    def _identity(self) -> tuple[str, str]:
        """Signature and name of the model, asked of a worker: this machine may have another processor, or none."""
        ray = import_ray()
        assert self._workers
        share = share_of(self._settings)
        ask = ray.remote(num_cpus=share.cpus, num_gpus=share.gpus)(_identity)
        with ordered():
            found = ray.get(ask.remote(self._settings, open_terms(self._settings)))
        if isinstance(found, BilingualError):
            raise found
        signature, name = found
        return signature, name

    def build(
        self, tasks: Iterable[Task], progress: Progress = lambda *_: None
    ) -> Iterator[tuple[Task, Brief | InputError]]:
        """Each task with its brief or its error, in order; some thousands are taken ahead. See `Runner`."""
        coming = iter(tasks)
        while window := list(islice(coming, _WINDOW * self._workers)):
            for task, made in self._built(window):
                if isinstance(made, Brief):
                    progress(task, len(made.sentences), len(made.sentences))
                yield task, made

    def _built(self, window: Sequence[Task]) -> Iterator[tuple[Task, Brief | InputError]]:
        ray = import_ray()
        import pyarrow

        rows = min(ROWS, -(-len(window) // (2 * self._workers)))
        tables = [
            pyarrow.table(
                {
                    LINE: [task.article.model_dump_json().encode() for task in part],
                    PLACE: [task.location for task in part],
                }
            )
            for part in (window[start : start + rows] for start in range(0, len(window), rows))
        ]
        with ordered():
            briefs = brief_dataset(
                ray.data.from_arrow(tables),
                # The files are rendered here.
                self._settings.model_copy(update={"formats": ("json",)}),
                workers=self._workers,
                rows=rows,
                signature=self.signature,
            )
            for task, row in zip(window, briefs.iter_rows(), strict=True):
                if row["brief"] is None:
                    yield task, InputError(row["error"], hint=row["hint"])
                else:
                    yield task, Brief.model_validate_json(row["brief"])


def _identity(settings: Settings, terms: TermTable) -> tuple[str, str] | BilingualError:
    try:
        runner = open_runner(settings, terms)
    except BilingualError as error:
        return error
    return runner.signature, runner.model_name
