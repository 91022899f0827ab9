"""What the pipeline's speed is held against: CTranslate2 alone and transformers alone, each at its
best or as it is known."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from bilingual.engines.base import Decoding, Hypothesis, Translator
from bilingual.engines.marian import MarianTokens
from bilingual.engines.transformers import load_marian, quiet

BEAM = 4
BATCH = 8  # sentences that transformers is given at once
_LIMIT = 256  # target tokens, as bilingual.engines.ctranslate has it
# A worker on each core or one that has them all, and the source tokens in one of its batches.
_CTRANSLATE2 = ((True, 512), (True, 1024), (True, 2048), (False, 2048))


@dataclass(frozen=True)
class Work:
    """Articles of one round: the folder they lie in, and their sentences as the pipeline splits
    them."""

    folder: Path
    articles: int
    sentences: tuple[str, ...]
    words: int


@dataclass
class Tally:
    """What one contender has done: seconds on the clock and of the processor, and its speed in each
    round."""

    articles: int = 0
    sentences: int = 0
    words: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    rounds: list[float] = field(default_factory=list)

    @property
    def speed(self) -> float:
        """Sentences per second in the fastest round: other work on the machine only slows, and not
        all alike."""
        return max(self.rounds)

    def timed(self, work: Work, do: Any) -> Any:
        """What `do()` returns; its time and the work are added."""
        processor, started = time.process_time(), time.perf_counter()
        done = do()
        seconds = time.perf_counter() - started
        self.processor_seconds += time.process_time() - processor
        self.seconds += seconds
        self.articles += work.articles
        self.sentences += len(work.sentences)
        self.words += work.words
        self.rounds.append(len(work.sentences) / seconds)
        return done

    def values(self) -> dict[str, Any]:
        return {
            "articles": self.articles,
            "sentences": self.sentences,
            "words": self.words,
            "seconds": round(self.seconds, 4),
            "processor_seconds": round(self.processor_seconds, 4),
            "sentences_per_second": round(self.speed, 3),
            "words_per_second": round(self.speed * self.words / self.sentences, 2),
            "rounds": [round(speed, 3) for speed in self.rounds],
        }


def sample_of(work: Work, count: int) -> Work:
    """Sentences taken at equal steps in order of length, so that short and long ones keep their
    share."""
    by_length = sorted(work.sentences, key=len)
    count = min(count, len(by_length))
    chosen = tuple(by_length[(2 * i + 1) * len(by_length) // (2 * count)] for i in range(count))
    return Work(work.folder, 0, chosen, sum(len(sentence.split()) for sentence in chosen))


class Counting:
    """A translator that counts the texts it is asked for: what is more than the sentences was asked
    again."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._lock = Lock()
        self.asked = 0

    @property
    def signature(self) -> str:
        return self._translator.signature

    @property
    def model_name(self) -> str:
        return self._translator.model_name

    @property
    def max_tokens(self) -> int:
        return self._translator.max_tokens

    @property
    def workers(self) -> int:
        return self._translator.workers

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._translator.count_tokens(texts)

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        with self._lock:
            self.asked += len(texts)
        return self._translator.translate(texts, decoding, prefixes)


class BareCTranslate2:
    """`translate_batch` and nothing else: pieces go in, sorted by length beforehand, and pieces
    come out."""

    def __init__(self, folder: Path, cores: int, spread: bool, batch_tokens: int) -> None:
        import ctranslate2

        self.setting = {
            "inter_threads": cores if spread else 1,
            "intra_threads": 1 if spread else cores,
            "max_batch_size": batch_tokens,
            "batch_type": "tokens",
            "compute_type": "int8",
            "beam_size": BEAM,
        }
        self._model = ctranslate2.Translator(
            str(folder),
            device="cpu",
            compute_type="int8",
            inter_threads=self.setting["inter_threads"],
            intra_threads=self.setting["intra_threads"],
        )
        self._tokens = MarianTokens(folder)

    def pieces(self, sentences: Sequence[str]) -> list[list[str]]:
        """Longest first, as nobody has to wait for the last batch then."""
        return sorted(self._tokens.encode(sentences), key=len, reverse=True)

    def translate(self, pieces: list[list[str]]) -> list[int]:
        """The numbers of pieces said."""
        results = self._model.translate_batch(
            pieces,
            max_batch_size=self.setting["max_batch_size"],
            batch_type="tokens",
            beam_size=BEAM,
            max_decoding_length=_LIMIT,
        )
        return [len(result.hypotheses[0]) for result in results]


def fastest(
    folder: Path, cores: int, work: Work, times: int
) -> tuple[BareCTranslate2, list[dict[str, Any]]]:
    """CTranslate2 with the setting that translated this work fastest, and the speed of each, the
    best of `times`."""
    tried = [BareCTranslate2(folder, cores, *setting) for setting in _CTRANSLATE2]
    pieces = tried[0].pieces(work.sentences)
    least = [float("inf")] * len(tried)
    for _ in range(times):
        for number, bare in enumerate(tried):
            started = time.perf_counter()
            bare.translate(pieces)
            least[number] = min(least[number], time.perf_counter() - started)
    probes = [
        {**bare.setting, "sentences_per_second": round(len(pieces) / seconds, 3)}
        for bare, seconds in zip(tried, least, strict=True)
    ]
    return tried[least.index(min(least))], probes


class BareTransformers:
    """MarianTokenizer and `generate` in 32 bits, as model cards show it."""

    def __init__(self, folder: Path) -> None:
        from transformers import MarianTokenizer

        with quiet():
            tokenizer: Any = MarianTokenizer
            self._tokenizer = tokenizer.from_pretrained(folder)
        self._model = load_marian(folder).float().eval()

    def choose_threads(self, cores: int, sentences: Sequence[str]) -> int:
        """All cores, unless one thread is faster: where other work runs, torch's threads wait for
        each other."""
        import torch

        least: dict[int, float] = {}
        for threads in (cores, 1, cores, 1):
            torch.set_num_threads(threads)
            started = time.perf_counter()
            self.in_batches(sentences)
            seconds = time.perf_counter() - started
            least[threads] = min(seconds, least.get(threads, seconds))
        chosen = min(least, key=least.__getitem__)
        torch.set_num_threads(chosen)
        return chosen

    def in_batches(self, sentences: Sequence[str]) -> dict[str, str]:
        by_length = sorted(sentences, key=len, reverse=True)
        batches = (by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH))
        return {french: english for batch in batches for french, english in self._said(batch)}

    def one_by_one(self, sentences: Sequence[str]) -> dict[str, str]:
        return {french: english for text in sentences for french, english in self._said([text])}

    def _said(self, batch: Sequence[str]) -> list[tuple[str, str]]:
        with quiet():
            inputs = self._tokenizer(list(batch), return_tensors="pt", padding=True)
            said = self._model.generate(**inputs, num_beams=BEAM)
            english = self._tokenizer.batch_decode(said, skip_special_tokens=True)
        return list(zip(batch, english, strict=True))
