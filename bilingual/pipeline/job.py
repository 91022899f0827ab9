"""One run over a folder of briefs: what must be made, what came of it, and what the folder says of
itself at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from threading import TIMEOUT_MAX
from typing import BinaryIO, Final, Literal

from bilingual.errors import BilingualError, EmptyArticle, ForeignFile, InputError
from bilingual.folder.briefs import (
    INDEX_FILE,
    RUN_FILE,
    OutputFolder,
    Owners,
    brief_files,
    drop_index_pages,
    is_foreign,
    read_brief,
)
from bilingual.folder.held import Held
from bilingual.folder.manifest import Row
from bilingual.memory.exchange import LEFT_FILE, read_units
from bilingual.memory.units import Unit, tsv
from bilingual.pipeline.brief import Draft, Maker, StoredBriefs
from bilingual.pipeline.report import Failure, Left, Outcome, RunReport, Watcher
from bilingual.pipeline.time_limit import time_limit
from bilingual.records import Article, Brief
from bilingual.render import render_html, render_markdown
from bilingual.render.arrange import arrange
from bilingual.render.html import (
    ENTRIES_PER_PAGE,
    Listing,
    Totals,
    listing,
    page_name,
    render_index_page,
)
from bilingual.render.view import View
from bilingual.settings import Settings
from bilingual.sources import TABLES, Source, article_from_row, read_source, rows_of

# A brief and its view, which is arranged once for all formats -> the text of a file.
RENDERERS: dict[str, Callable[[Brief, View], str]] = {
    "json": lambda brief, _: brief.model_dump_json(indent=1) + "\n",
    "md": lambda _, view: render_markdown(view),
    "html": lambda _, view: render_html(view, index_url=INDEX_FILE),
}
_ROWS_AT_RISK: Final = 50  # rows that a killed run forgets; their briefs are read again then


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article came from (see `manifest.Row`); `row` when its brief is there already,
    `left` the corrections that its new brief has no place for."""

    location: str
    entry: str = ""
    row: Row | None = None
    left: Mapping[str, str] = field(default_factory=dict)


def read(
    source: Source, settings: Settings, stdin: BinaryIO | None, owners: Owners
) -> Iterator[tuple[Article, str] | Failure]:
    """The articles of a source, each under the id that is its own, with the address of its entry if
    it is one of several; a feed or a table may give failures beside them."""
    if source.kind in TABLES:
        yield from _read_rows(source, settings, owners)
        return
    errors: list[InputError] = []
    articles: list[Article] = []
    try:
        # Whoever types at standard input may take their time.
        seconds = TIMEOUT_MAX if source.kind == "stdin" else settings.article_timeout
        with time_limit(seconds, source.location):
            articles = read_source(source, settings, stdin, errors.append)
    except InputError as error:
        errors.append(error)
    except Exception as error:  # a fault in reading one article must not cost the others
        errors.append(fault(source.location, error))
    several = len(articles) + len(errors) > 1
    for article in articles:
        entry = (several and article.url) or ""
        yield owners.name(article, source.location, entry), entry
    yield from (failure(source.location, error) for error in errors)


def _read_rows(
    source: Source, settings: Settings, owners: Owners
) -> Iterator[tuple[Article, str] | Failure]:
    """As `read`, one row at a time: a table may be larger than the memory."""
    empty = True
    try:
        for row in rows_of(source, settings):
            empty = False
            try:
                with time_limit(settings.article_timeout, row.location):
                    article = article_from_row(row, settings)
            except InputError as error:
                yield failure(source.location, error)
            except Exception as error:  # as in `read`
                yield failure(source.location, fault(row.location, error))
            else:
                entry = article.url or ""
                yield owners.name(article, source.location, entry), entry
        if empty:
            raise EmptyArticle(f"{source.location}: no rows", hint="A row of it is an article.")
    except InputError as error:
        yield failure(source.location, error)


def fault(location: str, error: Exception) -> InputError:
    """What people are told of an exception that no article should be able to cause."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return InputError(
        f"{location}: this article shows a fault in the program ({what})",
        hint="The other articles are not touched by it. Please report it, with the article.",
    )


def failure(location: str, error: InputError) -> Failure:
    return Failure(location, error.message, error.hint)


def write_brief(
    held: Held, brief: Brief, suffixes: Iterable[str], view: View | None = None
) -> None:
    """The brief in every format, all or none of the files. Raises ForeignFile and OutputError."""
    view = view or arrange(brief)
    texts = {suffix: RENDERERS[suffix](brief, view) for suffix in suffixes}
    held.write({f"{brief.article.id}.{each}": [text.encode()] for each, text in texts.items()})


def rewrite_briefs(folder: OutputFolder, briefs: Iterable[Brief]) -> None:
    """Briefs again, in those formats that the folder holds of them."""
    with folder.held() as held:
        for brief in briefs:
            there = (suffix for suffix in RENDERERS if folder.has(brief.article.id, (suffix,)))
            write_brief(held, brief, there)


class Job:
    """The state of one run; what grows with it is in the manifest, but for the report."""

    def __init__(
        self,
        folder: OutputFolder,
        held: Held,
        maker: Maker,
        rebuild: bool,
        watcher: Watcher,
    ) -> None:
        self.watcher = watcher
        self._folder, self._held, self._maker = folder, held, maker
        self._manifest = held.manifest
        self._stored = StoredBriefs(folder, held.manifest, maker, rebuild)
        self._owners = Owners(held.manifest, partial(is_foreign, held))
        self._uncommitted = 0
        engine = maker.translator
        self._report = RunReport(
            folder.root,
            engine.signature,
            engine.model_name,
            engine.workers,
            folder.root / INDEX_FILE,
        )

    def drafts(
        self, sources: Sequence[Source], stdin: BinaryIO | None
    ) -> Iterator[tuple[Place, Draft | None]]:
        """The articles of all sources, in order; no draft for stored briefs and noted failures."""
        for done, source in enumerate(sources):
            self.watcher.reading(source.location, done)
            for item in read(source, self._maker.settings, stdin, self._owners):
                if isinstance(item, Failure):
                    self._report.failures.append(item)
                    # Whoever no longer wants the next one can say so only when there is one.
                    yield Place(source.location), None
                else:
                    article, entry = item
                    yield self._draft(article, Place(source.location, entry))

    def _draft(self, article: Article, place: Place) -> tuple[Place, Draft | None]:
        draft = None
        try:
            row = self._kept(article, place)
            if row is None:
                with time_limit(self._maker.settings.article_timeout, place.location):
                    draft = self._maker.draft(article, self._stored.by_people(article.id))
                self.watcher.found(len(draft.sentences))
                place = replace(place, left=draft.left)
            return replace(place, row=row), draft
        except Exception as error:
            self._fail(place, error)
            return place, None

    def _kept(self, article: Article, place: Place) -> Row | None:
        """The row of a brief that is kept; a page of it that is lost is rendered again."""
        kept = self._stored.kept(article)
        if isinstance(kept, Row):
            return replace(kept, location=place.location, entry=place.entry, status="unchanged")
        if kept is None:
            return None
        view = arrange(kept)
        if not self._stored.is_whole(article.id):
            write_brief(self._held, kept, self._stored.suffixes, view)
        return self._row(kept, listing(view), place, "unchanged")

    def take(self, place: Place, result: Brief | Exception | None) -> None:
        """What came of an article: its brief is written, its row kept, or its failure noted."""
        try:
            if isinstance(result, Exception):
                raise result
            if result is not None:
                view = arrange(result)
                listed = listing(view)
                self._keep_aside(result.article.id, place.left)
                write_brief(self._held, result, self._stored.suffixes, view)
                self._done(self._row(result, listed, place, "written"))
            elif place.row is not None:
                self._done(place.row)
        except Exception as error:
            self._fail(place, error)

    def _keep_aside(self, name: str, left: Mapping[str, str]) -> None:
        """Corrections that only the old brief has go to a file before the new one takes its
        place."""
        if not left:
            return
        file = self._folder.root / LEFT_FILE
        there = list(read_units(file)) if file.is_file() else []
        new = [unit for unit in (Unit(*pair) for pair in left.items()) if unit not in there]
        self._held.write({LEFT_FILE: _encoded(tsv([*there, *new]))})
        self._report.left += [Left(name, *pair) for pair in left.items()]

    def _fail(self, place: Place, error: Exception) -> None:
        """Note what only this article suffers from; anything else is raised on."""
        if isinstance(error, ForeignFile):
            error = InputError(error.message, hint=error.hint)
        if isinstance(error, BilingualError) and not isinstance(error, InputError):
            raise error
        if not isinstance(error, InputError):  # a fault in the program must not cost the others
            error = fault(place.location, error)
        self._report.failures.append(failure(place.location, error))

    def _row(
        self, brief: Brief, listed: Listing, place: Place, status: Literal["written", "unchanged"]
    ) -> Row:
        return Row(
            id=brief.article.id,
            location=place.location,
            entry=place.entry,
            stamp=self._folder.stamp(brief.article.id),
            made_by=brief.provenance.model_dump_json(),
            status=status,
            sentences=listed.sentences,
            to_check=listed.to_check,
            dropped=len(brief.article.dropped),
            moment=listed.moment,
            listing=listed.entry,
        )

    def _done(self, row: Row) -> None:
        self._report.outcomes.append(_outcome(row))
        if row != self._manifest.row(row.id):
            self._manifest.put(row)
            self._uncommitted += 1
        if self._uncommitted >= _ROWS_AT_RISK:
            self._manifest.commit()
            self._uncommitted = 0

    def close(self) -> RunReport:
        """run.json and the index; briefs that cannot be read become failures."""
        self._see_what_is_there()
        self._manifest.commit()
        self._held.write({RUN_FILE: _encoded(self._record())})
        totals = Totals(*self._manifest.totals())
        failed = [(each.location, each.message) for each in self._report.failures]
        for number in range(1, totals.pages + 1):
            entries = self._manifest.listings(ENTRIES_PER_PAGE, (number - 1) * ENTRIES_PER_PAGE)
            page = render_index_page(number, entries, totals, failed)
            self._held.write({page_name(number): _encoded(page)})
        drop_index_pages(self._held, totals.pages)
        if self._maker.memory is not None:
            self._report.trouble = self._maker.memory.trouble
        return self._report

    def _see_what_is_there(self) -> None:
        """The manifest is brought up to date with briefs that came or went without a run."""
        gone = [
            name for name in self._manifest.ids() if not self._folder.brief_path(name).is_file()
        ]
        for name in gone:
            self._manifest.drop(name)
        for path in brief_files(self._folder.root):
            row = self._manifest.row(path.stem)
            if row is not None and row.stamp == self._folder.stamp(path.stem):
                continue
            known = row or Row(path.stem, "", "")
            try:
                brief = read_brief(path)
                listed = listing(brief)
            except Exception as error:
                self._fail(Place(str(path)), error)
                self._manifest.drop(path.stem)
                continue
            place = Place(known.location, known.entry)
            fresh = self._row(brief, listed, place, "unchanged")
            self._manifest.put(replace(fresh, id=path.stem, status=known.status))

    def _record(self) -> Iterator[str]:
        """run.json, an article to a line; it is known by beginning with "articles"."""
        yield '{\n "articles": {'
        separator = ""
        for row in self._manifest.rows():
            if row.location:
                yield f"{separator}\n  {_json(row.id)}: {_json(asdict(_outcome(row)))}"
                separator = ","
        yield f'\n }},\n "engine": {_json(self._report.engine)},\n "failures": '
        yield json.dumps([asdict(each) for each in self._report.failures], ensure_ascii=False)
        yield f',\n "model": {_json(self._report.model)}\n}}\n'


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _outcome(row: Row) -> Outcome:
    return Outcome(
        row.id,
        row.location,
        "unchanged" if row.status == "unchanged" else "written",
        row.sentences,
        row.to_check,
        row.dropped,
        row.entry,
    )
