"""What the steps of the workbench tell it: a changed draft, a word to the person, a place to go to."""

from __future__ import annotations

from collections.abc import Sequence
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
    """An edit: the draft that follows, what it was in words, and the group it is undone with."""

    draft: Draft
    words: str
    group: str | None = None


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
