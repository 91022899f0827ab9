"""The rows that are left in a damaged SQLite file, read page by page without SQLite.

SQLite gives up at the first page that it cannot use. Here every page is looked at by itself: what a
b-tree page lists is read, wherever the tree above it leads. The format is that of
https://sqlite.org/fileformat2.html. Nothing is said of the order of the rows, and rows of all
tables come together; whoever asks must know theirs by their shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

MAGIC: Final = b"SQLite format 3\0"
_USUAL_PAGE: Final = 4096  # where the header does not say it
_FREE_LIST: Final = 32  # where the header names the first page of those not in use
_LEAF, _INNER, _TABLE = 0x0A, 0x02, 0x0D  # b-tree pages that hold rows
_WAL_HEADER, _FRAME_HEADER = 32, 24
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial type -> bytes
Row = tuple[str | int | None, ...]


def image_of(file: Path) -> bytes:
    """The database as it stands in the file and its write-ahead log, in one piece, as a database
    without a log. Raises OSError."""
    data = file.read_bytes()
    log = Path(f"{file}-wal")
    if log.is_file():
        data = _with_log(data, log.read_bytes())
    # The two bytes that ask for a write-ahead log, which an image has not.
    return data[:18] + b"\1\1" + data[20:] if data.startswith(MAGIC) else data


def _with_log(data: bytes, log: bytes) -> bytes:
    size, salts = int.from_bytes(log[8:12]), log[16:24]
    if len(log) < _WAL_HEADER or not 512 <= size <= 65_536:
        return data
    pages: dict[int, bytes] = {}
    committed: dict[int, bytes] = {}
    pieces = 0
    for start in range(_WAL_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        head = log[start : start + _FRAME_HEADER]
        if head[8:16] != salts:
            break
        pages[int.from_bytes(head[:4])] = log[start + _FRAME_HEADER :][:size]
        if total := int.from_bytes(head[4:8]):  # the last frame of a transaction
            committed, pieces = dict(pages), total
    if not committed:
        return data
    whole = [data[n * size :][:size].ljust(size, b"\0") for n in range(pieces)]
    for number, page in committed.items():
        if 0 < number <= pieces:
            whole[number - 1] = page
    return b"".join(whole)


def rows_of(image: bytes) -> Iterator[Row]:
    """Every row that a page in use still lists; what makes no sense is passed over."""
    reader = _Reader(image)
    for number in range(1, -(-len(image) // reader.size) + 1):
        if number not in reader.unused:
            yield from reader.rows(number)


class _Reader:
    def __init__(self, image: bytes) -> None:
        self._image = image
        told = int.from_bytes(image[16:18])
        told = 65_536 if told == 1 else told
        is_size = image.startswith(MAGIC) and told >= 512 and not told & (told - 1)
        self.size = told if is_size else _USUAL_PAGE
        self.unused = self._free() if is_size else set()

    def _page(self, number: int) -> bytes:
        return self._image[(number - 1) * self.size : number * self.size]

    def _free(self) -> set[int]:
        found: set[int] = set()
        trunk = int.from_bytes(self._image[_FREE_LIST : _FREE_LIST + 4])
        while 0 < trunk <= len(self._image) // self.size and trunk not in found:
            page = self._page(trunk)
            count = min(int.from_bytes(page[4:8]), self.size // 4 - 2)
            found |= {trunk, *(int.from_bytes(page[8 + 4 * n :][:4]) for n in range(count))}
            trunk = int.from_bytes(page[:4])
        return found

    def rows(self, number: int) -> Iterator[Row]:
        page, head = self._page(number), 100 if number == 1 else 0
        kind = page[head] if len(page) > head else 0
        if kind not in (_LEAF, _INNER, _TABLE):
            return
        first = head + (12 if kind == _INNER else 8)
        for n in range(min(int.from_bytes(page[head + 3 :][:2]), self.size // 3)):
            start = int.from_bytes(page[first + 2 * n :][:2])
            try:
                yield self._row(page, start, kind)
            except (IndexError, ValueError):  # UnicodeDecodeError is one
                continue

    def _row(self, page: bytes, start: int, kind: int) -> Row:
        if kind == _INNER:
            start += 4  # the number of a page below
        length, start = _varint(page, start)
        if kind == _TABLE:
            _, start = _varint(page, start)  # the rowid
        return _record(self._payload(page, start, length, kind))

    def _payload(self, page: bytes, start: int, length: int, kind: int) -> bytes:
        most = self.size - 35 if kind == _TABLE else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            return _exactly(page[start : start + length], length)
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.size - 4)
        here = here if here <= most else least
        parts, left = [page[start : start + here]], length - here
        following = int.from_bytes(page[start + here :][:4])
        while left > 0 and following:
            page = self._page(following)
            parts.append(page[4:][:left])
            left -= max(1, len(page) - 4)
            following = int.from_bytes(page[:4])
        return _exactly(b"".join(parts), length)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length or not length:
        raise ValueError("cut short")
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of SQLite's variable length, and where it ends."""
    value = 0
    for n in range(8):
        value = value << 7 | data[at + n] & 0x7F
        if data[at + n] < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> Row:
    """The columns of a row; blobs and floating-point numbers, which no memory has, are refused."""
    end, at = _varint(payload, 0)
    place, columns = end, list[str | int | None]()
    while at < end:
        kind, at = _varint(payload, at)
        if kind >= 13 and kind % 2:
            size = (kind - 13) // 2
            columns.append(_exactly(payload[place : place + size], size).decode() if size else "")
        elif kind in _INTEGERS:
            size = _INTEGERS[kind]
            columns.append(int.from_bytes(payload[place : place + size], signed=True))
        elif kind in (0, 8, 9):
            size = 0
            columns.append({0: None, 8: 0, 9: 1}[kind])
        else:
            raise ValueError("no kind of column that a memory has")
        place += size
    if place != len(payload):
        raise ValueError("columns and row differ in length")
    return tuple(columns)
