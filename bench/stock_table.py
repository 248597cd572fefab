"""The contender: table three in Textual's own DataTable, with the same totals and the same checks.

Its best form: cells updated one by one, only those that changed, the findings in a Static, 240 frames.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ["TEXTUAL_FPS"] = "240"

from textual import events
from textual.app import App, ComposeResult
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from nianbao.core.edits import type_figure
from nianbao.core.report import number_text
from nianbao.core.sheet import figure_rows
from nianbao.workflow.banks import load_bank
from nianbao.workflow.drafting import check_draft
from nianbao.workflow.drafts import open_draft


class Stock(App[None]):
    """The table and the findings beside it."""

    CSS = "DataTable { width: 2fr; } Static { width: 1fr; height: 100%; } Screen { layout: horizontal; }"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.bank = load_bank()
        self.draft = open_draft(path).draft
        from nianbao.core.form import form

        self.form = form(self.draft.form)
        self.rows = figure_rows(self.form.tables[3])
        self.typed = ""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="cell")
        yield Static("", markup=False)

    def on_mount(self) -> None:
        table: DataTable[Any] = self.query_one(DataTable)
        table.add_columns("项目", *(figure.rpartition(".")[2] for figure in self.rows[0]))
        for row in self.rows:
            table.add_row(self.form.label(row[0]).rpartition("·")[2], *(number_text(self.draft.cells[f]) for f in row))
        table.move_cursor(row=0, column=1)

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            self.typed = self.typed[:-1]
        elif event.character and event.character.isdigit():
            self.typed += event.character
        else:
            return
        event.stop()
        before = self.draft.cells
        self.draft = type_figure(self.draft, self.rows[0][0], self.typed)
        table: DataTable[Any] = self.query_one(DataTable)
        for r, row in enumerate(self.rows):
            for c, figure in enumerate(row):
                if before[figure] != self.draft.cells[figure]:
                    table.update_cell_at(Coordinate(r, c + 1), number_text(self.draft.cells[figure]))
        findings = check_draft(self.draft, self.bank)
        self.query_one(Static).update("\n".join(f"{f.code} {f.where}：{f.message}" for f in findings), layout=False)


if __name__ == "__main__":
    Stock(Path(sys.argv[1])).run()
