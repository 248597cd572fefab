"""Review what is offered for a problem: the problem above, proposed wording and measures below, with why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nianbao.core.draft import Draft
from nianbao.core.review import accept, edit, is_statement, reject, state_of
from nianbao.core.suggest import Setting, Suggestion, Wording, setting_of
from nianbao.tui.ask import Ask, Write
from nianbao.tui.dialog import Dialog
from nianbao.tui.keys import SUGGEST, bindings
from nianbao.tui.lines import Choices, Item, Line, Lines
from nianbao.tui.preview import wrapped

if TYPE_CHECKING:
    from nianbao.core.suggest import Suggester

FEW = 3
MARKS = {"suggested": ("○", ""), "accepted": ("✓", "good"), "edited": ("✎", "good"), "rejected": ("×", "gone")}
REASONS = ("与实际不符", "已经在做了", "做不到", "说法不合适")


class SuggestScreen(Dialog[None]):
    """What is offered for one problem. Each decision goes to `took` with the draft that follows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SUGGEST), Binding("escape", "leave", show=False)]

    def __init__(
        self, suggester: Suggester, draft: Draft, number: int, took: Callable[[Draft, str], None], reason: str = ""
    ) -> None:
        super().__init__()
        self.suggester = suggester
        self.draft = draft
        self.number = number
        self.took = took
        self.reason = reason
        problem = draft.problems[number]
        self.words = problem.stated or problem.text
        self.match = suggester.suggest(self.words, Setting(draft.unit.kind, draft.unit.name), apart=False)
        types = [t.id for t in self.match.types[:FEW]]
        if problem.type and problem.type in suggester.problems.by_id:
            types = [problem.type, *(t for t in types if t != problem.type)]
        self.types = types
        self.at_type = 0
        self.sure = self.match.matched or bool(problem.type)
        self.offered: list[Wording] = []
        self._offer()

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Lines(id="suggest-problem", classes="fit")
            yield Choices(id="suggest-list")
            yield Lines(id="suggest-why", classes="fit")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(".box").border_title = "建议的表述和措施"
        self.query_one(".box").border_subtitle = "　".join([*(f"{k.shown}{k.brief}" for k in SUGGEST), "Esc返回"])
        self._show()
        self.query_one(Choices).focus()

    # -- what is offered ------------------------------------------------------------------------------------

    def _all(self) -> Suggestion:
        """All that the chosen type has, best first; what was rejected comes back only to be seen as such."""
        problem = self.draft.problems[self.number]
        setting = setting_of(self.draft, problem)
        return self.suggester.of_type(self.types[self.at_type], self.words, setting)

    def _offer(self) -> None:
        found = self._all()
        self.offered = [*found.statements[:FEW], *found.measures[:FEW]]
        for pool in (found.statements[FEW:], found.measures[FEW:]):  # what was decided on before stays in sight
            self.offered += [w for w in pool if self._state(w) != "suggested"]
        self.offered.sort(key=is_statement, reverse=True)

    def _state(self, wording: Wording) -> str:
        return state_of(self.draft.problems[self.number], wording)

    def _text(self, wording: Wording) -> str:
        problem = self.draft.problems[self.number]
        records = problem.wordings if is_statement(wording) else problem.measures
        return next((r.text for r in records if r.id == wording.id), wording.text)

    # -- showing --------------------------------------------------------------------------------------------

    def _width(self) -> int:
        return max(20, min(100, self.size.width * 9 // 10) - 4)

    def _show(self, light: str | None = None) -> None:
        width = self._width()
        problem = self.draft.problems[self.number]
        name = self.suggester.problems.by_id[self.types[self.at_type]].name
        head: list[Line] = [((line, "head"),) for line in wrapped(f"问题：{self.words}", width)]
        if problem.text != self.words:
            head += [((line, "good"),) for line in wrapped(f"现用：{problem.text}", width)]
        said = f"类型：{name}" if self.sure else f"未找到贴切的类型，最接近的是：{name}（按T换）"
        head += [((line, "" if self.sure else "warn"),) for line in wrapped(said, width)]
        if self.reason:
            head += [((line, "dim"),) for line in wrapped(f"理由：{self.reason}", width)]
        shown = self.query_one("#suggest-problem", Lines)
        shown.show(head)
        shown.styles.height = len(head)
        items: list[Item] = []
        before: bool | None = None
        for wording in self.offered:
            kind = is_statement(wording)
            if kind is not before:
                title = "规范表述（采用一条）" if kind else "改进措施（可采用几条）"
                items.append(Item((((title, "head"),),), f"head-{kind}", enabled=False))
                before = kind
            mark, tint = MARKS[self._state(wording)]
            lines = wrapped(self._text(wording), width - 4)
            items.append(
                Item(tuple(((f" {mark if not n else ' '} {line}", tint),) for n, line in enumerate(lines)), wording.id)
            )
        self.query_one(Choices).show_items(items, light)
        self._why()

    def _why(self) -> None:
        wording = self.lit_wording
        lines: tuple[str, ...] | list[str] = []
        if wording is not None:
            kept = self.draft.problems[self.number]
            records = kept.wordings if is_statement(wording) else kept.measures
            reason = next((r.reason for r in records if r.id == wording.id and r.reason), "")
            lines = wrapped(f"不采用：{reason}" if reason else wording.why or "按类型给出", self._width())
        shown = self.query_one("#suggest-why", Lines)
        shown.show([((line, "dim"),) for line in lines[:2]])
        shown.styles.height = max(1, len(lines[:2]))

    @property
    def lit_wording(self) -> Wording | None:
        """The lit statement or measure."""
        item = self.query_one(Choices).current
        return next((w for w in self.offered if item is not None and w.id == item.key), None)

    def on_resize(self) -> None:
        """Lines are made for a width."""
        if self.is_mounted:
            self._show(self.lit_wording.id if self.lit_wording else None)

    @on(Choices.Lit)
    def lit(self, event: Choices.Lit) -> None:
        """Another one: why it is offered."""
        event.stop()
        self._why()

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter or a click: take it."""
        event.stop()
        self.action_accept()

    # -- deciding -------------------------------------------------------------------------------------------

    def _take(self, draft: Draft, words: str, wording: Wording, *, onward: bool = True) -> None:
        self.draft = draft
        self.took(draft, words)
        self._show(wording.id)
        if onward:
            self.action_next()

    def action_accept(self) -> None:
        """The lit one is taken as it stands."""
        wording = self.lit_wording
        if wording is not None and self._state(wording) not in ("accepted", "edited"):
            self._take(accept(self.draft, self.number, wording, self.offered), "采用建议", wording)

    def action_edit(self) -> None:
        """The lit one in the person's own words."""
        wording = self.lit_wording
        if wording is None:
            return

        def write(text: str | None) -> None:
            if text and text.strip():
                self._take(edit(self.draft, self.number, wording, text, self.offered), "改写建议", wording)

        hint = "期限、责任科室、次数按实际改。" if wording.places else ""
        self.app.push_screen(Write("改写后采用：", self._text(wording), hint), write)

    def action_reject(self) -> None:
        """The lit one is refused."""
        wording = self.lit_wording
        if wording is None or self._state(wording) == "rejected":
            return

        def refuse(reason: str | None) -> None:
            if reason is not None:
                self._take(reject(self.draft, self.number, wording, reason, self.offered), "不采用建议", wording)

        def answered(key: str | None) -> None:
            if key == "own":
                self.app.push_screen(Write("为什么不采用？", help="理由留在草稿里，报告里没有。"), refuse)
            elif key is not None:
                refuse(key)

        answers = [*((reason, reason) for reason in REASONS), ("own", "另写理由")]
        self.app.push_screen(Ask("为什么不采用？以后不再为这个问题提出这一条。", answers), answered)

    def action_next(self) -> None:
        """The next one that waits for a decision; statements are passed once one is taken."""
        ids = [w.id for w in self.offered]
        lit = self.lit_wording
        at = ids.index(lit.id) if lit else -1
        settled = any(is_statement(w) and self._state(w) in ("accepted", "edited") for w in self.offered)
        order = [*self.offered[at + 1 :], *self.offered[: at + 1]]
        waiting = (w for w in order if self._state(w) == "suggested" and not (settled and is_statement(w)))
        found = next(waiting, None)
        if found is not None:
            choices = self.query_one(Choices)
            choices.light(next(n for n, item in enumerate(choices.items) if item.key == found.id))
            self._why()

    def action_more(self) -> None:
        """More of the lit one's kind, most like it first."""
        lit = self.lit_wording
        if lit is None:
            return
        setting = setting_of(self.draft, self.draft.problems[self.number])
        near = self.suggester.of_type(self.types[self.at_type], lit.text, setting)
        known = {w.id for w in self.offered}
        whys = {w.id: w for w in (*self._all().statements, *self._all().measures)}
        pool = near.statements if is_statement(lit) else near.measures
        new = [whys.get(w.id, w) for w in pool if w.id not in known][:FEW]
        self.offered = sorted([*self.offered, *new], key=is_statement, reverse=True)
        self._show(new[0].id if new else lit.id)
        if not new:
            self.query_one("#suggest-why", Lines).show([(("没有更多同类的了", "warn"),)])

    def action_turn_type(self) -> None:
        """The next nearest type."""
        self.at_type = (self.at_type + 1) % len(self.types)
        self.sure = True
        self._offer()
        self._show()

    def action_leave(self) -> None:
        """Back to the problems."""
        self.dismiss(None)
