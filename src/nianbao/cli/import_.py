"""`nianbao import`: the draft that a report gives."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


@click.command("import", cls=ChineseCommand, help="把已有的报告变成草稿：数据、问题和措施；文中识别出的事项等待确认。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "target", metavar="草稿.yaml", type=click.Path(path_type=Path), required=True, help="新草稿的文件名。"
)
def command(path: Path, target: Path) -> None:
    """Import the report; an existing file is never overwritten."""
    from nianbao.core.errors import InputError
    from nianbao.workflow import starting
    from nianbao.writers.draft_file import write_draft

    if target.exists():
        raise InputError("这个文件已经存在，没有覆盖", str(target), "换一个文件名")
    imported = starting.import_file(path)
    write_draft(target, imported.draft)
    draft = imported.draft
    click.echo(f"已写入 {target}：{draft.unit.name}，{draft.year}年，问题{len(draft.problems)}个")
    if draft.proposed:
        click.echo(f"  文中识别出{len(draft.proposed)}个事项，记在proposed，确认后移到facts")
    for note in imported.notes:
        click.echo(f"  未能理解 {note.where}：{note.what}\n    改法：{note.mend}")
