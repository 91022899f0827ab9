"""Whether a stored brief need not be made again: the one rule, for a run, a plan and Ray alike."""

from __future__ import annotations

from dataclasses import dataclass

from bilingual.folder.briefs import OutputFolder
from bilingual.folder.manifest import Manifest, Row
from bilingual.pipeline.brief import Maker
from bilingual.records import Article, Brief, Provenance


@dataclass(frozen=True)
class StoredBriefs:
    """The briefs of a folder, beside what would make them today.

    With `rebuild` none is kept. Without `knows_engine` the engine of `maker` stands for one that
    cannot be opened, and a brief counts whatever engine made it.
    """

    folder: OutputFolder
    manifest: Manifest
    maker: Maker
    rebuild: bool = False
    knows_engine: bool = True

    @property
    def suffixes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("json", *self.maker.settings.formats)))

    def is_whole(self, name: str) -> bool:
        """Whether the brief is there in every format that is asked for."""
        return self.folder.has(name, self.suffixes)

    def kept(self, article: Article) -> Row | Brief | None:
        """The article's brief, or its row where that suffices; None when it must be made.

        A limit does not count here: `max_sentences` is for what is going to be made.
        """
        if self.rebuild:
            return None
        name, stamp = article.id, self.folder.stamp(article.id)
        row = self.manifest.row(name)
        if row is not None and stamp and row.stamp == stamp:
            if not self._would_be_same(_provenance(row), article):
                return None
            if self.is_whole(name):
                return row
        stored = self.folder.stored(name)
        made_by = None if stored is None else stored.provenance
        return stored if self._would_be_same(made_by, article) else None

    def _would_be_same(self, made_by: Provenance | None, article: Article) -> bool:
        if made_by is None:
            return False
        now = self.maker.made_with(article)
        if not self.knows_engine:
            now = now.model_copy(update={"engine": made_by.engine, "model": made_by.model})
        return made_by == now


def _provenance(row: Row) -> Provenance | None:
    """None for a row of a version that wrote down something else."""
    try:
        return Provenance.model_validate_json(row.made_by)
    except ValueError:
        return None
