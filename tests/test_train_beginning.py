"""What begins with Marian's weights says what they say, where the decoder is of a kind that we
have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bilingual.errors import ModelDamaged
from bilingual.train.marian_weights import MarianWeights

if TYPE_CHECKING:
    from bilingual.train.network import Network

WIDTH, INNER = 8, 12
OPTIONS = {"type": "transformer", "transformer-heads": "2"}
LETTERS = {"q_proj": "q", "k_proj": "k", "v_proj": "v", "out_proj": "o"}


def network(seed: int) -> Network:
    import torch

    from bilingual.train.network import Network, NetworkConfig

    torch.manual_seed(seed)
    made = Network(NetworkConfig(20, WIDTH, 2, INNER, 2, 1))
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return made


def as_marian(made: Network) -> MarianWeights:
    """The same weights under Marian's names, matrices [in, out]."""
    arrays: dict[str, np.ndarray] = {}
    for name, parameter in made.named_parameters():
        if name == "shared.weight":
            continue
        side, _, number, *rest, kind = name.split(".")
        base, value = f"{side}_l{int(number) + 1}", parameter.detach().numpy()
        arrays[f"{base}_{_marian_name(rest, kind)}"] = (
            value.T if value.ndim == 2 else value[None, :]
        )
    return MarianWeights(Path("parent.bin"), arrays, OPTIONS)


def _marian_name(rest: list[str], kind: str) -> str:
    norms = {
        "self_attn_layer_norm": "self_Wo",
        "encoder_attn_layer_norm": "context_Wo",
        "final_layer_norm": "ffn_ffn",
    }
    if rest[0] in norms:
        return f"{norms[rest[0]]}_ln_{'scale' if kind == 'weight' else 'bias'}"
    letter = "W" if kind == "weight" else "b"
    if rest[0] in {"fc1", "fc2"}:
        return f"ffn_{letter}{rest[0][-1]}"
    where = "self" if rest[0] == "self_attn" else "context"
    return f"{where}_{letter}{LETTERS[rest[1]]}"


def test_a_decoder_of_self_attention_comes_over_whole() -> None:
    from bilingual.train.beginning import marian_shape, take_layers

    there, here = network(1), network(2)
    weights = as_marian(there)
    assert marian_shape(weights, 20) == here.config
    take_layers(here, weights, seed=0)
    for (name, mine), theirs in zip(here.named_parameters(), there.parameters(), strict=True):
        if name != "shared.weight":
            np.testing.assert_array_equal(mine.detach(), theirs.detach(), err_msg=name)


def test_a_running_mean_begins_as_an_even_look_at_what_was_said() -> None:
    import torch

    from bilingual.train.beginning import take_layers

    weights = as_marian(network(1))
    matrix = np.random.default_rng(0).normal(size=(WIDTH, WIDTH)).astype(np.float32)
    arrays = {k: v for k, v in weights.arrays.items() if not k.startswith("decoder_l1_self")}
    arrays |= {
        "decoder_l1_rnn_W": matrix,
        "decoder_l1_rnn_ffn_ln_scale": np.ones((1, WIDTH), np.float32),
        "decoder_l1_rnn_ffn_ln_bias": np.zeros((1, WIDTH), np.float32),
    }
    weights = MarianWeights(weights.file, arrays, OPTIONS)
    assert weights.has_ssru
    made = network(2)
    take_layers(made, weights, seed=0)
    attention = made.decoder.layers[0].self_attn
    x = torch.randn(1, 5, WIDTH, generator=torch.Generator().manual_seed(1))
    seen = torch.ones(5, 5, dtype=torch.bool).tril()
    with torch.no_grad():
        mixed, _ = attention(x, x, seen)
    means = torch.stack([(x[0, : i + 1] @ torch.from_numpy(matrix)).mean(0) for i in range(5)])
    torch.testing.assert_close(mixed[0], means, atol=0.05, rtol=0.05)


def test_what_does_not_fit_is_named() -> None:
    from bilingual.train.beginning import marian_shape, take_layers

    weights = as_marian(network(1))
    bent = weights.arrays | {"encoder_l2_ffn_W1": np.zeros((WIDTH, INNER + 1), np.float32)}
    with pytest.raises(ModelDamaged, match=r"parent\.bin: 'encoder_l2_ffn_W1' is of the shape"):
        take_layers(network(2), MarianWeights(weights.file, bent, OPTIONS), seed=0)
    del bent["encoder_l2_ffn_W1"]
    with pytest.raises(ModelDamaged, match="no 'encoder_l2_ffn_W1'"):
        take_layers(network(2), MarianWeights(weights.file, bent, OPTIONS), seed=0)
    with pytest.raises(ModelDamaged, match="a model of type 's2s'"):
        marian_shape(MarianWeights(weights.file, bent, {"type": "s2s"}), 20)
