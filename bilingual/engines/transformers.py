"""MarianMT as Hugging Face transformers runs it: the reference, for any Marian checkpoint in its
layout.

Uses MarianMTModel.generate with a generation config of its own and the tokens of `MarianTokens`, so
both engines see the same ids. The bias of <pad> and <unk> is put at minus infinity in memory:
neither can be produced, and both engines measure probabilities over the same words. The score is
the mean natural log-probability of the target tokens, end marker included, from one more forward
pass; it does not depend on beams or penalties.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bilingual.engines.alignment import align, alignment_heads, alignment_layer
from bilingual.engines.base import (
    DEFAULT_DECODING,
    REPAIR,
    SHORT_SOURCE,
    SHORT_TARGET,
    Decoding,
    Hypothesis,
    digest,
    first_of,
    need_transformers,
    require,
    typed_on,
)
from bilingual.engines.marian import END, POSITIONS, UNKNOWN, Asked, MarianEngine, MarianTokens
from bilingual.errors import EngineError, ModelDamaged, SettingsError
from bilingual.settings import Settings

if TYPE_CHECKING:
    import torch

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_BATCH_TOKENS = 4096


@contextmanager
def quiet() -> Iterator[None]:
    """Transformers without progress bars, log lines and advice, as before afterwards."""
    from transformers.utils import logging as chatter

    logging: Any = chatter  # its switches carry no types
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


class TransformersTranslator(MarianEngine):
    """See `bilingual.engines.base.Translator`; `open` reads a directory."""

    def __init__(self, model: Any, tokens: MarianTokens, *, name: str, digest: str) -> None:
        super().__init__(model, tokens, name=name, digest=digest)
        self._words = {index: token for token, index in tokens.target_vocabulary.items()}

    @classmethod
    def open(cls, directory: Path, settings: Settings, name: str = "") -> Self:
        """Raises MissingExtra without the extra, ModelDamaged for a missing or broken file."""
        need_transformers("running a Hugging Face checkpoint")
        require(directory, "config.json")
        weights = next((directory / w for w in WEIGHTS if (directory / w).is_file()), None)
        if weights is None:
            raise ModelDamaged(f"{directory / WEIGHTS[0]}: missing", hint=REPAIR)
        tokens = MarianTokens(directory)
        model = _load(directory, settings)
        return cls(model, tokens, name=name or directory.name, digest=digest(weights)[:12])

    @property
    def signature(self) -> str:
        import transformers

        kind = typed_on(str(self._model.dtype).removeprefix("torch."), self._model.device.type)
        return self._signed("transformers", transformers.__version__, kind)

    @property
    def max_tokens(self) -> int:
        return int(getattr(self._model.config, "max_position_embeddings", POSITIONS))

    @property
    def workers(self) -> int:
        return 1  # torch has threads of its own

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = DEFAULT_DECODING,
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        """One hypothesis per text, in order. Raises EngineError for a text above `max_tokens`."""
        asked = self._tokens.asked(texts, prefixes, self.max_tokens)
        sources = [each.source for each in asked]
        order = sorted(range(len(sources)), key=lambda index: -len(sources[index]))
        said: dict[int, Hypothesis] = {}
        for batch in self._batches(order, sources):
            answers = self._decode([asked[index] for index in batch], decoding)
            said |= zip(batch, answers, strict=True)
        return [said[index] for index in range(len(sources))]

    def _batches(self, order: list[int], sources: list[list[str]]) -> Iterator[list[int]]:
        """Longest first, long and short apart, at most _BATCH_TOKENS with padding."""
        batch: list[int] = []
        for index in order:
            full = batch and len(sources[batch[0]]) * (len(batch) + 1) > _BATCH_TOKENS
            mixed = batch and len(sources[batch[0]]) > SHORT_SOURCE >= len(sources[index])
            if full or mixed:
                yield batch
                batch = []
            batch.append(index)
        if batch:
            yield batch

    def _decode(self, asked: list[Asked], decoding: Decoding) -> list[Hypothesis]:
        import torch

        short = len(asked[0].source) <= SHORT_SOURCE
        limit = min(SHORT_TARGET, self.max_tokens) if short else self.max_tokens
        try:
            with torch.inference_mode():
                inputs = self._padded([each.source for each in asked])
                targets = self._model.generate(
                    **inputs,
                    generation_config=self._generation(decoding, limit),
                    logits_processor=[self._begun(asked, decoding.beam)],
                )
                several = len(targets) // len(asked)
                again = {name: ids.repeat_interleave(several, 0) for name, ids in inputs.items()}
                given = [len(asked[row // several].beginning) for row in range(len(targets))]
                scores, attention = self._measured(again, targets, given, decoding.alignment)
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineError(
                f"transformers failed: {error}", hint="Try smaller batches (batch_tokens)."
            ) from error
        said = [
            self._hypothesis(asked[row // several], ids, score, looked)
            for row, (ids, score, looked) in enumerate(
                zip(targets.tolist(), scores, attention, strict=True)
            )
        ]
        return [first_of(said[at : at + several]) for at in range(0, len(said), several)]

    def _hypothesis(
        self, asked: Asked, ids: list[int], score: float, attention: list[list[float]]
    ) -> Hypothesis:
        pieces = [self._words.get(index, UNKNOWN) for index in ids[1:]]
        pieces = pieces[: pieces.index(END)] if END in pieces else pieces
        text = self._tokens.decode_after(asked.prefix, asked.beginning, pieces)
        if not attention:
            return Hypothesis(text, score)
        source = (asked.text, asked.source[:-1])
        return Hypothesis(text, score, alignment=partial(align, source, (text, pieces), attention))

    def _begun(self, asked: list[Asked], beams: int) -> Any:
        """Makes every hypothesis begin with its given pieces: no other may follow meanwhile."""
        vocabulary = self._tokens.target_vocabulary
        given = [[vocabulary[piece] for piece in each.beginning] for each in asked]

        def process(ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
            step = ids.shape[1] - 1
            for row in range(len(scores)):
                beginning = given[row // beams]
                if step < len(beginning):
                    chosen = scores[row, beginning[step]].clone()
                    scores[row] = -float("inf")
                    scores[row, beginning[step]] = chosen
            return scores

        return process

    def _padded(self, sources: list[list[str]]) -> dict[str, torch.Tensor]:
        import torch

        vocabulary = self._tokens.source_vocabulary
        unknown = vocabulary[UNKNOWN]
        width = max(len(source) for source in sources)
        pad = self._model.config.pad_token_id
        ids = [[vocabulary.get(t, unknown) for t in s] + [pad] * (width - len(s)) for s in sources]
        mask = [[1] * len(s) + [0] * (width - len(s)) for s in sources]
        device = self._model.device
        return {
            "input_ids": torch.tensor(ids, device=device),
            "attention_mask": torch.tensor(mask, device=device),
        }

    def _generation(self, decoding: Decoding, limit: int) -> Any:
        import transformers

        config = self._model.config
        generation_config: Any = transformers.GenerationConfig
        return generation_config(
            num_beams=decoding.beam,
            num_return_sequences=min(decoding.hypotheses, decoding.beam),
            max_length=limit,
            min_length=2,  # start token and one more: CTranslate2 never answers with nothing either
            do_sample=False,
            length_penalty=1.0,
            early_stopping=False,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            pad_token_id=config.pad_token_id,
            eos_token_id=config.eos_token_id,
            decoder_start_token_id=config.decoder_start_token_id,
            forced_eos_token_id=config.eos_token_id,
        )

    def _measured(
        self,
        inputs: dict[str, torch.Tensor],
        targets: torch.Tensor,
        given: list[int],
        attention: bool,
    ) -> tuple[list[float], list[list[list[float]]]]:
        """Mean log-probabilities of the pieces that were not given, and what each piece looked at:
        see `bilingual.engines.alignment`."""
        import torch

        said = targets[:, 1:]
        with self._attending(attention):
            seen = self._model(
                **inputs, decoder_input_ids=targets[:, :-1], output_attentions=attention
            )
        logits = seen.logits.float()
        logits[:, 0, self._model.config.eos_token_id] = torch.finfo(logits.dtype).min  # as above
        chosen = torch.log_softmax(logits, -1).gather(-1, said.unsqueeze(-1)).squeeze(-1)
        real = said != self._model.config.pad_token_id
        positions = torch.arange(said.shape[1], device=said.device)
        real &= positions >= torch.tensor(given, device=said.device).unsqueeze(-1)
        sums = chosen.masked_fill(~real, 0.0).sum(-1) / real.sum(-1).clamp(min=1)
        looked: list[list[list[float]]] = [[] for _ in targets]
        if attention:
            layers = seen.cross_attentions
            heads = alignment_heads(len(layers), layers[0].shape[1])
            looked = layers[alignment_layer(len(layers))][:, :heads].mean(1).tolist()
        scores: list[float] = sums.tolist()
        return scores, looked

    @contextmanager
    def _attending(self, attention: bool) -> Iterator[None]:
        """Only the plain implementation tells its attention."""
        usual = self._model.config._attn_implementation
        if attention:
            self._model.set_attn_implementation("eager")
        try:
            yield
        finally:
            if attention:
                self._model.set_attn_implementation(usual)


def _load(directory: Path, settings: Settings) -> Any:
    import torch

    if settings.threads:
        torch.set_num_threads(settings.threads)  # torch has only a global number
    device = settings.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    elif device == "cuda" and not torch.cuda.is_available():
        raise SettingsError("torch finds no CUDA device", hint="Set device to cpu or auto.")
    model = load_marian(directory).to(device).eval()
    if device == "cpu":
        model = model.float()  # half precision is emulated on a processor, and slow
    forbidden = [model.config.pad_token_id, MarianTokens(directory).target_vocabulary[UNKNOWN]]
    model.final_logits_bias[:, forbidden] = torch.finfo(model.dtype).min
    return model


def load_marian(directory: Path) -> Any:
    """The MarianMTModel of a folder. Raises ModelDamaged for anything else."""
    from transformers import AutoConfig, MarianMTModel

    try:
        with quiet():
            config = AutoConfig.from_pretrained(
                directory, local_files_only=True, trust_remote_code=False
            )
            if config.model_type != "marian":
                raise ModelDamaged(
                    f"{directory}: a {config.model_type} model, not a Marian model",
                    hint="Choose a MarianMT checkpoint, such as Helsinki-NLP/opus-mt-fr-en.",
                )
            return MarianMTModel.from_pretrained(directory, local_files_only=True)
    except ModelDamaged:
        raise
    except Exception as error:  # safetensors, pickle, JSON and torch each raise their own
        first = str(error).split("\n")[0]
        raise ModelDamaged(f"{directory}: cannot be loaded ({first})", hint=REPAIR) from error
