"""What stands on a page of a PDF: characters with their boxes, ruling lines, and what is made of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from nianbao.readers.blocks import TooLarge

NEAR = 2.5
"""Points between two lines that are one."""


class Char(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float


class Rule(NamedTuple):
    """A ruling line: at `at` from `start` to `end`, across or down."""

    at: float
    start: float
    end: float


@dataclass
class Frame:
    """The ruling lines of one table: places of its columns from the left, of its rows from the top."""

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]
    chars: list[Char] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def is_box(self) -> bool:
        """Whether it has one cell alone."""
        return len(self.xs) == len(self.ys) == 2


class TextLine(NamedTuple):
    """A line; `size` is the width of its Chinese characters, its height where it has none: a line's height is that
    of the tallest font in it, which figures in a text of another font may be."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass
class Page:
    width: float
    height: float
    items: list[Frame | TextLine]


def chars_of(page: Any, room: list[int]) -> Iterator[Char]:
    """The characters of a page with their boxes, in the order of the file; spaces kept, line ends not."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        handle = text.raw
        count = raw.FPDFText_CountChars(handle)
        room[1] -= count
        if room[1] < 0:
            raise TooLarge
        box = raw.FS_RECTF()
        reference = ctypes.byref(box)
        get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        for at in range(count):
            code = get_code(handle, at)
            if code < 32 or code in (0xFFFE, 0xFFFF, 0x00AD) or 0xD800 <= code < 0xE000:
                continue
            get_box(handle, at, reference)
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if not isfinite(left + bottom + right + top):
                continue  # a damaged file puts it nowhere
            if right > left or code != 32:
                yield Char(chr(code), left, bottom, right, top)
    finally:
        text.close()


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def rules_of(page: Any, room: list[int]) -> tuple[list[Rule], list[Rule]]:
    """The straight lines of a page, across and down."""
    from pypdfium2 import raw

    across: list[Rule] = []
    down: list[Rule] = []

    def visit(count: int, get: Any, parent: Any, matrix: _Matrix, depth: int) -> None:
        room[0] -= count
        if room[0] < 0:
            raise TooLarge
        for at in range(count):
            item = get(parent, at)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                for x0, y0, x1, y1 in _segments(raw, item, matrix, room):
                    if abs(x1 - x0) <= NEAR / 2 and abs(y1 - y0) > NEAR:
                        down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
                    elif abs(y1 - y0) <= NEAR / 2 and abs(x1 - x0) > NEAR:
                        across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 6:
                inner = _times(_matrix(raw, item), matrix)
                visit(raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, inner, depth + 1)

    visit(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, _SAME, 0)
    return across, down


def _matrix(raw: Any, item: Any) -> _Matrix:
    made = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(made)):
        return _SAME
    return (made.a, made.b, made.c, made.d, made.e, made.f)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _segments(raw: Any, item: Any, outer: _Matrix, room: list[int]) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces of a path. A filled shape thinner than a few points is a line; any other that is
    only filled is a background."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))
    if not stroke.value and not mode.value:
        return
    count = raw.FPDFPath_CountSegments(item)
    room[0] -= count
    if room[0] < 0:
        raise TooLarge
    matrix = _times(_matrix(raw, item), outer)
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float, int]] = []
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        points.append((x.value * a + y.value * c + e, x.value * b + y.value * d + f, kind))
    if not stroke.value:
        yield from _thin(points)
        return
    started = previous = None
    for at, (px, py, kind) in enumerate(points):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            started = (px, py)
        elif previous is not None and kind == raw.FPDF_SEGMENT_LINETO:
            yield previous[0], previous[1], px, py
        previous = (px, py)
        closing = raw.FPDFPathSegment_GetClose(raw.FPDFPath_GetPathSegment(item, at)) if kind != 2 else False
        if closing and started is not None:
            yield px, py, started[0], started[1]


def _thin(points: list[tuple[float, float, int]]) -> Iterator[tuple[float, float, float, float]]:
    """Each closed shape of a filled path, as a line where it is thin."""
    shapes: list[list[tuple[float, float]]] = []
    for x, y, kind in points:
        if kind == 2 or not shapes:
            shapes.append([])
        shapes[-1].append((x, y))
    for shape in shapes:
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if right - left <= 3 and high - low > 3:
            yield (left + right) / 2, low, (left + right) / 2, high
        elif high - low <= 3 and right - left > 3:
            yield left, (low + high) / 2, right, (low + high) / 2
