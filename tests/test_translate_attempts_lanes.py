"""Work divided among the workers of an engine gives what one worker gives, and ends where one of
them fails."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from random import Random
from threading import Barrier, Event, current_thread
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.base import Decoding, EchoTranslator, Hypothesis
from bilingual.errors import EngineError
from bilingual.glossary.terms import NO_TERMS
from bilingual.translate import attempts, translate_texts
from bilingual.translate.search import Search

DEFAULT = Decoding()
WORDS = st.lists(st.sampled_from(["un", "deux", "Paris", "1 300", "chat"]), min_size=1, max_size=9)


@pytest.fixture(autouse=True)
def _short_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words each, so that short texts fill many."""
    monkeypatch.setattr(attempts, "LANE_TOKENS", 9)


@given(st.lists(WORDS.map(" ".join), max_size=40), st.integers(1, 5))
def test_any_number_of_workers_says_the_same(texts: list[str], workers: int) -> None:
    seen: list[int] = []
    said = translate_texts(
        texts, EchoTranslator(workers=workers), batch_tokens=16, progress=seen.append
    )
    assert said == translate_texts(texts, EchoTranslator())
    assert sum(seen) == len(texts)


@dataclass
class Meeting:
    """Every first call waits until as many are under way as there are workers."""

    workers: int
    barrier: Barrier = field(init=False)
    threads: set[str] = field(default_factory=set)
    inner: EchoTranslator = field(default_factory=EchoTranslator)
    signature: str = "meeting"
    model_name: str = "meeting"
    max_tokens: int = 512

    def __post_init__(self) -> None:
        self.barrier = Barrier(self.workers)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.inner.count_tokens(texts)

    def translate(
        self, texts: Sequence[str], decoding: Decoding = DEFAULT, prefixes: Sequence[str] = ()
    ) -> list[Hypothesis]:
        if current_thread().name not in self.threads:
            self.threads.add(current_thread().name)
            self.barrier.wait(timeout=20)
        return self.inner.translate(texts, decoding, prefixes)


@dataclass(frozen=True)
class Seeing(EchoTranslator):
    """Keeps the batches, in whatever order they come."""

    batches: set[tuple[str, ...]] = field(default_factory=set)

    def translate(
        self, texts: Sequence[str], decoding: Decoding = DEFAULT, prefixes: Sequence[str] = ()
    ) -> list[Hypothesis]:
        self.batches.add((*texts, *prefixes))
        return super().translate(texts, decoding, prefixes)


@given(st.lists(WORDS.map(" ".join), max_size=40), st.integers(2, 5), st.randoms())
def test_what_shares_a_batch_follows_from_the_texts_alone(
    texts: list[str], workers: int, random: Random
) -> None:
    """Not from the number of workers or the order: an engine's last digits may depend on it."""
    one, other = Seeing(), Seeing(workers=workers)
    translate_texts(texts, one)
    translate_texts(random.sample(texts, len(texts)), other)
    assert one.batches == other.batches


@given(st.lists(WORDS.map(" ".join), max_size=40, unique=True))
def test_lanes_are_about_equally_long(texts: list[str]) -> None:
    engine = EchoTranslator()
    divided = attempts._lanes(texts, Search(engine, DEFAULT, 64, NO_TERMS, constrained=False))
    assert sorted(text for lane in divided for text in lane) == sorted(texts)
    sizes = [sum(engine.count_tokens(lane)) for lane in divided]
    longest = max(engine.count_tokens(texts), default=0)
    assert max(sizes, default=0) < 9 + longest
    assert len(divided) <= -(-sum(sizes) // 9)


@dataclass
class Failing(Meeting):
    """The lane that has the first text fails once the others have begun; those that wait are never
    begun."""

    failed: Event = field(default_factory=Event)
    after: int = 0

    def translate(
        self, texts: Sequence[str], decoding: Decoding = DEFAULT, prefixes: Sequence[str] = ()
    ) -> list[Hypothesis]:
        said = super().translate(texts, decoding, prefixes)
        if any(text.startswith("a") for text in texts):
            self.failed.set()
            raise EngineError("broken", hint="mend it")
        assert self.failed.wait(timeout=20)
        self.after += len(texts)
        sleep(0.001)
        return said


def test_the_failure_of_one_worker_ends_all() -> None:
    engine = Failing(2)
    texts = ["a " * 50] + [f"b {i}" for i in range(400)]
    with pytest.raises(EngineError, match="broken"):
        translate_texts(texts, engine, batch_tokens=1)
    assert engine.after < 200


def test_a_stopped_search_asks_no_more() -> None:
    search = Search(EchoTranslator(), Decoding(), 64, NO_TERMS, constrained=False)
    search.stop.set()
    with pytest.raises(CancelledError):
        search.run(["un"])
