"""MarianMT on CTranslate2: the default, int8 on a processor, several times faster than the
reference.

Reads what `convert_weights` and the OPUS-MT converter write, and directories from the hub that were
converted elsewhere, as long as source.spm and target.spm lie beside model.bin.

The score is the mean natural log-probability of the target tokens, end marker included, in a
distribution without <pad> and <unk>; that is CTranslate2's own score with length_penalty 1. Second
attempts with penalties are scored again without them, because a penalty changes the distribution it
is measured in.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

from bilingual.engines.alignment import AlignmentLink, align, alignment_heads, alignment_layer
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
    physical_cores,
    require,
    typed_on,
)
from bilingual.engines.marian import POSITIONS, Asked, MarianEngine, MarianTokens
from bilingual.engines.transformers import load_marian, quiet
from bilingual.errors import EngineError, ModelDamaged, SettingsError
from bilingual.settings import Settings

# Source tokens with padding that one worker decodes at once; who has more to do calls from several
# threads. Two workers of one thread each translate twice as much as one worker of two threads,
# whose steps are too small to share; larger batches fall out of the processor's caches.
_WORKER_TOKENS = 1024
_GPU_TOKENS = 8192  # a GPU has no such caches, and one worker fills it


class CTranslate2Translator(MarianEngine):
    """See `bilingual.engines.base.Translator`; `open` reads a directory."""

    def __init__(
        self, model: Any, tokens: MarianTokens, *, name: str, digest: str, add_end: bool
    ) -> None:
        super().__init__(model, tokens, name=name, digest=digest)
        self._add_end = add_end

    @classmethod
    def open(cls, directory: Path, settings: Settings, name: str = "") -> Self:
        """Raises ModelDamaged for a bad file, SettingsError for an impossible device or type."""
        require(directory, "config.json", "model.bin")
        tokens = MarianTokens(directory)
        model = _load(directory, settings)
        return cls(
            model,
            tokens,
            name=name or directory.name,
            digest=digest(directory / "model.bin")[:12],
            # The converter may have asked CTranslate2 to add the end marker; a second one spoils
            # the translation.
            add_end=not _config(directory).get("add_source_eos", False),
        )

    @property
    def signature(self) -> str:
        import ctranslate2

        kind = typed_on(self._model.compute_type, self._model.device)
        return self._signed("ctranslate2", ctranslate2.__version__, kind)

    @property
    def max_tokens(self) -> int:
        return POSITIONS

    @property
    def workers(self) -> int:
        return int(self._model.num_translators)

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = DEFAULT_DECODING,
        prefixes: Sequence[str] = (),
    ) -> list[Hypothesis]:
        """One hypothesis per text, in order. Raises EngineError for a text above `max_tokens`."""
        asked = self._tokens.asked(texts, prefixes, self.max_tokens)
        sources = [each.source for each in asked]
        said: list[Hypothesis | None] = [None] * len(sources)
        for short in (True, False):
            chosen = [i for i, s in enumerate(sources) if (len(s) <= SHORT_SOURCE) is short]
            limit = SHORT_TARGET if short else POSITIONS
            answers = self._decode([asked[i] for i in chosen], decoding, limit)
            for index, answer in zip(chosen, answers, strict=True):
                said[index] = answer
        return [answer for answer in said if answer is not None]

    def _decode(self, asked: list[Asked], decoding: Decoding, limit: int) -> list[Hypothesis]:
        if not asked:
            return []
        sources = [each.source if self._add_end else each.source[:-1] for each in asked]
        begun = any(each.beginning for each in asked)
        try:
            results = self._model.translate_batch(
                sources,
                target_prefix=[each.beginning for each in asked] if begun else None,
                max_batch_size=_WORKER_TOKENS if self._model.device == "cpu" else _GPU_TOKENS,
                batch_type="tokens",
                beam_size=decoding.beam,
                num_hypotheses=min(decoding.hypotheses, decoding.beam),
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                disable_unk=True,
                max_input_length=0,  # 0 is no truncation; the length was checked
                max_decoding_length=limit,
                return_scores=True,
                return_attention=decoding.alignment,
            )
            again = [s for s, r in zip(sources, results, strict=True) for _ in r.hypotheses]
            targets = [target for result in results for target in result.hypotheses]
            known = [score for result in results for score in result.scores]
            scores = self._scores(again, targets, known, decoding)
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"CTranslate2 failed: {error}", hint="Try smaller batches (batch_tokens)."
            ) from error
        left = iter(scores)
        return [
            first_of(self._hypotheses(each, result, left, decoding.alignment))
            for each, result in zip(asked, results, strict=True)
        ]

    def _hypotheses(
        self, asked: Asked, result: Any, scores: Iterator[float], attention: bool
    ) -> Iterator[Hypothesis]:
        for position, pieces in enumerate(result.hypotheses):
            text = self._tokens.decode_after(asked.prefix, asked.beginning, pieces)
            # CTranslate2 sums up what is behind the prefix and divides by the length of all, end
            # marker included.
            length = len(pieces) + 1
            behind = next(scores) * length / (length - len(asked.beginning))
            # The attention becomes Python objects only when it is looked at.
            lazily = partial(_alignment, asked, result, position, text)
            yield Hypothesis(text, behind, alignment=lazily if attention else tuple)

    def _scores(
        self,
        sources: list[list[str]],
        targets: list[list[str]],
        scores: list[float],
        decoding: Decoding,
    ) -> list[float]:
        if decoding.repetition_penalty == 1.0 and not decoding.no_repeat_ngram:
            return scores
        again = self._model.score_batch(
            sources, targets, max_batch_size=_WORKER_TOKENS, batch_type="tokens", max_input_length=0
        )
        return [sum(result.log_probs) / max(len(result.log_probs), 1) for result in again]


def _alignment(asked: Asked, result: Any, position: int, text: str) -> tuple[AlignmentLink, ...]:
    source = (asked.text, asked.source[:-1])
    return align(source, (text, result.hypotheses[position]), result.attention[position])


def _config(directory: Path) -> dict[str, Any]:
    file = directory / "config.json"
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelDamaged(f"{file}: not valid JSON", hint=REPAIR) from error
    return config if isinstance(config, dict) else {}


def _workers(settings: Settings) -> int:
    """As many as the user says; else one for each core, or for a GPU, which is shared badly."""
    import ctranslate2

    gpu = settings.device == "cuda" or (
        settings.device == "auto" and ctranslate2.get_cuda_device_count() > 0
    )
    # OpenMP also allows lists ("4,2"); what is no number is left to it.
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    cores = int(wanted) if wanted.isdecimal() else 0
    return settings.threads or (1 if gpu else cores or physical_cores())


def _load(directory: Path, settings: Settings) -> Any:
    import ctranslate2

    try:
        return ctranslate2.Translator(
            str(directory),
            device=settings.device,
            compute_type=_compute_type(settings),
            inter_threads=_workers(settings),
            intra_threads=1,
        )
    except ValueError as error:  # an unknown device or compute type, or one this machine lacks
        if not re.search(r"compute type|device", str(error), re.IGNORECASE):
            raise ModelDamaged(
                f"{directory / 'model.bin'}: cannot be loaded ({error})", hint=REPAIR
            ) from error
        raise SettingsError(
            f"CTranslate2: {error}", hint="Check the settings device and compute_type."
        ) from error
    except (RuntimeError, LookupError) as error:  # no weights of that name
        raise ModelDamaged(
            f"{directory / 'model.bin'}: cannot be loaded ({error})", hint=REPAIR
        ) from error


def _compute_type(settings: Settings) -> str:
    if settings.compute_type != "auto":
        return settings.compute_type
    return "int8" if settings.device == "cpu" else "auto"


TOKENIZER_FILES = ("source.spm", "target.spm")


def _aligning(converter: Any) -> Any:
    """The converter, which also notes the attention that tells where a word came from."""

    class Aligning(converter):  # type: ignore[misc]
        def _load(self) -> Any:
            spec = super()._load()
            decoder = spec.decoder
            layers, heads = len(decoder.layer), int(decoder.num_heads)
            decoder.alignment_layer = type(decoder.alignment_layer)(alignment_layer(layers))
            decoder.alignment_heads = type(decoder.alignment_heads)(alignment_heads(layers, heads))
            return spec

    return Aligning


def convert_weights(source: Path, destination: Path, compute_type: str) -> None:
    """Writes model.bin, config.json, the vocabulary and the SentencePiece models into the folder
    `destination`.

    Raises MissingExtra without the extra, ModelDamaged for a source that is not a whole Marian
    checkpoint, and SettingsError for a compute type that CTranslate2 does not store.
    """
    need_transformers("converting a Hugging Face checkpoint")
    from ctranslate2.converters import TransformersConverter
    from ctranslate2.specs.model_spec import ACCEPTED_MODEL_TYPES

    if compute_type not in ACCEPTED_MODEL_TYPES:
        raise SettingsError(
            f"CTranslate2 stores no weights as '{compute_type}'",
            hint=f"Choose one of {', '.join(ACCEPTED_MODEL_TYPES)}.",
        )
    require(source, "config.json", *TOKENIZER_FILES)
    MarianTokens(source)
    load_marian(
        source
    )  # the converter's own message for another kind of model is no help to anyone
    try:
        with quiet():
            converter = _aligning(TransformersConverter)(str(source))
            converter.convert(str(destination), quantization=compute_type, force=True)
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        raise ModelDamaged(
            f"{source}: cannot be converted ({error})",
            hint="Check that it is a MarianMT checkpoint.",
        ) from error
    for name in TOKENIZER_FILES:
        shutil.copyfile(
            source / name, destination / name
        )  # contents only: the source may be read-only
