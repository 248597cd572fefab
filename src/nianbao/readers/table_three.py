"""Table three as it is met: which row, which column, which figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nianbao.core.form import COLUMNS, EDITIONS, TABLE_NAMES, form
from nianbao.core.numerals import parse_cell
from nianbao.core.report import Note
from nianbao.readers.blocks import RawCell
from nianbao.readers.labels import AMBIGUOUS, GROUP, RESULTS, SUBTOTAL, bare, column_name, exact_row, row_name
from nianbao.readers.tables import Reading, Rows, heads_of, is_head

STANDARD = tuple(column.path for column in COLUMNS)


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


def read_requests(reading: Reading, rows: Rows) -> None:
    """The figures of table three, or of a part of it; what is not sure becomes a note."""
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
    placed = not missing or len(columns) >= len(STANDARD)  # a head is lost, but its column stands where it should
    moved = not missing and _heads_moved(rows[:body], columns)
    if moved or (missing and _fill_the_form(rows[body:])) or (missing and _over_labels(columns, rows[body:])):
        reading.notes.append(
            Note("表三的表头与各行对不上，按法定格式的顺序认列", TABLE_NAMES[3], "核对各列数据是否对应；最好改正表头")
        )
        columns = ()
    elif missing:
        reading.notes.append(
            Note(f"表三没有读到这些列：{'、'.join(missing)}", TABLE_NAMES[3], "核对表头，补上缺少的列名")
        )
    named = _name_rows(reading, rows[body:], columns)
    headed = max((at + 1 for at, head in enumerate(heads_of(rows[:body])) if head), default=0)
    seen: set[str] = set()
    for path, data, place in named:
        if path in seen:
            reading.notes.append(Note("这一行出现了两次，只读第一次", place, "删去重复的一行，或者改正行名"))
            reading.extra = True
            continue
        seen.add(path)
        for name, cell in align(data, columns, place, reading.notes, placed=placed, headed=headed):
            reading.figures[cell] = f"requests.{path}.{name}"
    if "closed" in seen:
        reading.edition = "2019"
    elif any(path.startswith("closed.") for path in seen):
        reading.edition = "2021"


def _fill_the_form(rows: Rows) -> bool:
    """Whether nearly every row has as many cells behind its label, up to the last filled one, as the form has
    columns."""
    counts: list[int] = []
    for row in rows:
        labels = [at for at, cell in enumerate(row) if cell.text and exact_row(bare(cell.text))]
        last = max((at for at, cell in enumerate(row) if cell.text), default=0)
        if labels and last > labels[-1]:
            counts.append(last - labels[-1])
    return counts.count(len(STANDARD)) * 10 > len(counts) * 9


def _heads_moved(rows: Rows, columns: tuple[_Column, ...]) -> bool:
    """Whether the heads, read line by line, are the form's in its order, but do not stand so above the columns."""
    above = tuple(column.name for column in columns if column.name)
    if not above or above == STANDARD or set(above) != set(STANDARD):
        return False
    said = [name for row in rows for cell in row if (name := column_name(bare(cell.text)))]
    return said == [STANDARD[0], STANDARD[-1], *STANDARD[1:-1]]


def _over_labels(columns: tuple[_Column, ...], rows: Rows) -> bool:
    """Whether the first head stands above the labels of the rows: then the heads have moved to the left."""
    return any(
        cell.column >= columns[0].start and len(word := bare(cell.text)) > 3 and exact_row(word) is not None
        for row in rows
        for cell in row
    )


def _body_start(rows: Rows) -> int:
    for at, row in enumerate(rows):
        for cell in row:
            word = bare(cell.text)
            if len(word) > 3 and not word.isdigit() and exact_row(word):
                return at
    for at, row in enumerate(rows):
        if any(len(bare(cell.text)) > 3 and row_name(cell.text) for cell in row):
            return at
    return len(rows)


def _columns(rows: Rows) -> tuple[_Column, ...]:
    """The columns from the first that is named; neighbours of one name are one column, whose head or cells
    may be wider than its neighbours'."""
    found: list[_Column] = []
    taken: set[str] = set()
    for at, head in enumerate(heads_of(rows)):
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
        label, data = _row_label(row, start, len(columns), previous)
        if not data or (label is None and (not any(cell.text for cell in data) or is_head(row))):
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


def _row_label(row: list[RawCell], start: int | None, width: int, previous: str) -> tuple[str | None, list[RawCell]]:
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
        found = SUBTOTAL if word == "小计" else exact_row(word)
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
        if last < 0 or (len(data) != width and len(inside) >= len(STANDARD) - 1):
            data = inside
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
    data: list[RawCell],
    columns: tuple[_Column, ...],
    place: str,
    notes: list[Note],
    *,
    placed: bool = True,
    headed: int = 0,
) -> Iterator[tuple[str, RawCell]]:
    """Each cell of a row with its column's name, as far as that is sure; what is not is noted.

    `placed` is False where heads are missing and others may have moved into their places: where a cell stands
    then tells nothing. `headed` is how far to the right heads stand, known or not.
    """
    names = tuple(column.name for column in columns) or STANDARD
    cells = data
    while len(cells) > len(names) and not cells[-1].text:
        cells = cells[:-1]
    first = cells[0] if cells else None
    while len(cells) > len(names) and not cells[0].text:
        cells = cells[1:]
    if cells and not cells[0].text and (_ends_early(cells, columns) if columns else cells[0] is not first):
        # Which of the blank ones stand for figures, which for labels?
        notes.append(Note("这一行前面有几格空白，分不清是行名还是数据，没有读入", place, "补齐各列数据，没有的填0"))
        return
    if len(cells) > len(names) and _moved(cells, headed):
        filled = [cell for cell in cells if cell.text]
        if len(filled) == len(names) and SUBTOTAL not in names and _adds_up(filled):
            notes.append(Note("这一行多出空白的格，按有数据的格依次认列", place, "核对各列数据，删去多余的格"))
            yield from ((name, cell) for name, cell in zip(names, filled, strict=True) if name)
            return
    elif columns and placed and len(cells) > len(names):
        cells = [cell for cell in cells if cell.column < columns[-1].end]  # what stands right of the last column
    if len(cells) == len(names):
        yield from ((name, cell) for name, cell in zip(names, cells, strict=True) if name and name != SUBTOTAL)
        return
    if (
        columns
        and placed
        and len(cells) < len(names)
        and cells
        and cells[-1].column + cells[-1].colspan >= columns[-1].end
    ):
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


def _ends_early(cells: list[RawCell], columns: tuple[_Column, ...]) -> bool:
    """Whether a row has no cell in the last column."""
    return cells[-1].column + cells[-1].colspan < columns[-1].end


def _moved(cells: list[RawCell], headed: int) -> bool:
    """Whether a number stands right of all heads: a cell that was added to the row moved it there."""
    return any(cell.column >= headed and parse_cell(cell.text) is not None for cell in cells if cell.text)


def _adds_up(cells: list[RawCell]) -> bool:
    """Whether the last number is the sum of the others."""
    numbers = [parse_cell(cell.text) for cell in cells]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and known[-1] == sum(known[:-1])


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
