"""PDF files with text to blocks: tables from their ruling lines, paragraphs from the places of characters.

Scripts in a PDF are never run: the library is built without them. A scanned page has no text to read.
"""

from __future__ import annotations

import ctypes
import re
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.readers.blocks import Block, Grid, Line, RawCell, Run, TooLarge, tidy
from nianbao.readers.text import is_table_line
from nianbao.readers.titles import match_heading, match_title

MAX_PAGES = 300
MAX_OBJECTS = 120_000
MAX_TEXT = 600_000
MAX_SECONDS = 8.0
"""For one file; a report of 30 pages takes 0.2."""
NEAR = 2.5
"""Points between two lines that are one."""


class _Char(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float


class _Rule(NamedTuple):
    """A ruling line: at `at` from `start` to `end`, across or down."""

    at: float
    start: float
    end: float


@dataclass
class _Frame:
    """The ruling lines of one table: places of its columns from the left, of its rows from the top."""

    xs: list[float]
    ys: list[float]
    across: list[_Rule]
    down: list[_Rule]
    chars: list[_Char] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]


class _TextLine(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass
class _Page:
    width: float
    height: float
    items: list[_Frame | _TextLine]


def read_pdf(data: bytes, where: str) -> list[Block]:
    """The blocks of a PDF. InputError for a password, a scan, a broken file or far too many pages."""
    import pypdfium2

    if _is_bomb(data):
        raise InputError("文件解开后大得不正常，没有读", where, "换成Word、网页文件，或者重新导出PDF")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError("文件有密码保护，打不开", where, "取消密码后重新保存，或者换成Word文件") from None
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存一份再试") from None
    try:
        return _read(document, where)
    except pypdfium2.PdfiumError as error:
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存一份再试") from error
    finally:
        document.close()


_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(
    rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b"
)
MAX_STREAM = 48_000_000
"""Bytes of one stream when unpacked; the drawing of a page has 100 kB."""


def _is_bomb(data: bytes) -> bool:
    """Whether a stream unpacks to far more than a page. Deflate makes at most 1,032 bytes of one, so that short
    streams need no look; a stream that is packed twice has no honest use."""
    if _TWICE.search(data):
        return True
    for match in _STREAM.finditer(data):
        start = match.end()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if (end - start) * 1032 > MAX_STREAM and data[start : start + 1] in (b"\x08", b"\x18", b"H", b"X", b"h", b"x"):
            unpack = zlib.decompressobj()
            size, rest = 0, data[start:end]
            try:
                while rest and not unpack.eof:
                    size += len(unpack.decompress(rest, 1_000_000))
                    rest = unpack.unconsumed_tail
                    if size > MAX_STREAM:
                        return True
            except zlib.error:
                continue
    return False


def _read(document: Any, where: str) -> list[Block]:
    count = len(document)
    if count > MAX_PAGES:
        raise InputError(f"有{count}页，不像是一份年度报告", where, "只保留年度报告的那几页，或者换成Word、网页文件")
    until = time.monotonic() + MAX_SECONDS
    pages: list[_Page] = []
    room = [MAX_OBJECTS, MAX_TEXT]
    for number in range(count):
        page = document[number]
        try:
            pages.append(_page(page, room))
        finally:
            page.close()
        if time.monotonic() > until:
            raise TooLarge
    if not any(page.items for page in pages) or _letters(pages) < 30:
        raise InputError("PDF里没有能读的文字，可能是扫描件", where, "换成Word、网页文件；扫描件请先做文字识别")
    _drop_furniture(pages)
    _share_columns(pages)
    return list(_blocks(pages))


def _letters(pages: list[_Page]) -> int:
    return sum(
        len(item.text) if isinstance(item, _TextLine) else len(item.chars) for page in pages for item in page.items
    )


# --- one page -----------------------------------------------------------------------------------------------------


def _page(page: Any, room: list[int]) -> _Page:
    width, height = page.get_size()
    across, down = _rules(page, room)
    frames = _frames(across, down)
    outside: list[_Char] = []
    for char in _chars(page, room):
        x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
        frame = next((f for f in frames if f.xs[0] - 1 <= x <= f.xs[-1] + 1 and f.ys[-1] - 1 <= y <= f.ys[0] + 1), None)
        (outside if frame is None else frame.chars).append(char)
    items: list[_Frame | _TextLine] = [*(frame for frame in frames if frame.chars), *_lines(outside)]
    items.sort(key=lambda item: -item.top)
    return _Page(width, height, items)


def _chars(page: Any, room: list[int]) -> Iterator[_Char]:
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
            left, right = box.left, box.right
            if right > left or code != 32:
                yield _Char(chr(code), left, box.bottom, right, box.top)
    finally:
        text.close()


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _rules(page: Any, room: list[int]) -> tuple[list[_Rule], list[_Rule]]:
    """The straight lines of a page, across and down."""
    from pypdfium2 import raw

    across: list[_Rule] = []
    down: list[_Rule] = []

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
                        down.append(_Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
                    elif abs(y1 - y0) <= NEAR / 2 and abs(x1 - x0) > NEAR:
                        across.append(_Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
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


# --- tables from ruling lines --------------------------------------------------------------------------------------


def _frames(across: list[_Rule], down: list[_Rule]) -> list[_Frame]:
    """Groups of lines that meet, each the frame of a table of at least two cells."""
    across, down = _join(across), _join(down)
    rules = [*((rule, True) for rule in across), *((rule, False) for rule in down)]
    group = list(range(len(rules)))

    def find(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    split = len(across)
    if split * len(down) > 4_000_000:
        raise TooLarge
    for h, one in enumerate(across):
        for v, other in enumerate(down):
            if one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR:
                group[find(h)] = find(split + v)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for at, (rule, is_across) in enumerate(rules):
        groups.setdefault(find(at), ([], []))[0 if is_across else 1].append(rule)
    frames = [_frame(hs, vs) for hs, vs in groups.values() if hs and len(vs) > 1]
    return [frame for frame in frames if len(frame.xs) > 1 and len(frame.ys) > 1 and len(frame.xs) + len(frame.ys) > 4]


def _join(rules: list[_Rule]) -> list[_Rule]:
    """Lines on one place that touch are one line."""
    joined: list[_Rule] = []
    ordered = sorted(rules)
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and ordered[end + 1].at - ordered[at].at <= NEAR:
            end += 1
        together = sorted(ordered[at : end + 1], key=lambda rule: rule.start)
        place = sum(rule.at for rule in together) / len(together)
        current = together[0]._replace(at=place)
        for rule in together[1:]:
            if rule.start <= current.end + NEAR:
                current = current._replace(end=max(current.end, rule.end))
            else:
                joined.append(current)
                current = rule._replace(at=place)
        joined.append(current)
        at = end + 1
    return joined


def _places(values: Iterable[float]) -> list[float]:
    """Values with those that are near each other as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _frame(across: list[_Rule], down: list[_Rule]) -> _Frame:
    """The frame of a group; where a page cut off the outer line, the ends of the others make it."""
    xs = _places([rule.at for rule in down])
    low, high = min(rule.start for rule in down), max(rule.end for rule in down)
    ys = [rule.at for rule in across]
    if all(abs(y - low) > 2 * NEAR for y in ys):
        ys.append(low)
    if all(abs(y - high) > 2 * NEAR for y in ys):
        ys.append(high)
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    if left < xs[0] - 3 * NEAR:
        xs.insert(0, left)
    if right > xs[-1] + 3 * NEAR:
        xs.append(right)
    return _Frame(xs, _places(ys)[::-1], across, down)


def _grid(frame: _Frame) -> Grid:
    """The cells of a frame: places between lines, joined where no line parts them."""
    columns, rows = len(frame.xs) - 1, len(frame.ys) - 1
    if columns * rows > 20_000:
        raise TooLarge
    group = list(range(columns * rows))

    def find(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    xs, ys = frame.xs, frame.ys
    down = [[r for r in frame.down if abs(r.at - x) <= NEAR * 2] for x in xs]
    across = [[r for r in frame.across if abs(r.at - y) <= NEAR * 2] for y in ys]
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            at = row * columns + column
            if column + 1 < columns and not any(r.start <= middle <= r.end for r in down[column + 1]):
                group[find(at + 1)] = find(at)
            centre = (xs[column] + xs[column + 1]) / 2
            if row + 1 < rows and not any(r.start <= centre <= r.end for r in across[row + 1]):
                group[find(at + columns)] = find(at)
    boxes: dict[int, list[int]] = {}
    for at in range(columns * rows):
        row, column = divmod(at, columns)
        box = boxes.setdefault(find(at), [row, column, row, column])
        box[0], box[1] = min(box[0], row), min(box[1], column)
        box[2], box[3] = max(box[2], row), max(box[3], column)
    texts = _texts(frame, find, columns, rows)
    cells = [
        RawCell(top, left, bottom - top + 1, right - left + 1, texts.get(root, ""))
        for root, (top, left, bottom, right) in boxes.items()
    ]
    return Grid(tuple(sorted(cells)))


def _texts(frame: _Frame, find: Any, columns: int, rows: int) -> dict[int, str]:
    """The text of each cell, in the order of the file; wrapped lines and rotated labels run on."""
    import bisect

    inner_x = frame.xs[1:-1]
    inner_y = [-y for y in frame.ys[1:-1]]
    texts: dict[int, list[str]] = {}
    last: dict[int, _Char] = {}
    for char in frame.chars:
        column = bisect.bisect(inner_x, (char.left + char.right) / 2)
        row = bisect.bisect(inner_y, -(char.bottom + char.top) / 2)
        root = find(min(row, rows - 1) * columns + min(column, columns - 1))
        before = last.get(root)
        made = texts.setdefault(root, [])
        if before is not None and char.text != " " and _apart(before, char):
            made.append(" ")
        made.append(char.text)
        last[root] = char
    return {root: _closed_up("".join(made)) for root, made in texts.items()}


def _apart(before: _Char, char: _Char) -> bool:
    """Whether two characters of a line stand far apart, as two numbers of a frame without inner lines."""
    if before.text == " " or abs(before.bottom - char.bottom) > 2:
        return False
    return char.left - before.right > 1.2 * max(before.top - before.bottom, 4)


_CHINESE_GAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


def _closed_up(text: str) -> str:
    return _CHINESE_GAP.sub("", tidy(text))


# --- lines and paragraphs -----------------------------------------------------------------------------------------


def _lines(chars: list[_Char]) -> list[_TextLine]:
    """Characters outside tables as lines; a wide gap within a line is a tab."""
    lines: list[list[_Char]] = []
    for char in chars:
        if lines and _same_line(lines[-1][-1], char):
            lines[-1].append(char)
        elif char.text != " ":
            lines.append([char])
    shown: list[_TextLine] = []
    for line in _beside(lines):
        text = _line_text(line)
        if text:
            shown.append(
                _TextLine(
                    text,
                    min(c.left for c in line if c.text != " "),
                    max(c.right for c in line if c.text != " "),
                    min(c.bottom for c in line),
                    max(c.top for c in line),
                )
            )
    return shown


def _same_line(before: _Char, char: _Char) -> bool:
    height = max(before.top - before.bottom, char.top - char.bottom, 1.0)
    middle = abs((before.top + before.bottom) - (char.top + char.bottom)) / 2
    return middle < height * 0.4 and char.left > before.left - height


def _beside(lines: list[list[_Char]]) -> list[list[_Char]]:
    """Pieces of one line that the file holds apart, as the cells of a table without lines, from left to right."""
    joined: list[list[_Char]] = []
    for line in sorted(lines, key=lambda line: -(line[0].bottom + line[0].top)):
        for other in joined[-3:]:
            height = max(other[0].top - other[0].bottom, 1.0)
            if abs((other[0].bottom + other[0].top) - (line[0].bottom + line[0].top)) / 2 < height * 0.35:
                other.extend(line)
                other.sort(key=lambda char: char.left)
                break
        else:
            joined.append(line)
    return joined


def _line_text(line: list[_Char]) -> str:
    made: list[str] = []
    before: _Char | None = None
    for char in line:
        if char.text == " ":
            made.append(" ")
            continue
        if before is not None and char.left - before.right > 1.2 * max(before.top - before.bottom, 4):
            made.append("\t")
        made.append(char.text)
        before = char
    parts = [_closed_up(part) for part in "".join(made).split("\t")]
    return "\t".join(part for part in parts if part)


_PAGE_NUMBER = re.compile(r"[—\-–－一 ]*第?\s*\d{1,3}\s*页?(?:\s*[/／共]\s*\d{1,3}\s*页?)?[—\-–－一 ]*")


def _drop_furniture(pages: list[_Page]) -> None:
    """Page numbers, and heads and feet that pages share, go."""
    repeated: dict[str, int] = {}
    for page in pages:
        for item in _edges(page):
            repeated[item.text] = repeated.get(item.text, 0) + 1
    for page in pages:
        gone = {
            id(item)
            for item in _edges(page)
            if _PAGE_NUMBER.fullmatch(item.text)
            or (len(pages) > 2 and repeated[item.text] > len(pages) // 2 and page.items[0] is not pages[0].items[0])
        }
        page.items = [item for item in page.items if id(item) not in gone]


def _edges(page: _Page) -> list[_TextLine]:
    """The first and last lines of a page, as far as they stand in its margins."""
    lines = [item for item in page.items if isinstance(item, _TextLine)]
    if not lines:
        return []
    ends = {id(page.items[0]), id(page.items[-1])}
    return [
        line
        for line in lines
        if (line.bottom > page.height - max(page.height * 0.1, 72) or line.top < max(page.height * 0.12, 72))
        and id(line) in ends
    ]


def _share_columns(pages: list[_Page]) -> None:
    """A table cut by a page break has the columns of both its parts in each."""
    previous: _Frame | None = None
    for page in pages:
        for at, item in enumerate(page.items):
            if at == 0 and isinstance(item, _Frame) and previous is not None:
                same = abs(item.xs[0] - previous.xs[0]) < 4 and abs(item.xs[-1] - previous.xs[-1]) < 4
                if same:
                    shared = _places([*item.xs, *previous.xs])
                    if len(shared) <= max(len(item.xs), len(previous.xs)) + 2:
                        item.xs = previous.xs = shared
        last = page.items[-1] if page.items else None
        previous = last if isinstance(last, _Frame) else None


def _blocks(pages: list[_Page]) -> Iterator[Block]:
    edges = _edges_of_text(pages)
    held: list[_TextLine] = []
    right = size = 0.0  # of the page on which the last line stands
    table: list[str] = []
    for page, (left, page_right, page_size) in zip(pages, edges, strict=True):
        for item in page.items:
            if isinstance(item, _Frame):
                yield from _paragraph(held)
                yield from _run(table)
                held, table = [], []
                yield _grid(item)
                continue
            if is_table_line(item.text, bool(table)):
                yield from _paragraph(held)
                held = []
                table.append(item.text)
                continue
            yield from _run(table)
            table = []
            if held and _begins(held[-1], item, left, right, size):
                yield from _paragraph(held)
                held = []
            held.append(item)
            right, size = page_right, page_size
    yield from _paragraph(held)
    yield from _run(table)


def _edges_of_text(pages: list[_Page]) -> list[tuple[float, float, float]]:
    """The margins of each page: upright and lying pages have their own, one with a few lines has the report's."""
    whole = [item for page in pages for item in page.items if isinstance(item, _TextLine)]
    by_width: dict[int, list[_TextLine]] = {}
    for page in pages:
        by_width.setdefault(round(page.width), []).extend(i for i in page.items if isinstance(i, _TextLine))
    margins = {width: _margins(lines if len(lines) >= _FEW_LINES else whole) for width, lines in by_width.items()}
    return [margins[round(page.width)] for page in pages]


_FEW_LINES = 5


def _margins(lines: list[_TextLine]) -> tuple[float, float, float]:
    """The left and right edge of the text, and the usual size of a character."""
    if not lines:
        return 0.0, 0.0, 12.0
    heights = sorted(line.top - line.bottom for line in lines)
    size = heights[len(heights) // 2]
    body = [line for line in lines if line.top - line.bottom <= size * 1.1] or lines  # not the title
    long = sorted(body, key=lambda line: line.left - line.right)[: max(len(body) // 2, 1)]
    return min(line.left for line in long), max(line.right for line in long), size


def _begins(before: _TextLine, line: _TextLine, left: float, right: float, size: float) -> bool:
    """Whether a line begins a paragraph: it is indented, or the one before it ended early."""
    if line.left > left + size * 0.8 or before.right < right - size * 2.5:
        return True
    heading = match_heading(line.text)
    return (heading is not None and heading.sure) or match_title(line.text) is not None


def _paragraph(lines: list[_TextLine]) -> Iterator[Line]:
    if not lines:
        return
    made = lines[0].text
    for line in lines[1:]:
        gap = (
            " "
            if made[-1:].isascii() and made[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
            else ""
        )
        made += gap + line.text
    yield Line(tidy(made.replace("\t", " ")))


def _run(lines: list[str]) -> Iterator[Run]:
    if lines:
        yield Run("\n".join(lines))
