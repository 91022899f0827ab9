"""A Hugging Face Marian checkpoint into the form that CTranslate2 runs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from bilingual.engines.alignment import alignment_heads, alignment_layer
from bilingual.engines.machine import need_transformers, require
from bilingual.engines.marian import MarianTokens
from bilingual.engines.transformers import load_marian, quiet
from bilingual.errors import ModelDamaged, SettingsError

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
