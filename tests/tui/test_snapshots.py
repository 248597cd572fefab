"""What every screen looks like, at 80×24 and at 120×40. After a wanted change: pytest --snapshot-update.

The bank and the findings are small ones of the tests, or the pictures would change with every wording.
"""

import asyncio
from functools import cache
from pathlib import Path

import pytest

from nianbao import desk
from nianbao.core.findings import Finding
from nianbao.core.phrases import Bank
from nianbao.tui import findings
from nianbao.tui.app import NianbaoApp
from nianbao.tui.editor import Editor
from nianbao.tui.help import Help
from nianbao.tui.home import Home
from nianbao.tui.workbench import STEP_KEYS
from nianbao.workflow import banks, drafting

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
FINDINGS = [
    Finding(
        "T301", "error", "表三·自然人", "新收与上年结转共10件，办结与结转下年度共9件，相差1件", "逐格核对登记簿",
        figure="requests.received.natural_person",
    ),
    Finding(
        "N102", "warning", "一、总体情况第1段", "正文写收到13件，表三是12件", "改正文或者改表三",
        slot="overview.requests.received",
    ),
    Finding("W201", "advice", "五、存在的主要问题及改进情况", "“[不]”用了半角括号", "改用全角括号"),
]  # fmt: skip


@cache
def small_bank():
    payload, faults = banks.build_bank([Path(__file__).parent / "bank"])
    assert not [fault for fault in faults if "语法" in str(fault)]
    return Bank(payload)


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setattr(banks, "load_bank", small_bank)
    monkeypatch.setattr(findings, "RULES", {})  # whether a rule is known depends on what ran before
    monkeypatch.setattr(drafting, "check_draft", lambda draft, bank, report=None, select=(): list(FINDINGS))
    monkeypatch.setattr(Editor, "cursor_blink", False)  # or the picture would depend on the moment
    shown = [desk.Recent("/年报/石门乡.yaml", "青禾县石门乡人民政府", 2024)]
    monkeypatch.setattr(desk, "examples", lambda: shown)


async def settled(pilot, condition):
    for _ in range(1000):
        if condition():
            break
        await asyncio.sleep(0.01)
    before = ""
    for _ in range(100):  # until the picture stands still: on a busy machine what comes from a thread comes late
        for _ in range(6):
            await pilot.pause()
        await asyncio.sleep(0.03)
        now = pilot.app.export_screenshot()
        if now == before:
            return
        before = now


async def opened(pilot):
    def ready():
        bench = pilot.app.screen_stack[-1]
        return getattr(bench, "session", None) is not None and bench._views

    await settled(pilot, ready)
    return pilot.app.screen


@SIZES
@pytest.mark.parametrize("step", list(STEP_KEYS))
def test_a_step(snap_compare, draft_path, step, size):
    async def show(pilot):
        bench = await opened(pilot)
        bench.show_step(step)
        await settled(pilot, lambda: step in bench._views)
        if step == "export":
            bench._views[step].folder = Path("/年报")
            bench._show_view()
        await settled(pilot, lambda: True)

    assert snap_compare(NianbaoApp(Path(draft_path.name)), terminal_size=size, run_before=show)


@SIZES
def test_the_help(snap_compare, size):
    async def show(pilot):
        await pilot.app.push_screen(Help())
        await settled(pilot, lambda: True)

    assert snap_compare(NianbaoApp(), terminal_size=size, run_before=show)


@SIZES
@pytest.mark.parametrize("key", ["", "n", "o"])
def test_home_and_its_questions(snap_compare, draft_path, key, size):
    async def show(pilot):
        await settled(pilot, lambda: isinstance(pilot.app.screen, Home) and pilot.app.screen.examples)
        if key:
            await pilot.press(key)
        await settled(pilot, lambda: not key or not isinstance(pilot.app.screen, Home))

    assert snap_compare(NianbaoApp(), terminal_size=size, run_before=show)


@SIZES
def test_the_preview_of_a_paste(snap_compare, draft_path, size):
    async def show(pilot):
        bench = await opened(pilot)
        bench.show_step("table3")
        await settled(pilot, lambda: "table3" in bench._views)
        grid = bench._views["table3"].grid
        grid.post_message(grid.Pasted(grid.cursor, "1\t1,234\t〇\t/\t\t三件\t9"))
        await settled(pilot, lambda: True)

    assert snap_compare(NianbaoApp(Path(draft_path.name)), terminal_size=size, run_before=show)


@SIZES
@pytest.mark.parametrize("theme", ["light", "16"])
def test_the_other_colours(snap_compare, draft_path, theme, size, monkeypatch):
    monkeypatch.setenv("NIANBAO_THEME", theme)

    async def show(pilot):
        bench = await opened(pilot)
        bench.show_step("table3")
        await settled(pilot, lambda: "table3" in bench._views)

    assert snap_compare(NianbaoApp(Path(draft_path.name)), terminal_size=size, run_before=show)
