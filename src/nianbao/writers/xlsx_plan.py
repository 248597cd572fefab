"""How a table is drawn on a sheet, all but its numbers: made once for a form and kept.

What does not follow the form (another label, a word in a figure's cell, a total that is none) is part of the
key from which a plan is made: such a table is drawn by the same code, it only needs a plan of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from math import ceil
from typing import Any, NamedTuple

from nianbao.core.form import COLUMNS, MONEY, SIGNED_SUFFIX, Form, Relation, form
from nianbao.core.workbook import BALANCE_LABEL, LAST_YEAR_HEAD
from nianbao.writers.page import Layout, Pick, clean, escaped, picker
from nianbao.writers.xlsx_cells import ROW_END, area, blank, name, opened, row_opened, units, words

WIDTHS: Mapping[int | None, tuple[int, ...]] = {
    2: (24, 20, 20, 20),
    3: (4, 15, 34, *(8,) * 7),
    4: (7,) * 15,
}
"""Widths of columns in digits of the default font; a Chinese character of 10 pt takes nearly two."""
OTHER_WIDTH = 16
_ROOM = 2
"""By how many digits a column is wider than the longest number in it: totals are bold."""
EASY = 5
"""Numbers of so many digits have room in every column as it is."""
_AREAS = 60
"""Rectangles that one rule names."""
_POINTS = 10

Rectangle = tuple[int, int, int, int]
"""Top, left, bottom, right."""


class Outline(NamedTuple):
    """What the figures of a table's cells are to each other; there is one for each layout, as there is one layout
    for each form of a table.

    Attributes:
        figures: the figures in the order of the cells that state them.
        others: takes the texts of all other cells.
        longest: takes those among which the longest number is: totals, and figures that no total counts.
        totals: the number of each total among the figures, and what takes its members.
        balances: of each column of table three, what takes the figures that came in and those that went out.
    """

    figures: tuple[str, ...]
    others: Pick
    longest: Pick
    totals: tuple[tuple[int, Pick], ...]
    balances: tuple[tuple[Pick, Pick], ...]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@lru_cache(maxsize=64)
def outline(edition: str, layout: Layout) -> Outline:
    """The outline of a table."""
    the_form = form(edition)
    figures = tuple(figure for figure in layout.figures if figure is not None)
    at = {figure: n for n, figure in enumerate(figures)}

    def members(paths: Sequence[str]) -> Pick:
        return picker([at[path] for path in paths])

    totals = dict(_totals(the_form, at))
    counted = {part for parts in totals.values() for part in parts} - totals.keys()
    return Outline(
        figures,
        picker([n for n, figure in enumerate(layout.figures) if figure is None]),
        members([figure for figure in figures if figure not in counted]),
        tuple((at[total], members(parts)) for total, parts in totals.items()),
        tuple((members(relation.left), members(relation.right)) for relation in _balances(the_form, at)),
    )


def _totals(the_form: Form, cells: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The totals that have a cell, and whose members all have one."""
    for total, parts in the_form.totals.items():
        if total in cells and all(part in cells for part in parts):
            yield total, parts


def _balances(the_form: Form, cells: Mapping[str, Any]) -> list[Relation]:
    """The balances of table three's columns; none where a figure of theirs has no cell."""
    found = [relation for relation in the_form.relations if relation.kind == "balance"]
    return found if all(figure in cells for relation in found for figure in relation.figures) else []


class Key(NamedTuple):
    """What a plan is made from; whatever else a table has are numbers.

    Attributes:
        edition: of the form.
        number: of the table.
        top: the row in which it begins.
        layout: where its cells stand.
        outline: what its figures are to each other.
        labels: the texts of the cells that state no figure.
        odd: figures, by their number in the outline, whose text is no number, with that text.
        broken: totals, by their number, that are not the sum of their members.
        known: figures of which last year's value stands beside.
        longest: characters of the longest number where columns must be wider for it, else 0.
    """

    edition: str
    number: int | None
    top: int
    layout: Layout
    outline: Outline
    labels: tuple[str, ...]
    odd: tuple[tuple[int, str], ...]
    broken: tuple[int, ...]
    known: tuple[str, ...]
    longest: int


class Plan(NamedTuple):
    """A table at its place on a sheet; there is one for each key.

    Attributes:
        fixed: the XML of its rows around the numbers.
        pick: takes the numbers in the order in which they stand there.
        below: the first row below it, with the balances.
        right: the first column at the right of it, with last year's figures.
        widths: the widths of its columns.
        merged: the areas that are one cell.
        marks: conditional marks, each with its area, the attributes of its rule, its formula.
        rules: what may be typed in, as XML.
        pane: the rows and columns that stay where they are when the sheet is moved.
        printed: how many rows and columns of the sheet are printed with it, where it states figures.
    """

    fixed: tuple[str, ...]
    pick: Pick
    below: int
    right: int
    widths: tuple[int, ...]
    merged: tuple[str, ...]
    marks: tuple[tuple[str, str, str], ...]
    rules: tuple[str, ...]
    pane: tuple[int, int]
    printed: tuple[int, int]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def rows(self, numbers: Sequence[str]) -> str:
        """The rows with the numbers of this report: the figures', last year's, the balances."""
        out = [""] * (2 * len(self.fixed) - 1)
        out[::2] = self.fixed
        out[1::2] = self.pick(numbers)
        return "".join(out)


@lru_cache(maxsize=64)
def plan(key: Key) -> Plan:
    """The plan of a table."""
    return Drawing(key).plan()


class Content(NamedTuple):
    """XML of a cell; where `number` is not negative, that number stands before `after`."""

    before: str
    number: int = -1
    after: str = ""


class _Cell(NamedTuple):
    """A cell of the table: its place on the sheet, its text where that is no number, its figure's number."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str | None
    at: int
    scope: str


class Drawing:
    """A table being drawn."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.contents: dict[tuple[int, int], Content] = {}
        self.merged: dict[tuple[int, int], str] = {}
        self.marks: list[tuple[str, str, str]] = []

    @cached_property
    def form(self) -> Form:
        return form(self.key.edition)

    @cached_property
    def cells(self) -> list[_Cell]:
        """The table's cells in their order."""
        layout = self.key.layout
        labels, odd, figures = iter(self.key.labels), dict(self.key.odd), iter(range(len(self.key.outline.figures)))
        found = []
        for (line, column, rowspan, colspan, states), scope in zip(layout.places, layout.scopes, strict=True):
            at = next(figures) if states else -1
            text = clean(odd[at]) if at in odd else None if states else clean(next(labels))
            found.append(_Cell(self.key.top + line, column, rowspan, colspan, text, at, scope))
        return found

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Row and column of each figure's cell."""
        return {self.key.outline.figures[cell.at]: (cell.row, cell.column) for cell in self.cells if cell.at >= 0}

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The widths of the columns; one with figures has room for the longest number."""
        widths = WIDTHS.get(self.key.number, ())[: self.key.layout.columns]
        widths += (OTHER_WIDTH,) * (self.key.layout.columns - len(widths))
        counted = {column for _, column in self.places.values()}
        needed = self.key.longest + _ROOM if self.key.longest else 0
        return tuple(max(width, needed) if column in counted else width for column, width in enumerate(widths))

    def plan(self) -> Plan:
        """Everything drawn."""
        for cell in self.cells:
            self._draw(cell)
        bottom = below = self.key.top + len(self.key.layout.rows)
        if self.places:
            self._mark_sums()
            self._beside()
            if self.key.number == 3 and self.key.outline.balances:
                self._balance(below + 1)
                below += 2
        fixed, order = self._rows(below)
        head = self.key.layout.head_rows
        return Plan(
            fixed,
            picker(order),
            below,
            max((column for _, column in self.contents), default=0) + 1,
            self.widths,
            tuple(dict.fromkeys(self.merged.values())),
            tuple(self.marks),
            tuple(self._rules()),
            (self.key.top + head, 3 if self.key.number == 3 else 0) if head and self.places else (0, 0),
            (bottom, self.key.layout.columns) if self.places else (0, 0),
        )

    def _draw(self, cell: _Cell) -> None:
        """A cell with all that it covers."""
        look = self._look(cell)
        self._merge((cell.row, cell.column, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1), look)
        here = (cell.row, cell.column)
        if cell.at >= 0:
            self.contents[here] = self._figure(cell, look)
        else:
            self.contents[here] = self._text(*here, look, cell.text or "")

    def _merge(self, where: Rectangle, look: str) -> None:
        """One cell over an area, unless a part of it belongs to another such: then a program finds fault."""
        top, left, bottom, right = where
        covered = [(line, column) for line in range(top, bottom + 1) for column in range(left, right + 1)]
        if len(covered) == 1 or any(place in self.merged for place in covered):
            return
        self.merged.update(dict.fromkeys(covered, area(*where)))
        for line, column in covered:
            self.contents.setdefault((line, column), Content(blank(line, column, look)))

    def _look(self, cell: _Cell) -> str:
        if cell.at >= 0:
            return "derived" if self.key.outline.figures[cell.at] in self.form.totals else "input"
        if cell.rowspan > 8 and cell.colspan == 1:
            return "upright"
        return "row" if cell.scope == "row" and cell.rowspan == 1 and self.key.number == 3 else "label"

    def _text(self, line: int, column: int, look: str, text: str) -> Content:
        return Content(words(line, column, look, text) if text else blank(line, column, look))

    def _figure(self, cell: _Cell, look: str) -> Content:
        """A number, a total's formula with the number that it gives, or the word that stands there.

        A total is a formula where what stands there is what it gives; a wrong total is kept as it stands.
        """
        members = self._members.get(cell.at)
        live = members is not None and cell.at not in self.key.broken
        start = opened(cell.row, cell.column, look)
        if live and cell.text == "":
            empty = escaped(f'IF(COUNT({members})=0,"",SUM({members}))')
            return Content(f'{start} t="str"><f>{empty}</f><v></v></c>')
        if cell.text is not None:
            return self._text(cell.row, cell.column, look, cell.text)
        return Content(f"{start}>{f'<f>SUM({members})</f>' if live else ''}<v>", cell.at, "</v></c>")

    @cached_property
    def _members(self) -> Mapping[int, str]:
        """Of each total, by its number, the cells that it adds up."""
        figures = self.key.outline.figures
        return {at: self._named(members(figures)) for at, members in self.key.outline.totals}

    def _named(self, figures: Sequence[str]) -> str:
        """The figures' cells as a formula names them: a range where they lie in one, else one by one."""
        places = [self.places[figure] for figure in figures]
        (top, left), (bottom, right) = min(places), max(places)
        whole = (bottom - top + 1) * (right - left + 1) == len(places)
        return area(top, left, bottom, right) if whole else ",".join(name(*place) for place in places)

    def _mark_sums(self) -> None:
        """A total that is not the sum of its members turns red; an empty one counts as 0."""
        for at, members in self._members.items():
            place = name(*self.places[self.key.outline.figures[at]])
            self._red(place, f"N({place})<>SUM({members})")

    def _red(self, where: str, formula: str, kind: str = 'type="expression"') -> None:
        self.marks.append((where, kind, escaped(formula)))

    def _balance(self, line: int) -> None:
        """Below table three: what came in less what went out, column by column; red where it is not 0."""
        labels = max(self.key.layout.columns - len(COLUMNS), 1)
        self._merge((line, 0, line, labels - 1), "row")
        self.contents[line, 0] = Content(words(line, 0, "row", BALANCE_LABEL))
        figures = self.key.outline.figures
        first = len(figures) + len(self.key.known)
        for n, (came, went) in enumerate(self.key.outline.balances, first):
            left, right = came(figures), went(figures)
            column = self.places[left[0]][1]
            sides = f"SUM({self._named(left)})", f"SUM({self._named(right)})"
            before = f"{opened(line, column, 'derived')}><f>{'-'.join(sides)}</f><v>"
            self.contents[line, column] = Content(before, n, "</v></c>")
            self._red(name(line, column), "0", 'type="cellIs" operator="notEqual"')
            for figure in left + right:
                self._red(name(*self.places[figure]), "<>".join(sides))

    def _beside(self) -> None:
        """Last year's figures at the right, each in the row and order of this year's."""
        if not self.key.known:
            return
        first = min(column for _, column in self.places.values())
        shift = self.key.layout.columns + 1 - first
        head = (self.key.top, first + shift)
        self.contents[head] = Content(words(*head, "note", LAST_YEAR_HEAD))
        numbers = {figure: n for n, figure in enumerate(self.key.known, len(self.key.outline.figures))}
        for cell in self.cells:
            number = numbers.get(self.key.outline.figures[cell.at], -1) if cell.at >= 0 else -1
            if number < 0:
                continue
            line, column = cell.row, cell.column + shift
            self._merge((line, column, line, column + cell.colspan - 1), "aside")
            self.contents[line, column] = Content(f"{opened(line, column, 'aside')}><v>", number, "</v></c>")

    def _rows(self, below: int) -> tuple[tuple[str, ...], list[int]]:
        """All rows as XML around the numbers, and the numbers in their order."""
        heights = self._heights()
        lines: dict[int, list[Content]] = {line: [] for line in heights}
        for (line, _), content in sorted(self.contents.items(), key=lambda item: item[0]):
            lines.setdefault(line, []).append(content)
        fixed = [""]
        order: list[int] = []
        for line in range(self.key.top, below):
            if line not in lines:
                continue
            fixed[-1] += row_opened(line, heights.get(line))
            for content in lines[line]:
                fixed[-1] += content.before
                if content.number >= 0:
                    order.append(content.number)
                    fixed.append(content.after)
            fixed[-1] += ROW_END
        return tuple(fixed), order

    def _heights(self) -> dict[int, float]:
        """Rows as high as their words need; merged cells are never fitted by the program that shows them."""
        lines = {self.key.top + n: 1 for n in range(len(self.key.layout.rows))}
        for cell in self.cells:
            if cell.rowspan == 1 and cell.text:
                across = sum(self.widths[cell.column : cell.column + cell.colspan]) - 1
                lines[cell.row] = max(lines[cell.row], ceil(units(cell.text, _POINTS) / max(across, 1)))
        return {line: 10 + 13.5 * min(count, 20) for line, count in lines.items()}

    def _rules(self) -> Iterator[str]:
        """Whole numbers from 0 in counts, decimals from 0 in money, any whole number in a change."""
        kinds: dict[str, list[tuple[int, int]]] = {}
        for figure, place in self.places.items():
            if figure in self.form.inputs:
                kind = "money" if figure in MONEY else "signed" if figure.endswith(SIGNED_SUFFIX) else "count"
                kinds.setdefault(kind, []).append(place)
        for kind, places in kinds.items():
            found = rectangles(places)
            for start in range(0, len(found), _AREAS):
                yield _rule(kind, " ".join(area(*each) for each in found[start : start + _AREAS]))


_RULES: Mapping[str, tuple[str, tuple[int, ...], str]] = {
    "count": ('type="whole" operator="greaterThanOrEqual"', (0,), "请填0或者正整数，单位为件。"),
    "money": ('type="decimal" operator="greaterThanOrEqual"', (0,), "请填0或者正数，单位为万元。"),
    "signed": ('type="whole"', (-(2**31), 2**31 - 1), "请填整数，减少写负数。"),
}
"""What may be typed in: the rule's attributes, its bounds, and what is said to other input."""


def _rule(kind: str, where: str) -> str:
    attributes, bounds, message = _RULES[kind]
    formulas = "".join(f"<formula{n}>{bound}</formula{n}>" for n, bound in enumerate(bounds, 1))
    return (
        f'<dataValidation {attributes} allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'errorTitle="这个数不对" error="{message}" sqref="{where}">{formulas}</dataValidation>'
    )


def rectangles(places: Sequence[tuple[int, int]]) -> list[Rectangle]:
    """Single cells as few rectangles: neighbours of a row, then equal stretches of neighbouring rows."""
    stretches: list[list[int]] = []
    for line, column in sorted(places):
        if stretches and stretches[-1][0] == line and stretches[-1][3] == column - 1:
            stretches[-1][3] = column
        else:
            stretches.append([line, column, line, column])
    whole: list[list[int]] = []
    for stretch in stretches:
        above = next((w for w in whole if w[2] == stretch[0] - 1 and w[1::2] == stretch[1::2]), None)
        if above is None:
            whole.append(stretch)
        else:
            above[2] = stretch[2]
    return [(a, b, c, d) for a, b, c, d in whole]
