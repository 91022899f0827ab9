"""Weights as Marian itself writes them: its binary format (.bin, also with 8-bit matrices) and
.npz.

A binary file is a row of tables: version (1) and count; for each item the length of its name, its
type, its rank and its size in bytes, all as unsigned 64-bit numbers; the names, each ended by NUL;
the shapes as 32-bit numbers; a length and as many bytes of padding; the data. An 8-bit matrix is
followed by one 32-bit float: the number that its entries were multiplied by before they were
rounded. It is stored transposed, except the embedding. Source: Marian 1.9, src/common/binary.cpp.

Left out: fp16 files and the hardware's own arrangements (AVX2, AVX512), which Marian makes when it
loads a model.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bilingual.errors import ModelDamaged

Array = npt.NDArray[np.float32]

OPTIONS = "special:model.yml"
_VERSION = 1
_FLOAT32, _INT8 = 0x404, 0x4101
_LEAST = 256  # bytes of one name or rank above which a header is not a header
_HINT = "Give a model.bin (version 1, float32 or intgemm 8-bit) or model.npz that Marian wrote."


@dataclass(frozen=True)
class MarianWeights:
    """Matrices [in, out] and vectors [1, n] by Marian's names, and the options it was trained
    with."""

    file: Path
    arrays: dict[str, Array]
    options: dict[str, str]

    @property
    def has_ssru(self) -> bool:
        """Whether the decoder keeps a running mean (SSRU) where MarianMT has self-attention."""
        return "decoder_l1_rnn_W" in self.arrays

    def array(self, name: str) -> Array:
        """Raises ModelDamaged when it is not there."""
        try:
            return self.arrays[name]
        except KeyError:
            raise ModelDamaged(f"{self.file}: no '{name}' among the weights", hint=_HINT) from None


def read_marian(file: Path) -> MarianWeights:
    """The weights in a .bin or .npz file. Raises ModelDamaged, naming the file, for any other."""
    try:
        content = file.read_bytes()
        if zipfile.is_zipfile(file):
            return MarianWeights(file, *_from_npz(file))
        return MarianWeights(file, *_from_binary(content))
    except OSError as error:
        raise ModelDamaged(f"{file}: cannot be read ({error.strerror})", hint=_HINT) from error
    except (struct.error, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelDamaged(f"{file}: not a whole Marian model ({error})", hint=_HINT) from error


def _from_npz(file: Path) -> tuple[dict[str, Array], dict[str, str]]:
    with np.load(file, allow_pickle=False) as stored:
        options = _options(stored[OPTIONS].tobytes())
        names = [name for name in stored.files if not name.startswith("special:")]
        return {name: stored[name].astype(np.float32) for name in names}, options


def _from_binary(content: bytes) -> tuple[dict[str, Array], dict[str, str]]:
    table = _Table(content)
    version, count = table.take("QQ")
    if version != _VERSION:
        raise ValueError(f"version {version}, not {_VERSION}")
    heads = [table.take("QQQQ") for _ in range(_bounded(count, len(content) // 32))]
    names = [table.text(_bounded(head[0], _LEAST)) for head in heads]
    shapes = [table.take(f"{_bounded(head[2], _LEAST)}i") for head in heads]
    table.skip(table.take("Q")[0])
    arrays: dict[str, Array] = {}
    options: dict[str, str] = {}
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        data = table.bytes(size)
        if name.startswith("special:"):
            options |= _options(data) if name == OPTIONS else {}
        elif "QuantMultA" not in name:  # of the activations; training knows none
            arrays[name] = _array(name, kind, shape, data)
    return arrays, options


def _array(name: str, kind: int, shape: tuple[int, ...], data: bytes) -> Array:
    cells = int(np.prod(shape, dtype=np.int64))
    if kind == _FLOAT32:
        return np.frombuffer(data, np.float32, cells).reshape(shape).copy()
    if kind != _INT8:
        raise ValueError(f"'{name}' is of the unknown type {kind:#x}")
    factor = np.frombuffer(data[cells : cells + 4], np.float32)[0]
    values: Array = np.frombuffer(data, np.int8, cells).astype(np.float32) / factor
    return values.reshape(shape) if "Wemb" in name else values.reshape(shape[::-1]).T.copy()


def _bounded(number: int, most: int) -> int:
    if number > most:
        raise ValueError("its header is damaged")
    return number


def _options(text: bytes) -> dict[str, str]:
    """The plain `key: value` lines of Marian's YAML; lists are left out, they decide nothing
    here."""
    lines = text.rstrip(b"\0").decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith((" ", "-", "#")))
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}


class _Table:
    """A reader that never goes past the end in silence."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def bytes(self, count: int) -> bytes:
        part = self._content[self._at : self._at + count]
        if len(part) != count:
            raise ValueError("it ends too early")
        self._at += count
        return part

    def skip(self, count: int) -> None:
        self.bytes(count)

    def take(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))

    def text(self, count: int) -> str:
        return self.bytes(count).rstrip(b"\0").decode()
