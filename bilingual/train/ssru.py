"""A Marian model speaks as it was trained to, with an SSRU where it has one; a parent is asked for
single words so.

SSRU (Kim et al. 2019, "From Research to Production and Back"): new = W x, f = sigmoid(Wf x + bf),
c = f * c before + (1 - f) * new, and relu(c) comes out.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from bilingual.train.batches import END, Index
from bilingual.train.marian import network_of
from bilingual.train.network import Network
from bilingual.train.parent import MarianModel

_TOGETHER = 512  # words asked at once
_LONGEST = 7  # pieces of an answer, with article, full stop and end
_ARTICLES = {"the", "a", "an"}


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
def single_words(model: MarianModel, words: Sequence[str], sayable: Index) -> list[str]:
    """The one word, in small letters, that is each word's translation, an article before it and a
    full stop after it aside; else nothing.

    Only `sayable` rows are chosen from, one after the other without a beam. A word may come in
    parts that are together another piece, for models are trained on both.
    """
    network, allowed = speaking_network(model), torch.from_numpy(sayable)
    sources = [torch.tensor([*ids, END]) for ids in model.pieces.encode(list(words))]
    order = sorted(range(len(words)), key=lambda place: len(sources[place]))
    found = [""] * len(words)
    for start in range(0, len(order), _TOGETHER):
        places = order[start : start + _TOGETHER]
        said = _answers(network, [sources[place] for place in places], allowed)
        for place, answer in zip(places, said, strict=True):
            found[place] = _single_word(model, answer)
    return found


def _answers(network: Network, sources: list[Tensor], allowed: Tensor) -> list[list[int]]:
    """The first pieces of each translation, filled up with the end's; who has come to it is not
    asked further.
    """
    padding = network.config.pad
    memory, seen = network.encode(
        nn.utils.rnn.pad_sequence(sources, batch_first=True, padding_value=padding)
    )
    table, bias = network.shared.weight[allowed].T, network.final_logits_bias[allowed]
    said = torch.full((len(sources), _LONGEST), END)
    going = torch.arange(len(sources))
    for place in range(_LONGEST):
        states, _ = network.decode(memory[going], seen[going], said[going, : place + 1])
        said[going, place] = allowed[(states[:, -1] @ table + bias).argmax(dim=1)]
        going = going[said[going, place] != END]
        if not len(going):
            break
    answers: list[list[int]] = said.tolist()
    return answers


def _single_word(model: MarianModel, answer: list[int]) -> str:
    said = answer[: answer.index(END)] if END in answer else []
    words: list[str] = model.pieces.decode(said).lower().removesuffix(".").split()
    words = words[1:] if words[:1] and words[0] in _ARTICLES else words
    return words[0] if len(words) == 1 else ""
