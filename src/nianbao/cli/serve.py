"""`nianbao serve`: the terminal UI in a browser of this machine."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand

PORT = 8420


@click.command("serve", cls=ChineseCommand, help="在本机浏览器中使用终端界面。只有本机能连接，按Ctrl+C结束。")
@click.option(
    "--port",
    metavar="端口",
    type=click.IntRange(0, 65535),
    default=PORT,
    help=f"用哪个端口，默认{PORT}；0表示任选一个空闲的。",
)
@click.option(
    "--dir",
    "folder",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    default=Path(),
    help="草稿和报告所在的文件夹，默认当前文件夹；在浏览器中只能使用这个文件夹里的文件。",
)
def command(port: int, folder: Path) -> None:
    """Serve until stopped."""
    from nianbao.core.errors import InputError

    if not folder.is_dir():
        raise InputError("没有这个文件夹", str(folder), "先建立文件夹，或者用--dir另指定一个")
    from nianbao.serve.server import serve

    gc.enable()
    serve(folder.resolve(), port, tell)


def tell(address: str) -> None:
    """Where to go."""
    click.echo("在本机浏览器中打开（地址只能用一次，不要发给别人）：")
    click.echo(f"  {address}")
    click.echo("按Ctrl+C结束。")
