"""`nianbao check`: check reports in any format, one or many."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


def codes(text: str) -> tuple[str, ...]:
    """A list of codes or their beginnings, separated by commas."""
    return tuple(part.strip().upper() for part in text.replace("，", ",").split(",") if part.strip())


@click.command("check", cls=ChineseCommand, help="检查报告：表格勾稽、与上年衔接、文表一致、结构、权限、用语、隐私。")
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--previous", metavar="文件", type=click.Path(path_type=Path), help="上年的报告或者草稿，用来核对结转和雷同。"
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="输出的格式。"
)
@click.option("--select", metavar="代码", default="", help="只查这些规则，如T,N或者T301，用逗号隔开。")
@click.option("--ignore", metavar="代码", default="", help="不查这些规则。")
@click.option(
    "--annotate", metavar="文件夹", type=click.Path(path_type=Path), help="另写一份带批注的网页，退回原单位用。"
)
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    previous: Path | None,
    form: str,
    select: str,
    ignore: str,
    annotate: Path | None,
) -> None:
    """Check the files."""
    from nianbao import workflow
    from nianbao.cli.show import echo_json, finding_json, show_findings, show_summary

    gc.enable()  # many files may come
    results = []
    rows = []
    many = len(workflow.files_of(paths)) > 1
    for checked in workflow.check_files(paths, previous=previous, select=codes(select), ignore=codes(ignore)):
        counts = workflow.summary(checked.findings)
        rows.append((checked, counts))
        if annotate is not None and checked.report is not None:
            workflow.write_annotated(checked, annotate)
        if form == "json":
            results.append(
                {
                    "file": checked.file,
                    "unit": checked.report.unit if checked.report else None,
                    "year": checked.report.year if checked.report else None,
                    "findings": [finding_json(finding) for finding in checked.findings],
                    "summary": dict(counts),
                    **({"error": str(checked.error)} if checked.error else {}),
                }
            )
            continue
        click.echo(click.style(checked.file, bold=True))
        if checked.error is not None or checked.report is None:
            click.echo(str(checked.error), err=True)
            continue
        click.echo(f"{checked.report.unit or '（未写明机关）'}　{checked.report.year or '（未写明年度）'}年度")
        for note in checked.report.notes:
            click.echo(f"未能理解 {note.where}：{note.what}\n  改法：{note.mend}")
        show_findings(checked.findings)
        show_summary(counts)
    if form == "json":
        echo_json({"files": results})
    elif many:
        click.echo(click.style("汇总", bold=True))
        for checked, counts in rows:
            state = (
                "未能读出"
                if checked.error
                else f"错误{counts['error']}　警告{counts['warning']}　建议{counts['advice']}"
            )
            click.echo(f"{state}　{checked.file}")
    if any(checked.error for checked, _ in rows):
        ctx.exit(2)
    if any(counts["error"] for _, counts in rows):
        ctx.exit(1)
