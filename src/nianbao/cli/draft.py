"""`nianbao draft`: write the report of a draft, list the findings and what waits for a person."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.root import ChineseCommand


@click.command("draft", cls=ChineseCommand, help="由草稿写出完整的年度报告，并列出检查结果和待核实的句子。")
@click.argument("path", metavar="草稿.yaml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "folder",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    default=Path(),
    help="写到哪个文件夹，默认当前文件夹。",
)
@click.option(
    "--format",
    "formats",
    metavar="格式",
    default="docx,html,md",
    help="docx、html、md、txt、xlsx、pdf，以及一页图解tujie（网页）、svg、png，用逗号隔开。",
)
@click.option("--allow-unconfirmed", is_flag=True, help="待核实的句子和冲突也写出，带明显标记。")
@click.option(
    "--redline",
    "old",
    metavar="旧稿",
    type=click.Path(path_type=Path),
    help="另写一份修订稿（docx）：与旧稿（草稿或者任何格式的报告）相比的增删，可在Word、WPS中逐处接受。",
)
@click.pass_context
def command(
    ctx: click.Context, path: Path, folder: Path, formats: str, allow_unconfirmed: bool, old: Path | None
) -> None:
    """Draft the report."""
    from nianbao.cli.show import show_findings, show_summary
    from nianbao.workflow import banks, drafting, drafts, reports

    wanted = drafting.check_formats(formats.replace("，", ",").split(","))
    drafting.begin_writing(wanted)
    bank = banks.load_bank()
    draft = drafts.open_draft(path, bank).draft
    before = reports.read_one(old, bank) if old is not None else None
    made = drafting.draft_report(draft, bank, folder, wanted, allow_unconfirmed=allow_unconfirmed)
    click.echo(made.report.title)
    for written in made.paths:
        click.echo(f"  已写出 {written}")
    if before is not None and made.paths:
        click.echo(f"  已写出 {drafting.write_redline(before, made.report, folder)}")
    for note in made.notes:
        click.echo(f"  说明：{note}")
    if made.waiting:
        state = "已写入报告并作标记" if allow_unconfirmed else "没有写入报告"
        click.echo(f"待核实{len(made.waiting)}句（{state}；在草稿的facts中填写相应事项即为确认）：")
        for sentence in made.waiting:
            facts = "、".join(name.removeprefix("facts.") for name in sentence.asserts)
            click.echo(f"  待核实 {sentence.text}（{facts}）")
    if made.conflicts:
        click.echo(
            f"冲突{len(made.conflicts)}处，需要选择后才能写出报告："
            if not made.paths
            else f"冲突{len(made.conflicts)}处，已按本人的文字写出并作标记："
        )
        for sentence in made.conflicts:
            click.echo(f"  冲突 {sentence.slot}：{sentence.text}")
        click.echo(f"  改法：用“nianbao open {path}”打开，按F5逐处选择")
    show_findings(made.findings)
    counts = drafting.summary(made.findings)
    show_summary(counts)
    if counts["error"] or made.conflicts:
        ctx.exit(1)
