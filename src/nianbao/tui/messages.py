"""What the steps of the workbench tell it: a changed draft, a word to the person, a place to go to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from textual.containers import Container
from textual.message import Message

from nianbao.core.draft import Draft
from nianbao.core.findings import Finding
from nianbao.core.phrases import Bank
from nianbao.core.progress import Step, StepKey
from nianbao.core.report import Report


@dataclass
class Changed(Message):
    """An edit: the draft that follows, what it was in words, and the group it is undone with.

    `again` makes the same edit on the draft as it stands when the message arrives: keys come faster than
    screens are drawn, and an edit made on a draft seen a moment ago must not take the one between back.
    """

    draft: Draft
    words: str
    group: str | None = None
    again: Callable[[Draft], Draft] | None = None

    def on(self, draft: Draft) -> Draft:
        """What follows from the draft as it stands now."""
        return self.draft if self.again is None else self.again(draft)


@dataclass
class Turn(Message):
    """One step back (-1) or forward again (1) through what was done."""

    way: int


@dataclass
class Say(Message):
    """A word to the person, in the line at the bottom."""

    text: str
    kind: Literal["good", "warn", "bad", "dim"] = "dim"


@dataclass
class Go(Message):
    """Go to a step, and there to a figure, a slot or a fact."""

    step: StepKey
    target: str | None = None


@dataclass(frozen=True)
class View:
    """All that a step may show. `path` is the draft's file."""

    draft: Draft
    bank: Bank
    report: Report
    findings: Sequence[Finding]
    steps: Sequence[Step]
    path: str


class StepView(Container):
    """A step in the middle of the workbench: it is shown a view and posts what the person does."""

    HINT = ""
    BLANK = True  # its parts cover it

    def show(self, view: View) -> None:
        """Show a draft."""
        raise NotImplementedError

    def go_to(self, target: str) -> None:
        """Put the cursor on a figure, slot or fact."""

    def focus_step(self) -> None:
        """Focus what is worked with."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return
