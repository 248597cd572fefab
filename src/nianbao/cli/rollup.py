"""`nianbao rollup`: add up the units' tables."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


@click.command("rollup", cls=ChineseCommand, help="汇总一个文件夹里各单位的三张表，写成一份草稿。")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o", "target", metavar="草稿.yaml", type=click.Path(path_type=Path), required=True, help="汇总草稿的文件名。"
)
@click.option("--unit", "name", metavar="名称", help="汇总单位的全称；不填时先用“汇总单位”。")
@click.option("--kind", metavar="类型", default="县级政府", show_default=False, help="汇总单位的类型，默认县级政府。")
@click.pass_context
def command(context: click.Context, folder: Path, target: Path, name: str | None, kind: str) -> None:
    """Add up the folder; an existing file is never overwritten. What may make the sum wrong gives exit code 1."""
    from nianbao.core.errors import InputError
    from nianbao.workflow import inspecting
    from nianbao.writers.draft_file import write_draft

    gc.enable()  # many files may come
    if target.exists():
        raise InputError("这个文件已经存在，没有覆盖", str(target), "换一个文件名")
    rolled = inspecting.rollup(folder, name or "汇总单位", kind)
    write_draft(target, rolled.draft)
    click.echo(f"已写入 {target}：汇总{len(rolled.units)}个单位，{rolled.draft.year}年")
    for unit in rolled.units:
        click.echo(f"  {unit}")
    for note in rolled.notes:
        click.echo(f"  注意：{note}")
    if rolled.faults:
        click.echo(f"有{len(rolled.faults)}处要先核对，汇总数可能不对：")
        for fault in rolled.faults:
            click.echo(f"  {fault}")
        click.echo("  改法：改正这些单位的报告，再汇总一次")
        context.exit(1)
