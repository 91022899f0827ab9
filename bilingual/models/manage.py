"""Open, convert, fetch and verify models. New folders are written aside and renamed, so none is
ever half there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bilingual.engines import open_engine
from bilingual.engines.base import REPAIR, Translator, has_transformers
from bilingual.engines.ctranslate import convert_weights
from bilingual.errors import BilingualError, ModelDamaged, OutputError
from bilingual.models import hub
from bilingual.models.find import (
    Manifest,
    ModelInfo,
    choose_engine,
    describe_folder,
    entries,
    find_model,
    home,
    problems,
    read_manifest,
    write_manifest,
)
from bilingual.settings import Settings

PROBE = "Le gouvernement a présenté son projet mardi."
Fetch = Callable[[str, Path], hub.Fetched]


def load_translator(settings: Settings | None = None) -> Translator:
    """The translator that the settings ask for (model, engine, device, compute type, threads).

    Files of a model with a manifest are compared with their SHA-256 first. Raises ModelNotFound,
    ModelDamaged, MissingExtra or SettingsError.
    """
    settings = settings or Settings()
    model = find_model(settings.model, settings.engine)
    engine = choose_engine(model, settings.engine)
    _refuse_damage(model, engine)
    return open_engine(engine, model.engines[engine], settings, model_name=model.name)


def convert(source: Path, destination: Path, compute_type: str = "int8") -> ModelInfo:
    """A CTranslate2 model in the new folder `destination` from the Hugging Face folder `source` (or
    its hf/).

    The manifest of the source, if any, is carried over with the digests of the new files. Raises
    OutputError when `destination` exists, MissingExtra without the extra, ModelNotFound or
    ModelDamaged for an unusable source.
    """
    model = describe_folder(source)
    checkpoint = model.engines.get("transformers")
    if checkpoint is None:
        raise ModelDamaged(f"{source}: no Hugging Face checkpoint to convert", hint=REPAIR)
    known = read_manifest(model.root)
    with _new_folder(destination) as aside:
        convert_weights(checkpoint, aside, compute_type)
        manifest = known or Manifest(name=model.name, source=str(source.name), files={})
        write_manifest(aside, manifest.model_copy(update={"files": entries(aside)}))
    return describe_folder(destination)


def pull(hub_id: str, *, fetch: Fetch = hub.fetch) -> ModelInfo:
    """Fetches a model from the hub into the user's cache, with revision, licence and digests in its
    manifest.

    A Hugging Face checkpoint is also converted to int8 where the extra `transformers` is installed.
    A model pulled before is replaced.
    """
    destination = home() / "models" / hub_id.replace("/", "--")
    with _new_folder(destination, replace=True) as aside:
        got = fetch(hub_id, aside / "hf")
        if (aside / "hf" / "model.bin").is_file():
            (aside / "hf").rename(aside / "ct2")
        describe_folder(aside)
        _convert_if_possible(aside)
        manifest = Manifest(
            name=hub_id,
            revision=got.revision,
            licence=got.licence,
            architecture="MarianMT",
            source=hub_id,
            files=entries(aside),
        )
        write_manifest(aside, manifest)
    return describe_folder(destination, "pulled")


def verify(model: ModelInfo) -> list[str]:
    """One line for each thing that is wrong: files against their SHA-256, loading, and a probe
    sentence; [] is whole.

    Without the extra `transformers`, a checkpoint beside a converted model is only compared with
    its digests.
    """
    manifest = read_manifest(model.root)
    found = problems(model.root, manifest) if manifest else []
    for engine, directory in model.engines.items():
        if engine == "transformers" and len(model.engines) > 1 and not has_transformers():
            continue
        try:
            translator = open_engine(engine, directory, Settings(), model_name=model.name)
            if not translator.translate([PROBE])[0].text.strip():
                found.append(f"{directory}: {engine} gives no translation of a plain sentence")
        except BilingualError as error:
            found.append(error.message)
    return list(dict.fromkeys(found))


def _refuse_damage(model: ModelInfo, engine: str) -> None:
    manifest = read_manifest(model.root) if engine != "echo" else None
    if manifest is None:
        return
    directory = model.engines[engine]
    under = "" if directory == model.root else f"{directory.relative_to(model.root).as_posix()}/"
    if found := problems(model.root, manifest, under):
        raise ModelDamaged(found[0], hint=REPAIR)


def _convert_if_possible(root: Path) -> None:
    if (root / "hf").is_dir() and has_transformers():
        convert_weights(root / "hf", root / "ct2", "int8")


@contextmanager
def _new_folder(destination: Path, *, replace: bool = False) -> Iterator[Path]:
    """A folder aside that takes the place of `destination` when all went well."""
    if destination.exists() and not replace:
        raise OutputError(
            f"{destination}: already exists", hint="Choose another folder, or remove it."
        )
    aside = destination.with_name(f".{destination.name}.{os.getpid()}")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        yield aside
        before = destination.with_name(f"{aside.name}.old")
        if destination.exists():
            destination.rename(before)
        aside.rename(destination)
        shutil.rmtree(before, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"{destination}: cannot be written ({error.strerror})",
            hint="Check the folder and its space.",
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
