"""`nianbao similar`: which reports copy each other."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


@click.command(
    "similar", cls=ChineseCommand, help="找出相互雷同的报告。得分为两份报告正文（去掉数字和空白）五字串的交集除以并集。"
)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="输出的格式。"
)
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.3, metavar="得分", help="只列出不低于这个得分的，默认0.3。"
)
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], form: str, least: float) -> None:
    """Compare every report with every other."""
    from nianbao.cli.show import echo_json
    from nianbao.core.errors import InputError
    from nianbao.workflow import inspecting

    gc.enable()  # many files may come
    files, pairs, failed = inspecting.similar_files(paths, least)
    for error in failed:
        click.echo(str(error), err=True)
    if len(files) < 2:
        raise InputError("至少要有两份读得出的报告才能比较", "", "写出两个以上的文件，或者一个文件夹")
    if form == "json":
        rows = [{"a": files[p.a], "b": files[p.b], "score": p.score, "shared": list(p.shared)} for p in pairs]
        echo_json({"pairs": rows})
    else:
        click.echo(f"比较{len(files)}份报告，得分不低于{least:g}的有{len(pairs)}对")
        for pair in pairs:
            click.echo(f"{pair.score:.2f}　{files[pair.a]}　{files[pair.b]}")
            for sentence in pair.shared:
                click.echo(f"    相同：{sentence}")
    if failed:
        ctx.exit(2)
