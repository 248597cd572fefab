"""Tables in text whose columns are lost: cells between tabs, on lines of their own, or run together.

The labels of the form are found wherever they stand, with spaces or line breaks inside; what stands between
one label and the next are the cells of the first.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from nianbao.core.form import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    DISPUTE_LABELS,
    GROUPS,
    HANDLED,
    OUTCOMES,
    RECEIVED,
    RESULTS_LABEL,
    TABLE_NAMES,
    form,
)
from nianbao.core.numerals import parse_cell
from nianbao.core.report import Cell, Note, Table, statutory_table
from nianbao.readers.digits import parted, settled, ways
from nianbao.readers.labels import GROUP, RESULTS, bare, item_editions, row_name
from nianbao.readers.table_three import row_place
from nianbao.readers.traditional import simplified

STANDARD = tuple(column.path for column in COLUMNS)
_LOOSE = {
    "、": "[、,，.．]?",
    "（": "[（(]?",
    "）": "[）)]?",
    "“": "[“”\"'‘’〝]?",
    "”": "[“”\"'‘’〞]?",
    ".": "[.．、,]?",
    "：": "[：:]?",
    "，": "[，,]?",
    "/": "[/／]?",
}


def loose(label: str) -> str:
    """A pattern for a label with white space anywhere inside and its marks half-width, other or missing."""
    return r"\s*".join(_LOOSE.get(c, re.escape(c)) for c in label if not c.isspace())


def _numbered(label: str) -> str:
    """A pattern for a numbered label that may have lost its number or the mark behind it."""
    match = re.match(r"([1-8一二三四])([.、])(.+)|（([一二三四五六七])）(.+)", label)
    if match is None:
        return loose(label)
    if match[4]:
        return rf"[（(]\s*{match[4]}\s*[）)]\s*{loose(match[5])}"
    mark = r"[.．、,，]" if match[2] == "." else r"[、,，.．]"
    if len(match[3]) <= 3:
        return rf"{match[1]}\s*{mark}\s*{loose(match[3])}(?![\u4e00-\u9fff])"
    return rf"(?:{match[1]}\s*{mark}\s*)?{loose(match[3])}"


@cache
def _row_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = {row.label: row.path for edition in ("2021", "2019") for row in form(edition).rows if row.path != "closed"}
    labels: dict[str, str] = {
        RECEIVED.label: RECEIVED.path,
        CARRIED_IN.label: CARRIED_IN.path,
        RESULTS_LABEL: RESULTS,
        **{label: GROUP + name for name, label in GROUPS.items()},
        **rows,
        "（二）部分公开": "partially_granted",
        HANDLED.label: HANDLED.path,
        "（七）合计": HANDLED.path,
        CARRIED_OUT.label: CARRIED_OUT.path,
    }
    ordered = sorted(labels.items(), key=lambda item: -len(item[0]))
    pattern = "|".join(f"(?P<l{n}>{_numbered(label)})" for n, (label, _) in enumerate(ordered))
    return re.compile(pattern), tuple(path for _, path in ordered)


@cache
def _items() -> Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]:
    """Each item of table two with its cells (path, head) in each edition."""
    found: dict[str, list[tuple[tuple[str, str], ...]]] = {}
    for edition in ("2021", "2019"):
        for block in form(edition).blocks:
            for item in block.items:
                found.setdefault(item.path, []).append(item.cells)
    return {path: tuple(dict.fromkeys(cells)) for path, cells in found.items()}


@cache
def _item_pattern() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    labels: dict[str, tuple[str, str]] = {"规范性文件": ("item", "normative_documents")}
    for edition in ("2021", "2019"):
        for block in form(edition).blocks:
            labels[block.label] = ("block", "")
            for item in block.items:
                labels[item.label] = ("item", item.path)
                for path, head in item.cells:
                    labels[head] = ("head", path)
                    labels.setdefault(head.partition("（")[0], ("head", path))
    labels["信息内容"] = ("block", "")
    ordered = sorted(labels.items(), key=lambda entry: -len(entry[0]))
    pattern = "|".join(f"(?P<l{n}>{loose(label)})" for n, (label, _) in enumerate(ordered))
    return re.compile(pattern), tuple(value for _, value in ordered)


@cache
def _dispute_pattern() -> re.Pattern[str]:
    labels = [*(label for path, label in OUTCOMES), "合计", *DISPUTE_LABELS.values(), "行政诉讼"]
    return re.compile("|".join(loose(label) for label in labels))


@dataclass
class RunReading:
    """What was read of a run: the texts of figures, per table; what was not understood; the edition."""

    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    edition: str | None = None

    def tables(self, edition: str) -> list[Table]:
        """The form's tables with the cells that were read; a figure that was not read has no cell."""
        made = []
        for number, texts in sorted(self.texts.items()):
            frame = statutory_table(form(edition).tables[number], texts)
            cells = tuple(c for c in frame.cells if c.figure is None or c.figure in texts)
            made.append(Table(number, cells))
        return made


def read_run(text: str) -> RunReading:
    """The statutory tables in a text whose columns are lost."""
    reading = RunReading()
    two, three, four = _zones(_shown(text))
    if two.strip():
        _read_items(two, reading)
    if three.strip():
        _read_rows(three, reading)
    if four.strip():
        _read_disputes(four, reading)
    return reading


def is_table_text(text: str) -> bool:
    """Whether a text holds a table of the form: some of its rows or heads, not words that prose has too."""
    return any(zone.strip() for zone in _zones(_shown(text)))


def _shown(text: str) -> str:
    """A text with the form's labels in simplified characters."""
    return simplified(text) if any(character in text for character in "數開請結") else text


@lru_cache(maxsize=64)
def _zones(text: str) -> tuple[str, str, str]:
    """The stretches of a text that hold tables two, three and four."""
    items = [m for m in _item_pattern()[0].finditer(text) if _item_pattern()[1][_which(m)][0] != "item"]
    rows = [m for m in _row_pattern()[0].finditer(text) if len(bare(m[0])) > 4]
    outcomes = list(re.finditer("|".join(loose(label) for path, label in OUTCOMES if path != "total"), text))
    two_at = items[0].start() if len(items) >= 2 else None
    three_at = rows[0].start() if len(rows) >= 3 else None
    four_at = None
    if len(outcomes) >= 3:
        before = text[: outcomes[0].start()]
        head = re.search(r"行\s*政\s*复\s*议[^。；，]{0,40}$", before)
        four_at = head.start() if head else outcomes[0].start()
    if three_at is not None:
        heads = re.search(r"[（(]?\s*本\s*列\s*数\s*据|申\s*请\s*人\s*情\s*况|自\s*然\s*人", text[:three_at])
        three_at = heads.start() if heads else three_at
    starts = sorted(at for at in (two_at, three_at, four_at) if at is not None)

    def zone(at: int | None) -> str:
        if at is None:
            return ""
        return text[at : next((other for other in starts if other > at), len(text))]

    return zone(two_at), zone(three_at), zone(four_at)


def _which(match: re.Match[str]) -> int:
    return int(str(match.lastgroup)[1:])


# --- cells between labels -----------------------------------------------------------------------------------

_CELL_END = re.compile(r"[\t|｜\n]")
_DATUM = re.compile(r"[+\-]?\d[\d,，]*(?:\.\d+)?\s*[件项个万元]*|[/／\\—–\-－]+|无|零|〇")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The cells behind a label: `first` those of the line on which the label ends, blanks kept; `filled` all
    that are not blank; `words` what is no datum; `before` how many cells stand on its line before the label."""

    first: tuple[str, ...]
    filled: tuple[str, ...]
    words: tuple[str, ...]
    before: int = 0


def _stretch(text: str, before: int = 0) -> _Stretch:
    head, _, _ = text.partition("\n")
    first = _barred(head)
    if first and not first[0]:
        first = first[1:]
    else:
        first = tuple(itertools.chain.from_iterable(_pieces(cell) for cell in first))
    filled: list[str] = []
    words: list[str] = []
    for cell in _CELL_END.split(text):
        for piece in _pieces(cell):
            (filled if _DATUM.fullmatch(piece) else words).append(piece)
    return _Stretch(first, tuple(filled), tuple(words), before)


def _barred(line: str) -> tuple[str, ...]:
    """The cells of a line; a bar at its end closes the last of them."""
    cells = tuple(cell.strip() for cell in re.split(r"[\t|｜]", line))
    return cells[:-1] if len(cells) > 1 and line.rstrip(" ").endswith(("|", "｜")) else cells


def _pieces(cell: str) -> tuple[str, ...]:
    """A cell whose parts are all data is several cells with spaces between; any other is one."""
    bare_cell = " ".join(cell.split())
    if not bare_cell:
        return ()
    parts = bare_cell.split(" ")
    return tuple(parts) if all(_DATUM.fullmatch(part) for part in parts) else (bare_cell,)


def _read_items(text: str, reading: RunReading) -> None:
    pattern, values = _item_pattern()
    found = list(pattern.finditer(text))
    heads: list[str] = []
    texts = reading.texts.setdefault(2, {})
    for at, match in enumerate(found):
        kind, name = values[_which(match)]
        if kind == "block":
            heads = []
            continue
        if kind == "head":
            heads.append(name)
            continue
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        between = text[match.end() : end]
        place = f"{TABLE_NAMES[2]}·{bare(match[0])}"
        paths = _item_paths(name, heads)
        stretch = _stretch(between)
        if paths is None or any(f"disclosure.{name}.{path}" in texts for path in paths):
            continue
        cells = stretch.first if len(stretch.first) == len(paths) else stretch.filled
        if len(cells) == 1 and len(paths) > 1 and re.fullmatch(r"\d+", cells[0]):
            cut = parted(cells[0], len(paths))
            if cut is None:
                reading.notes.append(_run_together(place))
                continue
            cells = cut
        if len(paths) == 1 and len(cells) > 1:
            cells = cells[:1] if not any(cells[1:]) else cells
        if len(cells) != len(paths):
            reading.notes.append(
                Note(f"应有{len(paths)}格，读到{len(cells)}格，对不上，没有读入", place, "每列各填一格，没有的填0")
            )
            continue
        for path, cell in zip(paths, cells, strict=True):
            texts[f"disclosure.{name}.{path}"] = cell
            edition = item_editions().get((name, path))
            if edition and name != "procurement":
                reading.edition = edition


def _item_paths(item: str, heads: Sequence[str]) -> tuple[str, ...] | None:
    """The cells of an item, by the heads that stand above it; the form's where no head was read."""
    options = [tuple(path for path, _ in cells) for cells in _items()[item]]
    for paths in options:
        if list(paths) == list(heads):
            return paths
    fitting = [paths for paths in options if set(heads) <= set(paths) or set(paths) <= set(heads)]
    if heads and len(fitting) == 1:
        return fitting[0]
    return options[0] if len(options) == 1 or not heads else None


def _read_rows(text: str, reading: RunReading) -> None:
    pattern, paths = _row_pattern()
    found = list(pattern.finditer(text))
    texts = reading.texts.setdefault(3, {})
    head = text[: found[0].start()] if found else ""
    names = _column_order(head)
    if names is None:
        reading.notes.append(
            Note("表三的列名没有读全，按法定格式的顺序认列", TABLE_NAMES[3], "核对各列数据是否对应；最好补上表头")
        )
        names = STANDARD
    rows = list(_rows(text, found, paths))
    width = len(names)
    pads = _paddings([stretch for _, stretch, _ in rows], width)
    together = 0
    several: dict[str, list[tuple[str, ...]]] = {}
    astray: list[Note] = []
    seen: set[str] = set()
    closed_lines = any(path.startswith("closed.") for path, _, _ in rows)
    for path, stretch, between in rows:
        if path.startswith(GROUP):
            if path != GROUP + "closed" or closed_lines or not stretch.filled:
                continue
            path = "closed"  # noqa: PLW2901  # the edition of 2019 has no lines below this group
        place = row_place(path)
        if path in seen:
            reading.notes.append(Note("这一行出现了两次，只读第一次", place, "删去重复的一行，或者改正行名"))
            continue
        cells = _row_cells(stretch, width, pads)
        seen.add(path)
        if cells is None and _is_run_together(stretch, between, width):
            cut = ways(stretch.filled, width) if names == STANDARD else []
            if len(cut) != 1:
                several[path] = cut
                continue
            cells = cut[0]
            together += 1
        if cells is None:
            astray.append(
                Note(
                    f"这一行应有{width}格，读到{len(stretch.filled)}格，对不上列，没有读入",
                    place,
                    "补齐各列数据，没有的填0",
                )
            )
            continue
        for name, cell in zip(names, cells, strict=True):
            if name != "subtotal":
                texts[f"requests.{path}.{name}"] = cell
    together += _cut_by_sums(texts, several, reading.notes)
    if len(astray) > _FEW_ASTRAY and len(astray) * 2 > len(seen):  # the rows that fit do so by chance
        texts.clear()
        astray = [
            Note("表三多数行的格对不上列，整张表没有读入", TABLE_NAMES[3], "改用带表格的文件（Word、网页、Excel）")
        ]
    reading.notes.extend(astray)
    if together:
        reading.notes.append(
            Note(
                f"表三有{together}行的数字连在一起，是按“各列、各行之和等于总计”拆开的",
                TABLE_NAMES[3],
                _CUT_MEND,
            )
        )
    if closed_lines:
        reading.edition = "2021"
    elif "closed" in seen:
        reading.edition = "2019"


_FEW_ASTRAY = 2
_CUT_MEND = "核对各列数据；最好改用带表格的文件"


def _run_together(place: str) -> Note:
    return Note(
        "数字连在一起，分不清各列，没有读入", place, "改用带表格的文件（Word、网页、Excel），或者在各格之间加制表符"
    )


def _rows(text: str, found: list[re.Match[str]], paths: tuple[str, ...]) -> Iterator[tuple[str, _Stretch, str]]:
    """Each label with the cells behind it; a label that only resembles one is found among the words."""
    before = counted = 0  # the cells before a label in its line, counted so far
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        between = text[match.end() : end]
        path = paths[_which(match)]
        line = text.rfind("\n", counted, match.start()) + 1
        before = len(_CELL_END.findall(text, line or counted, match.start())) + (0 if line else before)
        counted = match.start()
        resembling = _resembling(between, path)
        if resembling is None:
            yield path, _stretch(between, before), between
            continue
        start, stop, other = resembling
        yield path, _stretch(between[:start], before), between
        yield other, _stretch(between[stop:]), between


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _resembling(between: str, path: str) -> tuple[int, int, str] | None:
    """A stretch of words that names a row with a typo or cut short: where it stands, and the row's path."""
    for match in re.finditer(r"[^\t|｜\n]+", between):  # not “anything, Chinese, anything”: endless digits have none
        if not _CHINESE.search(match[0]) or len(bare(match[0])) < 4:
            continue
        name = row_name(match[0])
        if name is not None and name != path and not name.startswith(GROUP):
            return match.start(), match.end(), name
    return None


def _column_order(head: str) -> tuple[str, ...] | None:
    """The columns in the order of their heads, None where they are not all there.

    自然人 and 总计 stand in a row above the others, so their place among them is the form's; 小计 stands where it
    stands among the organisations.
    """
    word = bare(head)
    organisations = [(word.find(bare(c.label)), c.path) for c in COLUMNS if c.organisation and c.path != "other"]
    if any(at < 0 for at, _ in organisations):
        return None
    last = max(at for at, _ in organisations)
    other = word.find("其他", last)
    if other < 0 or [path for _, path in sorted(organisations)] != [path for _, path in organisations]:
        return None
    first = min(at for at, _ in organisations)
    names = list(STANDARD)
    if "小计" in word[other:]:
        names.insert(6, "subtotal")
    elif "小计" in word[:first]:
        names.insert(1, "subtotal")
    return tuple(names)


def _paddings(rows: list[_Stretch], width: int) -> Mapping[tuple[int, int], int]:
    """How many blank cells stand before the data, by the number of cells on the line before and behind the label,
    where rows that are full tell it and none contradicts."""
    found: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        filled = [at for at, cell in enumerate(row.first) if cell]
        if len(filled) == width and filled[-1] - filled[0] == width - 1:
            found.setdefault((row.before, len(row.first)), set()).add(filled[0])
    return {place: pads.pop() for place, pads in found.items() if len(pads) == 1}


def _row_cells(row: _Stretch, width: int, pads: Mapping[tuple[int, int], int]) -> tuple[str, ...] | None:
    if row.words and not row.filled:
        return None
    if len(row.filled) == width:
        return row.filled
    if len(row.filled) > width or any(not _DATUM.fullmatch(cell) for cell in row.first if cell):
        return None
    if len(row.filled) != sum(1 for cell in row.first if cell):
        return None
    pad = pads.get((row.before, len(row.first)))
    if pad is not None and len(row.first) >= pad + width:
        cells = row.first[pad : pad + width]
        if sum(1 for cell in cells if cell) == len(row.filled):
            return cells
    if (
        len(row.first) == width
        and not row.first[0]
        and any(pad for (before, _), pad in pads.items() if before == row.before)
    ):
        return None  # other rows have blank cells behind such a label: this one may have lost a figure
    if len(row.first) == width or (len(row.first) > width and row.first[0] and not any(row.first[width:])):
        return row.first[:width]  # what stands behind has the places that a wide label covers
    filled = [at for at, cell in enumerate(row.first) if cell]
    if filled and filled[-1] - filled[0] == width - 1:
        return row.first[filled[0] : filled[-1] + 1]
    return None


_DIGITS = 15
"""More than any figure has."""


def _is_run_together(stretch: _Stretch, between: str, width: int) -> bool:
    """Whether cells have lost what stood between them: fewer pieces than cells, all digits, and no tab or bar. Where
    the last is the sum of the others as they stand, blank cells have vanished."""
    pieces = stretch.filled
    if not all(map(str.isdecimal, pieces)) or len("".join(pieces)) < width or _CELL_END.search(between.strip()):
        return False
    whole = not any((len(piece) > 1 and piece[0] == "0") or len(piece) > _DIGITS for piece in pieces)
    return len(pieces) == 1 or not (whole and int(pieces[-1]) == sum(map(int, pieces[:-1])))


def _cut_by_sums(texts: dict[str, str], several: Mapping[str, Sequence[tuple[str, ...]]], notes: list[Note]) -> int:
    """Reads the rows that the sums of the columns leave one way to cut, says which they do not; how many were read."""
    known: dict[str, list[int]] = {}
    for figure, text in texts.items():
        known.setdefault(figure.split(".", 1)[1].rpartition(".")[0], []).append(
            int(text) if text.isdecimal() and len(text) <= _DIGITS else -1
        )
    rows = settled(known, several) if all(min(row) >= 0 for row in known.values()) else {}
    for path, cells in rows.items():
        texts.update({f"requests.{path}.{name}": cell for name, cell in zip(STANDARD, cells, strict=True)})
    notes.extend(_run_together(row_place(path)) for path in several if path not in rows)
    return len(rows)


def _read_disputes(text: str, reading: RunReading) -> None:
    paths = [f"disputes.{kind}.{outcome}" for kind in DISPUTE_LABELS for outcome, _ in OUTCOMES]
    found = list(_dispute_pattern().finditer(text))
    outcomes = [m for m in found if bare(m[0]) not in {bare(x) for x in (*DISPUTE_LABELS.values(), "行政诉讼")}]
    order = [bare(label) for _, label in OUTCOMES] * 3
    said = [bare(m[0]).replace("合计", "总计") for m in outcomes]
    behind = text[found[-1].end() :] if found else text
    mend = "按法定格式补齐表头和数据，没有的填0"
    if said != order:
        reading.notes.append(Note("表四的列名没有读全，没有读入", TABLE_NAMES[4], mend))
        return
    reading.texts.setdefault(4, {})
    cells = _dispute_cells(behind, len(paths), reading.notes)
    if cells is None:
        filled = _stretch(behind).filled
        reading.notes.append(
            Note(f"表四应有{len(paths)}格，读到{len(filled)}格，对不上列，没有读入", TABLE_NAMES[4], mend)
        )
        return
    reading.texts[4].update(zip(paths, cells, strict=True))


def _dispute_cells(behind: str, width: int, notes: list[Note]) -> tuple[str, ...] | None:
    lines = [line for line in behind.split("\n") if line.strip(" \t|｜")]
    if lines and re.search(r"[\t|｜]", lines[0]):
        cells = _barred(lines[0])
        if len(cells) == width and all(not cell or _DATUM.fullmatch(cell) for cell in cells):
            return cells
    stretch = _stretch(behind)
    if len(stretch.filled) != width and _is_run_together(stretch, behind, width):
        cut = ways(stretch.filled, len(OUTCOMES), len(DISPUTE_LABELS))
        if len(cut) == 1:
            notes.append(Note("表四的数字连在一起，是按各组之和等于总计拆开的", TABLE_NAMES[4], _CUT_MEND))
            return cut[0]
    return stretch.filled if len(stretch.filled) == width else None


def loose_table(text: str) -> Table | None:
    """A table that is none of the form's: rows by lines, cells by tabs; None where it has only one column."""
    rows = [[cell.strip() for cell in re.split(r"[\t|｜]", line)] for line in text.split("\n") if line.strip()]
    if not rows or max(len(row) for row in rows) < 2:
        return None
    return Table(None, tuple(Cell(r, c, 1, 1, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)))


def is_number_line(text: str) -> bool:
    """Whether a line holds nothing but data: one cell a line, or a row that lost its label."""
    parts = text.translate(_BARS).split()
    return bool(parts) and all(_DATUM.fullmatch(part) for part in parts)


_BARS = str.maketrans("|｜", "  ")


__all__ = ["RunReading", "is_number_line", "is_table_text", "loose_table", "parse_cell", "read_run"]
