"""MarianMT for training: the parameter names, the arithmetic and the layout of Hugging Face's, and nothing else.

Post-norm Transformer, sinusoidal positions, one shared embedding. No dropout: a model this small underfits.
Attention weights and their gradient are computed in 32 bits. In bf16 the gradient of the softmax is a small difference
of large rounded numbers; between decoder and encoder, while the encoder's states are still alike, the rounding error
hid the gradient: on a young model and torch's fused attention, 100 times its size, at a cosine of 0.1 to the true one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "swish": F.silu,
    "silu": F.silu,
    "gelu": F.gelu,
}
_CHUNK = 1024  # positions whose vocabulary scores are held at once: memory traffic, not arithmetic, is the cost


@dataclass(frozen=True)
class NetworkConfig:
    vocabulary: int
    d_model: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
    activation: str = "relu"
    scale_embedding: bool = True

    @property
    def pad(self) -> int:
        return self.vocabulary - 1


class Attention(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.q_proj = nn.Linear(config.d_model, config.d_model)
        self.k_proj = nn.Linear(config.d_model, config.d_model)
        self.v_proj = nn.Linear(config.d_model, config.d_model)
        self.out_proj = nn.Linear(config.d_model, config.d_model)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """x [n, t, d], memory [n, s, d], mask (True: may be seen) broadcast to [n, heads, t, s].

        Returns the output [n, t, d] and the weights [n, heads, t, s] in 32 bits.
        """
        query, key, value = self.q_proj(x), self.k_proj(memory), self.v_proj(memory)
        mixed, weights = _attend(self._split(query), self._split(key), self._split(value), mask)
        n, _, t, _ = mixed.shape
        out: Tensor = self.out_proj(mixed.transpose(1, 2).reshape(n, t, -1).to(query.dtype))
        return out, weights

    def _split(self, x: Tensor) -> Tensor:
        n, t, d = x.shape
        return x.view(n, t, self.heads, d // self.heads).transpose(1, 2)


def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    with torch.autocast(query.device.type, enabled=False):
        query, key, value = query.float(), key.float(), value.float()
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        weights = scores.masked_fill(~mask, -1e9).softmax(-1)
        return weights @ value, weights


class Layer(nn.Module):
    """An encoder layer, or with `crossed` a decoder layer."""

    def __init__(self, config: NetworkConfig, *, crossed: bool) -> None:
        super().__init__()
        d = config.d_model
        self.activation = _ACTIVATIONS[config.activation]
        self.self_attn = Attention(config)
        self.self_attn_layer_norm = nn.LayerNorm(d)
        if crossed:
            self.encoder_attn = Attention(config)
            self.encoder_attn_layer_norm = nn.LayerNorm(d)
        self.fc1 = nn.Linear(d, config.feed_forward)
        self.fc2 = nn.Linear(config.feed_forward, d)
        self.final_layer_norm = nn.LayerNorm(d)

    def forward(
        self, x: Tensor, mask: Tensor, memory: Tensor | None = None, seen: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The new states, and where this layer looked: at the encoder's states if it has them, else at its own."""
        mixed, weights = self.self_attn(x, x, mask)
        x = self.self_attn_layer_norm(x + mixed)
        if memory is not None:
            mixed, weights = self.encoder_attn(x, memory, seen)
            x = self.encoder_attn_layer_norm(x + mixed)
        out: Tensor = self.final_layer_norm(x + self.fc2(self.activation(self.fc1(x))))
        return out, weights


class Stack(nn.Module):
    def __init__(self, config: NetworkConfig, layers: int, *, crossed: bool) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(config, crossed=crossed) for _ in range(layers))


class Network(nn.Module):
    """Parameters are named as in MarianMTModel.model, so weights go back and forth as they are."""

    final_logits_bias: Tensor
    positions: Tensor

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.shared = nn.Embedding(config.vocabulary, config.d_model)
        self.encoder = Stack(config, config.encoder_layers, crossed=False)
        self.decoder = Stack(config, config.decoder_layers, crossed=True)
        self.register_buffer("final_logits_bias", torch.zeros(config.vocabulary))
        self.register_buffer("positions", sinusoids(512, config.d_model), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if name == "shared.weight":
                nn.init.normal_(parameter, std=self.config.d_model**-0.5)
            elif parameter.dim() == 2:
                nn.init.xavier_uniform_(parameter)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
        self.clear_pad()

    def clear_pad(self) -> None:
        """The padding row stays zero: CTranslate2 starts decoding from a zero embedding and drops the row."""
        with torch.no_grad():
            self.shared.weight[self.config.pad] = 0

    def forward(
        self,
        source: Tensor,
        target: Tensor,
        smoothing: float,
        aligned: Tensor | None = None,
        guidance: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """Ids [n, s] and [n, t], both ending in </s> and filled up with the pad id.

        `aligned` [n, t] says which source position a target word comes from, -1 for unknown; `guidance` is the weight
        of its loss. Returns the loss per target token, which has a gradient, and the plain negative log-likelihood.
        """
        states, weights = self.states(source, target)
        real = target != self.config.pad
        flat, wanted = states[real], target[real]
        with torch.autocast(source.device.type, enabled=False):
            loss, plain = _ChunkedLoss.apply(
                flat, self.shared.weight, self.final_logits_bias, wanted, smoothing
            )  # type: ignore[no-untyped-call]
            if aligned is not None and guidance > 0:
                loss = loss + guidance * guided_loss(weights, aligned) / real.sum()
        return loss, plain

    def states(self, source: Tensor, target: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Decoder states [n, t, d] that predict `target`, which is shifted right here, and each layer's weights."""
        pad = self.config.pad
        seen = (source != pad)[:, None, None, :]
        memory = self._embed(source)
        for layer in self.encoder.layers:
            memory, _ = layer(memory, seen)
        shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
        x = self._embed(shifted)
        length = target.shape[1]
        earlier = torch.ones(length, length, dtype=torch.bool, device=source.device).tril()
        looked = []
        for layer in self.decoder.layers:
            x, weights = layer(x, earlier, memory, seen)
            looked.append(weights)
        return x, looked

    def _embed(self, ids: Tensor) -> Tensor:
        scale = math.sqrt(self.config.d_model) if self.config.scale_embedding else 1.0
        embedded: Tensor = self.shared(ids) * scale + self.positions[: ids.shape[1]]
        return embedded


def guided_loss(looked: list[Tensor], aligned: Tensor) -> Tensor:
    """Negative log of the attention on the aligned word, summed over words, averaged over the guided heads.

    A third of the last layer's heads look for the word that comes next; a third of the first layer's, if that is
    another one, find the word that was just written, from where the next is not far.
    """
    total = _missed(looked[-1], aligned)
    if len(looked) > 1:
        before = torch.cat([torch.full_like(aligned[:, :1], -1), aligned[:, :-1]], dim=1)
        total = total + _missed(looked[0], before)
    return total


def _missed(weights: Tensor, aligned: Tensor) -> Tensor:
    guided = weights[:, : max(1, weights.shape[1] // 3)]
    known = aligned >= 0
    places = aligned.clamp(min=0)[:, None, :, None].expand(-1, guided.shape[1], -1, 1)
    missed: Tensor = -(guided.gather(3, places)[..., 0] + 1e-6).log().mean(1)[known].sum()
    return missed


class _ChunkedLoss(torch.autograd.Function):
    """Label-smoothed cross-entropy over the vocabulary without its last entry, the pad.

    The whole table of scores is never held: each chunk gives its loss and its gradient at once.
    """

    @staticmethod
    def forward(
        ctx: Any, states: Tensor, weight: Tensor, bias: Tensor, wanted: Tensor, smoothing: float
    ) -> tuple[Tensor, Tensor]:
        n, words = len(states), len(weight) - 1
        table = weight.to(states.dtype)
        state_gradient = torch.empty_like(states)
        weight_gradient = torch.zeros_like(weight)
        total = plain = states.new_zeros((), dtype=torch.float32)
        for start in range(0, n, _CHUNK):
            part = slice(start, start + _CHUNK)
            scores = (states[part] @ table.t()).float().add_(bias)
            scores[:, words] = -math.inf
            logs = scores.log_softmax(-1)
            likely = logs.gather(1, wanted[part, None])[:, 0]
            plain = plain - likely.sum()
            spread = logs[:, :words].sum() / words
            total = total - (1 - smoothing) * likely.sum() - smoothing * spread
            gradient = logs.exp_()
            gradient[:, :words] -= smoothing / words
            gradient.scatter_add_(
                1, wanted[part, None], gradient.new_full((len(likely), 1), smoothing - 1)
            )
            scaled = gradient.div_(n).to(states.dtype)
            state_gradient[part] = scaled @ table
            weight_gradient += (scaled.t() @ states[part]).float()
        ctx.save_for_backward(state_gradient, weight_gradient)
        return total / n, plain / n

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        state_gradient, weight_gradient = ctx.saved_tensors
        scale = gradients[0]
        return state_gradient * scale, weight_gradient * scale, None, None, None


def sinusoids(length: int, d_model: int) -> Tensor:
    """[length, d_model]: sines in the first half and cosines in the second, as Marian has them."""
    place = torch.arange(length, dtype=torch.float64)[:, None]
    index = torch.arange(d_model, dtype=torch.float64)
    angle = place / 10_000 ** (2 * (index // 2) / d_model)
    return torch.cat([angle[:, 0::2].sin(), angle[:, 1::2].cos()], dim=1).float()
