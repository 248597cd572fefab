"""Step 导出: formats and folder, what is still open, and the files that were written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.message import Message

from nianbao.core.errors import InputError
from nianbao.core.findings import SEVERITY_NAMES
from nianbao.core.progress import unfilled_note, waiting
from nianbao.tui.keys import EXPORT, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Say, View
from nianbao.tui.preview import wrapped
from nianbao.workflow.drafting import FORMATS, Drafted, draft_report, summary

_NAMES = {
    "docx": "Word文档（送领导审阅）",
    "html": "网页（交网站发布）",
    "md": "Markdown文本",
    "txt": "纯文本",
    "xlsx": "Excel数据表",
    "pdf": "PDF文件",
    "tujie": "一页图解（网页）",
    "svg": "一页图解（矢量图）",
    "png": "一页图解（图片）",
}


class ExportStep(ListStep):
    """Formats, folder, go."""

    KEY = "export"
    DETAIL = 2
    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPORT)

    def __init__(self) -> None:
        super().__init__()
        self.formats = {"docx", "html"}
        self.folder: Path | None = None
        self.unconfirmed = False
        self.outcome: list[Line] = []
        self.running = False

    def make_items(self, view: View, width: int) -> list[Item]:
        """What is open, the choices, the button, and what came of it."""
        if self.folder is None:
            self.folder = Path(view.path).resolve().parent
        items = [Item(tuple(self._open(view, width)), "open", enabled=False)]
        for name in FORMATS:
            sign = "[x]" if name in self.formats else "[ ]"
            what = _NAMES.get(name, "")
            items.append(Item((((f" {sign} ", "accent"), (f"{name:6}", ""), (what, "dim")),), f"format:{name}"))
        sign = "[x]" if self.unconfirmed else "[ ]"
        items.append(
            Item((((f" {sign} ", "accent"), ("待核实和有冲突的句子也写出来，加醒目标记", "")),), "unconfirmed")
        )
        lines = wrapped(f" 文件夹　{self.folder}", width)
        items.append(Item(tuple(((line, ""),) for line in lines), "folder"))
        items.append(Item((((" ▶ 导出", "head"),),), "export"))
        if self.outcome:
            items.append(Item(((), *self.outcome), "outcome", enabled=False))
        return items

    def show(self, view: View) -> None:
        """Show a draft; the button is lit first."""
        first = self.view is None
        super().show(view)
        if first:
            self.go_to("export")

    def _open(self, view: View, width: int) -> list[Line]:
        counts = summary(view.findings)
        pending, conflicts = waiting(view.report)
        lines: list[Line] = []
        found = "、".join(f"{SEVERITY_NAMES[name]}{n}条" for name, n in counts.items() if n)
        lines.append(
            ((f"检查：{found or '没有发现问题'}", "warn" if counts["error"] or counts["warning"] else "good"),)
        )
        unfilled = unfilled_note(view.draft)
        if unfilled:
            lines += [((line, "warn"),) for line in wrapped(unfilled, width)]
        if pending:
            text = f"待核实{pending}句，不认可就不写进报告"
            lines += [((line, "warn"),) for line in wrapped(text, width)]
        if conflicts:
            lines += [((line, "bad"),) for line in wrapped(f"冲突{conflicts}句，选定以前不能导出", width)]
        return [*lines, ()]

    def detail(self, view: View, item: Item, width: int) -> list[Line]:  # noqa: ARG002
        """What Enter does."""
        words = {"folder": "Enter改写文件夹", "export": "Enter导出；也可以随时按X", "unconfirmed": "Enter选上或者去掉"}
        text = words.get(str(item.key), "Enter或者空格选上、去掉")
        return [((line, "dim"),) for line in wrapped(text, width)]

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter or space."""
        event.stop()
        key = str(event.item.key)
        if key.startswith("format:"):
            self.formats ^= {key.removeprefix("format:")}
        elif key == "unconfirmed":
            self.unconfirmed = not self.unconfirmed
        elif key == "folder":
            self.open_editor("folder", str(self.folder), indent=9)
            return
        else:
            self.action_export()
            return
        if self.view is not None:
            self.show(self.view)

    def action_select(self) -> None:
        """The space bar."""
        self.choices.action_select()

    def take(self, key: object, text: str) -> None:  # noqa: ARG002
        """Another folder."""
        if text.strip():
            self.folder = Path(text.strip()).expanduser()
        if self.view is not None:
            self.show(self.view)

    def action_export(self) -> None:
        """Write the files, in a thread."""
        if self.view is None or self.running or self.folder is None:
            return
        if not self.formats:
            self.post_message(Say("先选一种格式", "warn"))
            return
        self.running = True
        self._tell([(("正在导出……", "accent"),)])
        self._export(self.view, self.folder, [name for name in FORMATS if name in self.formats])

    @work(thread=True, exclusive=True, group="export")
    def _export(self, view: View, folder: Path, formats: Sequence[str]) -> None:
        try:
            drafted = draft_report(
                view.draft,
                view.bank,
                folder,
                formats,
                allow_unconfirmed=self.unconfirmed,
                progress=lambda name: self.app.call_from_thread(self._tell, [((f"正在写{name}……", "accent"),)]),
            )
        except InputError as error:
            lines: list[Line] = [((line, "bad"),) for line in str(error).split("\n")]
            self.app.call_from_thread(self._finished, lines)
            return
        self.app.call_from_thread(self._finished, self._lines(drafted), bool(drafted.paths))

    def _lines(self, drafted: Drafted) -> list[Line]:
        width = max(20, self.size.width - 1)
        if not drafted.paths:
            return [
                ((line, "bad"),)
                for line in wrapped("有冲突的句子没有选定，什么都没有写。到“正文”选定后再导出。", width)
            ]
        lines: list[Line] = [(("已导出：", "good"),)]
        for path in drafted.paths:
            lines += [((line, ""),) for line in wrapped(f"  {path}", width)]
        if drafted.waiting and not self.unconfirmed:
            lines += [((line, "warn"),) for line in wrapped(f"待核实的{len(drafted.waiting)}句没有写进去", width)]
        for note in drafted.notes:
            lines += [((line, "dim"),) for line in wrapped(f"  {note}", width)]
        return lines

    def _tell(self, lines: list[Line]) -> None:
        self.outcome = lines
        if self.view is not None:
            self.show(self.view)
            shown = self.choices
            shown.call_after_refresh(shown.scroll_end, animate=False)  # on a low screen it stands below the button

    def _finished(self, lines: list[Line], written: bool = False) -> None:
        self.running = False
        self._tell(lines)
        if written:
            self.post_message(Exported())

    @work(thread=True, group="folder")
    def action_open_folder(self) -> None:
        """Show the folder in the system's file manager."""
        from nianbao.desk import open_folder

        problem = open_folder(self.folder) if self.folder else None
        if problem:
            self.app.call_from_thread(self.post_message, Say(problem, "warn"))


class Exported(Message):
    """Files were written."""
