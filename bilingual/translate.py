"""Sentences and an engine in, translations out: as many, in the same order, whatever the engine makes of them.

The steps, in order: normalise the typography, pass through what needs no translation, lower headlines in capitals, cut
what is too long for the model, translate every different text once (sorted by length, batched by tokens), take of each
search the hypothesis that loses no number or name, try failures again with penalties and then clause by clause, put
pieces together, polish the English, write the numbers it copied the English way.

What is still bad after that: with no usable text (empty, the French unchanged, mostly a loop) the translation is
"untranslated" and shows the French; otherwise the least bad attempt stays as the engine worded it, nothing trimmed,
because the checks measure what the reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bilingual.engines.base import Decoding, Hypothesis, Translator
from bilingual.errors import EngineError
from bilingual.language import clauses
from bilingual.language.capitals import names_in
from bilingual.language.clauses import Pieces
from bilingual.language.faults import USELESS, fault
from bilingual.language.losses import losses
from bilingual.language.numerals import english_numerals
from bilingual.language.typography import (
    decapitalise,
    is_capitals,
    is_verbatim,
    normalise_source,
    polish_english,
)
from bilingual.records import Origin, Sentence, Translation

SAFE_TOKENS = 100  # beyond about 60 French words Marian models leave text out without a sign
DEFAULT_DECODING = Decoding()
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of one text; the fields mean what they mean in `Translation`."""

    text: str
    score: float | None
    origin: Origin = "engine"
    retried: bool = False


@dataclass(frozen=True, slots=True)
class _Attempt:
    text: str
    score: float | None
    fault: float
    losses: float = 0.0
    retried: bool = False

    @property
    def badness(self) -> tuple[float, float]:
        return self.fault, self.losses


def translate(
    sentences: Sequence[Sentence],
    translator: Translator,
    *,
    decoding: Decoding = DEFAULT_DECODING,
    batch_tokens: int = 2048,
    progress: Progress | None = None,
) -> tuple[Translation, ...]:
    """One translation for each sentence, with its index, in order.

    `batch_tokens` counts source tokens with padding; `progress` is called with the number of sentences newly done.
    Raises EngineError only when the engine itself fails; a sentence that cannot be translated comes back as
    "untranslated".
    """
    renderings = translate_texts(
        [sentence.text for sentence in sentences],
        translator,
        decoding=decoding,
        batch_tokens=batch_tokens,
        progress=progress,
    )
    return tuple(
        Translation(
            index=sentence.index,
            text=rendering.text,
            engine=translator.signature,
            score=rendering.score,
            origin=rendering.origin,
            retried=rendering.retried,
        )
        for sentence, rendering in zip(sentences, renderings, strict=True)
    )


def translate_texts(
    texts: Sequence[str],
    translator: Translator,
    *,
    decoding: Decoding = DEFAULT_DECODING,
    batch_tokens: int = 2048,
    progress: Progress | None = None,
) -> list[Rendering]:
    """One rendering for each text, in order; for volume, give the texts of many articles at once."""
    prepared = _prepared(texts)
    different = [text for text in dict.fromkeys(prepared) if text]
    pieces = dict(zip(different, _fit(different, translator), strict=True))
    report = _Report(progress, [pieces[text].parts if text else () for text in prepared])
    parts = list(dict.fromkeys(part for piece in pieces.values() for part in piece.parts))
    attempts = _with_retries(parts, translator, decoding, batch_tokens, report.done)
    return [
        _render(text, pieces[source], attempts) if source else Rendering(text, None, "verbatim")
        for text, source in zip(texts, prepared, strict=True)
    ]


def _prepared(texts: Sequence[str]) -> list[str]:
    """What the engine is to read; "" for what needs no translation. Names of headlines are known from running text."""
    plain = ["" if is_verbatim(text) else normalise_source(text) for text in texts]
    if not any(is_capitals(text) for text in plain):
        return plain
    names = names_in(text for text in plain if not is_capitals(text))
    return [decapitalise(text, names) for text in plain]


class _Report:
    """Turns finished parts into finished texts: a text is done when its last part is."""

    def __init__(self, progress: Progress | None, parts_of_texts: Iterable[Sequence[str]]) -> None:
        self._progress = progress
        self._missing: list[int] = []
        self._waiting: dict[str, list[int]] = {}
        for index, parts in enumerate(parts_of_texts):
            different = set(parts)
            self._missing.append(len(different))
            for part in different:
                self._waiting.setdefault(part, []).append(index)
        self._tell(self._missing.count(0))

    def done(self, parts: Iterable[str]) -> None:
        finished = 0
        for part in parts:
            for index in self._waiting.get(part, ()):
                self._missing[index] -= 1
                finished += self._missing[index] == 0
        self._tell(finished)

    def _tell(self, finished: int) -> None:
        if self._progress is not None and finished:
            self._progress(finished)


def _fit(texts: Sequence[str], translator: Translator) -> list[Pieces]:
    budget = min(SAFE_TOKENS, translator.max_tokens)
    counts = translator.count_tokens(texts)
    return [
        Pieces.whole(text) if count <= budget else _cut_to_fit(text, translator, budget)
        for text, count in zip(texts, counts, strict=True)
    ]


def _cut_to_fit(text: str, translator: Translator, budget: int) -> Pieces:
    if len(text) < 2 or translator.count_tokens([text])[0] <= budget:
        return Pieces.whole(text)
    pieces = clauses.cut(text)
    return pieces.expand([_cut_to_fit(part, translator, budget) for part in pieces.parts])


def _with_retries(
    parts: Sequence[str],
    translator: Translator,
    decoding: Decoding,
    batch_tokens: int,
    done: Callable[[Iterable[str]], None],
) -> dict[str, _Attempt]:
    """The best attempt at each part: as asked, then with penalties, then clause by clause."""

    def run(
        texts: Sequence[str], how: Decoding, told: Callable[[Iterable[str]], None] | None = None
    ) -> dict[str, Hypothesis]:
        return _in_batches(texts, translator, how, batch_tokens, told)

    best = {part: _judge(part, said) for part, said in run(parts, decoding, done).items()}
    bad = [part for part in parts if best[part].fault]
    stricter = replace(decoding, repetition_penalty=1.2, no_repeat_ngram=3)
    for part, said in run(bad, stricter).items():
        best[part] = _better(best[part], _judge(part, said))
    in_clauses = {part: clauses.clauses(part) for part in bad if best[part].fault}
    in_clauses = {part: cut for part, cut in in_clauses.items() if len(cut.parts) > 1}
    said_of = run(
        list(dict.fromkeys(c for cut in in_clauses.values() for c in cut.parts)), decoding
    )
    for part, cut in in_clauses.items():
        best[part] = _better(best[part], _judge_clauses(part, cut, said_of))
    return best


def _judge(source: str, said: Hypothesis) -> _Attempt:
    """The hypothesis that loses least; the likeliest of those, and so the first where nothing is lost."""
    first = _attempt(source, said)
    if not any(first.badness):
        return first
    others = (replace(_attempt(source, other), retried=True) for other in said.others)
    return min((first, *others), key=lambda attempt: attempt.badness)


def _attempt(source: str, said: Hypothesis) -> _Attempt:
    if is_verbatim(source):
        return _Attempt(said.text, said.score, 0.0)
    return _Attempt(said.text, said.score, fault(source, said.text), losses(source, said.text))


def _judge_clauses(source: str, cut: Pieces, said_of: Mapping[str, Hypothesis]) -> _Attempt:
    """As bad as its worst clause: the whole would hide that one is missing."""
    chosen = [_judge(clause, said_of[clause]) for clause in cut.parts]
    whole = _judge(source, _joined([Hypothesis(each.text, each.score) for each in chosen], cut))
    return replace(whole, fault=max(whole.fault, *(each.fault for each in chosen)))


def _better(old: _Attempt, new: _Attempt) -> _Attempt:
    return replace(min(old, new, key=lambda attempt: attempt.badness), retried=True)


def _joined(heard: Sequence[Hypothesis], pieces: Pieces) -> Hypothesis:
    """One hypothesis out of those of the pieces; each score weighs as many words as its text has."""
    scored = [(h.score, len(h.text.split())) for h in heard if h.score is not None]
    words = sum(weight for _, weight in scored)
    score = sum(s * weight for s, weight in scored) / words if words else None
    return Hypothesis(clauses.join([h.text for h in heard], pieces), score)


def _render(text: str, pieces: Pieces, attempts: dict[str, _Attempt]) -> Rendering:
    tried = [attempts[part] for part in pieces.parts]
    retried = any(attempt.retried for attempt in tried)
    if any(attempt.fault >= USELESS for attempt in tried):
        return Rendering(text, None, "untranslated", retried)
    said = _joined([Hypothesis(attempt.text, attempt.score) for attempt in tried], pieces)
    english = english_numerals(polish_english(said.text), text)
    return Rendering(english, said.score, "engine", retried)


def _in_batches(
    texts: Sequence[str],
    translator: Translator,
    decoding: Decoding,
    batch_tokens: int,
    done: Callable[[Iterable[str]], None] | None,
) -> dict[str, Hypothesis]:
    """Longest first, so that a lack of memory shows at once; as many texts as fit `batch_tokens` with padding."""
    said = {
        text: Hypothesis(text, None) for text in texts if is_verbatim(text)
    }  # a cut left "12 %"
    if said and done is not None:
        done(said)
    asked = [text for text in texts if text not in said]
    counted = zip(asked, translator.count_tokens(asked), strict=True)
    for batch in _batches(sorted(counted, key=lambda pair: -pair[1]), batch_tokens):
        answers = translator.translate(batch, decoding)
        if len(answers) != len(batch):
            raise EngineError(
                f"{translator.signature} returned {len(answers)} translations for {len(batch)} texts",
                hint="This is a fault of the engine; try another one with --engine.",
            )
        said |= zip(batch, answers, strict=True)
        if done is not None:
            done(batch)
    return said


def _batches(counted: Iterable[tuple[str, int]], batch_tokens: int) -> Iterable[list[str]]:
    batch: list[str] = []
    longest = 0
    for text, tokens in counted:
        longest = max(longest, tokens)
        if batch and longest * (len(batch) + 1) > batch_tokens:
            yield batch
            batch, longest = [], tokens
        batch.append(text)
    if batch:
        yield batch
