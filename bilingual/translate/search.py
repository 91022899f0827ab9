"""One search over many texts: batched by length, never the same text twice, never a missing
answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from threading import Event

from bilingual.engines.base import DEFAULT_DECODING, Decoding, Hypothesis, Translator
from bilingual.errors import EngineError
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.typography import is_verbatim

OnProgress = Callable[[Iterable[str]], None]


@dataclass(frozen=True)
class Search:
    """How this run translates: the engine, the decoding of first attempts, the size of batches in
    source tokens with padding, the terms that the English must have, and whether what is
    missing is forced into the decoding. `stop` ends it at the next batch."""

    translator: Translator
    decoding: Decoding = DEFAULT_DECODING
    batch_tokens: int = 8192
    terms: TermTable = NO_TERMS
    constrained: bool = False
    stop: Event = field(default_factory=Event)

    def run(
        self,
        texts: Sequence[str],
        decoding: Decoding | None = None,
        on_progress: OnProgress | None = None,
    ) -> dict[str, Hypothesis]:
        """The hypothesis for each text; `on_progress` hears of every batch."""
        said = {
            text: Hypothesis(text, None) for text in texts if is_verbatim(text)
        }  # a cut left "12 %"
        if said and on_progress is not None:
            on_progress(said)
        for batch in self._batches([text for text in texts if text not in said]):
            said |= zip(batch, self._ask(batch, decoding or self.decoding, ()), strict=True)
            if on_progress is not None:
                on_progress(batch)
        return said

    def run_with_prefixes(
        self, prefixes: dict[str, str], decoding: Decoding
    ) -> dict[str, Hypothesis]:
        """The hypothesis for each text among those that begin as given."""
        said: dict[str, Hypothesis] = {}
        for batch in self._batches(list(prefixes)):
            answers = self._ask(batch, decoding, [prefixes[text] for text in batch])
            said |= zip(batch, answers, strict=True)
        return said

    def _ask(
        self, batch: Sequence[str], decoding: Decoding, prefixes: Sequence[str]
    ) -> list[Hypothesis]:
        if self.stop.is_set():
            raise CancelledError
        if prefixes:
            answers = self.translator.translate(batch, decoding, prefixes)
        else:
            answers = self.translator.translate(batch, decoding)
        if len(answers) != len(batch):
            raise EngineError(
                f"{self.translator.signature} returned {len(answers)} translations for "
                f"{len(batch)} texts",
                hint="This is a fault of the engine; try another one with --engine.",
            )
        return answers

    def _batches(self, texts: Sequence[str]) -> Iterable[list[str]]:
        """Longest first, so that a lack of memory shows; as many as `batch_tokens` hold."""
        if not texts:
            return
        counted = zip(texts, self.translator.count_tokens(texts), strict=True)
        batch: list[str] = []
        longest = 0
        for text, tokens in sorted(counted, key=lambda pair: -pair[1]):
            longest = max(longest, tokens)
            if batch and longest * (len(batch) + 1) > self.batch_tokens:
                yield batch
                batch, longest = [], tokens
            batch.append(text)
        if batch:
            yield batch


Progress = Callable[[int], None]


class Report:
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
