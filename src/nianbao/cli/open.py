"""`nianbao open`: the terminal UI on a draft."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand
from nianbao.cli.screen import run_screen


@click.command("open", cls=ChineseCommand, help="在终端界面中打开草稿。")
@click.argument("path", metavar="草稿.yaml", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, path: Path) -> None:
    """Open the draft."""
    ctx.exit(run_screen(path))
