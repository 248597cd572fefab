"""A sheet as a file of the workbook: what stands before and behind its rows is made and deflated once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from nianbao.writers.package import Deflater, Part, Stretch, joined
from nianbao.writers.xlsx_cells import area, name
from nianbao.writers.xlsx_plan import Plan
from nianbao.writers.xlsx_styles import HEAD, MAIN, WRONG

TEXT_WIDTH = 76
"""Width of the column of a sheet without a table."""
_PORTRAIT = 10
"""A table of more columns is printed across the page."""
_PADDING = 0.7109375
"""What Excel adds to a width in digits: five pixels where a digit has seven."""


def sheet(number: int, rows: Stretch, count: int, plans: tuple[Plan, ...], merged: tuple[str, ...]) -> Part:
    """The sheet of that number with its rows, so many in all; `merged` are the areas beside those of its tables."""
    before, behind = _frame(number == 1, count, plans, merged)
    return joined(f"xl/worksheets/sheet{number}.xml", before, rows, behind)


@lru_cache(maxsize=128)
def _frame(first: bool, count: int, plans: tuple[Plan, ...], merged: tuple[str, ...]) -> tuple[Stretch, Stretch]:
    """What stands before the rows and behind them, in the order of ECMA-376 (CT_Worksheet)."""
    right = max((plan.right for plan in plans), default=1)
    before = (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{area(0, 0, max(count, 1) - 1, right - 1)}"/>{_view(first, plans)}'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(_columns(plans))}</cols><sheetData>'
    )
    behind = (
        f"</sheetData>{_PROTECTED if plans else ''}{_merged(plans, merged)}{_marks(plans)}{_rules(plans)}"
        f"{_page(plans)}</worksheet>"
    )
    deflater = Deflater(9)
    return deflater.stretch(before.encode()), deflater.stretch(behind.encode())


_PROTECTED = '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0"/>'


def _view(first: bool, plans: Sequence[Plan]) -> str:
    """How the sheet is seen when it is opened: the head of the first table stays where it is."""
    selected = ' tabSelected="1"' if first else ""
    rows, columns = plans[0].pane if plans else (0, 0)
    if not rows:
        return f'<sheetViews><sheetView{selected} workbookViewId="0"/></sheetViews>'
    across = f'xSplit="{columns}" ' if columns else ""
    pane = "bottomRight" if columns else "bottomLeft"
    corner = name(rows, columns)
    return (
        f'<sheetViews><sheetView{selected} workbookViewId="0"><pane {across}ySplit="{rows}" topLeftCell="{corner}" '
        f'activePane="{pane}" state="frozen"/><selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/>'
        "</sheetView></sheetViews>"
    )


def _columns(plans: Sequence[Plan]) -> Iterator[str]:
    """The widths of the columns; where tables stand below each other, the widest."""
    widths: dict[int, int] = {} if plans else {0: TEXT_WIDTH}
    for plan in plans:
        widths.update((column, max(width, widths.get(column, 0))) for column, width in enumerate(plan.widths))
    for width, group in groupby(sorted(widths.items()), key=lambda item: item[1]):
        columns = [column + 1 for column, _ in group]
        yield f'<col min="{columns[0]}" max="{columns[-1]}" width="{width + _PADDING}" customWidth="1"/>'


def _merged(plans: Sequence[Plan], merged: Sequence[str]) -> str:
    areas = [*merged, *(each for plan in plans for each in plan.merged)]
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in areas)
    return f'<mergeCells count="{len(areas)}">{cells}</mergeCells>' if areas else ""


def _marks(plans: Sequence[Plan]) -> str:
    """The conditional marks, those of one cell together; the one that was made first comes first."""
    found: dict[str, list[str]] = {}
    marks = (mark for plan in plans for mark in plan.marks)
    for priority, (where, attributes, formula) in enumerate(marks, 1):
        rule = f'<cfRule {attributes} dxfId="{WRONG}" priority="{priority}"><formula>{formula}</formula></cfRule>'
        found.setdefault(where, []).append(rule)
    return "".join(
        f'<conditionalFormatting sqref="{where}">{"".join(rules)}</conditionalFormatting>'
        for where, rules in found.items()
    )


def _rules(plans: Sequence[Plan]) -> str:
    rules = [rule for plan in plans for rule in plan.rules]
    return f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>' if rules else ""


def _page(plans: Sequence[Plan]) -> str:
    """A4, one page wide; a sheet with a table on one page, a sheet of text on as many as it needs."""
    across = max((len(plan.widths) for plan in plans), default=0) > _PORTRAIT
    high = "" if plans else ' fitToHeight="0"'
    return (
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.8" right="0.7" top="0.9" bottom="0.9" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9"{high} orientation="{"landscape" if across else "portrait"}"/>'
        '<headerFooter><oddFooter>&amp;C&amp;"宋体"— &amp;P —</oddFooter></headerFooter>'
    )
