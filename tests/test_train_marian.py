"""Marian's own files, written here by the description of the format, come back as they were."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marian_files import INNER, SHAPE, WIDTH, YAML, as_marian, binary, network, with_ssru

from bilingual.errors import ModelDamaged
from bilingual.train.marian import OPTIONS, MarianWeights, read_marian


def written(folder: Path, content: bytes) -> Path:
    file = folder / "model.bin"
    file.write_bytes(content)
    return file


def some_arrays() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    return {
        "Wemb": random.integers(-127, 127, (5, 4)).astype(np.int8),
        "encoder_l1_self_Wq": random.integers(-127, 127, (4, 6)).astype(np.int8),
        "encoder_l1_self_bq": random.normal(size=(1, 6)).astype(np.float32),
        "encoder_l1_self_Wq_QuantMultA": np.ones((1, 1), np.float32),
    }


def test_matrices_of_both_kinds_come_back(tmp_path: Path) -> None:
    arrays = some_arrays()
    read = read_marian(written(tmp_path, binary(arrays)))
    assert set(read.arrays) == set(arrays) - {"encoder_l1_self_Wq_QuantMultA"}
    for name in ("Wemb", "encoder_l1_self_Wq"):
        np.testing.assert_allclose(read.arrays[name], arrays[name] / np.float32(10), rtol=1e-6)
    np.testing.assert_array_equal(read.arrays["encoder_l1_self_bq"], arrays["encoder_l1_self_bq"])
    assert read.options == {"dim-emb": "4", "type": "transformer", "transformer-heads": "2"}
    assert not read.has_ssru


def test_npz_says_the_same_as_binary(tmp_path: Path) -> None:
    values = {
        name: array.astype(np.float32)
        for name, array in some_arrays().items()
        if "QuantMultA" not in name
    }
    file = tmp_path / "model.npz"
    np.savez(file, **values, **{OPTIONS: np.frombuffer(YAML, np.int8)})
    packed, plain = read_marian(file), read_marian(written(tmp_path, binary(values)))
    assert packed.options == plain.options
    assert packed.arrays.keys() == plain.arrays.keys()
    for name, array in packed.arrays.items():
        np.testing.assert_array_equal(array, plain.arrays[name])


@settings(deadline=None)
@given(cut=st.integers(0, len(binary(some_arrays())) - 1))
def test_a_file_that_ends_early_is_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    file = written(tmp_path_factory.mktemp("cut"), binary(some_arrays())[:cut])
    with pytest.raises(ModelDamaged, match=r"model\.bin: not a whole Marian model"):
        read_marian(file)


@settings(deadline=None)
@given(noise=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    whole = binary(some_arrays())
    file = written(tmp_path_factory.mktemp("noise"), noise + whole[len(noise) :])
    with suppress(ModelDamaged):
        read_marian(file)


def test_another_version_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="version 2, not 1"):
        read_marian(written(tmp_path, binary(some_arrays(), version=2)))


def test_another_type_is_named(tmp_path: Path) -> None:
    content = binary(some_arrays(), kinds={"encoder_l1_self_bq": 0x402})
    with pytest.raises(ModelDamaged, match="'encoder_l1_self_bq' is of the unknown type 0x402"):
        read_marian(written(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="cannot be read"):
        read_marian(tmp_path / "model.bin")


def test_a_decoder_of_self_attention_comes_over_whole() -> None:
    from bilingual.train.marian import marian_shape, take_layers

    there, here = network(1), network(2)
    weights = as_marian(there)
    assert marian_shape(weights, 20) == here.config
    take_layers(here, weights, seed=0)
    for (name, mine), theirs in zip(here.named_parameters(), there.parameters(), strict=True):
        if name != "shared.weight":
            np.testing.assert_array_equal(mine.detach(), theirs.detach(), err_msg=name)


def test_a_running_mean_begins_as_an_even_look_at_what_was_said() -> None:
    import torch

    from bilingual.train.marian import take_layers

    weights = as_marian(network(1))
    weights = MarianWeights(weights.file, with_ssru(weights.arrays), SHAPE)
    matrix = weights.arrays["decoder_l1_rnn_W"]
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
    from bilingual.train.marian import take_layers

    weights = as_marian(network(1))
    bent = weights.arrays | {"encoder_l2_ffn_W1": np.zeros((WIDTH, INNER + 1), np.float32)}
    with pytest.raises(ModelDamaged, match=r"parent\.bin: 'encoder_l2_ffn_W1' is of the shape"):
        take_layers(network(2), MarianWeights(weights.file, bent, SHAPE), seed=0)
    del bent["encoder_l2_ffn_W1"]
    with pytest.raises(ModelDamaged, match="no 'encoder_l2_ffn_W1'"):
        take_layers(network(2), MarianWeights(weights.file, bent, SHAPE), seed=0)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("type", "s2s"),
        ("transformer-ffn-activation", "maxout"),
        ("transformer-preprocess", "n"),
        ("tied-embeddings-all", "false"),
    ],
)
def test_another_kind_is_named(option: str, value: str) -> None:
    from bilingual.train.marian import marian_shape

    weights = MarianWeights(Path("parent.bin"), as_marian(network(1)).arrays, {option: value})
    with pytest.raises(ModelDamaged, match=f"of another kind .{option} is '{value}'"):
        marian_shape(weights, 20)


@pytest.mark.parametrize("heads", ["3", "0", "many"])
def test_heads_that_do_not_share_the_width_are_named(heads: str) -> None:
    from bilingual.train.marian import marian_shape

    weights = as_marian(network(1))
    bent = MarianWeights(weights.file, weights.arrays, {"transformer-heads": heads})
    with pytest.raises(ModelDamaged, match=f"{heads} heads in {WIDTH} columns"):
        marian_shape(bent, 20)


def test_weights_of_another_shape_are_named() -> None:
    from bilingual.train.marian import marian_shape, network_of

    weights = as_marian(network(1))
    flat = {"encoder_l1_ffn_W1": np.zeros(WIDTH, np.float32)}
    with pytest.raises(ModelDamaged, match="'encoder_l1_ffn_W1' is no matrix"):
        marian_shape(MarianWeights(weights.file, weights.arrays | flat, SHAPE), 20)
    encoder = {name: array for name, array in weights.arrays.items() if "decoder" not in name}
    with pytest.raises(ModelDamaged, match="no 'decoder_l1_ffn_W1' among the weights"):
        marian_shape(MarianWeights(weights.file, encoder, SHAPE), 20)
    wide = np.zeros((19, WIDTH + 2), np.float32)
    with pytest.raises(ModelDamaged, match=f"has {WIDTH + 2} columns and the layers {WIDTH}"):
        network_of(weights, wide, np.zeros(19, np.float32), seed=0)
