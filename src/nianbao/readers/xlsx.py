"""Workbooks of the form to reports: extra title rows, merged cells, several tables on a sheet or a sheet each.

Values are those that the program that saved the file has computed; formulas and macros are never run.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.report import Note, Report
from nianbao.core.workbook import BALANCE_LABEL, LAST_YEAR_HEAD
from nianbao.readers.assemble import assemble
from nianbao.readers.biff import extent_of_xls
from nianbao.readers.blocks import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Block, Grid, Line, RawCell, TooLarge, tidy
from nianbao.readers.container import Container
from nianbao.readers.formulas import Place, Rows, calculated, uncalculated
from nianbao.readers.tables import row_table
from nianbao.readers.titles import match_heading, match_title

MAX_AREA = 2_000_000
"""Rows times columns between the first and last cell of a sheet: all of it is held in memory."""
MAX_SHEETS = 60
_PLACE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(rb"""<(?:\w+:)?(c|row)\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_PLAIN_PLACE = re.compile(rb'<c r="([A-Z]{1,2})[0-9]{1,4}"(?: s="[0-9]+")?(?: t="[A-Za-z]+")?/?>')
_PLAIN_ROW = re.compile(
    rb'<row r="[0-9]{1,4}"'
    rb'(?: (?:spans|ht|customHeight|s|customFormat|hidden|thickTop|thickBot|x14ac:dyDescent)="[^"<>]*")*/?>'
)
"""Tags as programs write them, whole: a second place in the same tag would count for the library and not here."""
_PLAIN_ROWS = 9_999
_NO_VALUE = re.compile(rb"""(?<!t="str">)<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)""")
"""A formula that nobody has computed; an empty text is a value, too."""


def read_xlsx(data: bytes, where: str) -> Report:
    """The report in a workbook. InputError where it cannot be used."""
    container = Container(data, where)
    formulas = 0
    total = 0
    if "xl/workbook.xml" not in container.names:
        raise InputError("这种Excel文件读不了", where, "在Excel或WPS中另存为xlsx")
    for name in container.names:
        part = container.read(name) or b""
        total += len(part)
        if total > 120_000_000:
            raise container.bomb()
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or (name.endswith(".xml") and b"\0" in part[:200]):
            raise InputError("文件里有不该有的声明（DTD），没有读", where, "在Excel或WPS中打开后另存一份")
        if b"sheetData" in part:
            _check_extent(part, where)
            formulas += _without_value(part)
    waiting = uncalculated(container) if formulas else {}
    blocks, made = _blocks(data, where, waiting)
    report = assemble(blocks, where, author=container.author)
    if formulas:
        report = replace(
            report, notes=(*report.notes, *_formula_notes(made, max(formulas, len(waiting)) - made, where))
        )
    return report


def _without_value(part: bytes) -> int:
    """How many formulas of a sheet nobody has computed."""
    cells = _cells_of(part)
    formulas = cells.count(b"<f")
    if not formulas:
        return 0
    if formulas == cells.count(b"</f><v>") and b"<v></v>" not in cells and b"<v/>" not in cells:
        return 0
    return len(_NO_VALUE.findall(cells))


_BOUNDS = 2


def _cells_of(part: bytes) -> bytes:
    """The part of a sheet that holds its cells, all of it where that does not begin once and end once."""
    if part.count(b"sheetData") != _BOUNDS:
        return part
    return part[part.find(b"sheetData") : part.rfind(b"sheetData")]


def _formula_notes(made: int, blank: int, where: str) -> Iterator[Note]:
    mend = "请在Excel或WPS中打开并保存一次"
    if made:
        yield Note(f"有{made}格是公式，公式没有算过的值，已照公式算出读入", where, f"{mend}，再核对合计")
    if blank:
        yield Note(f"有{blank}格是公式，公式没有算过的值，没有读入", where, f"{mend}，或者直接填写数字")


def read_xls(data: bytes, where: str) -> Report:
    """The report in a workbook of the old binary format."""
    area = extent_of_xls(data)
    if area is None:
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存为xlsx再试")
    if area > MAX_AREA:
        raise _too_wide(where)
    from nianbao.readers.apart import blocks_apart

    return assemble(blocks_apart(data, where), where)


def _too_wide(where: str) -> InputError:
    return InputError("表格的范围大得不正常（远处有零散的单元格），没有读", where, "把三张表复制到新的工作簿中保存再试")


def _check_extent(part: bytes, where: str) -> None:
    """Cells far apart would make the whole area between them; a cell without a place stands in its row's."""
    if _is_plain(_cells_of(part)):
        return
    rows, columns = {0}, {0}
    last_row = b"0"
    nameless = 0
    for tag, attributes in _TAG.findall(part):
        places = _PLACE.findall(attributes)
        if len(places) > 1:
            raise _too_wide(where)
        place = places[0] if places else b""
        if tag == b"row":
            last_row = place or last_row
            nameless += not place
            continue
        if not place:
            nameless += 1
            place = last_row
        letters = place.rstrip(b"0123456789")
        digits = place[len(letters) :]
        if not (letters.isalpha() or not letters) or len(letters) > 3 or not 0 < len(digits) < 8:
            raise _too_wide(where)
        rows.add(int(digits))
        columns.add(_column_number(letters))
    if nameless:
        rows.add(max(rows) + nameless)
        columns.add(max(columns) + nameless)
    if max(rows) * max(columns) > MAX_AREA:
        raise _too_wide(where)


def _is_plain(cells: bytes) -> bool:
    """Whether each row and each cell of a sheet says its place as programs write it, and all of them are near."""
    places = _PLAIN_PLACE.findall(cells)
    if len(places) != cells.count(b"<c") or len(_PLAIN_ROW.findall(cells)) != cells.count(b"<row") or b":c" in cells:
        return False
    widest = max(map(_column_number, set(places)), default=0)
    return widest * _PLAIN_ROWS <= MAX_AREA and b":row" not in cells


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def blocks_of(data: bytes, where: str) -> list[Block]:
    """The blocks of all visible sheets. InputError for a locked or damaged file."""
    return _blocks(data, where, {})[0]


def _blocks(data: bytes, where: str, waiting: Mapping[Place, str]) -> tuple[list[Block], int]:
    """The blocks of all visible sheets, and how many formulas without value were worked out."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [meta for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        if len(sheets) > MAX_SHEETS:
            raise TooLarge
        shown = [book.get_sheet_by_name(meta.name) for meta in sheets if str(meta.typ).endswith("WorkSheet")]
        rows: dict[str, Rows] = {sheet.name: _rows(sheet) for sheet in shown}
        made = calculated(waiting, rows)
        for place, formula in waiting.items():
            name, row, column = place
            _put(rows.get(name, []), row, column, made.get(place, f"={formula}"))
        blocks = [block for sheet in shown for block in _sheet(sheet, rows[sheet.name])]
    except PasswordError:
        raise InputError("文件有密码保护，打不开", where, "取消密码后重新保存") from None
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise _broken(where) from error
    except BaseException as error:
        # The Rust library panics on some damaged files; its exception derives from BaseException.
        if type(error).__name__ == "PanicException":
            raise _broken(where) from error
        raise
    return blocks, len(made)


def _rows(sheet: Any) -> Rows:
    rows: Rows = sheet.to_python(skip_empty_area=False)
    return rows


def _put(rows: Rows, row: int, column: int, value: object) -> None:
    """A value into its cell, as far as the sheet's rows reach."""
    if row < min(len(rows), MAX_ROWS) and column < MAX_COLUMNS:
        cells = rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value


def _broken(where: str) -> InputError:
    return InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，在Excel或WPS中另存一份再试")


def _sheet(sheet: Any, rows: Rows) -> Iterator[Block]:
    if len(rows) > MAX_ROWS and any(_text(value) for row in rows[MAX_ROWS:] for value in row):
        raise TooLarge
    title = match_heading(sheet.name, 1)
    said = any(match_heading(_text(row[0])) for row in rows[:3] if row) or any(row[:1] == [sheet.name] for row in rows)
    if title is not None and title.sure and not said:
        if rows and rows[0] and match_title(_text(rows[0][0])):  # the report's title on the sheet of section one
            yield Line(_text(rows[0][0]))
            rows = [[], *rows[1:]]
        yield Line(tidy(sheet.name), 1)
    merged = {
        (top, left): (bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top <= bottom and left <= right  # a damaged one may end before it begins
    }
    covered = _covered(merged)
    spanning = {top for top, _ in merged}
    new = tuple.__new__  # half the time of the class itself
    lines: list[_Row] = []
    count = 0
    aside = MAX_COLUMNS
    for at, row in enumerate(rows):
        if BALANCE_LABEL in row:
            lines.append(_Row(at, [], []))  # our own workbook's check of the balance, below the table
            continue
        if LAST_YEAR_HEAD in row:  # and last year's figures, at the right of it
            aside = min(aside, row.index(LAST_YEAR_HEAD))
        hidden = covered.get(at)
        if hidden is None and at not in spanning:
            cells = [
                new(RawCell, (at, column, 1, 1, "" if value == "" else _text(value)))
                for column, value in enumerate(row[:aside] if len(row) > aside else row)
            ]
        else:
            cells = []
            for column, value in enumerate(row[:aside]):
                if hidden and column in hidden:
                    continue
                down, across = merged.get((at, column), (at, column))
                wide = min(across, MAX_COLUMNS) - column + 1
                cells.append(new(RawCell, (at, column, down - at + 1, wide, "" if value == "" else _text(value))))
        filled = [cell for cell in cells if cell[4]]
        count += len(filled)
        if count > MAX_CELLS:
            raise TooLarge
        lines.append(_Row(at, cells, filled))
    width = max([cell[1] + cell[3] for line in lines for cell in line.filled], default=0)
    yield from _stretches(lines, bool(merged), width)


class _Row(NamedTuple):
    """A row of a sheet: its place, its cells, those with text."""

    at: int
    cells: list[RawCell]
    filled: list[RawCell]


def _covered(merged: dict[tuple[int, int], tuple[int, int]]) -> dict[int, set[int]]:
    """The columns that merged cells cover, by row, but for the cells themselves."""
    covered: dict[int, set[int]] = {}
    size = 0
    for (top, left), (bottom, right) in merged.items():
        size += (bottom - top + 1) * (right - left + 1)
        if (bottom - top + 1) * (right - left + 1) > 100_000 or size > 500_000:
            raise TooLarge
        for row in range(top, bottom + 1):
            covered.setdefault(row, set()).update(range(left, right + 1))
    for top, left in merged:
        covered[top].discard(left)
    return covered


def _stretches(lines: list[_Row], merged: bool, width: int) -> Iterator[Block]:
    """Rows with one text that is no part of a table are lines; an empty row ends a table."""
    held: list[_Row] = []
    until = -1
    for line in lines:
        at, _, filled = line
        if at > until and (not filled or _is_prose(filled, bool(held))):
            yield from _grid(held, merged, width)
            held = []
            yield from (Line(part) for cell in filled for part in cell.text.split("\n") if part)
            continue
        held.append(line)
        if filled:
            until = max(until, at + max([cell[2] for cell in filled]) - 1)
    yield from _grid(held, merged, width)


_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_REMARKS = 4
_SENTENCE = 12
"""Characters of a paragraph at least; a number with its unit has fewer."""


def _is_prose(filled: list[RawCell], inside: bool) -> bool:
    """Whether a row is a paragraph or a title, with a remark beside it perhaps, and no row of a table.

    `inside`: it stands right below rows of a table.
    """
    text = filled[0].text
    if len(filled) > 1:
        said = text.endswith("。") or match_heading(text) is not None or _SUBHEADING.match(text) is not None
        return said and len(filled) < _REMARKS and not row_table(filled)
    if text[:1].isdigit() and (len(text) < _SENTENCE or (inside and not text.endswith(("。", "；")))):
        return False
    return (not inside or len(text) > 3) and row_table(filled) is None


def _grid(lines: list[_Row], merged: bool, width: int) -> Iterator[Block]:
    """Rows as a grid that begins at the first row and column with text."""
    filled = [cell for line in lines for cell in line.filled]
    if not filled:
        return
    top = lines[0].at
    bottom = lines[-1].at + 1
    left = min([cell[1] for cell in filled])
    right = min(max([cell[1] + cell[3] for cell in filled]), width)
    new = tuple.__new__
    yield Grid(
        tuple(
            [
                new(RawCell, (row - top, column - left, high if high < bottom - row else bottom - row, wide, text))
                for line in lines
                for row, column, high, wide, text in line.cells
                if left <= column < right
            ]
        ),
        merged,
    )


_FEW = {float(number): str(number) for number in range(1000)}
"""The numbers that most cells hold."""


def _text(value: Any) -> str:
    """A value as the sheet shows it, formats of numbers aside."""
    if isinstance(value, str):
        if "\n" in value and "。" in value:  # paragraphs, not a label broken to fit
            return "\n".join(filter(None, map(tidy, value.split("\n"))))
        return tidy(value)
    if type(value) is float and value in _FEW:
        return _FEW[value]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    return tidy(str(value))
