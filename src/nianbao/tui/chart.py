"""The year's picture in small charts: the same values as the tables and the printed picture."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from nianbao.core.bars import bar
from nianbao.core.numerals import Number
from nianbao.core.picture import Part, Picture
from nianbao.core.report import number_text
from nianbao.core.width import fit, pad
from nianbao.tui.lines import Line

_LABEL = 16


def chart_lines(picture: Picture, width: int) -> list[Line]:
    """The charts, a heading and a bar a number; what is unknown is not drawn."""
    came = (*picture.came, *picture.went)
    lines = [
        *_bars("收到和办理", came, width),
        *_bars("申请人", picture.applicants, width),
        *_bars("办理结果", picture.results, width),
        *_bars("复议和诉讼", _named(picture), width),
    ]
    if picture.changes:
        lines += [(("与上年相比", "head"),)]
        most = max(max(item.before, item.now) for item in picture.changes)
        for item in picture.changes:
            lines.append(_line(f"{item.label}·上年", item.before, most, "件", width, "dim"))
            lines.append(_line("本年", item.now, most, "件", width, "accent"))
        lines.append(())
    for unit in dict.fromkeys(part.unit for part in picture.disclosed):
        same = tuple(part for part in picture.disclosed if part.unit == unit)
        lines += _bars(f"主动公开（{unit}）", same, width)
    lines += _bars("正文写明的公开数量", picture.published, width)
    return lines


def _named(picture: Picture) -> tuple[Part, ...]:
    return tuple(Part(case.label, case.total.figure, case.total.number) for case in picture.disputes)


def _bars(name: str, parts: Sequence[Part], width: int) -> list[Line]:
    if not parts:
        return []
    if not any(part.number for part in parts):
        return [((name, "head"), ("　均为0", "dim")), ()]
    most = max(part.number for part in parts)
    rows = [_line(part.label, part.number, most, part.unit, width, "accent") for part in parts]
    return [((name, "head"),), *rows, ()]


def _line(label: str, number: Number, most: Number, unit: str, width: int, tint: str) -> Line:
    shown = f"{number_text(number)}{unit}"
    names = min(_LABEL, max(8, width // 3))
    room = max(4, width - names - cell_len(shown) - 3)
    drawn = bar(number, most, room)
    label = pad(fit(label, names, cell_len), names, measure=cell_len)
    return (label, "" if number else "dim"), (" ", ""), (drawn, tint), (f" {shown}", "" if number else "dim")
