"""What must be known of a font before it goes into a PDF: may it be embedded, and which characters it has.

Only two tables of an OpenType file are read (OS/2 for the licence bits, cmap for the characters), so that no
library is needed and a font of 20 MB costs a millisecond.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from nianbao.cache import blob_key, cached_blob

_VERSION = "1"
"""Of what is kept about a font."""
_RESTRICTED, _PREVIEW, _EDITABLE = 0x0002, 0x0004, 0x0008
_NO_SUBSETTING, _BITMAP_ONLY = 0x0100, 0x0200


@dataclass(frozen=True)
class FontFile:
    """A face of a font file; `embeddable` where its licence bits allow embedding a part of it."""

    path: Path
    index: int
    embeddable: bool

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The code points that it has, as ranges from first to last, in order; read when first asked for, and
        kept in the user's cache while the file stays as it is."""
        try:
            status = self.path.stat()
        except OSError:
            return ()
        face = (_VERSION, str(self.path), str(self.index), str(status.st_mtime_ns), str(status.st_size))
        kept: tuple[tuple[int, int], ...] = cached_blob("font", blob_key(face), self._read_ranges)
        return kept

    def _read_ranges(self) -> tuple[tuple[int, int], ...]:
        try:
            with self.path.open("rb") as file:
                return tuple(_joined(sorted(_characters(file, _tables(file, self.index)))))
        except (OSError, struct.error, ValueError, KeyError):
            return ()

    def missing(self, characters: set[str]) -> set[str]:
        """Which of the characters it has no glyph for."""
        ranges = self.ranges
        starts = [first for first, _ in ranges]
        at = {character: bisect_right(starts, ord(character)) - 1 for character in characters}
        return {character for character, n in at.items() if n < 0 or ord(character) > ranges[n][1]}


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in order, those that follow one another as one: a few hundred instead of ten thousand."""
    first, last = -1, -2
    for start, end in ranges:
        if start > last + 1:
            if first >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if first >= 0:
        yield first, last


def read_font(path: Path, index: int = 0) -> FontFile | None:
    """The face of that index in a font file or collection, None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return FontFile(path, index, _embeddable(file, _tables(file, index)))
    except (OSError, struct.error, ValueError, KeyError):
        return None


def _tables(file: BinaryIO, index: int) -> dict[bytes, tuple[int, int]]:
    """Offset and length of each table."""
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">I", file.read(4))
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    records = (struct.unpack(">4sIII", file.read(16)) for _ in range(count))
    return {tag: (offset, length) for tag, _, offset, length in records}


def _embeddable(file: BinaryIO, tables: dict[bytes, tuple[int, int]]) -> bool:
    """After the fsType of OS/2; a font without that table says nothing against it."""
    if b"OS/2" not in tables:
        return True
    file.seek(tables[b"OS/2"][0] + 8)
    (bits,) = struct.unpack(">H", file.read(2))
    forbidden = bool(bits & _RESTRICTED) and not bits & (_PREVIEW | _EDITABLE)
    return not forbidden and not bits & (_NO_SUBSETTING | _BITMAP_ONLY)


def _characters(file: BinaryIO, tables: dict[bytes, tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges of the best Unicode table: format 12 (all planes), else format 4 (the first)."""
    offset, length = tables[b"cmap"]
    file.seek(offset)
    data = file.read(length)
    (count,) = struct.unpack_from(">H", data, 2)
    best: list[tuple[int, int]] = []
    for n in range(count):
        platform, encoding, at = struct.unpack_from(">HHI", data, 4 + 8 * n)
        if platform not in (0, 3) or (platform == 3 and encoding not in (1, 10)):
            continue
        (kind,) = struct.unpack_from(">H", data, at)
        if kind == 12:
            (groups,) = struct.unpack_from(">I", data, at + 12)
            numbers = struct.unpack_from(f">{3 * groups}I", data, at + 16)
            return list(zip(numbers[::3], numbers[1::3], strict=True))
        if kind == 4 and not best:
            best = _segments(data, at)
    return best


def _segments(data: bytes, at: int) -> list[tuple[int, int]]:
    """Format 4; a segment may map some of its codes to no glyph, which is looked up code by code."""
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
    places = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", data, places)
    found: list[tuple[int, int]] = []
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if first > last or first == 0xFFFF:
            continue
        if offsets[n] == 0:
            found.append((first, last))
            continue
        glyphs = struct.unpack_from(f">{last - first + 1}H", data, places + 2 * n + offsets[n])
        found += [(first + k, first + k) for k, glyph in enumerate(glyphs) if glyph and (glyph + deltas[n]) & 0xFFFF]
    return found
