"""Small questions over the screen: choose one of some answers, or write a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nianbao.tui.dialog import Dialog
from nianbao.tui.editor import Editor
from nianbao.tui.lines import Choices, Item, Lines
from nianbao.tui.preview import wrapped


class Ask(Dialog[str]):
    """Choose one of some answers; its key comes back, None for Esc. A digit chooses at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]], at: str | None = None) -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.at = at

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Lines(id="question", classes="fit")
            yield Choices(id="answers")

    def on_mount(self) -> None:
        """Lay the question out for the width there is."""
        width = max(20, min(100, self.size.width * 9 // 10) - 4)
        lines = [((line, "head"),) for line in wrapped(self.question, width)]
        self.query_one("#question", Lines).show(lines)
        choices = self.query_one(Choices)
        items = []
        for key, text in self.answers:
            items.append(Item(tuple(((line, ""),) for line in wrapped(text, width - 1)), key))  # a scrollbar may come
        choices.show_items(items, self.at)
        choices.focus()

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """An answer."""
        event.stop()
        self.dismiss(str(event.item.key))

    def on_key(self, event: events.Key) -> None:
        """A digit chooses the answer of that number."""
        if event.character and event.character in "123456789" and int(event.character) <= len(self.answers):
            event.stop()
            self.dismiss(self.answers[int(event.character) - 1][0])


class Write(Dialog[str]):
    """Write a few words; None for Esc."""

    def __init__(self, question: str, text: str = "", help: str = "") -> None:
        super().__init__()
        self.question = question
        self.start = text
        self.words = help

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Lines(id="question", classes="fit")
            yield Editor(self.start)
            yield Lines(id="words", classes="fit")

    def on_mount(self) -> None:
        """Lay the question out for the width there is."""
        width = max(20, min(100, self.size.width * 9 // 10) - 4)
        self.query_one("#question", Lines).show([((line, "head"),) for line in wrapped(self.question, width)])
        hints = [*(wrapped(self.words, width) if self.words else ()), "Enter写好了　Esc不改了"]
        self.query_one("#words", Lines).show([((line, "dim"),) for line in hints])
        self.query_one(Editor).focus()

    @on(Editor.Submitted)
    def submitted(self, event: Editor.Submitted) -> None:
        """Taken."""
        event.stop()
        self.dismiss(event.text)

    @on(Editor.Cancelled)
    def cancelled(self, event: Editor.Cancelled) -> None:
        """Not taken."""
        event.stop()
        self.dismiss(None)
