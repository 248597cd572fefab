"""`nianbao suggest`: from a stated problem to its type, standard wording and measures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.root import ChineseCommand

if TYPE_CHECKING:
    from nianbao.core.suggest import Suggester, Suggestion

LONGEST = 2000
"""Characters of one statement that are read; a problem is a sentence or two."""


@click.command(
    "suggest",
    cls=ChineseCommand,
    help="由问题给出规范表述和改进措施。用自己的话写问题即可；写“-”从标准输入读。",
)
@click.argument("text", metavar="[问题]", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), metavar="文件", help="文本文件，一行一个问题。")
@click.option(
    "--draft", "draft", type=click.Path(path_type=Path), metavar="草稿", help="草稿中的数据和事项反映出哪些问题。"
)
@click.option("--kind", metavar="类型", help="机关类型，如镇、县级部门。")
@click.option("--top", type=click.IntRange(1, 50), default=5, metavar="N", help="列出几项措施，默认5。")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json", help="输出的格式。"
)
def command(text: str | None, file: Path | None, draft: Path | None, kind: str | None, top: int, form: str) -> None:
    """One statement, a file of them, or what a draft's figures show."""
    from nianbao.core.errors import InputError
    from nianbao.core.kinds import KINDS

    if kind is not None and kind not in KINDS:
        raise InputError(f"没有“{kind}”这种机关类型", "--kind", f"可填：{'、'.join(KINDS)}")
    if sum(given is not None for given in (text, file, draft)) != 1:
        raise InputError(
            "没有写出问题" if (text, file, draft) == (None, None, None) else "问题、--file和--draft只能用一个",
            "suggest",
            "写成nianbao suggest 信息更新慢，或者用--file指定一行一个问题的文本文件",
        )
    if draft is not None:
        _show_draft(draft, form)
        return
    if file is not None:
        _suggest_file(file, kind, top, form)
        return
    from nianbao.readers.statements import one_statement

    problem = one_statement(text or "", LONGEST)
    _put([_suggested(problem, kind, top)], form, single=True)


def _suggested(problem: str, kind: str | None, top: int) -> Suggestion:
    from nianbao.core.suggest import Setting
    from nianbao.workflow import banks

    return banks.load_suggester().suggest(problem, Setting(kind), top)


def _suggest_file(file: Path, kind: str | None, top: int, form: str) -> None:
    from nianbao.readers.statements import statements

    _put([_suggested(line, kind, top) for line in statements(file, LONGEST)], form, single=False)


def _put(found: list[Suggestion], form: str, *, single: bool) -> None:
    from nianbao.workflow import banks

    suggester = banks.load_suggester()
    if form == "json":
        from nianbao.cli.show import echo_json

        rows = [suggestion_json(one, suggester) for one in found]
        echo_json(rows[0] if single else {"results": rows})
        return
    for n, one in enumerate(found):
        if n:
            click.echo()
        _show(one, suggester)


def suggestion_json(one: Suggestion, suggester: Suggester) -> dict[str, Any]:
    """A suggestion as the contract's JSON."""
    names = suggester.problems.by_id
    row: dict[str, Any] = {
        "problem": one.text,
        "matched": one.matched,
        "types": [{"id": t.id, "name": names[t.id].name, "score": t.score} for t in one.types],
        "statements": [{"id": s.id, "type": s.type, "text": s.text, "score": s.score} for s in one.statements],
        "measures": [
            {"id": m.id, "type": m.type, "text": m.text, "score": m.score, "why": m.why} for m in one.measures
        ],
        "words": list(one.words),
    }
    if one.parts:
        row["parts"] = [
            {"text": part.text, **{k: v for k, v in suggestion_json(part, suggester).items() if k != "problem"}}
            for part in one.parts
        ]
    return row


def _show(one: Suggestion, suggester: Suggester) -> None:
    click.echo(click.style(f"问题：{one.text}", bold=True))
    if one.parts:
        click.echo(f"说了{len(one.parts)}个问题，分别建议如下")
        for n, part in enumerate(one.parts, 1):
            click.echo(click.style(f"（{n}）{part.text}", bold=True))
            _show_one(part, suggester)
        return
    _show_one(one, suggester)


def _show_one(one: Suggestion, suggester: Suggester) -> None:
    names = suggester.problems.by_id
    nearest = "、".join(f"{names[t.id].name}（{t.score:.0%}）" for t in one.types[:3])
    if not one.matched:
        click.echo(f"  未找到贴切的类型。最接近的是：{nearest}")
        click.echo("  改法：换个说法，写明哪项工作、差在哪里，如“网站栏目半年没有更新”")
        return
    click.echo(f"  类型：{nearest}")
    if one.words:
        click.echo(f"  依据：{'、'.join(f'“{word}”' for word in one.words)}")
    click.echo("  规范表述：")
    for statement in one.statements[:3]:
        click.echo(f"    · {statement.text}")
    click.echo("  改进措施：")
    for measure in one.measures:
        click.echo(f"    · {measure.text}（{suggester.problems.measures[measure.id].via}）")


def _show_draft(path: Path, form: str) -> None:
    from nianbao.workflow import banks, drafts

    opened = drafts.open_draft(path, banks.load_bank())
    shown = banks.shown_problems(opened.draft)
    if form == "json":
        from nianbao.cli.show import echo_json

        echo_json({"shown": [{"type": s.type, "name": s.name, "reason": s.reason} for s in shown]})
        return
    click.echo(f"数据和事项反映出{len(shown)}类可能的问题" if shown else "数据和事项没有反映出问题")
    for item in shown:
        click.echo(f"  {item.name}：{item.reason}")
