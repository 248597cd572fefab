"""A panel of coloured lines on the line API, and a list of which one item is chosen.

Text is drawn as it is: nothing in it is markup, and a wide character never breaks the line it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nianbao.tui.theme import TINTS, tint_style

Piece = tuple[str, str]
Line = tuple[Piece, ...]
"""A line is pieces of text, each with its tint (one of TINTS, or empty for plain)."""

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd") | {9: " ", 10: " ", 13: " "}


def clean(text: str) -> str:
    """Text without control characters, which would move the terminal's cursor."""
    return text.translate(_CONTROLS)


MANY = 8
"""Where more lines than these change, the whole panel is drawn again."""


def difference(old: Line, new: Line) -> tuple[int, int]:
    """Where two lines begin to differ, and how many cells from there the longer of them takes."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    at = sum(cell_len(clean(text)) for text, _ in new[:same])
    return at, max(sum(cell_len(clean(text)) for text, _ in line[same:]) for line in (old, new))


class Lines(ScrollView, can_focus=False):
    """Lines of text, scrolled; a line is drawn anew only when it changed."""

    ALLOW_SELECT = False

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = list(lines)
        self._strips: dict[int, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._resize_to_lines()

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown."""
        return self._lines

    @property
    def text(self) -> str:
        """The words shown, for tests and for copying."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead; those that stay the same are not drawn again."""
        old, new = self._lines, list(lines)
        self._lines = new
        changed = [n for n in range(max(len(old), len(new))) if old[n : n + 1] != new[n : n + 1]]
        for n in changed:
            self._strips.pop(n, None)
        if len(old) != len(new):
            self._resize_to_lines()
        if len(changed) > MANY:
            self.refresh()
            return
        top, left = self.scroll_offset.y, self.scroll_offset.x
        for n in changed:
            at, wide = difference(old[n] if n < len(old) else (), new[n] if n < len(new) else ())
            self.refresh(Region(max(0, at - left), n - top, wide, 1))

    def redraw(self, numbers: Sequence[int]) -> None:
        """Draw some lines again, by number."""
        top, width = self.scroll_offset.y, self.size.width
        for n in numbers:
            self._strips.pop(n, None)
        if len(numbers) > MANY:
            self.refresh()
            return
        for n in numbers:
            self.refresh(Region(0, n - top, width, 1))

    def _resize_to_lines(self) -> None:
        widest = max((sum(cell_len(text) for text, _ in line) for line in self._lines), default=0)
        size = Size(min(widest, 1) if self.wraps else widest, len(self._lines))
        if self.has_class("fit"):
            self.virtual_size = size
            self.styles.height = max(1, len(self._lines))
        elif self.size and self._overflows(size) == self._overflows(self.virtual_size):
            # No scrollbar comes or goes: the screen need not be laid out anew, as setting virtual_size would have it.
            self.set_reactive(Lines.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = size.height
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False)
        else:
            self.virtual_size = size

    def _overflows(self, size: Size) -> tuple[bool, bool]:
        room = self.container_size
        return size.width > room.width, size.height > room.height

    wraps: ClassVar[bool] = True
    """Whether lines are made for the width there is, so that there is nothing to scroll sideways."""

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old colours."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def tint(self, name: str) -> Style:
        """The style of a tint, as the theme has it."""
        found = self._styles.get(name)
        if found is None:
            base = self.rich_style
            found = base + tint_style(name, self.app.theme_variables) if name in TINTS else base
            self._styles[name] = found
        return found

    def line_style(self, number: int) -> Style | None:  # noqa: ARG002 (for those that inherit)
        """A style laid over a whole line, None for none."""
        return None

    def render_line(self, y: int) -> Strip:
        """Draw the line at a height of the widget."""
        scroll_x, scroll_y = self.scroll_offset
        number = y + scroll_y
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strip(number)
            self._strips[number] = strip
        return strip.crop_extend(scroll_x, scroll_x + self.size.width, self.tint(""))

    def _strip(self, number: int) -> Strip:
        line = self._lines[number] if 0 <= number < len(self._lines) else ()
        over = self.line_style(number)
        if over is None:
            return Strip([Segment(clean(text), self.tint(tint)) for text, tint in line])
        strip = Strip([Segment(clean(text), self.tint(tint) + over) for text, tint in line])
        return strip.extend_cell_length(self.size.width, self.tint("") + over)

    def on_resize(self) -> None:
        """What was drawn for another width does not fit."""
        self._strips.clear()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: its lines, whether it can be chosen, and what it stands for."""

    lines: tuple[Line, ...]
    key: object = None
    enabled: bool = True


class Choices(Lines, can_focus=True):
    """A list of items, each of some lines; the chosen one is lit, Enter and a second click select it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "select", show=False),
    ]

    @dataclass
    class Lit(Message):
        """Another item is lit."""

        choices: Choices
        item: Item

        @property
        def control(self) -> Choices:
            return self.choices

    @dataclass
    class Chosen(Message):
        """An item was selected."""

        choices: Choices
        item: Item

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.items: tuple[Item, ...] = ()
        self.at = 0
        self.over: Callable[[], object] | None = None
        """What Enter does instead while a field lies over the lit item, or is on its way there."""
        self._starts: list[int] = []
        self._room = 0

    @property
    def current(self) -> Item | None:
        """The lit item, None in an empty list."""
        return self.items[self.at] if 0 <= self.at < len(self.items) else None

    def show_items(self, items: Sequence[Item], keep: object = None) -> None:
        """Show these items; the one with the key `keep`, or else that of the lit item, stays lit."""
        wanted = keep if keep is not None else (self.current.key if self.current else None)
        before = self.lit_lines()
        self.items = tuple(items)
        found = next((n for n, item in enumerate(self.items) if item.key == wanted and item.enabled), None)
        self.at = found if found is not None else self._enabled_from(min(self.at, len(self.items) - 1), 1)
        self._starts = []
        lines: list[Line] = []
        for n, item in enumerate(self.items):
            self._starts.append(len(lines))
            lines += item.lines
            if n == self.at and len(item.lines) < self._room:
                lines += [()] * (self._room - len(item.lines))
        self.show(lines)
        if self.lit_lines() != before:
            self.redraw(sorted({*before, *self.lit_lines()}))
        self.call_after_refresh(self._reveal)

    def make_room(self, high: int) -> None:
        """Leave room for a field of some lines over the lit item, so that it hides nothing below; 0 for none."""
        if high != self._room:
            self._room = high
            self.show_items(self.items)

    def _enabled_from(self, at: int, way: int) -> int:
        order = range(max(0, at), len(self.items)) if way > 0 else range(at, -1, -1)
        return next((n for n in order if self.items[n].enabled), self._any_enabled())

    def _any_enabled(self) -> int:
        return next((n for n, item in enumerate(self.items) if item.enabled), 0)

    def lit_lines(self, at: int | None = None) -> range:
        """The numbers of the lines of an item, of the lit one if none is named."""
        at = self.at if at is None else at
        if not 0 <= at < len(self._starts):
            return range(0)
        return range(self._starts[at], self._starts[at] + len(self.items[at].lines))

    def line_style(self, number: int) -> Style | None:
        """The lit item is drawn on another ground."""
        if number in self.lit_lines() and self.items[self.at].enabled:
            return tint_style("pick", self.app.theme_variables)
        return None

    def light(self, at: int) -> None:
        """Light an item by number."""
        if not self.items or at == self.at:
            self._reveal()
            return
        before = self.lit_lines()
        self.at = at
        self.redraw([*before, *self.lit_lines()])
        self._reveal()
        self.post_message(self.Lit(self, self.items[at]))

    def _reveal(self) -> None:
        lines = self.lit_lines()
        if not lines or not self.size.height:
            return
        top, height = self.scroll_offset.y, self.size.height
        first = lines[0] if self._any_enabled() != self.at else 0
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif lines[-1] >= top + height:
            self.scroll_to(y=max(0, min(lines[0], lines[-1] - height + 1)), animate=False)
        self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's cursor where the eye is: at the head of the lit item."""
        if self.has_focus and self.lit_lines():
            region = self.content_region
            place = Offset(region.x, region.y + self.lit_lines()[0] - self.scroll_offset.y)
            if self.app.cursor_position != place:
                self.app.cursor_position = place
                self.refresh(Region(0, place.y - region.y, 1, 1))

    def on_focus(self) -> None:
        """The cursor comes along, once it is known where the list lies."""
        self.call_after_refresh(self.place_cursor)

    def action_step(self, way: int) -> None:
        """The next or the previous item that can be chosen."""
        order = range(self.at + way, len(self.items) if way > 0 else -1, way)
        at = next((n for n in order if self.items[n].enabled), None)
        if at is not None:
            self.light(at)
        elif way < 0:
            self.scroll_to(y=0, animate=False)

    def action_jump(self, at: int) -> None:
        """The first or the last item."""
        if self.items:
            self.light(self._enabled_from(0, 1) if at == 0 else self._enabled_from(len(self.items) - 1, -1))

    def action_page(self, way: int) -> None:
        """As many items further as fit on the screen."""
        if not self.items:
            return
        target = self.lit_lines()[0] + way * max(1, self.size.height - 1)
        order = range(self.at, len(self.items)) if way > 0 else range(self.at, -1, -1)
        passed = [n for n in order if self.items[n].enabled]
        if not passed:
            return
        beyond = [n for n in passed if (self._starts[n] >= target if way > 0 else self._starts[n] <= target)]
        self.light(beyond[0] if beyond else passed[-1])

    def action_select(self) -> None:
        """Select the lit item."""
        if self.over is not None:
            self.over()
            return
        if self.current is not None and self.current.enabled:
            self.post_message(self.Chosen(self, self.current))

    def item_at(self, line: int) -> int | None:
        """The number of the item that a line belongs to."""
        return next((n for n in range(len(self.items)) if line in self.lit_lines(n)), None)

    def on_click(self, event: events.Click) -> None:
        """Light what was clicked; select it if it was lit."""
        at = self.item_at(event.y + self.scroll_offset.y)
        if at is None or not self.items[at].enabled:
            return
        if at == self.at:
            self.action_select()
        self.light(at)
