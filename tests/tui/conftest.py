"""A workbench driven by keys. Textual is told its frame rate before it is imported, as the program does."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager

os.environ.setdefault("TEXTUAL_FPS", "240")

import pytest

from nianbao.core.draft import Draft
from nianbao.tui.app import NianbaoApp
from nianbao.tui.home import Home
from nianbao.tui.workbench import Workbench
from nianbao.writers.draft_file import write_draft

DATA = {
    "year": 2024,
    "unit": {"name": "青禾县柳桥镇人民政府", "kind": "镇"},
    "figures": {
        "requests": {
            "received": {"natural_person": 10, "enterprise": 2},
            "granted": {"natural_person": 7},
            "refused": {"third_party": {"natural_person": 3}},
            "unavailable": {"not_held": {"enterprise": 2}},
        }
    },
    "facts": {"website_posts": 128, "trainings": 2, "assessed": True, "guide_revised": False},
    "last_year": {
        "figures": {"requests": {"received": {"natural_person": 8}, "granted": {"natural_person": 8}}},
        "facts": {"website_posts": 96},
        "problems": ["公开内容不够全面"],
    },
    "problems": [{"text": "网站更新[不]{及}时%😀", "measure": "每月检查一次栏目"}],
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Nothing of the person who runs the tests is read or written."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("NIANBAO_THEME", "dark")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def draft_path(tmp_path):
    path = tmp_path / "柳桥镇.yaml"
    write_draft(path, Draft.model_validate(DATA))
    return path


class Driver:
    """Keys in, state out."""

    def __init__(self, app, pilot):
        self.app = app
        self.pilot = pilot

    @property
    def screen(self):
        return self.app.screen

    @property
    def bench(self):
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workbench))

    @property
    def draft(self):
        return self.bench.session.draft

    @property
    def view(self):
        return self.bench._views[self.bench.step]

    @property
    def grid(self):
        return self.view.grid

    @property
    def choices(self):
        return self.view.choices

    @property
    def said(self):
        return self.bench.query_one("#keys").text

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.settle()

    async def write(self, words):
        """Words as an input method hands them in."""
        for character in words:
            self.app.focused.insert(character)
        await self.settle()

    async def settle(self, turns=2):
        for _ in range(turns):
            await self.pilot.pause()

    async def go(self, step):
        self.bench.show_step(step)
        await self.settle(4)

    async def until(self, condition, seconds=20):
        """Wait for what a thread does."""
        for _ in range(int(seconds * 50)):
            if condition():
                await self.settle()
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it did not happen")


@asynccontextmanager
async def driving(path=None, size=(80, 24)):
    app = NianbaoApp(path)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        if path is None:
            await driver.until(lambda: isinstance(app.screen, Home) and app.screen.examples)
        else:
            await driver.until(lambda: app.screen_stack and len(app.screen_stack) > 1)
            await driver.until(lambda: driver.bench.session is not None and driver.bench._views)
            await driver.settle(3)
        yield driver


@pytest.fixture
def drive():
    return driving
