"""Key points that are generated: a Hugging Face sequence-to-sequence summarizer on the French text.

Any checkpoint with an encoder, a decoder and a tokenizer will do (moussaKam/barthez-orangesum-abstract, an mBART, a
T5), by path or hub id. What it writes is French and may be wrong: nothing here checks it against the article. Text
beyond the model's window is left out; news puts what matters first.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Protocol, Self

from bilingual.engines.machine import need_transformers
from bilingual.engines.transformers import quiet
from bilingual.errors import EngineError, ModelDamaged, ModelNotFound
from bilingual.settings import Settings

LONGEST_SUMMARY = 160  # target tokens: about four sentences of news
LONGEST_SOURCE = 1024  # source tokens, unless the model's own window is smaller
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?…]+(?: ?[\"»”)])*(?=\s|$)|$)", re.S)
_WHOLE = re.compile(r"[.!?…](?: ?[\"»”)])*$")


class Summarizer(Protocol):
    """French text in, French sentences out: at most `k`, none empty, in the order they were written."""

    @property
    def signature(self) -> str: ...

    def summarize(self, text: str, k: int) -> list[str]: ...


class Seq2SeqSummarizer:
    """See `Summarizer`; beam search, so one text always gives one summary."""

    def __init__(self, model: Any, tokenizer: Any, *, name: str) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._name = name

    @classmethod
    def open(cls, model: str, settings: Settings | None = None) -> Self:
        """`model` is a directory or a hub id. Raises MissingExtra, ModelNotFound and ModelDamaged."""
        need_transformers("a summarizer")
        _must_exist(model)
        settings = settings or Settings()
        import transformers

        load: Any = transformers
        try:
            with quiet():
                tokenizer = load.AutoTokenizer.from_pretrained(model)
                network = load.AutoModelForSeq2SeqLM.from_pretrained(model)
        except OSError as error:
            raise _not_loaded(model, error) from error
        except (ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelDamaged(
                f"{model}: not a sequence-to-sequence summarizer ({_first_line(error)})",
                hint="Name a checkpoint with encoder, decoder and tokenizer, e.g. a BARThez one.",
            ) from error
        device = "cuda" if settings.device == "cuda" else "cpu"
        return cls(network.to(device).eval(), tokenizer, name=model)

    @property
    def signature(self) -> str:
        return f"summarizer:{Path(self._name).name if Path(self._name).is_dir() else self._name}"

    def summarize(self, text: str, k: int) -> list[str]:
        """At most `k` French sentences. Raises EngineError when the model fails or says nothing."""
        import torch

        try:
            with quiet(), torch.inference_mode():
                inputs = self._tokenizer(
                    text, return_tensors="pt", truncation=True, max_length=self._window()
                )
                # Some tokenizers speak of segments that an encoder-decoder does not know.
                wanted = {
                    n: inputs[n].to(self._model.device) for n in ("input_ids", "attention_mask")
                }
                ids = self._model.generate(
                    **wanted,
                    max_new_tokens=LONGEST_SUMMARY,
                    num_beams=4,
                    do_sample=False,
                    no_repeat_ngram_size=3,
                )
                said = self._tokenizer.decode(ids[0], skip_special_tokens=True)
        except (RuntimeError, ValueError, IndexError, KeyError) as error:
            raise EngineError(
                f"{self._name}: the summarizer failed ({_first_line(error)})",
                hint="Use --key-point-method ranker.",
            ) from error
        sentences = split_summary(said)
        if not sentences:
            raise EngineError(
                f"{self._name}: the summarizer said nothing", hint="Use --key-point-method ranker."
            )
        return sentences[:k]

    def _window(self) -> int:
        positions = getattr(self._model.config, "max_position_embeddings", LONGEST_SOURCE)
        return min(LONGEST_SOURCE, int(positions))


def split_summary(text: str) -> list[str]:
    """The sentences of what a model wrote, white space made plain; an unfinished last one is kept only if alone.

    >>> split_summary("Le pont ferme mardi. La mairie parle de 3,5 millions. Les")
    ['Le pont ferme mardi.', 'La mairie parle de 3,5 millions.']
    """
    found = [match.group().strip() for match in _SENTENCE.finditer(" ".join(text.split()))]
    whole = [sentence for sentence in found if _WHOLE.search(sentence)]
    return whole or found


def _must_exist(model: str) -> None:
    path = Path(model)
    looks_local = path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1
    if not model or (looks_local and not path.is_dir()):
        raise ModelNotFound(
            f"summary model '{model}': no such directory",
            hint="Set summary_model to a directory or a hub id such as moussaKam/barthez-orangesum-abstract.",
        )


def _not_loaded(model: str, error: OSError) -> ModelNotFound | ModelDamaged:
    if Path(model).is_dir():
        return ModelDamaged(
            f"{model}: a file is missing or broken ({_first_line(error)})",
            hint="Download it again.",
        )
    return ModelNotFound(
        f"summary model '{model}': neither a directory nor found on the hub ({_first_line(error)})",
        hint="Check the name and the network, or give the path of a downloaded model.",
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
