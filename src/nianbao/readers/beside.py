"""Statutory tables that stand side by side in one grid, as on a sheet laid out for a screen, taken apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from nianbao.readers.blocks import Grid, RawCell
from nianbao.readers.labels import bare, is_article_item
from nianbao.readers.tables import marks_of_tables

_NARROWEST = 12
"""Columns of a grid that may hold two tables: table two has four, table three ten."""
_FEW = 4
"""Labels by which a table is known to stand in a grid."""


class _Extent(NamedTuple):
    """Where the labels of a table stand; the ends are excluded."""

    left: int
    right: int
    top: int
    bottom: int


def side_by_side(cells: tuple[RawCell, ...]) -> list[tuple[RawCell, ...]]:
    """The cells of each table where a grid holds several beside each other, from the left; empty where it does not."""
    if max((cell.column + cell.colspan for cell in cells), default=0) < _NARROWEST:
        return []
    found = sorted(_extents(cells))
    if len(found) < 2:
        return []
    apart = all(one.right <= other.left for one, other in itertools.pairwise(found))
    level = max(extent.top for extent in found) < min(extent.bottom for extent in found)
    if not apart or not level:
        return []
    edges = [0, *(extent.left for extent in found[1:]), max(cell.column + cell.colspan for cell in cells)]
    return [made for left, right in itertools.pairwise(edges) if (made := _between(cells, left, right))]


def _extents(cells: tuple[RawCell, ...]) -> Iterator[_Extent]:
    marks = marks_of_tables()
    places: dict[int, list[RawCell]] = {}
    for cell in cells:
        if cell.text and not cell.text.isdigit():
            word = bare(cell.text)
            number = 2 if is_article_item(word) else marks.get(word)
            if number:
                places.setdefault(number, []).append(cell)
    for known in places.values():
        if len(known) >= _FEW:
            yield _Extent(
                min(cell.column for cell in known),
                max(cell.column + cell.colspan for cell in known),
                min(cell.row for cell in known),
                max(cell.row + cell.rowspan for cell in known),
            )


def _between(cells: tuple[RawCell, ...], left: int, right: int) -> tuple[RawCell, ...]:
    """The cells that begin between two columns, without the rows above and below that are empty there."""
    own = [cell for cell in cells if left <= cell.column < right]
    filled = [cell for cell in own if cell.text]
    if not filled:
        return ()
    top, bottom = min(cell.row for cell in filled), max(cell.row + cell.rowspan for cell in filled)
    return tuple(
        cell._replace(
            row=cell.row - top,
            column=cell.column - left,
            rowspan=min(cell.rowspan, bottom - cell.row),
            colspan=min(cell.colspan, right - cell.column),
        )
        for cell in own
        if top <= cell.row < bottom
    )


def taken_apart(grid: Grid) -> list[Grid]:
    """The grids of the tables that stand beside each other in a grid; the grid itself where none do."""
    return [Grid(cells, grid.merged) for cells in side_by_side(grid.cells)] or [grid]
