"""`nianbao revise`: change figures, see what it does to each sentence, keep every word a person wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.root import ChineseCommand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.core.report import Note
    from nianbao.workflow.revising import Revised


@click.command("revise", cls=ChineseCommand, help="改动数据，重新生成正文；逐句列出变化，人写的文字不丢失。")
@click.argument("path", metavar="草稿.yaml", type=click.Path(path_type=Path))
@click.option(
    "--figures",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="新数据：草稿yaml，填好的xlsx，或者任何格式的报告。",
)
@click.option(
    "--set",
    "settings",
    metavar="路径=数值",
    multiple=True,
    help="改一个数据，如requests.received.enterprise=5；facts.trainings=3。",
)
@click.option(
    "--document",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="领导改过的文稿（docx等）：逐句读回草稿，修订标记按接受处理。",
)
@click.option("--dry-run", is_flag=True, help="只列出变化，不改动草稿。")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="输出的格式。"
)
@click.pass_context
def command(
    ctx: click.Context,
    path: Path,
    figures: Path | None,
    settings: tuple[str, ...],
    document: Path | None,
    dry_run: bool,
    form: str,
) -> None:
    """Revise the draft."""
    from nianbao.cli.show import echo_json
    from nianbao.core.errors import InputError
    from nianbao.workflow import revising

    if (figures is not None) + bool(settings) + (document is not None) != 1:
        mend = "用--figures给出新数据的文件，或者用--set改动单个数据，或者用--document读回改过的文稿；一次用一种"
        raise InputError("没有说明改动什么", "nianbao revise", mend)
    if document is not None:
        _read_back(ctx, path, document, dry_run=dry_run, form=form)
        return
    made = revising.revise_draft(path, figures, settings, dry_run=dry_run)
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
        _show_notes(made.notes)
        _show_changes(made)
        kept = sum(change.kind == "unchanged" for change in made.changes)
        click.echo(
            f"未变{kept}句，变化{len(made.changes) - kept}句" + (f"，其中冲突{waiting}处等待选择" if waiting else "")
        )
        click.echo(
            "没有改动草稿（--dry-run）" if dry_run else f"已写入 {path}" if made.written else "数据没有变化，草稿未改动"
        )
        if waiting and made.written:
            click.echo(f"  改法：用“nianbao open {path}”打开，按F5逐处选择")
    if waiting:
        ctx.exit(1)


def _show_notes(notes: Iterable[Note]) -> None:
    """What was not read of a file."""
    for note in notes:
        click.echo(f"没有读入 {note.where}：{note.what}\n  改法：{note.mend}")


def _show_changes(made: Revised) -> None:
    """Each change with its place, as two lines with what is gone in red and what is new in green."""
    from nianbao.core.form import form
    from nianbao.core.revise import CHANGE_NAMES
    from nianbao.core.slot_names import slot_name
    from nianbao.workflow.banks import load_bank

    for change in made.changes:
        if change.kind != "unchanged":
            place = slot_name(load_bank(), form(made.draft.form), change.slot)
            _show_texts(f"{CHANGE_NAMES[change.kind]} {place}", change.before, change.after)


def _show_texts(head: str, old: str, new: str) -> None:
    """What goes in red, what comes in green; where there are no colours, between [- -] and {+ +}."""
    from nianbao.core.difference import edits

    colours = has_colours()
    name, _, rest = head.partition(" ")
    click.echo((click.style(name, bold=True) if colours else name) + f" {rest}")
    found = edits(old, new) if old and new else []
    if not found:
        for sign, text, colour in (("-", old, "red"), ("+", new, "green")):
            if text:
                click.echo(f"  {sign} " + (click.style(text, fg=colour) if colours else text), color=colours)
        return
    for sign, kind, colour in (("-", "gone", "red"), ("+", "new", "green")):
        line = ""
        for edit in found:
            if edit.kind == "same":
                line += edit.text
            elif edit.kind == kind and colours:
                line += click.style(edit.text, fg=colour, strikethrough=kind == "gone", underline=kind == "new")
            elif edit.kind == kind:
                line += f"[-{edit.text}-]" if kind == "gone" else f"{{+{edit.text}+}}"
        click.echo(f"  {sign} {line}", color=colours)


def has_colours() -> bool:
    """Whether standard output is a terminal that shows colours and the person wants them (NO_COLOR)."""
    import os
    import sys

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _read_back(ctx: click.Context, path: Path, document: Path, *, dry_run: bool, form: str) -> None:
    """Take a document's edits; what waits for a person (cells, words without a place) gives exit code 1."""
    from nianbao.cli.show import echo_json
    from nianbao.core.readback import KIND_NAMES, TAKEN, offered
    from nianbao.core.report import number_text
    from nianbao.workflow import revising

    made = revising.read_document_back(path, document, dry_run=dry_run)
    counts: dict[str, int] = {}
    for reading in made.readings:
        counts[reading.kind] = counts.get(reading.kind, 0) + 1
    offers = offered(made.readings)
    if form == "json":
        changes = [
            {
                "slot": r.slot,
                "kind": r.kind,
                "where": r.where,
                "before": r.before,
                "after": r.after,
                "figures": [r.figure] if r.figure else [],
            }
            for r in made.readings
        ]
        settings = [f"{figure}={number_text(value)}" for figure, value in offers.items()]
        echo_json({"changes": changes, "summary": counts, "offered": settings})
    else:
        _show_notes(made.notes)
        for reading in made.readings:
            _show_texts(f"{KIND_NAMES[reading.kind]} {reading.where}", reading.before, reading.after)
        if offers:
            click.echo("表格数据没有自动改动；核对以后可以用：")
            for figure, value in offers.items():
                click.echo(f"  nianbao revise {path} --set {figure}={number_text(value)}")
        click.echo("，".join(f"{KIND_NAMES[k]}{n}处" for k, n in counts.items()) or "文稿与草稿一致")  # type: ignore[index]
        click.echo(f"已写入 {path}" if made.written else "没有改动草稿" + ("（--dry-run）" if dry_run else ""))
    if any(reading.kind not in TAKEN for reading in made.readings):
        ctx.exit(1)
