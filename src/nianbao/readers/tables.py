"""The three statutory tables in grids as they are met: which table, which row, which column, which figure.

Columns are found by all that stands above them, rows by their labels, never by position alone. What cannot
be told for sure becomes a note and no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from nianbao.core.form import COLUMNS, DISPUTE_LABELS, EDITIONS, OUTCOMES, TABLE_NAMES, form
from nianbao.core.numerals import parse_cell
from nianbao.core.report import Cell, Note, Table, statutory_table
from nianbao.readers.blocks import Grid, RawCell
from nianbao.readers.labels import (
    AMBIGUOUS,
    CONTENT,
    GROUP,
    RESULTS,
    SUBTOTAL,
    bare,
    column_name,
    is_article_item,
    item_editions,
    item_heads,
    item_names,
    outcome_name,
    row_name,
    row_names,
    unnumbered,
)

Rows = list[list[RawCell]]
STANDARD = tuple(column.path for column in COLUMNS)


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

    @property
    def texts(self) -> dict[str, str]:
        return {figure: cell.text for cell, figure in self.figures.items()}

    def table(self, edition: str, merged: bool) -> Table:
        """The table as it stands; where the format lost the merged cells, the form's own frame if all is there."""
        if not merged and not self.extra:
            frame = form(edition).tables[self.number]
            texts = self.texts
            if set(frame.figures) == set(texts):
                return statutory_table(frame, texts)
        figures = self.figures
        return Table(self.number, tuple(_cell(cell, figures.get(cell)) for cell in self.cells))


@lru_cache(maxsize=8192)
def _cell(cell: RawCell, figure: str | None) -> Cell:
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
_OUTCOMES = frozenset(bare(label) for path, label in OUTCOMES if path != "total")


@cache
def _marks() -> Mapping[str, int]:
    """Bare labels that only one of the tables has."""
    marks = dict.fromkeys(item_names(), 2)
    marks.update(dict.fromkeys(item_heads(), 2))
    marks[CONTENT] = 2
    marks.update({word: 3 for word in row_names() if word not in AMBIGUOUS and len(word) > 3})
    marks.update(dict.fromkeys(_MARKS_3, 3))
    marks.update(dict.fromkeys(_MARKS_4, 4))
    marks.update(dict.fromkeys(_OUTCOMES, 4))
    return marks


def row_table(row: Iterable[RawCell]) -> int | None:
    """The number of the statutory table a row's labels belong to, None where they tell nothing."""
    marks = _marks()
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
        if len(word) > 3 and _exact_row(word):
            return 3
    return None


def _exact_row(word: str) -> str | None:
    names = row_names()
    return names.get(word) or names.get(unnumbered(word))


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


def read_grid(number: int, cells: Sequence[RawCell]) -> Reading:
    """The figures of a grid that holds one statutory table or a part of it."""
    reading = Reading(number, cells)
    _READERS[number](reading, by_row(cells))
    return reading


# --- table three -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    start: int
    end: int
    name: str | None


@cache
def _order() -> Mapping[str, int]:
    paths = ("received", "carried_in", *(row.path for row in form("2021").rows), "handled", "carried_out")
    return {path: at for at, path in enumerate(paths)}


@cache
def _row_labels() -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for edition in EDITIONS:
        for figure, label in form(edition).labels.items():
            if figure.startswith("requests.") and figure.endswith(".total"):
                labels.setdefault(figure[len("requests.") : -len(".total")], label.replace("·总计·", "·", 1))
    return labels


def row_place(path: str) -> str:
    """Where a row of table three stands, in Chinese."""
    return _row_labels().get(path, TABLE_NAMES[3])


def _read_requests(reading: Reading, rows: Rows) -> None:
    body = _body_start(rows)
    columns = _columns(rows[:body])
    if not columns and body < len(rows):
        reading.notes.append(
            Note("表三的列名没有读到，按法定格式的顺序认列", TABLE_NAMES[3], "核对各列数据是否对应；最好补上表头")
        )
    for column in columns:
        if column.name is None or column.name == SUBTOTAL:
            reading.extra = True
    missing = [c.label for c in COLUMNS if columns and c.path not in {column.name for column in columns}]
    if missing:
        reading.notes.append(
            Note(f"表三没有读到这些列：{'、'.join(missing)}", TABLE_NAMES[3], "核对表头，补上缺少的列名")
        )
    named = _name_rows(reading, rows[body:], columns)
    seen: set[str] = set()
    for path, data, place in named:
        if path in seen:
            reading.notes.append(Note("这一行出现了两次，只读第一次", place, "删去重复的一行，或者改正行名"))
            reading.extra = True
            continue
        seen.add(path)
        for name, cell in align(data, columns, place, reading.notes):
            reading.figures[cell] = f"requests.{path}.{name}"
    if "closed" in seen:
        reading.edition = "2019"
    elif any(path.startswith("closed.") for path in seen):
        reading.edition = "2021"


def _body_start(rows: Rows) -> int:
    for at, row in enumerate(rows):
        for cell in row:
            word = bare(cell.text)
            if len(word) > 3 and not word.isdigit() and _exact_row(word):
                return at
    for at, row in enumerate(rows):
        if any(len(bare(cell.text)) > 3 and row_name(cell.text) for cell in row):
            return at
    return len(rows)


def _heads(rows: Rows) -> list[str]:
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


def _columns(rows: Rows) -> tuple[_Column, ...]:
    """The columns from the first that is named; neighbours of one name are one column, whose head or cells
    may be wider than its neighbours'."""
    found: list[_Column] = []
    taken: set[str] = set()
    for at, head in enumerate(_heads(rows)):
        name = column_name(head)
        if found and name is not None and found[-1].name == name:
            found[-1] = _Column(found[-1].start, at + 1, name)
        elif found or name is not None:
            if name in taken and name != SUBTOTAL:
                name = None
            if name is None and found and found[-1].name is None:
                found[-1] = _Column(found[-1].start, at + 1, None)
                continue
            found.append(_Column(at, at + 1, name))
            if name:
                taken.add(name)
    while found and found[-1].name is None:
        found.pop()
    return tuple(found) if len(taken - {SUBTOTAL}) >= 4 else ()


def _name_rows(reading: Reading, rows: Rows, columns: tuple[_Column, ...]) -> list[tuple[str, list[RawCell], str]]:
    """Each row of figures with its path; a row whose label is lost is told by its neighbours, with a note."""
    named: list[tuple[str | None, list[RawCell], str]] = []
    previous = ""
    start = columns[0].start if columns else None
    for row in rows:
        label, data = _row_label(row, start, previous)
        if not data or (label is None and not any(cell.text for cell in data)):
            continue
        if label in (SUBTOTAL, RESULTS):
            reading.extra = True
            continue
        if label is not None and label.startswith(GROUP):
            if label != GROUP + "closed":
                reading.extra = True
                continue
            label = "closed"
        text = " ".join(cell.text for cell in row if cell not in data)
        named.append((label, data, text))
        previous = label or previous
    if any(path and path.startswith("closed.") for path, _, _ in named):
        reading.extra = reading.extra or any(path == "closed" for path, _, _ in named)
        named = [item for item in named if item[0] != "closed"]
    return list(_deduce(reading, named))


def _row_label(row: list[RawCell], start: int | None, previous: str) -> tuple[str | None, list[RawCell]]:
    """The row's path, group or SUBTOTAL, and the cells behind its label."""
    name: str | None = None
    last = -1
    for at, cell in enumerate(row):
        text = cell.text
        if not text or text.isdigit():
            continue
        word = bare(text)
        if not word or word.isdigit():
            continue
        found = SUBTOTAL if word == "小计" else _exact_row(word)
        if found is None and (start is None or cell.column < start):
            found = row_name(text)
        elif word in AMBIGUOUS:
            found = _ambiguous(word, previous)
        if found is not None:
            last = at
            name = found
    if last < 0 and start is None:
        return None, []
    data = row[last + 1 :]
    if start is not None:
        inside = [cell for cell in data if cell.column + cell.colspan > start]
        # A label column without text is not data; where heads stand too far left, the label tells.
        data = inside if last < 0 or len(inside) >= len(STANDARD) - 1 else data
    return name, data


def _ambiguous(word: str, previous: str) -> str:
    if word == "其他":
        return "closed.other" if previous.startswith("closed") else SUBTOTAL
    return (
        "handled" if _order().get(previous, 99 if previous == "closed" else 0) >= _order()["closed.other"] else SUBTOTAL
    )


def _deduce(
    reading: Reading, named: list[tuple[str | None, list[RawCell], str]]
) -> Iterator[tuple[str, list[RawCell], str]]:
    order = _order()
    paths = list(order)
    for at, (path, data, text) in enumerate(named):
        if path is not None:
            yield path, data, row_place(path)
            continue
        before = next((order.get(p, -1) for p, _, _ in reversed(named[:at]) if p), -1)
        after = next((order.get(p, len(paths)) for p, _, _ in named[at:] if p), len(paths))
        unknown = _unknown_around(named, at)
        shown = f"“{text[:30]}”" if text else "空白"
        if after - before - 1 == len(unknown) and before >= 0:
            deduced = paths[before + 1 + unknown.index(at)]
            reading.notes.append(
                Note(f"行名为{shown}，按前后行认作这一行", row_place(deduced), "核对这一行的数据，补上行名")
            )
            yield deduced, data, row_place(deduced)
        else:
            reading.extra = True
            reading.notes.append(
                Note(f"表三有一行的行名为{shown}，认不出是哪一行，没有读入", TABLE_NAMES[3], "按法定格式改正行名")
            )


def _unknown_around(named: list[tuple[str | None, list[RawCell], str]], at: int) -> list[int]:
    first = at
    while first > 0 and named[first - 1][0] is None:
        first -= 1
    last = at
    while last + 1 < len(named) and named[last + 1][0] is None:
        last += 1
    return list(range(first, last + 1))


def align(
    data: list[RawCell], columns: tuple[_Column, ...], place: str, notes: list[Note]
) -> Iterator[tuple[str, RawCell]]:
    """Each cell of a row with its column's name, as far as that is sure; what is not is noted."""
    names = tuple(column.name for column in columns) or STANDARD
    cells = data
    while len(cells) > len(names) and not cells[-1].text:
        cells = cells[:-1]
    while len(cells) > len(names) and not cells[0].text:
        cells = cells[1:]
    if len(cells) == len(names):
        yield from ((name, cell) for name, cell in zip(names, cells, strict=True) if name and name != SUBTOTAL)
        return
    if columns and len(cells) < len(names) and cells and cells[-1].column + cells[-1].colspan >= columns[-1].end:
        yield from _overlap(cells, columns, place, notes)
        return
    numbers = [parse_cell(cell.text) for cell in cells]
    if SUBTOTAL not in names and len(cells) > 1 and None not in numbers:
        known = [number for number in numbers if number is not None]
        if known[-1] == sum(known[:-1]) and known[-1] > 0:
            yield "total", cells[-1]
            notes.append(
                Note(f"这一行应有{len(names)}格，只有{len(cells)}格，只读入了总计", place, "补齐各列数据，没有的填0")
            )
            return
    word = "只有" if len(cells) < len(names) else "却有"
    notes.append(
        Note(f"这一行应有{len(names)}格，{word}{len(cells)}格，对不上列，没有读入", place, "补齐或者删去多余的格")
    )


def _overlap(
    cells: list[RawCell], columns: tuple[_Column, ...], place: str, notes: list[Note]
) -> Iterator[tuple[str, RawCell]]:
    """By the columns that a cell covers; one that covers several stands for none."""
    left = {column.name for column in columns if column.name and column.name != SUBTOTAL}
    for cell in cells:
        covered = [
            (min(cell.column + cell.colspan, column.end) - max(cell.column, column.start), column)
            for column in columns
            if cell.column < column.end and column.start < cell.column + cell.colspan
        ]
        whole = [column for size, column in covered if size * 2 > column.end - column.start]
        if len(whole) == 1 and whole[0].name in left:
            left.discard(whole[0].name)
            yield str(whole[0].name), cell
    if left:
        lost = "、".join(column.label for column in COLUMNS if column.path in left)
        notes.append(Note(f"有合并的或者缺少的格，没有读到：{lost}", place, "每列各填一格"))


# --- table two -------------------------------------------------------------------------------------------


def _read_disclosure(reading: Reading, rows: Rows) -> None:
    items, heads = item_names(), item_heads()
    columns: list[tuple[int, int, str | None]] = []
    taken: set[str] = set()
    for row in rows:
        words = [bare(cell.text) for cell in row]
        if CONTENT in words or any(word in heads for word in words):
            at = words.index(CONTENT) + 1 if CONTENT in words else 0
            columns = [
                (cell.column, cell.column + cell.colspan, heads.get(word) or _similar_head(word))
                for cell, word in list(zip(row, words, strict=True))[at:]
                if word
            ]
            continue
        found = next(((at, items[word]) for at, word in enumerate(words) if word in items), None)
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
    for start, end, name in named:
        over = [cell for cell in data if cell.column < end and start < cell.column + cell.colspan]
        texts = [cell for cell in over if cell.text] or over[:1]
        if name and len(texts) == 1:
            yield name, texts[0]
        elif name and len(named) == 1 and len(_trim(data)) == 1:
            yield name, _trim(data)[0]
        else:
            notes.append(Note("数据与列名对不上，没有读入", place, "每列各填一格"))


def _trim(data: list[RawCell]) -> list[RawCell]:
    filled = [cell for cell in data if cell.text]
    return filled or data[:1]


# --- table four ------------------------------------------------------------------------------------------


def _read_disputes(reading: Reading, rows: Rows) -> None:
    body = _outcomes_end(rows)
    heads = _heads(rows[:body])
    columns: list[_Column] = []
    names: list[tuple[str | None, str]] = []
    for at, head in enumerate(heads):
        name = outcome_name(head)
        if name is None:
            continue
        if columns and columns[-1].end == at and names[-1] == name:
            columns[-1] = _Column(columns[-1].start, at + 1, None)
            continue
        columns.append(_Column(at, at + 1, None))
        names.append(name)
    paths = _dispute_paths(names)
    data = next((row for row in rows[body:] if any(cell.text for cell in row)), rows[body] if body < len(rows) else [])
    if not paths or not data:
        reading.notes.append(Note("表四的列名或者数据没有读全，没有读入", TABLE_NAMES[4], "按法定格式补齐表头和数据"))
        return
    named = tuple(_Column(c.start, c.end, path) for c, path in zip(columns, paths, strict=True))
    cells = [cell for cell in data if cell.column + cell.colspan > named[0].start]
    if len(cells) > len(named) and cells[0].text and parse_cell(cells[0].text) is None:
        cells = cells[1:]
    for path, cell in _align_disputes(cells, named, reading.notes):
        reading.figures[cell] = f"disputes.{path}"


def _outcomes_end(rows: Rows) -> int:
    """The row behind the last one that names outcomes."""
    last = 0
    for at, row in enumerate(rows):
        if sum(bare(cell.text) in _OUTCOMES for cell in row) >= 2 or row_table(row) == 4:
            last = max([at + 1, *(c.row + c.rowspan for c in row if bare(c.text) in _OUTCOMES)])
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
        yield from ((str(column.name), cell) for column, cell in zip(columns, cells, strict=True))
        return
    if cells and cells[-1].column + cells[-1].colspan >= columns[-1].end:
        lost = 0
        for column in columns:
            over = [c for c in cells if c.column == column.start or (c.column < column.end and column.start < c.column)]
            if len(over) == 1 and over[0].colspan <= column.end - column.start:
                yield str(column.name), over[0]
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


_READERS = {2: _read_disclosure, 3: _read_requests, 4: _read_disputes}


# --- grids and parts of grids ------------------------------------------------------------------------------


def shift(cells: Iterable[RawCell], rows: int) -> tuple[RawCell, ...]:
    """The cells so many rows further down."""
    return tuple(cell._replace(row=cell.row + rows) for cell in cells)


def stitch(first: Grid, second: Grid) -> Grid:
    """Two parts of a table that a page break cut: a repeated head is dropped, a label or row cut in two is one."""
    upper = first.cells
    height = max(cell.row + cell.rowspan for cell in upper)
    lower = _without_repeated_head(upper, second.cells)
    width = max(cell.column + cell.colspan for cell in upper)
    if lower and max(cell.column + cell.colspan for cell in lower) == width:
        upper, lower = _join_row(upper, lower, height)
        if lower:
            upper, lower = _join_labels(upper, lower, height)
    return Grid((*upper, *shift(lower, height)), first.merged and second.merged)


def _join_row(
    upper: Sequence[RawCell], lower: Sequence[RawCell], height: int
) -> tuple[tuple[RawCell, ...], tuple[RawCell, ...]]:
    """A row that the page break cut through: its words go on below, its figures stand on one side only."""
    ends = {(c.column, c.colspan): c for c in upper if c.row + c.rowspan == height}
    first = [cell for cell in lower if cell.row == 0]
    pairs = [(ends[cell.column, cell.colspan], cell) for cell in first if (cell.column, cell.colspan) in ends]
    if len(pairs) != len(first) or not _is_cut(pairs):
        return tuple(upper), tuple(lower)
    joined = {a: a._replace(rowspan=a.rowspan + b.rowspan - 1, text=a.text + b.text) for a, b in pairs}
    return tuple(joined.get(c, c) for c in upper), shift((c for c in lower if c.row), -1)


def _is_cut(pairs: list[tuple[RawCell, RawCell]]) -> bool:
    both = [(a, b) for a, b in pairs if a.text and b.text]
    if any(parse_cell(a.text) is not None or parse_cell(b.text) is not None for a, b in both):
        return False
    if any(len(bare(b.text)) > 3 and _exact_row(bare(b.text)) for _, b in pairs):
        return False
    return bool(both) or not any(b.text for _, b in pairs)


def _without_repeated_head(upper: Sequence[RawCell], lower: Sequence[RawCell]) -> tuple[RawCell, ...]:
    rows = by_row(lower)
    above = by_row(upper)
    same = 0
    for here, there in zip(rows, above, strict=False):
        if [bare(c.text) for c in here] != [bare(c.text) for c in there] or not any(bare(c.text) for c in here):
            break
        if not all(parse_cell(c.text) is None for c in here):
            break
        same += 1
    while same and any(c.row < same < c.row + c.rowspan for c in lower):
        same -= 1
    return shift((cell for cell in lower if cell.row >= same), -same)


def _join_labels(
    upper: Sequence[RawCell], lower: Sequence[RawCell], height: int
) -> tuple[tuple[RawCell, ...], tuple[RawCell, ...]]:
    ends = {cell.column: cell for cell in upper if cell.row + cell.rowspan == height}
    joined: dict[RawCell, RawCell] = {}
    dropped: set[RawCell] = set()
    first = next(
        (c.column for c in sorted(lower, key=lambda c: c.column) if c.row == 0 and parse_cell(c.text) is not None), 0
    )
    for cell in lower:
        above = ends.get(cell.column)
        if cell.row or above is None or above.colspan != cell.colspan or cell.column >= first:
            continue
        cut = bool(cell.text and above.text)
        if cut and (_exact_row(bare(above.text + cell.text)) is None or _exact_row(bare(cell.text))):
            continue
        if cell.rowspan > 1 or above.rowspan > 1:
            joined[above] = above._replace(rowspan=above.rowspan + cell.rowspan, text=above.text + cell.text)
            dropped.add(cell)
    return tuple(joined.get(c, c) for c in upper), tuple(c for c in lower if c not in dropped)
