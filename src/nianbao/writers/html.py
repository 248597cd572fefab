"""HTML for publication: one page without script or outside file, its styles on the elements."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nianbao.core.report import Report
from nianbao.writers.page import TABLE, Gaps, Grid, Layout, Options, Written, filled, page, picker, spliced
from nianbao.writers.templates import template


def write(report: Report, options: Options) -> Written:
    """The report as a page; every number that states a figure says which (`data-figure`)."""
    tables: list[bytes] = []

    def placed(grid: Grid) -> str:
        tables.append(filled(_plan(grid.layout, grid.caption), grid.texts))
        return TABLE

    words = template("report.html.j2").render(page=page(report, marks=options.marks), tables=placed)
    return Written(spliced(words, tables))


@lru_cache(maxsize=32)
def _plan(layout: Layout, caption: str) -> Gaps:
    """Everything of a table but its texts, made once."""
    macros: Any = template("html/table.html.j2").module
    fixed: list[str] = []
    order: list[int] = []
    html = str(macros.table_open(caption)) + ("<thead>\n" if layout.head_rows else "<tbody>\n")
    for r, begins in enumerate(layout.rows):
        if r == layout.head_rows and r:
            html += "</thead>\n<tbody>\n"
        html += "<tr>"
        for n in begins:
            rowspan, colspan = layout.places[n][2:4]
            fixed.append(html + str(macros.cell_open(rowspan, colspan, layout.scopes[n], layout.figures[n])))
            order.append(n)
            html = "</th>" if layout.scopes[n] else "</td>"
        html += "</tr>\n"
    fixed.append(html + "</tbody>\n</table>\n")
    return Gaps(tuple([each.encode() for each in fixed]), picker(order))
