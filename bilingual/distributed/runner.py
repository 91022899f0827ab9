"""Briefs for `pipeline.run` from a pool of Ray actors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from bilingual.distributed.cluster import import_ray, open_ray, ordered, share_of
from bilingual.distributed.worker import (
    LINE,
    PEOPLE,
    PLACE,
    ROWS,
    Given,
    brief_dataset,
    given_by,
    open_maker,
)
from bilingual.engines.base import DEFAULT_DECODING, Decoding, Hypothesis
from bilingual.errors import BilingualError, EngineError, InputError
from bilingual.pipeline.brief import Draft, Maker
from bilingual.pipeline.job import Place
from bilingual.records import Brief
from bilingual.settings import Settings

# Articles for each worker that are read before their briefs are made: some minutes of work, so that
# loading the models for the next ones does not count, and no more of them at once in memory than
# that.
_WINDOW = 256

Item = tuple[Place, Draft | None]
Made = Brief | Exception


class RayRunner:
    """A `bilingual.pipeline.many.Runner`: this process reads articles and writes files, the workers
    make the briefs.

    To be given to `run` with its `translator`, which stands for the model that the workers hold.
    """

    def __init__(self, settings: Settings, *, workers: int = 0) -> None:
        """`workers`: 0 is as many as fit. Ray is opened when first needed. Raises MissingExtra."""
        import_ray()
        self._settings, self._wanted = settings.without_secrets(), workers

    @property
    def translator(self) -> Elsewhere:
        return Elsewhere(self)

    @cached_property
    def workers(self) -> int:
        return open_ray(self._settings, self._wanted)

    @cached_property
    def identity(self) -> tuple[str, str]:
        """Signature and name of a worker's model: this machine may have another, or none."""
        ray = import_ray()
        assert self.workers
        share = share_of(self._settings)
        ask = ray.remote(num_cpus=share.cpus, num_gpus=share.gpus)(_identity)
        with ordered():
            found = ray.get(ask.remote(self._settings, given_by(self._settings)))
        if isinstance(found, BilingualError):
            raise found
        signature, name = found
        return signature, name

    def __call__(
        self, items: Iterable[Item], maker: Maker, progress: Callable[[int], None] = lambda _: None
    ) -> Iterator[tuple[Place, Made | None]]:
        """What became of each draft, in order; hundreds are taken ahead. See `flow.flow`."""
        coming = iter(items)
        while window := list(islice(coming, _WINDOW * self.workers)):
            drafts = [(place, draft) for place, draft in window if draft is not None]
            made = self._made(drafts, maker) if drafts else iter(())
            for place, draft in window:
                if draft is None:
                    yield place, None
                else:
                    yield place, next(made)
                    progress(len(draft.sentences))

    def _made(self, drafts: Sequence[tuple[Place, Draft]], maker: Maker) -> Iterator[Made]:
        ray = import_ray()
        import pyarrow

        # Every worker gets some, and more than one portion, for they do not take the same time.
        rows = min(ROWS, -(-len(drafts) // (2 * self.workers)))
        tables = [
            pyarrow.table(
                {
                    LINE: [draft.article.model_dump_json().encode() for _, draft in part],
                    PLACE: [place.location for place, _ in part],
                    PEOPLE: [json.dumps(dict(draft.corrections)) for _, draft in part],
                }
            )
            for part in (drafts[start : start + rows] for start in range(0, len(drafts), rows))
        ]
        with ordered():
            briefs = brief_dataset(
                ray.data.from_arrow(tables),
                # The files are rendered here.
                maker.settings.model_copy(update={"formats": ("json",)}),
                workers=min(self.workers, len(tables)),
                rows=rows,
                signature=self.identity[0],
            )
            for (_, draft), row in zip(drafts, briefs.iter_rows(), strict=True):
                if row["brief"] is None:
                    yield InputError(row["error"], hint=row["hint"])
                    continue
                brief = Brief.model_validate_json(row["brief"])
                # Corrections may have come in since the draft was made.
                now = maker.made_with(draft.article, draft.corrections)
                if brief.provenance not in (draft.made_with, now):
                    raise EngineError(
                        f"a worker made {brief.article.id} with {brief.provenance.program} "
                        "and other settings",
                        hint="Install the same bilingual on every machine.",
                    )
                yield brief


@dataclass(frozen=True)
class Elsewhere:
    """The workers' translator as this process knows it: by name. It translates nothing here."""

    runner: RayRunner
    max_tokens: int = 0

    @property
    def workers(self) -> int:
        return self.runner.workers

    @property
    def signature(self) -> str:
        return self.runner.identity[0]

    @property
    def model_name(self) -> str:
        return self.runner.identity[1]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        del texts
        raise self._refusal()

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = DEFAULT_DECODING,
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        del texts, decoding, prefixes
        raise self._refusal()

    def _refusal(self) -> EngineError:
        return EngineError(
            "the model is held by the workers, not by this process", hint="Report this as a bug."
        )


def _identity(settings: Settings, given: Given) -> tuple[str, str] | BilingualError:
    try:
        translator = open_maker(settings, given).translator
    except BilingualError as error:
        return error
    return translator.signature, translator.model_name
