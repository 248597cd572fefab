"""`nianbao check`: check reports in any format, one or many."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.root import ChineseCommand

if TYPE_CHECKING:
    from nianbao.workflow.inspecting import Checked


def codes(text: str) -> tuple[str, ...]:
    """A list of codes or their beginnings, separated by commas. InputError for one that no rule has: a report
    that was not checked must not look as if nothing was found."""
    from nianbao.core.checks import unknown
    from nianbao.core.errors import InputError

    parts = text.replace("，", ",").replace("、", ",").split(",")
    found = tuple(part.strip().upper() for part in parts if part.strip())
    if strange := unknown(found):
        raise InputError(
            f"没有“{'、'.join(strange)}”这样的规则代码", "", "代码形如T301，或者一类的字头T、N；见docs/checks"
        )
    return found


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
    from nianbao.cli.show import echo_json, finding_json
    from nianbao.workflow import drafting, inspecting, reports

    gc.enable()  # many files may come
    wanted, unwanted = codes(select), codes(ignore)
    files = reports.files_of(paths)
    results = []
    rows: list[tuple[str, bool, Mapping[str, int]]] = []  # not the reports: a thousand must not add up
    each = inspecting.check_files(files, previous=previous, select=wanted, ignore=unwanted)
    for number, checked in enumerate(each, 1):
        counts = drafting.summary(checked.findings)
        rows.append((checked.file, checked.error is not None, counts))
        if annotate is not None and checked.report is not None:
            inspecting.write_annotated(checked, annotate)
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
        else:
            _show(checked, counts)
        _show_progress(number, len(files))
    if form == "json":
        echo_json({"files": results})
    elif len(files) > 1:
        click.echo(click.style("汇总", bold=True))
        for line in summary_table(rows):
            click.echo(line)
    if any(unread for _, unread, _ in rows):
        ctx.exit(2)
    if any(counts["error"] for _, _, counts in rows):
        ctx.exit(1)


def _show(checked: Checked, counts: Mapping[str, int]) -> None:
    """The findings of one file, or why it was not read."""
    from nianbao.cli.show import show_findings, show_summary

    click.echo(click.style(checked.file, bold=True))
    if checked.error is not None or checked.report is None:
        click.echo(str(checked.error), err=True)
        return
    click.echo(f"{checked.report.unit or '（未写明机关）'}　{checked.report.year or '（未写明年度）'}年度")
    for note in checked.report.notes:
        click.echo(f"未能理解 {note.where}：{note.what}\n  改法：{note.mend}")
    show_findings(checked.findings)
    show_summary(counts)


def _show_progress(number: int, count: int) -> None:
    """How far the call has come, on standard error: a line that is written over on a terminal, else ten lines."""
    if count < _MANY:
        return
    if sys.stderr.isatty():
        click.echo(f"\r已检查{number}/{count}份" + ("\n" if number == count else ""), nl=False, err=True)
    elif number == count or number * 10 // count > (number - 1) * 10 // count:
        click.echo(f"已检查{number}/{count}份", err=True)


_MANY = 10
"""Files from which the progress is shown."""


def summary_table(rows: Iterable[tuple[str, bool, Mapping[str, int]]]) -> Iterator[str]:
    """A line a file, then the sums: (file, whether it could not be read, findings by severity)."""
    total = {"error": 0, "warning": 0, "advice": 0}
    count = unread = 0
    yield "错误  警告  建议  文件"
    for file, failed, counts in rows:
        count, unread = count + 1, unread + failed
        for name in total:
            total[name] += counts[name]
        yield f"未能读出{'':10}{file}" if failed else "".join(f"{counts[name]:>4}  " for name in total) + file
    yield "".join(f"{n:>4}  " for n in total.values()) + f"合计{count}份" + (f"，未能读出{unread}份" if unread else "")
