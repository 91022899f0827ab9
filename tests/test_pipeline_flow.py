"""Articles that share batches come out in order, each as it would alone; nothing waits for what is
slow to be read."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.engines.base import Decoding, EchoTranslator, Hypothesis
from bilingual.errors import EngineError
from bilingual.pipeline.brief import Draft, Maker, build_brief
from bilingual.pipeline.flow import ahead, flow
from bilingual.records import Article, Block, Brief
from bilingual.settings import Settings

SENTENCES = ["Le maire a signé.", "Il pleut à Valmont.", "Trois écoles ferment en 2025.", "Oui !"]


def article(name: str, text: str) -> Article:
    return Article(id=name, text=text, blocks=(Block(role="body", start=0, end=len(text)),))


@dataclass(frozen=True)
class Counting(EchoTranslator):
    """Remembers the batches it was given; fails with `error` at the text that has the word
    `panne`."""

    batches: list[list[str]] = field(default_factory=list)
    error: Exception | None = None

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = Decoding(),  # noqa: B008
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        self.batches.append(list(texts))
        if self.error and any("panne" in text for text in texts):
            raise self.error
        return super().translate(texts, decoding, prefixes)


def maker(translator: EchoTranslator) -> Maker:
    return Maker.open(Settings(raw=True), translator)


@given(
    st.lists(
        st.none() | st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join),
        max_size=12,
    ),
    st.integers(1, 4),
)
@settings(max_examples=40)
def test_every_brief_is_the_one_it_would_be_alone(texts: list[str | None], workers: int) -> None:
    making = maker(EchoTranslator(workers=workers))
    articles = [None if text is None else article(f"a{n}", text) for n, text in enumerate(texts)]
    items = [(n, None if one is None else making.draft(one)) for n, one in enumerate(articles)]
    results = list(flow(items, making))
    assert [tag for tag, _ in results] == list(range(len(texts)))
    assert [result for _, result in results] == [
        None if one is None else build_brief(one, EchoTranslator(), making.settings)
        for one in articles
    ]


def drafts(making: Maker, *texts: str) -> list[tuple[str, Draft | None]]:
    return [(text, making.draft(article(f"a{n}", text))) for n, text in enumerate(texts)]


@dataclass(frozen=True)
class Meeting(EchoTranslator):
    """Every call waits until as many are under way as there are workers."""

    workers: int = 3
    barrier: threading.Barrier = field(default_factory=lambda: threading.Barrier(3))

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = Decoding(),  # noqa: B008
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        self.barrier.wait(timeout=20)
        return super().translate(texts, decoding, prefixes)


def test_as_many_articles_are_translated_at_once_as_there_are_workers() -> None:
    making = maker(Meeting())
    found = flow(drafts(making, "Il pleut.", "Il neige.", "Il vente."), making)
    assert all(isinstance(brief, Brief) for _, brief in found)


def test_articles_never_share_a_batch() -> None:
    engine = Counting(workers=2)
    making = maker(engine)
    list(flow(drafts(making, "Il pleut. Il neige.", "Il neige. Il vente."), making))
    assert {frozenset(batch) for batch in engine.batches} == {
        frozenset({"Il pleut.", "Il neige."}), frozenset({"Il neige.", "Il vente."}),
    }  # fmt: skip


def test_a_fault_costs_one_article() -> None:
    making = maker(Counting(error=IndexError("fault")))
    found = dict(flow(drafts(making, "Il pleut.", "La panne.", "Il vente."), making))
    assert isinstance(found["La panne."], IndexError)
    assert all(isinstance(found[text], Brief) for text in ("Il pleut.", "Il vente."))


def test_an_engine_that_fails_stops_everything_behind_what_is_finished() -> None:
    making = maker(Counting(error=EngineError("stopped")))
    found: list[str] = []
    results = flow(drafts(making, "Il pleut.", "La panne.", "Il vente."), making)
    with pytest.raises(EngineError):
        found.extend(text for text, _ in results)
    assert found == ["Il pleut."]


def test_what_is_there_does_not_wait_for_what_is_slow_to_be_read() -> None:
    making = maker(EchoTranslator())
    came = threading.Event()

    def slow() -> Iterator[tuple[str, Draft | None]]:
        yield from drafts(making, "Il pleut.")
        assert came.wait(30), "the first brief waited for the second article"
        yield from drafts(making, "Il vente.")

    results = flow(slow(), making)
    assert next(results)[0] == "Il pleut."
    came.set()
    assert [text for text, _ in results] == ["Il vente."]


def test_who_stops_taking_stops_the_reading() -> None:
    making = maker(EchoTranslator())
    read: list[int] = []

    def endless() -> Iterator[tuple[int, Draft | None]]:
        while True:
            read.append(len(read))
            yield len(read), making.draft(article("a", f"Il pleut en {len(read)}."))

    results = flow(endless(), making)
    next(results)
    results.close()
    time.sleep(0.1)
    so_far = len(read)
    time.sleep(0.8)
    assert len(read) - so_far <= 1
    assert so_far < 40, "no more is read than is needed to keep the engine busy"


def test_reading_ahead_keeps_order_and_passes_errors_on() -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        raise KeyError("gone")

    taken: list[int | None] = []
    with pytest.raises(KeyError):
        taken.extend(ahead(items(), count=2, patience=5))
    assert taken == list(range(5))


def test_reading_ahead_says_when_there_is_nothing_yet() -> None:
    go_on = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        go_on.wait(30)
        yield 2

    taken = ahead(items(), count=2, patience=0.01)
    assert next(taken) == 1
    assert next(taken) is None
    go_on.set()
    assert 2 in taken
