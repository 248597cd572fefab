"""PDF through typst: real text, tags and bookmarks, the fonts of the machine; no word processor is started.

The engine keeps threads: a process that has made a PDF must not fork afterwards (spawn instead).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any

from nianbao.core.errors import InputError
from nianbao.core.report import Cell, Paragraph, Report, Section, Sentence, Table
from nianbao.resources import resource_folder
from nianbao.writers.fonts import choose, engine_fonts, known_fonts
from nianbao.writers.page import Grid, Line, Options, Written, clean, dense, digits_points, page, shares
from nianbao.writers.title import title_lines

if TYPE_CHECKING:
    from typst import Compiler

_LEVELS = {0: 0, 2: 2, 3: 3}


def write(report: Report, options: Options) -> Written:
    """The report as a tagged PDF, with notes on what fonts were found and used instead."""
    import typst

    for thread in _beginning:
        thread.join()
    try:
        content, notes = _set(report, options)
    except typst.TypstError as error:
        raise InputError(
            f"PDF没有做成（{error.message}）",
            "templates/report.typ",
            "模板改过的话，恢复程序自带的；或者先输出docx，在Word或WPS中另存为PDF",
        ) from error
    return Written(content, notes)


_beginning: list[Thread] = []


def begin() -> None:
    """Read the fonts and the template beside the caller, who makes the report meanwhile: the engine lets other
    threads run, and what it has read it keeps."""
    thread = Thread(target=_begin)
    _beginning.append(thread)
    thread.start()


def _begin() -> None:
    words = tuple(Paragraph((Sentence("一"),), level) for level in (0, 2, 3))
    table = Table(None, (Cell(0, 0, 1, 1, "一"), Cell(0, 1, 1, 1, "1")))
    with suppress(Exception):  # whatever is wrong is said when the report itself is written
        _set(Report("一", "一", None, sections=(Section(None, "一", "一", (*words, table)),)), Options())


def _set(report: Report, options: Options) -> tuple[bytes, tuple[str, ...]]:
    """The report set by the engine, and the notes on its fonts."""
    shown = page(report, marks=options.marks)
    texts = {
        "title": shown.title,
        "unit": shown.unit,
        "lines": title_lines(shown.title),
        "preamble": list(_blocks(shown.preamble)),
        "parts": [{"heading": part.heading, "blocks": list(_blocks(part.blocks))} for part in shown.parts],
    }
    fonts = choose(set(json.dumps(texts, ensure_ascii=False)), known_fonts(), bold=())
    data = {**texts, "fonts": fonts.families, "heavier-title": not fonts.own_title}
    content = _compiler(fonts.files).compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    if not isinstance(content, bytes):
        raise TypeError(type(content).__name__)
    return content, fonts.notes


@cache
def _compiler(files: tuple[str, ...]) -> Compiler:
    import typst

    folder = resource_folder("templates")
    return typst.Compiler(folder / "report.typ", root=folder, font_paths=engine_fonts(files), ignore_system_fonts=True)


_DIGIT = 0.57
"""The width of a digit in the faces that a PDF embeds, a little more than Noto's."""


def _blocks(blocks: Iterable[Line | Grid]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if isinstance(block, Line):
            runs = [(run.text, run.mark) for run in block.runs]
            yield {"kind": "line", "level": _LEVELS.get(block.level, 3), "runs": runs}
        else:
            yield _grid(block)


def _grid(grid: Grid) -> dict[str, Any]:
    """A table as the template wants it; each cell as text, x, y, rowspan, colspan, side, whether it is stacked,
    whether it states a figure."""
    scopes = grid.layout.scopes
    cells = [
        (
            clean(cell.text),
            cell.column,
            cell.row,
            cell.rowspan,
            cell.colspan,
            "left" if grid.number == 3 and scope == "row" and cell.rowspan == 1 else "center",
            cell.rowspan > 8 and cell.colspan == 1 and grid.number == 3,
            cell.figure is not None,
        )
        for cell, scope in zip(grid.table.cells, scopes, strict=True)
    ]
    widths = shares(grid)
    return {
        "kind": "grid",
        "small": grid.number in (3, 4),
        "digits": digits_points(grid, _DIGIT) if grid.number in (3, 4) else 10.5,
        "whole": grid.number is not None,
        "head": grid.head_rows,
        "rows": len(grid.layout.rows),
        "widths": widths,
        "dense": dense(widths),
        "cells": cells,
    }
