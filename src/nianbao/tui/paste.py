"""Before a block is pasted: which number goes where, which totals differ, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nianbao.core.form import Form
from nianbao.core.numerals import Number
from nianbao.core.paste import Paste, Pasted
from nianbao.core.report import number_text
from nianbao.tui.dialog import Dialog
from nianbao.tui.lines import Line, Lines
from nianbao.tui.preview import wrapped


class PasteScreen(Dialog[bool]):
    """The preview; True if it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", show=False),
        Binding("escape", "answer(False)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, form: Form, paste: Paste, cells: Mapping[str, Number]) -> None:
        super().__init__()
        self.form = form
        self.paste = paste
        self.cells = cells

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Lines([self._head()], id="paste-head", classes="fit")
            yield Lines(id="paste-lines")
            yield Lines([(("Enter填入　Esc不填　↑↓翻看", "dim"),)], id="paste-keys", classes="fit")

    def on_resize(self) -> None:
        """Cut the lines to the width there is."""
        self.query_one("#paste-lines", Lines).show(self.lines(max(30, min(100, self.size.width * 9 // 10) - 5)))

    def _head(self) -> Line:
        changed = sum(self.cells[figure] != value for figure, value in self.paste.values.items())
        wrong = len(self.paste.having("bad", "outside"))
        differs = len(self.paste.having("differs"))
        pieces = [(f"粘贴：填{len(self.paste.values)}格，其中{changed}格有变化", "head")]
        if differs:
            pieces.append((f"；{differs}个合计与各项之和不符", "warn"))
        if wrong:
            pieces.append((f"；{wrong}格不能填", "bad"))
        return tuple(pieces)

    def lines(self, width: int) -> list[Line]:
        """What needs a look first, then what changes, then what stays as it is."""
        found = [self._wrong(cell) for cell in self.paste.having("bad", "outside")]
        found += [self._total(cell) for cell in self.paste.having("differs")]
        rest = self.paste.having("set", "zero")
        found += [self._set(cell) for cell in rest if cell.figure and self.cells[cell.figure] != cell.number]
        same = [cell for cell in rest if cell.figure and self.cells[cell.figure] == cell.number]
        found += [self._set(cell) for cell in same]
        return [((line, tint),) for text, tint in found for line in wrapped(text, width)]

    def _wrong(self, cell: Pasted) -> tuple[str, str]:
        place = f"（{self.form.label(cell.figure)}）" if cell.figure else ""
        return f"✗ 第{cell.row + 1}行第{cell.column + 1}列“{cell.text}”不填：{cell.why}{place}", "bad"

    def _total(self, cell: Pasted) -> tuple[str, str]:
        figure, number, derived = cell.figure or "", cell.number or 0, cell.derived or 0
        return f"≠ 粘贴的合计{number_text(number)}，各项之和{number_text(derived)}：{self.form.label(figure)}", "warn"

    def _set(self, cell: Pasted) -> tuple[str, str]:
        figure, number = cell.figure or "", cell.number or 0
        before, label = self.cells[figure], self.form.label(figure)
        note = f"（原文“{cell.text}”）" if cell.fate == "zero" and cell.text not in ("0", "") else ""
        note = "（空白按0）" if cell.fate == "zero" and not cell.text else note
        if before == number:
            return f"  {number_text(number)}不变{note}：{label}", "dim"
        return f"＋ {number_text(before)} → {number_text(number)}{note}：{label}", "good"

    def action_answer(self, agreed: bool) -> None:
        """Do it or not."""
        self.dismiss(agreed)

    def action_scroll(self, way: int) -> None:
        """A line up or down."""
        self.query_one("#paste-lines", Lines).scroll_relative(y=way, animate=False)
