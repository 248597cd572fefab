"""The official form as a workbook that people fill: a sheet a section, totals as live formulas, the balance
checked while one types, last year's figures beside.

Formulas carry their computed values, so that a program that computes nothing reads the same numbers. What is
derived is protected, without a password: against a slip of the hand, not against the owner.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil
from typing import TYPE_CHECKING, Any

from nianbao.core.form import COLUMNS, MONEY, SIGNED_SUFFIX, Form
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.report import Report, number_text
from nianbao.core.workbook import BALANCE_LABEL, LAST_YEAR_HEAD
from nianbao.writers.package import package, part
from nianbao.writers.page import Grid, Line, Options, Part, Written, clean, page

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_EXACT = 2**53
"""Up to here a workbook, which knows floating point only, keeps whole numbers."""
_LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_WIDTHS: Mapping[int | None, tuple[float, ...]] = {
    2: (24, 20, 20, 20),
    3: (4, 15, 34, *(8,) * 7),
    4: (7,) * 15,
}
"""Widths of columns in digits of the default font; a Chinese character of 10 pt takes nearly two."""
_PORTRAIT = 10
"""A table of more columns is printed across the page."""
_TEXT_WIDTH = 76
_LINE = {"title": 28.0, "heading": 24.0, "level2": 20.0, "text": 18.0, "waiting": 18.0}
"""Height of a line of text in points; Excel fits the height of rows only where one types."""
_THIN = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {
        "font_name": "方正小标宋简体",
        "font_size": 18,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "heading": {"font_name": "黑体", "font_size": 14, "valign": "vcenter"},
    "level2": {"font_name": "楷体_GB2312", "font_size": 12, "valign": "top", "text_wrap": True},
    "text": {
        "font_name": "仿宋_GB2312",
        "font_size": 12,
        "valign": "top",
        "align": "left",
        "text_wrap": True,
        "indent": 2,
    },
    "waiting": {
        "font_name": "仿宋_GB2312",
        "font_size": 12,
        "valign": "top",
        "align": "left",
        "text_wrap": True,
        "indent": 2,
        "bg_color": "#FFF2A8",
    },
    "label": {**_THIN, "align": "center", "bg_color": "#F2F2F2"},
    "row": {**_THIN, "align": "left", "bg_color": "#F2F2F2"},
    "upright": {**_THIN, "align": "center", "bg_color": "#F2F2F2", "rotation": 270},
    "input": {**_THIN, "align": "center", "locked": False},
    "derived": {**_THIN, "align": "center", "bg_color": "#E2EFDA", "bold": True},
    "aside": {**_THIN, "align": "center", "font_color": "#7F7F7F", "italic": True},
    "note": {"font_name": "宋体", "font_size": 10, "font_color": "#7F7F7F", "align": "right"},
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
}


def write(report: Report, options: Options) -> Written:
    """The report as a workbook."""
    import xlsxwriter

    stream = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, settings)
    shown = page(report, marks=options.marks)
    book.set_properties({"title": shown.title, "author": shown.unit})
    book.set_calc_mode("auto")
    looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    names = _sheet_names([section.heading for section in shown.parts] or ["年度报告"])
    for n, (name, section) in enumerate(zip(names, shown.parts or (Part("", ()),), strict=True)):
        sheet = Sheet(book, name, looks, report.form, options.last_year)
        if n == 0:
            sheet.line(shown.title, "title")
            sheet.blocks(shown.preamble)
        if section.heading:
            sheet.line(section.heading, "heading")
        sheet.blocks(section.blocks)
        sheet.finish()
    book.close()
    return Written(_timeless(stream.getvalue()))


@cache
def _plain_sheet() -> type[Worksheet]:
    """A worksheet that takes formulas as they are: xlsxwriter looks in each for a hundred functions of newer
    versions of Excel, which is a third of the work, and ours are SUM, IF and COUNT."""
    from xlsxwriter.worksheet import Worksheet

    class PlainSheet(Worksheet):  # type: ignore[misc]  # the library has no types
        def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
            return formula.removeprefix("=")

    return PlainSheet


class Sheet:
    """A sheet being written, from the top; `at` is the next free row."""

    def __init__(
        self, book: Workbook, name: str, looks: Mapping[str, Format], form: Form, last_year: Mapping[str, Number]
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name, _plain_sheet())
        self.looks, self.form, self.last_year = looks, form, last_year
        self.at = 0
        self.tables = 0
        self.across = 0

    def line(self, text: str, look: str) -> None:
        """A paragraph in the first column, in rows high enough for it where the column is wide."""
        for start in range(0, max(len(text), 1), _LONGEST):
            stretch = text[start : start + _LONGEST]
            lines = 1 if look == "heading" else ceil(_units(stretch, _LOOKS[look]["font_size"]) / (_TEXT_WIDTH - 6))
            self.sheet.write_string(self.at, 0, stretch, self.looks[look])
            self.sheet.set_row(self.at, min(400, max(1, lines) * _LINE[look] + 4))
            self.at += 1

    def blocks(self, blocks: Sequence[Line | Grid]) -> None:
        """Paragraphs and tables, one below the other."""
        for block in blocks:
            if isinstance(block, Grid):
                self.tables += 1
                self.across = max(self.across, block.layout.columns)
                self.at = Laid(self, block, self.at).write() + 1
            else:
                waiting = any(run.mark for run in block.runs)
                look = "waiting" if waiting else "level2" if block.level == 2 else "text"
                self.line(block.text, look)

    def finish(self) -> None:
        """Page setup: one page wide, A4, tables protected."""
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 1 if self.tables else 0)
        if self.across > _PORTRAIT:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.8, right=0.7, top=0.9, bottom=0.9)
        self.sheet.center_horizontally()
        self.sheet.set_footer('&C&"宋体"— &P —')
        if not self.tables:
            self.sheet.set_column(0, 0, _TEXT_WIDTH)
            return
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})


@dataclass(frozen=True)
class Laid:
    """A table at its place on a sheet."""

    to: Sheet
    grid: Grid
    top: int

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Row and column of each figure's cell."""
        return {
            cell.figure: (self.top + cell.row, cell.column) for cell in self.grid.table.cells if cell.figure is not None
        }

    @cached_property
    def numbers(self) -> Mapping[str, Number]:
        """The figures that the workbook holds as numbers."""
        found = ((cell.figure, as_number(cell.text)) for cell in self.grid.table.cells if cell.figure is not None)
        return {figure: number for figure, number in found if number is not None}

    def write(self) -> int:
        """Write it; the first row below it."""
        sheet, layout = self.to.sheet, self.grid.layout
        widths = _WIDTHS.get(self.grid.number, ())
        widths += (16,) * (layout.columns - len(widths))
        for column in range(layout.columns):
            sheet.set_column(column, column, widths[column])
        for cell, scope in zip(self.grid.table.cells, layout.scopes, strict=True):
            row, column = self.top + cell.row, cell.column
            look = self._look(cell.figure, scope, cell.rowspan, cell.colspan)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_range(row, column, row + cell.rowspan - 1, column + cell.colspan - 1, "", look)
            self._put(row, column, cell.figure, clean(cell.text), look)
        self._heights(widths)
        below = self.top + len(layout.rows)
        if self.places:
            self._validate()
            self._mark_sums()
            self._beside()
            if self.grid.number == 3:
                below = self._balances(below + 1)
            if self.to.tables == 1:
                sheet.print_area(0, 0, self.top + len(layout.rows) - 1, layout.columns - 1)
            if layout.head_rows:
                sheet.freeze_panes(self.top + layout.head_rows, 3 if self.grid.number == 3 else 0)
        return below

    def _heights(self, widths: Sequence[float]) -> None:
        """Rows as high as their labels need; merged cells are never fitted by themselves."""
        lines = [1] * len(self.grid.layout.rows)
        for cell in self.grid.table.cells:
            if cell.rowspan == 1:
                across = sum(widths[cell.column : cell.column + cell.colspan]) - 1
                lines[cell.row] = max(lines[cell.row], ceil(_units(cell.text, 10) / max(across, 1)))
        for row, count in enumerate(lines):
            self.to.sheet.set_row(self.top + row, 10 + 13.5 * min(count, 20))

    def _look(self, figure: str | None, scope: str, rowspan: int, colspan: int) -> Format:
        looks = self.to.looks
        if figure is not None:
            return looks["derived" if figure in self.to.form.totals else "input"]
        if rowspan > 8 and colspan == 1:
            return looks["upright"]
        return looks["row" if scope == "row" and rowspan == 1 and self.grid.number == 3 else "label"]

    def _put(self, row: int, column: int, figure: str | None, text: str, look: Format) -> None:
        """A figure as a number or formula, anything else as text whatever it begins with."""
        sheet = self.to.sheet
        formula = self._formula(figure) if figure is not None else None
        number = self.numbers.get(figure) if figure is not None else None
        if formula is not None:
            sheet.write_formula(row, column, formula, look, "" if number is None else number)
        elif number is not None:
            sheet.write_number(row, column, number, look)
        elif text:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)

    def _formula(self, figure: str) -> str | None:
        """A total's formula, where what stands there is what it gives; a wrong total is kept as it stands."""
        members = self.to.form.totals.get(figure)
        if members is None or any(member not in self.places for member in members):
            return None
        text = next(cell.text for cell in self.grid.table.cells if cell.figure == figure)
        present = [self.numbers[member] for member in members if member in self.numbers]
        if text == "" and not present:
            cells = self._cells(members)
            return f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        return f"=SUM({self._cells(members)})" if self.numbers.get(figure) == sum(present) and present else None

    def _cells(self, figures: Sequence[str]) -> str:
        """The figures' cells as a formula names them: a range where they lie in one, else one by one."""
        from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

        places = [self.places[figure] for figure in figures]
        (top, left), (bottom, right) = min(places), max(places)
        if (bottom - top + 1) * (right - left + 1) == len(places):
            return str(xl_range(top, left, bottom, right))
        return ",".join(str(xl_rowcol_to_cell(*place)) for place in places)

    def _validate(self) -> None:
        """Whole numbers from 0 in counts, decimals from 0 in money, any whole number in a change."""
        kinds: dict[str, list[tuple[int, int, int, int]]] = {}
        for figure, (row, column) in self.places.items():
            if figure in self.to.form.inputs:
                kind = "money" if figure in MONEY else "signed" if figure.endswith(SIGNED_SUFFIX) else "count"
                kinds.setdefault(kind, []).append((row, column, row, column))
        rules: Mapping[str, dict[str, Any]] = {
            "count": {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_message": "请填0或者正整数，单位为件。",
            },
            "money": {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": "请填0或者正数，单位为万元。",
            },
            "signed": {
                "validate": "integer",
                "criteria": "between",
                "minimum": -(2**31),
                "maximum": 2**31 - 1,
                "error_message": "请填整数，减少写负数。",
            },
        }
        for kind, cells in kinds.items():
            rule = {**rules[kind], "error_title": "这个数不对", "ignore_blank": True}
            for ranges in _chunks(_rectangles(cells), 60):
                first = ranges[0]
                self.to.sheet.data_validation(*first, {**rule, "other_cells": ranges[1:]})

    def _mark_sums(self) -> None:
        """A total that is not the sum of its parts turns red."""
        for figure, members in self.to.form.totals.items():
            if figure in self.places and all(member in self.places for member in members):
                self._red(figure, f"={self._cells((figure,))}<>SUM({self._cells(members)})")

    def _red(self, figure: str, formula: str) -> None:
        row, column = self.places[figure]
        rule = {"type": "formula", "criteria": formula, "format": self.to.looks["wrong"]}
        self.to.sheet.conditional_format(row, column, row, column, rule)

    def _balances(self, row: int) -> int:
        """Below table three: what came in less what went out, column by column; red where it is not 0."""
        sheet, looks = self.to.sheet, self.to.looks
        relations = [relation for relation in self.to.form.relations if relation.kind == "balance"]
        if not all(figure in self.places for relation in relations for figure in relation.figures):
            return row - 1
        sheet.merge_range(row, 0, row, self.grid.layout.columns - len(COLUMNS) - 1, "", looks["row"])
        sheet.write_string(row, 0, BALANCE_LABEL, looks["row"])
        for relation in relations:
            column = self.places[relation.figures[0]][1]
            came, went = self._cells(relation.left), self._cells(relation.right)
            value = sum(self.numbers.get(f, 0) for f in relation.left) - sum(
                self.numbers.get(f, 0) for f in relation.right
            )
            sheet.write_formula(row, column, f"=SUM({came})-SUM({went})", looks["derived"], value)
            rule = {"type": "cell", "criteria": "!=", "value": 0, "format": looks["wrong"]}
            sheet.conditional_format(row, column, row, column, rule)
            for figure in relation.figures:
                self._red(figure, f"=SUM({came})<>SUM({went})")
        return row + 1

    def _beside(self) -> None:
        """Last year's figures at the right, each in the row and order of this year's."""
        known = {figure: self.to.last_year[figure] for figure in self.places if figure in self.to.last_year}
        if not known:
            return
        sheet, looks = self.to.sheet, self.to.looks
        first = min(column for _, column in self.places.values())
        shift = self.grid.layout.columns + 1 - first
        sheet.write_string(self.top, first + shift, LAST_YEAR_HEAD, looks["note"])
        for cell in self.grid.table.cells:
            if cell.figure not in known:
                continue
            row, column = self.top + cell.row, cell.column + shift
            if cell.colspan > 1:
                sheet.merge_range(row, column, row, column + cell.colspan - 1, "", looks["aside"])
            sheet.write_number(row, column, known[cell.figure], looks["aside"])


def _units(text: str, points: float) -> float:
    """How wide a text is, in digits of the default font (5.25 pt each)."""
    return sum(1.0 if character.isascii() else 2.0 for character in text) * points / 2 / 5.25


def as_number(text: str) -> Number | None:
    """The number that a text is, where the workbook gives back exactly this text."""
    number = parse_cell(text)
    if number is None or number_text(number) != text or not -_EXACT < number < _EXACT:
        return None
    return number if isinstance(number, int) or format(float(number), ".15g") == text else None


def _rectangles(cells: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Single cells as few rectangles: neighbours of a row, then equal stretches of neighbouring rows."""
    stretches: list[list[int]] = []
    for row, column, _, _ in sorted(cells):
        if stretches and stretches[-1][0] == row and stretches[-1][3] == column - 1:
            stretches[-1][3] = column
        else:
            stretches.append([row, column, row, column])
    whole: list[list[int]] = []
    for stretch in stretches:
        above = next((w for w in whole if w[2] == stretch[0] - 1 and w[1::2] == stretch[1::2]), None)
        if above is None:
            whole.append(stretch)
        else:
            above[2] = stretch[2]
    return [(a, b, c, d) for a, b, c, d in whole]


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def _sheet_names(headings: Sequence[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, none that it forbids, no two alike."""
    names: list[str] = []
    for n, heading in enumerate(headings, 1):
        name = _cut(_NOT_IN_NAMES.sub("", heading).strip("' "), 31).strip("' ") or f"第{n}部分"
        if name.lower() in ("history", *(other.lower() for other in names)):
            name = f"{_cut(name, 26)}（{n}）"
        names.append(name)
    return names


def _cut(text: str, units: int) -> str:
    """So many units of UTF-16 of a text: Excel counts a rare character as two."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


_STAMPS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")


def _timeless(content: bytes) -> bytes:
    """The workbook without the time at which it was made, so that the same report gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["docProps/core.xml"] = _STAMPS.sub(b"", files["docProps/core.xml"])
    return package(part(name, data) for name, data in files.items())
