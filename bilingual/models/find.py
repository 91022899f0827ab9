"""Which models there are, and which one a name means.

A name is auto, a built-in or pulled model, a folder, or a hub id. A folder holds a Hugging Face
checkpoint, a CTranslate2 model, or both below it as hf/ and ct2/. Built-in models lie inside the
installed package (_models/) or, in a checkout, in the folder models/ beside it; pulled ones in
$BILINGUAL_HOME or the user's cache.

What a model says of itself is in the manifest.json beside its weights, with the digest of every
file. The digests are checked whenever a model is opened: that costs tens of milliseconds for 60 MB,
and a truncated download that still loads would cost wrong translations.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from bilingual.engines.base import EXTRA, REPAIR, digest, has_transformers
from bilingual.errors import MissingExtra, ModelDamaged, ModelNotFound
from bilingual.models.hub import HUB_ID, cached_or_fetched
from bilingual.records import Record, Score
from bilingual.settings import user_folder

Origin = Literal["built-in", "pulled", "folder", "hub", "echo"]
RANKING_TEST = "newstest2013"
# BLEU on newstest2013 as published on the model card, for models that were pulled and not measured
# here.
PUBLISHED = {"Helsinki-NLP/opus-mt-fr-en": 33.6, "gaudi/opus-mt-fr-en-ctranslate2": 33.6}


class ModelInfo(Record):
    """A model and where its parts are; `engines` can run it, `bytes` is the size on disk."""

    name: str
    origin: Origin
    root: Path
    engines: dict[str, Path]
    bytes: int = 0
    revision: str = ""
    licence: str = ""
    source: str = ""
    scores: dict[str, tuple[Score, ...]] = Field(default_factory=dict)


ECHO = ModelInfo(name="echo", origin="echo", root=Path(), engines={"echo": Path()})


def home() -> Path:
    """Where pulled models are kept: $BILINGUAL_HOME, or the user's cache. Nothing is created."""
    return user_folder("cache")


def built_in_folders() -> tuple[Path, ...]:
    """Where built-in models may be; the place in a wheel first."""
    package = Path(__file__).parent.parent
    return (package / "_models", package.parent / "models")


def installed_models() -> tuple[ModelInfo, ...]:
    """All built-in and pulled models that some engine can run, best first: the first is what auto
    means.

    A pulled model comes before a built-in one, because somebody chose it; then the higher BLEU on
    newstest2013 in the manifest counts, then the name. A folder with a broken manifest is named by
    `find_model`, not here.
    """
    found: dict[str, ModelInfo] = {}
    places: list[tuple[Path, Origin]] = [(home() / "models", "pulled")]
    places += [(folder, "built-in") for folder in built_in_folders()]
    for folder, origin in places:
        for model in _models_in(folder, origin):
            found.setdefault(model.name, model)
    return tuple(sorted(found.values(), key=_rank))


def find_model(name: str = "auto", engine: str = "auto") -> ModelInfo:
    """The model that `name` means, able to run on `engine`.

    Raises ModelNotFound when there is none, ModelDamaged when its folder is broken, and
    MissingExtra when only an engine that is not installed could run it.
    """
    if engine == "echo" or name == "echo":
        return ECHO
    if name == "auto":
        return _best(engine)
    model = _named(name)
    return _able(model, engine)


def choose_engine(model: ModelInfo, engine: str = "auto") -> str:
    """The engine that runs `model`: the one asked for, else CTranslate2 before transformers."""
    if engine != "auto":
        return engine
    return next(e for e in ("ctranslate2", "transformers", "echo") if e in model.engines)


def describe_folder(root: Path, origin: Origin = "folder", name: str = "") -> ModelInfo:
    """What a model folder holds. Raises ModelDamaged (manifest), ModelNotFound."""
    manifest = read_manifest(root)
    engines = _engines(root)
    if not engines:
        raise ModelNotFound(
            f"{root}: no Marian model (config.json with source.spm, and model.safetensors or "
            "model.bin)",
            hint="Give a Hugging Face or CTranslate2 folder, or a folder with hf/ or ct2/ in it.",
        )
    files = [file for file in root.rglob("*") if file.is_file()]
    described = manifest.model_dump(include={"revision", "licence", "source"}) if manifest else {}
    return ModelInfo(
        name=name or (manifest.name if manifest else root.resolve().name),
        origin=origin,
        root=root,
        engines=engines,
        bytes=sum(file.stat().st_size for file in files),
        scores=manifest.scores if manifest else {},
        **described,
    )


def _engines(root: Path) -> dict[str, Path]:
    """By config.json and the names of the weights: a damaged model is found, and named so."""
    engines: dict[str, Path] = {}
    for folder in (root, root / "ct2", root / "hf"):
        if not (folder / "config.json").is_file():
            continue
        if (folder / "model.bin").is_file() or folder.name == "ct2":
            engines.setdefault("ctranslate2", folder)
        elif (folder / "source.spm").is_file() or folder.name == "hf":
            engines.setdefault("transformers", folder)
    return engines


def _models_in(folder: Path, origin: Origin) -> Iterator[ModelInfo]:
    for root in sorted(folder.iterdir()) if folder.is_dir() else ():
        if root.is_dir() and not root.name.startswith("."):
            try:
                yield describe_folder(root, origin)
            except (ModelNotFound, ModelDamaged):
                continue


def _rank(model: ModelInfo) -> tuple[bool, float, str]:
    return (model.origin != "pulled", -_quality(model), model.name)


def _quality(model: ModelInfo) -> float:
    bleu = [s.value for s in model.scores.get(RANKING_TEST, ()) if s.metric.upper() == "BLEU"]
    return max(bleu, default=PUBLISHED.get(model.source, 0.0))


def _best(engine: str) -> ModelInfo:
    refused: Exception | None = None
    for model in installed_models():
        try:
            return _able(model, engine)
        except (ModelNotFound, MissingExtra) as error:
            refused = refused or error
    if refused is not None:
        raise refused
    raise ModelNotFound(
        "no model is installed",
        hint="Run 'bilingual models pull Helsinki-NLP/opus-mt-fr-en', or give --model a folder.",
    )


def _named(name: str) -> ModelInfo:
    installed = installed_models()
    for model in installed:
        if name in {model.name, model.source, model.name.rpartition("/")[2]}:
            return model
    # os.path, because pathlib raises for a name that is too long.
    for folder in (home() / "models", *built_in_folders()):
        if re.fullmatch(r"[\w.-]+", name) and os.path.isdir(folder / name):  # noqa: PTH112
            return describe_folder(
                folder / name, "built-in"
            )  # raises: it is broken, or it were listed
    if os.path.isdir(name):  # noqa: PTH112
        return describe_folder(Path(name))
    if HUB_ID.fullmatch(name) and not os.path.exists(name):  # noqa: PTH110
        return describe_folder(cached_or_fetched(name), "hub", name).model_copy(
            update={"source": name}
        )
    known = ", ".join(model.name for model in installed) or "none"
    raise ModelNotFound(
        f"no model '{name}' (installed: {known})",
        hint="Give an installed name, a model folder or a hub id such as "
        "Helsinki-NLP/opus-mt-fr-en.",
    )


def _able(model: ModelInfo, engine: str) -> ModelInfo:
    if engine != "auto" and engine not in model.engines:
        raise ModelNotFound(
            f"model '{model.name}' cannot run on {engine}, only on {', '.join(model.engines)}",
            hint="'bilingual models convert' makes a CTranslate2 model of a Hugging Face one.",
        )
    if choose_engine(model, engine) == "transformers" and not has_transformers():
        raise MissingExtra(f"model '{model.name}' needs torch and transformers", hint=EXTRA)
    return model


FILE_NAME = "manifest.json"


class FileEntry(Record):
    """One file of a model; `sha256` in hexadecimal."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)


class Manifest(Record):
    """`files` by path from the manifest, with forward slashes; `scores` by test set."""

    format: Literal[1] = 1
    name: str
    revision: str = ""
    licence: str = ""
    architecture: str = ""
    source: str = Field(default="", description="hub id or description of what this was made from")
    data: tuple[str, ...] = Field(
        default=(), description="training sets and their terms, one a line"
    )
    files: dict[str, FileEntry]
    scores: dict[str, tuple[Score, ...]] = Field(default_factory=dict)

    @field_validator("files")
    @classmethod
    def _stay_inside(cls, files: dict[str, FileEntry]) -> dict[str, FileEntry]:
        for path in files:
            if path.startswith("/") or ".." in path.split("/") or re.search(r"[\\:]", path):
                raise ValueError(f"{path!r} leads out of the folder")
        return files


def entries(root: Path) -> dict[str, FileEntry]:
    """Every file under `root` but the manifest, in order of path; hidden files are left out."""
    return {
        path: FileEntry(sha256=digest(root / path), bytes=(root / path).stat().st_size)
        for path in _paths(root)
    }


def _paths(root: Path) -> Iterator[str]:
    for file in sorted(file for file in root.rglob("*") if file.is_file()):
        path = file.relative_to(root)
        if path.as_posix() != FILE_NAME and not any(part.startswith(".") for part in path.parts):
            yield path.as_posix()


def read_manifest(root: Path) -> Manifest | None:
    """The manifest of a model folder, None without one. Raises ModelDamaged."""
    file = root / FILE_NAME
    if not file.is_file():
        return None
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except (ValidationError, ValueError, OSError) as error:
        raise ModelDamaged(f"{file}: not a model manifest", hint=REPAIR) from error


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Writes `manifest` aside and then in place, so that nobody reads half of it."""
    aside = root / f".{FILE_NAME}.{os.getpid()}"
    aside.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    aside.replace(root / FILE_NAME)


def problems(root: Path, manifest: Manifest, under: str = "") -> list[str]:
    """One line for every file (below the folder `under`) that is missing or is not the manifest's,
    and for every file beside the weights that the manifest does not name.

    The checkpoint (hf/) that a converted model (ct2/) was made from may be absent as a whole, as it
    is in the wheel, where nothing runs it.
    """
    found = []
    without_checkpoint = (root / "ct2").is_dir() and not (root / "hf").exists()
    for path, entry in manifest.files.items():
        if path.startswith("hf/") and without_checkpoint:
            continue
        if path.startswith(under):
            complaint = _complaint(root / path, entry, root)
            if complaint:
                found.append(f"{root / path}: {complaint}")
    return found + [f"{root / path}: not in the manifest" for path in _unnamed(root, manifest)
                    if path.startswith(under)]  # fmt: skip


def _unnamed(root: Path, manifest: Manifest) -> Iterator[str]:
    """Files that an engine could load; what people write about a model may lie anywhere."""
    flat = (root / "config.json").is_file()
    for path in _paths(root):
        if path not in manifest.files and (flat or "/" in path) and not path.endswith(".md"):
            yield path


def _complaint(file: Path, entry: FileEntry, root: Path) -> str:
    if not file.is_file():
        return "missing"
    if not file.resolve().is_relative_to(root.resolve()):
        return "a link that leads out of the folder"
    if file.stat().st_size != entry.bytes:
        return f"{file.stat().st_size} bytes, expected {entry.bytes}"
    return "" if digest(file) == entry.sha256 else "its SHA-256 is not the one in the manifest"
