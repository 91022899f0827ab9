"""Generated key points: the wiring, on models with random weights made here, and every error."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path
from typing import Any

import pytest

from bilingual.engines import summarizer
from bilingual.engines.summarizer import Seq2SeqSummarizer, split_summary
from bilingual.errors import EngineError, MissingExtra, ModelDamaged, ModelNotFound

WORDS = ["le", "la", "pont", "ville", "ferme", "ouvre", "mardi", "mairie", ".", "port", "mer"]
TEXT = "Le pont ferme mardi. La mairie ouvre le port. " * 30


def save_tokenizer(folder: Path) -> int:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import PreTrainedTokenizerFast

    vocabulary = {w: i for i, w in enumerate(["<s>", "<pad>", "</s>", "<unk>", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    ).save_pretrained(folder)
    return len(vocabulary)


@pytest.fixture(scope="module", params=["bart", "mbart", "t5"])
def tiny_summarizer(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    """A model of the family with random weights that reads 32 tokens."""
    import torch
    import transformers

    from bilingual.engines.transformers import quiet

    folder: Path = tmp_path_factory.mktemp(request.param)
    ids = {"vocab_size": save_tokenizer(folder), "pad_token_id": 1, "eos_token_id": 2}
    small = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2}
    small |= {"decoder_attention_heads": 2, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    small |= {"max_position_embeddings": 200, "bos_token_id": 0, "decoder_start_token_id": 2}
    with torch.random.fork_rng(), quiet():
        torch.manual_seed(20)
        if request.param == "t5":
            config = transformers.T5Config(
                **ids,
                d_model=16,
                d_kv=8,
                d_ff=16,
                num_layers=1,
                num_heads=2,
                decoder_start_token_id=1,
            )
            model: Any = transformers.T5ForConditionalGeneration(config)
        elif request.param == "bart":
            model = transformers.BartForConditionalGeneration(
                transformers.BartConfig(**ids, **small)
            )
        else:
            model = transformers.MBartForConditionalGeneration(
                transformers.MBartConfig(**ids, **small)
            )
        if request.param != "t5":
            model.final_logits_bias[:, :4] = -1e4  # a random model would say nothing but marks
        model.save_pretrained(folder)
    return folder


def test_any_family_says_something_in_sentences(tiny_summarizer: Path) -> None:
    engine = Seq2SeqSummarizer.open(str(tiny_summarizer))
    said = engine.summarize(TEXT, 3)
    assert 1 <= len(said) <= 3
    assert all(sentence == sentence.strip() and sentence for sentence in said)
    assert said == engine.summarize(TEXT, 3)
    assert engine.signature == f"summarizer:{tiny_summarizer.name}"


def test_k_is_a_limit(tiny_summarizer: Path) -> None:
    assert len(Seq2SeqSummarizer.open(str(tiny_summarizer)).summarize(TEXT, 1)) == 1


def test_silence_is_an_error(tiny_summarizer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Seq2SeqSummarizer.open(str(tiny_summarizer))
    monkeypatch.setattr(summarizer, "split_summary", lambda _: [])
    with pytest.raises(EngineError, match="said nothing"):
        engine.summarize(TEXT, 3)


def test_a_failure_of_the_library_is_converted(tiny_summarizer: Path) -> None:
    engine = Seq2SeqSummarizer.open(str(tiny_summarizer))

    def fail(**_: object) -> None:
        raise RuntimeError("out of memory\nmore")

    engine._model.generate = fail
    with pytest.raises(EngineError, match=r"failed \(out of memory\)") as caught:
        engine.summarize(TEXT, 3)
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize("name", ["", "/nowhere/model", "./nowhere", "a/b/c"])
def test_a_missing_directory_is_named(name: str) -> None:
    with pytest.raises(ModelNotFound, match="no such directory") as caught:
        Seq2SeqSummarizer.open(name)
    assert "barthez" in caught.value.hint


def test_an_unknown_hub_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import transformers

    def offline(name: str) -> None:
        raise OSError(f"{name} is not a local folder")

    monkeypatch.setattr(transformers.AutoTokenizer, "from_pretrained", offline)
    with pytest.raises(ModelNotFound, match="neither a directory nor found on the hub"):
        Seq2SeqSummarizer.open("nobody/nothing")


def test_a_directory_without_a_model_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=str(tmp_path)):
        Seq2SeqSummarizer.open(str(tmp_path))


def test_without_torch_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra) as caught:
        Seq2SeqSummarizer.open("nobody/nothing")
    assert "bilingual[transformers]" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Sans point", ["Sans point"]),
        ("Un prix de 3,5 % à Lyon !  Et 12.5 ailleurs.", ["Un prix de 3,5 % à Lyon !", "Et 12.5 ailleurs."]),
        ("« Non. » La suite. Les", ["« Non. »", "La suite."]),
    ],
)  # fmt: skip
def test_summaries_are_split(text: str, sentences: list[str]) -> None:
    assert split_summary(text) == sentences


def test_examples_in_docstrings() -> None:
    done = doctest.testmod(summarizer)
    assert (done.attempted > 0, done.failed) == (True, 0)
