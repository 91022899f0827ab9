"""The composition for many: sources become a folder of briefs. What happens to one article is in
brief.py."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from bilingual.engines.base import EchoTranslator, Translator
from bilingual.errors import BilingualError, TooLarge
from bilingual.folder.briefs import OutputFolder, Owners, is_foreign
from bilingual.memory.store import open_memory, read_memory
from bilingual.models import load_translator
from bilingual.pipeline.brief import Draft, Maker, StoredBriefs, open_terms, segmented
from bilingual.pipeline.flow import flow
from bilingual.pipeline.job import RENDERERS, Job, Place, failure, read, rewrite_briefs, write_brief
from bilingual.pipeline.report import (
    Event,
    Failure,
    Left,
    Outcome,
    Planned,
    RunReport,
    Watcher,
    exit_code,
)
from bilingual.records import Article, Brief
from bilingual.segment import segment
from bilingual.settings import Settings
from bilingual.sources import expand

__all__ = [
    "RENDERERS",
    "Event",
    "Failure",
    "Left",
    "Outcome",
    "Planned",
    "RunReport",
    "exit_code",
    "plan",
    "rewrite_briefs",
    "run",
    "write_brief",
]


class Runner(Protocol):
    """What makes briefs of drafts, in order; see `flow.flow`, which does it here."""

    def __call__(
        self,
        items: Iterator[tuple[Place, Draft | None]],
        maker: Maker,
        progress: Callable[[int], None],
        /,
    ) -> Generator[tuple[Place, Brief | Exception | None]]: ...


def run(
    inputs: Sequence[str | Path],
    out: str | Path,
    settings: Settings,
    *,
    translator: Translator | None = None,
    stdin: BinaryIO | None = None,
    rebuild: bool = False,
    watch: Callable[[Event], None] = lambda _: None,
    runner: Runner = flow,
) -> RunReport:
    """Write the briefs of all inputs, and an index of every brief there, to the folder `out`.

    An article whose stored brief was made from the same text, settings, engine, corrections and
    program is left as it is, unless `rebuild`. One article that fails does not stop the others: the
    report, run.json and the index name it. Raises NothingReadable when the inputs hold no article,
    ModelError, TranslationMemoryError and OutputError at once; what was finished by then, or when
    the run is interrupted, is in run.json and the index. One run at a time can write to a folder.
    `runner` makes the briefs of drafts, in order.
    """
    sources = expand(inputs, settings)
    folder = OutputFolder(Path(out))
    with ExitStack() as stack:
        held = stack.enter_context(folder.held(source.file for source in sources if source.file))
        memory = open_memory(settings)
        if memory is not None:
            stack.enter_context(memory)
        terms = open_terms(settings)
        maker = Maker.open(
            settings, translator or load_translator(settings), terms=terms, memory=memory
        )
        job = Job(folder, held, maker, rebuild, Watcher(watch, len(sources)))
        try:
            made = runner(job.drafts(sources, stdin), maker, job.watcher.translated)
            with closing(made):
                for place, result in made:
                    job.take(place, result)
        except BaseException:
            with suppress(BilingualError):
                job.close()
            raise
        return job.close()


def plan(
    inputs: Sequence[str | Path],
    out: str | Path,
    settings: Settings,
    *,
    translator: Translator | None = None,
    stdin: BinaryIO | None = None,
    rebuild: bool = False,
) -> Iterator[Planned | Failure]:
    """What `run` would do with the same arguments, article by article, by the same rule.

    Nothing is translated or written. The model is opened only where briefs are there to compare
    with; where it cannot be opened everything else is compared, and `Planned.trouble` says so.
    """
    folder = OutputFolder(Path(out))
    with ExitStack() as stack:
        sources = expand(inputs, settings)
        seen = stack.enter_context(folder.seen(source.file for source in sources if source.file))
        terms = open_terms(settings)
        memory = read_memory(settings)
        if memory is not None:
            stack.enter_context(memory)
        trouble = ""
        if translator is None and (rebuild or not folder.has_any()):
            translator = EchoTranslator()  # it is not asked
        elif translator is None:
            translator, trouble = _engine(settings)
        maker = Maker.open(settings, translator, terms=terms, memory=memory)
        stored = StoredBriefs(folder, seen.manifest, maker, rebuild, knows_engine=not trouble)
        owners = Owners(seen.manifest, partial(is_foreign, seen))
        for source in sources:
            for item in read(source, settings, stdin, owners):
                yield (
                    item
                    if isinstance(item, Failure)
                    else _planned(item[0], source.location, stored, trouble)
                )


def _engine(settings: Settings) -> tuple[Translator, str]:
    """The engine, or another in its place and why it cannot be opened."""
    try:
        return load_translator(settings), ""
    except BilingualError as error:
        return EchoTranslator(), error.message


def _planned(
    article: Article, location: str, stored: StoredBriefs, trouble: str
) -> Planned | Failure:
    unchanged = stored.kept(article) is not None
    try:
        sentences = segment(article) if unchanged else segmented(article, stored.maker.settings)
    except TooLarge as error:
        return failure(location, error)
    return Planned(
        location=location,
        id=article.id,
        title=article.title,
        sentences=len(sentences),
        words=len(article.text.split()),
        dropped=len(article.dropped),
        unchanged=unchanged,
        trouble=trouble,
    )
