"""From the files of a recipe to ids on disk, once: a run that goes on does not read the text
again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np

from bilingual.engines.base import digest as file_digest
from bilingual.errors import TrainingError
from bilingual.train.alignment import Lexicon, learn_lexicon
from bilingual.train.batches import Encoded
from bilingual.train.corpus import Pair, read_corpora, with_noise
from bilingual.train.folder import disk_error, vocabulary_folder
from bilingual.train.layout import TOKENIZER_FILES, Encoder, build_vocabulary
from bilingual.train.parent import open_marian, parent_files
from bilingual.train.pieces import build_shared_cut
from bilingual.train.recipe import Recipe

_ARRAYS = ("source", "source_lengths", "target", "target_lengths", "labels")
_CHECK_PATH = "Check the path; those in a recipe begin at --root."


def prepare(recipe: Recipe, root: Path, out: Path, init: Path | None) -> tuple[Encoded, str]:
    """Encoded text and the digest of all that made it; the vocabulary lies in
    `vocabulary_folder(out)`.

    Raises TrainingError (see `corpus.read_corpora`) and OutputError when `out` cannot be written.
    """
    digest = inputs_digest(recipe, root, init)
    folder = vocabulary_folder(out)
    if _is_current(folder, digest):
        return _load(folder), digest
    cleaned = read_corpora(recipe, root)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        pairs = tuple(with_noise(cleaned.pairs, recipe.noise))
        _provide_vocabulary(recipe, root, pairs, folder, init)
        data = encode(pairs, Encoder(folder))
        _save(folder, data, cleaned.dropped, digest)
    except OSError as error:
        raise disk_error(out, error) from error
    return data, digest


def inputs_digest(recipe: Recipe, root: Path, init: Path | None) -> str:
    """Of the recipe and the content of every file that it names."""
    total = hashlib.sha256(recipe.digest().encode())
    names = [name for corpus in recipe.corpus for name in corpus.files()]
    names += [name for test in recipe.held_out for name in (test.french, test.english)]
    files = [root / name for name in names]
    files += parent_files(recipe.parent, root) if recipe.parent else ()
    if init is not None:
        files += [init / name for name in ("config.json", "model.safetensors", "source.spm")]
    for file in files:
        total.update(_content(file))
    return total.hexdigest()[:16]


def _content(file: Path) -> bytes:
    try:
        return bytes.fromhex(file_digest(file))
    except FileNotFoundError:
        if file.name == "model.safetensors":  # an older checkpoint has pytorch_model.bin
            return b""
        raise TrainingError(f"{file}: not found", hint=_CHECK_PATH) from None
    except OSError as error:
        raise TrainingError(
            f"{file}: cannot be read ({error.strerror})", hint=_CHECK_PATH
        ) from error


def _provide_vocabulary(
    recipe: Recipe, root: Path, pairs: tuple[Pair, ...], folder: Path, init: Path | None
) -> None:
    if recipe.parent is not None:
        model = open_marian(*parent_files(recipe.parent, root))
        build_shared_cut(pairs, model, recipe.parent.french_pieces, folder)
        return
    if init is None:
        build_vocabulary(pairs, recipe.shape.vocabulary, folder)
        return
    for name in TOKENIZER_FILES:
        if (init / name).is_file():
            shutil.copyfile(init / name, folder / name)


def provide_lexicon(out: Path, data: Encoded, size: int, seed: int) -> Lexicon:
    """Word translations counted from the prepared text, once."""
    file = vocabulary_folder(out) / "lexicon.npz"
    if file.is_file():
        return Lexicon.load(file)
    lexicon, aside = learn_lexicon(data, size, seed), file.with_name("part.npz")
    try:
        lexicon.save(aside)
        aside.replace(file)
    except OSError as error:
        raise disk_error(out, error) from error
    return lexicon


def encode(pairs: tuple[Pair, ...], encoder: Encoder) -> Encoded:
    names = tuple(sorted({pair.label for pair in pairs}))
    number = {name: i for i, name in enumerate(names)}
    source, source_lengths = encoder.french(pair.french for pair in pairs)
    target, target_lengths = encoder.english(pair.english for pair in pairs)
    labels = np.array([number[pair.label] for pair in pairs], dtype=np.int32)
    return Encoded(source, source_lengths, target, target_lengths, labels, names)


def _save(folder: Path, data: Encoded, dropped: dict[str, int], digest: str) -> None:
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(data, name))
    about = {"digest": digest, "labels": data.label_names, "dropped": dropped}
    # written last: without it the folder does not count as prepared
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def _is_current(folder: Path, digest: str) -> bool:
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(about.get("digest") == digest)


def _load(folder: Path) -> Encoded:
    try:
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{folder}: damaged", hint="Delete it; it is made again from the text."
        ) from error
    return Encoded(**arrays, label_names=tuple(about["labels"]))
