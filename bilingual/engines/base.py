"""The contract every engine keeps: strings in, as many hypotheses out, in the same order.

An engine knows nothing of articles or sentences. Everything else about translation (normalising,
splitting what is too long, batching, retrying) is written once, in `bilingual.translate`. Below the
contract stands what engines ask of the machine: files, digests, cores, and the extra.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from bilingual.engines.alignment import AlignmentLink
from bilingual.errors import EngineError, MissingExtra, ModelDamaged
from bilingual.settings import Settings


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation with its mean log-probability per target token (None when the engine has no
    such number).

    `others` are further ones from the same search, the likeliest first; an engine that has none
    gives none. `alignment` gives the word alignment, in the order of the English, when the
    decoding asks for it and the engine knows it; otherwise it is empty.
    """

    text: str
    score: float | None
    others: tuple[Hypothesis, ...] = ()
    alignment: Callable[[], tuple[AlignmentLink, ...]] = tuple


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search, how many of the beam's hypotheses to give, and whether with the alignment. The
    penalties are for second attempts only: on good output they do harm."""

    beam: int = 4
    hypotheses: int = 1
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    alignment: bool = False


DEFAULT_DECODING: Final = Decoding()
# A source of so many tokens is given so many target tokens; a limit that depended on the batch
# would make results depend on it.
SHORT_SOURCE: Final = 128
SHORT_TARGET: Final = 256
# torch, transformers and safetensors: what only Hugging Face checkpoints and training need.
EXTRA = "pip install 'bilingual[transformers]'"
REPAIR = "Fetch or convert the model again; 'bilingual models verify' names every damaged file."


def decoding_of(settings: Settings) -> Decoding:
    if settings.raw:
        return Decoding(beam=settings.beam)
    return Decoding(beam=settings.beam, hypotheses=settings.beam, alignment=True)


def first_of(hypotheses: Iterable[Hypothesis]) -> Hypothesis:
    """The first one, which holds the others, the likeliest first: a search may rank them by another
    measure."""
    first, *others = hypotheses
    if all(other.score is not None for other in others):
        others.sort(key=lambda other: -(other.score or 0.0))
    return replace(first, others=tuple(others))


class Translator(Protocol):
    """What `bilingual.translate` needs of an engine.

    `signature` names engine, weights and compute type: two translators with one signature give the
    same text. `max_tokens` is the longest source in tokens, end marker included. `workers` calls
    are worked on at once; where that is more than one, more may come, from threads.
    """

    @property
    def signature(self) -> str: ...

    @property
    def model_name(self) -> str: ...

    @property
    def max_tokens(self) -> int: ...

    @property
    def workers(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, end marker included."""
        ...

    def translate(
        self, texts: Sequence[str], decoding: Decoding = ..., prefixes: Sequence[str] = ...
    ) -> list[Hypothesis]:
        """One hypothesis per text, in order. Raises EngineError; never returns a shorter list.

        With `prefixes`, one for each text, every hypothesis begins with its own, and the score is
        that of the tokens behind it; only an engine that gave an alignment is asked for that.
        """
        ...


@dataclass(frozen=True, slots=True)
class EchoTranslator:
    """A translator without weights: the source comes back in white square brackets.

    Tests, documentation and dry runs need no model with it, and nobody mistakes the result for a
    translation. A token is a word, and the end marker counts as one. There is no score, because no
    model spoke.

    >>> EchoTranslator().translate(["Il pleut."])[0].text
    '⟦Il pleut.⟧'
    """

    opening: str = "⟦"
    closing: str = "⟧"
    max_tokens: int = 512
    workers: int = 1

    @property
    def signature(self) -> str:
        return f"echo:{self.opening}{self.closing}"

    @property
    def model_name(self) -> str:
        return "echo"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text plus one, in order."""
        return [len(text.split()) + 1 for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = DEFAULT_DECODING,
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        """Every text in its brackets, in order, whatever else is asked. Raises EngineError like any
        engine."""
        del decoding, prefixes
        for text, tokens in zip(texts, self.count_tokens(texts), strict=True):
            if tokens > self.max_tokens:
                raise EngineError(
                    f"a text of {tokens} tokens exceeds the limit of {self.max_tokens}: "
                    f"{text[:40]!r}",
                    hint="Split it first; bilingual.translate does.",
                )
        return [Hypothesis(f"{self.opening}{text}{self.closing}", None) for text in texts]


def require(directory: Path, *names: str) -> None:
    """Raises ModelDamaged, naming the file, when one of them is missing or empty."""
    for name in names:
        file = directory / name
        if not file.is_file() or not file.stat().st_size:
            raise ModelDamaged(f"{file}: missing or empty", hint=REPAIR)


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal; about a second for a gigabyte."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def typed_on(compute_type: str, device: str) -> str:
    """What a signature says of both: a GPU rounds another way than a processor does."""
    return compute_type if device == "cpu" else f"{compute_type}:{device}"


def has_transformers() -> bool:
    """Whether Hugging Face checkpoints can be run and converted here; imports nothing."""
    return all(importlib.util.find_spec(name) for name in ("torch", "transformers"))


def need_transformers(what: str) -> None:
    """Raises MissingExtra, which names `what`, without torch or transformers."""
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        raise MissingExtra(f"{what} needs torch and transformers", hint=EXTRA) from error


def physical_cores() -> int:
    """Cores that this process may use, hyper-threads counted once where the system tells them
    apart.

    Two threads on one core make int8 arithmetic slower, not faster.
    """
    usable = (
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    cores = {_siblings(processor) for processor in usable}
    return max(len(cores), 1)


def _siblings(processor: int) -> str:
    file = Path(f"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list")
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return str(processor)
