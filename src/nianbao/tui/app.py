"""The terminal program. `TEXTUAL_FPS` is read when Textual is imported, so it is set before."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("TEXTUAL_FPS", "240")

from rich.console import RenderableType
from textual.app import App
from textual.screen import Screen

from nianbao.tui import theme
from nianbao.tui.thrift import thrifty

LOOK = 2.0
"""Seconds between two looks whether the terminal is still there."""


class NianbaoApp(App[None]):
    """The app: colours, and which screen comes first."""

    CSS = theme.CSS
    TITLE = "年报"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = path
        self.refused: Exception | None = None
        for made in theme.themes():
            self.register_theme(made)
        self.theme = theme.first_theme()

    def on_mount(self) -> None:
        """Home, or the draft that was named."""
        if self.path is None:
            from nianbao.tui.home import Home

            self.push_screen(Home())
        else:
            from nianbao.tui.workbench import Workbench

            self.push_screen(Workbench(self.path))

    def refuse(self, error: Exception) -> None:
        """The draft named in the call cannot be used: leave, and let the caller say why."""
        self.refused = error
        self.exit()

    async def action_quit(self) -> None:
        """Ctrl+Q, which Textual takes before any screen does: the workbench saves and gives the draft back first."""
        for screen in self.screen_stack:
            leave = getattr(screen, "action_leave", None)
            if leave is not None and hasattr(screen, "close_draft"):
                leave()
                return
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is copied: Textual would answer in English."""
        for screen in reversed(self.screen_stack):
            say = getattr(screen, "say", None)
            if say is not None:
                say("要退出，请按Ctrl+Q；改动会自动保存")
                return

    def close_draft(self) -> None:
        """Save what is on the bench, whatever happens."""
        for screen in self.screen_stack:
            close = getattr(screen, "close_draft", None)
            if close is not None:
                close()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send an update; of what changed, only what changed."""
        super()._display(screen, thrifty(renderable))

    def _handle_exception(self, error: Exception) -> None:
        """A mistake of ours: save the draft, then crash."""
        self.close_draft()
        super()._handle_exception(error)


def run(path: Path | None = None) -> None:
    """Run the program until the person leaves. InputError where the named draft cannot be used."""
    import signal

    sys.setswitchinterval(0.001)  # saving runs in a thread; a key must not wait for it
    app = NianbaoApp(path)
    in_terminal = _has_terminal()  # in a browser there is none

    def leave(*_: object) -> None:
        app.close_draft()
        if in_terminal and not _has_terminal():
            os._exit(1)  # nothing is left to restore, and who writes to such a terminal waits for ever
        app.exit()

    for name in ("SIGHUP", "SIGTERM"):  # the window was closed, or the machine goes down
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    if hasattr(signal, "SIGHUP") and in_terminal:
        threading.Thread(target=_watch_the_terminal, daemon=True).start()
    try:
        app.run()
    finally:
        app.close_draft()
    if app.refused is not None:
        raise app.refused


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _watch_the_terminal() -> None:
    """A window that was closed is not always followed by its signal: give it, until it is heard."""
    import signal

    while True:
        time.sleep(LOOK)
        if not _has_terminal():
            os.kill(os.getpid(), signal.SIGHUP)
