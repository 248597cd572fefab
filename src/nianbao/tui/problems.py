"""Step 问题与改进: answer last year's problems, state this year's and what will be done about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType

from nianbao.core.edits import add_problem, answer_past, move_problem, remove_problem, set_measure, set_problem
from nianbao.core.errors import InputError
from nianbao.core.review import propose
from nianbao.core.suggest import setting_of
from nianbao.tui.ask import Ask
from nianbao.tui.keys import PROBLEMS, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Changed, Say, View
from nianbao.tui.preview import wrapped

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.suggest import Shown, Suggester

_STATUS = (None, "已整改", "持续推进")


class ProblemsStep(ListStep):
    """The problems. Items are keyed (past, n), (now, n), or add."""

    KEY = "problems"
    DETAIL = 2
    BINDINGS: ClassVar[list[BindingType]] = bindings(PROBLEMS)

    _new: int | None = None
    """The problem that was just written down, by number, until it is shown: it is lit then, so that S and M are
    about it."""

    def show(self, view: View) -> None:
        """Show a draft."""
        super().show(view)
        if self._new is not None and self._new < len(view.draft.problems):
            self.go_to(f"problems.current.{self._new + 1}")
            self._new = None

    def make_items(self, view: View, width: int) -> list[Item]:
        """Last year's, this year's, and a line to add one."""
        items: list[Item] = []
        past = view.draft.last_year.problems if view.draft.last_year else ()
        if past:
            items.append(Item(((("上年的问题，今年改得怎样", "head"),),), "h1", enabled=False))
        for n, old in enumerate(past):
            lines = self._lines(f"{n + 1}. {old.text}", "", width)
            answer = old.answer or "还没有回应：写明今年做了什么"
            status = f"（{old.status}）" if old.status else ""
            lines += self._lines(f"   整改：{answer}{status}", "" if old.answer else "warn", width)
            items.append(Item(tuple(lines), ("past", n)))
        items.append(Item(((("今年的问题和改进措施", "head"),),), "h2", enabled=False))
        for n, problem in enumerate(view.draft.problems):
            gone = not problem.used
            waits = "（待定，按S决定）" if problem.state == "suggested" else ""
            lines = self._lines(f"{n + 1}. {problem.text}{waits}", "warn" if waits else "gone" if gone else "", width)
            measures = problem.used_measures
            for measure in measures:
                lines += self._lines(f"   措施：{measure.text}", "gone" if gone else "good", width)
            if not measures:
                lines += self._lines("   措施：还没有（按M填写，按S看建议）", "warn", width)
            items.append(Item(tuple(lines), ("now", n)))
        items.append(Item((((" ＋ 加写一个问题（用自己的话写即可）", "accent"),),), "add"))
        return items

    def _lines(self, text: str, tint: str, width: int) -> list[Line]:
        return [((f"{'   ' if n else ''}{line}", tint),) for n, line in enumerate(wrapped(text, width - 4))]

    def detail(self, view: View, item: Item, width: int) -> list[Line]:  # noqa: ARG002
        """What may be done here."""
        words = {
            "past": "Enter写整改情况　K已整改／持续推进。写实际做了的事，程序不代写。",
            "now": "Enter改问题　M写措施　S看建议　Del删去　Shift+↑↓换次序",
        }
        what = item.key[0] if isinstance(item.key, tuple) else ""
        return [
            ((line, "dim"),) for line in wrapped(words.get(what, "Enter或者A加写一个问题，如“网站更新慢”。"), width)
        ]

    def go_to(self, target: str) -> None:
        """Light the problem that a slot of section five comes from."""
        head, _, number = target.rpartition(".")
        if number.isdigit():
            kind = "past" if head.endswith("last_year") else "now"
            at = next((n for n, i in enumerate(self.choices.items) if i.key == (kind, int(number) - 1)), None)
            if at is not None:
                self.choices.light(at)
                self.show_detail()

    @property
    def lit_key(self) -> tuple[str, int] | None:
        """The lit problem."""
        item = self.choices.current
        return item.key if item is not None and isinstance(item.key, tuple) else None

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter: answer, edit, or add."""
        event.stop()
        key = self.lit_key
        if self.view is None or key is None:
            self.action_add()
        elif key[0] == "past":
            last = self.view.draft.last_year
            self.open_editor(("answer", key[1]), (last.problems[key[1]].answer or "") if last else "")
        else:
            self.open_editor(("problem", key[1]), self.view.draft.problems[key[1]].text)

    def action_add(self) -> None:
        """A new problem, on the last line."""
        self.choices.action_jump(-1)
        self.open_editor(("add", 0), "")

    def action_measure(self) -> None:
        """The measure of the lit problem."""
        key = self.lit_key
        if self.view is None or key is None or key[0] != "now":
            self.post_message(Say("先选一个今年的问题", "warn"))
            return
        used = self.view.draft.problems[key[1]].used_measures
        self.open_editor(("measure", key[1]), used[0].text if used else "")

    def take(self, key: object, text: str) -> None:
        """What was written."""
        if self.view is None or not isinstance(key, tuple):
            return
        what, number = key
        draft = self.view.draft
        words = text.strip()
        if what == "add":
            if words:
                self._new = len(draft.problems)
                self.post_message(Changed(add_problem(draft, words), "加写一个问题"))
        elif what == "measure":
            self.post_message(Changed(set_measure(draft, number, words), "填写措施"))
        elif what == "answer":
            last = draft.last_year
            status = last.problems[number].status if last else None
            self.post_message(Changed(answer_past(draft, number, words, status), "回应上年问题"))
        elif words:
            self.post_message(Changed(set_problem(draft, number, text=words.rstrip("。；")), "改写一个问题"))

    def action_remove(self) -> None:
        """Take the lit problem away."""
        key = self.lit_key
        if self.view is None or key is None or key[0] != "now":
            return
        draft, number = self.view.draft, key[1]
        gone = Changed(remove_problem(draft, number), "删去一个问题")
        measures = len(draft.problems[number].used_measures)
        if not measures:
            self.post_message(gone)
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.post_message(gone)

        question = f"删去“{draft.problems[number].text}”？它的{measures}项改进措施一起删去。"
        self.app.push_screen(Ask(question, [("yes", "一起删去（按Ctrl+Z可以找回）"), ("no", "不删")]), answered)

    def action_shift(self, way: int) -> None:
        """The lit problem up or down."""
        key = self.lit_key
        if self.view is None or key is None or key[0] != "now":
            return
        to = key[1] + way
        if 0 <= to < len(self.view.draft.problems):
            self.post_message(Changed(move_problem(self.view.draft, key[1], way), "换次序"))
            self.call_after_refresh(lambda: self.go_to(f"problems.current.{to + 1}"))

    def action_status(self) -> None:
        """How far last year's problem is mended."""
        key = self.lit_key
        if self.view is None or key is None or key[0] != "past" or self.view.draft.last_year is None:
            self.post_message(Say("只有上年的问题要写整改情况", "warn"))
            return
        old = self.view.draft.last_year.problems[key[1]]
        status = _STATUS[(_STATUS.index(old.status) + 1) % len(_STATUS)]
        self.post_message(Changed(answer_past(self.view.draft, key[1], old.answer or "", status), "整改情况"))

    def action_suggest(self) -> None:
        """Review what is offered for the lit problem; elsewhere, the problems that the figures show."""
        if self.view is not None:
            self.post_message(Say("正在查找建议……"))
            self._seek(self.view.draft, self.lit_key)

    @work(thread=True, exclusive=True, group="suggest")
    def _seek(self, draft: Draft, key: tuple[str, int] | None) -> None:
        from nianbao.workflow import banks

        try:
            suggester = banks.load_suggester()
            shown = [] if key is not None and key[0] == "now" else banks.shown_problems(draft)
        except InputError as error:
            self.app.call_from_thread(self.post_message, Say(str(error).replace("\n", " "), "bad"))
            return
        if key is not None and key[0] == "now":
            self.app.call_from_thread(self._review, suggester, draft, key[1])
        else:
            self.app.call_from_thread(self._pick, suggester, draft, shown)

    def _took(self, draft: Draft, words: str) -> None:
        self.post_message(Changed(draft, words))

    def _review(self, suggester: Suggester, draft: Draft, number: int, reason: str = "") -> None:
        from nianbao.tui.suggest import SuggestScreen

        self.post_message(Say(""))
        self.app.push_screen(SuggestScreen(suggester, draft, number, self._took, reason))

    def _pick(self, suggester: Suggester, draft: Draft, shown: list[Shown]) -> None:
        """Choose one of the problems that the figures show, or any type."""
        reasons = {item.type: item.reason for item in shown}
        known = suggester.problems.types
        answers = [(item.type, f"{item.name}：{item.reason}") for item in shown]
        answers += [(t.id, f"{t.name}（{t.about}）") for t in known if t.id not in reasons and t.fits(draft.unit.kind)]
        question = "数据反映出下列问题，也可以选其他类型：" if shown else "数据没有反映出问题。选一个类型："

        def picked(type_id: str | None) -> None:
            if type_id is None:
                return
            offered = suggester.of_type(type_id, "", setting_of(draft))
            new = propose(draft, offered)
            self.post_message(Changed(new, "加写一个问题"))
            self._review(suggester, new, len(new.problems) - 1, reasons.get(type_id, ""))

        self.post_message(Say(""))
        self.app.push_screen(Ask(question, answers), picked)
