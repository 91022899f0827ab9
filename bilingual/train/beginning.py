"""A network that begins with weights of Marian's own format.

MarianMT and Marian are the same Transformer under other names, so a decoder of self-attention comes
over as it is. A decoder with an SSRU (a running mean that each position may forget) has no equal:
its input matrix becomes the values of self-attention, the identity its output, and small random
queries and keys look at all that was said alike, which training sharpens. What comes of that is a
beginning for training and says nothing useful before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from bilingual.errors import ModelDamaged
from bilingual.train.marian_weights import MarianWeights
from bilingual.train.network import Attention, Layer, Network, NetworkConfig

_SIDES = ("encoder", "decoder")
_SMALL = 0.03  # of the random queries and keys; their scores are far from the others'


def marian_shape(weights: MarianWeights, vocabulary: int) -> NetworkConfig:
    """The sizes, with another vocabulary. Raises ModelDamaged for a model that is not of this
    kind."""
    options = weights.options
    if options.get("type", "transformer") != "transformer":
        raise ModelDamaged(
            f"{weights.file}: a model of type '{options['type']}'",
            hint="Only a Transformer can be gone on from.",
        )
    return NetworkConfig(
        vocabulary=vocabulary,
        d_model=weights.array("encoder_l1_self_Wq").shape[0],
        heads=int(options.get("transformer-heads", 8)),
        feed_forward=weights.array("encoder_l1_ffn_W1").shape[1],
        encoder_layers=_depth(weights, "encoder"),
        decoder_layers=_depth(weights, "decoder"),
        activation=options.get("transformer-ffn-activation", "relu"),
    )


def _depth(weights: MarianWeights, side: str) -> int:
    numbers = [name.split("_")[1] for name in weights.arrays if name.startswith(f"{side}_l")]
    return max(int(number[1:]) for number in numbers if number[1:].isdigit())


@torch.no_grad()
def take_layers(network: Network, weights: MarianWeights, seed: int) -> None:
    """Copy all but the embedding and the bias of the output into the network.

    Raises ModelDamaged when a matrix is missing or of another shape.
    """
    generator = torch.Generator().manual_seed(seed)
    for side, stack in zip(_SIDES, (network.encoder, network.decoder), strict=True):
        for number, layer in enumerate(stack.layers, 1):
            assert isinstance(layer, Layer)
            _take_layer(layer, weights, f"{side}_l{number}", generator)


def _take_layer(
    layer: Layer, weights: MarianWeights, name: str, generator: torch.Generator
) -> None:
    if f"{name}_rnn_W" in weights.arrays:
        _begin_attention(layer.self_attn, weights, f"{name}_rnn_W", generator)
        _copy_norm(layer.self_attn_layer_norm, weights, f"{name}_rnn_ffn")
    else:
        _copy_attention(layer.self_attn, weights, f"{name}_self")
        _copy_norm(layer.self_attn_layer_norm, weights, f"{name}_self_Wo")
    if hasattr(layer, "encoder_attn"):
        _copy_attention(layer.encoder_attn, weights, f"{name}_context")
        _copy_norm(layer.encoder_attn_layer_norm, weights, f"{name}_context_Wo")
    _copy_linear(layer.fc1, weights, f"{name}_ffn_W1", f"{name}_ffn_b1")
    _copy_linear(layer.fc2, weights, f"{name}_ffn_W2", f"{name}_ffn_b2")
    _copy_norm(layer.final_layer_norm, weights, f"{name}_ffn_ffn")


def _copy_attention(attention: Attention, weights: MarianWeights, name: str) -> None:
    for part, letter in _projections(attention):
        _copy_linear(part, weights, f"{name}_W{letter}", f"{name}_b{letter}")


def _projections(attention: Attention) -> Iterator[tuple[torch.nn.Linear, str]]:
    yield attention.q_proj, "q"
    yield attention.k_proj, "k"
    yield attention.v_proj, "v"
    yield attention.out_proj, "o"


def _begin_attention(
    attention: Attention, weights: MarianWeights, name: str, generator: torch.Generator
) -> None:
    for part, _ in _projections(attention):
        part.bias.zero_()
    for part in (attention.q_proj, attention.k_proj):
        part.weight.normal_(std=_SMALL, generator=generator)
    _copy(attention.v_proj.weight, weights, name, transposed=True)
    torch.nn.init.eye_(attention.out_proj.weight)


def _copy_linear(part: torch.nn.Linear, weights: MarianWeights, matrix: str, bias: str) -> None:
    _copy(part.weight, weights, matrix, transposed=True)
    _copy(part.bias, weights, bias)


def _copy_norm(part: torch.nn.LayerNorm, weights: MarianWeights, name: str) -> None:
    _copy(part.weight, weights, f"{name}_ln_scale")
    _copy(part.bias, weights, f"{name}_ln_bias")


def _copy(
    parameter: torch.Tensor, weights: MarianWeights, name: str, *, transposed: bool = False
) -> None:
    found = weights.array(name)
    value = torch.from_numpy(np.ascontiguousarray(found.T if transposed else found))
    if value.numel() != parameter.numel() or (transposed and value.shape != parameter.shape):
        raise ModelDamaged(
            f"{weights.file}: '{name}' is of the shape {tuple(found.shape)}, which does not fit",
            hint="Its options name other sizes than its weights have.",
        )
    parameter.copy_(value.reshape(parameter.shape))
