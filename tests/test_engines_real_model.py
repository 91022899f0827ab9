"""The checkpoint of the built-in model: it loads, converts, and both engines say the same."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import pytest

from bilingual.engines import open_engine
from bilingual.engines.marian import MarianTokens
from bilingual.models import convert, find_model, verify
from bilingual.segment import segment
from bilingual.settings import Settings
from bilingual.sources import read_articles

ROOT = Path(__file__).resolve().parent.parent
CHECKPOINT = ROOT / "models" / "fr-en-starter" / "hf"
N = 16


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "converted"
    convert(CHECKPOINT, folder, "float32")
    return folder


@cache
def sources() -> list[str]:
    """The sentences of the corpus, article after article."""
    articles = read_articles([ROOT / "corpus" / "articles"])
    return [sentence.text for article in articles for sentence in segment(article)]


def test_both_engines_say_the_same(converted: Path) -> None:
    """Same weights in 32 bits, beam 4: only a near tie may fall differently."""
    settings = Settings(compute_type="float32")
    texts = sources()[:N]
    fast = open_engine("ctranslate2", converted, settings).translate(texts)
    reference = open_engine("transformers", CHECKPOINT, settings).translate(texts)
    same = [
        (one, other) for one, other in zip(fast, reference, strict=True) if one.text == other.text
    ]
    assert len(same) >= 0.9 * N
    for one, other in same:
        assert one.score == pytest.approx(other.score, abs=0.01)


def test_tokens_are_those_of_the_marian_tokenizer() -> None:
    """Except where a character is unknown to the vocabulary, which `MarianTokens` replaces on
    purpose."""
    from transformers import MarianTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer = MarianTokenizer.from_pretrained(CHECKPOINT)
    tokens = MarianTokens(CHECKPOINT)
    vocabulary = tokens.source_vocabulary
    theirs = [tokenizer(text)["input_ids"] for text in sources()]
    known = [(text, ids) for text, ids in zip(sources(), theirs, strict=True) if 1 not in ids]
    assert len(known) > 200
    ours = [[vocabulary[t] for t in row] for row in tokens.encode([text for text, _ in known])]
    assert ours == [ids for _, ids in known]


def test_a_converted_model_is_whole(converted: Path) -> None:
    assert verify(find_model(str(converted))) == []
