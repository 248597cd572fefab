"""The first screen: recent drafts, a new draft, examples. Enter all the way opens a complete example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from nianbao.core.width import fit, pad
from nianbao.tui.frame import KeyLine, Title
from nianbao.tui.keys import HOME, bindings
from nianbao.tui.lines import Choices, Item, Line

if TYPE_CHECKING:
    from nianbao.core.progress import StepKey
    from nianbao.desk import Recent


class Home(Screen[None]):
    """Where to begin."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(HOME)
    AUTO_FOCUS = "#home"

    def __init__(self) -> None:
        super().__init__()
        self.recent: list[Recent] = []
        self.examples: list[Recent] = []

    def compose(self) -> ComposeResult:
        yield Title()
        yield Choices(id="home")
        yield KeyLine()

    def on_mount(self) -> None:
        """The frame first, then what is on the disk."""
        self.query_one(Title).tell("年报　政府信息公开工作年度报告的起草与检查")
        self.query_one(KeyLine).keys(HOME)
        self.show_all()
        self.call_after_refresh(self.look)

    @work(thread=True, exclusive=True, group="look")
    def look(self) -> None:
        """Find recent drafts, which is quick and what most come for, then examples, which are read to be listed."""
        from nianbao.desk import examples, recent

        found = recent()
        if found:
            self.app.call_from_thread(self._looked, found, [])
        self.app.call_from_thread(self._looked, found, examples())

    def _looked(self, found: list[Recent], made: list[Recent]) -> None:
        first = not self.recent and not self.examples
        self.recent, self.examples = found, made
        self.show_all(first=first)

    def on_resize(self) -> None:
        """Lines are made for a width."""
        self.show_all()

    def show_all(self, *, first: bool = False) -> None:
        """Recent drafts, what can be done, examples."""
        width = max(40, self.size.width - 1)
        items: list[Item] = []
        if self.recent:
            items.append(Item(((), (("最近的草稿", "head"),)), "h1", enabled=False))
            items += [Item((self._line(item, width),), ("open", item.path)) for item in self.recent]
        begin: list[tuple[str, str]] = [("new", "新建一份草稿（N）"), ("renew", "由上年的草稿或者报告新建（L）")]
        begin.append(("file", "打开草稿文件（O）"))
        rows = [Item((((f"   {words}", ""),),), (key, "")) for key, words in begin]
        shown = [Item((self._line(item, width),), ("example", item.path)) for item in self.examples]
        heads = [
            Item(((), ((name, "head"),)), name, enabled=False)
            for name in ("开始", "看一个例子（打开的是副本，随便改）")
        ]
        if self.recent or not shown:
            items += [heads[0], *rows, *([heads[1], *shown] if shown else [])]
        else:
            items += [heads[1], *shown, heads[0], *rows]
        choices = self.query_one(Choices)
        choices.show_items(items)
        if first:
            choices.action_jump(0)

    def _line(self, item: Recent, width: int) -> Line:
        tail = ""
        if item.percent is not None:
            state = f"{item.findings}个问题" if item.findings else "没有问题"
            tail = pad(f"{item.percent}%", 5, "right") + "  " + pad(state, 10)
        name = Path(item.path).name
        room = width - cell_len(tail) - 12
        unit = pad(item.unit, min(34, room * 2 // 3), measure=cell_len)
        rest = fit(name, max(4, room - cell_len(unit) - 2), cell_len)
        return (
            (f"   {item.year}年 ", "accent"),
            (unit, ""),
            (tail, "warn" if item.findings else "good"),
            (f"  {rest}", "dim"),
        )

    # -- what is chosen -----------------------------------------------------------------------------------

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter."""
        key = event.item.key
        if not isinstance(key, tuple):
            return
        what, path = key
        if what == "open":
            self.open_path(Path(path))
        elif what == "example":
            self.copy_example(Path(path))
        elif what == "file":
            self.action_open()
        elif what == "renew":
            self.action_renew()
        else:
            self.action_new()

    def open_path(self, path: Path, step: StepKey = "unit") -> None:
        """To the workbench."""
        from nianbao.tui.workbench import Workbench

        self.app.switch_screen(Workbench(path, step))

    def say(self, text: str) -> None:
        """A word in the last line."""
        self.query_one(KeyLine).say(text.replace("\n", " "), "bad")

    def copy_example(self, path: Path) -> None:
        """Work on a copy of an example, here. It is complete: the next Enter exports its report."""
        from nianbao.core.errors import InputError
        from nianbao.desk import copy_example

        try:
            self.open_path(copy_example(path, Path.cwd()), "export")
        except InputError as error:
            self.say(str(error))

    def action_new(self) -> None:
        """A new draft from nothing."""
        from nianbao.tui.new import NewDraft

        self.app.push_screen(NewDraft(), self._made)

    def action_renew(self) -> None:
        """A new draft from last year's."""
        from nianbao.tui.new import NewDraft

        self.app.push_screen(NewDraft(previous=True), self._made)

    def _made(self, path: str | None) -> None:
        if path is not None:
            self.open_path(Path(path))

    def action_open(self) -> None:
        """Open a draft by its name."""
        from nianbao.tui.ask import Write

        self.app.push_screen(Write("草稿文件在哪里？", "", "可以写完整路径，如 ~/年报/柳桥镇2024.yaml"), self._named)

    def _named(self, text: str | None) -> None:
        if text and text.strip():
            self.open_path(Path(text.strip()).expanduser())

    def action_help(self) -> None:
        """All keys."""
        from nianbao.tui.help import Help

        self.app.push_screen(Help())

    def action_theme(self) -> None:
        """The next set of colours."""
        from nianbao.tui.theme import NAMES

        names = list(NAMES)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    def action_leave(self) -> None:
        """Leave."""
        self.app.exit()
