"""DOCX after GB/T 9704—2012: the report in the Word template, its body rendered from a compiled template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from nianbao.cache import blob_key, cached_blob, file_stamp
from nianbao.core.report import Report
from nianbao.resources import resource_folder
from nianbao.writers.docx_template import WordTemplate, word_template
from nianbao.writers.docx_words import Sheet, Words, words_xml
from nianbao.writers.package import joined, package, part, properties, stored
from nianbao.writers.page import (
    Gaps,
    Grid,
    Layout,
    Line,
    Options,
    Run,
    Written,
    dense,
    digits_points,
    escaped,
    filled,
    page,
    picker,
    shares,
    spliced,
)
from nianbao.writers.templates import template
from nianbao.writers.title import title_lines

_PENDING = "待核实：这句话写了草稿里没有填报的情况，请核实。属实就在草稿里填上，不属实就删去。"
_CONFLICT = "待取舍：这句话经人改过，和现在的数字对不上，请在草稿里选定一种写法。"

_HEIGHTS: Mapping[int | None, int] = {2: 454, 3: 370, 4: 397, None: 340}
_DENSE = 312
_SMALL, _DIGIT = 9, 0.64
"""The size of the small table text in points, and the width of a digit in the face of a machine that has none of
those asked for."""
_ROLES: Mapping[int, str] = {0: "body", 2: "h2"}
"""The role of a paragraph's style by its level; of any other level it is h3."""


def write(report: Report, options: Options, skeleton: Path | None = None) -> Written:
    """The report as a Word document in the template `skeleton` (ours where none is given)."""
    word = word_template(skeleton or resource_folder("templates") / "report.docx")
    shown = page(report, marks=options.marks)
    comments: list[str] = []

    def ready(blocks: Iterable[Line | Grid]) -> list[Words | Sheet]:
        return list(_ready(blocks, word, comments, options.names))

    blocks = ready(shown.preamble)
    for each in shown.parts:
        blocks += [Words("h1", ((each.heading, -1),)), *ready(each.blocks)]
    if blocks and isinstance(blocks[-1], Sheet):  # Word wants a paragraph after a table that ends the body
        blocks.append(Words("small", ()))
    document = words_xml(title_lines(shown.title), blocks, word)
    tables = [block.content for block in blocks if isinstance(block, Sheet)]
    core = properties(escaped(shown.title), escaped(shown.unit))
    changing = [part(word.document, spliced(document, tables)), joined(word.core, stored(core))]
    if comments:
        remarks = template("docx/comments.xml.j2").render(comments=comments, style=word.styles)
        changing.append(part(word.comments, remarks.encode()))
    content = package(changing, (*(word.commented if comments else word.plain), *word.parts))
    return Written(content)


def _ready(
    blocks: Iterable[Line | Grid], word: WordTemplate, comments: list[str], names: Mapping[str, str]
) -> Iterator[Words | Sheet]:
    after_table = False
    for block in blocks:
        if isinstance(block, Grid):
            if after_table:  # two tables without a paragraph between them would become one
                yield Words("small", ())
            yield _sheet(block, word)
        else:
            runs = tuple((run.text, _comment(run, comments, names)) for run in block.runs)
            yield Words(_ROLES.get(block.level, "h3"), runs)
        after_table = isinstance(block, Grid)


def _comment(run: Run, comments: list[str], names: Mapping[str, str]) -> int:
    """The number of the comment that says what is to be confirmed, -1 for a run that nobody waits for."""
    if not run.mark:
        return -1
    (sentence,) = run.sentences
    text = _CONFLICT
    if sentence.state == "pending":
        facts = "、".join(f"“{names[fact]}”" for fact in sentence.asserts if fact in names)
        text = f"{_PENDING}涉及事项：{facts}。" if facts else _PENDING
    comments.append(text)
    return len(comments) - 1


def _sheet(grid: Grid, word: WordTemplate) -> Sheet:
    """The table's XML: what is the same in each report with the texts of this one between."""
    style = (word.styles["table"], word.styles["small" if grid.number in (3, 4) else "cell"])
    parts = shares(grid)
    height = _DENSE if dense(parts) else _HEIGHTS.get(grid.number, _HEIGHTS[None])
    digits = digits_points(grid, _DIGIT, word.width / 20) if grid.number in (3, 4) else _SMALL
    look = (height, round(2 * digits) if digits < _SMALL else 0)
    gaps = _plan(grid.layout, grid.number, grid.caption, style, _widths(parts, word.width), look)
    return Sheet(filled(gaps, grid.texts))


@lru_cache(maxsize=32)
def _plan(
    layout: Layout,
    number: int | None,
    caption: str,
    style: tuple[str, str],
    widths: tuple[int, ...],
    look: tuple[int, int],
) -> Gaps:
    """Everything of a table but its texts; of a statutory one it is kept in the user's cache."""

    def make() -> _Laid:
        return _laid(layout, number, caption, style, widths, look)

    fixed, order = (
        make()
        if number is None
        else cached_blob(
            f"docx-table-{number}", blob_key((*_sources("table"), repr((layout, caption, style, widths, look)))), make
        )
    )
    return Gaps(fixed, picker(order))


_Laid = tuple[tuple[bytes, ...], list[int]]


def _sources(name: str) -> tuple[str, ...]:
    """What tells one state of a template, and of this module that fills it, from another."""
    return (file_stamp(Path(__file__)), file_stamp(resource_folder("templates") / "docx" / f"{name}.xml.j2"))


def _laid(
    layout: Layout,
    number: int | None,
    caption: str,
    style: tuple[str, str],
    widths: tuple[int, ...],
    look: tuple[int, int],
) -> _Laid:
    """What stands around the texts of a table, and whose texts go between; `look` is how high its rows are at
    least, in twentieths of a point, and how large its numbers, in half points, 0 where they are as the style says."""
    height, digits = look
    macros: Any = template("docx/table.xml.j2").module
    description = f"{caption}，{len(layout.rows)}行{layout.columns}列"
    xml = macros.table_open(style[0], widths, caption, description, layout.head_rows)
    places = layout.places
    fixed: list[str] = []
    order: list[int] = []
    covered: dict[tuple[int, int], int] = {}
    for r, begins in enumerate(layout.rows):
        keep = number is not None and r < len(layout.rows) - 1
        starts = {places[n][1]: n for n in begins}
        xml += macros.row_open(height, r < layout.head_rows)
        column = 0
        while column < layout.columns:
            n = -1 if (r, column) in covered else starts.get(column, -1)
            rowspan, colspan = places[n][2:4] if n >= 0 else (1, covered.get((r, column), 1))
            merge = "restart" if rowspan > 1 else "continue" if (r, column) in covered else ""
            across = sum(widths[column : column + colspan])
            left = n >= 0 and number == 3 and layout.scopes[n] == "row" and rowspan == 1
            vertical = rowspan > 8 and across < 600
            align = "left" if left else "center"
            size = digits if n >= 0 and places[n][4] else 0
            xml += macros.cell_open(across, colspan, merge, vertical, style[1], keep, align, n >= 0, size)
            if n >= 0:
                covered.update({(below, column): colspan for below in range(r + 1, r + rowspan)})
                fixed.append(xml)
                order.append(n)
                xml = ""
            xml += macros.cell_close(n >= 0)
            column += colspan
        xml += macros.row_close()
    fixed.append(xml + macros.table_close())
    return tuple([each.encode() for each in fixed]), order


@lru_cache(maxsize=64)
def _widths(parts: tuple[int, ...], width: int) -> tuple[int, ...]:
    """The line cut in these proportions."""
    edges = [width * sum(parts[:n]) // sum(parts) for n in range(len(parts) + 1)]
    return tuple(b - a for a, b in pairwise(edges))
