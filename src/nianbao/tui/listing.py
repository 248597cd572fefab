"""What most steps are: a list, a few lines about the lit item, and a field laid over the item it edits."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult

from nianbao.core.width import wrap
from nianbao.tui.editor import Editor
from nianbao.tui.lines import Choices, Item, Line, Lines
from nianbao.tui.messages import StepView, View


class ListStep(StepView):
    """A step with a list. Those that inherit say which items there are and what editing does."""

    KEY: ClassVar[str] = ""
    DETAIL: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__(id=f"step-{self.KEY}", classes="step")
        self.view: View | None = None
        self._before = ""

    def compose(self) -> ComposeResult:
        yield Choices(id=f"list-{self.KEY}")
        yield Lines(classes="status detail")

    def on_mount(self) -> None:
        """The lines about the lit item take as much room as they may."""
        self.query_one(".detail").styles.height = self.DETAIL + 1

    @property
    def choices(self) -> Choices:
        """The list."""
        return self.query_one(Choices)

    def make_items(self, view: View, width: int) -> list[Item]:
        """The items for a draft."""
        raise NotImplementedError

    def detail(self, view: View, item: Item, width: int) -> list[Line]:
        """The lines about an item."""
        raise NotImplementedError

    def show(self, view: View) -> None:
        """Show a draft."""
        self.view = view
        width = max(20, self.size.width - 1)
        self.choices.show_items(self.make_items(view, width))
        self.show_detail()

    def show_detail(self) -> None:
        """Show the lines about the lit item."""
        item = self.choices.current
        lines: list[Line] = []
        if self.view is not None and item is not None:
            lines = self.detail(self.view, item, max(20, self.size.width - 1))
        self.query_one(".detail", Lines).show(lines)

    def on_resize(self) -> None:
        """Items are made for a width."""
        if self.view is not None:
            self.show(self.view)

    @on(Choices.Lit)
    def lit(self, event: Choices.Lit) -> None:
        """Another item."""
        event.stop()
        self.show_detail()

    def focus_step(self) -> None:
        """The list."""
        self.choices.focus()

    def go_to(self, target: str) -> None:
        """Light the item with that key."""
        at = next((n for n, item in enumerate(self.choices.items) if item.key == target), None)
        if at is not None:
            self.choices.light(at)
            self.show_detail()

    # -- editing in place ---------------------------------------------------------------------------------

    def open_editor(self, key: object, text: str, *, indent: int = 0, start: str | None = None) -> None:
        """Lay a field over the lit item. `start` is what was typed to open it, in place of the old words."""
        self.close_editor()
        shown = self.choices
        rows = shown.lit_lines()
        if not rows:
            return
        width = max(12, self.size.width - indent - 1)
        words = text if start is None else start
        high = len(wrap(words, width - 1, cell_len)) + (indent < 10)
        shown.make_room(high)
        over = rows[0] - shown.scroll_offset.y + high - shown.size.height
        if over > 0:
            shown.scroll_relative(y=over, animate=False, immediate=True)
        top = rows[0] - shown.scroll_offset.y
        top = max(0, min(top, shown.size.height - high))
        editor = Editor(words, key)
        self._before = text
        editor.styles.offset = (indent, top)
        editor.styles.width, editor.styles.height = width, max(1, min(high, shown.size.height))
        shown.over = lambda: editor.hand("\n")
        self.mount(editor)

    @property
    def editing(self) -> bool:
        """Whether a field lies over an item, or is about to."""
        return bool(self.query(Editor))

    def on_key(self, event: events.Key) -> None:
        """What is typed while the field is on its way goes into it: a quick hand loses no key."""
        if not event.is_printable or event.character is None or not self.editing:
            return
        event.stop()
        event.prevent_default()
        self.query_one(Editor).hand(event.character)

    def close_editor(self) -> None:
        """Take the field away."""
        self.choices.over = None
        self.choices.make_room(0)
        for editor in self.query(Editor):
            editor.remove()

    @on(Editor.Submitted)
    def submitted(self, event: Editor.Submitted) -> None:
        """The words are taken."""
        event.stop()
        self.close_editor()
        self.choices.focus()
        if event.text != self._before:
            self.take(event.key, event.text)
        else:
            self.kept(event.key)

    @on(Editor.Cancelled)
    def cancelled(self, event: Editor.Cancelled) -> None:
        """Nothing is changed."""
        event.stop()
        self.close_editor()
        self.choices.focus()

    def take(self, key: object, text: str) -> None:
        """What was written for a key."""
        raise NotImplementedError

    def kept(self, key: object) -> None:  # noqa: ARG002
        """Enter with nothing changed: go on to the next item."""
        self.choices.action_step(1)
