"""The help screen: every key, by where it works."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nianbao.core.width import pad
from nianbao.tui.dialog import Dialog
from nianbao.tui.keys import GROUPS
from nianbao.tui.lines import Line, Lines


def help_lines() -> list[Line]:
    """Every key of every group."""
    lines: list[Line] = []
    for name, keys in GROUPS.items():
        lines.append(((name, "head"),))
        if name == "表二、表三、表四":
            lines.append((("  0…9 . -", "accent"), ("          直接填数；全角数字也可以；-只用于“增/减”", "")))
        lines += [((pad(f"  {key.shown}", 19), "accent"), (key.words, "")) for key in keys]
        lines.append(())
    lines.append((("鼠标：点选单元格、清单和步骤，滚轮翻看；选中的一项再点一次等于Enter。", "dim"),))
    return lines


class Help(Dialog[None]):
    """The list of keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss(None)", show=False)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            lines = Lines(help_lines(), id="help-lines")
            lines.can_focus = True
            yield lines

    def on_mount(self) -> None:
        """Scrolls with the arrows."""
        self.query_one(".box").border_title = "按键（↑↓翻看，Esc关闭）"
        self.query_one(Lines).focus()
