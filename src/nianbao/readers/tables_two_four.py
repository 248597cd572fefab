"""Tables two and four as they are met: which item or proceeding, which column, which figure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from nianbao.core.form import DISPUTE_LABELS, EDITIONS, OUTCOMES, TABLE_NAMES, form
from nianbao.core.numerals import parse_cell
from nianbao.core.report import Note
from nianbao.readers.blocks import RawCell
from nianbao.readers.labels import CONTENT, bare, item_editions, item_head, item_heads, item_of, outcome_name
from nianbao.readers.tables import OUTCOME_WORDS, Reading, Rows, heads_of, row_table

# --- table two -------------------------------------------------------------------------------------------


def read_disclosure(reading: Reading, rows: Rows) -> None:
    """The figures of table two, or of a part of it; what is not sure becomes a note."""
    columns: list[tuple[int, int, str | None]] = []
    taken: set[str] = set()
    for row in rows:
        words = [bare(cell.text) for cell in row]
        if CONTENT in words or any(item_head(cell.text) for cell in row):
            at = words.index(CONTENT) + 1 if CONTENT in words else 0
            columns = [
                (cell.column, cell.column + cell.colspan, item_head(cell.text) or _similar_head(word))
                for cell, word in list(zip(row, words, strict=True))[at:]
                if word
            ]
            continue
        found = next(((at, item) for at, cell in enumerate(row) if (item := item_of(cell.text))), None)
        if found is None:
            continue
        at, item = found
        if item in taken:
            reading.extra = True
            reading.notes.append(
                Note("这一行出现了两次，只读第一次", f"{TABLE_NAMES[2]}·{row[at].text}", "删去重复的一行")
            )
            continue
        taken.add(item)
        for path, cell in _item_cells(item, row[at].text, row[at + 1 :], columns, reading.notes):
            reading.figures[cell] = f"disclosure.{item}.{path}"
            edition = item_editions().get((item, path))
            if edition and item != "procurement":
                reading.edition = edition


def _similar_head(word: str) -> str | None:
    import difflib

    near = difflib.get_close_matches(word, item_heads(), n=1, cutoff=0.75)
    return item_heads()[near[0]] if near else None


@cache
def _item_paths() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for edition in EDITIONS:
        for block in form(edition).blocks:
            for item in block.items:
                found.setdefault(item.path, []).append(tuple(path for path, _ in item.cells))
    return {path: tuple(dict.fromkeys(cells)) for path, cells in found.items()}


def _item_cells(
    item: str, label: str, data: list[RawCell], columns: list[tuple[int, int, str | None]], notes: list[Note]
) -> Iterator[tuple[str, RawCell]]:
    place = f"{TABLE_NAMES[2]}·{label}"
    allowed = _item_paths()[item]
    named = [column for column in columns if any(column[2] in paths for paths in allowed)]
    if not named:
        # Without a head only a lone cell is sure; three cells in the form's order are taken with a note.
        cells = _trim(data)
        fitting = [paths for paths in allowed if len(paths) == len(cells)]
        if len(fitting) != 1 or not cells:
            notes.append(Note("列名没有读到，数据没有读入", place, "补上列名，每列各填一格"))
            return
        if len(cells) > 1:
            notes.append(Note("列名没有读到，按法定格式的顺序认列", place, "核对各列数据，补上列名"))
        yield from zip(fitting[0], cells, strict=True)
        return
    if len(data) == len(columns):
        yield from ((name, cell) for (_, _, name), cell in zip(columns, data, strict=True) if name)
        return
    edge = max(end for _, end, _ in columns)
    if any(cell.text and cell.column >= edge and parse_cell(cell.text) is not None for cell in data):
        yield from _moved(data, [name for _, _, name in columns], allowed, place, notes)
        return
    if data and len(data) < len(columns) and data[-1].column + data[-1].colspan < edge:
        notes.append(Note(f"应有{len(columns)}格，只有{len(data)}格，对不上列，没有读入", place, "每列各填一格"))
        return
    for start, end, name in named:
        over = [cell for cell in data if cell.column < end and start < cell.column + cell.colspan]
        texts = [cell for cell in over if cell.text] or over[:1]
        if name and len(texts) == 1:
            yield name, texts[0]
        elif name and len(named) == 1 and len(_trim(data)) == 1:
            yield name, _trim(data)[0]
        else:
            notes.append(Note("数据与列名对不上，没有读入", place, "每列各填一格"))


def _moved(
    data: list[RawCell],
    names: list[str | None],
    allowed: tuple[tuple[str, ...], ...],
    place: str,
    notes: list[Note],
) -> Iterator[tuple[str, RawCell]]:
    """The figures of a row that goes on right of the last head: a blank cell was added to it, or a head is lost."""
    filled = [cell for cell in data if cell.text]
    fitting = [paths for paths in allowed if len(paths) == len(filled)]
    if len(filled) == len(names) and any(set(paths) <= set(names) for paths in allowed):
        notes.append(Note("这一行多出空白的格，按有数据的格依次认列", place, "核对各列数据，删去多余的格"))
        yield from ((name, cell) for name, cell in zip(names, filled, strict=True) if name)
    elif len(fitting) == 1 and len(names) < len(filled) and set(names) <= {*fitting[0], None}:
        notes.append(Note("列名没有读全，按法定格式的顺序认列", place, "核对各列数据，补上列名"))
        yield from zip(fitting[0], filled, strict=True)
    else:
        notes.append(Note("数据与列名对不上，没有读入", place, "每列各填一格"))


def _trim(data: list[RawCell]) -> list[RawCell]:
    filled = [cell for cell in data if cell.text]
    return filled or data[:1]


# --- table four ------------------------------------------------------------------------------------------


class _Column(NamedTuple):
    """A column of table four from `start` to `end` (excluded), with the path of its figure."""

    start: int
    end: int
    path: str = ""


def read_disputes(reading: Reading, rows: Rows) -> None:
    """The figures of table four; what is not sure becomes a note."""
    for block in _blocks(rows):
        _read_disputes(reading, block)


def _blocks(rows: Rows) -> list[Rows]:
    """The blocks of a table that sets its proceedings below each other, each with a head and figures of its own."""
    ends: list[int] = []
    headed = False
    for at, row in enumerate(rows):
        if sum(bare(cell.text) in OUTCOME_WORDS for cell in row) >= len(OUTCOMES) - 1:
            headed = True
        elif (
            headed
            and any(cell.text for cell in row)
            and all(parse_cell(cell.text) is not None for cell in row if cell.text)
        ):
            ends.append(at + 1)
            headed = False
    if len(ends) < _SEVERAL:
        return [rows]
    return [rows[start:end] for start, end in itertools.pairwise([0, *ends])]


_SEVERAL = 2


def _read_disputes(reading: Reading, rows: Rows) -> None:
    body = _outcomes_end(rows)
    heads = heads_of(rows[:body])
    columns: list[_Column] = []
    names: list[tuple[str | None, str]] = []
    for at, head in enumerate(heads):
        name = outcome_name(head)
        if name is None:
            continue
        if columns and columns[-1].end == at and names[-1] == name:
            columns[-1] = _Column(columns[-1].start, at + 1)
            continue
        columns.append(_Column(at, at + 1))
        names.append(name)
    paths = _dispute_paths(names)
    data = next((row for row in rows[body:] if any(cell.text for cell in row)), rows[body] if body < len(rows) else [])
    if paths != _PATHS:
        if found := _in_order(rows[:body], data):
            reading.figures.update(found)
            return
        if len(paths) < len(_PATHS) and (cells := _numbers_of_the_form(data)):
            reading.notes.append(
                Note(
                    "表四的表头与数据对不上，按法定格式的顺序认列", TABLE_NAMES[4], "核对各列数据是否对应；最好改正表头"
                )
            )
            reading.figures.update({cell: f"disputes.{path}" for path, cell in zip(_PATHS, cells, strict=True)})
            return
    if not paths or not data:
        reading.notes.append(Note("表四的列名或者数据没有读全，没有读入", TABLE_NAMES[4], "按法定格式补齐表头和数据"))
        return
    named = tuple(_Column(c.start, c.end, path) for c, path in zip(columns, paths, strict=True))
    cells = [cell for cell in data if cell.column + cell.colspan > named[0].start]
    if len(cells) > len(named) and cells[0].text and parse_cell(cells[0].text) is None:
        cells = cells[1:]
    for path, cell in _align_disputes(cells, named, reading.notes):
        reading.figures[cell] = f"disputes.{path}"


def _in_order(heads: Rows, data: list[RawCell]) -> dict[RawCell, str]:
    """The figures of a table whose heads no longer stand above their columns, where the heads, read line by line, are
    the form's in its order, and the row of data has a cell for each; empty where they are not."""
    outcomes = [path for path, _ in OUTCOMES]
    said = [_OUTCOMES.get(bare(cell.text)) for row in heads for cell in row]
    cells = [cell for cell in data if cell.text]
    if [path for path in said if path] != outcomes * len(DISPUTE_LABELS):
        return {}
    paths = [f"disputes.{kind}.{path}" for kind in DISPUTE_LABELS for path in outcomes]
    if len(cells) != len(paths) or any(parse_cell(cell.text) is None for cell in cells):
        return {}
    return dict(zip(cells, paths, strict=True))


_OUTCOMES = {bare(label): path for path, label in OUTCOMES}
_PATHS = [f"{kind}.{path}" for kind in DISPUTE_LABELS for path, _ in OUTCOMES]


def _numbers_of_the_form(data: list[RawCell]) -> list[RawCell]:
    """The filled cells of a row where they are as many as the form has and each proceeding adds up; else none."""
    cells = [cell for cell in data if cell.text]
    numbers = [parse_cell(cell.text) for cell in cells]
    if cells and numbers[0] is None:
        cells, numbers = cells[1:], numbers[1:]
    known = [number for number in numbers if number is not None]
    if len(known) != len(_PATHS) or len(numbers) != len(known):
        return []
    groups = [known[at : at + len(OUTCOMES)] for at in range(0, len(known), len(OUTCOMES))]
    return cells if all(group[-1] == sum(group[:-1]) for group in groups) else []


def _outcomes_end(rows: Rows) -> int:
    """The row behind the last one that names outcomes."""
    last = 0
    first = next((cell.row for row in rows for cell in row), 0)
    for at, row in enumerate(rows):
        if sum(bare(cell.text) in OUTCOME_WORDS for cell in row) >= 2 or row_table(row) == 4:
            last = max([at + 1, *(c.row - first + c.rowspan for c in row if bare(c.text) in OUTCOME_WORDS)])
    return min(last, len(rows))


def _dispute_paths(names: list[tuple[str | None, str]]) -> list[str]:
    """Each column's path; where heads do not say which proceeding, the form's order if all is there."""
    outcomes = [path for path, _ in OUTCOMES]
    kinds = list(DISPUTE_LABELS)
    if [outcome for _, outcome in names] == outcomes * 3:
        said = [kind for kind, _ in names]
        expected = [kind for kind in kinds for _ in outcomes]
        if all(kind in (None, "review", right) for kind, right in zip(said, expected, strict=True)):
            return [f"{kind}.{outcome}" for kind, (_, outcome) in zip(expected, names, strict=True)]
    paths = [f"{kind}.{outcome}" for kind, outcome in names if kind is not None]
    return paths if len(paths) == len(names) == len(set(paths)) else []


def _align_disputes(
    cells: list[RawCell], columns: tuple[_Column, ...], notes: list[Note]
) -> Iterator[tuple[str, RawCell]]:
    if len(cells) == len(columns):
        yield from ((column.path, cell) for column, cell in zip(columns, cells, strict=True))
        return
    if any(cell.text and cell.column >= columns[-1].end and parse_cell(cell.text) is not None for cell in cells):
        filled = _numbers_of_the_form(cells)
        if filled and len(columns) == len(filled):
            notes.append(
                Note("表四的数据多出空白的格，按有数据的格依次认列", TABLE_NAMES[4], "核对各列数据，删去多余的格")
            )
            yield from ((column.path, cell) for column, cell in zip(columns, filled, strict=True))
        else:
            notes.append(Note("表四的数据与表头对不上列，没有读入", TABLE_NAMES[4], "补齐表头，每列各填一格"))
        return
    if cells and cells[-1].column + cells[-1].colspan >= columns[-1].end:
        lost = 0
        for column in columns:
            over = [c for c in cells if c.column == column.start or (c.column < column.end and column.start < c.column)]
            if len(over) == 1 and over[0].colspan <= column.end - column.start:
                yield column.path, over[0]
            else:
                lost += 1
        if lost:
            notes.append(Note(f"表四有{lost}格合并或者缺少，没有读入", TABLE_NAMES[4], "每列各填一格，没有的填0"))
        return
    notes.append(
        Note(
            f"表四应有{len(columns)}格，只有{len(cells)}格，对不上列，没有读入",
            TABLE_NAMES[4],
            "补齐各列数据，没有的填0",
        )
    )
