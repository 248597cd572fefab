"""Grids cut into the statutory tables they hold, and the parts of a table put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nianbao.core.report import Cell
from nianbao.readers.beside import side_by_side, taken_apart
from nianbao.readers.blocks import Block, Grid, Line, RawCell, Run
from nianbao.readers.stitching import shift, stitch
from nianbao.readers.table_three import read_requests
from nianbao.readers.tables import Reading, by_row, report_cell, row_table, table_parts
from nianbao.readers.tables_two_four import read_disclosure, read_disputes
from nianbao.readers.titles import match_heading, match_title

_READERS = {2: read_disclosure, 3: read_requests, 4: read_disputes}


def read_grid(number: int, cells: tuple[RawCell, ...]) -> Reading:
    """The figures of a grid that holds one statutory table or a part of it."""
    reading = Reading(number, cells)
    _READERS[number](reading, by_row(cells))
    return reading


class _Known(NamedTuple):
    """What a grid of one shape is: see `Reading`; `labels` are the cells of the report that hold no number."""

    number: int
    names: tuple[str | None, ...]
    labels: tuple[Cell | None, ...]
    edition: str | None
    extra: bool


_Shape = tuple[tuple[object, ...], ...]
MAX_SHAPE = 500
"""Cells of a grid whose shape is remembered; table three has 281."""


def _shape(cells: tuple[RawCell, ...]) -> _Shape:
    """The cells, those that hold a whole number without it: what tells which figure stands where."""
    return tuple([cell[:4] if cell[4].isdecimal() else cell for cell in cells])


@lru_cache(maxsize=64)
def _known(shape: _Shape) -> _Known | None:
    """What a grid of that shape is, where it is one whole table and everything in it is understood.

    The reports of a county are made on one form and differ in numbers, so that few shapes are met in a thousand.
    Which number a cell holds decides nothing: where it might (a row with a cell missing) there is a note, and
    such a grid is read by itself.
    """
    cells = tuple([RawCell(*cell, "0") if len(cell) == 4 else RawCell(*cell) for cell in shape])  # type: ignore[arg-type]
    rows = by_row(cells)
    stretches = table_parts(rows)
    number = stretches[0][0]
    if len(stretches) > 1 or number is None or _lead(rows) or side_by_side(cells):
        return None
    reading = read_grid(number, cells)
    if reading.notes:
        return None
    names = reading.names
    labels = tuple(
        [
            report_cell(cell, name) if len(raw) == 5 else None
            for cell, name, raw in zip(cells, names, shape, strict=True)
        ]
    )
    return _Known(number, names, labels, reading.edition, reading.extra)


@dataclass(frozen=True, slots=True)
class Part:
    """A grid that holds one statutory table, or a part of one; `known` where its shape tells all."""

    number: int
    grid: Grid
    known: _Known | None = None

    def read(self) -> Reading:
        """What it says."""
        if self.known is None:
            reading = read_grid(self.number, self.grid.cells)
        else:
            number, names, labels, edition, extra = self.known
            reading = Reading(number, self.grid.cells, edition=edition, extra=extra, known=names, labels=labels)
        reading.merged = self.grid.merged
        return reading


Item = Line | Grid | Run | Part


def parts(stream: Iterable[Block]) -> Iterator[Item]:
    """Grids cut where one table ends and another begins; titles inside a grid become lines."""
    for block in stream:
        if not isinstance(block, Grid):
            yield block
            continue
        known = _known(_shape(block.cells)) if len(block.cells) <= MAX_SHAPE else None
        if known is not None:
            yield Part(known.number, block, known)
            continue
        for grid in taken_apart(block):
            yield from _parts_of(grid)


def _parts_of(block: Grid) -> Iterator[Item]:
    """A grid cut where one table ends and the next one below it begins."""
    rows = by_row(block.cells)
    stretches = table_parts(rows)
    whole = not _lead(rows) and not (rows and _has_note(rows[-1]))
    if len(stretches) == 1 and stretches[0][0] is not None and whole:
        yield Part(stretches[0][0], block)
        return
    for number, start, end in stretches:
        yield from _cut(block, number, start, end)


def _lead(rows: list[list[RawCell]]) -> int:
    """How many rows stand above a table's own, as titles of report, section or table."""
    for count, row in enumerate(rows):
        if row_table(row) is not None or len([cell for cell in row if cell.text]) > 1:
            return count
        text = next((cell.text for cell in row if cell.text), "")
        if text and match_heading(text) is None and match_title(text) is None and not _is_caption(text):
            return count
    return 0


def _is_caption(text: str) -> bool:
    return re.match(r"(附?表[一二三四2-4\d]?[：:、 ]|附件|单位[：:]|填报)", text) is not None or text.endswith(
        ("统计表", "情况表")
    )


def _cut(grid: Grid, number: int | None, start: int, end: int) -> Iterator[Item]:
    cells = [cell for cell in grid.cells if start <= cell.row < end]
    rows = by_row(shift(cells, -start))
    if number is None:
        yield Grid(shift(cells, -start), grid.merged)
        return
    lead = _lead(rows)
    tail = len(rows)
    while tail > lead + 1 and _is_line_row(rows[tail - 1]):
        tail -= 1
    yield from _row_lines(rows[:lead])
    inside = [cell for row in rows[lead:tail] for cell in row]
    if inside:
        low = tail - lead
        moved = shift(inside, -lead)
        yield Part(number, Grid(tuple(c._replace(rowspan=min(c.rowspan, low - c.row)) for c in moved), grid.merged))
    yield from _row_lines(rows[tail:])


def _has_note(row: list[RawCell]) -> bool:
    """Whether the last row of a table is a remark below it, in one cell as wide as the table."""
    texts = [cell for cell in row if cell.text]
    return len(row) == len(texts) == 1 and row[0].colspan > 3 and _is_line_row(row)


def _is_line_row(row: list[RawCell]) -> bool:
    texts = [cell.text for cell in row if cell.text]
    if not texts:
        return True
    return (
        len(texts) == 1 and row_table(row) is None and not any(c.isdigit() for c in texts[0][:1]) and len(texts[0]) > 3
    )


def _row_lines(rows: Iterable[list[RawCell]]) -> Iterator[Line]:
    for row in rows:
        for cell in row:
            if cell.text:
                yield Line(cell.text)


def merged(items: Iterable[Item]) -> Iterator[Item]:
    """Parts of one table that follow each other are one."""
    held: Part | None = None
    for item in items:
        if isinstance(item, Part):
            if held is not None and held.number == item.number and _continues(held, item):
                held = Part(held.number, stitch(held.grid, item.grid))
                continue
            if held is not None:
                yield held
            held = item
            continue
        if held is not None and isinstance(item, Line) and _GOES_ON.fullmatch(item.text):
            continue
        if held is not None and isinstance(item, Grid) and _is_remnant(held, item):
            held = Part(held.number, stitch(held.grid, item))
            continue
        if held is not None:
            yield held
            held = None
        yield item
    if held is not None:
        yield held


_GOES_ON = re.compile(r"[（(]?(?:接|续)上?[表页]?[一二三四2-4]?[）)]?|表[一二三四2-4][（(]续[）)]")
"""What stands between two parts of a table: 续表."""


_MOST_CELLS = 2_000
"""Six times the largest table of the form; what is longer is no table that page breaks cut."""


def _continues(first: Part, second: Part) -> bool:
    return bool(second.grid.cells) and not _is_full(first)


def _is_full(part: Part) -> bool:
    return len(part.grid.cells) >= _MOST_CELLS


def _is_remnant(held: Part, grid: Grid) -> bool:
    """Whether an unmarked grid is the rest of the table above it, as the figures of table four on a new page."""
    if held.number != 4 or _is_full(held):
        return False
    width = max(cell.column + cell.colspan for cell in held.grid.cells)
    texts = [cell.text for cell in grid.cells if cell.text]
    if not grid.cells or max(cell.column + cell.colspan for cell in grid.cells) != width or not texts:
        return False
    return all(len(text) <= 12 for text in texts)
