"""Tables of a PDF without ruling lines."""

from __future__ import annotations

import pytest

from nianbao.core.form import OUTCOMES, form
from nianbao.readers import read_bytes
from nianbao.readers.pdf_lines import lines_of
from nianbao.readers.pdf_page import Char
from tests.readers import made

TEXTS = made.figures(9)
COLUMNS = (300.0, 345.0, 390.0, 435.0, 480.0, 525.0, 570.0)
WRAP = 11
"""Characters of a line of a label."""


def wrapped(text: str, width: int = WRAP) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def around(pdf: made.Pdf, x: float, middle: float, lines: list[str]) -> None:
    """Lines of 8 points set around a middle."""
    for at, line in enumerate(lines):
        pdf.words(x, middle + (len(lines) - 1) * 5 - at * 10, line, 8)


def table_three(pdf: made.Pdf, top: float, *, swap: bool = False, heads: bool = True) -> None:
    """Its rows in three columns of labels, the tall ones in the middle of what they cover."""
    y = top
    if heads:
        around(pdf, 60, y, ["（本列数据的勾稽关系为：第一项加第二项", "之和，等于第三项加第四项之和）"])
        for x, label in zip(
            COLUMNS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"), strict=True
        ):
            around(pdf, x, y, wrapped(label, 4 if len(label) == 4 else 3))
        pdf.words(345, y + 24, "法人或其他组织", 8)
        y -= 30
    rows = made.rows(form("2021").tables[3], TEXTS)[3:]
    if swap:
        rows[8], rows[9] = rows[9], rows[8]
    for row in rows:
        labels = [(text, high, wide) for text, high, wide in row[:-7]]
        depth = len(wrapped(labels[-1][0]))
        y -= 5 * depth + 4
        for text, high, wide in labels:
            if high > 1:
                around(pdf, 60 if high > 10 else 105, y - high * 6, wrapped(text, 3))
            else:
                around(pdf, 60 if wide == 3 else 105 if wide == 2 else 150, y, wrapped(text, 40 if wide == 3 else WRAP))
        for x, (text, _, _) in zip(COLUMNS, row[-7:], strict=True):
            pdf.words(x, y, text, 8)
        y -= 5 * depth + 4


def report_of(pdf: made.Pdf) -> dict[str, str]:
    return dict(read_bytes("a.pdf", pdf.content()).cells)


@pytest.mark.parametrize("heads", [True, False])
def test_labels_of_several_lines_stand_beside_their_figures(heads: bool) -> None:
    pdf = made.Pdf()
    pdf.page()
    pdf.words(250, 820, made.TITLE, 12)
    pdf.words(60, 800, "三、收到和处理政府信息公开申请情况", 10)
    table_three(pdf, 740, heads=heads)
    report = read_bytes("a.pdf", pdf.content())
    assert dict(report.cells) == {f: t for f, t in TEXTS.items() if f.startswith("requests.")}
    assert any("列名" in note.what for note in report.notes) is not heads


def test_rows_that_do_not_follow_each_other_as_in_the_form_are_not_put_together() -> None:
    pdf = made.Pdf()
    pdf.page()
    pdf.words(250, 820, made.TITLE, 12)
    pdf.words(60, 800, "三、收到和处理政府信息公开申请情况", 10)
    table_three(pdf, 740, swap=True)
    assert [f for f, t in report_of(pdf).items() if TEXTS[f] != t] == []


def test_table_four_by_the_heads_above_its_figures() -> None:
    pdf = made.Pdf()
    pdf.page()
    pdf.words(250, 820, made.TITLE, 12)
    pdf.words(60, 800, "四、政府信息公开行政复议、行政诉讼情况", 10)
    for x, label in ((60, "行政复议"), (260, "行政诉讼")):
        pdf.words(x, 780, label, 8)
    for x, label in ((260, "未经复议直接起诉"), (460, "复议后起诉")):
        pdf.words(x, 768, label, 8)
    figures = form("2021").tables[4].figures
    for at, figure in enumerate(figures):
        around(pdf, 60 + at * 40, 745, wrapped(OUTCOMES[at % 5][1], 2))
        pdf.words(60 + at * 40, 715, TEXTS[figure], 8)
    pdf.words(60, 690, "五、存在的主要问题及改进情况", 10)
    assert report_of(pdf) == {figure: TEXTS[figure] for figure in figures}


def test_a_mark_whose_box_holds_its_ink_alone_stays_on_its_line() -> None:
    line = [Char(c, 80 + at * 12, 546.7, 92 + at * 12, 557.7) for at, c in enumerate("公开及时内容准确")]
    line[4] = Char("，", 128, 545.3, 140, 549.1)
    line[5] = Char("“", 140, 553.5, 152, 557.9)
    below = [Char(c, 80 + at * 12, 528.0, 92 + at * 12, 539.0) for at, c in enumerate("群众满意")]
    assert [found.text for found in lines_of([*line, *below])] == ["公开及时，“准确", "群众满意"]
