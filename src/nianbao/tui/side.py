"""The pane at the right. What it shows is made elsewhere, after the first picture."""

from __future__ import annotations

from textual.message import Message

from nianbao.tui.lines import Lines

MODES = ("preview", "findings", "chart")
"""What the pane can show, in the order of F3."""


class Side(Lines):
    """The pane; F3 switches what it shows."""

    class Fitted(Message):
        """The pane has another size: its lines must be made anew."""

    def __init__(self) -> None:
        super().__init__(id="side")
        self.can_focus = True
        self.mode = MODES[0]

    def on_resize(self) -> None:
        """Lines are made for the width there is."""
        super().on_resize()
        self.post_message(self.Fitted())

    def next_mode(self) -> bool:
        """Show the next thing; False where the first one comes round again."""
        at = (MODES.index(self.mode) + 1) % len(MODES)
        self.mode = MODES[at]
        return at > 0
