"""PDF files: tables from ruling lines, parts on several pages, paragraphs from the places of lines."""

from __future__ import annotations

import pytest

from nianbao.readers import read_bytes
from tests.readers import made

TEXTS = made.figures(7)


@pytest.mark.parametrize("cut", [{3: 2}, {3: 6}, {3: 14}, {3: 27}, {2: 5}, {4: 3}, {2: 3, 3: 20, 4: 3}])
def test_a_table_cut_by_a_page_is_one(cut: dict[int, int]) -> None:
    report = read_bytes("a.pdf", made.pdf(TEXTS, cut=cut))
    assert dict(report.cells) == TEXTS
    assert [t.number for s in report.sections for t in s.tables] == [2, 3, 4]


def test_lines_make_paragraphs_and_page_numbers_are_not_read() -> None:
    long = (
        "二〇二四年，我镇按照要求推进政府信息公开工作，及时公开各类政府信息，"
        "内容准确，更新及时，群众满意，流程清楚，不断改进。"
    )
    first, second, third = long[:30], long[30:62], long[62:] or "完。"
    made_pdf = made.Pdf()
    made_pdf.page()
    made_pdf.words(260, 800, made.TITLE, 14)
    made_pdf.words(112, 770, "一、总体情况", 12)
    made_pdf.words(112, 750, first, 12)
    made_pdf.words(88, 730, second.ljust(32, "好"), 12)
    made_pdf.words(400, 30, "— 1 —", 9)
    made_pdf.page()
    made_pdf.words(88, 800, third, 12)
    made_pdf.words(112, 780, "全年没有收到申请。", 12)
    made_pdf.words(400, 30, "— 2 —", 9)
    report = read_bytes("a.pdf", made_pdf.content())
    assert report.narrative.split("\n") == [first + second.ljust(32, "好") + third, "全年没有收到申请。"]
