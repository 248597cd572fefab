"""What every reader makes of its format: a stream of lines and grids, before anyone asks what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

MAX_CELLS = 40_000
"""Cells of one table, and of all tables of a file; three statutory tables have 280."""
MAX_COLUMNS = 400
MAX_ROWS = 10_000
MAX_CHARACTERS = 2_000_000
"""Characters of a whole report; long ones have 50,000."""


class Line(NamedTuple):
    """A paragraph as it stands; `level` 1 for a heading of a section, 2 and 3 below it, 0 where nobody says."""

    text: str
    level: int = 0


class RawCell(NamedTuple):
    """A cell where it stands, before anyone knows whether it is a label or a figure."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


class Grid(NamedTuple):
    """A table whose rows and columns are known.

    `merged` is False where the format cannot say that cells are merged (Markdown, text): an empty cell may
    then be a place that another covers. `inherit` is True for a part that a page break cut off.
    """

    cells: tuple[RawCell, ...]
    merged: bool = True


class Run(NamedTuple):
    """Text of a table whose columns are lost: tabs between some cells, line breaks between others."""

    text: str


Block = Line | Grid | Run


class TooLarge(Exception):  # a limit, turned into an InputError where the file is known
    """A table or text far beyond any report."""


class Spanning(NamedTuple):
    """A cell that covers several rows or columns, at least 1 of each."""

    text: str
    rows: int
    columns: int


def lay_out(rows: Iterable[Iterable[str | Spanning]]) -> tuple[RawCell, ...]:
    """Cells put in their places, row by row, as HTML tables are; a cell that covers one place is its text alone."""
    cells: list[tuple[int, int, int, int, str]] = []
    open_: list[tuple[int, int, int]] = []  # cells from above: their first column, the column and row behind them
    known = edge = 0  # how many of them are in order, and the last column they cover
    until = MAX_ROWS  # the row where the first of them ends
    below = 0  # the row behind the last that any of them reaches
    put = cells.append
    for at, row in enumerate(rows):
        if at >= MAX_ROWS or len(cells) > MAX_CELLS:
            raise TooLarge
        if len(open_) != known or at >= until:
            open_ = sorted([cell for cell in open_ if cell[2] > at])
            known = len(open_)
            edge = max([last for _, last, _ in open_], default=0)
            until = min([end for _, _, end in open_], default=MAX_ROWS)
        column = 0
        for cell in row:
            if column < edge:
                for first, last, _ in open_:
                    if first <= column < last:
                        column = last
            if isinstance(cell, str):
                put((at, column, 1, 1, cell))
                column += 1
                continue
            text, high, wide = cell
            put((at, column, high, wide, text))
            if high != 1:
                open_.append((column, column + wide, at + high))
                below = max(below, at + high)
            column += wide
        if column > MAX_COLUMNS:
            raise TooLarge
    # All at once takes half the time of calling the class, which counts for the cells of a thousand reports.
    made = list(map(tuple.__new__, repeat(RawCell), cells))
    if made and below > made[-1].row + 1:
        _clip(made, made[-1].row + 1)
    return tuple(made)


def _clip(cells: list[RawCell], last: int) -> None:
    """No cell reaches below the last row."""
    for at, cell in enumerate(cells):
        if cell.row + cell.rowspan > last:
            cells[at] = cell._replace(rowspan=last - cell.row)


_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BREAK_IN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) *[\r\n]\s*(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


def tidy(text: str) -> str:
    """Text as a page shows it: runs of white space as one space, none at the ends, nothing invisible.

    A line break of the source between Chinese characters is no space.
    """
    if text.isalnum():
        return text
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
        if "\n" in text:
            text = _BREAK_IN_CHINESE.sub("", text)
    elif "  " not in text:
        return text.strip(" ")
    return _SPACE.sub(" ", text).strip()


tidy_label = lru_cache(maxsize=4096)(tidy)
"""The same for the text of a cell: most are labels of the form, the same in every report."""
