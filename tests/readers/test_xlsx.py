"""Workbooks of the form in their usual arrangements, and the figures for a revision."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from nianbao.core.checks import run
from nianbao.core.form import form
from nianbao.readers import read_bytes
from nianbao.workflow.inspecting import report_case
from tests.readers import made

TEXTS = made.figures(6)


@pytest.mark.parametrize("sheets", [False, True])
@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("titles", [False, True])
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_any_arrangement(sheets: bool, merged: bool, titles: bool, edition: str) -> None:
    texts = made.figures(6, edition)
    report = read_bytes("a.xlsx", made.xlsx(texts, sheets=sheets, merged=merged, titles=titles, edition=edition))
    assert dict(report.cells) == texts
    assert report.edition == edition


def never_calculated(formulas: Mapping[str, str], *, sheets: bool = False, totals: str = "") -> bytes:
    """A workbook of the form in which formulas stand without values: by label in column D, `totals` in column J."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS, sheets=sheets)))
    sheet = book.worksheets[1 if sheets else 0]
    labels = {str(c.value): c.row for row in sheet.iter_rows() for c in row if isinstance(c.value, str)}
    for label, formula in formulas.items():
        sheet.cell(labels[label], 4).value = formula
    first, last = labels["一、本年新收政府信息公开申请数量"], labels["四、结转下年度继续办理"]
    for row in range(first, last + 1) if totals else ():
        sheet.cell(row, 10).value = totals.format(row=row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_totals_that_were_never_calculated_are_worked_out(bank) -> None:
    for formula in (
        "=SUM(D{row}:I{row})",
        "=D{row}+E{row}+F{row}+G{row}+H{row}+I{row}",
        "=ROUND(SUM(D{row}:I{row},0),0)",
    ):
        report = read_bytes("a.xlsx", never_calculated({}, totals=formula))
        assert dict(report.cells) == TEXTS
        (note,) = [note for note in report.notes if "公式" in note.what]
        assert "25格" in note.what and "打开并保存一次" in note.mend
        assert not {f.code for f in run(report_case(report, bank), ["T"])} & {"T303", "T305"}


def test_a_formula_that_cannot_be_worked_out_is_no_zero(bank) -> None:
    content = never_calculated(
        {"（一）予以公开": '=SUMIF(E1:I1,">0")', "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "=E1*2"}
    )
    report = read_bytes("a.xlsx", content)
    assert report.cells["requests.granted.natural_person"].startswith("=SUMIF")
    assert any("2格" in note.what and "打开并保存一次" in note.mend for note in report.notes)
    findings = list(run(report_case(report, bank), ["T"]))
    assert "T305" in {f.code for f in findings}
    assert not any(f.code == "T303" and "予以公开" in f.where for f in findings)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=SUM(D1:D2)", "0"),  # words are nothing to SUM
        ("=A1+1", "=A1+1"),  # and no number to +
        ("=1+2-4", "-1"),
        ("=-(2-5)", "3"),
        ("=SUM(1,2,(3+4))", "10"),
        ("='表2'!A99+7", "7"),
        ("=SUM(D5", "=SUM(D5"),
        ("=1/0", "=1/0"),
        ("=HYPERLINK(D5)", "=HYPERLINK(D5)"),
    ],
)
def test_formulas(formula: str, text: str) -> None:
    report = read_bytes("a.xlsx", never_calculated({"（七）总计": formula}, sheets=True))
    assert report.cells["requests.handled.natural_person"] == text


def test_formulas_in_a_circle_end() -> None:
    report = read_bytes("a.xlsx", never_calculated({}, totals="=SUM(D{row}:J{row})"))
    assert report.cells["requests.received.total"].startswith("=SUM")


def test_a_shared_formula_is_that_of_its_row() -> None:
    from nianbao.readers.formulas import _moved

    assert _moved("SUM(B2:G2)+$A$1", 3, 1) == "SUM(C5:H5)+$A$1"


PARAGRAPHS = [
    "（一）主动公开",
    "全年公开信息128条。",
    "（二）信息管理",
    "1.严格执行先审查、后公开的程序，逐件核对内容、密级和个人隐私。",
    "2.清理失效的栏目，更正错链12处。",
    "（三）监督保障",
]


@pytest.mark.parametrize("remarks", [False, True])
def test_paragraphs_on_a_sheet_that_begin_with_a_number_or_have_a_remark_beside(remarks: bool) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS)))
    sheet = book.create_sheet("正文", 0)
    for row, text in enumerate([made.TITLE, "一、总体情况", *PARAGRAPHS], 1):
        sheet.cell(row, 1).value = text
        if remarks and text.startswith("（"):
            sheet.cell(row, 18).value = "请核对"
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    overview = report.section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs if p.text != "请核对"] == PARAGRAPHS
    assert dict(report.cells) == TEXTS


def test_the_title_on_each_sheet_is_no_paragraph() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS, sheets=True, titles=False)))
    for sheet in book:
        spans = [str(span) for span in sheet.merged_cells.ranges]
        for span in spans:
            sheet.unmerge_cells(span)
        sheet.insert_rows(1)
        sheet.cell(1, 1).value = made.TITLE
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    assert report.title == made.TITLE
    assert report.narrative == ""
    assert dict(report.cells) == TEXTS


def test_lines_of_a_cell_are_paragraphs() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS)))
    sheet = book.create_sheet("正文", 0)
    sheet.cell(1, 1).value = made.TITLE
    sheet.cell(2, 1).value = "一、总体情况"
    sheet.cell(3, 1).value = "\n".join(PARAGRAPHS)
    out = io.BytesIO()
    book.save(out)
    overview = read_bytes("a.xlsx", out.getvalue()).section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs] == PARAGRAPHS


def test_the_title_on_a_sheet_named_after_section_one() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS)))
    sheet = book.create_sheet("一、总体情况", 0)
    sheet.cell(1, 1).value = made.TITLE
    sheet.cell(2, 1).value = "全年公开信息128条。"
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    assert report.title == made.TITLE
    overview = report.section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs] == ["全年公开信息128条。"]


@pytest.mark.parametrize("apart", [False, True])
def test_tables_handed_in_without_the_report_tell_year_and_unit(apart: bool) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS, sheets=True, titles=False)))
    sheet = book.create_sheet("封面", 0)
    sheet.cell(1, 1).value = "2024年度政府信息公开工作统计表"
    sheet.cell(2, 1).value = "填报单位：青禾县柳桥镇人民政府"
    if apart:
        sheet.cell(2, 5).value = "单位：件"
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    assert (report.year, report.unit, report.kind) == (2024, "青禾县柳桥镇人民政府", "镇")
    assert dict(report.cells) == TEXTS


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("beside", [(2, 3, 4), (3, 2), (4, 3, 2), (2, 4)])
def test_tables_side_by_side_on_a_sheet(beside: tuple[int, ...], gap: int) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 1, made.TITLE)
    left = 1
    for number in beside:
        table = form("2021").tables[number]
        for cell in table.cells:
            row, column = 3 + cell.row, left + cell.column
            sheet.cell(row, column, cell.label if cell.label is not None else int(TEXTS[cell.figure or ""]))
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=column,
                    end_row=row + cell.rowspan - 1,
                    end_column=column + cell.colspan - 1,
                )
        left += table.columns + gap
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    names = {f"{form('2021').tables[n].figures[0].partition('.')[0]}." for n in beside}
    assert dict(report.cells) == {f: t for f, t in TEXTS.items() if f.startswith(tuple(names))}
