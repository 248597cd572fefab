"""`nianbao open`: the terminal UI on a draft."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


def run_screen(path: Path | None) -> int:
    """Run the terminal UI; what to exit with."""
    import sys

    from nianbao.core.errors import InputError

    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError("终端界面要在终端里打开", "", "在终端窗口中运行，或者用“nianbao draft”直接写出报告")
    from nianbao.tui.app import run

    gc.enable()
    run(path)
    return 0


@click.command("open", cls=ChineseCommand, help="在终端界面中打开草稿。")
@click.argument("path", metavar="草稿.yaml", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, path: Path) -> None:
    """Open the draft; bad input is said before the screen opens."""
    if not path.is_file():
        from nianbao.readers.draft_file import read_bytes  # with pydantic, which the first picture need not wait for

        read_bytes(path)
    ctx.exit(run_screen(path))
