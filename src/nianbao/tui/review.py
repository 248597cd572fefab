"""The review: what changed in the text because the figures changed, sentence by sentence, before and after;
and the history of revisions, with a way back to each.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from nianbao.core.edits import item_of, rewrite
from nianbao.core.report import Sentence
from nianbao.core.revise import (
    CHANGE_NAMES,
    Change,
    Pieces,
    Resolution,
    altered_by,
    character_diff,
    go_back,
    resolve,
    sentences_of,
    theirs_of,
)
from nianbao.tui.ask import Ask, Write
from nianbao.tui.dialog import Dialog
from nianbao.tui.frame import KeyLine
from nianbao.tui.keys import REVIEW, bindings
from nianbao.tui.lines import Choices, Item, Line, Lines
from nianbao.tui.preview import wrapped

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.tui.workbench import Workbench

_TINTS = {"renumbered": "accent", "reworded": "warn", "added": "good", "removed": "gone", "conflict": "bad"}
_TOLD = 3
"""How many of its changed values a revision is listed with."""
_SIDE_BY_SIDE = 110
"""Columns of the box from which before and after stand side by side."""


def pieces_in_lines(pieces: Pieces, width: int, tint: str) -> list[Line]:
    """Pieces of a text in lines of a width, those that differ in a tint."""
    marks = [differs for text, differs in pieces for _ in text]
    lines: list[Line] = []
    at = 0
    for line in wrapped("".join(text for text, _ in pieces), width):
        made: list[tuple[str, str]] = []
        for character, differs in zip(line, marks[at : at + len(line)], strict=False):
            name = tint if differs else ""
            if made and made[-1][1] == name:
                made[-1] = (made[-1][0] + character, name)
            else:
                made.append((character, name))
        at += len(line)
        lines.append(tuple(made))
    return lines


def change_lines(change: Change, width: int, place: str, texts: Iterable[tuple[str, str]] = ()) -> tuple[Line, ...]:
    """A change: its kind and place, then before and after, side by side where there is room. For a conflict
    the texts of all three, each with its name."""
    from rich.cells import cell_len

    head: Line = ((f"{CHANGE_NAMES[change.kind]}　", _TINTS.get(change.kind, "")), (place, "dim"))
    named = list(texts)
    if named:
        lines = [head]
        for name, text in named:
            for n, line in enumerate(wrapped(text or "（没有这一句）", width - 8)):
                lines.append(((f"  {name}　" if n == 0 else " " * 8, "dim"), (line, "")))
        return (*lines, ())
    before, after = character_diff(change.before, change.after)
    if width < _SIDE_BY_SIDE:
        old = [(("  前　", "dim"), *line) for line in pieces_in_lines(before, width - 6, "gone")]
        new = [(("  后　", "dim"), *line) for line in pieces_in_lines(after, width - 6, "good")]
        return (head, *old, *new, ())
    half = (width - 5) // 2
    left, right = pieces_in_lines(before, half, "gone"), pieces_in_lines(after, half, "good")
    lines = [head]
    for n in range(max(len(left), len(right))):
        one = left[n] if n < len(left) else ()
        gap = " " * (half - sum(cell_len(text) for text, _ in one))
        lines.append((("  ", ""), *one, (gap, ""), (" │ ", "frame"), *(right[n] if n < len(right) else ())))
    return (*lines, ())


class Review(Dialog[None]):
    """The list of changes over the workbench; each key acts on the lit one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(REVIEW)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.changes: dict[str, Change] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall wide-box"):
            yield Lines(id="question", classes="fit")
            yield Choices(id="changes")
            yield KeyLine()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(KeyLine).keys(REVIEW)
        self.query_one(Choices).focus()
        self.call_after_refresh(self.show)

    def on_resize(self) -> None:
        """Lines are made for a width."""
        self.call_after_refresh(self.show)

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self.bench.draft

    def show(self) -> None:
        """Show what is still to be looked at."""
        if self.bench.session is None:
            return
        found = self.bench.open_changes()
        self.changes = {change.slot: change for change in found}
        conflicts = sum(change.kind == "conflict" for change in found)
        words = f"正文有{len(found)}处随数据变化" if found else "正文没有还要看的变化"
        words += f"，其中{conflicts}处冲突等待选择" if conflicts else ""
        self.query_one("#question", Lines).show([((words, "head"),)])
        width = max(20, self.query_one(Choices).size.width - 1)
        items = [
            Item(change_lines(change, width, self._place(change.slot), self._texts(change)), change.slot)
            for change in found
        ]
        if not items:
            hint = "按H看历次改动，按Esc回去"
            items = [Item((((hint, "dim"),),), None, enabled=False)]
        self.query_one(Choices).show_items(items)

    def _place(self, slot: str) -> str:
        from nianbao.core.form import form
        from nianbao.core.slot_names import slot_name

        assert self.bench.session is not None
        return slot_name(self.bench.session.bank, form(self.draft.form), slot)

    def _texts(self, change: Change) -> list[tuple[str, str]]:
        if change.kind != "conflict":
            return []
        item = item_of(self.draft, change.slot)
        if item is None:
            return []
        assert self.bench.session is not None
        base = item.generated or "".join(other.generated or "" for other in item.taken)
        theirs = theirs_of(self.draft, self.bench.session.bank, item)
        return [("原句", base), ("新句", theirs), ("我的", change.after)]

    @property
    def lit(self) -> Change | None:
        """The lit change."""
        item = self.query_one(Choices).current
        return self.changes.get(str(item.key)) if item is not None else None

    def _change(self, draft: Draft, words: str) -> None:
        self.bench.take_change(draft, words)
        self.show()

    def _settle(self, change: Change, choice: Resolution, words: str, text: str = "") -> None:
        """Settle a conflict, unless it has gone while the person chose."""
        if self.bench.session is None:
            return
        try:
            settled = resolve(self.draft, self.bench.session.bank, change.slot, choice, text)
        except KeyError:
            self.query_one(KeyLine).say("这一句的冲突已经没有了", "warn")
            return
        self._change(settled, words)

    def action_accept(self) -> None:
        """The new text is right."""
        change = self.lit
        if change is None or self.bench.session is None:
            return
        if change.kind == "conflict":
            self._settle(change, "theirs", "用程序的句子")
        self.bench.seen(change)
        self.show()

    def action_accept_renumbered(self) -> None:
        """All sentences in which only numbers changed."""
        only = [change for change in self.changes.values() if change.kind == "renumbered"]
        for change in only:
            self.bench.seen(change)
        self.show()
        self.query_one(KeyLine).say(f"已接受{len(only)}处换数" if only else "没有只换数字的句子", "good")

    def action_keep(self) -> None:
        """The old text stays, as the person's own."""
        change = self.lit
        if change is None or self.bench.session is None:
            return
        bank = self.bench.session.bank
        if change.kind == "conflict":
            self._settle(change, "mine", "保留自己的句子")
        elif change.before and change.after:
            sentence = self._sentence(change.slot)
            if sentence is not None:
                self._change(rewrite(self.draft, bank, sentence, change.before), "保留原句")
        else:
            say = (
                "新增的句子，不要的在正文中按D删去" if change.after else "依据已经没有，这一句不能保留；可在正文中加写"
            )
            self.query_one(KeyLine).say(say, "warn")

    def _sentence(self, slot: str) -> Sentence | None:
        report = self.bench.report
        return next((s for s in sentences_of(report) if s.slot == slot), None) if report is not None else None

    def action_edit(self) -> None:
        """Put words of one's own."""
        change = self.lit
        if change is None or not change.after:
            return

        def written(text: str | None) -> None:
            session = self.bench.session
            if text is None or not text.strip() or session is None:
                return
            sentence = self._sentence(change.slot)
            if change.kind == "conflict":
                self._settle(change, "edit", "改写一句", text.strip())
            elif sentence is not None:
                self._change(rewrite(self.draft, session.bank, sentence, text), "改写一句")

        self.app.push_screen(Write("改写这一句", change.after), written)

    def action_history(self) -> None:
        """What was changed when, and the way back."""
        assert self.bench.changes is not None
        changes = self.bench.changes
        changes.record()
        records = list(enumerate(self.draft.history))
        if not records:
            self.query_one(KeyLine).say("还没有改动的记录", "dim")
            return
        answers = [(str(n), f"{record.day}　{record.what}{self._altered(n)}") for n, record in reversed(records)]

        def chosen(answer: str | None) -> None:
            if answer is not None and self.bench.session is not None:
                bank, day = self.bench.session.bank, datetime.date.today()
                self._change(go_back(self.draft, int(answer), bank, day=day), "退回到以前的版本")
                changes.went_back()

        question = "历次改动。选一次，数据、事项和问题退回到那次改动之前；改写过的文字都留着。"
        self.app.push_screen(Ask(question, answers), chosen)

    def _altered(self, number: int) -> str:
        """What a revision changed, the first few in words."""
        lines = altered_by(self.draft, number, self.bench.session.bank) if self.bench.session is not None else ()
        more = "……" if len(lines) > _TOLD else ""
        return f"：{'；'.join(lines[:_TOLD])}{more}" if lines else ""

    def action_close(self) -> None:
        """Back to work."""
        self.dismiss(None)

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter accepts."""
        event.stop()
        self.action_accept()
