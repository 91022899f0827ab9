"""A model in Marian's own files is converted, trained on, or refused in one line."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from marian_files import pieces, write_parent
from train_language import pairs, train, write_pair

from bilingual.cli import main
from bilingual.engines import open_engine
from bilingual.engines.base import Decoding
from bilingual.errors import (
    BilingualError,
    EngineError,
    MissingExtra,
    ModelDamaged,
    ModelNotFound,
    TrainingError,
)
from bilingual.settings import Settings
from bilingual.train import convert_marian, run_from_options
from bilingual.train.recipe import Parent, Recipe, check_recipe

FRENCH = ["le gato noir voit le trem.", "le ponte suit le livro rouge."]
EXACT = Settings(compute_type="float32")
GREEDY = Decoding(beam=1)  # the engines end a beam of babble at different lengths


@pytest.mark.parametrize("form", ["bin", "npz"])
def test_a_decoder_of_self_attention_runs_as_it_is(form: str, tmp_path: Path) -> None:
    from bilingual.train.layout import write_checkpoint, write_vocabulary

    file, network = write_parent(tmp_path / "parent", form=form)
    model = convert_marian(file, tmp_path / "converted", "float32")
    assert model.name == "model"
    (tmp_path / "hf").mkdir()
    write_vocabulary(tmp_path / "hf", pieces(), pieces())
    write_checkpoint(network, dict(network.named_parameters()), tmp_path / "hf", tmp_path / "hf")
    fast = open_engine("ctranslate2", model.root, EXACT).translate(FRENCH, GREEDY)
    slow = open_engine("transformers", tmp_path / "hf", EXACT).translate(FRENCH, GREEDY)
    for one, other in zip(fast, slow, strict=True):
        assert one.text == other.text
        assert one.score == pytest.approx(other.score, abs=1e-3)


def test_a_decoder_with_an_ssru_is_sent_to_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = write_parent(tmp_path / "parent", ssru=True)
    with pytest.raises(EngineError, match="its decoder is an SSRU, which no engine runs"):
        convert_marian(file, tmp_path / "converted")
    monkeypatch.setattr(
        sys, "argv", ["bilingual", "models", "convert", str(file), str(tmp_path / "converted")]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == EngineError.exit_code
    assert "[parent] of a recipe" in capsys.readouterr().err
    assert not (tmp_path / "converted").exists()


def test_without_torch_nothing_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bilingual.train.parent", raising=False)
    monkeypatch.setitem(sys.modules, "bilingual.train.layout", None)
    with pytest.raises(MissingExtra, match="converting needs torch"):
        convert_marian(tmp_path / "model.bin", tmp_path / "converted")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    write_pair(folder, "train", pairs(100))
    return folder


def tuned(text: Path, out: Path, init: Path) -> list[str]:
    french, english = text / "train.fr", text / "train.en"
    report = run_from_options(out, french=french, english=english, init=init, steps=3)
    assert report.finished
    return (out / "losses.tsv").read_text().splitlines()


def test_training_goes_on_from_a_file_of_marian(text: Path, tmp_path: Path) -> None:
    from bilingual.train.parent import write_as_checkpoint

    file, _ = write_parent(tmp_path / "parent")
    write_as_checkpoint(file, tmp_path / "checkpoint")
    losses = tuned(text, tmp_path / "run", file)
    assert losses == tuned(text, tmp_path / "same", tmp_path / "checkpoint")
    assert losses == tuned(text, tmp_path / "run", file)  # a finished run is not done again


def test_training_begins_with_an_ssru(text: Path, tmp_path: Path) -> None:
    file, _ = write_parent(tmp_path / "parent", ssru=True)
    assert len(tuned(text, tmp_path / "run", file)) == 3


def recipe(**parent: Any) -> Recipe:
    values = {"weights": "model.bin", "vocabulary": "vocab.spm", "french_pieces": 60, **parent}
    corpus = [{"french": "train.fr", "english": "train.en"}]
    schedule = {"steps": 1, "warmup_steps": 0}
    return check_recipe({"corpus": corpus, "parent": values, "schedule": schedule}, "test")


def refused(text: Path, tmp_path: Path, content: dict[str, bytes], **parent: Any) -> BilingualError:
    """What is said of a parent some files of which have other content."""
    root = tmp_path / "root"
    shutil.copytree(text, root)
    write_parent(root, ssru=True)
    for name, data in content.items():
        (root / name).write_bytes(data)
    with pytest.raises(BilingualError) as caught:
        train(recipe(**parent), out=tmp_path / "run", root=root)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


def test_a_truncated_parent(text: Path, tmp_path: Path) -> None:
    whole = write_parent(tmp_path, ssru=True)[0].read_bytes()
    error = refused(text, tmp_path, {"model.bin": whole[:-9]})
    assert isinstance(error, ModelDamaged)
    assert "model.bin: not a whole Marian model (it ends too early)" in error.message


def test_a_vocabulary_of_another_model(text: Path, tmp_path: Path) -> None:
    error = refused(text, tmp_path, {"vocab.spm": pieces(9)})
    assert isinstance(error, ModelDamaged)
    assert re.search(r"vocab.spm: \d+ pieces, but .*model.bin has \d+ of them", error.message)


def test_a_vocabulary_that_is_none(text: Path, tmp_path: Path) -> None:
    error = refused(text, tmp_path, {"vocab.spm": b"no model"})
    assert error.message.endswith("vocab.spm: not a SentencePiece model")


def test_a_vocabulary_in_another_order(text: Path, tmp_path: Path) -> None:
    whole = pieces()
    other = whole.replace(b"</s>", b"<s/>")
    error = refused(text, tmp_path, {"vocab.spm": other})
    assert "vocab.spm: its first pieces are ['<s/>', '<unk>', " in error.message


def test_a_parent_that_is_not_there(text: Path, tmp_path: Path) -> None:
    error = refused(text, tmp_path, {}, weights="none.bin")
    assert isinstance(error, TrainingError)
    assert error.message.endswith("none.bin: not found")


def test_a_package_that_is_not_installed(text: Path, tmp_path: Path) -> None:
    error = refused(text, tmp_path, {}, package="no_such_package")
    assert isinstance(error, MissingExtra)
    assert "package 'no_such_package', which holds the recipe's parent" in error.message
    assert "bilingual[parent]" in error.hint


def test_two_beginnings(text: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="is one beginning and the recipe's parent another"):
        train(recipe(), out=tmp_path / "run", root=text, init=tmp_path)


def test_a_marian_file_without_its_vocabulary(tmp_path: Path) -> None:
    file, _ = write_parent(tmp_path)
    (tmp_path / "vocab.spm").unlink()
    with pytest.raises(ModelNotFound, match=r"model.bin: 0 SentencePiece models"):
        convert_marian(file, tmp_path / "converted")


def test_a_package_is_a_name() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match="package"):
        Parent(package="../elsewhere", weights="a", vocabulary="b")
