"""The year on one page (图解): a page for the web with the picture in it, or the picture alone as SVG or PNG.

The engine that makes the PDF draws it, with the same fonts. The numbers come from `core.picture`; beside the
picture the page holds each of them in a table, for those who do not see it and for programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from nianbao.core.errors import InputError
from nianbao.core.form import OUTCOMES
from nianbao.core.numerals import Number
from nianbao.core.picture import Part, Picture, picture
from nianbao.core.report import Report, number_text
from nianbao.resources import resource_folder
from nianbao.writers.fonts import choose, engine_fonts, known_fonts
from nianbao.writers.page import Options, Written, clean
from nianbao.writers.templates import template
from nianbao.writers.title import title_lines

if TYPE_CHECKING:
    from typst import Compiler

_HEIGHT = 110.0
"""Points that all the requests of the year are high."""
_DISPUTES = 3
"""Kinds of disputes in table four."""
_RESOLUTION = 200.0
"""Dots an inch of the PNG: sharp in print, small enough to be sent."""


def write_page(report: Report, options: Options) -> Written:
    """The picture in a page without script or outside file."""
    drawn = picture(report, options.last_year, options.names)
    made = _draw(drawn, "svg")
    page = template("tujie.html.j2").render(
        picture=drawn, title=clean(drawn.title), svg=_safe(made.content.decode()), groups=_groups(drawn), text=shown
    )
    return Written(page.encode(), made.notes)


def write_svg(report: Report, options: Options) -> Written:
    """The picture as SVG, its letters as outlines, so that it looks alike everywhere."""
    return _draw(picture(report, options.last_year, options.names), "svg")


def write_png(report: Report, options: Options) -> Written:
    """The picture as PNG."""
    return _draw(picture(report, options.last_year, options.names), "png")


def shown(part: Part) -> str:
    """A number as it is printed in the picture: 31件."""
    return f"{number_text(part.number)}{part.unit}"


def _draw(drawn: Picture, kind: Literal["svg", "png"]) -> Written:
    import typst

    texts = _texts(drawn)
    fonts = choose(set(json.dumps(texts, ensure_ascii=False)), known_fonts(), bold=("title", "hei"))
    data = {**texts, "fonts": fonts.families, "bold-title": not fonts.own_title}
    asked = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        content = _compiler(fonts.files).compile(
            format=kind, ppi=_RESOLUTION if kind == "png" else None, sys_inputs=asked
        )
    except typst.TypstError as error:
        raise InputError(
            f"图解没有画成（{error.message}）", "templates/tujie.typ", "模板改过的话，恢复程序自带的"
        ) from error
    if not isinstance(content, bytes):
        raise TypeError(type(content).__name__)
    return Written(content, tuple(note.replace("PDF", "图解", 1) for note in fonts.notes))


@cache
def _compiler(files: tuple[str, ...]) -> Compiler:
    import typst

    folder = resource_folder("templates")
    return typst.Compiler(folder / "tujie.typ", root=folder, font_paths=engine_fonts(files), ignore_system_fonts=True)


def _texts(drawn: Picture) -> dict[str, Any]:
    """What the template draws: texts, and lengths in hundredths of the longest."""
    return {
        "title": clean(drawn.title),
        "unit": clean(drawn.unit),
        "lines": title_lines(clean(drawn.title), 24),
        "flow": _flow(drawn),
        "no-requests": _no_requests(drawn),
        "results": _bars(drawn.results),
        "applicants": _bars(drawn.applicants),
        "outcomes": [label for _, label in OUTCOMES],
        "disputes": [{"label": case.label, "cells": _cells(case.outcomes, case.total)} for case in drawn.disputes],
        "no-disputes": _no_disputes(drawn),
        "changes": [
            {
                "label": row.label,
                "before": f"{number_text(row.before)}件",
                "now": f"{number_text(row.now)}件",
                "before-share": _share(row.before, row.before, row.now),
                "now-share": _share(row.now, row.before, row.now),
            }
            for row in drawn.changes
        ],
        "disclosed": [{"label": part.label, "text": shown(part)} for part in _worth(drawn.disclosed)],
        "published": [{"label": part.label, "text": shown(part)} for part in drawn.published],
    }


def _no_requests(drawn: Picture) -> str:
    """What stands where the flow is not drawn; that none came is said only where the table says so."""
    if len(drawn.came) == len(drawn.went) == 2:
        whole = not any(part.number for part in (*drawn.came, *drawn.went))
        return "本年没有收到政府信息公开申请，也没有上年结转的申请。" if whole else ""
    return "表三还没有填完，申请的来去画不出来。"


def _no_disputes(drawn: Picture) -> str:
    """What stands in the place of disputes where there are none, or where table four does not say."""
    numbers = [part.number for case in drawn.disputes for part in (*case.outcomes, case.total)]
    if len(numbers) < _DISPUTES * len(OUTCOMES):
        return "" if numbers else "表四还没有填。"
    return "" if any(numbers) else "本年没有行政复议、行政诉讼案件。"


def _worth(parts: Iterable[Part]) -> list[Part]:
    """What table two counts, without regulations where there are none: most organs cannot make any."""
    return [part for part in parts if part.number or ".regulations." not in part.figure]


def _bars(parts: Iterable[Part]) -> list[dict[str, Any]]:
    parts = list(parts)
    numbers = [part.number for part in parts]
    return [{"label": p.label, "text": shown(p), "share": _share(p.number, *numbers)} for p in parts]


def _share(number: Number, *others: Number) -> float:
    longest = max(others, default=0)
    return float(Decimal(number) / Decimal(longest) * 100) if longest > 0 else 0.0


def _cells(outcomes: Iterable[Part], total: Part) -> list[str]:
    at = {part.label: number_text(part.number) for part in (*outcomes, total)}
    return [at.get(label, "") for _, label in OUTCOMES]


def _flow(drawn: Picture) -> Mapping[str, Any] | None:
    """The two columns of the flow, or None where nothing came and nothing went."""
    whole = sum(part.number for part in drawn.came)
    if not any(part.number for part in (*drawn.came, *drawn.went)) or len(drawn.came) != 2 or len(drawn.went) != 2:
        return None

    def column(parts: Iterable[Part]) -> list[dict[str, Any]]:
        parts = list(parts)
        all_of_it = sum(part.number for part in parts)
        high = [float(p.number / all_of_it) * _HEIGHT if all_of_it else 0.0 for p in parts]
        return [{"label": p.label, "text": shown(p), "height": h} for p, h in zip(parts, high, strict=True)]

    return {
        "came": column(drawn.came),
        "went": column(drawn.went),
        "balanced": drawn.balanced,
        "height": _HEIGHT,
        "whole": f"{number_text(whole)}件",
    }


def _groups(drawn: Picture) -> list[tuple[str, tuple[Part, ...]]]:
    """The numbers of the picture as the table under it lists them."""
    disputes = [(f"{case.label}", (*case.outcomes, case.total)) for case in drawn.disputes]
    groups = [
        ("收到和结转的申请", drawn.came),
        ("办结和结转的申请", drawn.went),
        ("办理结果", drawn.results),
        ("新收申请的申请人", drawn.applicants),
        *disputes,
        ("主动公开（表二）", tuple(_worth(drawn.disclosed))),
        ("主动公开（正文所列）", drawn.published),
    ]
    return [(name, tuple(parts)) for name, parts in groups if parts]


def _safe(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(svg)  # the engine made it, from texts that it does not take for markup
