"""PDF files: tables from ruling lines, parts on several pages, paragraphs from the places of lines."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao.core.form import form
from nianbao.readers import read_bytes
from nianbao.readers.blocks import Line
from nianbao.readers.pdf_frames import grid_of
from nianbao.readers.pdf_lines import blocks_of
from nianbao.readers.pdf_page import Char, Frame, Page, Rule, TextLine
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


def lines_of(*pages: list[tuple[float, float, str, float]]) -> made.Pdf:
    """Pages of lines (x, y, text, size)."""
    pdf = made.Pdf()
    for page in pages:
        pdf.page()
        for x, y, text, size in page:
            pdf.words(x, y, text, size)
    return pdf


BODY = "二〇二四年，我镇按照要求推进政府信息公开工作，内容准确，更新及时，群众满意，流程清楚。"


def test_heads_of_several_lines_at_one_place_of_the_pages_are_not_read() -> None:
    def head(number: int) -> list[tuple[float, float, str, float]]:
        return [
            (300, 810, "青禾县柳桥镇", 9),
            (290, 796, "政府信息公开工作年度报告", 9),
            (300, 782, "（2024年度）", 9),
            (380, 30, f"第 {number} 页 共 3 页", 9),
            (80, 30, "内部资料", 9),
        ]

    pdf = lines_of(
        [*head(1), (260, 750, made.TITLE, 14), (112, 720, "一、总体情况", 12), (112, 700, BODY[:30], 12)],
        [*head(2), (88, 750, BODY[30:], 12), (112, 730, "全年没有收到申请。", 12)],
        [*head(3), (112, 750, "全年没有收取信息处理费。", 12)],
    )
    report = read_bytes("a.pdf", pdf.content())
    assert report.title == made.TITLE
    assert report.preamble == ()
    assert report.narrative.split("\n") == [BODY, "全年没有收到申请。", "全年没有收取信息处理费。"]


def test_a_first_line_that_repeats_at_no_place_is_read() -> None:
    pdf = lines_of(
        [
            (260, 800, made.TITLE, 14),
            (112, 770, "一、总体情况", 12),
            (112, 750, BODY[:30], 12),
            (88, 730, BODY[30:], 12),
        ],
        [(112, 800, "这一页写了一句话。", 12)],
        [(112, 760, "这一页写了一句话。", 12)],
    )
    assert read_bytes("a.pdf", pdf.content()).narrative.split("\n") == [BODY, *["这一页写了一句话。"] * 2]


def test_larger_letters_and_numbered_headings_begin_a_paragraph_without_indent() -> None:
    full = "政府信息公开工作有序推进，主动公开内容准确及时，群众办事所需都能查到。"
    pdf = lines_of(
        [
            (88, 800, made.TITLE, 18),
            (88, 770, "一、总体情况", 12),
            (88, 750, full, 12),
            (88, 730, "（一）主动公开", 12),
            (88, 710, full, 12),
            (88, 690, "（二）依申请公开", 12),
            (88, 670, "没有收到申请。", 12),
        ]
    )
    report = read_bytes("a.pdf", pdf.content())
    assert report.title == made.TITLE
    assert report.preamble == ()
    assert report.narrative.split("\n") == [full, "（一）主动公开", full, "（二）依申请公开", "没有收到申请。"]


def test_a_line_that_ends_early_before_a_long_number_goes_on() -> None:
    first = "全年收到群众通过网站、信函、电话等各种渠道提出的政府信息公开方面的意见共计"
    number, last = "1573206", "件，办结了"
    whole = "其中多数意见已经采纳并且向提出的人作了说明，少数不属于本机关职责的也已经转送有关机关。"
    pdf = lines_of(
        [
            (260, 800, made.TITLE, 14),
            (88, 770, "一、总体情况", 12),
            (112, 750, first, 12),
            (88, 730, number + last + whole[:32], 12),
            (88, 710, whole[32:], 12),
        ]
    )
    assert read_bytes("a.pdf", pdf.content()).narrative.split("\n") == [first + number + last + whole]


def test_a_row_alone_at_the_end_of_a_page_belongs_to_the_table_below() -> None:
    report = read_bytes("a.pdf", made.pdf(TEXTS, cut={2: 1}))
    assert dict(report.cells) == TEXTS
    assert "第二十条" not in report.narrative


def test_a_box_around_words_is_no_table() -> None:
    pdf = lines_of(
        [
            (260, 800, made.TITLE, 14),
            (112, 770, "一、总体情况", 12),
            (112, 750, BODY[:30], 12),
            (88, 730, BODY[30:], 12),
            (112, 680, "如有疑问请与本机关联系。", 12),
        ]
    )
    pdf.box(60, 670, 500, 30)
    pdf.box(20, 20, 800, 800)
    report = read_bytes("a.pdf", pdf.content())
    assert report.narrative.split("\n") == [BODY, "如有疑问请与本机关联系。"]
    assert [table for section in report.sections for table in section.tables] == []


def test_a_wide_gap_parts_paragraphs() -> None:
    full = "政府信息公开工作有序推进，主动公开内容准确及时，群众办事所需都能查到。"
    lines = [(260, 800, made.TITLE, 14), (88, 770, "一、总体情况", 12)]
    lines += [(88, 740, full, 12), (88, 722, full, 12), (88, 704, full, 12), (88, 668, full, 12)]
    report = read_bytes("a.pdf", lines_of(lines).content())
    assert report.narrative.split("\n") == [full * 3, full]


SENTENCES = "我局逐项核对目录，补齐缺漏内容，更新联系方式，做到页面清楚好找。"
"""A full line that ends where the margin is."""
MIDDLE = "我局逐项核对目录，补齐缺漏内容，更新联系方式，做到页面清楚好找，"


@pytest.mark.parametrize(
    ("gap", "before", "count"),
    [
        (24, SENTENCES, 4),  # always behind the end of a sentence: paragraphs
        (20, SENTENCES, 1),  # no wider than the other lines
        (24, MIDDLE, 1),  # wider within a sentence: the lines are uneven
    ],
)
def test_a_little_space_behind_full_lines_parts_paragraphs(gap: float, before: str, count: int) -> None:
    y = 760.0
    lines = [(260.0, 800.0, made.TITLE, 14.0), (88.0, 780.0, "一、总体情况", 12.0)]
    for _ in range(4):
        for text in (MIDDLE, MIDDLE, before):
            lines.append((88.0, y, text, 12.0))
            y -= 20
        y -= gap - 20

    report = read_bytes("a.pdf", lines_of(lines).content())
    assert len(report.narrative.split("\n")) == count


def page_of(*lines: tuple[str, float, float, float, float, float]) -> Page:
    """A page of lines (text, left, right, bottom, height, size)."""
    made_lines = [TextLine(text, left, right, low, low + high, size) for text, left, right, low, high, size in lines]
    return Page(612, 842, list(made_lines))


def paragraphs_of(*pages: Page) -> list[str]:
    return [block.text for block in blocks_of(list(pages)) if isinstance(block, Line)]


FULL = ("按月核对目录，逐件审查内容、密级和个人隐私，依法应当公开的都已公开并及", 80.0, 520.0)


def test_a_full_line_of_a_paragraph_that_names_the_report_is_no_title() -> None:
    page = page_of(
        ("本报告依照条例和格式编制，由办公室起草，经主要负责人审定，（国", 112, 520, 700, 16, 16),
        ("务院令第711号）和政府信息公开工作年度报告格式的要求编", 80, 521, 672, 16, 16),
        ("制。所列数据的统计期限为一年。", 80, 330, 644, 16, 16),
        ("一、总体情况", 112, 210, 616, 16, 16),
        (*FULL, 588, 16, 16),
        ("时更新。", 80, 150, 560, 16, 16),
    )
    assert paragraphs_of(page)[0].endswith(
        "（国务院令第711号）和政府信息公开工作年度报告格式的要求编制。所列数据的统计期限为一年。"
    )


def test_a_line_made_taller_by_the_font_of_its_figures_is_no_title() -> None:
    page = page_of(
        (*FULL, 700, 11.7, 12),
        ("时更新，全年共核对12次，涉及信息1024条，其中政策解读30篇，都有留痕，随", 80, 521, 680, 15.4, 12),
        ("时可以查询，做到件件有着落。", 80, 240, 660, 11.7, 12),
        ("按季通报情况。", 80, 170, 640, 11.7, 12),
        (*FULL, 620, 11.7, 12),
        ("时更新。", 80, 130, 600, 11.7, 12),
    )
    assert [text[-6:] for text in paragraphs_of(page)] == ["件件有着落。", "季通报情况。", "并及时更新。"]


def test_an_article_has_its_own_margins_among_wider_menus() -> None:
    menus = [("栏目" * 20, 30.0, 590.0, 800.0 - 14 * n, 12.0, 12.0) for n in range(9)]
    page = page_of(
        *menus,
        ("青禾县柳桥镇2024年政府信息公开工作年度报告", 150, 480, 640, 22, 22),
        ("按月核对目录，逐件审查内容、密级和个人隐私，依法应当公开", 80, 520, 600, 16, 16),
        ("的都已公开并及时更新，联系地址：柳桥镇府前街一号；邮编：", 80, 480, 572, 16, 16),
        ("350400；电话见网站。", 80, 240, 544, 16, 16),
        ("按月核对目录，逐件审查内容、密级和个人隐私，依法应当公开", 80, 520, 516, 16, 16),
        ("的都已公开，按季通报情况，发现问题限期改正，年底前全部完成", 80, 520, 488, 16, 16),
        ("整改。", 80, 130, 460, 16, 16),
    )
    assert paragraphs_of(page)[-2:] == [
        "按月核对目录，逐件审查内容、密级和个人隐私，依法应当公开的都已公开并及时更新，"
        "联系地址：柳桥镇府前街一号；邮编：350400；电话见网站。",
        "按月核对目录，逐件审查内容、密级和个人隐私，依法应当公开的都已公开，按季通报情况，"
        "发现问题限期改正，年底前全部完成整改。",
    ]


def test_a_table_whose_cells_stand_apart_each_in_lines_of_its_own() -> None:
    pdf = made.Pdf()
    pdf.page()
    pdf.words(200, 810, made.TITLE, 14)
    pdf.words(60, 780, "四、政府信息公开行政复议、行政诉讼情况", 12)
    table = form("2021").tables[4]
    wide, high, gap = 46, 26, 3
    for cell in table.cells:
        x, y = 30 + cell.column * (wide + gap), 740 - (cell.row + cell.rowspan) * (high + gap)
        width = cell.colspan * (wide + gap) - gap
        height = cell.rowspan * (high + gap) - gap
        pdf.box(x, y, width, height)
        text = cell.label if cell.label is not None else TEXTS[cell.figure or ""]
        pdf.words(x + 3, y + height - 12, text[:5], 8)
        if text[5:]:
            pdf.words(x + 3, y + height - 22, text[5:], 8)
    report = read_bytes("a.pdf", pdf.content())
    assert dict(report.cells) == {figure: text for figure, text in TEXTS.items() if figure.startswith("disputes.")}


def test_a_page_on_which_a_tall_cell_has_no_lines() -> None:
    """Browsers draw no edge of 三、本年度办理结果 on the pages where its words do not stand; a row is cut there."""
    table = form("2021").tables[3]
    cut, width = 8, 72.0
    pdf = made.Pdf()
    pdf.page()
    pdf.words(250, 800, made.TITLE, 14)
    pdf.words(88, 780, "三、收到和处理政府信息公开申请情况", 12)
    for first, last, top in ((0, cut + 1, 760.0), (cut, table.rows - 1, 800.0)):
        for cell in table.cells:
            begin, end = max(cell.row, first), min(cell.row + cell.rowspan, last)
            if begin >= end or (first and cell.column == 0):
                continue
            x, y = 60 + cell.column * width, top - (end - first) * 18
            pdf.box(x, y, cell.colspan * width, (end - begin) * 18)
            label = cell.label if cell.label is not None else TEXTS[cell.figure or ""]
            if cell.row == cut and cell.label:
                label = label[6:] if first else label[:6]
            if begin == cell.row and not (first and cell.row == cut and cell.figure):
                pdf.words(x + 1, y + 4, label, min(8.0, cell.colspan * width / max(len(label), 1) * 0.95))
        if not first:
            pdf.page()
    report = read_bytes("a.pdf", pdf.content())
    assert {f: text for f, text in report.cells.items() if f.startswith("requests.")} == {
        f: text for f, text in TEXTS.items() if f.startswith("requests.") and ".carried_out" not in f
    }


@pytest.mark.parametrize("nowhere", [float("nan"), float("inf")])
def test_a_character_that_stands_nowhere_is_left_out(nowhere: float, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import raw

    placed = raw.FPDFText_GetLooseCharBox

    def misplaced(page: object, at: int, box: Any) -> object:
        found = placed(page, at, box)
        if at == 3:
            box._obj.left = nowhere
        return found

    monkeypatch.setattr(raw, "FPDFText_GetLooseCharBox", misplaced)
    report = read_bytes("a.pdf", made.pdf(TEXTS))
    assert dict(report.cells) == TEXTS


@pytest.mark.parametrize(
    ("order", "read"),
    [
        pytest.param("商00业01业10企20", "商业企业", id="by turns of its two lines"),
        pytest.param("社00组01会10织11公20益30", "社会公益组织", id="both lines by turns"),
        pytest.param("商00业10企20业01", "商业企业", id="line by line"),
        pytest.param("结02果01维00", "结果维", id="set upwards"),
        pytest.param("结01果00维11持10", "结果维持", id="upwards in two columns"),
        pytest.param("结30果31维00持01", "结果维持", id="in columns from the right"),
    ],
)
def test_the_lines_of_a_narrow_cell(order: str, read: str) -> None:
    chars = [
        Char(text, 10 + 8 * int(column), 80 - 12 * int(line), 18 + 8 * int(column), 88 - 12 * int(line))
        for text, column, line in zip(order[::3], order[1::3], order[2::3], strict=True)
    ]
    frame = Frame([0, 60], [100, 0], [Rule(100, 0, 60), Rule(0, 0, 60)], [Rule(0, 0, 100), Rule(60, 0, 100)], chars)
    assert [cell.text for cell in grid_of(frame).cells] == [read]
