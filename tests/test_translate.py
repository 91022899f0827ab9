"""As many translations as sentences, in order, whatever the engine does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines import EchoTranslator, open_engine
from bilingual.engines.base import Decoding, Hypothesis
from bilingual.errors import EngineError
from bilingual.language.typography import is_verbatim
from bilingual.records import Sentence
from bilingual.settings import Settings
from bilingual.translate import Rendering, Search, translate, translate_texts

LONG = (
    "Le maire a promis, devant une salle pleine, que les travaux du port seraient finis "
    "avant l'été ; "
    "les habitants, qui attendent depuis dix ans, n'en croient rien, mais ils espèrent encore."
)
TEXT = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(
        st.sampled_from(["mot", "LA VILLE", "« oui", "oui »", "(", ")", ";", ":", ",", "et",
        "\u00a0", "12 %", '"', "–", "dit."]),
        min_size=1,
        max_size=30,
    ).map(" ".join),
)  # fmt: skip

PLAIN = Decoding()


def english(text: str) -> str:
    return f"({text})"


@dataclass
class Scripted:
    """An engine that says what it is told to, and remembers what it was asked."""

    answer: Callable[[str, Decoding], str]
    max_tokens: int = 512
    workers: int = 1
    signature: str = "scripted"
    model_name: str = "scripted"
    asked: list[list[str]] = field(default_factory=list)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return EchoTranslator().count_tokens(texts)

    def translate(self, texts: Sequence[str], decoding: Decoding = PLAIN) -> list[Hypothesis]:
        self.asked.append(list(texts))
        return [Hypothesis(self.answer(text, decoding), -0.5) for text in texts]


def sentence(index: int, text: str) -> Sentence:
    return Sentence(index=index, paragraph=0, role="body", start=0, end=len(text), text=text)


def alone(text: str, answer: Callable[[str, Decoding], str]) -> tuple[Rendering, Scripted]:
    engine = Scripted(answer)
    [rendering] = translate_texts([text], engine)
    return rendering, engine


FRENCH = "Le 3 mars, Barnabé Kislov a payé 12 euros."


@each(
    "said, taken",
    [
        (["On 3 March, Barnabé Kislov paid 12 euros.", "x"], 0),  # right: nobody asks the others
        (
            [
                "On 3 March, Barnabé Kislov paid 2 euros.",
                "On 3 March, Barnabé Kislov paid 12 euros.",
            ],
            1,
        ),
        (["On 3 March, he paid 12 euros.", "On 3 March, Barnabé Kislof paid 12 euros."], 1),
        (["On 3 March, Barnabé Kislov paid.", "On 3 March, someone paid."], 0),  # no better
        (["On 3 March he paid 2.", "", "On 3 March, Barnabé Kislov paid 12."], 2),
    ],
)
def test_of_a_search_the_hypothesis_is_taken_that_loses_least(said: list[str], taken: int) -> None:
    first, *others = [Hypothesis(text, -0.1 * rank) for rank, text in enumerate(said, 1)]

    class Several(Scripted):
        def translate(self, texts: Sequence[str], decoding: Decoding = PLAIN) -> list[Hypothesis]:
            assert decoding.hypotheses == 4
            return [replace(first, others=tuple(others)) for _ in texts]

    [rendering] = translate_texts(
        [FRENCH], Several(lambda *_: ""), decoding=Decoding(beam=4, hypotheses=4)
    )
    assert rendering.text == said[taken]
    assert rendering.score == pytest.approx(-0.1 * (taken + 1))
    assert rendering.retried == (taken > 0)


@given(st.lists(TEXT, max_size=8), st.integers(2, 12), st.integers(1, 40))
def test_nothing_is_lost(texts: list[str], max_tokens: int, batch_tokens: int) -> None:
    echo = EchoTranslator(max_tokens=max_tokens)
    seen: list[int] = []
    renderings = translate_texts(texts, echo, batch_tokens=batch_tokens, progress=seen.append)
    assert len(renderings) == len(texts) == sum(seen)
    for text, rendering in zip(texts, renderings, strict=True):
        assert rendering.origin == ("verbatim" if is_verbatim(text) else "engine")
        assert letters(rendering.text) == letters(text)


def letters(text: str) -> list[str]:
    """Letters and digits in order, without regard to case, accents' form or what typography
    folds."""
    import unicodedata

    from bilingual.language.typography import normalise_source

    folded = unicodedata.normalize("NFKC", normalise_source(text)).casefold()
    return [c for c in folded if c.isalnum()]


@given(st.lists(TEXT, min_size=1, max_size=12))
def test_batches_do_not_matter(texts: list[str]) -> None:
    echo = EchoTranslator(max_tokens=9)
    assert translate_texts(texts, echo) == translate_texts(texts, echo, batch_tokens=1)


def test_a_real_model_gives_the_same_in_any_batch(
    tiny_ct2_model: Path, tiny_pairs: tuple[tuple[str, str], ...]
) -> None:
    engine = open_engine("ctranslate2", tiny_ct2_model, Settings(compute_type="float32", threads=1))
    texts = [french for french, _ in tiny_pairs]
    together = translate_texts(texts, engine)
    assert [r.text for r in together] == [translated for _, translated in tiny_pairs]
    one_by_one = translate_texts(texts, engine, batch_tokens=1)
    assert [r.text for r in one_by_one] == [r.text for r in together]


def test_records_carry_index_engine_and_score() -> None:
    engine = Scripted(lambda text, _: english(text))
    sentences = [sentence(3, "Il pleut."), sentence(7, "12 %"), sentence(9, "Il pleut.")]
    translations = translate(Search(engine), sentences)
    assert [t.index for t in translations] == [3, 7, 9]
    assert [t.text for t in translations] == ["(Il pleut.)", "12 %", "(Il pleut.)"]
    assert [t.origin for t in translations] == ["engine", "verbatim", "engine"]
    assert [t.score for t in translations] == [-0.5, None, -0.5]
    assert {t.engine for t in translations} == {"scripted"}
    assert engine.asked == [["Il pleut."]]


def test_nothing_in_nothing_out() -> None:
    assert translate(Search(EchoTranslator()), []) == ()


def test_sentences_in_any_length_fit_the_budget() -> None:
    asked = Scripted(lambda text, _: english(text), max_tokens=12)
    [rendering] = translate_texts([LONG], asked)
    assert max(EchoTranslator().count_tokens(asked.asked[0])) <= 12
    assert rendering.text.count(";") == 1
    assert rendering.score == pytest.approx(-0.5)


def test_long_quotations_keep_their_marks() -> None:
    [rendering] = translate_texts([f"« {LONG} » :"], EchoTranslator(max_tokens=20))
    assert rendering.text.startswith('"⟦Le maire')
    assert rendering.text.endswith('encore.⟧":')


@each("text", ["(" * 3000 + "oui" + ")" * 3000, "mot" * 9000, "oui, " * 4000])
def test_monsters_are_cut_too(text: str) -> None:
    class ByCharacter(Scripted):
        def count_tokens(self, texts: Sequence[str]) -> list[int]:
            return [len(text) + 1 for text in texts]

    engine = ByCharacter(lambda text, _: english(text))
    [rendering] = translate_texts([text], engine)
    assert max(len(part) for batch in engine.asked for part in batch) < 100
    assert letters(rendering.text) == letters(text)


def test_batches_hold_what_was_asked() -> None:
    engine = Scripted(lambda text, _: english(text))
    translate_texts(
        ["un deux trois quatre", "un", "un deux", "un deux trois"], engine, batch_tokens=8
    )
    assert engine.asked == [["un deux trois quatre"], ["un deux trois", "un deux"], ["un"]]


@each(
    "source, said, expected",
    [
        ("Une trêve en vue", "A truce in sight.", "A truce in sight"),
        ("GRÈVE À PARIS", "Strike in Paris.", "Strike in Paris"),
        ("Il a dit : « Oui »", "He said: « Yes »", 'He said: "Yes"'),
        ("Il pleut !", "It is raining !", "It is raining!"),
    ],
)
def test_what_the_reader_sees_is_polished(source: str, said: str, expected: str) -> None:
    assert alone(source, lambda *_: said)[0].text == expected


def test_headlines_reach_the_engine_in_sentence_case() -> None:
    _, engine = alone("GRÈVE À PARIS", lambda text, _: text)
    assert engine.asked[0] == ["Grève à Paris"]


def test_headlines_keep_the_names_of_the_article() -> None:
    engine = Scripted(lambda text, _: text)
    translate_texts(["GRÈVE CHEZ DURAND", "Selon Durand, rien ne va."], engine)
    assert engine.asked[0][1:] == ["Grève chez Durand"]


def test_an_empty_answer_is_tried_again() -> None:
    rendering, engine = alone(
        "Il pleut.", lambda _, how: "It rains." if how.no_repeat_ngram else ""
    )
    assert rendering == Rendering("It rains.", -0.5, "engine", retried=True)
    assert len(engine.asked) == 2


@each("answer", ["", " ", "...", "on and on " * 40, "Le maire a dit oui à la ville"])
def test_what_cannot_be_translated_shows_the_french(answer: str) -> None:
    source = "Le maire a dit oui à la ville"
    assert alone(source, lambda *_: answer)[0] == Rendering(source, None, "untranslated", True)


def test_clauses_are_the_last_resort() -> None:
    def answer(text: str, _: Decoding) -> str:
        return {"Il pleut": "It rains.", "nous restons.": "We stay."}.get(text, "")

    rendering, engine = alone("Il pleut ; nous restons.", answer)
    assert rendering == Rendering("It rains; we stay.", -0.5, "engine", retried=True)
    assert len(engine.asked) == 3


def test_of_two_bad_attempts_the_better_stays_whole() -> None:
    mayor = "The mayor said yes to the city"
    worse, better = mayor + " and no" * 5, mayor + " and no" * 3
    rendering, _ = alone(
        "Le maire a dit oui à la ville", lambda _, how: better if how.no_repeat_ngram else worse
    )
    assert rendering == Rendering(better, -0.5, "engine", retried=True)


def test_one_bad_part_makes_the_sentence_untranslated() -> None:
    engine = Scripted(lambda text, _: "" if "habitants" in text else english(text), max_tokens=20)
    assert translate_texts([LONG], engine) == [Rendering(LONG, None, "untranslated", True)]


def test_progress_counts_texts_once_their_last_part_is_done() -> None:
    seen: list[int] = []
    engine = EchoTranslator(max_tokens=12)
    translate_texts([LONG, "12", "Oui.", LONG], engine, batch_tokens=12, progress=seen.append)
    assert seen[0] == 1
    assert sum(seen) == 4


def test_an_engine_that_loses_a_text_is_named() -> None:
    class Losing(Scripted):
        def translate(self, texts: Sequence[str], decoding: Decoding = PLAIN) -> list[Hypothesis]:
            return super().translate(texts, decoding)[1:]

    with pytest.raises(EngineError, match="scripted returned 1 translations for 2 texts"):
        translate_texts(["Il pleut.", "Oui."], Losing(lambda text, _: text))
