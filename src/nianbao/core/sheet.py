"""A statutory table laid out on a terminal of any width, and how a cursor moves in it.

The table keeps its own rows, columns, spans and labels: columns shrink until labels wrap, rows grow with
the labels, and no line is ever wider than another. Nothing here draws; a face fills in the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from nianbao.core.figures import balance_gap
from nianbao.core.form import COLUMNS, GridCell, TableForm
from nianbao.core.numerals import Number
from nianbao.core.report import number_text
from nianbao.core.width import pad, width, wrap

Direction = Literal["left", "right", "up", "down", "home", "end", "top", "bottom", "next", "previous", "below", "above"]
Tint = Literal["frame", "head", "label", "figure"]

_MOST = 12
"""A data column wider than this only tears the row apart."""
_JUNCTIONS = " ││││└┌├─┘┐┤─┴┬┼"
"""A crossing of lines by the arms it has: up 1, down 2, right 4, left 8."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: what it is, how wide, its text (blank for a figure), and the cell it shows.

    `anchor` is true on the one line of a figure's cell where its number stands.
    """

    tint: Tint
    width: int
    text: str
    cell: GridCell | None = None
    anchor: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table laid out.

    Attributes:
        table: the table of the form.
        widths: the cells of each column, without the lines between them.
        tops: the line on which each row of the table begins.
        heights: the lines of each row, without a rule above it.
        lines: every line from frame to frame, in parts whose widths add up to `width`.
        head: how many lines on top stay in sight when the rest scrolls.
    """

    table: TableForm
    widths: tuple[int, ...]
    tops: tuple[int, ...]
    heights: tuple[int, ...]
    lines: tuple[tuple[Part, ...], ...]
    head: int

    @property
    def width(self) -> int:
        return sum(self.widths) + len(self.widths) + 1

    def same_as(self, other: Sheet) -> bool:
        """Whether the other is the same table, laid out with the same lines and columns."""
        return self is other or (
            self.table is other.table
            and (self.widths, self.tops, self.heights, self.head)
            == (other.widths, other.tops, other.heights, other.head)
        )

    @property
    def height(self) -> int:
        return len(self.lines)

    @cached_property
    def cells(self) -> Mapping[str, GridCell]:
        """The cell of each figure."""
        return {cell.figure: cell for cell in self.table.cells if cell.figure is not None}

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The figures by row, from the left, rows without figures left out."""
        return figure_rows(self.table)

    def left_of(self, column: int) -> int:
        """The cell of the terminal at which a column begins."""
        return 1 + sum(self.widths[:column]) + column

    def span_width(self, cell: GridCell) -> int:
        """The cells of the terminal that a cell takes, without the lines around it."""
        return sum(self.widths[cell.column : cell.column + cell.colspan]) + cell.colspan - 1

    def place(self, figure: str) -> tuple[int, int, int]:
        """Where a figure's number stands: line, first cell, number of cells."""
        cell = self.cells[figure]
        return self.tops[cell.row] + (self.heights[cell.row] - 1) // 2, self.left_of(cell.column), self.span_width(cell)

    def lines_of(self, figure: str) -> range:
        """The lines that a figure's cell takes."""
        cell = self.cells[figure]
        return range(self.tops[cell.row], self.tops[cell.row] + self.heights[cell.row])

    def at(self, x: int, line: int) -> str | None:
        """The figure under a point of the table, None where there is a label or a line."""
        if not 0 <= line < len(self.lines):
            return None
        for part in self.lines[line]:
            if x < part.width:
                return part.cell.figure if part.cell else None
            x -= part.width
        return None


@lru_cache(maxsize=64)
def lay_out(table: TableForm, columns: int, longest: int = 1, ruled: bool = True) -> Sheet:
    """Lay a table out in at most `columns` cells, if that can be done at all.

    `longest` is the number of digits of the longest figure; `ruled` draws a line between the groups of
    rows. Where the width is too small for labels and numbers, the sheet is wider and has to scroll.
    """
    widths = _widths(table, columns, longest)
    heights = _heights(table, widths)
    rules = _rules(table, ruled)
    tops: list[int] = []
    line = 0
    for row in range(table.rows):
        line += row in rules
        tops.append(line)
        line += heights[row]
    lines = _lines(table, widths, heights, tuple(tops), rules)
    head = tops[table.head_rows] if table.head_rows else 1
    return Sheet(table, widths, tuple(tops), heights, lines, head)


def _widths(table: TableForm, columns: int, longest: int) -> tuple[int, ...]:
    """Column widths. Each column has three wishes: least, easy, full. Labels come first, since a wrapped
    label costs a line and a narrow number nothing; the columns of numbers stay equally wide."""
    wishes = [_wishes(table, column) for column in range(table.head_columns)]
    widths = [wish[0] for wish in wishes]
    numbers = table.columns - table.head_columns
    least, easy, full = _number_wishes(table, longest)
    spare = columns - sum(widths) - numbers * least - table.columns - 1
    data = least
    for stage, target in ((1, easy), (2, full)):
        for n in reversed(range(len(widths))):
            more = max(0, min(spare, wishes[n][stage] - widths[n]))
            widths[n] += more
            spare -= more
        more = max(0, min(spare // numbers, target - data))
        data += more
        spare -= more * numbers
    return (*widths, *([data] * numbers))


def _wishes(table: TableForm, column: int) -> tuple[int, int, int]:
    """What a column of labels would like: a label that spans rows may stand upright in a narrow column."""
    here = [cell for cell in table.cells if cell.column == column and cell.colspan == 1 and cell.label is not None]
    full = max((width(cell.label or "") for cell in here), default=4)
    if any(cell.rowspan > 1 for cell in here):
        return 4, min(full, 4 if column == 0 else 8), min(full, 14)
    return min(full, 13 if table.head_columns > 1 else 14), min(full, 26), min(full, 40)


def _number_wishes(table: TableForm, longest: int) -> tuple[int, int, int]:
    heads = [
        cell
        for cell in table.cells
        if cell.label is not None and cell.colspan == 1 and cell.column >= table.head_columns
    ]
    full = min(_MOST, max((width(cell.label or "") for cell in heads), default=4))
    least = max(2 if table.columns > 10 else 4, longest)
    return least, max(least, min(full, 6)), max(least, full)


def _heights(table: TableForm, widths: Sequence[int]) -> tuple[int, ...]:
    """Rows as high as their labels need; a label over several rows may stretch the last of them."""
    heights = [1] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        if cell.label is None:
            continue
        need = len(wrap(cell.label, _span(widths, cell)))
        have = sum(heights[cell.row : cell.row + cell.rowspan])
        if need > have:
            heights[cell.row + cell.rowspan - 1] += need - have
    return tuple(heights)


def _span(widths: Sequence[int], cell: GridCell) -> int:
    return sum(widths[cell.column : cell.column + cell.colspan]) + cell.colspan - 1


def _rules(table: TableForm, ruled: bool) -> frozenset[int]:
    """The rows above which a line is drawn: the first, those of the head, and where a group begins."""
    rules = set(range(table.head_rows + 1))
    if not ruled:
        return frozenset({0, table.head_rows})
    owners = _owners(table)
    for row in range(table.head_rows + 1, table.rows):
        above, below = owners[row - 1], owners[row]
        shape = [[cell.colspan if cell else 1 for cell in line] for line in (above, below)]
        begins = any(cell.row == row and cell.rowspan > 1 for cell in below if cell)
        if begins or shape[0] != shape[1]:
            rules.add(row)
    return frozenset(rules)


def _owners(table: TableForm) -> list[list[GridCell | None]]:
    owners: list[list[GridCell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(table.rows, cell.row + cell.rowspan)):
            for column in range(cell.column, cell.column + cell.colspan):
                owners[row][column] = cell
    return owners


def _lines(
    table: TableForm, widths: tuple[int, ...], heights: tuple[int, ...], tops: tuple[int, ...], rules: frozenset[int]
) -> tuple[tuple[Part, ...], ...]:
    owners = _owners(table)
    texts = {cell: _texts(cell, widths, heights, tops) for cell in table.cells}
    lines: list[tuple[Part, ...]] = []
    for row in range(table.rows):
        if row in rules:
            lines.append(_rule(owners, widths, row, len(lines), tops, texts))
        for _ in range(heights[row]):
            lines.append(_line(owners[row], widths, len(lines), tops, texts))
    lines.append(_rule(owners, widths, table.rows, len(lines), tops, texts))
    return tuple(lines)


def _texts(cell: GridCell, widths: tuple[int, ...], heights: tuple[int, ...], tops: tuple[int, ...]) -> list[str]:
    """A cell's lines from its top to its bottom, its label in the middle."""
    space = _span(widths, cell)
    last = min(len(tops), cell.row + cell.rowspan) - 1
    height = tops[last] + heights[last] - tops[cell.row]
    label = _label_lines(cell.label, space) if cell.label is not None else []
    above = (height - len(label)) // 2
    short = len(label) == 1 or width(cell.label or "") <= _MOST
    align = "centre" if short and not (cell.label or " ")[0].isdigit() else "left"
    lines = [" " * space] * above + [pad(line, space, align) for line in label]
    return lines + [" " * space] * (height - len(lines))


def _label_lines(label: str, space: int) -> list[str]:
    """A label in as many lines as it needs; a short one evenly cut (商业／企业, not 商业企／业)."""
    lines = wrap(label, space)
    if len(lines) > 1 and width(label) <= _MOST:
        while space > 2 and len(narrower := wrap(label, space - 1)) == len(lines):
            lines, space = narrower, space - 1
    return lines


def _part(cell: GridCell, line: int, tops: tuple[int, ...], texts: Mapping[GridCell, list[str]]) -> Part:
    lines = texts[cell]
    at = line - tops[cell.row]
    if cell.figure is not None:
        return Part("figure", width(lines[at]), lines[at], cell, at == (len(lines) - 1) // 2)
    head = cell.row == 0 or cell.rowspan > 1 or cell.colspan > 1
    return Part("head" if head else "label", width(lines[at]), lines[at], cell)


def _line(
    owners: Sequence[GridCell | None],
    widths: tuple[int, ...],
    line: int,
    tops: tuple[int, ...],
    texts: Mapping[GridCell, list[str]],
) -> tuple[Part, ...]:
    parts = [Part("frame", 1, "│")]
    column = 0
    while column < len(widths):
        cell = owners[column]
        if cell is None:
            parts += [Part("label", widths[column], " " * widths[column]), Part("frame", 1, "│")]
            column += 1
            continue
        parts += [_part(cell, line, tops, texts), Part("frame", 1, "│")]
        column = cell.column + cell.colspan
    return tuple(parts)


def _rule(
    owners: list[list[GridCell | None]],
    widths: tuple[int, ...],
    row: int,
    line: int,
    tops: tuple[int, ...],
    texts: Mapping[GridCell, list[str]],
) -> tuple[Part, ...]:
    """The line above a row (below the last one for row = number of rows), broken where a cell spans it."""
    blank: list[GridCell | None] = [None] * len(widths)
    above = owners[row - 1] if row > 0 else blank
    below = owners[row] if row < len(owners) else blank
    edge = row in (0, len(owners))
    through = [not edge and above[n] is not None and above[n] is below[n] for n in range(len(widths))]
    parts: list[Part] = []
    column = 0
    while column <= len(widths):
        up = _parted(above, column) and row > 0
        down = _parted(below, column) and row < len(owners)
        left = column > 0 and not through[column - 1]
        right = column < len(widths) and not through[column]
        parts.append(Part("frame", 1, _JUNCTIONS[up + 2 * down + 4 * right + 8 * left]))
        if column == len(widths):
            break
        cell = below[column] if through[column] else None
        if cell is not None:
            parts.append(_part(cell, line, tops, texts))
            column = cell.column + cell.colspan
        else:
            parts.append(Part("frame", widths[column], "─" * widths[column]))
            column += 1
    return tuple(parts)


def _parted(owners: Sequence[GridCell | None], column: int) -> bool:
    """Whether a vertical line stands at the left of a column in that row."""
    if column in (0, len(owners)):
        return True
    return owners[column - 1] is None or owners[column - 1] is not owners[column]


@lru_cache(maxsize=16)
def figure_rows(table: TableForm) -> tuple[tuple[str, ...], ...]:
    """A table's figures by row, from the left; rows without figures are left out."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in table.cells:
        if cell.figure is not None:
            rows.setdefault(cell.row, []).append((cell.column, cell.figure))
    return tuple(tuple(figure for _, figure in sorted(rows[row])) for row in sorted(rows))


def _position(rows: Sequence[Sequence[str]], figure: str) -> tuple[int, int]:
    for n, row in enumerate(rows):
        if figure in row:
            return n, row.index(figure)
    return 0, 0


def move(table: TableForm, inputs: frozenset[str], figure: str, direction: Direction, steps: int = 1) -> str:
    """The figure that a key leads to; the same one where there is nothing further.

    Arrows stop at totals too, so that a relation can be looked at; `next` and `previous` (Tab) walk the
    input cells line by line, `below` and `above` (Enter) column by column.
    """
    rows = figure_rows(table)
    row, column = _position(rows, figure)
    if direction == "left":
        return rows[row][max(0, column - steps)]
    if direction == "right":
        return rows[row][min(len(rows[row]) - 1, column + steps)]
    if direction == "home":
        return rows[row][0]
    if direction == "end":
        return rows[row][-1]
    if direction == "top":
        return rows[0][0]
    if direction == "bottom":
        return rows[-1][-1]
    if direction in ("up", "down"):
        target = max(0, row - steps) if direction == "up" else min(len(rows) - 1, row + steps)
        return rows[target][min(column, len(rows[target]) - 1)]
    if direction in ("next", "previous"):
        order = [f for line in rows for f in line if f in inputs]
    else:
        longest = max(len(line) for line in rows)
        order = [line[n] for n in range(longest) for line in rows if n < len(line) and line[n] in inputs]
    return _step(
        order, rows, figure, 1 if direction in ("next", "below") else -1, by_column=direction in ("below", "above")
    )


def _step(order: list[str], rows: Sequence[Sequence[str]], figure: str, step: int, *, by_column: bool) -> str:
    """The next input cell in an order; from a total, the one that follows or precedes its place."""
    if figure in order:
        return order[min(len(order) - 1, max(0, order.index(figure) + step))]

    def key(name: str) -> tuple[int, int]:
        row, column = _position(rows, name)
        return (column, row) if by_column else (row, column)

    here = key(figure)
    if step > 0:
        return next((name for name in order if key(name) > here), order[-1])
    return next((name for name in reversed(order) if key(name) < here), order[0])


def rectangle(table: TableForm, first: str, last: str) -> tuple[tuple[str, ...], ...]:
    """The figures between two corners, by row."""
    rows = figure_rows(table)
    (top, left), (bottom, right) = _position(rows, first), _position(rows, last)
    top, bottom = sorted((top, bottom))
    left, right = sorted((left, right))
    return tuple(row[left : right + 1] for row in rows[top : bottom + 1] if row[left : right + 1])


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A line under table three: its name, and its text by column path; `broken` names the columns that
    do not balance."""

    name: str
    texts: Mapping[str, str]
    broken: frozenset[str]


def balance_lines(cells: Mapping[str, Number]) -> tuple[BalanceLine, ...]:
    """How each column of table three stands: 一＋二, 三＋四, and the difference between them."""
    came: dict[str, str] = {}
    went: dict[str, str] = {}
    gaps: dict[str, str] = {}
    broken: set[str] = set()
    for column in COLUMNS:
        at = f"requests.{{}}.{column.path}".format
        gap = balance_gap(cells, column.path)
        came[column.path] = number_text(cells[at("received")] + cells[at("carried_in")])
        went[column.path] = number_text(cells[at("handled")] + cells[at("carried_out")])
        gaps[column.path] = "平" if gap == 0 else f"{'+' if gap > 0 else '−'}{number_text(gap if gap > 0 else -gap)}"
        if gap != 0:
            broken.add(column.path)
    marks = frozenset(broken)
    return (
        BalanceLine("一＋二＝", came, marks),
        BalanceLine("三＋四＝", went, marks),
        BalanceLine("差额", gaps, marks),
    )
