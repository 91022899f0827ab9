"""A Marian model speaks as it was trained to, with an SSRU where it has one; a parent is asked for
single words so.

SSRU (Kim et al. 2019, "From Research to Production and Back"): new = W x, f = sigmoid(Wf x + bf),
c = f * c before + (1 - f) * new, and relu(c) comes out.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from bilingual.train.batches import END, UNKNOWN, Index
from bilingual.train.marian import network_of
from bilingual.train.network import Network
from bilingual.train.parent import MarianModel

_TOGETHER = 512  # words asked at once
_LONGEST = 4  # pieces of an answer, with article, full stop and end
_ASIDE = {"", ".", "the", "a", "an"}


class Ssru(nn.Module):
    """Stands where a decoder layer has its self-attention, and is called as that is."""

    def __init__(self, model: MarianModel, name: str) -> None:
        super().__init__()
        arrays = (model.weights.array(f"{name}_{part}") for part in ("W", "Wf", "bf"))
        self.new, self.forget, self.bias = (torch.from_numpy(array) for array in arrays)

    def forward(self, x: Tensor, _memory: Tensor, _mask: Tensor) -> tuple[Tensor, None]:
        """[n, t, d], each place out of itself and those before it."""
        new, kept = x @ self.new, torch.sigmoid(x @ self.forget + self.bias)
        cell = torch.zeros_like(x[:, 0])
        said = []
        for place in range(x.shape[1]):
            cell = kept[:, place] * cell + (1 - kept[:, place]) * new[:, place]
            said.append(cell.relu())
        return torch.stack(said, dim=1), None


def speaking_network(model: MarianModel) -> Network:
    """The model as it translates; not to be saved, for no engine has an SSRU."""
    network = network_of(model.weights, model.table, model.bias, seed=0)
    if model.weights.has_ssru:
        for number, layer in enumerate(network.decoder.layers, 1):
            layer.self_attn = Ssru(model, f"decoder_l{number}_rnn")
    return network.eval()


@torch.no_grad()
def one_piece_answers(model: MarianModel, words: Sequence[str], sayable: Index) -> list[int]:
    """The row of the piece that is all of each word's translation, an article before it and a full
    stop after it aside; else -1.

    Only `sayable` rows are chosen from, one after the other without a beam.
    """
    network, allowed = speaking_network(model), torch.from_numpy(sayable)
    found = []
    for start in range(0, len(words), _TOGETHER):
        source = _padded(model, words[start : start + _TOGETHER], network.config.pad)
        said = torch.zeros(len(source), 0, dtype=torch.long)
        for _ in range(_LONGEST):
            said = torch.cat([said, _next(network, source, said, allowed)[:, None]], dim=1)
        found += [_only_piece(model, answer) for answer in said.tolist()]
    return found


def _only_piece(model: MarianModel, answer: list[int]) -> int:
    if END not in answer:
        return -1
    words = answer[: answer.index(END)]
    names = [model.pieces.id_to_piece(row).strip("▁").lower() for row in words]
    rows = [row for row, name in zip(words, names, strict=True) if name not in _ASIDE]
    return rows[0] if len(rows) == 1 and rows[0] != UNKNOWN else -1


def _padded(model: MarianModel, words: Sequence[str], pad: int) -> Tensor:
    rows = [torch.tensor([*ids, END]) for ids in model.pieces.encode(list(words))]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad)


def _next(network: Network, source: Tensor, said: Tensor, allowed: Tensor) -> Tensor:
    """The likeliest id after those that were said."""
    place = torch.zeros(len(said), 1, dtype=torch.long)
    states = network.states(source, torch.cat([said, place], dim=1))[0][:, -1]
    scores = states @ network.shared.weight[allowed].T + network.final_logits_bias[allowed]
    return allowed[scores.argmax(dim=1)]
