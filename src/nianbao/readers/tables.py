"""The three statutory tables in grids as they are met: which table, which row, which column, which figure.

Columns are found by all that stands above them, rows by their labels, never by position alone. What cannot
be told for sure becomes a note and no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from nianbao.core.form import DISPUTE_LABELS, OUTCOMES, form
from nianbao.core.report import Cell, Note, Table, statutory_table
from nianbao.readers.blocks import RawCell
from nianbao.readers.labels import (
    AMBIGUOUS,
    CONTENT,
    bare,
    exact_row,
    is_article_item,
    item_heads,
    item_names,
    row_names,
)

Rows = list[list[RawCell]]


@dataclass
class Reading:
    """What was understood of a table; `edition` where its labels tell."""

    number: int
    cells: Sequence[RawCell]
    figures: dict[RawCell, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    edition: str | None = None
    merged: bool = True
    """Whether the format says which cells are merged."""
    extra: bool = False
    """Whether it has rows or columns that the form has not."""
    known: tuple[str | None, ...] | None = None
    """The figure of each cell where a grid of the same shape has been read before; `figures` is then empty."""
    labels: tuple[Cell | None, ...] | None = None
    """Its cells as they stand in a report, those of the same shape that hold no number."""

    @property
    def names(self) -> tuple[str | None, ...]:
        """The figure of each cell, None for a label."""
        return self.known or tuple(map(self.figures.get, self.cells))

    def table(self, edition: str, merged: bool) -> Table:
        """The table as it stands; where the format lost the merged cells, the form's own frame if all is there."""
        names = self.names
        if not merged and not self.extra:
            frame = form(edition).tables[self.number]
            texts = {name: cell.text for cell, name in zip(self.cells, names, strict=True) if name}
            if set(frame.figures) == set(texts):
                return statutory_table(frame, texts)
        if self.labels is None:
            return Table(self.number, tuple(map(report_cell, self.cells, names)))
        made = [
            label or report_cell(cell, name) for label, cell, name in zip(self.labels, self.cells, names, strict=True)
        ]
        return Table(self.number, tuple(made))


@lru_cache(maxsize=8192)
def report_cell(cell: RawCell, figure: str | None) -> Cell:
    """A cell of a report; most reports have the same labels and zeros in the same places, so they share them."""
    return Cell(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text, figure)


def by_row(cells: Iterable[RawCell]) -> Rows:
    """The cells that begin in each row."""
    rows: Rows = []
    for cell in cells:
        while len(rows) <= cell.row:
            rows.append([])
        rows[cell.row].append(cell)
    return rows


_MARKS_3 = frozenset({"自然人", "法人或其他组织", "申请人情况", "商业企业", "科研机构", "社会公益组织", "法律服务机构"})
_MARKS_4 = frozenset(bare(label) for label in (*DISPUTE_LABELS.values(), "行政诉讼"))
OUTCOME_WORDS = frozenset(bare(label) for path, label in OUTCOMES if path != "total")


@cache
def marks_of_tables() -> Mapping[str, int]:
    """Bare labels that only one of the tables has."""
    marks = dict.fromkeys(item_names(), 2)
    marks.update(dict.fromkeys(item_heads(), 2))
    marks[CONTENT] = 2
    marks.update({word: 3 for word in row_names() if word not in AMBIGUOUS and len(word) > 3})
    marks.update(dict.fromkeys(_MARKS_3, 3))
    marks.update(dict.fromkeys(_MARKS_4, 4))
    marks.update(dict.fromkeys(OUTCOME_WORDS, 4))
    return marks


def row_table(row: Iterable[RawCell]) -> int | None:
    """The number of the statutory table a row's labels belong to, None where they tell nothing."""
    marks = marks_of_tables()
    for cell in row:
        text = cell.text
        if not text or text.isdigit():
            continue
        word = bare(text)
        found = marks.get(word)
        if found:
            return found
        if is_article_item(word):
            return 2
        if len(word) > 3 and exact_row(word):
            return 3
    return None


def is_head(row: Iterable[RawCell]) -> bool:
    """Whether a row of table three is a row of its head, printed again where the table goes on."""
    words = [bare(cell.text) for cell in row if cell.text]
    return any(word in _MARKS_3 for word in words) and not any(word.isdigit() for word in words)


def table_parts(rows: Rows) -> list[tuple[int | None, int, int]]:
    """The stretches of rows (number of the table, first row, row behind the last); rows without a mark go
    with those above them, and the first rows with what follows."""
    parts: list[tuple[int | None, int, int]] = []
    number: int | None = None
    start = 0
    for at, row in enumerate(rows):
        found = row_table(row)
        if found is None or found == number:
            continue
        if number is not None:
            parts.append((number, start, at))
            start = at
        number = found
    parts.append((number, start, len(rows)))
    return parts


def heads_of(rows: Rows) -> list[str]:
    """All that stands above each column, bare, from top to bottom."""
    width = max((cell.column + cell.colspan for row in rows for cell in row), default=0)
    heads = [""] * width
    for row in rows:
        for cell in row:
            word = bare(cell.text)
            if word:
                for column in range(cell.column, cell.column + cell.colspan):
                    heads[column] += word
    return heads
