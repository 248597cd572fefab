"""The terminal UI from the command line.

`nianbao` and `nianbao open 草稿.yaml` come straight here: there is nothing to parse in them, and the first
picture does not wait for what would parse it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path


def asked_for(arguments: Sequence[str]) -> tuple[Path | None] | None:
    """The draft to open (None for the home screen), or None where the words must be parsed."""
    if not arguments:
        return (None,)
    if len(arguments) == 2 and arguments[0] == "open" and not arguments[1].startswith("-"):
        return (Path(arguments[1]),)
    return None


def run_screen(path: Path | None) -> int:
    """Run the terminal UI; what to exit with. InputError where there is no terminal, or the draft cannot be
    used: that is said before the screen opens."""
    from nianbao.core.errors import InputError

    if path is not None and not path.is_file():
        from nianbao.readers.draft_file import read_bytes  # with pydantic, which the first picture need not wait for

        read_bytes(path)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError("终端界面要在终端里打开", "", "在终端窗口中运行，或者用“nianbao draft”直接写出报告")
    from nianbao.tui.app import run

    gc.enable()
    run(path)
    return 0
