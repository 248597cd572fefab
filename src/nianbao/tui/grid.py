"""A statutory table as a grid one types into: the form's own rows and columns, on the line API.

A key draws only the lines whose numbers changed; heads and the balance of the columns stay in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nianbao.core.form import Form
from nianbao.core.numerals import Number, half_width
from nianbao.core.report import number_text
from nianbao.core.sheet import BalanceLine, Direction, Part, Sheet, figure_rows, lay_out, move, rectangle
from nianbao.core.standing import column_of
from nianbao.core.width import pad
from nianbao.tui.keys import GRID, bindings
from nianbao.tui.theme import tint_style

_TYPED = frozenset("0123456789.-")
_TURNS = {"ctrl+z": -1, "ctrl+y": 1}
_ACTIONS = {name: key.action for key in GRID for name in key.key.split(",")}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the grid shows: the cells, which of them a person filled in, which are marked, the lines below."""

    cells: Mapping[str, Number]
    typed: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()
    balance: tuple[BalanceLine, ...] = ()


class Grid(ScrollView, can_focus=True):
    """One table. It knows where the cursor is and what was typed; what follows from it, its parent says."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(GRID)
    ALLOW_SELECT = False

    @dataclass
    class Typed(Message):
        """What now stands in a cell as typed; empty to take it back."""

        figure: str
        text: str

    @dataclass
    class Moved(Message):
        """The cursor is on another cell."""

        figure: str

    @dataclass
    class Turned(Message):
        """Undo (-1) or redo (1)."""

        way: int

    @dataclass
    class Zeroed(Message):
        """Cells to be filled with 0."""

        figures: tuple[str, ...]

    @dataclass
    class Cleared(Message):
        """Cells to be taken back."""

        figures: tuple[str, ...]

    @dataclass
    class Pasted(Message):
        """A block to be pasted at a cell."""

        figure: str
        text: str

    @dataclass
    class Copied(Message):
        """Cells to be copied, by row."""

        rows: tuple[tuple[str, ...], ...]

    @dataclass
    class Balanced(Message):
        """The column of this cell is to be balanced."""

        figure: str

    def __init__(self, form: Form, number: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.number = number
        self.take_form(form)
        self._sheet: Sheet | None = None
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}

    def take_form(self, form: Form) -> None:
        """Begin the table of a form, which is another one where the year of the report is. Show follows."""
        self.form = form
        self.table = form.tables[self.number]
        self.cursor = figure_rows(self.table)[0][0]
        self.corner: str | None = None
        self.shown = Shown(dict.fromkeys(form.figures, 0))
        self._buffer: str | None = None
        self._emptied = False

    # -- what is shown ------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """The table laid out for the width there is."""
        if self._sheet is None:
            self._sheet = self._lay_out()
            self.virtual_size = Size(self._sheet.width, self._sheet.height + len(self.shown.balance))
        return self._sheet

    def show(self, shown: Shown) -> None:
        """Show other values; only lines whose cells changed are drawn again."""
        old, self.shown = self.shown, shown
        self._drop_overtaken(old)
        if self._lay_out() is not self._sheet or len(old.balance) != len(shown.balance):
            self.relay()
            return
        changed = [
            figure
            for figure in self.table.figures
            if old.cells[figure] != shown.cells[figure]
            or (figure in old.typed) != (figure in shown.typed)
            or (figure in old.marked) != (figure in shown.marked)
        ]
        self.redraw(changed)
        for n, (was, now) in enumerate(zip(old.balance, shown.balance, strict=True)):
            if was != now:
                self._redraw_balance(n, was, now)

    def _lay_out(self) -> Sheet:
        """The layout for the width there is and the longest number; the same object while neither changes."""
        shown = self.shown
        longest = max((len(number_text(shown.cells[figure])) for figure in self.table.figures), default=1)
        for line in shown.balance:
            longest = max(longest, *(len(text) for text in line.texts.values()))
        if longest > 4:
            longest += longest % 2  # not another layout for every digit
        width, height = max(40, self.container_size.width - 1), self.container_size.height
        sheet = lay_out(self.table, width, longest)
        if sheet.height + len(shown.balance) > height:
            sheet = lay_out(self.table, width, longest, ruled=False)
        return self._sheet if self._sheet is not None and sheet.same_as(self._sheet) else sheet

    def relay(self) -> None:
        """Lay the table out anew."""
        self._sheet = None
        self._strips.clear()
        _ = self.sheet
        self.refresh()
        self.call_after_refresh(self.reveal)

    def redraw(self, figures: Sequence[str]) -> None:
        """Draw the cells of some figures again."""
        sheet = self.sheet
        for figure in figures:
            line, left, wide = sheet.place(figure)
            self._strips.pop(line, None)
            y = self._screen_line(line)
            if y is not None:
                self.refresh(Region(left - self.scroll_offset.x, y, wide, 1))

    def _screen_line(self, line: int) -> int | None:
        """The line of the widget on which a line of the sheet stands, None if it is out of sight."""
        head, foot = self._head, len(self.shown.balance)
        if line < head:
            return line
        y = line - self.scroll_offset.y
        return y if head <= y < self._high - foot else None

    @property
    def _high(self) -> int:
        """The lines there are; a table too wide for the screen has its scrollbar in the last one."""
        return self.size.height - self.show_horizontal_scrollbar

    @property
    def _head(self) -> int:
        """The lines on top that do not scroll; none on a screen too low for them."""
        head = self.sheet.head
        return head if head + len(self.shown.balance) + 4 <= self._high else 0

    def _redraw_foot(self) -> None:
        foot = len(self.shown.balance)
        for n in range(foot):
            self._strips.pop(-1 - n, None)
        self.refresh(Region(0, self._foot_top, self.size.width, foot))

    def _redraw_balance(self, n: int, was: BalanceLine, now: BalanceLine) -> None:
        """Draw the columns of a balance line that changed."""
        self._strips.pop(-1 - n, None)
        sheet, first = self.sheet, self.table.head_columns
        if was.name != now.name or list(was.texts) != list(now.texts):
            self._redraw_foot()
            return
        for at, column in enumerate(now.texts, first):
            if was.texts[column] != now.texts[column] or (column in was.broken) != (column in now.broken):
                left = sheet.left_of(at) - self.scroll_offset.x
                self.refresh(Region(left, self._foot_top + n, sheet.widths[at], 1))

    @property
    def _foot_top(self) -> int:
        """Where the balance lines begin: at the bottom, or right below a table that is shorter."""
        return min(self._high - len(self.shown.balance), self.sheet.height)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old colours."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def tint(self, *names: str) -> Style:
        """The style of a tint, or of several laid over each other."""
        key = " ".join(names)
        found = self._styles.get(key)
        if found is None:
            found = self.rich_style
            for name in names:
                found += tint_style(name, self.app.theme_variables)
            self._styles[key] = found
        return found

    def render_line(self, y: int) -> Strip:
        """Draw a line of the widget: a head, a row of the table, or a balance line."""
        foot = len(self.shown.balance)
        if foot and y >= self._foot_top:
            number = -1 - (y - self._foot_top)
        elif y < self._head:
            number = y
        else:
            number = y + self.scroll_offset.y
        if number < -foot or number >= self.sheet.height:
            return Strip.blank(self.size.width, self.tint())
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._foot_strip(-1 - number) if number < 0 else self._strip(number)
        x = self.scroll_offset.x
        return strip.crop_extend(x, x + self.size.width, self.tint())

    def _strip(self, line: int) -> Strip:
        lit = self.sheet.cells[self.cursor]
        segments = []
        for part in self.sheet.lines[line]:
            cell = part.cell
            if cell is None:
                style = self.tint("frame")
            elif cell.figure is not None:
                segments.append(self._number(part, cell.figure))
                continue
            else:
                across = cell.row <= lit.row < cell.row + cell.rowspan
                along = cell.column <= lit.column < cell.column + cell.colspan
                head = cell.row < self.table.head_rows
                style = self.tint("accent") if (along if head else across) else self.tint("head" if head else "label")
            segments.append(Segment(part.text, style))
        return Strip(segments, self.sheet.width)

    def _number(self, part: Part, figure: str) -> Segment:
        text = pad(self.cell_text(figure), part.width, "right") if part.anchor else " " * part.width
        shown = self.shown
        tints = ["dim"] if figure in self.form.totals or figure not in shown.typed else []
        if figure in shown.marked:
            tints += ["mark", "bad"]
        if figure in self.selected:
            tints.append("pick")
        if figure == self.cursor and part.anchor:
            tints = ["cursor"]
        return Segment(text, self.tint(*tints))

    def cell_text(self, figure: str) -> str:
        """What stands in a cell: its number, or what is being typed there."""
        if figure == self.cursor and self._buffer is not None:
            return self._buffer
        return number_text(self.shown.cells[figure])

    def _foot_strip(self, n: int) -> Strip:
        line = self.shown.balance[n]
        sheet = self.sheet
        first = sheet.left_of(self.table.head_columns)
        segments = [Segment(pad(line.name, first, "right"), self.tint("head"))]
        for n_column, (column, text) in enumerate(line.texts.items()):
            wide = sheet.widths[self.table.head_columns + n_column]
            here = column == column_of(self.cursor)
            tints = ["bad"] if column in line.broken else ["good" if text == "平" else "dim"]
            segments.append(Segment(pad(text, wide, "right"), self.tint(*tints, *(["bar"] if here else []))))
            segments.append(Segment(" ", self.tint()))
        return Strip(segments)

    # -- the cursor ---------------------------------------------------------------------------------------

    @property
    def selected(self) -> frozenset[str]:
        """The cells between the two corners of the selection; none where there is no selection."""
        if self.corner is None:
            return frozenset()
        return frozenset(f for row in rectangle(self.table, self.corner, self.cursor) for f in row)

    def select(self, figure: str, *, extend: bool = False) -> None:
        """Put the cursor on a cell; `extend` keeps the other corner of the selection."""
        before, was = self.selected, self.cursor
        self.corner = (self.corner or was) if extend else None
        self._buffer, self._emptied = None, False
        self.cursor = figure
        self._redraw_labels(was, figure)
        self.redraw([was, figure, *(before ^ self.selected)])
        if self.shown.balance and column_of(was) != column_of(figure):
            self._redraw_foot()
        self.reveal()
        self.post_message(self.Moved(figure))

    def _redraw_labels(self, was: str, now: str) -> None:
        """The labels of the row and column of the cursor are lit."""
        old, new = self.sheet.cells[was], self.sheet.cells[now]
        for cell in self.table.cells:
            if cell.label is None:
                continue
            head = cell.row < self.table.head_rows
            along = [cell.column <= c.column < cell.column + cell.colspan for c in (old, new)]
            across = [cell.row <= c.row < cell.row + cell.rowspan for c in (old, new)]
            changed = along[0] != along[1] if head else across[0] != across[1]
            if changed:
                last = cell.row + cell.rowspan - 1
                top, bottom = self.sheet.tops[cell.row], self.sheet.tops[last] + self.sheet.heights[last]
                left, wide = self.sheet.left_of(cell.column), self.sheet.span_width(cell)
                for line in range(top, bottom):
                    self._strips.pop(line, None)
                    y = self._screen_line(line)
                    if y is not None:
                        self.refresh(Region(left - self.scroll_offset.x, y, wide, 1))

    def reveal(self) -> None:
        """Scroll the cursor's cell into sight and put the terminal's cursor on its last digit."""
        _, left, wide = self.sheet.place(self.cursor)
        rows = self.sheet.lines_of(self.cursor)
        head, foot = self._head, len(self.shown.balance)
        top = self.scroll_offset.y
        room = self._high - foot
        if room > 0:
            if rows[0] - top < head:
                above = figure_rows(self.table)[0]
                top = 0 if self.cursor in above else rows[0] - head
            elif rows[-1] + 1 - top > room:
                last = figure_rows(self.table)[-1]
                top = rows[-1] + (2 if self.cursor in last else 1) - room
        x = self.scroll_offset.x
        if left < x:
            x = left - 1
        elif left + wide - x > self.size.width:
            x = left + wide + 1 - self.size.width
        self.scroll_to(x=max(0, x), y=max(0, top), animate=False, immediate=True)
        self.place_cursor()

    def place_cursor(self) -> None:
        """The terminal's own cursor rests on the cell, so that an input method opens its window there."""
        if not self.has_focus:
            return
        line, left, wide = self.sheet.place(self.cursor)
        y = self._screen_line(line)
        if y is not None:
            region = self.content_region
            place = Offset(region.x + left + wide - 1 - self.scroll_offset.x, region.y + y)
            if self.app.cursor_position != place:
                self.app.cursor_position = place
                self.refresh(Region(place.x - region.x, y, 1, 1))

    def on_focus(self) -> None:
        """The cursor comes along, once it is known where the grid lies."""
        self.call_after_refresh(self.reveal)

    def on_resize(self) -> None:
        """Another width, another layout."""
        self.relay()

    def action_go(self, direction: Direction) -> None:
        """Move the cursor."""
        self.select(move(self.table, self.form.inputs, self.cursor, direction))

    def action_extend(self, direction: Direction) -> None:
        """Move a corner of the selection."""
        self.select(move(self.table, self.form.inputs, self.cursor, direction), extend=True)

    def action_page(self, way: int) -> None:
        """As many rows further as fit on the screen."""
        steps = max(1, (self._high - self._head - len(self.shown.balance)) // 2)
        self.select(move(self.table, self.form.inputs, self.cursor, "down" if way > 0 else "up", steps))

    def action_select_all(self) -> None:
        """Select the whole table."""
        rows = figure_rows(self.table)
        self.select(rows[0][0])
        self.corner = rows[-1][-1]
        self.redraw(self.table.figures)

    # -- typing -------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Digits go straight into the cell; full-width ones too. The other keys of the grid are done here as
        well: a binding comes after the digits that follow it when keys arrive in a burst."""
        action = _ACTIONS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
            return
        if event.key in _TURNS:
            event.stop()
            event.prevent_default()
            self.refuse()
            self.post_message(self.Turned(_TURNS[event.key]))
            return
        character = half_width(event.character or "")
        if character not in _TYPED or len(character) != 1:
            return
        event.stop()
        event.prevent_default()
        if self.corner is not None:
            self.select(self.cursor)
        self._type((self._buffer or "") + character)

    def _type(self, text: str) -> None:
        text = text.lstrip("0") or "0" if text.isdigit() else text
        self._buffer = text[:12]
        if not self._buffer.isdigit():  # of anything else, no number follows that would be drawn
            self.redraw([self.cursor])
        self.post_message(self.Typed(self.cursor, self._buffer))

    def _drop_overtaken(self, old: Shown) -> None:
        """What was typed into a cell is over once another number stands there: pasted, undone, loaded. A number
        that has only some of the digits is on its way here, and the rest behind it."""
        now = self.shown.cells[self.cursor]
        if self._buffer is None or old.cells[self.cursor] == now:
            return
        if self._emptied:  # by a key before those that are typed now; what they make comes behind
            self._emptied = False
            return
        text = number_text(now)
        if not (text.startswith(self._buffer) or self._buffer.startswith(text)):
            self.refuse()

    def refuse(self) -> None:
        """What was typed cannot stand there: show again what does."""
        self._buffer = None
        self.redraw([self.cursor])

    def action_rub_out(self) -> None:
        """Take the last digit back."""
        text = (self._buffer if self._buffer is not None else number_text(self.shown.cells[self.cursor]))[:-1]
        if text in ("", "-"):
            before, self._buffer = self.cell_text(self.cursor), None
            self.post_message(self.Typed(self.cursor, ""))
            if self.cell_text(self.cursor) != before:  # else what follows is drawn once, with its totals
                self.redraw([self.cursor])
        else:
            self._type(text)

    def picked(self) -> tuple[str, ...]:
        """The selected cells that are filled in by hand, or the cursor's."""
        figures = self.selected or {self.cursor}
        return tuple(f for f in self.table.figures if f in figures and f in self.form.inputs)

    def action_clear(self) -> None:
        """Take the cells back."""
        self._buffer, self._emptied = None, True
        self.post_message(self.Cleared(self.picked()))

    def action_zero(self) -> None:
        """Fill the cells with 0."""
        self._buffer, self._emptied = None, True
        self.post_message(self.Zeroed(self.picked()))

    def action_balance(self) -> None:
        """Ask for the value that balances the column."""
        self._buffer, self._emptied = None, True
        self.post_message(self.Balanced(self.cursor))

    def action_copy(self) -> None:
        """Copy the selected cells."""
        self.post_message(self.Copied(rectangle(self.table, self.corner or self.cursor, self.cursor)))

    def action_paste(self) -> None:
        """Paste what was copied in this program."""
        self.post_message(self.Pasted(self.cursor, self.app.clipboard))

    def on_paste(self, event: events.Paste) -> None:
        """Paste what the terminal hands in."""
        event.stop()
        self.post_message(self.Pasted(self.cursor, event.text))

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked; with Shift, select up to it."""
        foot = len(self.shown.balance)
        if foot and event.y >= self._foot_top:
            return
        line = event.y if event.y < self._head else event.y + self.scroll_offset.y
        figure = self.sheet.at(event.x + self.scroll_offset.x, line)
        if figure is not None:
            self.select(figure, extend=event.shift)
