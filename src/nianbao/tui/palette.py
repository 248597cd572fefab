"""The command palette: type a part of a command's name, choose it, and it is done."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from nianbao.core.width import pad
from nianbao.tui.dialog import Dialog
from nianbao.tui.keys import Key
from nianbao.tui.lines import Choices, Item


class Palette(Dialog[str]):
    """The chosen command's action comes back, None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "walk(1)", show=False, priority=True),
        Binding("up", "walk(-1)", show=False, priority=True),
    ]

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Input(placeholder="要做什么？写出名称的一部分", id="palette-input")
            yield Choices(id="palette-list")

    def on_mount(self) -> None:
        """All commands first."""
        self.filter("")
        self.query_one(Input).focus()

    def filter(self, words: str) -> None:
        """The commands whose name holds all the words."""
        parts = words.lower().split()
        found = [k for k in self.keys if all(p in f"{k.words}{k.brief}{k.shown}".lower() for p in parts)]
        items = [Item((((pad(k.shown, 18), "accent"), (k.words, "")),), k.action) for k in found]
        self.query_one(Choices).show_items(items or [Item(((("没有这样的命令", "dim"),),), None, enabled=False)])

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Typed."""
        event.stop()
        self.filter(event.value)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Take the lit one."""
        event.stop()
        item = self.query_one(Choices).current
        if item is not None and item.enabled:
            self.dismiss(str(item.key))

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Clicked."""
        event.stop()
        self.dismiss(str(event.item.key))

    def action_walk(self, way: int) -> None:
        """Up and down in the list while the words are typed."""
        self.query_one(Choices).action_step(way)
