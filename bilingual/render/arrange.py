"""Brief -> View: which sentences stand together, what is to check in each, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from bilingual.language.dates import publication_moment
from bilingual.records import Brief, Flag, KeyPoint, Origin, Outcome
from bilingual.render import words
from bilingual.render.view import (
    Dropped,
    Lang,
    Note,
    Pair,
    Paragraph,
    Point,
    Quote,
    ScoreRow,
    View,
    mark,
)

ORIGINS: dict[Origin, str] = {
    "engine": "translated by the model",
    "memory": "from the translation memory",
    "glossary": "from the glossary",
    "human": "translated or corrected by a person",
    "verbatim": "kept as it stands",
    "untranslated": "not translated",
}
OUTCOMES: dict[Outcome, str] = {
    "met": "met by the model",
    "placed": "placed in a second translation",
    "missed": "missed",
}
# These flags speak of words in the English, wherever else the words may stand.
OF_THE_ENGLISH = ("copied", "repetition", "invented")


def arrange(brief: Brief | View) -> View:
    """The view of a Brief, in the order of the article; a View is arranged already."""
    if isinstance(brief, View):
        return brief
    article, made = brief.article, brief.provenance
    pairs = _pairs(brief)
    blocks = _paragraphs(brief, pairs)
    title = blocks[0] if blocks and blocks[0].role == "title" else None
    url = words.safe_url(article.url) or words.safe_url(article.source)
    spoken = (title.pairs if title else pairs[:1]) or ()
    origins = Counter(translation.origin for translation in brief.translations)
    return View(
        id=article.id,
        lang=article.lang,
        english_headline=" ".join(p.english for p in spoken) or article.id,
        english_headline_lang="fr" if any(pair.untranslated for pair in spoken) else "en",
        french_headline=" ".join(p.french for p in spoken) or article.id,
        pairs=pairs,
        title=title,
        body=tuple(blocks[1:] if title else blocks),
        points=tuple(_points(brief.key_points, pairs)),
        source=words.clean(article.source),
        author=_author(words.clean(article.author or ""), words.clean(article.source)),
        licence=words.clean(article.licence or ""),
        url=url,
        url_text="" if url else words.clean(article.url or ""),
        date=words.long_date(article.published),
        machine_date=words.machine_date(article.published),
        moment=publication_moment(article.published),
        minutes=words.reading_minutes(" ".join(pair.english for pair in pairs)),
        sentences=len(pairs),
        to_check=sum(bool(pair.notes) for pair in pairs),
        untranslated=sum(pair.untranslated for pair in pairs),
        dropped=_dropped(brief),
        scores=_scores(brief),
        model=words.clean(made.model),
        made_of=words.listing(
            [f"{origins[o]:,} {text}" for o, text in ORIGINS.items() if origins[o]]
        ),
        retried=sum(translation.retried for translation in brief.translations),
        terms=_terms(brief),
        facts=(
            ("Program", words.clean(made.program)),
            ("Engine", words.clean(made.engine)),
            ("Settings", words.clean(made.settings_digest)),
            ("Source text", words.clean(made.source_digest)),
            ("Format", f"brief {brief.schema_version}"),
        ),
    )


def _terms(brief: Brief) -> str:
    """What became of the glossary's terms, in words; "" when none was asked for."""
    uses = Counter(use.outcome for translation in brief.translations for use in translation.terms)
    counts = [f"{uses[outcome]:,} {text}" for outcome, text in OUTCOMES.items() if uses[outcome]]
    return f"{uses.total():,} asked for: {words.listing(counts)}" if counts else ""


def _pairs(brief: Brief) -> tuple[Pair, ...]:
    flags: dict[int, list[Flag]] = {}
    for flag in brief.flags:
        flags.setdefault(flag.index, []).append(flag)
    pairs: list[Pair] = []
    paragraph, place = -1, 0
    for sentence, translation in zip(brief.sentences, brief.translations, strict=True):
        place = place + 1 if sentence.paragraph == paragraph else 1
        paragraph = sentence.paragraph
        french, english = words.clean(sentence.text), words.clean(translation.text)
        # An empty translation is no translation: show the French and say so.
        untranslated = translation.origin == "untranslated" or not english
        pairs.append(
            Pair(
                index=sentence.index,
                place=place,
                role=sentence.role,
                french=french,
                english=english or french,
                untranslated=untranslated,
                notes=_notes(flags.get(sentence.index, ()), french, untranslated=untranslated),
                by_person=translation.origin == "human" and not untranslated,
            )
        )
    return tuple(pairs)


def _notes(flags: Sequence[Flag], french: str, *, untranslated: bool) -> tuple[Note, ...]:
    notes = [
        Note(
            words.FLAG_LABELS[flag.kind],
            flag.severity,
            words.clean(flag.message),
            tuple(_quotes(flag, french)),
        )
        for flag in flags
    ]
    if untranslated and not any(flag.kind == "untranslated" for flag in flags):
        message = "This sentence could not be translated; the French is shown."
        notes.insert(0, Note(words.FLAG_LABELS["untranslated"], "serious", message))
    return tuple(notes)


def _quotes(flag: Flag, french: str) -> Iterable[Quote]:
    for text in dict.fromkeys(words.clean(item) for item in flag.evidence):
        lang: Lang = "fr" if any(piece.marked for piece in mark(french, [text])) else "en"
        if text:
            yield Quote(text, lang, "en" if flag.kind in OF_THE_ENGLISH else lang)


def _paragraphs(brief: Brief, pairs: Sequence[Pair]) -> list[Paragraph]:
    numbered = zip((sentence.paragraph for sentence in brief.sentences), pairs, strict=True)
    groups = (
        [pair for _, pair in group] for _, group in groupby(numbered, key=lambda item: item[0])
    )
    return [Paragraph(group[0].role, tuple(group)) for group in groups]


def _author(author: str, source: str) -> str:
    """The author; "" when it is only the paper's name, which is shown anyway."""
    return "" if author.casefold() == source.casefold() else author


def _points(points: Sequence[KeyPoint], pairs: Sequence[Pair]) -> Iterable[Point]:
    for point in sorted(points, key=lambda point: (point.rank, point.index)):
        lead = point.lead_in
        yield Point(
            pair=pairs[point.index],
            lead_in=pairs[lead] if lead is not None else None,
        )


def _dropped(brief: Brief) -> tuple[Dropped, ...]:
    return tuple(
        Dropped(item.line, words.clean(item.text), words.DROP_REASONS[item.reason])
        for item in brief.article.dropped
    )


def _scores(brief: Brief) -> tuple[ScoreRow, ...]:
    return tuple(
        ScoreRow(
            metric=words.clean(score.metric),
            value=f"{score.value:.1f}",
            interval=f"{score.low:.1f}–{score.high:.1f}"
            if score.low is not None and score.high is not None
            else "not computed",
            baseline="not computed" if score.baseline is None else f"{score.baseline:.1f}",
            n=f"{score.n:,}",
            better="higher is better" if score.higher_is_better else "lower is better",
            signature=words.clean(score.signature),
        )
        for score in brief.scores
    )
