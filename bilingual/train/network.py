"""MarianMT for training: the parameter names, the arithmetic and the layout of Hugging Face's, and
nothing else.

Post-norm Transformer, sinusoidal positions, one shared embedding. No dropout: a model this small
underfits. Attention weights and their gradient are computed in 32 bits. In bf16 the gradient of the
softmax is a small difference of large rounded numbers; between decoder and encoder, while the
encoder's states are still alike, the rounding error hid the gradient: on a young model and torch's
fused attention, 100 times its size, at a cosine of 0.1 to the true one.
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
# positions whose vocabulary scores are held at once: memory traffic, not arithmetic, is the cost
_CHUNK = 256


@dataclass(frozen=True)
class NetworkConfig:
    """Sizes. Of the `vocabulary`, pad included, only the first `target_pieces` can be English;
    0: all but the pad.
    """

    vocabulary: int
    d_model: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
    activation: str = "relu"
    scale_embedding: bool = True
    target_pieces: int = 0

    @property
    def pad(self) -> int:
        return self.vocabulary - 1

    @property
    def outputs(self) -> int:
        """How many entries the decoder chooses from: the first ones."""
        return self.target_pieces or self.pad


@dataclass(frozen=True, slots=True)
class Sample:
    """Entries of the vocabulary to score [k], and how many each stands for [k]."""

    ids: Tensor
    stands_for: Tensor


class Attention(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.q_proj = nn.Linear(config.d_model, config.d_model)
        self.k_proj = nn.Linear(config.d_model, config.d_model)
        self.v_proj = nn.Linear(config.d_model, config.d_model)
        self.out_proj = nn.Linear(config.d_model, config.d_model)

    def forward(
        self, x: Tensor, memory: Tensor, mask: Tensor, *, weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """x [n, t, d], memory [n, s, d], mask (True: may be seen) broadcast to [n, heads, t, s].

        Returns the output [n, t, d] and, where asked for, the weights [n, heads, t, s] in 32 bits.
        """
        query, key, value = self.q_proj(x), self.k_proj(memory), self.v_proj(memory)
        heads = self._split(query), self._split(key), self._split(value)
        if weights:
            mixed, looked = _attend(*heads, mask)
        else:
            mixed, looked = F.scaled_dot_product_attention(*heads, attn_mask=mask), None
        n, _, t, _ = mixed.shape
        out: Tensor = self.out_proj(mixed.transpose(1, 2).reshape(n, t, -1).to(query.dtype))
        return out, looked

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
    ) -> tuple[Tensor, Tensor | None]:
        """The new states, and for a decoder layer the weights on the encoder's states."""
        looked = None
        mixed, _ = self.self_attn(x, x, mask)
        x = self.self_attn_layer_norm(x + mixed)
        if memory is not None:
            mixed, looked = self.encoder_attn(x, memory, seen, weights=True)
            x = self.encoder_attn_layer_norm(x + mixed)
        out: Tensor = self.final_layer_norm(x + self.fc2(self.activation(self.fc1(x))))
        return out, looked


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
        """The padding row stays zero: CTranslate2 drops it and starts from zero."""
        with torch.no_grad():
            self.shared.weight[self.config.pad] = 0

    def forward(
        self,
        source: Tensor,
        target: Tensor,
        smoothing: float,
        *,
        aligned: Tensor | None = None,
        guidance: float = 0.0,
        total: int = 0,
        sample: Sample | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Ids [n, s] and [n, t], both ending in </s> and filled up with the pad id.

        `aligned` [n, t] says which source position a target word comes from, -1 for unknown;
        `guidance` is the weight of its loss. `total` is the number of target tokens that the losses
        are divided by, where these are a part of a batch. With a `sample` only its entries are
        scored, which must hold every id of the target. Returns the loss per target token, which has
        a gradient, and the plain negative log-likelihood.
        """
        states, looked = self.states(source, target)
        real = target != self.config.pad
        count = total or int(real.sum())
        with torch.autocast(source.device.type, enabled=False):
            loss, plain = _ChunkedLoss.apply(
                states[real],
                self.shared.weight,
                self._scored(sample),
                target[real],
                smoothing,
                count,
            )  # type: ignore[no-untyped-call]
            if aligned is not None and guidance > 0:
                loss = loss + guidance * guided_loss(looked, aligned) / count
        return loss, plain

    def _scored(self, sample: Sample | None) -> _Scored:
        outputs = self.config.outputs
        bias = self.final_logits_bias
        if sample is None:
            stands_for = torch.ones(outputs, device=bias.device)
            return _Scored(
                torch.arange(outputs, device=bias.device), bias[:outputs], stands_for, len(bias)
            )
        return _Scored(sample.ids, bias[sample.ids], sample.stands_for, len(bias))

    def states(self, source: Tensor, target: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Decoder states [n, t, d] that predict `target`, and each layer's weights."""
        return self.decode(*self.encode(source), target)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder states [n, s, d], and which of them may be seen [n, 1, 1, s]."""
        seen = (source != self.config.pad)[:, None, None, :]
        memory = self._embed(source)
        for layer in self.encoder.layers:
            memory, _ = layer(memory, seen)
        return memory, seen

    def decode(self, memory: Tensor, seen: Tensor, target: Tensor) -> tuple[Tensor, list[Tensor]]:
        """The same as `states` from what `encode` gave."""
        pad = self.config.pad
        shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
        x = self._embed(shifted)
        length = target.shape[1]
        earlier = torch.ones(length, length, dtype=torch.bool, device=target.device).tril()
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
    """Negative log of the attention on the aligned word, summed over words, averaged over the
    guided heads.

    A third of the last layer's heads look for the word that comes next; a third of the first
    layer's, if that is another one, find the word that was just written, from where the next is not
    far.
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


@dataclass(frozen=True)
class _Scored:
    """Scored entries [k], their biases [k], what each stands for [k]; vocabulary size."""

    ids: Tensor
    bias: Tensor
    stands_for: Tensor
    vocabulary: int

    def places(self, wanted: Tensor) -> Tensor:
        """Where the wanted entries stand among the scored ones."""
        place = torch.full((self.vocabulary,), -1, dtype=torch.long, device=wanted.device)
        place[self.ids] = torch.arange(len(self.ids), device=wanted.device)
        return place[wanted]


class _ChunkedLoss(torch.autograd.Function):
    """Label-smoothed cross-entropy over the vocabulary, or over a sample of it.

    The whole table of scores is never held: each chunk gives its loss and its gradient at once. An
    entry that stands for w others counts w times in the sum that the probabilities are divided by
    and in the smoothing (importance sampling, after Jean et al. 2015, "On Using Very Large Target
    Vocabulary", with frequent words always in).
    """

    @staticmethod
    def forward(
        ctx: Any,
        states: Tensor,
        weight: Tensor,
        scored: _Scored,
        wanted: Tensor,
        smoothing: float,
        count: int,
    ) -> tuple[Tensor, Tensor]:
        table = weight[scored.ids].to(states.dtype)
        logs = scored.stands_for.log()
        shift = (scored.bias + logs).to(states.dtype)
        share = smoothing * scored.stands_for / scored.stands_for.sum()
        right = scored.places(wanted)
        state_gradient = torch.empty_like(states)
        table_gradient = torch.zeros_like(table, dtype=torch.float32)
        total = plain = states.new_zeros((), dtype=torch.float32)
        for start in range(0, len(states), _CHUNK):
            part = slice(start, start + _CHUNK)
            scores = torch.addmm(shift, states[part], table.t()).float()
            every = scores.logsumexp(-1)
            likely = scores.gather(1, right[part, None])[:, 0] - logs[right[part]]
            spread = scores @ share - (share * logs).sum()
            plain = plain + (every - likely).sum()
            total = total + (every - (1 - smoothing) * likely - spread).sum()
            gradient = scores.sub_(every[:, None]).exp_().sub_(share)
            gradient.scatter_add_(
                1, right[part, None], gradient.new_full((len(likely), 1), smoothing - 1)
            )
            scaled = gradient.div_(count).to(states.dtype)
            state_gradient[part] = scaled @ table
            table_gradient += (scaled.t() @ states[part]).float()
        ctx.save_for_backward(state_gradient, table_gradient, scored.ids)
        ctx.shape = weight.shape
        return total / count, plain / count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        state_gradient, table_gradient, ids = ctx.saved_tensors
        weight_gradient = table_gradient.new_zeros(ctx.shape)
        weight_gradient[ids] = table_gradient
        scale = gradients[0]
        return state_gradient * scale, weight_gradient * scale, None, None, None, None


def sinusoids(length: int, d_model: int) -> Tensor:
    """[length, d_model]: sines in the first half and cosines in the second, as Marian has them."""
    place = torch.arange(length, dtype=torch.float64)[:, None]
    index = torch.arange(d_model, dtype=torch.float64)
    angle = place / 10_000 ** (2 * (index // 2) / d_model)
    return torch.cat([angle[:, 0::2].sin(), angle[:, 1::2].cos()], dim=1).float()
