"""Two parts of one table that a page break cut, put together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nianbao.core.numerals import parse_cell
from nianbao.readers.blocks import Grid, RawCell
from nianbao.readers.labels import bare, exact_row
from nianbao.readers.tables import by_row


def shift(cells: Iterable[RawCell], rows: int) -> tuple[RawCell, ...]:
    """The cells so many rows further down."""
    return tuple(cell._replace(row=cell.row + rows) for cell in cells)


def stitch(first: Grid, second: Grid) -> Grid:
    """Two parts of a table that a page break cut: a repeated head is dropped, a label or row cut in two is one."""
    upper = first.cells
    height = max(cell.row + cell.rowspan for cell in upper)
    lower = _without_repeated_head(upper, second.cells)
    width = max(cell.column + cell.colspan for cell in upper)
    if lower and max(cell.column + cell.colspan for cell in lower) == width:
        upper, lower = _join_row(upper, lower, height)
        if lower:
            upper, lower = _join_labels(upper, lower, height)
    return Grid((*upper, *shift(lower, height)), first.merged and second.merged)


def _join_row(
    upper: Sequence[RawCell], lower: Sequence[RawCell], height: int
) -> tuple[tuple[RawCell, ...], tuple[RawCell, ...]]:
    """A row that the page break cut through: its words go on below, its figures stand on one side only."""
    ends = {(c.column, c.colspan): c for c in upper if c.row + c.rowspan == height}
    first = [cell for cell in lower if cell.row == 0]
    pairs = [(ends[cell.column, cell.colspan], cell) for cell in first if (cell.column, cell.colspan) in ends]
    if len(pairs) != len(first) or not _is_cut(pairs):
        return tuple(upper), tuple(lower)
    joined = {a: a._replace(rowspan=a.rowspan + b.rowspan - 1, text=a.text + b.text) for a, b in pairs}
    return tuple(joined.get(c, c) for c in upper), shift((c for c in lower if c.row), -1)


def _is_cut(pairs: list[tuple[RawCell, RawCell]]) -> bool:
    both = [(a, b) for a, b in pairs if a.text and b.text]
    if any(parse_cell(a.text) is not None or parse_cell(b.text) is not None for a, b in both):
        return False
    if any(
        len(bare(b.text)) > 3 and exact_row(bare(b.text)) and not exact_row(bare(a.text + b.text)) for a, b in pairs
    ):
        return False
    return bool(both) or not any(b.text for _, b in pairs)


def _without_repeated_head(upper: Sequence[RawCell], lower: Sequence[RawCell]) -> tuple[RawCell, ...]:
    rows = by_row(lower)
    above = by_row(upper)
    same = 0
    for here, there in zip(rows, above, strict=False):
        if [bare(c.text) for c in here] != [bare(c.text) for c in there] or not any(bare(c.text) for c in here):
            break
        if not all(parse_cell(c.text) is None for c in here):
            break
        same += 1
    while same and any(c.row < same < c.row + c.rowspan for c in lower):
        same -= 1
    return shift((cell for cell in lower if cell.row >= same), -same)


def _join_labels(
    upper: Sequence[RawCell], lower: Sequence[RawCell], height: int
) -> tuple[tuple[RawCell, ...], tuple[RawCell, ...]]:
    ends = {cell.column: cell for cell in upper if cell.row + cell.rowspan == height}
    joined: dict[RawCell, RawCell] = {}
    dropped: set[RawCell] = set()
    first = next(
        (c.column for c in sorted(lower, key=lambda c: c.column) if c.row == 0 and parse_cell(c.text) is not None), 0
    )
    for cell in lower:
        above = ends.get(cell.column)
        if cell.row or above is None or above.colspan != cell.colspan or cell.column >= first:
            continue
        cut = bool(cell.text and above.text)
        if cut and (exact_row(bare(above.text + cell.text)) is None or exact_row(bare(cell.text))):
            continue
        if cell.rowspan > 1 or above.rowspan > 1:
            joined[above] = above._replace(rowspan=above.rowspan + cell.rowspan, text=above.text + cell.text)
            dropped.add(cell)
    return tuple(joined.get(c, c) for c in upper), tuple(c for c in lower if c not in dropped)
