"""What both engines ask of the machine: are the files there, what is their digest, how many cores are there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bilingual.engines.marian import REPAIR
from bilingual.errors import ModelDamaged


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


def short_digest(file: Path) -> str:
    return digest(file)[:12]


def physical_cores() -> int:
    """Cores that this process may use, hyper-threads counted once where the system tells them apart.

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
