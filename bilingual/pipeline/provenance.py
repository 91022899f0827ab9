"""The pure join: an article and all that the stages found out about it become one Brief."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bilingual.records import (
    Article,
    Brief,
    Flag,
    KeyPoint,
    Provenance,
    Sentence,
    Translation,
    __version__,
)
from bilingual.settings import Settings


def source_digest(article: Article) -> str:
    """Of everything in the article that a brief shows; the same article gives the same digest
    everywhere."""
    return _digest(article.model_dump_json(exclude={"standfirst"}))  # it repeats parts of the text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def provenance(
    article: Article,
    settings: Settings,
    *,
    engine: str,
    model: str,
    terms: str = "",
    corrections: str = "",
) -> Provenance:
    """What a brief of this article is made with; a brief with an equal provenance need not be made
    again.

    `terms` is the digest of the glossary, `corrections` that of people's translations of its
    sentences; they count as settings.
    """
    chosen = settings.digest()
    given = [chosen, *filter(None, (terms, corrections and f"corrections {corrections}"))]
    return Provenance(
        program=f"bilingual {__version__}",
        engine=engine,
        model=model,
        settings_digest=_digest(" ".join(given)) if len(given) > 1 else chosen,
        source_digest=source_digest(article),
    )


def assemble(
    article: Article,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    *,
    flags: Sequence[Flag],
    key_points: Sequence[KeyPoint],
    made_with: Provenance,
) -> Brief:
    """One Brief; raises pydantic's ValidationError when sentences and translations are not paired
    one to one."""
    return Brief(
        article=article.model_copy(update={"standfirst": _standfirst(article)}),
        sentences=tuple(sentences),
        translations=tuple(translations),
        flags=tuple(flags),
        key_points=tuple(_worded(point, sentences, translations) for point in key_points),
        provenance=made_with,
    )


def _standfirst(article: Article) -> str:
    blocks = [block for block in article.blocks if block.role == "standfirst"]
    return "\n\n".join(article.text[block.start : block.end] for block in blocks)


def _worded(
    point: KeyPoint, sentences: Sequence[Sentence], translations: Sequence[Translation]
) -> KeyPoint:
    """The point with its words, so that whoever reads the JSON need not look them up."""
    shown = [index for index in (point.lead_in, point.index) if index is not None]
    return point.model_copy(
        update={
            "text": " ".join(sentences[index].text for index in shown),
            "translation": " ".join(translations[index].text for index in shown),
        }
    )
