"""The Hugging Face hub: what of a Marian repository is worth fetching, and its errors in our words.

HF_HOME, HF_HUB_OFFLINE and HF_ENDPOINT are honoured by huggingface_hub itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bilingual.errors import ModelNotFound

_COMMON = [
    "config.json",
    "generation_config.json",
    "*.spm",
    "*vocab*.json",
    "*vocab*.txt",
    "tokenizer_config.json",
    "README.md",
]
_CTRANSLATE2 = ["model.bin"]
_SAFE = ["model.safetensors"]
_PICKLED = ["pytorch_model.bin"]


class Fetched(NamedTuple):
    revision: str
    licence: str


def cached_or_fetched(hub_id: str) -> Path:
    """The snapshot of a hub repository in the hub's own cache, fetched when it is not there.

    Raises ModelNotFound when it is not cached and cannot be fetched (offline, unknown name, no network).
    """
    from huggingface_hub import snapshot_download

    patterns = [*_COMMON, *_CTRANSLATE2, *_SAFE, *_PICKLED]
    try:
        cached = Path(snapshot_download(hub_id, local_files_only=True, allow_patterns=patterns))
        if any((cached / name).is_file() for name in (*_CTRANSLATE2, *_SAFE, *_PICKLED)):
            return cached
    except Exception:  # not cached: one of several classes, all meaning the same here
        pass
    try:
        return Path(snapshot_download(hub_id, allow_patterns=_wanted(hub_id)))
    except Exception as error:
        raise _not_found(hub_id, error) from error


def fetch(hub_id: str, target: Path) -> Fetched:
    """Fetches the files of a Marian repository into the folder `target`. Raises ModelNotFound."""
    from huggingface_hub import HfApi, snapshot_download

    try:
        info = HfApi().model_info(hub_id)
        snapshot_download(
            hub_id, revision=info.sha, local_dir=target, allow_patterns=_wanted(hub_id)
        )
    except Exception as error:
        raise _not_found(hub_id, error) from error
    licence = getattr(info.card_data, "license", None) or ""
    return Fetched(info.sha or "", str(licence))


def _wanted(hub_id: str) -> list[str]:
    """One kind of weights only: repositories often hold the same ones in four formats."""
    from huggingface_hub import HfApi

    files = set(HfApi().list_repo_files(hub_id))
    for weights in (_CTRANSLATE2, _SAFE, _PICKLED):
        if files.intersection(weights):
            return [*_COMMON, *weights]
    return _COMMON


def _not_found(hub_id: str, error: Exception) -> ModelNotFound:
    first = str(error).strip().split("\n")[0]
    return ModelNotFound(
        f"{hub_id}: not in the cache, and the hub did not give it ({type(error).__name__}: {first})",
        hint=f"With a network, run 'bilingual models pull {hub_id}'; without one, give --model a folder.",
    )
