"""A field for words, laid over the line it edits: Enter takes them, Esc leaves things as they were.

Made on a text area because a sentence runs over several lines; it keeps the terminal's cursor on the caret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from nianbao.tui.keys import EDITING, bindings


class Editor(TextArea):
    """The field. `key` says what is edited and comes back with the words."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(EDITING, priority=False)

    @dataclass
    class Submitted(Message):
        """The words are taken."""

        key: object
        text: str

    @dataclass
    class Cancelled(Message):
        """Nothing is changed."""

        key: object

    def __init__(self, text: str = "", key: object = None, *, id: str | None = None) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, compact=True, id=id, tab_behavior="focus")
        self.key = key
        self.there = False
        self.early = ""  # typed before the field was there
        self.highlight_cursor_line = False

    def on_mount(self) -> None:
        """Begin at the end of the words. Focus only now: before, the field has no style to measure with."""
        self.move_cursor(self.document.end)
        early, self.early, self.there = self.early, "", True
        words, ended, _ = early.partition("\n")
        if words:
            self.insert(words)
        self.focus()
        if ended:
            self.action_submit()

    def hand(self, characters: str) -> None:
        """Take what was typed at the list that the field lies over; a line feed stands for Enter."""
        if self.there and characters == "\n":
            self.action_submit()
        elif self.there:
            self.insert(characters)
        else:
            self.early += characters

    def on_focus(self) -> None:
        """The terminal's cursor comes along."""
        self.call_after_refresh(self.rest_cursor)

    def rest_cursor(self) -> None:
        """Put the terminal's cursor on the caret, which is only known once the field is laid out."""
        if self.has_focus:
            self._recompute_cursor_offset()  # type: ignore[no-untyped-call]  # Textual does not, for a caret moved before the field was shown
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the field; nothing of one that has been taken away, which has no styles any more."""
        if not self._component_styles:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                self.action_submit()
            else:
                self.action_cancel()
            return
        await super()._on_key(event)

    def action_submit(self) -> None:
        """Take the words."""
        self.post_message(self.Submitted(self.key, " ".join(self.text.split("\n"))))

    def action_cancel(self) -> None:
        """Leave things as they were."""
        self.post_message(self.Cancelled(self.key))
