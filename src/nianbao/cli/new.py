"""`nianbao new`: a new draft, filled from last year's where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.root import ChineseCommand

if TYPE_CHECKING:
    from nianbao.core.report import Note


@click.command(
    "new", cls=ChineseCommand, help="新建草稿；给出上年的草稿或者报告，就带出结转、现行有效件数和待答复的问题。"
)
@click.option("--unit", "name", metavar="名称", help="机关全称，如“青禾县柳桥镇人民政府”。")
@click.option(
    "--kind",
    metavar="类型",
    help="乡、镇、街道、县级部门、县级政府、市级部门、市级政府、省级部门、省级政府、国务院部门、其他。",
)
@click.option("--year", type=int, metavar="年", help="统计年度，如2025。")
@click.option(
    "--previous",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="上年的草稿或者报告；给出了它，前三项不写就按它接着写。",
)
@click.option(
    "-o", "path", metavar="草稿.yaml", type=click.Path(path_type=Path), required=True, help="新草稿的文件名。"
)
@click.pass_context
def command(
    context: click.Context, name: str | None, kind: str | None, year: int | None, previous: Path | None, path: Path
) -> None:
    """Make the draft; an existing file is never overwritten."""
    from nianbao.core.errors import InputError
    from nianbao.workflow import starting
    from nianbao.writers.draft_file import write_draft

    if path.exists():
        raise InputError("这个文件已经存在，没有覆盖", str(path), "换一个文件名，或者用“nianbao open”打开它")
    notes: tuple[Note, ...] = ()
    if previous is not None:
        draft, notes = starting.next_draft(previous, name, kind, year)
    elif name is None or kind is None or year is None:
        missing = next(option for option in context.command.params if context.params[option.name or ""] is None)
        raise click.MissingParameter(ctx=context, param=missing)
    else:
        draft = starting.blank_draft(name, kind, year)
    write_draft(path, draft)
    click.echo(f"已新建 {path}：{draft.unit.name}，{draft.year}年")
    if draft.last_year is not None:
        past = len(draft.last_year.problems)
        click.echo(f"  已带出上年数据；上年的{past}个问题等待填写整改情况" if past else "  已带出上年数据")
    for note in notes:
        click.echo(f"  上年的报告没有读懂 {note.where}：{note.what}\n    改法：{note.mend}")
    click.echo(f"  下一步：nianbao open {path}")
