"""A parent speaks with its own decoder: that is how one sees that its file was read right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from marian_files import WIDTH, write_parent

from bilingual.train.recipe import load_recipe

if TYPE_CHECKING:
    from bilingual.train.parent import MarianModel

RECIPE = Path(__file__).parent.parent / "models" / "recipes" / "fr-en-from-pt.toml"


@pytest.fixture(scope="module")
def real() -> MarianModel:
    from bilingual.train.parent import open_marian, parent_files

    parent = load_recipe(RECIPE).parent
    assert parent is not None
    return open_marian(*parent_files(parent, Path()))


def test_the_parent_is_sure_of_its_own_translation(real: MarianModel) -> None:
    """Its own words in its own decoder; a single misread matrix costs more than a nat."""
    import torch

    from bilingual.train.ssru import speaking_network

    network = speaking_network(real)
    french, english = (
        torch.tensor([[*real.pieces.encode(text), 0]])
        for text in (
            "O governo apresentou o projeto na terça-feira.",
            "The government presented the project on Tuesday.",
        )
    )
    with torch.no_grad():
        states, _ = network.states(french, english)
        scores = states @ network.shared.weight.T + network.final_logits_bias
    likely = scores.log_softmax(-1).gather(2, english[..., None])
    assert -0.02 < likely.mean() < 0


def test_the_parent_is_asked_for_single_words(real: MarianModel) -> None:
    from bilingual.train.ssru import single_words

    words = ["governo", "presidente", "livros", "levando", "uma casa velha"]
    sayable = np.array([row for row in range(32_000) if row != 1])
    said = single_words(real, words, sayable)
    assert said == ["government", "president", "books", "leading", ""]
    few = np.array([0, real.pieces.piece_to_id("▁President")])
    assert set(single_words(real, words, few)) <= {"", "president"}
    assert single_words(real, [], sayable) == []


def test_an_ssru_is_a_mean_that_may_forget(tmp_path: Path) -> None:
    import torch

    from bilingual.train.parent import open_marian
    from bilingual.train.ssru import Ssru

    file, _ = write_parent(tmp_path, ssru=True)
    model = open_marian(file, tmp_path / "vocab.spm")
    x = torch.randn(1, 3, WIDTH, generator=torch.Generator().manual_seed(1))
    said, _ = Ssru(model, "decoder_l1_rnn")(x, x, x)
    matrix, forget, bias = (model.weights.array(f"decoder_l1_rnn_{p}") for p in ("W", "Wf", "bf"))
    cell = np.zeros(WIDTH)
    for place, row in enumerate(x[0].numpy()):
        kept = 1 / (1 + np.exp(-(row @ forget + bias[0])))
        cell = kept * cell + (1 - kept) * (row @ matrix)
        np.testing.assert_allclose(said[0, place], np.maximum(cell, 0), rtol=1e-4, atol=1e-5)
