"""The workbench: steps at the left, the step in the middle, the report or the findings at the right.

The screen holds the session and shows what follows from it. Reading and saving run in threads; the draft is
in its file a second after a change at the latest, and at every way out.
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.timer import Timer

from nianbao.tui.frame import KeyLine, Title
from nianbao.tui.keys import ANYWHERE, EXPORT, FACTS, GRID, NARRATIVE, PROBLEMS, UNIT, Key, bindings
from nianbao.tui.keys import CHECK as CHECK_KEYS
from nianbao.tui.lines import Line, Lines
from nianbao.tui.outline import BLANK, Outline, Tabs
from nianbao.tui.thrift import ThriftyCompositor

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.errors import InputError
    from nianbao.core.findings import Finding
    from nianbao.core.progress import Step, StepKey
    from nianbao.core.report import Report
    from nianbao.core.revise import Change
    from nianbao.tui.changes import TextChanges
    from nianbao.tui.messages import Changed, Go, Say, StepView, Turn, View
    from nianbao.tui.session import Session

SAVE_AFTER = 1.0
"""Seconds from the first unsaved change to saving; with the time saving takes, two at most."""
REST = 0.08
"""Seconds without a key in a table or form before the words are composed and checked: they may lag behind, the
numbers may not."""
REPORTED = ("narrative", "problems", "check", "export")
"""Steps that show what is composed or found."""
BREATH = 0.004
"""Seconds for keys between two parts of that check."""
PAUSE = 1.5
"""Seconds without an edit before a question comes up that the person did not ask for."""
ALT_DIGITS = "¡™£¢∞§¶•ª"
"""What Textual makes of Alt+1 to Alt+9 where the terminal sends Esc and the digit."""
STEP_KEYS: dict[str, tuple[Key, ...]] = {
    "unit": UNIT,
    "table2": GRID,
    "table3": GRID,
    "table4": GRID,
    "facts": FACTS,
    "problems": PROBLEMS,
    "narrative": NARRATIVE,
    "check": CHECK_KEYS,
    "export": EXPORT,
}


class Body(Horizontal):
    """The panes side by side. They cover it, so it draws nothing itself."""

    BLANK = True


class Middle(Container):
    """The pane of the step, which covers it."""

    BLANK = True


class Workbench(Screen[None]):
    """One draft on the bench."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ANYWHERE),
        *(Binding(f"alt+{n}", f"go({n})", show=False) for n in range(2, 10)),
    ]
    AUTO_FOCUS = "#outline"

    def __init__(self, path: Path, step: StepKey = "unit") -> None:
        super().__init__()
        self._compositor = ThriftyCompositor()
        self.path = path
        self.step: StepKey = step
        self.session: Session | None = None
        self.report: Report | None = None
        self.findings: list[Finding] = []
        self.steps: list[Step] = list(BLANK)
        self.exported = False
        self._views: dict[str, StepView] = {}
        self._saving: Timer | None = None
        self._resting: Timer | None = None
        self._catching_up = False
        self._entering = False
        self._touched = False
        self._changed_at = 0.0
        self._checking = False
        self._at_finding = -1
        self._owned = False
        self.changes: TextChanges | None = None

    def compose(self) -> ComposeResult:
        self._fit(self.app.size.width, update=False)
        yield Title()
        yield Tabs()
        with Body(id="body"):
            yield Outline()
            with Middle(id="middle"):
                yield Lines([(("正在打开……", "dim"),)], id="opening")
            from nianbao.tui.side import Side

            yield Side()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the frame first, then read the draft."""
        self.query_one(Title).tell(self.path.name, ("", "dim"))
        self.query_one(KeyLine).keys(ANYWHERE)
        self.call_after_refresh(self.open)

    def _fit(self, width: int, *, update: bool = True) -> None:
        """Three panes, two, or one."""
        self.update_classes(
            {"wide": width >= 120, "huge": width >= 150, "medium": 90 <= width < 120, "narrow": width < 90},
            update=update,
        )

    def on_resize(self, event: events.Resize) -> None:
        """Another width, other panes."""
        self._fit(event.size.width)
        self.call_after_refresh(self._show_steps)

    # -- opening ------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="open")
    def open(self) -> None:
        """Read the draft and the phrase bank."""
        from nianbao.core.errors import InputError
        from nianbao.desk import lock
        from nianbao.tui.changes import TextChanges
        from nianbao.tui.session import Session
        from nianbao.workflow.banks import load_bank
        from nianbao.workflow.drafts import open_draft

        try:
            bank = load_bank()
            session = Session(open_draft(self.path, bank), bank)
        except InputError as error:
            self.app.call_from_thread(self._failed, error)
            return
        self.app.call_from_thread(self._opened, TextChanges(session), lock(self.path))

    def _failed(self, error: InputError) -> None:
        if getattr(self.app, "path", None) == self.path:
            self.app.refuse(error)  # type: ignore[attr-defined]
            return
        lines = [((line, "bad" if n == 0 else ""),) for n, line in enumerate(str(error).split("\n"))]
        self.query_one("#opening", Lines).show([*lines, (), (("按F10回首页", "dim"),)])

    def _opened(self, changes: TextChanges, holder: str | None) -> None:
        self.changes = changes
        self.session = session = changes.session
        self._owned = holder is None
        if holder is not None:
            from nianbao.tui.ask import Ask

            self.app.push_screen(
                Ask(
                    f"{holder}正打开着这份草稿。两边同时改，会互相覆盖。",
                    [("leave", "不打开，回首页"), ("open", "仍然打开（对方已经关闭时选这一项）")],
                ),
                self._second_window,
            )
        if session.draft.figures:
            changes.begin()
        self.recheck()
        self.show_step(self.step)
        from nianbao.core.edits import outdated

        if newer := outdated(session.draft, session.bank):
            self.say(f"措辞库已更新：认可过的句子有{len(newer)}句有新写法，仍用原句；在正文中按R换新", "warn")
        gc.collect()
        gc.freeze()  # what is loaded now stays: no pause for it while someone types
        gc.set_threshold(50_000, 20, 100)

    def _second_window(self, answer: str | None) -> None:
        from nianbao.desk import take_lock

        if answer == "open":
            take_lock(self.path)
            self._owned = True
        else:
            self.session = None
            self.action_home()

    # -- the draft ----------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        assert self.session is not None
        return self.session.draft

    def view(self) -> View:
        """All that a step may show."""
        from nianbao.tui.messages import View

        assert self.session is not None
        assert self.report is not None
        return View(self.draft, self.session.bank, self.report, self.findings, self.steps, str(self.path))

    def on_changed(self, event: Changed) -> None:
        """An edit."""
        event.stop()
        if self.session is not None and self.session.change(
            self._pinned(event.on(self.draft)), event.words, event.group
        ):
            self._after_change()

    # -- what changes in the text when figures change -------------------------------------------------------

    def _pinned(self, draft: Draft) -> Draft:
        assert self.changes is not None
        return self.changes.pinned(draft)

    def open_changes(self) -> tuple[Change, ...]:
        """The changes of the text that the person has not looked at yet."""
        return self.changes.look(self.report) if self.session is not None and self.changes is not None else ()

    def seen(self, change: Change) -> None:
        """A change was accepted."""
        if self.changes is not None:
            self.changes.seen(change, self.report)
        self._show_steps()

    def take_change(self, draft: Draft, words: str) -> None:
        """An edit made over the workbench, shown at once."""
        if self.session is not None and self.session.change(self._pinned(draft), words):
            self._after_change()
            self.recheck()

    def action_review(self) -> None:
        """What changed in the text, sentence by sentence."""
        from nianbao.tui.review import Review

        if self.session is None:
            return
        self._catch_up()
        self.app.push_screen(Review(self), lambda _: self._show_view())

    def _after_change(self) -> None:
        self.exported = False
        self._touched = True
        self._changed_at = monotonic()
        if self.step not in REPORTED and not self.step.startswith("table"):
            self._show_view()  # the others show what is composed or checked, which comes first
        if not self._checking:
            self._checking = True
            self.call_later(self._check_now)
        if self._saving is None:
            self._saving = self.set_timer(SAVE_AFTER, self.save)
        self.query_one(Title).tell(right=("未保存", "warn"))

    def _check_now(self) -> None:
        self._checking = False
        if self.session is None:
            return
        if self.step in REPORTED or self.report is None or self.report.edition != self.draft.form:
            self.recheck()
        elif self.step.startswith("table"):
            self._recheck_tables()
            self._rest()
        else:
            self._rest()
        self._show_view()

    def recheck(self) -> None:
        """Find what is wrong now, and how far each step has come."""
        from nianbao.core.compose import compose
        from nianbao.workflow.drafting import check_draft

        assert self.session is not None
        bank = self.session.bank
        self._take(compose(self.draft, bank), check_draft(self.draft, bank))

    def _take(self, report: Report, findings: list[Finding]) -> None:
        """Show what the draft as it stands reads like, and what is wrong with it."""
        if self._resting is not None:
            self._resting.stop()
        self._resting, self._catching_up = None, False
        self.report, self.findings = report, findings
        self._mark_conflicts()
        self.open_changes()
        self._show_results()

    def reloaded(self) -> None:
        """The draft is another one: show it."""
        self.recheck()
        self._show_view()

    def _mark_conflicts(self) -> None:
        """The three texts of each conflict go into the draft with the change that made it, also where that
        change has been saved in the meantime; opening a draft changes nothing."""
        from nianbao.core.revise import mark_conflicts

        assert self.session is not None
        assert self.report is not None
        if self._touched and any(i.state in ("edited", "added", "conflict") for i in self.draft.narrative):
            marked = mark_conflicts(self.draft, self.report, self.session.bank)
            if marked != self.draft:
                self.session.draft = marked
                if self._saving is None:
                    self._saving = self.set_timer(SAVE_AFTER, self.save)

    def _recheck_tables(self) -> None:
        """What a key in a table can break is told at that key."""
        from nianbao.core.compose import retabled
        from nianbao.core.findings import order
        from nianbao.workflow.drafting import check_draft

        assert self.session is not None
        assert self.report is not None
        self.report = retabled(self.report, self.draft)
        found = check_draft(self.draft, self.session.bank, self.report, ("T",))
        self.findings = order([*found, *(f for f in self.findings if not f.code.startswith("T"))])
        self._show_results(typing=True)

    def _rest(self) -> None:
        """Compose and check the words once the keys pause."""
        if self._resting is not None:
            self._resting.reset()
        else:
            self._resting = self.set_timer(REST, self._rested)

    @property
    def behind(self) -> bool:
        """Whether the words on the screen, and what is wrong with them, are still those of an older draft."""
        return self._resting is not None or self._catching_up

    def _rested(self) -> None:
        self._resting = None
        if self.session is not None:
            self._catching_up = True
            self.run_worker(self._recheck_gently(), exclusive=True, group="words")

    async def _recheck_gently(self) -> None:
        """Compose and check a bit at a time, so that a key is never kept waiting for all of it. What was begun
        for a draft that has changed meanwhile is left."""
        from asyncio import sleep

        from nianbao.core.checks import FAMILIES
        from nianbao.core.compose import compose
        from nianbao.core.findings import order
        from nianbao.workflow.drafting import check_draft

        assert self.session is not None
        draft, bank = self.draft, self.session.bank
        report = compose(draft, bank)
        leaving = compose(draft, bank, pending=False)
        found: list[Finding] = []
        for family in FAMILIES:
            await sleep(BREATH)
            if self.session is None or self.draft is not draft:
                self._catching_up = False
                return
            found += check_draft(draft, bank, leaving, (family,))
        self._take(report, order(found))
        self._show_view()

    def _catch_up(self) -> None:
        """The words and what is wrong with them, at once, if they lag behind."""
        if self.behind and self.session is not None:
            self.recheck()
            self._show_view()

    def _show_results(self, *, typing: bool = False) -> None:
        from nianbao.core.progress import steps

        assert self.session is not None
        assert self.report is not None
        before = self.steps
        self.steps = steps(self.draft, self.session.bank, self.report, self.findings, self.exported)
        if not typing or self.steps != before:
            self._show_steps()
        self.show_side()

    # -- saving -------------------------------------------------------------------------------------------

    @work(thread=True, group="save")
    def save(self) -> None:
        """Save in a thread."""
        self._saving = None
        if self.session is None or not self.session.dirty:
            return
        self.app.call_from_thread(self.saved, self._save_now())

    def _save_now(self) -> str | None:
        """Save; what went wrong, in words, or None."""
        from nianbao.core.errors import InputError
        from nianbao.writers.draft_file import ChangedMeanwhile

        assert self.session is not None
        try:
            self.session.save()
        except ChangedMeanwhile:
            return "changed"
        except InputError as error:
            return str(error)
        return None

    def saved(self, problem: str | None, *, asked: bool = False) -> None:
        """Tell how saving went. What the person did not ask for waits until he pauses, or the keys that he is
        typing would answer it."""
        title = self.query_one(Title)
        if problem is None:
            if self.session is not None and not self.session.dirty:
                title.tell(right=("已保存", "good"))
            return
        title.tell(right=("没有保存", "bad"))
        if problem != "changed":
            self.say(problem.replace("\n", " "), "bad")
            self._saving = self._saving or self.set_timer(5, self.save)
            return
        from nianbao.tui.stuck import Whose, ask_whose

        if isinstance(self.app.screen, Whose):
            return
        if asked or (self.app.screen is self and monotonic() - self._changed_at > PAUSE):
            ask_whose(self)
        else:
            self._saving = self._saving or self.set_timer(PAUSE, self.save)

    def close_draft(self, *, forced: bool = True) -> str | None:
        """Save and give the draft back: every way out comes through here.

        What hinders it comes back in words; then the draft stays open, unless the way out is forced.
        """
        if self.session is None or self.changes is None:
            return None
        if self.session.dirty:
            self.changes.record()
        problem = self._save_now() if self.session.dirty else None
        if problem == "changed" and forced:
            from nianbao.desk import save_anyway

            save_anyway(self.session.opened, self.draft)
            problem = None
        if problem is not None and not forced:
            self.saved(problem, asked=True)
            return problem
        from nianbao.core.progress import percent_done
        from nianbao.desk import remember, unlock

        serious = sum(finding.severity != "advice" for finding in self.findings)
        remember(self.path, self.draft, percent_done(self.steps), serious)
        if self._owned:
            unlock(self.path)
        self.session = None
        return problem

    # -- what is shown ------------------------------------------------------------------------------------

    def _show_view(self) -> None:
        view = self._views.get(self.step)
        if view is not None and self.report is not None and view.children:
            view.show(self.view())

    def _show_steps(self) -> None:
        self.query_one(Outline).show_steps(self.steps, self.step)
        self.query_one(Tabs).show_steps(self.steps, self.step)
        if self.session is not None and self.changes is not None:
            unit, found = self.draft.unit, self.changes.open
            changed = f"　正文有{len(found)}处变化，按F5查看" if found else ""
            self.query_one(Title).tell(f"{unit.title}　{self.draft.year}年　{self.path.name}{changed}")

    def on_side_fitted(self) -> None:
        """The right pane has another size."""
        self.show_side()

    def show_side(self) -> None:
        """The right pane, if it can be seen."""
        from nianbao.tui.side import Side

        side = self.query_one(Side)
        if not side.display or self.report is None or side.size.width < 2:
            return
        from nianbao.tui.preview import findings_lines, preview_lines

        width = side.size.width - 1
        if side.mode == "chart":
            side.show(self._chart_lines(width))
        else:
            made = preview_lines(self.report, width) if side.mode == "preview" else None
            side.show(findings_lines(self.findings, width) if made is None else made)

    def _chart_lines(self, width: int) -> list[Line]:
        from nianbao.core.picture import picture
        from nianbao.tui.chart import chart_lines

        assert self.session is not None
        assert self.report is not None
        names = {f"facts.{fact.id}": fact.label for fact in self.session.bank.facts.values()}
        return chart_lines(picture(self.report, self.draft.last_cells, names), width)

    def show_step(self, step: StepKey, target: str | None = None) -> None:
        """Put a step in the middle."""
        changes = self.changes if self.session is not None else None
        if self.step in ("narrative", "export") and changes is not None and changes.baseline is None:
            changes.begin()  # the text has been seen
        self.step = step
        if self.session is None:
            self._show_steps()
            return
        self.session.end_group()
        self.set_class(step.startswith("table"), "on-table")
        self.remove_class("at-side")
        self.set_focus(None)  # a widget that hides while it has the focus takes it away from the next one
        for widget in self.query_one("#middle").children:
            widget.display = False
        view = self._views.get(step)
        mounted: Awaitable[None] | None = None
        if view is None:
            from nianbao.tui.steps import make_step

            view = self._views[step] = make_step(step, self.draft)
            mounted = self.query_one("#middle").mount(view)
        view.display = True
        self.query_one(KeyLine).keys((*STEP_KEYS[step], *ANYWHERE))
        self._show_steps()
        self._entering = True
        self.call_later(self._enter, view, target, mounted)

    async def _enter(self, view: StepView, target: str | None, mounted: Awaitable[None] | None) -> None:
        if mounted is not None:
            await mounted
        if self.session is None:
            self._entering = False
            return
        self._catch_up()
        view.show(self.view())
        view.focus_step()
        if target is not None:
            view.go_to(target)
        self.app.call_later(self._entered)  # behind the focus, which Textual sets in the same queue

    def _entered(self) -> None:
        self._entering = False

    def say(self, text: str, kind: str = "dim") -> None:
        """A word in the last line, until the next key."""
        self.query_one(KeyLine).say(text, kind)

    def on_say(self, event: Say) -> None:
        """A step has something to say."""
        self.say(event.text, event.kind)

    def on_exported(self) -> None:
        """Files were written: the last step is done until the next change."""
        self.exported = True
        self.recheck()

    def on_go(self, event: Go) -> None:
        """Go to where something is mended."""
        self.show_step(event.step, event.target)

    def on_key(self, event: events.Key) -> None:
        """A key: what was said is read. Alt with a digit goes to a step. A key that comes before the step has the
        focus waits for it."""
        if self._entering:
            event.stop()
            event.prevent_default()
            self.app.post_message(events.Key(event.key, event.character))
            return
        self.query_one(KeyLine).hush()
        if event.character and event.character in ALT_DIGITS:
            event.stop()
            self.action_go(ALT_DIGITS.index(event.character) + 1)

    @on(Outline.Chosen, "#outline")
    def step_chosen(self, event: Outline.Chosen) -> None:
        """A step was chosen in the outline."""
        self.show_step(event.item.key)  # type: ignore[arg-type]

    @on(Tabs.Clicked)
    def tab_clicked(self, event: Tabs.Clicked) -> None:
        """A step was clicked in the line of tabs."""
        self.action_go(event.number)

    # -- keys ---------------------------------------------------------------------------------------------

    def action_go(self, number: int) -> None:
        """To the step of a number."""
        self.show_step(list(STEP_KEYS)[number - 1])  # type: ignore[arg-type]

    def action_step_by(self, way: int) -> None:
        """The next or the previous step."""
        names = list(STEP_KEYS)
        self.show_step(names[(names.index(self.step) + way) % len(names)])  # type: ignore[arg-type]

    def action_outline(self) -> None:
        """To the outline; on a narrow screen, a list of the steps."""
        if self.has_class("at-side"):
            self.action_side()
        elif self.has_class("narrow"):
            from nianbao.tui.ask import Ask

            lines = [(step.key, f"{n} {step.title}　{step.note}") for n, step in enumerate(self.steps, 1)]
            self.app.push_screen(Ask("到哪一步？", lines, at=self.step), self._go_named)
        else:
            self.query_one(Outline).focus()

    def _go_named(self, step: str | None) -> None:
        if step is not None:
            self.show_step(step)  # type: ignore[arg-type]

    def action_next_pane(self) -> None:
        """The next of the panes that can be seen."""
        from nianbao.tui.side import Side

        view = self._views.get(self.step)
        panes = [self.query_one(Outline), *([view] if view else []), self.query_one(Side)]
        shown = [pane for pane in panes if pane.display and pane.size.width]
        focused = self.focused
        here = next(
            (n for n, pane in enumerate(shown) if focused is not None and pane in focused.ancestors_with_self), 0
        )
        following = shown[(here + 1) % len(shown)]
        if following is view and view is not None:
            view.focus_step()
        else:
            following.focus()

    def action_side(self) -> None:
        """Preview, findings, and on a narrow screen back to the step."""
        from nianbao.tui.side import Side

        side = self.query_one(Side)
        beside = self.has_class("wide") and not (self.has_class("on-table") and not self.has_class("huge"))
        if beside or self.has_class("at-side"):
            if not side.next_mode() and not beside:
                self.remove_class("at-side")
                self.show_step(self.step)
                return
        else:
            self.add_class("at-side")
            side.focus()
        side.scroll_to(y=0, animate=False)
        self.call_after_refresh(self.show_side)

    def action_next_finding(self) -> None:
        """To the place of the next finding."""
        if not self.findings:
            self.say("没有发现问题", "good")
            return
        self._at_finding = (self._at_finding + 1) % len(self.findings)
        finding = self.findings[self._at_finding]
        from nianbao.core.progress import step_of

        self.show_step(step_of(finding), finding.slot or finding.figure)
        self.say(f"{finding.code} {finding.where}：{finding.message}", "warn")

    def on_turn(self, event: Turn) -> None:
        """Undo or redo, in turn with the edits before and after it."""
        if event.way < 0:
            self.action_undo()
        else:
            self.action_redo()

    def action_undo(self) -> None:
        """One step back."""
        self._went(self.session.undo() if self.session else None, "已撤销", "没有可以撤销的改动")

    def action_redo(self) -> None:
        """One step forward again."""
        self._went(self.session.redo() if self.session else None, "已恢复", "没有可以恢复的改动")

    def _went(self, words: str | None, done: str, nothing: str) -> None:
        if words is None:
            self.say(nothing)
            return
        self._after_change()
        self.say(f"{done}：{words}", "good")

    def action_save(self) -> None:
        """Save at once."""
        self.save()

    def action_home(self) -> None:
        """Save and go back to the home screen."""
        from nianbao.tui.home import Home

        self._leave(self.action_home, lambda: self.app.switch_screen(Home()))

    def action_leave(self) -> None:
        """Save and leave."""
        self._leave(self.action_leave, self.app.exit)

    def _leave(self, again: Callable[[], None], go: Callable[[], object]) -> None:
        """Save and go; where that is not possible, the person chooses what becomes of his words."""
        problem = self.close_draft(forced=False)
        if problem is None:
            go()
        elif problem != "changed":
            from nianbao.tui.ask import Ask
            from nianbao.tui.stuck import ask_way_out

            if not isinstance(self.app.screen, Ask):
                ask_way_out(self, problem, again)

    def action_help(self) -> None:
        """All keys."""
        from nianbao.tui.help import Help

        self.app.push_screen(Help())

    def action_palette(self) -> None:
        """Find a command by its name."""
        from nianbao.tui.palette import Palette

        self.app.push_screen(Palette((*ANYWHERE, *STEP_KEYS[self.step])), self._command)

    def _command(self, action: str | None) -> None:
        if action is None:
            return
        focused = self.focused
        self.run_worker(self._run_command(action, focused), exclusive=False)

    async def _run_command(self, action: str, focused: object) -> None:
        from textual.widget import Widget

        here = focused if isinstance(focused, Widget) else None
        for node in here.ancestors_with_self if here is not None else [self]:
            name = action.partition("(")[0]
            if hasattr(node, f"action_{name}"):
                await self.app.run_action(action, node)
                return

    def action_theme(self) -> None:
        """The next set of colours."""
        from nianbao.tui.theme import NAMES

        names = list(NAMES)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        self.say(f"配色：{NAMES[self.app.theme]}")
