"""Step 表二, 表三, 表四: the grid, and two lines that say how the cell under the cursor stands."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult

from nianbao.core.edits import clear_figures, fill_zero, take_figures, type_figure
from nianbao.core.figures import FigureError
from nianbao.core.form import form
from nianbao.core.paste import Paste, place_block, read_block, write_block
from nianbao.core.report import number_text
from nianbao.core.sheet import balance_lines
from nianbao.core.standing import (
    balance_words,
    carried_words,
    last_year_words,
    marked,
    offer,
    place_words,
    relation_words,
)
from nianbao.core.width import fit
from nianbao.tui.grid import Grid, Shown
from nianbao.tui.lines import Line, Lines
from nianbao.tui.messages import Changed, Say, StepView, Turn, View
from nianbao.tui.paste import PasteScreen


class TableStep(StepView):
    """One of the three tables."""

    def __init__(self, number: int, edition: str) -> None:
        super().__init__(id=f"step-table{number}", classes="step")
        self.number = number
        self.form = form(edition)
        self.view: View | None = None
        self._refused = ""
        self.grid = Grid(self.form, number, id=f"grid{number}")
        self.status = Lines(classes="status")

    def compose(self) -> ComposeResult:
        yield self.grid
        yield self.status

    def show(self, view: View) -> None:
        """Show the table of a draft: totals, marks, balance."""
        self.view = view
        draft = view.draft
        if draft.form != self.form.edition:
            self.form = form(draft.form)
            self.grid.take_form(self.form)
        named = {f.figure for f in view.findings if f.figure is not None and f.severity != "advice"}
        lines = balance_lines(draft.cells) if self.number == 3 else ()
        if self.size.height < 27:
            lines = lines[-1:]
        self.grid.show(Shown(draft.cells, frozenset(draft.figures), marked(draft.broken) | named, lines))
        self._status()

    def on_resize(self) -> None:
        """On a low screen the status does without its rule."""
        self.status.set_class(self.size.height < 27, "low")
        if self.view is not None:
            self.show(self.view)

    def _status(self) -> None:
        if self.view is None:
            return
        draft, figure = self.view.draft, self.grid.cursor
        value = draft.cells[figure]
        width = max(20, self.size.width)
        last = last_year_words(self.form, figure, value, draft.last_cells)
        right = f"  {number_text(value)}{self.form.unit_of(figure)}{'　' + last if last else ''}"
        place = fit(place_words(self.form, figure), max(8, width - cell_len(right)), cell_len)
        self.status.show(
            [((place, "accent"), (right, "")), self._second_line(width, figure)],
        )

    def _second_line(self, width: int, figure: str) -> Line:
        if self.view is None:
            return ()
        draft = self.view.draft
        if self._refused:
            return ((fit(self._refused, width, cell_len), "bad"),)
        relation = relation_words(draft.broken, figure)
        if relation:
            made = offer(draft.cells, figure)
            tail = f"；{made.words}{'（按B）' if made.possible else ''}" if made else ""
            room = width - cell_len(tail)
            return ((fit(relation, max(10, room), cell_len), "bad"), (tail, "warn"))
        carried = carried_words(self.form, figure, draft.cells[figure], draft.last_cells)
        if carried:
            return ((fit(carried, width, cell_len), "warn"),)
        finding = next((f for f in self.view.findings if f.figure == figure), None)
        if finding is not None:
            return ((fit(f"{finding.code} {finding.message}", width, cell_len), "warn"),)
        return ((balance_words(draft.cells, figure), "good"),)

    def go_to(self, target: str) -> None:
        """Put the cursor on a figure."""
        if target in self.grid.table.figures:
            self.grid.select(target)

    # -- what the grid says -------------------------------------------------------------------------------

    @on(Grid.Moved)
    def moved(self) -> None:
        """Another cell: what follows is undone by itself."""
        self._refused = ""
        self._status()

    @on(Grid.Typed)
    def typed(self, event: Grid.Typed) -> None:
        """A number in a cell."""
        event.stop()
        if self.view is None or event.text in ("-", "."):
            return
        try:
            draft = type_figure(self.view.draft, event.figure, event.text.rstrip("."))
        except FigureError as error:
            self._refused = f"{error.what}；{error.mend}"
            self.grid.refuse()
            self._status()
            return
        self._refused = ""
        text = event.text.rstrip(".")
        again = partial(type_figure, figure=event.figure, text=text)
        changed = Changed(draft, self.form.label(event.figure), f"{event.figure}", again)
        self.screen.post_message(changed)  # at once: a key need not go through every pane between

    @on(Grid.Turned)
    def turned(self, event: Grid.Turned) -> None:
        """Undo and redo take the way of the edits, so that they come neither before nor after their turn."""
        event.stop()
        self._refused = ""
        self.screen.post_message(Turn(event.way))  # as straight as what is typed, or it would come after its turn

    @on(Grid.Zeroed)
    def zeroed(self, event: Grid.Zeroed) -> None:
        """Zeros in the selected cells."""
        if self.view is not None and event.figures:
            again = partial(fill_zero, figures=event.figures)
            self.screen.post_message(Changed(again(self.view.draft), f"填0（{len(event.figures)}格）", again=again))

    @on(Grid.Cleared)
    def cleared(self, event: Grid.Cleared) -> None:
        """The selected cells taken back."""
        if self.view is None or not event.figures:
            return
        again = partial(clear_figures, figures=event.figures)
        self.screen.post_message(Changed(again(self.view.draft), f"清空（{len(event.figures)}格）", again=again))

    @on(Grid.Balanced)
    def balanced(self, event: Grid.Balanced) -> None:
        """The balancing value, which was offered in the status line."""
        if self.view is None:
            return
        made = offer(self.view.draft.cells, event.figure)
        if made is None:
            self.post_message(Say("这一列勾稽关系成立，不用配平" if self.number == 3 else "只有表三需要配平"))
        elif not made.possible:
            self.post_message(Say(made.words, "bad"))
        else:
            again = partial(take_figures, values={made.figure: made.value})
            words = f"{self.form.label(made.figure)}填{number_text(made.value)}"
            self.screen.post_message(Changed(again(self.view.draft), words, again=again))

    @on(Grid.Copied)
    def copied(self, event: Grid.Copied) -> None:
        """Copy to the clipboard of the terminal."""
        if self.view is not None:
            self.app.copy_to_clipboard(write_block(event.rows, self.view.draft.cells))
            self.post_message(Say(f"已复制{sum(len(row) for row in event.rows)}格", "good"))

    @on(Grid.Pasted)
    def pasted(self, event: Grid.Pasted) -> None:
        """Show what a pasted block would do before anything is done."""
        if self.view is None:
            return
        block = read_block(event.text)
        if not block:
            self.post_message(Say("剪贴板里没有可以粘贴的内容；请用终端的粘贴键粘贴Excel或者WPS中的数据", "warn"))
            return
        paste = place_block(self.form, self.grid.table, block, event.figure, self.view.draft.cells)

        def take(agreed: bool | None) -> None:
            if agreed and self.view is not None:
                self.post_message(Changed(take_figures(self.view.draft, paste.values), f"粘贴{_count(paste)}格"))

        self.app.push_screen(PasteScreen(self.form, paste, self.view.draft.cells), take)


def _count(paste: Paste) -> int:
    return len(paste.values)
