"""Counting finds which word means which, and the attention learns it from there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from train_language import ADJECTIVES, NOUNS, VERBS, pairs

from bilingual.train.alignment import Lexicon, diagonal, learn_lexicon
from bilingual.train.batches import Encoded

WORDS = ["</s>", "<unk>", "le", "the", ".", *NOUNS, *ADJECTIVES, *VERBS]
WORDS += [w for d in (NOUNS, ADJECTIVES, VERBS) for w in d.values() if w not in WORDS]
IDS = {word: i for i, word in enumerate(WORDS)}
SIZE = len(WORDS) + 1  # the pad is last


def ids(sentence: str) -> list[int]:
    return [IDS[word] for word in sentence.replace(".", " .").split()] + [0]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    text = [(ids(french), ids(english)) for french, english in pairs(300)]
    source, target = (
        np.array([i for pair in text for i in pair[side]], dtype=np.int32) for side in (0, 1)
    )
    lengths = [np.array([len(pair[side]) for pair in text], dtype=np.int32) for side in (0, 1)]
    labels = np.zeros(len(text), dtype=np.int32)
    return learn_lexicon(Encoded(source, lengths[0], target, lengths[1], labels, ("x",)), SIZE, 1)


def test_words_get_their_translations(lexicon: Lexicon) -> None:
    for french, english in {**NOUNS, **ADJECTIVES, **VERBS}.items():
        found = [lexicon.probability(np.array([IDS[french]]), np.array([IDS[e]]))[0] for e in WORDS]
        assert WORDS[int(np.argmax(found))] == english


def test_a_word_has_its_translations_in_order(lexicon: Lexicon) -> None:
    words, probabilities = lexicon.translations(IDS["chat"])
    assert WORDS[words[0]] == "cat"
    assert list(probabilities) == sorted(probabilities, reverse=True)
    assert probabilities[0] == lexicon.probability(np.array([IDS["chat"]]), words[:1])[0]
    assert [len(found) for found in lexicon.translations(1)] == [0, 0]


def test_words_that_change_places_are_found(lexicon: Lexicon) -> None:
    source = np.array([ids("le chat noir voit le pont.")])
    target = np.array([[*ids("the black cat sees the bridge."), SIZE - 1]])
    assert lexicon.align(source, target, SIZE - 1)[0].tolist() == [0, 2, 1, 3, 4, 5, 6, 7, -1]


def test_unknown_words_are_aligned_with_nothing(lexicon: Lexicon) -> None:
    found = lexicon.align(np.array([[1, 1, 0]]), np.array([[1, 1, 0]]), SIZE - 1)
    assert found.tolist() == [[-1, -1, 2]]


def test_saved_and_read_again(lexicon: Lexicon, tmp_path: Path) -> None:
    lexicon.save(tmp_path / "lexicon.npz")
    again = Lexicon.load(tmp_path / "lexicon.npz")
    assert (again.keys == lexicon.keys).all()
    assert again.size == SIZE


def test_the_prior_leans_to_the_diagonal() -> None:
    prior = diagonal(4, 4)
    assert np.allclose(prior.sum(axis=0), 0.92)
    assert prior.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_guidance_is_nought_where_the_attention_is_right() -> None:
    import torch

    from bilingual.train.network import guided_loss

    aligned = torch.tensor([[1, 0, -1]])
    right = torch.tensor([[[[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]]]])
    assert guided_loss([right], aligned).item() == pytest.approx(0, abs=1e-4)
    assert guided_loss([1 - right], aligned).item() > 20
