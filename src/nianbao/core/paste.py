"""A block copied from Excel or WPS: what it says, and which cell of a statutory table each number goes to.

Nothing is dropped in silence: every cell of the block is set, ignored as a label, compared as a total, or
named with the reason why it cannot be taken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nianbao.core.figures import FigureError, derive, read_figure
from nianbao.core.form import Form, TableForm
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.report import number_text
from nianbao.core.sheet import figure_rows
from nianbao.core.workbook import BALANCE_LABEL

Block = tuple[tuple[str, ...], ...]
Fate = Literal["set", "zero", "total", "differs", "label", "bad", "outside"]

_STROKES = frozenset(("", "/", "／", "\\", "-", "－", "—", "——", "无", "〇", "○", "零"))
"""What people write for nothing; all of them become 0, as the form demands."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A cell of the block and what becomes of it.

    Attributes:
        row, column: its place in the block.
        text: what stood there.
        fate: set, zero (a blank or stroke becomes 0), total (agrees with the sum), differs (a total that
            does not), label (ignored), bad (no number of that kind), outside (no cell of the table there).
        figure: the cell it goes to.
        number: the number it stands for.
        derived: for a total, the sum that the program makes.
        why: for a bad one, the reason, in Chinese.
    """

    row: int
    column: int
    text: str
    fate: Fate
    figure: str | None = None
    number: Number | None = None
    derived: Number | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Paste:
    """What pasting would do: every cell of the block, and the cells of the draft that would change."""

    cells: tuple[Pasted, ...]
    values: Mapping[str, Number]

    def having(self, *fates: Fate) -> tuple[Pasted, ...]:
        """The cells with one of these fates, in order."""
        return tuple(cell for cell in self.cells if cell.fate in fates)


def read_block(text: str) -> Block:
    """The cells of a copied block: tabs between columns, a line each row, quotes as spreadsheets put them."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip("\n")
    if not clean:
        return ()
    if '"' not in clean:
        return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in clean.split("\n"))
    rows = csv.reader(io.StringIO(clean), delimiter="\t")
    try:
        return tuple(tuple(cell.strip() for cell in row) for row in rows)
    except csv.Error:
        return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in clean.split("\n"))


def write_block(rows: Sequence[Sequence[str]], cells: Mapping[str, Number]) -> str:
    """Figures by row as a block that a spreadsheet takes."""
    return "\n".join("\t".join(number_text(cells[figure]) for figure in row) for row in rows)


def place_block(form: Form, table: TableForm, block: Block, at: str, cells: Mapping[str, Number]) -> Paste:
    """Say where each cell of a block goes if it is pasted with the cursor at a figure.

    A block that brings labels of the form along is placed by them, whatever the cursor; any other lies
    with its first cell on the cursor. Totals may be there or not.
    """
    aims, labels = _aims(form, table, block, at)
    inputs: dict[str, Number] = {}
    placed: list[Pasted] = []
    for r, row in enumerate(block):
        ours = BALANCE_LABEL in row  # the line of balances below the table in our own workbook
        for c, text in enumerate(row):
            figure = aims.get((r, c))
            if ours or (r, c) in labels or (figure is None and not text):
                placed.append(Pasted(r, c, text, "label"))
            else:
                placed.append(_read(form, r, c, text, figure))
    for cell in placed:
        if cell.fate in ("set", "zero") and cell.figure is not None and cell.number is not None:
            inputs[cell.figure] = cell.number
    derived = derive(form, {**{name: cells[name] for name in form.inputs}, **inputs})
    return Paste(tuple(_compare(cell, derived) for cell in placed), inputs)


def _read(form: Form, row: int, column: int, text: str, figure: str | None) -> Pasted:
    if figure is None:
        return Pasted(row, column, text, "outside", why="这里没有可填的格")
    stroke = text in _STROKES
    number = 0 if stroke else parse_cell(text)
    if figure in form.totals:
        if stroke and text not in ("〇", "○", "零"):
            return Pasted(row, column, text, "label", figure)
        if number is None:
            return Pasted(row, column, text, "bad", figure, why="不是数字")
        return Pasted(row, column, text, "total", figure, number)
    if stroke:
        return Pasted(row, column, text, "zero", figure, 0)
    try:
        return Pasted(row, column, text, "set", figure, read_figure(form, figure, text))
    except FigureError as error:
        return Pasted(row, column, text, "bad", figure, number, why=error.what)


def _compare(cell: Pasted, derived: Mapping[str, Number]) -> Pasted:
    if cell.fate != "total" or cell.figure is None:
        return cell
    expected = derived[cell.figure]
    fate: Fate = "total" if expected == cell.number else "differs"
    return Pasted(cell.row, cell.column, cell.text, fate, cell.figure, cell.number, expected)


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "").replace("(", "（").replace(")", "）").replace('"', "")


def _aims(
    form: Form, table: TableForm, block: Block, at: str
) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    """The figure that each cell of the block goes to, and the cells that are labels."""
    rows = figure_rows(table)
    names = _row_names(table)
    named = {r: names[_bare(text)] for r, line in enumerate(block) for text in line if _bare(text) in names}
    if named:
        return _aim_by_labels(table, block, named)
    heads = {r for r, line in enumerate(block) if _is_head(line)}
    lines = [r for r in range(len(block)) if r not in heads]
    labels = frozenset((r, c) for r in heads for c in range(len(block[r])))
    row, column = next((n, line.index(at)) for n, line in enumerate(rows) if at in line)
    columns = max((len(block[r]) for r in lines), default=0)
    whole = {line[0]: line for line in rows}
    rows_with = rows[row:]
    rows_without = tuple(line for line in rows_with if not all(figure in form.totals for figure in line))
    targets = _choose(form, block, lines, rows_with, rows_without, column)
    aims: dict[tuple[int, int], str] = {}
    for r, line in zip(lines, targets, strict=False):
        for c, figure in zip(
            range(len(block[r])), _across(form, whole[line[0]][column:], block[r], columns), strict=False
        ):
            aims[r, c] = figure
    return aims, labels


def _choose(
    form: Form,
    block: Block,
    lines: Sequence[int],
    rows_with: Sequence[tuple[str, ...]],
    rows_without: Sequence[tuple[str, ...]],
    column: int,
) -> Sequence[tuple[str, ...]]:
    """Whether the rows of a block bring the row of totals along: if the block is exactly as long as the
    rest of the table without it, and what would fall on it is not the sum."""
    if len(lines) != len(rows_without) or len(rows_without) == len(rows_with):
        return rows_with
    at = next(n for n, line in enumerate(rows_with) if line[0] in form.totals)
    figures = {
        figure: parse_cell(text) or 0
        for r, line in zip(lines, rows_with, strict=False)
        for text, figure in zip(block[r], line[column:], strict=False)
    }
    for figure in rows_with[at][column:]:
        members = form.totals[figure]
        known = figure in figures and all(m in figures for m in members)
        if known and figures[figure] != sum(figures[m] for m in members):
            return rows_without
    return rows_with


def _across(form: Form, figures: Sequence[str], row: Sequence[str], columns: int) -> Sequence[str]:
    """The figures of a row that a line of the block covers, without totals if it has none of them."""
    without = [figure for figure in figures if figure not in form.totals or _sums_rows(figure)]
    if columns != len(without) or len(without) == len(figures):
        return figures
    inner = any(figure not in without for figure in figures[:columns])
    if not inner:
        return figures
    numbers = {figure: parse_cell(text) or 0 for figure, text in zip(figures, row, strict=False)}
    for figure in figures[:columns]:
        if figure in form.totals and figure not in without:
            members = form.totals[figure]
            if all(m in numbers for m in members) and numbers[figure] != sum(numbers[m] for m in members):
                return without
    return figures


def _sums_rows(figure: str) -> bool:
    """Whether a total adds up a column (（七）总计), so that it stands in a row of totals."""
    return figure.startswith("requests.handled.") and not figure.endswith(".total")


def _is_head(line: Sequence[str]) -> bool:
    texts = [text for text in line if text not in _STROKES]
    return (
        bool(texts) and all(parse_cell(text) is None for text in texts) and any(c >= "\u4e00" for t in texts for c in t)
    )


def _row_names(table: TableForm) -> dict[str, int]:
    """The labels at the left of rows with figures, each with its row in the grid."""
    rows = {cell.row for cell in table.cells if cell.figure is not None}
    return {
        _bare(cell.label): cell.row
        for cell in table.cells
        if cell.label is not None and cell.rowspan == 1 and cell.row in rows and cell.column < table.head_columns
    }


def _aim_by_labels(
    table: TableForm, block: Block, named: Mapping[int, int]
) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    figures: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.figure is not None:
            figures.setdefault(cell.row, []).append(cell.figure)
    names = _row_names(table)
    lead = 1 + max(c for r in named for c, text in enumerate(block[r]) if _bare(text) in names)
    most = max(len(figures[row]) for row in named.values())
    columns = max(len(block[r]) for r in named)
    if len({len(figures[row]) for row in named.values()}) == 1 and columns - lead > most:
        lead = columns - most
    aims: dict[tuple[int, int], str] = {}
    labels: set[tuple[int, int]] = set()
    for r, line in enumerate(block):
        row = named.get(r)
        if row is None:
            head = _is_head(line)
            labels |= {(r, c) for c, text in enumerate(line) if head or not text}
            continue
        labels |= {(r, c) for c in range(min(lead, len(line)))}
        for c, figure in zip(range(lead, len(line)), figures[row], strict=False):
            aims[r, c] = figure
    return aims, frozenset(labels)
