"""Sentences and an engine in, translations out: as many and in the same order in any case.

The steps, in order: normalise the typography, pass through what needs no translation, lower
headlines in capitals, cut what is too long for the model, translate every different text once
(sorted by length, batched by tokens), take of each search the hypothesis that loses no number, name
or term, try failures again with penalties and then clause by clause, translate once more with what
is still missing forced into the English (constrained decoding), put pieces together, give the
English its spacing and quotes. What else is changed in it is the business of finish/.

What is still bad after that: with no usable text (empty, the French unchanged, mostly a loop) the
translation is "untranslated" and shows the French; otherwise the least bad attempt stays as the
engine worded it, nothing trimmed, because the checks measure what the reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bilingual.compare import compare
from bilingual.compare.failure import USELESS
from bilingual.engines.base import DEFAULT_DECODING, Decoding, Hypothesis, Translator
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.typography import (
    decapitalise,
    is_capitals,
    is_verbatim,
    names_in,
    normalise_source,
    polish_english,
)
from bilingual.records import Origin, Outcome, Repair, Sentence, TermUse, Translation
from bilingual.translate.attempts import Attempt, joined
from bilingual.translate.clauses import SAFE_TOKENS, Pieces, fit
from bilingual.translate.constraints import Constraint
from bilingual.translate.lookup import NO_MEMORY, TranslationMemory, looked_up
from bilingual.translate.search import Progress, Report, Search

__all__ = [
    "NO_MEMORY",
    "SAFE_TOKENS",
    "Rendering",
    "Search",
    "TranslationMemory",
    "translate",
    "translate_texts",
]

NO_CORRECTIONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of one text; the fields mean what they mean in `Translation`."""

    text: str
    score: float | None
    origin: Origin = "engine"
    retried: bool = False
    enforced: tuple[Constraint, ...] = ()


def translate(
    search: Search,
    sentences: Sequence[Sentence],
    *,
    memory: TranslationMemory = NO_MEMORY,
    corrections: Mapping[str, str] = NO_CORRECTIONS,
    progress: Progress | None = None,
) -> tuple[Translation, ...]:
    """One translation for each sentence, with its index, in order.

    What the `memory` holds is not translated again; `corrections` are the English that people gave,
    by the French. `progress` is called with the number of sentences newly done. Raises EngineError
    only when the engine itself fails, and CancelledError when `search.stop` was set; a sentence
    that cannot be translated comes back as "untranslated".
    """
    texts = [sentence.text for sentence in sentences if sentence.text not in corrections]
    if progress is not None and len(texts) < len(sentences):
        progress(len(sentences) - len(texts))
    found = iter(_rendered(texts, search, memory, progress))
    return tuple(
        _translation(
            sentence,
            Rendering(corrections[sentence.text], None, "human")
            if sentence.text in corrections
            else next(found),
            search,
        )
        for sentence in sentences
    )


def _translation(sentence: Sentence, rendering: Rendering, search: Search) -> Translation:
    return Translation(
        index=sentence.index,
        text=rendering.text,
        engine=search.translator.signature,
        score=rendering.score,
        origin=rendering.origin,
        retried=rendering.retried,
        repairs=_repairs(rendering.enforced),
        terms=_uses(sentence.text, rendering, search.terms),
    )


def _repairs(enforced: Sequence[Constraint]) -> tuple[Repair, ...]:
    return tuple(
        Repair(french=constraint.french, before="", after=constraint.write)
        for constraint in enforced
        if constraint.kind != "term"
    )


def _uses(french: str, rendering: Rendering, terms: TermTable) -> tuple[TermUse, ...]:
    """What became of each term of the sentence. An untranslated sentence has no entries."""
    if rendering.origin != "engine":
        return ()
    pair = compare(french, rendering.text)
    asked, missed = pair.french.terms(terms), pair.missing_terms(terms)
    placed = {constraint.write for constraint in rendering.enforced if constraint.kind == "term"}
    uses = []
    for mention in asked:
        outcome: Outcome = "placed" if mention.english in placed else "met"
        if mention in missed:
            outcome = "missed"
        uses.append(TermUse(french=mention.text, english=mention.english, outcome=outcome))
    return tuple(uses)


def translate_texts(
    texts: Sequence[str],
    translator: Translator,
    *,
    decoding: Decoding = DEFAULT_DECODING,
    terms: TermTable = NO_TERMS,
    constrained: bool = False,
    batch_tokens: int = 8192,
    progress: Progress | None = None,
) -> list[Rendering]:
    """One rendering for each text of one article, in order.

    `terms` are what the English must have; with `constrained`, what is missing of terms, names and
    numbers is forced into the decoding.
    """
    search = Search(
        translator, replace(decoding, alignment=constrained), batch_tokens, terms, constrained
    )
    return _rendered(texts, search, NO_MEMORY, progress)


def _rendered(
    texts: Sequence[str], search: Search, memory: TranslationMemory, progress: Progress | None
) -> list[Rendering]:
    prepared = _prepared(texts)
    different = [text for text in dict.fromkeys(prepared) if text]
    pieces = dict(zip(different, fit(different, search.translator), strict=True))
    report = Report(progress, [pieces[text].parts if text else () for text in prepared])
    parts = list(dict.fromkeys(part for piece in pieces.values() for part in piece.parts))
    attempts = looked_up(parts, search, memory, on_progress=report.done)
    return [
        _render(text, pieces[source], attempts) if source else Rendering(text, None, "verbatim")
        for text, source in zip(texts, prepared, strict=True)
    ]


def _prepared(texts: Sequence[str]) -> list[str]:
    """What the engine is to read, names in headlines known from the text; "" for nothing."""
    plain = ["" if is_verbatim(text) else normalise_source(text) for text in texts]
    if not any(is_capitals(text) for text in plain):
        return plain
    names = names_in(text for text in plain if not is_capitals(text))
    return [decapitalise(text, names) for text in plain]


def _render(text: str, pieces: Pieces, attempts: dict[str, Attempt]) -> Rendering:
    tried = [attempts[part] for part in pieces.parts]
    retried = any(attempt.retried for attempt in tried)
    if any(attempt.failure >= USELESS for attempt in tried):
        return Rendering(text, None, "untranslated", retried)
    said = joined([Hypothesis(attempt.text, attempt.score) for attempt in tried], pieces)
    english = polish_english(said.text)
    enforced = tuple(constraint for attempt in tried for constraint in attempt.enforced)
    return Rendering(english, said.score, "engine", retried, enforced)
