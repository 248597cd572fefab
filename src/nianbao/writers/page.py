"""A report as a page shows it: what all writers share before they differ in marks of their own.

Text is cleaned here once (characters that no XML may hold, line breaks inside a sentence), sentences are
cut where they state a figure, tables are laid out in rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from nianbao.core.form import form
from nianbao.core.lazy import lazy
from nianbao.core.numerals import Number, parse_numeral
from nianbao.core.report import Block, Cell, Report, Sentence, StatutoryTable, Table

Scope = Literal["", "row", "col"]


class Options(NamedTuple):
    """How a report is to be written.

    Attributes:
        marks: a sentence that waits for confirmation stands in it, visibly marked; else it is left out.
        names: the facts' Chinese names, for the comment that says what is to be confirmed.
        last_year: last year's figures by path, which the workbook shows beside this year's.
    """

    marks: bool = False
    names: Mapping[str, str] = MappingProxyType({})
    last_year: Mapping[str, Number] = MappingProxyType({})


PLAIN = Options()


class Written(NamedTuple):
    """A file's content, and in Chinese what the person who asked for it should know."""

    content: bytes
    notes: tuple[str, ...] = ()


MARKS: Mapping[str, str] = {"pending": "待核实", "conflict": "待取舍"}
"""What is printed before a sentence that waits for a person, by its state."""

_ILLEGAL = lazy("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = lazy("[\t\n\v\f\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Text that any of the formats can hold: control characters dropped, a break becomes one space."""
    return text if text.isprintable() else _BREAKS().sub(" ", _ILLEGAL().sub("", text))


class Piece(NamedTuple):
    """A stretch of a paragraph; `figure` and `format` where it states one, `value` as a program reads it."""

    text: str
    figure: str | None = None
    format: str = ""
    value: str = ""


class Run(NamedTuple):
    """A stretch of sentences of one state; `mark` is what is printed before it (待核实), empty for none."""

    sentences: tuple[Sentence, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        return clean("".join([sentence.text for sentence in self.sentences]))

    @property
    def pieces(self) -> Iterator[Piece]:
        for sentence in self.sentences:
            yield from pieces(sentence)


class Line(NamedTuple):
    """A paragraph; `level` as in the report."""

    level: int
    runs: tuple[Run, ...]
    kind: Literal["line"] = "line"

    @property
    def text(self) -> str:
        """The words with the marks before them."""
        if len(self.runs) == 1 and not self.runs[0].mark:
            return self.runs[0].text
        return "".join([f"【{run.mark}】{run.text}" if run.mark else run.text for run in self.runs])


Place = tuple[int, int, int, int, bool]
"""Where a cell stands and whether it states a figure: row, column, rowspan, colspan."""


Pick = Callable[[Sequence[Any]], tuple[Any, ...]]


def picker(places: Sequence[int]) -> Pick:
    """What takes the items at these places out of a list."""
    return itemgetter(*places) if len(places) > 1 else lambda items: tuple(items[n] for n in places)


class Layout(NamedTuple):
    """How a table is laid out, whatever stands in it; the same for every report of a form.

    There is one for each layout (see `layout`), so it stands for itself wherever something is kept for it.

    Attributes:
        places: where each cell stands.
        figures: the figure that each cell states, None for a label.
        stated: what takes the texts of the cells that state a figure out of the texts of all.
        columns: how many columns it has.
        head_rows: how many rows on top are its head.
        rows: for each row the numbers of the cells that begin there, from the left.
        scopes: for each cell `row` or `col` where it is a head of those, else nothing.
    """

    places: tuple[Place, ...]
    figures: tuple[str | None, ...]
    stated: Pick
    columns: int
    head_rows: int
    rows: tuple[tuple[int, ...], ...]
    scopes: tuple[Scope, ...]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Box(NamedTuple):
    """A table cell as it is printed."""

    cell: Cell
    text: str
    scope: Scope


class Grid(NamedTuple):
    """A table with its name, the texts of its cells and its layout."""

    table: Table
    caption: str
    texts: tuple[str, ...]
    layout: Layout
    kind: Literal["grid"] = "grid"

    @property
    def number(self) -> int | None:
        return self.table.number

    @property
    def head_rows(self) -> int:
        return self.layout.head_rows

    @property
    def rows(self) -> list[list[Box]]:
        """The cells that begin in each row."""
        cells, scopes = self.table.cells, self.layout.scopes
        return [[Box(cells[n], clean(cells[n].text), scopes[n]) for n in row] for row in self.layout.rows]

    @property
    def matrix(self) -> list[list[str]]:
        """Every place of the grid with its text; places that a merged cell covers are empty."""
        rows = [[""] * self.layout.columns for _ in self.layout.rows]
        for cell in self.table.cells:
            rows[cell.row][cell.column] = clean(cell.text)
        return rows


class Part(NamedTuple):
    """A section: its heading as printed and what stands below."""

    heading: str
    blocks: tuple[Line | Grid, ...]


class Page(NamedTuple):
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
        shown = [
            grid(item, report) if isinstance(item, Table) else Line(item.level, _runs(item.sentences, marks))
            for item in items
        ]
        return tuple([block for block in shown if (block.texts if isinstance(block, Grid) else block.runs)])

    return Page(
        clean(report.title),
        clean(report.unit),
        blocks(report.preamble),
        tuple(Part(heading(s.number, s.title), blocks(s.blocks)) for s in report.sections),
    )


def heading(number: str, title: str) -> str:
    """一、总体情况; the title alone where no number is printed."""
    return clean(f"{number}、{title}" if number else title)


def _runs(sentences: tuple[Sentence, ...], marks: bool) -> tuple[Run, ...]:
    """The stretches of a paragraph; most have one, since nothing in them waits for a person."""
    if not any([sentence.state in MARKS for sentence in sentences]):  # noqa: C419 - a list is quicker
        return (Run(sentences),) if sentences else ()
    return tuple(_marked_runs(sentences, marks))


def _marked_runs(sentences: Iterable[Sentence], marks: bool) -> Iterator[Run]:
    plain: list[Sentence] = []
    for sentence in sentences:
        mark = MARKS.get(sentence.state, "")
        if sentence.state == "pending" and not marks:
            continue
        if not mark:
            plain.append(sentence)
            continue
        if plain:
            yield Run(tuple(plain))
            plain = []
        yield Run((sentence,), mark)
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
    """The table laid out."""
    frame = report.form.tables.get(table.number) if table.number is not None else None
    if frame is not None and isinstance(table, StatutoryTable) and table.drawn is frame:
        texts = tuple([cell.text for cell in table.cells])
        return Grid(table, frame.title, texts, _drawn(report.edition, frame.number))
    rows, columns, rowspans, colspans, texts, figures = zip(*table.cells, strict=True) if table.cells else ((),) * 6
    laid = layout(rows, columns, rowspans, colspans, figures, frame.head_rows if frame else -1)
    return Grid(table, frame.title if frame else "", texts, laid)


@cache
def _drawn(edition: str, number: int) -> Layout:
    """The layout of a table of the form."""
    drawn = form(edition).tables[number]
    rows, columns, rowspans, colspans, _, figures = zip(*drawn.cells, strict=True)
    return layout(rows, columns, rowspans, colspans, figures, drawn.head_rows)


_SHARES: Mapping[int, tuple[tuple[int, tuple[int, ...]], ...]] = {
    3: (
        (4, (420, 1400, 3104, *(560,) * 7)),
        (5, (420, 1340, 2604, *(640,) * 7)),
        (99, (400, 1340, 2064, *(720,) * 7)),
    )
}
"""Widths of columns in twentieths of a point on a line of 8,844, by how many digits the longest number has."""


def shares(grid: Grid) -> tuple[int, ...]:
    """How the columns share the line; where numbers are long the labels give way, so that no number breaks."""
    columns = grid.layout.columns
    choices = _SHARES.get(grid.number or 0, ())
    if not choices or len(choices[0][1]) != columns:
        return (1,) * columns
    longest = max(map(len, grid.layout.stated(grid.texts)), default=0)
    return next((widths for digits, widths in choices if longest <= digits), choices[-1][1])


_INSETS = (1.4, 0.5)
"""Points at each side of a number, usually and where it is long."""
_SMALL = 9.0


def digits_points(grid: Grid, digit: float, line: float = 442.2) -> float:
    """The size of the numbers in tables three and four: 9 points, or so much less that the longest fits its
    column, as where a total of a province or of the country has six or seven digits. `digit` is how wide a
    digit is, in parts of its size, `line` the points between the margins."""
    widths = shares(grid)
    numbers = [text for text in grid.layout.stated(grid.texts) if text.isascii()]
    longest = max(map(len, numbers), default=0)
    column = line * widths[-1] / sum(widths)
    if longest * digit * _SMALL <= column - 2 * _INSETS[0]:
        return _SMALL
    return max(5.5, min(8.5, (column - 2 * _INSETS[1]) // (longest * digit / 2) / 2))


def dense(widths: Sequence[int]) -> bool:
    """Whether labels break so often that the rows must be lower for the table to stay on its page."""
    return 720 in widths


Numbers = tuple[int, ...]


@lru_cache(maxsize=64)
def layout(
    lines: Numbers,
    starts: Numbers,
    rowspans: Numbers,
    colspans: Numbers,
    figures: tuple[str | None, ...],
    head_rows: int,
) -> Layout:
    """The layout of cells that begin in these rows and columns, span so many, and state these figures;
    `head_rows` is -1 for a table that is none of the form's."""
    places = tuple(zip(lines, starts, rowspans, colspans, (name is not None for name in figures), strict=True))
    count = max((row + rowspan for row, _, rowspan, _, _ in places), default=0)
    columns = max((column + colspan for _, column, _, colspan, _ in places), default=0)
    first: dict[int, int] = {}
    rows: list[list[int]] = [[] for _ in range(count)]
    for n, (row, column, _, _, figure) in sorted(enumerate(places), key=lambda item: item[1][:2]):
        rows[row].append(n)
        if figure:
            first.setdefault(row, column)
    across = any(row < head_rows and (figure or row + rowspan > head_rows) for row, _, rowspan, _, figure in places)
    scopes = tuple(
        _scope(figure, column < first.get(row, -1)) if head_rows >= 0 else "" for row, column, _, _, figure in places
    )
    return Layout(
        places,
        figures,
        picker([n for n, name in enumerate(figures) if name is not None]),
        columns,
        0 if across else max(head_rows, 0),
        tuple(tuple(row) for row in rows),
        scopes,
    )


def _scope(figure: bool, before: bool) -> Scope:
    """A label before the figures of its row is the row's head, any other is a column's."""
    if figure:
        return ""
    return "row" if before else "col"


class Gaps(NamedTuple):
    """A table's XML or HTML without its texts: `fixed` stands around the gaps, `pick` takes the texts that go
    into them out of the texts of all cells."""

    fixed: tuple[bytes, ...]
    pick: Pick


_CELL_END = "\0"
"""Between texts while they are encoded together; no text holds it."""


def filled(gaps: Gaps, texts: Sequence[str]) -> bytes:
    """The table with the texts of its cells, escaped; 200 of 250 texts are plain numbers and words."""
    ready = [text if text.isalnum() else _label(text) for text in gaps.pick(texts)]
    out = [b""] * (2 * len(gaps.fixed) - 1)
    out[::2] = gaps.fixed
    out[1::2] = _CELL_END.join(ready).encode().split(_CELL_END.encode()) if ready else []
    return b"".join(out)


@lru_cache(maxsize=1024)
def _label(text: str) -> str:
    """The text of a cell, cleaned and escaped; the same labels stand in every report."""
    return escaped(clean(text))


TABLE = "\0"
"""What stands for a table while the words around it are written: a table is large, and does not change with
them. No text holds it."""


def spliced(document: str, tables: Sequence[bytes]) -> bytes:
    """The document with the tables, in their order, where it has a mark for each."""
    out = [b""] * (2 * len(tables) + 1)
    out[::2] = [words.encode() for words in document.split(TABLE)]
    out[1::2] = tables
    return b"".join(out)


def escaped(text: str) -> str:
    """Text for the content of an XML or HTML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
