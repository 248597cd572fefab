"""Write docs/screens and the pictures in docs/terminal.md: a clerk drafts a report with the keyboard, at two sizes
of the terminal: `python docs/generate_screens.py`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TEXTUAL_FPS", "240")

from textual.pilot import Pilot

from nianbao.tui.app import NianbaoApp
from nianbao.tui.editor import Editor
from nianbao.tui.home import Home
from nianbao.tui.workbench import Workbench
from nianbao.writers.files import write_atomically

DOCS = Path(__file__).parent
SIZES = ((80, 24), (120, 40))
SHOWN = "/home/clerk/年报"
"""The folder as the pictures name it: as wide as that of `mkdtemp`, so that nothing moves."""
UNIT = "青禾县柳桥镇人民政府"
FACTS = ("128", "90", "30", "8", "6", "5", "4", "3")
PROBLEMS = (
    ("部分公开内容更新不够及时", "每月检查一次栏目更新，逾期未更新的当月补齐"),
    ("政策解读形式比较单一", "重要政策同步配发图解和问答"),
)
IN_MANUAL = ("01", "02", "03", "05", "06", "08", "09", "10", "12", "13", "14")
"""The pictures in the manual, in its order."""


class Clerk:
    """Who sits at the keyboard."""

    def __init__(self, app: NianbaoApp, pilot: Pilot[None], folder: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.folder = folder
        self.pictures: dict[str, str] = {}

    @property
    def bench(self) -> Workbench:
        """The workbench."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workbench))

    async def rest(self, until: Callable[[], object] = lambda: True) -> None:
        """Wait for what the program does by itself."""
        for _ in range(1500):
            await self.pilot.pause()
            if until():
                break
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("what was waited for did not come")
        await asyncio.sleep(0.3)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Keys, one by one."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Words, as an input method hands them in."""
        await self.rest(lambda: isinstance(self.app.focused, Editor))
        assert isinstance(self.app.focused, Editor)
        self.app.focused.insert(text)
        await self.pilot.pause()

    async def step(self, number: int) -> None:
        """To a step, with everything saved."""
        self.bench.action_go(number)
        await self.saved()

    async def saved(self) -> None:
        """Until the file holds all."""
        await self.rest(lambda: self.bench.session is not None and not self.bench.session.dirty)
        await asyncio.sleep(0.5)

    async def picture(self, name: str) -> None:
        """The screen as it stands."""
        await self.rest()
        strips = self.app.screen._compositor.render_strips()
        rows = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
        self.pictures[name] = "\n".join(rows).replace(str(self.folder), SHOWN) + "\n"


async def drafted(size: tuple[int, int], folder: Path) -> dict[str, str]:
    """The pictures of a sitting, by name."""
    app = NianbaoApp()
    async with app.run_test(size=size) as pilot:
        clerk = Clerk(app, pilot, folder)
        await clerk.rest(lambda: isinstance(app.screen, Home) and app.screen.examples)
        await clerk.picture("01-首页")
        await clerk.press("n")
        await clerk.write(UNIT)
        await clerk.picture("02-新建")
        await clerk.press("enter", "enter")
        await clerk.rest(lambda: isinstance(app.focused, Editor))
        assert isinstance(app.focused, Editor)
        app.focused.load_text("2025")
        await clerk.press("enter")
        await clerk.rest(lambda: isinstance(app.screen, Workbench) and clerk.bench.session is not None)
        await clerk.picture("03-单位")
        await tables(clerk)
        await words(clerk)
        await ends(clerk)
        return clerk.pictures


async def tables(clerk: Clerk) -> None:
    """The figures: twelve requests, three refusals."""
    await clerk.step(2)
    await clerk.press("z")
    await clerk.saved()
    await clerk.picture("04-表二")
    await clerk.step(3)
    await clerk.press("1", "0", "tab", "2", "left", "down", "down", "7")
    await clerk.saved()
    await clerk.picture("05-表三不平")
    await clerk.press(*["down"] * 5, "3", "right", *["down"] * 5, "2")
    await clerk.saved()
    await clerk.picture("06-表三")
    await clerk.step(4)
    await clerk.press("z")
    await clerk.saved()
    await clerk.picture("07-表四")


async def words(clerk: Clerk) -> None:
    """Eight facts, two problems, the narrative."""
    await clerk.step(5)
    for number in FACTS:
        await clerk.press(*number)
        await clerk.rest(lambda: isinstance(clerk.app.focused, Editor))
        await clerk.press("enter")
        await clerk.rest(lambda: not isinstance(clerk.app.focused, Editor))
    await clerk.saved()
    await clerk.picture("08-事项")
    await clerk.step(6)
    for problem, measure in PROBLEMS:
        await clerk.press("a")
        await clerk.write(problem)
        await clerk.press("enter")
        await clerk.saved()
        await clerk.press("m")
        await clerk.write(measure)
        await clerk.press("enter")
        await clerk.saved()
    await clerk.picture("09-问题与改进")
    await clerk.step(7)
    await clerk.press("w")
    await clerk.picture("10-正文")
    await clerk.press("e")
    await clerk.rest(lambda: isinstance(clerk.app.focused, Editor))
    await clerk.picture("11-改写")
    await clerk.press("escape")


async def ends(clerk: Clerk) -> None:
    """The check, the export, what else there is to see, and home again."""
    await clerk.step(8)
    await clerk.picture("12-检查")
    await clerk.step(9)
    await clerk.press("x")
    await clerk.rest(lambda: clerk.bench.exported)
    await clerk.picture("13-导出")
    await clerk.press(*["f3"] * (3 if clerk.app.size.width < SIZES[1][0] else 2))
    await clerk.picture("14-图示")
    await clerk.press("f1")
    await clerk.picture("15-帮助")
    await clerk.press("escape", "ctrl+p")
    await clerk.picture("16-命令")
    await clerk.press("escape", "f10")
    await clerk.rest(lambda: isinstance(clerk.app.screen, Home) and clerk.app.screen.examples)
    await clerk.picture("17-首页最近")


def main() -> None:
    """Draft, and write what stood on the screen."""
    small: dict[str, str] = {}
    os.environ["NIANBAO_THEME"] = "dark"
    for width, height in SIZES:
        folder = Path(tempfile.mkdtemp(prefix="scr", dir="/tmp"))
        os.environ["XDG_STATE_HOME"] = str(folder / ".state")
        before = Path.cwd()
        os.chdir(folder)
        try:
            pictures = asyncio.run(drafted((width, height), folder))
        finally:
            os.chdir(before)
            shutil.rmtree(folder)
        for name, text in pictures.items():
            write_atomically(DOCS / "screens" / f"{width}x{height}" / f"{name}.txt", text.encode())
        small = small or pictures
    manual = DOCS / "terminal.md"
    wanted = iter([text for name, text in small.items() if name[:2] in IN_MANUAL])
    page = re.sub(r"```text\n.*?```", lambda _: f"```text\n{next(wanted)}```", manual.read_text("utf-8"), flags=re.S)
    write_atomically(manual, page.encode())


if __name__ == "__main__":
    main()
