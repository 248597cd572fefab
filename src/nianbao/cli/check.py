"""`nianbao check`: check reports in any format, one or many."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
    rows: list[Row] = []  # not the reports: a thousand must not add up
    each = inspecting.check_files(files, previous=previous, select=wanted, ignore=unwanted)
    for number, checked in enumerate(each, 1):
        counts = drafting.summary(checked.findings)
        report = checked.report
        unit, notes = (report.unit, report.notes) if report else ("", ())
        rows.append(Row(checked.file, unit, len(notes), checked.error is not None, counts))
        if annotate is not None and report is not None:
            inspecting.write_annotated(checked, annotate)
        if form == "json":
            results.append(
                {
                    "file": checked.file,
                    "unit": report.unit if report else None,
                    "year": report.year if report else None,
                    "notes": [{"where": note.where, "message": note.what, "mend": note.mend} for note in notes],
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
    if any(row.unread for row in rows):
        ctx.exit(2)
    if any(row.counts["error"] for row in rows):
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


class Row(NamedTuple):
    """A file of the summary: the organ that it names, places not understood, and findings by severity."""

    file: str
    unit: str
    notes: int
    unread: bool
    counts: Mapping[str, int]


def summary_table(rows: Iterable[Row]) -> Iterator[str]:
    """A line a file with its organ, where the name of the file does not tell it, then the sums."""
    total = {"error": 0, "warning": 0, "advice": 0}
    count = unread = 0
    yield "错误  警告  建议  文件"
    for row in rows:
        count, unread = count + 1, unread + row.unread
        for name in total:
            total[name] += row.counts[name]
        if row.unread:
            yield f"未能读出{'':10}{row.file}"
            continue
        unit = f"　{row.unit}" if row.unit and row.unit not in row.file else ""
        notes = f"（未能理解{row.notes}处）" if row.notes else ""
        yield "".join(f"{row.counts[name]:>4}  " for name in total) + row.file + unit + notes
    yield "".join(f"{n:>4}  " for n in total.values()) + f"合计{count}份" + (f"，未能读出{unread}份" if unread else "")
