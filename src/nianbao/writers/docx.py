"""DOCX after GB/T 9704—2012: the report in the Word template, its body rendered from a compiled template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nianbao.core.report import Report
from nianbao.resources import resource_folder
from nianbao.writers.docx_template import WordTemplate, word_template
from nianbao.writers.package import package, part, properties
from nianbao.writers.page import (
    TABLE,
    Gaps,
    Grid,
    Layout,
    Line,
    Options,
    Run,
    Written,
    dense,
    escaped,
    filled,
    page,
    picker,
    shares,
    spliced,
)
from nianbao.writers.templates import template
from nianbao.writers.title import title_lines

if TYPE_CHECKING:
    from markupsafe import Markup

_PENDING = "待核实：这句话写了草稿里没有填报的情况，请核实。属实就在草稿里填上，不属实就删去。"
_CONFLICT = "待取舍：这句话经人改过，和现在的数字对不上，请在草稿里选定一种写法。"

_HEIGHTS: Mapping[int | None, int] = {2: 454, 3: 370, 4: 397, None: 340}
_DENSE = 312


class Sheet(NamedTuple):
    """A table ready to print, with what stands for it among the words."""

    content: bytes
    xml: str = TABLE
    kind: Literal["table"] = "table"


class Words(NamedTuple):
    """A paragraph ready to print: the id of its style, its texts, each with the number of its comment or -1."""

    style: str
    runs: tuple[tuple[str, int], ...]
    kind: Literal["line"] = "line"


def write(report: Report, options: Options, skeleton: Path | None = None) -> Written:
    """The report as a Word document in the template `skeleton` (ours where none is given)."""
    word = word_template(skeleton or resource_folder("templates") / "report.docx")
    shown = page(report, marks=options.marks)
    comments: list[str] = []

    def ready(blocks: Iterable[Line | Grid]) -> list[Words | Sheet]:
        return list(_ready(blocks, word, comments, options.names))

    preamble = ready(shown.preamble)
    parts = [(part.heading, ready(part.blocks)) for part in shown.parts]
    last = parts[-1][1] if parts else preamble
    if last and isinstance(last[-1], Sheet):  # Word wants a paragraph after a table that ends the body
        last.append(Words(word.styles["small"], ()))
    document = template("docx/document.xml.j2").render(
        title=title_lines(shown.title),
        preamble=preamble,
        parts=parts,
        style=word.styles,
        section=_markup(word.section),
    )
    tables = [
        block.content
        for blocks in (preamble, *(each for _, each in parts))
        for block in blocks
        if isinstance(block, Sheet)
    ]
    core = properties(escaped(shown.title), escaped(shown.unit))
    changing = [part(word.document, spliced(document, tables)), part(word.core, core)]
    if comments:
        remarks = template("docx/comments.xml.j2").render(comments=comments, style=word.styles)
        changing.append(part(word.comments, remarks.encode()))
    content = package((*(word.commented if comments else word.plain), *word.parts, *changing))
    return Written(content)


def _ready(
    blocks: Iterable[Line | Grid], word: WordTemplate, comments: list[str], names: Mapping[str, str]
) -> Iterator[Words | Sheet]:
    styles = {0: word.styles["body"], 2: word.styles["h2"], 3: word.styles["h3"]}
    after_table = False
    for block in blocks:
        if isinstance(block, Grid):
            if after_table:  # two tables without a paragraph between them would become one
                yield Words(word.styles["small"], ())
            yield _sheet(block, word)
        else:
            runs = tuple((run.text, _comment(run, comments, names)) for run in block.runs)
            yield Words(styles.get(block.level, styles[3]), runs)
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
    gaps = _plan(grid.layout, grid.number, grid.caption, style, _widths(parts, word.width), height)
    return Sheet(filled(gaps, grid.texts))


@lru_cache(maxsize=32)
def _plan(
    layout: Layout,
    number: int | None,
    caption: str,
    style: tuple[str, str],
    widths: tuple[int, ...],
    height: int,
) -> Gaps:
    """Everything of a table but its texts, made once."""
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
            xml += macros.cell_open(across, colspan, merge, vertical, style[1], keep, align, n >= 0)
            if n >= 0:
                covered.update({(below, column): colspan for below in range(r + 1, r + rowspan)})
                fixed.append(xml)
                order.append(n)
                xml = ""
            xml += macros.cell_close(n >= 0)
            column += colspan
        xml += macros.row_close()
    fixed.append(xml + macros.table_close())
    return Gaps(tuple([each.encode() for each in fixed]), picker(order))


@lru_cache(maxsize=64)
def _widths(parts: tuple[int, ...], width: int) -> tuple[int, ...]:
    """The line cut in these proportions."""
    edges = [width * sum(parts[:n]) // sum(parts) for n in range(len(parts) + 1)]
    return tuple(b - a for a, b in pairwise(edges))


def _markup(xml: str) -> Markup:
    from markupsafe import Markup

    return Markup(xml)  # it is ours, and every text in it has been escaped
