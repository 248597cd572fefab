"""What is sent for a key is less than the screen, and leaves on the terminal what is on the screen."""

import re
import subprocess
import sys

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from nianbao.tui import app as program
from nianbao.tui.lines import difference
from nianbao.tui.thrift import Spans, coloured, thrifty, within

TOKEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[0-9;]*m|(\r?\n)|([^\x1b\r\n]+)")


class Terminal:
    """As much of a terminal as is needed: where the cursor is, and what stands in each cell."""

    def __init__(self, width, height):
        self.cells = [[" "] * width for _ in range(height)]
        self.x = self.y = 0

    def take(self, sent):
        at = 0
        for found in TOKEN.finditer(sent):
            assert found.start() == at, sent[at : at + 20]
            at = found.end()
            row, column, newline, text = found.groups()
            if row:
                self.y, self.x = int(row) - 1, int(column) - 1
            elif newline:
                self.y, self.x = self.y + 1, 0
            for character in text or "":
                wide = cell_len(character)
                self.cells[self.y][self.x : self.x + wide] = [character, *[""] * (wide - 1)]
                self.x += wide

    @property
    def rows(self):
        return ["".join(row) for row in self.cells]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_terminal_shows_what_the_screen_holds(drive, draft_path, monkeypatch, size):
    terminal, sizes, console = Terminal(*size), [], Console()

    def recorded(update):
        sent = thrifty(update)
        if hasattr(sent, "render_segments"):
            text = sent.render_segments(console)
            terminal.take(text)
            sizes.append((type(sent), len(text.encode())))
        return sent

    monkeypatch.setattr(program, "thrifty", recorded)
    async with drive(draft_path, size=size) as d:
        await d.go("table3")
        for key in ("1", "2", "3", "backspace", "down", "right", "delete", "9", "tab", "end", "b", "ctrl+z", "pageup"):
            await d.press(key)
            await d.settle(4)
            shown = ["".join(segment.text for segment in strip) for strip in d.screen._compositor.render_strips()]
            assert terminal.rows == shown, key
    parts = [size for kind, size in sizes if kind is Spans]
    assert parts and sorted(parts)[len(parts) // 2] < 2000


def test_pieces_outside_a_span_are_left_out():
    strip = Strip([Segment("甲乙"), Segment("│"), Segment("12"), Segment("│"), Segment("3")])
    assert within(strip, 5, 7) == (5, [Segment("12")])
    assert within(strip, 1, 5) == (0, [Segment("甲乙"), Segment("│")])
    assert within(strip, 9, 12) == (0, [])


def test_colours_are_set_where_they_change():
    red, bold = Style(color="#ff0000"), Style(bold=True)
    pieces = [Segment("a", red), Segment("b", red), Segment("c", bold), Segment("d"), Segment("e", red)]
    assert "".join(coloured(pieces, ColorSystem.TRUECOLOR)) == (
        "\x1b[38;2;255;0;0mab\x1b[0;1mc\x1b[md\x1b[38;2;255;0;0me\x1b[m"
    )


def test_lines_differ_from_the_first_piece_that_changed():
    assert difference((("表三", "head"), ("12件", "")), (("表三", "head"), ("3", ""))) == (4, 4)
    assert difference((), (("甲", ""),)) == (0, 2)


def test_the_first_picture_does_not_wait_for_the_model_of_the_draft():
    modules = "nianbao.cli.screen, nianbao.tui.app, nianbao.tui.workbench, nianbao.tui.side"
    code = f"import sys, {modules}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "textual.app" in loaded
    assert not {"click", "pydantic", "jinja2", "yaml", "nianbao.core.draft", "nianbao.core.compose"} & set(loaded)
