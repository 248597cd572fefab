import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries, rows_from_range

from nianbao.core.figures import derive
from nianbao.core.form import form
from nianbao.core.report import (
    Block,
    Cell,
    Paragraph,
    Report,
    Section,
    Sentence,
    Table,
    number_text,
    statutory_table,
)
from nianbao.core.workbook import BALANCE_LABEL, LAST_YEAR_HEAD
from nianbao.readers import read_bytes
from nianbao.writers import render
from nianbao.writers.xlsx import as_number

from .sample import INPUTS, sample
from .sheet_schema import faults

SHEETS = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
TOP = 2
"""The row on which a table begins, below the heading of its section."""


def opened(report: Report, *, values: bool = False, last_year: Mapping[str, int] | None = None):
    content = render(report, "xlsx", last_year=last_year)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def places(number: int) -> dict[str, tuple[int, int]]:
    return {c.figure: (c.row + TOP, c.column + 1) for c in form("2021").tables[number].cells if c.figure}


def report_with(texts: Mapping[str, str]) -> Report:
    the_form = form("2021")
    filled = {figure: texts.get(figure, "0") for figure in the_form.figures}
    sections = tuple(
        s._replace(blocks=(statutory_table(the_form.tables[number], filled),))
        if (number := the_form.section(s.key).table)
        else s
        for s in sample().sections
    )
    return replace(sample(), sections=sections)


def summed(sheet, formula: str) -> float:
    """What =SUM(…) gives over the cells' own values."""
    inside = re.fullmatch(r"=SUM\((.*)\)", formula)[1]
    total = 0
    for area in inside.split(","):
        left, top, right, bottom = range_boundaries(area)
        for row in sheet.iter_rows(top, bottom, left, right, values_only=True):
            total += sum(value for value in row if isinstance(value, int | float))
    return total


def test_there_is_a_sheet_a_section() -> None:
    assert opened(sample()).sheetnames == [f"{s.number}、{s.title}"[:31] for s in form("2021").sections]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_form_stands_as_it_is_drawn(number: int) -> None:
    sheet = opened(sample(), values=True)[SHEETS[number]]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for cell in form("2021").tables[number].cells:
        row, column = cell.row + TOP, cell.column + 1
        if cell.label:
            assert sheet.cell(row, column).value == cell.label
        if cell.rowspan > 1 or cell.colspan > 1:
            last = sheet.cell(row + cell.rowspan - 1, column + cell.colspan - 1).coordinate
            assert f"{sheet.cell(row, column).coordinate}:{last}" in merged


@pytest.mark.parametrize("number", [3, 4])
def test_totals_are_live_formulas_with_their_values(number: int) -> None:
    formulas, values = opened(sample())[SHEETS[number]], opened(sample(), values=True)[SHEETS[number]]
    totals = form("2021").totals
    for figure, (row, column) in places(number).items():
        written = formulas.cell(row, column).value
        if figure in totals:
            assert str(written).startswith("=SUM(")
            assert summed(values, written) == values.cell(row, column).value == int(sample().cells[figure])
        else:
            assert written == int(sample().cells[figure])


def test_only_inputs_can_be_changed_and_no_password_is_asked() -> None:
    book = opened(sample())
    for number, name in SHEETS.items():
        sheet = book[name]
        assert sheet.protection.sheet is True
        assert sheet.protection.password is None
        for figure, (row, column) in places(number).items():
            assert sheet.cell(row, column).protection.locked is (figure in form("2021").totals)


@pytest.mark.parametrize("number", [2, 3, 4])
def test_every_input_takes_numbers_from_zero_only(number: int) -> None:
    sheet = opened(sample())[SHEETS[number]]
    covered: dict[str, str] = {}
    for rule in sheet.data_validations.dataValidation:
        assert (rule.operator, rule.formula1) == ("greaterThanOrEqual", "0")
        assert rule.error
        for area in rule.sqref.ranges:
            for row in sheet[str(area)] if ":" in str(area) else ((sheet[str(area)],),):
                covered.update({cell.coordinate: rule.type for cell in row})
    for figure, (row, column) in places(number).items():
        kind = covered.get(sheet.cell(row, column).coordinate)
        if figure in form("2021").totals:
            assert kind is None
        else:
            assert kind == ("decimal" if "fees" in figure else "whole")


def test_a_broken_balance_is_shown() -> None:
    figures = derive(form("2021"), {**INPUTS, "requests.carried_out.natural_person": 3})
    report = report_with({figure: number_text(number) for figure, number in figures.items()})
    sheet = opened(report, values=True)[SHEETS[3]]
    row = next(r for r in range(28, 40) if sheet.cell(r, 1).value == BALANCE_LABEL)
    assert [sheet.cell(row, column).value for column in range(4, 11)] == [-2, 0, 0, 0, 0, 0, -2]
    live = opened(report)[SHEETS[3]]
    assert re.fullmatch(r"=SUM\(D5:D6\)-SUM\(D29:D30\)|=SUM\(D5:D6\)-SUM\(D\d+:D\d+\)", live.cell(row, 4).value)
    marked = {str(area) for rules in live.conditional_formatting for area in rules.sqref.ranges}
    assert {live.cell(row, 4).coordinate, "D5", "D6"} <= marked


def test_a_wrong_total_is_kept_as_it_stands_and_marked() -> None:
    figures = {f: number_text(n) for f, n in derive(form("2021"), INPUTS).items()}
    report = report_with({**figures, "requests.granted.total": "9"})
    sheet = opened(report)[SHEETS[3]]
    row, column = places(3)["requests.granted.total"]
    assert sheet.cell(row, column).value == 9
    marked = {str(area) for rules in sheet.conditional_formatting for area in rules.sqref.ranges}
    assert sheet.cell(row, column).coordinate in marked


def test_an_empty_form_computes_as_soon_as_it_is_filled() -> None:
    sheet = opened(report_with(dict.fromkeys(form("2021").figures, "")))[SHEETS[3]]
    row, column = places(3)["requests.received.total"]
    assert sheet.cell(row, column).value == '=IF(COUNT(D5:I5)=0,"",SUM(D5:I5))'


def test_last_year_stands_beside_and_is_not_read_as_this_year() -> None:
    last = dict.fromkeys(form("2021").figures, 7)
    sheet = opened(sample(), last_year=last)[SHEETS[3]]
    assert sheet.cell(TOP, 12).value == LAST_YEAR_HEAD
    assert [sheet.cell(5, column).value for column in range(12, 19)] == [7] * 7
    read = read_bytes("report.xlsx", render(sample(), "xlsx", last_year=last))
    assert read.sections == sample().plain().sections
    assert read.notes == ()


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "http://example.com", "{=1}"]
)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    report = report_with({"requests.received.natural_person": text})
    sections = tuple(Section(s.key, s.number, s.title, s.blocks) for s in report.sections)
    content = render(replace(report, title=text, sections=sections), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    row, column = places(3)["requests.received.natural_person"]
    assert book[SHEETS[3]].cell(row, column).value == text
    assert book[SHEETS[3]].cell(row, column).data_type == "s"
    assert book.worksheets[0]["A1"].data_type == "s"
    assert not book[SHEETS[3]].cell(row, column).hyperlink


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", True), ("1286", True), ("3.6", True), ("59237.2449", True), ("007", False), ("1,286", False), ("/", False),
     ("９", False), ("9007199254740993", False), ("0.1234567890123456789", False), ("-3", True)],
)  # fmt: skip
def test_a_text_is_a_number_only_where_the_workbook_gives_it_back(text: str, number: bool) -> None:
    assert (as_number(text) is not None) is number
    report = report_with({"disclosure.fees.amount": text})
    assert read_bytes("report.xlsx", render(report, "xlsx")).cells["disclosure.fees.amount"] == text


def test_the_same_report_gives_the_same_bytes_and_no_time() -> None:
    content = render(sample(), "xlsx")
    assert content == render(sample(), "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"dcterms" not in re.sub(rb"xmlns:\w+=\"[^\"]*\"", b"", archive.read("docProps/core.xml"))


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    long = "很长的标题" * 10
    titles = ("a/b:c*[d]?", long, long, "", "History")
    sections = tuple(Section(None, "", title, ()) for title in titles)
    names = opened(replace(sample(), sections=sections)).sheetnames
    assert len(set(names)) == 5
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


LAST = dict.fromkeys(form("2021").figures, 7)


@pytest.mark.parametrize(
    "report",
    [sample(), sample(waiting=True), report_with(dict.fromkeys(form("2021").figures, "")),
     report_with({"requests.granted.total": "9", "requests.received.enterprise": "无", "disputes.review.total": "/"}),
     report_with({"requests.received.natural_person": "1234567"}), replace(sample(), sections=())],
    ids=["sample", "waiting", "empty", "odd", "large", "nothing"],
)  # fmt: skip
@pytest.mark.parametrize("last_year", [None, LAST], ids=["alone", "beside"])
def test_no_part_breaks_the_order_of_the_standard(report: Report, last_year: Mapping[str, int] | None) -> None:
    content = render(report, "xlsx", marks=True, last_year=last_year)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        for name in names:
            if name.endswith(".xml"):
                assert list(faults(archive.read(name))) == []
        types = archive.read("[Content_Types].xml").decode()
    named = set(re.findall(r'PartName="/([^"]*)"', types))
    assert named <= names
    assert {name for name in names if name.endswith(".xml")} - named == {"[Content_Types].xml"}


def test_every_area_that_is_one_cell_has_all_its_cells_and_no_two_overlap() -> None:
    """The border of an area is drawn from the looks of the cells that it covers."""
    content = render(sample(), "xlsx", last_year=LAST)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "worksheets" in name]
    for part in parts:
        looks = dict(re.findall(r'<c r="(\w+)" s="(\d+)"', part))
        seen: set[str] = set()
        for area in re.findall(r'<mergeCell ref="([^"]*)"', part):
            names = {name for row in rows_from_range(area) for name in row}
            assert not names & seen
            assert len({looks[name] for name in names}) == 1
            seen |= names


def test_an_empty_total_is_no_broken_one() -> None:
    """The mark asks for the number in the cell, so that the form is not red before anybody has filled it."""
    sheet = opened(report_with(dict.fromkeys(form("2021").figures, "")))[SHEETS[3]]
    marks = {str(area): rule.formula for rules in sheet.conditional_formatting for area in rules.sqref.ranges
             for rule in rules.rules}  # fmt: skip
    assert marks["J7"] == ["N(J7)<>SUM(D7:I7)"]


def test_columns_are_wide_enough_for_the_longest_number() -> None:
    def width(number: str) -> float:
        figures = {f: number_text(n) for f, n in derive(form("2021"), {**INPUTS, NATURAL: int(number)}).items()}
        return float(opened(report_with(figures))[SHEETS[3]].column_dimensions["D"].width)

    NATURAL = "requests.received.natural_person"
    assert width("3") == width("99999") < width("1234567") < width("123456789")


def test_a_paragraph_longer_than_a_cell_goes_on_in_the_next_row() -> None:
    text = "按照要求办理。" * 6000
    section = replace_blocks(sample(), "other", (Paragraph((Sentence(text),)),))
    sheet = opened(section).worksheets[-1]
    assert "".join(sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)) == text


def test_what_stands_below_a_table_is_printed_and_the_balances_are_not() -> None:
    words = Paragraph((Sentence("表中数据按受理日期统计。"),))
    table = sample().section("requests").tables[0]
    assert opened(sample(), last_year=LAST)[SHEETS[3]].print_area == f"'{SHEETS[3]}'!$A$1:$J$29"
    sheet = opened(replace_blocks(sample(), "requests", (table, words)))[SHEETS[3]]
    last = range_boundaries(sheet.print_area.split("!")[1])[3]
    assert sheet.cell(last, 1).value == words.text


def test_a_paragraph_beside_a_table_is_as_wide_as_the_table_and_is_read_back() -> None:
    words = Paragraph((Sentence("本表所列数据由各业务科室提供，办公室汇总。"),))
    table = sample().section("requests").tables[0]
    report = replace_blocks(sample(), "requests", (words, table))
    sheet = opened(report)[SHEETS[3]]
    assert "A2:J2" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[2].height < 60
    assert read_bytes("a.xlsx", render(report, "xlsx")).sections == report.plain().sections


@pytest.mark.parametrize("text", ["_x000D_", "a_x0041_b", " 前后有空格 ", "甲<乙>&“丙”", "\x01\x0b控制\x1f字符\ufffe"])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    report = report_with({"requests.received.natural_person": text})
    row, column = places(3)["requests.received.natural_person"]
    kept = "控制字符" if "控制" in text else text
    value = opened(report)[SHEETS[3]].cell(row, column).value
    assert value.replace("_x005F_", "_").strip() == kept.strip()
    assert read_bytes("a.xlsx", render(report, "xlsx")).cells["requests.received.natural_person"] == kept.strip()


def test_a_long_narrative_is_deflated_and_a_short_one_reads_the_same() -> None:
    long = replace_blocks(
        sample(), "other", tuple(Paragraph((Sentence("按照要求办理有关事项。"),)) for _ in range(900))
    )
    content = render(long, "xlsx")
    assert len(content) < 60_000
    assert read_bytes("a.xlsx", content).sections[-1] == long.plain().sections[-1]


cells = st.builds(
    Cell,
    st.integers(0, 5),
    st.integers(0, 11),
    st.sampled_from((1, 1, 1, 2, 9)),
    st.sampled_from((1, 1, 2, 3)),
    st.sampled_from(("", "0", "12", "-3", "3.5", "1234567890123", "=1+1", "无", "  ", "\x01甲", "长" * 40_000)),
    st.one_of(st.none(), st.sampled_from(form("2021").figures)),
)
tables = st.builds(Table, st.sampled_from((None, 2, 3, 4)), st.lists(cells, max_size=20).map(tuple))


@given(st.lists(tables, min_size=1, max_size=2), st.sampled_from(("2021", "2019")), st.booleans())
@settings(max_examples=40, deadline=None)
def test_whatever_table_was_read_the_workbook_is_sound(drawn: list[Table], edition: str, beside: bool) -> None:
    """Cells anywhere, over each other, with figures where the form has none: no program may call it damaged."""
    words = Paragraph((Sentence("说明。"),))
    report = replace(replace_blocks(sample(), "requests", (drawn[0], words, *drawn[1:])), edition=edition)
    content = render(report, "xlsx", last_year=LAST if beside else None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    assert [fault for part in parts for fault in faults(part)] == []
    for part in parts:
        seen: set[str] = set()
        for area in re.findall(r'<mergeCell ref="([^"]*)"', part.decode()):
            names = {name for row in rows_from_range(area) for name in row}
            assert not names & seen
            seen |= names
    openpyxl.load_workbook(io.BytesIO(content))


def replace_blocks(report: Report, key: str, blocks: tuple[Block, ...]) -> Report:
    sections = tuple(s._replace(blocks=blocks) if s.key == key else s for s in report.sections)
    return replace(report, sections=sections)
