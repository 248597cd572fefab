"""Workbooks of the form to reports: extra title rows, merged cells, several tables on a sheet or a sheet each.

Values are those that the program that saved the file has computed; formulas and macros are never run.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nianbao.core.errors import InputError
from nianbao.core.report import Note, Report
from nianbao.core.workbook import BALANCE_LABEL, LAST_YEAR_HEAD
from nianbao.readers.assemble import assemble
from nianbao.readers.biff import extent_of_xls
from nianbao.readers.blocks import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Block, Grid, Line, RawCell, TooLarge, tidy
from nianbao.readers.container import Container
from nianbao.readers.formulas import Place, Rows, calculated, uncalculated
from nianbao.readers.tables import row_table
from nianbao.readers.titles import match_heading

MAX_AREA = 2_000_000
"""Rows times columns between the first and last cell of a sheet: all of it is held in memory."""
MAX_SHEETS = 60
_PLACE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(rb"""<(?:\w+:)?(c|row)\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_PLAIN_PLACE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_PLAIN_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r")
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
            formulas += len(_NO_VALUE.findall(part))
    waiting = uncalculated(container) if formulas else {}
    blocks, made = _blocks(data, where, waiting)
    report = assemble(blocks, where, author=container.author)
    if formulas:
        report = replace(
            report, notes=(*report.notes, *_formula_notes(made, max(formulas, len(waiting)) - made, where))
        )
    return report


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
    plain = _PLAIN_PLACE.findall(part)
    if len(plain) == sum(map(part.count, _CELL_TAGS)) and part.count(b":row") == part.count(b":c") == 0:
        deepest = max([0, *map(int, {digits for _, digits in plain}), *map(int, _PLAIN_ROW.findall(part))])
        widest = max((_column_number(letters) for letters in {letters for letters, _ in plain}), default=0)
        nameless = part.count(b"<row") - len(_PLAIN_ROW.findall(part))
        if not nameless and deepest * widest <= MAX_AREA:
            return
    rows, columns = {0}, {0}
    last_row = b"0"
    nameless = 0
    for tag, attributes in _TAG.findall(part):
        found = _PLACE.search(attributes)
        place = found[1] if found else b""
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
        yield Line(tidy(sheet.name), 1)
    merged = {(top, left): (bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()}
    covered = _covered(merged)
    lines: list[list[RawCell]] = []
    count = 0
    aside = MAX_COLUMNS
    new = tuple.__new__
    for at, row in enumerate(rows):
        cells: list[RawCell] = []
        if BALANCE_LABEL in row:
            lines.append([])  # our own workbook's check of the balance, below the table
            continue
        if LAST_YEAR_HEAD in row:  # and last year's figures, at the right of it
            aside = min(aside, row.index(LAST_YEAR_HEAD))
        for column, value in enumerate(row[:aside]):
            place = (at, column)
            if place in covered:
                continue
            text = "" if value == "" else _text(value)
            last = merged.get(place)
            if last is None:
                cells.append(new(RawCell, (at, column, 1, 1, text)))
            else:
                wide = min(last[1], MAX_COLUMNS) - column + 1
                cells.append(new(RawCell, (at, column, last[0] - at + 1, wide, text)))
        count += sum(1 for cell in cells if cell.text)
        if count > MAX_CELLS:
            raise TooLarge
        lines.append(cells)
    yield from _stretches(lines, bool(merged), _used_width(lines))


def _used_width(lines: list[list[RawCell]]) -> int:
    return max((cell.column + cell.colspan for line in lines for cell in line if cell.text), default=0)


def _covered(merged: dict[tuple[int, int], tuple[int, int]]) -> set[tuple[int, int]]:
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merged.items():
        if (bottom - top + 1) * (right - left + 1) > 100_000 or len(covered) > 500_000:
            raise TooLarge
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        covered.discard((top, left))
    return covered


def _stretches(lines: list[list[RawCell]], merged: bool, width: int) -> Iterator[Block]:
    """Rows with one text that is no part of a table are lines; an empty row ends a table."""
    held: list[list[RawCell]] = []
    until = -1
    for at, line in enumerate(lines):
        filled = [cell for cell in line if cell.text]
        if not filled and at > until:
            yield from _grid(held, merged, width)
            held = []
            continue
        if at > until and _is_prose(filled, bool(held)):
            yield from _grid(held, merged, width)
            held = []
            yield from (Line(part) for cell in filled for part in cell.text.split("\n") if part)
            continue
        held.append(line)
        until = max([until, *(cell.row + cell.rowspan - 1 for cell in filled)])
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


def _grid(lines: list[list[RawCell]], merged: bool, width: int) -> Iterator[Block]:
    """Rows as a grid that begins at the first row and column with text."""
    cells = [cell for line in lines for cell in line if cell.column < width]
    filled = [cell for cell in cells if cell.text]
    if not filled:
        return
    top = lines[0][0].row if lines[0] else min(cell.row for cell in cells)
    left = min(cell.column for cell in filled)
    right = max(cell.column + cell.colspan for cell in filled)
    bottom = max(cell.row for cell in cells) + 1
    new = tuple.__new__
    yield Grid(
        tuple(
            [
                new(RawCell, (row - top, column - left, min(high, bottom - row), wide, text))
                for row, column, high, wide, text in cells
                if left <= column < right
            ]
        ),
        merged,
    )


def _text(value: Any) -> str:
    """A value as the sheet shows it, formats of numbers aside."""
    if isinstance(value, str):
        return tidy(value)
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
