"""What the engines ask of the machine: files, their digests, cores, and the extra for
transformers."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from pathlib import Path

from bilingual.engines.marian import REPAIR
from bilingual.errors import MissingExtra, ModelDamaged

# torch, transformers and safetensors: what only Hugging Face checkpoints and training need.
EXTRA = "pip install 'bilingual[transformers]'"


def require(directory: Path, *names: str) -> None:
    """Raises ModelDamaged, naming the file, when one of them is missing or empty."""
    for name in names:
        file = directory / name
        if not file.is_file() or not file.stat().st_size:
            raise ModelDamaged(f"{file}: missing or empty", hint=REPAIR)


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal; about a second for a gigabyte."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def typed_on(compute_type: str, device: str) -> str:
    """What a signature says of both: a GPU rounds another way than a processor does."""
    return compute_type if device == "cpu" else f"{compute_type}:{device}"


def has_transformers() -> bool:
    """Whether Hugging Face checkpoints can be run and converted here; imports nothing."""
    return all(importlib.util.find_spec(name) for name in ("torch", "transformers"))


def need_transformers(what: str) -> None:
    """Raises MissingExtra, which says that `what` needs it, where torch or transformers is not
    installed."""
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        raise MissingExtra(f"{what} needs torch and transformers", hint=EXTRA) from error


def physical_cores() -> int:
    """Cores that this process may use, hyper-threads counted once where the system tells them
    apart.

    Two threads on one core make int8 arithmetic slower, not faster.
    """
    usable = (
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    cores = {_siblings(processor) for processor in usable}
    return max(len(cores), 1)


def _siblings(processor: int) -> str:
    file = Path(f"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list")
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return str(processor)
