"""What stands in the way of saving, and what the person may choose then.

A draft that cannot be saved where it is (the disk is full, the file is read-only) when someone wants to leave:
another place for it, another try, or leaving without what is not saved. A file that another program has changed
meanwhile: his draft, or the other's; neither is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.core.errors import InputError
from nianbao.tui.ask import Ask, Write

if TYPE_CHECKING:
    from nianbao.tui.workbench import Workbench


def ask_way_out(bench: Workbench, problem: str, leave: Callable[[], None]) -> None:
    """Say what hinders saving and let the person choose; `leave` is the way out that he was on."""

    def chosen(answer: str | None) -> None:
        if bench.session is None or answer is None:
            return
        if answer == "elsewhere":
            start = str(Path.home() / bench.path.name)
            bench.app.push_screen(Write("另存为哪个文件？", start, "写完整路径，已有的文件不覆盖。"), named)
            return
        if answer == "drop":
            bench.session.give_up()
        leave()

    def named(text: str | None) -> None:
        if text and text.strip():
            try:
                move(bench, Path(text.strip()).expanduser())
            except InputError as error:
                ask_way_out(bench, str(error), leave)
            else:
                leave()

    ways = [
        ("elsewhere", "另存为一个文件，再离开"),
        ("again", "再试一次"),
        ("drop", "不保存，直接离开（没有保存的改动会丢失）"),
    ]
    bench.app.push_screen(Ask(f"没有保存。{' '.join(problem.split())}", ways), chosen)


class Whose(Ask):
    """The question whose draft goes on, his or the other program's."""


def ask_whose(bench: Workbench) -> None:
    """Another program has changed the file since it was read: let the person choose."""

    def chosen(answer: str | None) -> None:
        from nianbao.desk import save_anyway
        from nianbao.workflow.drafts import open_draft

        session = bench.session
        if session is None:
            return
        try:
            if answer == "theirs":
                session.reload(open_draft(bench.path, session.bank))
                bench.reloaded()
            else:
                session.take(save_anyway(session.opened, session.draft))
        except InputError as error:  # what the other program wrote is no draft, or the disk is full
            bench.saved(str(error))
        else:
            bench.saved(None)

    ways = [
        ("mine", "保存我的，对方的另存为上一版本"),
        ("theirs", "载入对方的（我的改动可以用Ctrl+Z找回）"),
    ]
    bench.app.push_screen(Whose("这份草稿打开以后被别的程序改过，还没有覆盖它。", ways), chosen)


def move(bench: Workbench, path: Path) -> None:
    """Save the draft as another file, which is the one worked on from now on. InputError where that fails."""
    from nianbao.desk import lock, unlock
    from nianbao.writers.draft_file import write_draft

    assert bench.session is not None
    if path.suffix.lower() not in (".yaml", ".yml"):
        path = path.with_name(f"{path.name}.yaml")
    if path.exists():
        raise InputError("这个文件已经存在，没有覆盖", str(path), "换一个文件名")
    bench.session.take(write_draft(path, bench.draft, bench.session.opened.text))
    unlock(bench.path)
    lock(path)
    bench.path = path
