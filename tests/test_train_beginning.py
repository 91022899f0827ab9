"""A model is moved to another language: what its pieces are, and what each of them begins as."""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from marian_files import write_parent
from train_language import pairs, train, weights, write_pair

from bilingual.errors import MissingExtra
from bilingual.train.corpus import Pair
from bilingual.train.recipe import Recipe, check_recipe

SCHEDULE = {"batch_tokens": 400, "pool": 200, "warmup_steps": 2, "average_steps": 5}


def recipe(steps: int = 6) -> Recipe:
    parent = {"weights": "model.bin", "vocabulary": "vocab.spm", "french_pieces": 60}
    values: dict[str, Any] = {
        "corpus": [{"french": "train.fr", "english": "train.en"}],
        "parent": parent,
        "schedule": {**SCHEDULE, "steps": steps},
    }
    return check_recipe(values, "test")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    write_pair(folder, "train", pairs(600))
    write_parent(folder, ssru=True)
    return folder


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    assert train(recipe(), out=out, root=root).finished
    return out


def test_english_and_the_layers_are_the_parents_own(run: Path, root: Path) -> None:
    from bilingual.train.layout import target_pieces
    from bilingual.train.parent import open_marian

    parent = open_marian(root / "model.bin", root / "vocab.spm")
    begun = weights(run / "prepared" / "beginning")
    names = list(json.loads((run / "prepared" / "vocab.json").read_text("utf-8")))
    english = target_pieces(run / "prepared")
    assert 20 < english < len(names) - 1
    rows = [parent.pieces.piece_to_id(name) for name in names[:english]]
    table = begun["model.shared.weight"].float().numpy()
    np.testing.assert_allclose(table[:english], parent.table[rows], atol=1e-3)
    bias = begun["final_logits_bias"][0].float().numpy()
    np.testing.assert_allclose(bias[:english], parent.bias[rows], atol=1e-3)
    assert set(bias[english:]) == {-30}
    layer = begun["model.encoder.layers.0.fc1.weight"].float().numpy()
    np.testing.assert_allclose(layer, parent.weights.arrays["encoder_l1_ffn_W1"].T, atol=1e-3)
    counted = json.loads((run / "prepared" / "beginning" / "rows.json").read_text())
    assert counted["English"] == english
    assert sum(counted.values()) == len(names) - 1


def test_a_stopped_run_goes_on_with_the_same_losses(root: Path, run: Path, tmp_path: Path) -> None:
    asked = itertools.count()
    stopped = train(recipe(), out=tmp_path, root=root, should_stop=lambda: next(asked) >= 3)
    assert not stopped.finished
    assert train(recipe(), out=tmp_path, root=root).finished
    assert (tmp_path / "losses.tsv").read_text() == (run / "losses.tsv").read_text()


def test_names_are_cut_alike(tmp_path: Path) -> None:
    """The pieces of a name that the French text would teach are left to whole words."""
    from sentencepiece import SentencePieceProcessor

    from bilingual.train.parent import open_marian
    from bilingual.train.pieces import build_shared_cut

    file, _ = write_parent(tmp_path)
    parent = open_marian(file, tmp_path / "vocab.spm")
    names = ["Jean", "Jeanne", "Jeannette", "Marion", "Marie", "Marianne"]
    text = [Pair(f"{f} {name}", f"{e} {name}", "x") for name in names for f, e in pairs(60)]
    build_shared_cut(text, parent, 80, tmp_path)
    both, english = (
        SentencePieceProcessor(model_file=str(tmp_path / name))
        for name in ("source.spm", "target.spm")
    )
    pieces = [both.id_to_piece(i) for i in range(both.get_piece_size())]
    assert pieces[: english.get_piece_size()] == [
        english.id_to_piece(i) for i in range(english.get_piece_size())
    ]
    added = pieces[english.get_piece_size() :]
    assert "▁chat" in added
    capitals = {piece for piece in added if re.search("[A-Z].", piece)}
    assert capitals <= {f"▁{name}" for name in names}


def test_without_protobuf_no_vocabulary_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sentencepiece

    from bilingual.train.parent import open_marian
    from bilingual.train.pieces import build_shared_cut

    parent = open_marian(write_parent(tmp_path)[0], tmp_path / "vocab.spm")
    monkeypatch.delattr(sentencepiece, "sentencepiece_model_pb2", raising=False)
    monkeypatch.setitem(sys.modules, "sentencepiece.sentencepiece_model_pb2", None)
    with pytest.raises(MissingExtra, match="needs protobuf"):
        build_shared_cut([Pair("a", "b", "x")], parent, 40, tmp_path)


def lexicon(links: dict[tuple[int, int], float], size: int) -> Any:
    from bilingual.train.alignment import Lexicon

    keys = sorted((source * size + target, p) for (source, target), p in links.items())
    return Lexicon(
        np.array([k for k, _ in keys], np.int64), np.array([p for _, p in keys], np.float32), size
    )


def test_a_french_word_begins_as_the_parents_words_for_its_english(tmp_path: Path) -> None:
    from bilingual.train.beginning import Rows
    from bilingual.train.parent import open_marian

    file, _ = write_parent(tmp_path)
    parent = open_marian(file, tmp_path / "vocab.spm")
    row = {parent.pieces.id_to_piece(i): i for i in range(parent.pieces.get_piece_size())}
    assert {"▁cat", "▁dog", "▁gato", "▁ponte", "▁the"} <= set(row)
    pieces = ["</s>", "<unk>", "▁cat", "▁dog", "▁the", "▁ponte", "▁gatto", "▁chien", "▁xyz", "aat"]
    links = {(6, 2): 0.6, (6, 3): 0.05, (7, 3): 0.5, (8, 4): 0.1}
    said = {"▁cat": [row["▁cat"], row["▁gato"], row["▁ponte"]]}
    rows = Rows(parent, pieces, 5, lexicon(links, len(pieces) + 1), said)
    table, bias, counted = rows.all()
    assert counted == {"English": 5, "the same piece": 1, "its meaning": 2, "its letters": 2}
    np.testing.assert_array_equal(table[5], parent.table[row["▁ponte"]])
    # what is spelt like it counts more, the English word itself nothing, and it is not shorter
    both = parent.table[[row["▁gato"], row["▁ponte"]]]
    shares = np.linalg.lstsq(both.T, table[6], rcond=None)[0]
    assert shares[0] > 3 * shares[1] > 0
    np.testing.assert_allclose(shares @ both, table[6], atol=1e-5)
    lengths = np.linalg.norm(both, axis=1)
    assert np.linalg.norm(table[6]) == pytest.approx(shares @ lengths / shares.sum(), rel=1e-4)
    np.testing.assert_allclose(table[7], parent.table[row["▁dog"]], atol=1e-5)
    letters = parent.pieces.encode("aat")
    np.testing.assert_allclose(table[9], parent.table[letters].mean(0), atol=1e-5)
    assert bias[2] == parent.bias[row["▁cat"]]
    assert set(bias[5:]) == {-30}


def test_words_are_found_by_what_the_parent_says_for_them(tmp_path: Path) -> None:
    from bilingual.train.beginning import words_by_answer
    from bilingual.train.parent import open_marian
    from bilingual.train.ssru import single_words

    file, _ = write_parent(tmp_path)
    parent = open_marian(file, tmp_path / "vocab.spm")
    english = ["</s>", "▁cat", "▁dog", "."]
    rows = np.array([parent.pieces.piece_to_id(piece) for piece in english])
    for answer, words in words_by_answer(parent, english).items():
        assert answer in {"▁cat", "▁dog"}
        texts = [parent.pieces.id_to_piece(word)[1:] for word in words]
        assert {*single_words(parent, texts, rows)} == {answer[1:]}
