"""How far the cells of an old binary workbook reach, before a library lays out all that lies between.

Source: [MS-CFB] (sectors, FAT, directory) and [MS-XLS] (records of cells).
"""

from __future__ import annotations

import struct

_FREE = 0xFFFFFFFA
_CELLS = frozenset(
    (
        0x0006,
        0x0206,
        0x0406,
        0x0203,
        0x0204,
        0x0205,
        0x027E,
        0x00FD,
        0x00BD,
        0x00BE,
        0x0201,
        0x0003,
        0x0004,
        0x0005,
        0x0002,
        0x00D6,
    )
)
_BOF = frozenset((0x0809, 0x0009, 0x0209, 0x0409))


def extent_of_xls(data: bytes) -> int | None:
    """The greatest area between first and last cell of all sheets together; None for a broken file."""
    try:
        stream = _workbook(data)
    except (struct.error, IndexError, ValueError):
        return None
    return None if stream is None else _area(stream)


def _workbook(data: bytes) -> bytes | None:
    """The stream called Workbook or Book."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    if sector not in (512, 4096):
        return None
    (first_directory,) = struct.unpack_from("<I", data, 48)
    cutoff, mini_first = struct.unpack_from("<II", data, 56)
    fat = _fat(data, sector)
    directory = _chain(data, fat, first_directory, sector)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    root = entries[0]
    for entry in entries:
        (size_of_name,) = struct.unpack_from("<H", entry, 64)
        name = entry[: max(size_of_name - 2, 0)].decode("utf-16-le", "replace")
        if name not in ("Workbook", "Book"):
            continue
        (start,) = struct.unpack_from("<I", entry, 116)
        (size,) = struct.unpack_from("<I", entry, 120)
        if size >= cutoff:
            return _chain(data, fat, start, sector)[:size]
        small = _chain(data, fat, struct.unpack_from("<I", root, 116)[0], sector)
        table = _chain(data, fat, mini_first, sector)
        mini = struct.unpack(f"<{len(table) // 4}I", table)
        return b"".join(small[at * 64 : at * 64 + 64] for at in _numbers(mini, start))[:size]
    return None


def _fat(data: bytes, sector: int) -> tuple[int, ...]:
    places = [place for place in struct.unpack_from("<109I", data, 76) if place < _FREE]
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector)):
        if more >= _FREE:
            break
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places.extend(place for place in block[:-1] if place < _FREE)
        more = block[-1]
    table: list[int] = []
    for place in places[: len(data) // sector + 1]:
        table.extend(struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector))
    return tuple(table)


def _numbers(table: tuple[int, ...], start: int) -> list[int]:
    chain: list[int] = []
    at = start
    while at < len(table) and len(chain) <= len(table):
        chain.append(at)
        at = table[at]
    return chain


def _chain(data: bytes, fat: tuple[int, ...], start: int, sector: int) -> bytes:
    return b"".join(data[(at + 1) * sector : (at + 2) * sector] for at in _numbers(fat, start))


def _area(stream: bytes) -> int:
    total = 0
    rows: list[int] = []
    columns: list[int] = []

    def close() -> int:
        return (max(rows) + 1) * (max(columns) + 1) if rows else 0

    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind in _BOF:
            total += close()
            rows.clear()
            columns.clear()
        elif kind in _CELLS and size >= 4 and at + size <= len(stream):
            row, column = struct.unpack_from("<HH", stream, at)
            rows.append(row)
            columns.append(column)
            if kind in (0x00BD, 0x00BE) and size >= 6:
                columns.append(struct.unpack_from("<H", stream, at + size - 2)[0])
        at += size
    return total + close()
