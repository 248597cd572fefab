"""A report as a page shows it: what all writers share before they differ in marks of their own.

Text is cleaned here once (characters that no XML may hold, line breaks inside a sentence), sentences are
cut where they state a figure, tables are laid out in rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nianbao.core.numerals import parse_numeral
from nianbao.core.report import Block, Cell, Report, Sentence, Table

MARKS: Mapping[str, str] = {"pending": "待核实", "conflict": "待取舍"}
"""What is printed before a sentence that waits for a person, by its state."""

_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Text that any of the formats can hold: control characters dropped, a break becomes one space."""
    return _BREAKS.sub(" ", _ILLEGAL.sub("", text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `figure` and `format` where it states one, `value` as a program reads it."""

    text: str
    figure: str | None = None
    format: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of sentences of one state; `mark` is what is printed before it (待核实), empty for none."""

    pieces: tuple[Piece, ...]
    mark: str = ""
    sentence: Sentence | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `level` as in the report."""

    level: int
    runs: tuple[Run, ...]
    kind: Literal["line"] = "line"

    @property
    def text(self) -> str:
        """The words with the marks before them."""
        return "".join(f"【{run.mark}】{run.text}" if run.mark else run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Box:
    """A table cell; `scope` is row or col where it is a head."""

    cell: Cell
    text: str
    scope: Literal["", "row", "col"] = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells that begin there, how many rows are its head, its name."""

    number: int | None
    caption: str
    columns: int
    head_rows: int
    rows: tuple[tuple[Box, ...], ...]
    kind: Literal["grid"] = "grid"

    @property
    def matrix(self) -> tuple[tuple[str, ...], ...]:
        """Every place of the grid with its text; places that a merged cell covers are empty."""
        texts = {(box.cell.row, box.cell.column): box.text for row in self.rows for box in row}
        return tuple(tuple(texts.get((r, c), "") for c in range(self.columns)) for r in range(len(self.rows)))


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading as printed and what stands below."""

    heading: str
    blocks: tuple[Line | Grid, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report, ready to be printed."""

    title: str
    unit: str
    preamble: tuple[Line | Grid, ...]
    parts: tuple[Part, ...]


def page(report: Report, *, marks: bool) -> Page:
    """The page of a report.

    With `marks` a sentence that waits for confirmation stands in it, marked; without, it is left out, since
    nobody has stated what it says. A conflict is marked always: a person's words are never dropped.
    """

    def blocks(items: Iterable[Block]) -> tuple[Line | Grid, ...]:
        shown = (
            grid(item, report) if isinstance(item, Table) else Line(item.level, tuple(_runs(item.sentences, marks)))
            for item in items
        )
        return tuple(block for block in shown if isinstance(block, Grid) or block.runs)

    return Page(
        clean(report.title),
        clean(report.unit),
        blocks(report.preamble),
        tuple(Part(heading(s.number, s.title), blocks(s.blocks)) for s in report.sections),
    )


def heading(number: str, title: str) -> str:
    """一、总体情况; the title alone where no number is printed."""
    return clean(f"{number}、{title}" if number else title)


def _runs(sentences: Iterable[Sentence], marks: bool) -> Iterator[Run]:
    plain: list[Piece] = []
    for sentence in sentences:
        mark = MARKS.get(sentence.state, "")
        if sentence.state == "pending" and not marks:
            continue
        if not mark:
            plain.extend(pieces(sentence))
            continue
        if plain:
            yield Run(tuple(plain))
            plain = []
        yield Run(tuple(pieces(sentence)), mark, sentence)
    if plain:
        yield Run(tuple(plain))


def pieces(sentence: Sentence) -> Iterator[Piece]:
    """The sentence cut at its spans; an empty stretch is left out, a span that does not fit is ignored."""
    at = 0
    for span in sentence.spans:
        if not at <= span.start < span.end <= len(sentence.text):
            continue
        if span.start > at:
            yield Piece(clean(sentence.text[at : span.start]))
        text = sentence.text[span.start : span.end]
        yield Piece(clean(text), span.figure, span.format, machine_value(text))
        at = span.end
    if at < len(sentence.text):
        yield Piece(clean(sentence.text[at:]))


def machine_value(text: str) -> str:
    """A printed number as a program reads it (12.5 for 12.5%), empty where it is none."""
    value = parse_numeral(text.rstrip("%％"))
    return "" if value is None else format(value, "f") if not isinstance(value, int) else str(value)


def grid(table: Table, report: Report) -> Grid:
    """The table laid out; cells that would overlap an earlier one or stand outside are kept in their row."""
    form = report.form.tables.get(table.number) if table.number is not None else None
    count = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    columns = max((cell.column + cell.colspan for cell in table.cells), default=0)
    first = {
        row: min((cell.column for cell in table.cells if cell.figure and cell.row == row), default=-1)
        for row in range(count)
    }
    rows: list[list[Box]] = [[] for _ in range(count)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(Box(cell, clean(cell.text), _scope(cell, first) if form else ""))
    head = form.head_rows if form else 0
    if any(cell.row < head < cell.row + cell.rowspan or (cell.row < head and cell.figure) for cell in table.cells):
        head = 0
    return Grid(table.number, form.title if form else "", columns, head, tuple(tuple(row) for row in rows))


def _scope(cell: Cell, first: Mapping[int, int]) -> Literal["", "row", "col"]:
    """A label before the figures of its row is the row's head, any other is a column's."""
    if cell.figure is not None:
        return ""
    return "row" if cell.column < first[cell.row] else "col"
