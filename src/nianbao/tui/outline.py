"""The steps of the work at the left, each with its state; on a narrow screen a line of tabs on top."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from nianbao.core.progress import STEPS, Step, StepKey
from nianbao.core.width import pad
from nianbao.tui.lines import Choices, Item, Line, Lines

_MARKS = {"blank": ("○", "dim"), "partly": ("◐", "warn"), "done": ("●", "good")}
BLANK = tuple(Step(key, title, "blank") for key, title in STEPS.items())


def mark(step: Step) -> tuple[str, str]:
    """The mark of a step's state and its tint."""
    return _MARKS[step.state]


class Outline(Choices):
    """The list of steps."""

    def __init__(self) -> None:
        super().__init__(id="outline")
        self.show_steps(BLANK, "unit")

    def show_steps(self, steps: Sequence[Step], at: StepKey) -> None:
        """Show the steps; the one worked on is marked, and lit unless the person is choosing another."""
        items = [Item((self._line(n, step, at),), step.key) for n, step in enumerate(steps, 1)]
        self.show_items(items, None if self.has_focus else at)

    def _line(self, number: int, step: Step, at: StepKey) -> Line:
        sign, tint = mark(step)
        here = "head" if step.key == at else ""
        note = f"{step.findings}!" if step.findings else step.note
        room = max(0, 14 - cell_len(step.title))
        return (
            (f"{number} ", "dim"),
            (f"{sign} ", tint),
            (step.title, here),
            (pad(note, room, "right", cell_len), "bad" if step.findings else "dim"),
        )

    async def on_key(self, event: events.Key) -> None:
        """A digit goes to the step of that number."""
        if event.character and event.character in "123456789":
            event.stop()
            self.light(int(event.character) - 1)
            self.action_select()


class Tabs(Lines):
    """The steps in one line."""

    class Clicked(Message):
        """A step was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._ends: list[int] = []
        self.show_steps(BLANK, "unit")

    def show_steps(self, steps: Sequence[Step], at: StepKey) -> None:
        """Show the steps; where the line is too short, the ones not worked on keep two characters, or their number."""
        width = self.size.width or 80
        whole = sum(cell_len(step.title) + 4 for step in steps)
        short = 2 if sum(min(4, cell_len(step.title)) + 3 for step in steps) + 6 <= width else 0
        pieces: list[tuple[str, str]] = []
        self._ends = []
        used = 0
        for n, step in enumerate(steps, 1):
            title = step.title if whole <= width or step.key == at else step.title[:short]
            sign, tint = ("!", "bad") if step.findings else mark(step)
            pieces += [(sign, tint), (f"{n}{title}", "cursor" if step.key == at else ""), (" ", "")]
            used += cell_len(title) + 3
            self._ends.append(used)
        self.show([tuple(pieces)])

    def on_click(self, event: events.Click) -> None:
        """A click goes to a step."""
        found = next((n for n, end in enumerate(self._ends, 1) if event.x < end), None)
        if found is not None:
            self.post_message(self.Clicked(found))
