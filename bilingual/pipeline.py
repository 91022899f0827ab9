"""The composition for many: sources become a folder of briefs. What happens to one article is in compose.py, who makes
the briefs, here or on many machines, in runner.py."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

from bilingual.brief import provenance
from bilingual.compose import open_terms, segmented
from bilingual.engines.base import Translator
from bilingual.errors import BilingualError, InputError, TooLarge
from bilingual.language.terms import TermTable
from bilingual.models import load_translator
from bilingual.owners import Owners
from bilingual.records import Article, Brief
from bilingual.render import render_html, render_index, render_markdown
from bilingual.runner import LocalRunner, Runner, Task, fault
from bilingual.settings import Settings
from bilingual.sources import TABLES, Source, article_from_row, expand, read_source, rows_of
from bilingual.store import INDEX_FILE, RUN_FILE, OutputFolder, brief_files, read_brief

RENDERERS: dict[str, Callable[[Brief], str]] = {
    "json": lambda brief: brief.model_dump_json(indent=1) + "\n",
    "md": render_markdown,
    "html": lambda brief: render_html(brief, index_url=INDEX_FILE),
}


@dataclass(frozen=True)
class Outcome:
    """One article that has its brief; the counts are of sentences and of lines left out.

    `entry` is the address of the entry when the source is a feed.
    """

    id: str
    location: str
    status: Literal["written", "unchanged"]
    sentences: int
    to_check: int
    dropped: int
    entry: str = ""


@dataclass(frozen=True)
class Failure:
    """One source, or one article of it, that has no brief, and why."""

    location: str
    message: str
    hint: str


@dataclass(frozen=True)
class Event:
    """Progress for whoever watches: source `done` of `total` is at hand, `sentence` of its `sentences` are done."""

    location: str
    done: int
    total: int
    sentence: int = 0
    sentences: int = 0


@dataclass
class RunReport:
    """What a run did. `exit_code` is 0 when every article has its brief, 1 when some have not, 4 when none has."""

    folder: Path
    engine: str
    model: str
    index: Path
    outcomes: list[Outcome] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return exit_code(self.outcomes, self.failures)


def exit_code(done: Sequence[object], failures: Sequence[object]) -> int:
    """0 when nothing failed, 1 when some articles did, 4 when all did."""
    return (1 if done else 4) if failures else 0


@dataclass(frozen=True)
class Planned:
    """What a run would do with one article; `unchanged` when its stored brief has the same text and settings."""

    location: str
    id: str
    title: str
    sentences: int
    words: int
    dropped: int
    unchanged: bool


def run(
    inputs: Sequence[str | Path],
    out: Path,
    settings: Settings,
    *,
    translator: Translator | None = None,
    runner: Runner | None = None,
    stdin: BinaryIO | None = None,
    rebuild: bool = False,
    watch: Callable[[Event], None] = lambda _: None,
) -> RunReport:
    """Write the briefs of all inputs, and an index of every brief there, to the folder `out`.

    An article whose stored brief was made from the same text, settings, engine and program is left as it is, unless
    `rebuild`. One article that fails does not stop the others: the report, run.json and the index name it. Raises
    NothingReadable when the inputs hold no article, ModelError and OutputError at once; what was finished by then, or
    when the run is interrupted, is in run.json and the index. One run at a time can write to a folder. The briefs are
    made by `runner`, by default in this process with `translator`.
    """
    sources = expand(inputs, settings)
    folder = OutputFolder(out)
    folder.create()
    with folder.lock():
        terms = open_terms(settings)
        if runner is None:
            runner = LocalRunner(translator or load_translator(settings), settings, terms)
        job = _Run(folder, settings, runner, terms, rebuild, watch)
        try:
            job.work(sources, stdin)
        except BaseException:
            with contextlib.suppress(BilingualError):
                job.close()
            raise
        return job.close()


def plan(
    inputs: Sequence[str | Path], out: Path, settings: Settings, *, stdin: BinaryIO | None = None
) -> Iterator[Planned | Failure]:
    """What `run` would do, article by article; nothing is translated or written, and no model is needed."""
    folder = OutputFolder(out)
    owners = _owners(folder, folder.run_record())
    terms = open_terms(settings)
    for source in expand(inputs, settings):
        for item in _read(source, settings, stdin, owners):
            if isinstance(item, Failure):
                yield item
            else:
                yield _planned(item, source, folder, settings, terms)


def _read(
    source: Source, settings: Settings, stdin: BinaryIO | None, owners: Owners
) -> Iterator[Article | Failure]:
    """The articles of a source, each under the id that is its own; a feed or a table may give failures beside them."""
    if source.kind in TABLES:
        yield from _read_rows(source, settings, owners)
        return
    errors: list[InputError] = []
    articles: list[Article] = []
    try:
        articles = read_source(source, settings, stdin, errors.append)
    except InputError as error:
        errors.append(error)
    except Exception as error:  # a fault in reading one article must not cost the others
        errors.append(fault(source.location, error))
    several = len(articles) + len(errors) > 1
    for article in articles:
        yield owners.name(article, source.location, (several and article.url) or "")
    yield from (_failure(source.location, error) for error in errors)


def _read_rows(source: Source, settings: Settings, owners: Owners) -> Iterator[Article | Failure]:
    """As _read, one row at a time: a table may be larger than the memory."""
    try:
        for row in rows_of(source, settings):
            try:
                article = article_from_row(row, settings)
            except InputError as error:
                yield _failure(source.location, error)
            except Exception as error:  # as in _read
                yield _failure(source.location, fault(row.location, error))
            else:
                yield owners.name(article, source.location, article.url or "")
    except InputError as error:
        yield _failure(source.location, error)


def _owners(folder: OutputFolder, record: dict[str, Any]) -> Owners:
    reserved = frozenset({Path(INDEX_FILE).stem, Path(RUN_FILE).stem})
    return Owners(record, folder.is_foreign, reserved)


def _failure(location: str, error: InputError) -> Failure:
    return Failure(location, error.message, error.hint)


def write_brief(folder: OutputFolder, brief: Brief, suffixes: Sequence[str]) -> None:
    """The brief in every format; the JSON comes last, because it is what says that the brief is whole."""
    for suffix in sorted(suffixes, key="json".__eq__):
        folder.write(f"{brief.article.id}.{suffix}", RENDERERS[suffix](brief))


def rewrite_brief(folder: OutputFolder, brief: Brief) -> None:
    """The brief again, in those formats that the folder holds of it."""
    held = [suffix for suffix in RENDERERS if folder.has(brief.article.id, (suffix,))]
    write_brief(folder, brief, held)


def _planned(
    article: Article, source: Source, folder: OutputFolder, settings: Settings, terms: TermTable
) -> Planned | Failure:
    try:
        sentences = len(segmented(article, settings))
    except TooLarge as error:
        return _failure(source.location, error)
    stored = folder.stored(article.id)
    fresh = provenance(article, settings, engine="", model="", terms=terms.digest)
    return Planned(
        location=source.location,
        id=article.id,
        title=article.title,
        sentences=sentences,
        words=len(article.text.split()),
        dropped=len(article.dropped),
        unchanged=stored is not None
        and stored.provenance.model_copy(update={"engine": "", "model": ""}) == fresh,
    )


@dataclass(frozen=True)
class _Open:
    """An article that was handed to the runner while `event` was at hand."""

    task: Task
    event: Event


class _Run:
    """The state of one run: what is known of the folder, and the report as it grows.

    A runner may take articles well ahead of the briefs it gives back. `_waiting` holds, in the order of the sources, all
    that was read and is not in the report yet, so that the report does not depend on who makes the briefs.
    """

    def __init__(
        self,
        folder: OutputFolder,
        settings: Settings,
        runner: Runner,
        terms: TermTable,
        rebuild: bool,
        watch: Callable[[Event], None],
    ) -> None:
        self.folder, self.settings, self.runner = folder, settings, runner
        self.rebuild, self.watch, self.terms = rebuild, watch, terms
        self.record = folder.run_record()
        self.owners = _owners(folder, self.record)
        self.suffixes = tuple(dict.fromkeys(("json", *settings.formats)))
        self.report = RunReport(
            folder.root, runner.signature, runner.model_name, folder.root / INDEX_FILE
        )
        self._waiting: deque[Outcome | Failure | _Open] = deque()

    def work(self, sources: Sequence[Source], stdin: BinaryIO | None) -> None:
        """Every article of the sources through the runner, its brief into the folder, as soon as it is made."""
        for task, made in self.runner.build(self._tasks(sources, stdin), self._progressed):
            given = self._waiting.popleft()
            if not isinstance(given, _Open) or given.task.article.id != task.article.id:
                raise RuntimeError(f"the runner gave {task.article.id} out of its turn")
            if isinstance(made, InputError):
                self.report.failures.append(_failure(task.location, made))
            else:
                write_brief(self.folder, made, self.suffixes)
                self.report.outcomes.append(self._outcome(made, task.location, "written"))
            self._settle()

    def _tasks(self, sources: Sequence[Source], stdin: BinaryIO | None) -> Iterator[Task]:
        """The articles that need a brief; what fails or is unchanged goes into the report by itself."""
        for position, source in enumerate(sources):
            event = Event(source.location, position, len(sources))
            self.watch(event)
            for item in _read(source, self.settings, stdin, self.owners):
                entry = item if isinstance(item, Failure) else self._taken(item, event)
                self._waiting.append(entry)
                if isinstance(entry, _Open):
                    yield entry.task
                else:
                    self._settle()

    def _taken(self, article: Article, event: Event) -> Outcome | Failure | _Open:
        stored = None if self.rebuild else self.folder.stored(article.id)
        made_with = provenance(
            article,
            self.settings,
            engine=self.runner.signature,
            model=self.runner.model_name,
            terms=self.terms.digest,
        )
        if stored is None or stored.provenance != made_with:
            return _Open(Task(article, event.location), event)
        if not self.folder.has(article.id, self.suffixes):
            write_brief(self.folder, stored, self.suffixes)
        return self._outcome(stored, event.location, "unchanged")

    def _settle(self) -> None:
        """Into the report with all that waits for no brief before it."""
        while self._waiting and not isinstance(self._waiting[0], _Open):
            entry = self._waiting.popleft()
            if isinstance(entry, Failure):
                self.report.failures.append(entry)
            elif isinstance(entry, Outcome):
                self.report.outcomes.append(entry)

    def close(self) -> RunReport:
        earlier = self.record.get("articles")
        articles: dict[str, Any] = {
            key: value
            for key, value in (earlier.items() if isinstance(earlier, dict) else ())
            if self.folder.brief_path(key).is_file()
        }
        articles |= {outcome.id: vars(outcome) for outcome in self.report.outcomes}
        briefs = list(self._all_briefs())
        failures = [vars(failure) for failure in self.report.failures]
        self.folder.write_run_record(
            {
                "engine": self.report.engine,
                "model": self.report.model,
                "articles": articles,
                "failures": failures,
            }
        )
        failed = [(failure.location, failure.message) for failure in self.report.failures]
        self.folder.write(INDEX_FILE, render_index(briefs, failed))
        return self.report

    def _all_briefs(self) -> Iterator[Brief]:
        for path in brief_files(self.folder.root):
            try:
                yield read_brief(path)
            except InputError as error:
                self.report.failures.append(_failure(str(path), error))

    def _progressed(self, task: Task, sentences: int, total: int) -> None:
        for entry in self._waiting:
            if isinstance(entry, _Open) and entry.task is task:
                event = entry.event
                self.watch(Event(event.location, event.done, event.total, sentences, total))
                return

    def _outcome(
        self, brief: Brief, location: str, status: Literal["written", "unchanged"]
    ) -> Outcome:
        return Outcome(
            brief.article.id,
            location,
            status,
            len(brief.sentences),
            len({flag.index for flag in brief.flags}),
            len(brief.article.dropped),
            self.owners.entry_of(brief.article.id),
        )
