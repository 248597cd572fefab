"""Rows with commas or semicolons between the cells, as a workbook saved as CSV has them, to rows with tabs."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache

from nianbao.readers.labels import bare, known_labels

_FEWEST = 8
"""Rows of tables that a text must have to count as separated: the form has 46."""
_SEPARATORS = ",;，；"
_DATUM = re.compile(r"[+\-]?[0-9０-９][0-9０-９.,，]*(?:[件项个宗条]|万?元)?|[/／—\-－–]*")


def with_tabs(text: str) -> str:
    """The text with tabs between the cells of its tables; as it was where it has no separated tables.

    Prose keeps its commas: only a row whose every cell is a label of the form, a number or blank is a row.
    """
    for separator in _SEPARATORS:
        if text.count(separator) < _FEWEST * 2:
            continue
        lines = _lines(text, separator)
        rows = [_row(cells) for cells in lines]
        if sum(row is not None for row in rows) >= _FEWEST:
            return "\n".join(
                "\t".join(row) if row is not None else separator.join(cells).rstrip(_SEPARATORS + " ")
                for cells, row in zip(lines, rows, strict=True)
            )
    return text


def _lines(text: str, separator: str) -> list[list[str]]:
    """The cells of each line; a cell in quotation marks may hold a line break, if that is what the marks say."""
    if text.count('"') % 2 == 0:
        try:
            lines = list(csv.reader(io.StringIO(text), delimiter=separator))
        except csv.Error:
            lines = []
        if lines and all(len(cell) <= _LONG or "\n" not in cell for line in lines for cell in line):
            return [[cell if len(line) == 1 else " ".join(cell.split()) for cell in line] for line in lines]
    return [line.split(separator) for line in text.split("\n")]


_LONG = 120
"""Characters of a cell with a line break: the longest label has 60."""


def _row(cells: list[str]) -> list[str] | None:
    """The cells of a line that is a row of a table."""
    filled = [cell for cell in cells if cell]
    labels = [cell for cell in filled if not _DATUM.fullmatch(cell)]
    if len(cells) < 2 or (len(filled) < 2 and len(cells) < 3) or not all(_is_label(cell) for cell in labels):
        return None
    return cells if labels or len(filled) > 2 else None


@lru_cache(maxsize=1024)
def _is_label(cell: str) -> bool:
    word = bare(cell)
    return word in known_labels() or (len(word) > 3 and any(word in label for label in known_labels()))
