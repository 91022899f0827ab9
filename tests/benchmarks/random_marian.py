"""A Marian of any size with random weights that always says the same number of words: what a
benchmark of speed needs.

Random weights alone say one word over and over until the limit, and nothing could be compared. Here
the sinusoidal position outweighs all else that reaches the decoder's last layer: the embeddings are
small, and so is what attention and feed-forward add. The state at a position is then known
beforehand, and the embedding row of the word wanted there is turned to it; the end marker gets the
row of the position behind the last word. What is computed, and how long that takes, does not depend
on the values of the weights.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from bilingual.language.numbers import find_numbers_en
from bilingual.language.words import is_common, is_ordinary
from bilingual.train.batches import END
from bilingual.train.layout import TOKENIZER_FILES, Encoder, write_checkpoint
from bilingual.train.network import Network, NetworkConfig

# pieces said before the end marker: English for the 22 French words that the sentences have on
# average
WORDS = 28
_PIECE = range(
    3, 5
)  # letters of a piece said; so the translation is as long as those of such sentences are
_DAMPING = 0.1  # of what a decoder layer adds to the position
# of the last norm: the rows can then stay small, and what is said hardly changes the next state
_GAIN = 64.0
_NOISE = 0.7  # standard deviation of the scores of all other words
_MARGIN = 8.0  # natural logarithm by which the wanted word leads those of the positions beside it
_ROUNDS = 5  # the rows feed back into the states, a little
_SEED = 17


@dataclass(frozen=True)
class Size:
    """What a shape costs. `vocabulary` counts the end marker, <unk> and <pad>; the pieces in use
    must fit in."""

    d_model: int
    heads: int
    feed_forward: int
    layers: int
    vocabulary: int

    def config(self) -> NetworkConfig:
        return NetworkConfig(
            vocabulary=self.vocabulary,
            d_model=self.d_model,
            heads=self.heads,
            feed_forward=self.feed_forward,
            encoder_layers=self.layers,
            decoder_layers=self.layers,
            activation="swish",
        )


SIZES = {
    "opus": Size(512, 8, 2048, 6, 59_514),  # Helsinki-NLP/opus-mt-fr-en
    "tiny": Size(64, 4, 128, 1, 16_000),
}


def write_random_marian(
    size: Size, vocabulary: Path, sentences: Sequence[str], folder: Path
) -> None:
    """A checkpoint in Hugging Face layout that says WORDS pieces of any text; `sentences` are what
    it is tried on.

    `vocabulary` is a folder with source.spm, target.spm and vocab.json, whose pieces the new model
    has too.
    """
    with tempfile.TemporaryDirectory() as name:
        filled = Path(name)
        _write_vocabulary(size, vocabulary, filled)
        with torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(_SEED)
            network = _damped(Network(size.config()))
            said = [*_words(filled), END]
            _teach(network, said, _sources(network, filled, sentences))
        write_checkpoint(network, dict(network.named_parameters()), filled, folder)


def _write_vocabulary(size: Size, vocabulary: Path, folder: Path) -> None:
    """The pieces there, and as many that no text has as the size asks for; <pad> stays the last."""
    for name in TOKENIZER_FILES:
        shutil.copyfile(vocabulary / name, folder / name)
    ids = json.loads((vocabulary / "vocab.json").read_text(encoding="utf-8"))
    pieces = sorted((piece for piece in ids if piece != "<pad>"), key=ids.__getitem__)
    missing = size.vocabulary - len(pieces) - 1
    if missing < 0:
        raise ValueError(f"{len(pieces)} pieces do not fit a vocabulary of {size.vocabulary}")
    filled = [*pieces, *(f"▁unused{number}" for number in range(missing)), "<pad>"]
    _write_json(folder / "vocab.json", {piece: number for number, piece in enumerate(filled)})
    settings = json.loads((vocabulary / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings.pop("added_tokens_decoder", None)  # it says where <pad> was
    _write_json(folder / "tokenizer_config.json", settings)


def _write_json(file: Path, values: dict[str, Any]) -> None:
    file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def _words(folder: Path) -> list[int]:
    """Ids of different short English words that are no French ones nor numbers, and a stop: no
    loop, no copy, the usual length."""
    ids = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    words = [
        piece
        for piece in ids
        if len(piece) - 1 in _PIECE
        and piece[0] == "▁"
        and piece[1:].isascii()
        and piece[1:].isalpha()
        and piece.islower()
        and is_ordinary(piece[1:])
        and not is_common(piece[1:])
        and not find_numbers_en(piece[1:])
    ]
    chosen = random.Random(_SEED).sample(words, WORDS - 1)
    return [ids[piece] for piece in (*chosen, ".")]


def _damped(network: Network) -> Network:
    config = network.config
    layers: Any = network.decoder.layers
    for layer in layers:
        for linear in (layer.self_attn.out_proj, layer.encoder_attn.out_proj, layer.fc2):
            linear.weight *= _DAMPING
    layers[-1].final_layer_norm.weight *= _GAIN
    network.shared.weight.normal_(std=_NOISE / (_GAIN * config.d_model**0.5))
    network.clear_pad()
    return network


def _sources(network: Network, folder: Path, sentences: Sequence[str]) -> Tensor:
    rows, lengths = Encoder(folder).french(sentences)
    sources = torch.full((len(sentences), int(lengths.max())), network.config.pad)
    each = torch.split(torch.from_numpy(rows), lengths.tolist())
    for source, row in zip(sources, each, strict=True):
        source[: len(row)] = row
    return sources


def _teach(network: Network, said: list[int], sources: Tensor) -> None:
    """Turns the row of each word to the state of its position. Raises ValueError where another word
    would win."""
    target = torch.tensor(said).expand(len(sources), -1)
    for _ in range(_ROUNDS):
        states = network.states(sources, target)[0].mean(0)
        likeness = states @ states.T
        lead = (likeness.diagonal()[:, None] - likeness).fill_diagonal_(torch.inf).min()
        network.shared.weight[said] = (states - states.mean(0)) * (_MARGIN / lead)
    scores = network.states(sources, target)[0] @ network.shared.weight.T
    if not torch.equal(scores.argmax(-1), target):
        raise ValueError("the random model does not say what it should")
