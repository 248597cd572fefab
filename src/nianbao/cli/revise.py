"""`nianbao revise`: change figures, see what it does to each sentence, keep every word a person wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.root import ChineseCommand

if TYPE_CHECKING:
    from nianbao.core.revise import Change


@click.command("revise", cls=ChineseCommand, help="改动数据，重新生成正文；逐句列出变化，人写的文字不丢失。")
@click.argument("path", metavar="草稿.yaml", type=click.Path(path_type=Path))
@click.option("--figures", metavar="文件", type=click.Path(path_type=Path), help="新数据：草稿yaml，或者填好的xlsx。")
@click.option(
    "--set",
    "settings",
    metavar="路径=数值",
    multiple=True,
    help="改一个数据，如requests.received.enterprise=5；facts.trainings=3。",
)
@click.option("--dry-run", is_flag=True, help="只列出变化，不改动草稿。")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="输出的格式。"
)
@click.pass_context
def command(
    ctx: click.Context, path: Path, figures: Path | None, settings: tuple[str, ...], dry_run: bool, form: str
) -> None:
    """Revise the draft."""
    from nianbao import workflow
    from nianbao.cli.show import echo_json
    from nianbao.core.errors import InputError

    if (figures is None) == (not settings):
        raise InputError("没有说明改动什么", "nianbao revise", "用--figures给出新数据的文件，或者用--set改动单个数据")
    made = workflow.revise_draft(path, figures, settings, dry_run=dry_run)
    waiting = sum(change.kind == "conflict" for change in made.changes)
    if form == "json":
        summary: dict[str, int] = {}
        for change in made.changes:
            summary[change.kind] = summary.get(change.kind, 0) + 1
        echo_json(
            {
                "changes": [
                    {
                        "slot": change.slot,
                        "kind": change.kind,
                        "before": change.before,
                        "after": change.after,
                        "figures": list(change.figures),
                    }
                    for change in made.changes
                ],
                "summary": summary,
            }
        )
    else:
        for change in made.changes:
            if change.kind != "unchanged":
                _show(change)
        kept = sum(change.kind == "unchanged" for change in made.changes)
        click.echo(
            f"未变{kept}句，变化{len(made.changes) - kept}句" + (f"，其中冲突{waiting}处等待选择" if waiting else "")
        )
        click.echo(
            "没有改动草稿（--dry-run）" if dry_run else f"已写入 {path}" if made.written else "数据没有变化，草稿未改动"
        )
    if waiting:
        ctx.exit(1)


def _show(change: Change) -> None:
    """A change as two lines with what is gone in red and what is new in green."""
    from nianbao.core.revise import CHANGE_NAMES, character_diff

    click.echo(click.style(CHANGE_NAMES[change.kind], bold=True) + f" {change.slot}")
    before, after = character_diff(change.before, change.after)
    if change.before:
        click.echo("  - " + "".join(click.style(t, fg="red", strikethrough=True) if c else t for t, c in before))
    if change.after:
        click.echo("  + " + "".join(click.style(t, fg="green", underline=True) if c else t for t, c in after))
