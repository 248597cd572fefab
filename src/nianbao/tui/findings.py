"""Step 检查: what is wrong, worst first; Enter goes there, F mends what can safely be mended, I lets it stand."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from nianbao.core.draft import Ignored
from nianbao.core.edits import heed, ignore, mend
from nianbao.core.errors import InputError
from nianbao.core.findings import RULES, SEVERITIES, SEVERITY_NAMES, Finding
from nianbao.core.progress import step_of
from nianbao.tui.ask import Write
from nianbao.tui.keys import CHECK, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Changed, Go, Say, View
from nianbao.tui.preview import finding_lines, wrapped


class FindingsStep(ListStep):
    """The findings, and those a person let stand."""

    KEY = "check"
    DETAIL = 4
    BINDINGS: ClassVar[list[BindingType]] = bindings(CHECK)

    def make_items(self, view: View, width: int) -> list[Item]:
        """By severity."""
        items: list[Item] = []
        for severity in SEVERITIES:
            found = [f for f in view.findings if f.severity == severity]
            if found:
                head = f"{SEVERITY_NAMES[severity]}　{len(found)}"
                items.append(Item((((head, "head"),),), severity, enabled=False))
                items += [Item(finding_lines(f, width, whole=False), f) for f in found]
        if not view.findings:
            items.append(Item((((" ✓ 没有发现问题", "good"),),), "clean"))
        if view.draft.ignored:
            items.append(Item((((f"认定不改　{len(view.draft.ignored)}", "head"),),), "ignored", enabled=False))
        for kept in view.draft.ignored:
            lines = wrapped(f"{kept.code} {kept.where}　理由：{kept.reason}", width - 2)
            items.append(Item(tuple((("  ", ""), (line, "dim")) for line in lines), kept))
        return items

    def detail(self, view: View, item: Item, width: int) -> list[Line]:
        """How to mend it, and where the rule comes from."""
        finding = item.key
        if isinstance(finding, Ignored):
            return [(("按I撤回，重新检查这一条", "dim"),)]
        if not isinstance(finding, Finding):
            return []
        lines: list[Line] = [((line, ""),) for line in wrapped(f"改法：{finding.mend}", width)[:2]]
        rule = RULES.get(finding.code)
        if rule is not None:
            lines += [((line, "dim"),) for line in wrapped(f"依据：{rule.source}", width)[:1]]
        able = mend(view.draft, finding) is not None
        lines.append(
            (("Enter到所在位置　", "dim"), ("F按改法改好　" if able else "", "good"), ("I不改，写理由", "dim"))
        )
        return lines

    @property
    def finding(self) -> Finding | None:
        """The lit finding."""
        item = self.choices.current
        return item.key if item is not None and isinstance(item.key, Finding) else None

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter: go there."""
        event.stop()
        if self.finding is not None:
            target = self.finding.slot or self.finding.figure
            self.post_message(Go(step_of(self.finding), target))

    def action_mend(self) -> None:
        """The safe mend."""
        if self.view is None or self.finding is None:
            return
        draft = mend(self.view.draft, self.finding)
        if draft is None:
            self.post_message(Say("这一条没有稳妥的改法，请按Enter到所在位置核对", "warn"))
        else:
            self.post_message(Changed(draft, f"按{self.finding.code}改好"))

    def action_ignore(self) -> None:
        """Let it stand, with a reason; or take that back."""
        item = self.choices.current
        if self.view is None or item is None:
            return
        if isinstance(item.key, Ignored):
            self.post_message(Changed(heed(self.view.draft, item.key.code, item.key.where), "撤回不改"))
            return
        finding = self.finding
        if finding is None:
            return

        def decide(reason: str | None) -> None:
            if reason is None or self.view is None:
                return
            try:
                self.post_message(Changed(ignore(self.view.draft, finding, reason), f"{finding.code}不改"))
            except InputError as error:
                self.post_message(Say(f"{error.what}；{error.mend}", "bad"))

        question = f"{finding.code} {finding.where}：为什么不改？"
        self.app.push_screen(Write(question, help="理由会留在草稿里，导出的报告里没有。"), decide)
