"""Tables as they are met: broken labels, shifted columns, added sums, lost rows and cells."""

from __future__ import annotations

import re

import pytest

from nianbao.core.form import form
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.readers.blocks import Grid, RawCell
from nianbao.readers.parts import Part, merged
from tests.readers import made

TEXTS = made.figures(3)


def page(content: str) -> Report:
    return read_bytes("page.html", content.encode())


def whats(report: Report) -> str:
    return "\n".join(f"{note.where}：{note.what}" for note in report.notes)


@pytest.mark.parametrize(
    "shape",
    [
        lambda t: "&nbsp;".join(t) if not t.isdigit() else f"&nbsp;{t}&nbsp;",
        lambda t: "<br>".join(t) if not t.isdigit() else f"<p> {t} </p>",
        lambda t: t.translate(str.maketrans("（），：", "(),:")),
        lambda t: "".join(f"<span>{c}</span>" for c in t),
        lambda t: f"<p class='MsoNormal'><b><font face='宋体'>{t}</font></b><o:p></o:p></p>",
        lambda t: t.replace("、", "").replace("“", '"').replace("”", '"').replace(".", "．"),
    ],
)
def test_labels_are_known_however_they_are_written(shape: made.Shape) -> None:
    report = page(made.html(TEXTS, shape=shape))
    assert dict(report.cells) == TEXTS
    assert report.notes == ()


def test_a_head_wider_than_its_column_does_not_shift_the_figures() -> None:
    content = made.html(TEXTS)
    content = content.replace('<td rowspan="2" colspan="1">自然人</td>', '<td rowspan="1" colspan="2">自然人</td>')
    content = content.replace('<td rowspan="1" colspan="1">商业企业</td>', '<td></td><td colspan="2">商业企业</td>')
    content = content.replace('colspan="5">法人', 'colspan="5">法人')
    assert dict(page(content).cells) == TEXTS


def test_an_added_subtotal_column_is_no_column_of_the_form() -> None:
    lines = ['<tr><td colspan="3"></td><td>自然人</td>']
    names = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计"]
    lines[0] += "".join(f"<td>{name}</td>" for name in names) + "</tr>"
    table = form("2021").tables[3]
    for row in made.rows(table, TEXTS)[3:]:
        cells = [f'<td rowspan="{high}" colspan="{wide}">{text}</td>' for text, high, wide in row]
        lines.append(f"<tr>{''.join([*cells[:-1], '<td>99</td>', cells[-1]])}</tr>")
    report = page(f"<h1>{made.TITLE}</h1><p>三、{table.title}</p><table>{''.join(lines)}</table>")
    assert {f: t for f, t in report.cells.items() if f.startswith("requests.")} == {
        f: t for f, t in TEXTS.items() if f.startswith("requests.")
    }


def test_a_row_without_label_is_told_by_its_neighbours_and_said() -> None:
    report = page(made.html(TEXTS).replace(">2.重复申请<", "><"))
    assert dict(report.cells) == TEXTS
    assert "重复申请" in whats(report) and "按前后行认作" in whats(report)


def test_a_row_with_a_cell_too_few_is_not_guessed() -> None:
    table = form("2021").tables[3]
    lines = made.rows(table, TEXTS)
    at = next(n for n, row in enumerate(lines) if any(text == "2.重复申请" for text, _, _ in row))
    del lines[at][2]
    body = "".join(
        "<tr>" + "".join(f'<td rowspan="{h}" colspan="{w}">{t}</td>' for t, h, w in row) + "</tr>" for row in lines
    )
    report = page(f"<h1>{made.TITLE}</h1><p>三、{table.title}</p><table>{body}</table>")
    row = {f for f in report.cells if f.startswith("requests.rejected.repeated.")}
    assert row <= {"requests.rejected.repeated.total"}
    assert "重复申请" in whats(report)


def test_a_missing_row_is_said_and_has_no_cells() -> None:
    content = made.html(TEXTS)
    start = content.index('<tr><td rowspan="1" colspan="1">2.重复申请')
    content = content[:start] + content[content.index("</tr>", start) + 5 :]
    report = page(content)
    assert not any(f.startswith("requests.rejected.repeated.") for f in report.cells)
    assert "重复申请：这一行没有读到数据" in whats(report)


def test_blanks_strokes_and_words_stay_as_they_stood() -> None:
    texts = {**TEXTS, "requests.granted.research": "", "requests.granted.social": "/", "disputes.review.other": "无"}
    report = page(made.html(texts))
    assert dict(report.cells) == texts
    assert "requests.granted.social" not in report.numbers


def test_blank_cells_of_a_text_stay_in_their_columns() -> None:
    row = "requests.granted."
    texts = {**TEXTS, **{f: "" for f in TEXTS if f.startswith(row) and not f.endswith(("natural_person", "total"))}}
    report = read_bytes("a.txt", made.text(texts).encode())
    assert dict(report.cells) == texts


def test_table_two_in_four_tables_is_one() -> None:
    table = form("2021").tables[2]
    starts = [n for n, row in enumerate(made.rows(table, TEXTS)) if row[0][0].startswith("第二十条")]
    lines = [
        "<tr>" + "".join(f'<td colspan="{w}">{t}</td>' for t, _, w in row) + "</tr>" for row in made.rows(table, TEXTS)
    ]
    tables = [
        f"<p>附表</p><table>{''.join(lines[a:b])}</table>"
        for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    report = page(f"<h1>{made.TITLE}</h1><p>二、{table.title}</p>{''.join(tables)}")
    section = report.section("disclosure")
    assert section is not None
    assert [t.number for t in section.tables] == [2]
    assert dict(report.cells) == {f: t for f, t in TEXTS.items() if f.startswith("disclosure.")}


def test_a_second_copy_of_a_table_counts_for_nothing() -> None:
    other = made.figures(9)
    extra = made.html_table(form("2021").tables[4], other)
    report = page(made.html(TEXTS).replace("</body>", f"<p>附：</p>{extra}</body>"))
    assert dict(report.cells) == TEXTS
    assert "只读第一张" in whats(report)


def test_pieces_of_a_table_without_end_are_not_put_together() -> None:
    """A table that page breaks cut has a dozen pieces; each joined piece costs as much as all before it."""
    rows = tuple(RawCell(row, column, 1, 1, str(5 * row + column)) for row in range(4) for column in range(5))
    joined = [*merged([Part(2, Grid(rows))] * 12)]
    endless = [*merged([Part(2, Grid(rows))] * 1_000)]
    assert [len(part.grid.cells) for part in joined] == [12 * len(rows)]
    assert max(len(part.grid.cells) for part in endless) < 20_000 / 8
    assert sum(len(part.grid.cells) for part in endless) == 1_000 * len(rows)


def test_run_together_digits_are_split_only_where_one_way_is_left() -> None:
    zone = "一、本年新收政府信息公开申请数量713000074二、上年结转政府信息公开申请数量1000001（一）予以公开1111114"
    heads = "申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他"
    content = f"{made.TITLE}\n三、收到和处理政府信息公开申请情况\n{heads} {zone}"
    report = read_bytes("a.txt", content.encode())
    received = [report.cells[f"requests.received.{c}"] for c in ("natural_person", "enterprise", "total")]
    assert received == ["71", "3", "74"]
    assert "requests.granted.total" not in report.cells
    assert "连在一起" in whats(report)


@pytest.mark.parametrize("change", [None, ("requests.granted.total", ""), ("requests.granted.total", "/"), "lost cell"])
def test_a_shape_that_was_read_before_reads_the_same(change) -> None:
    """What is remembered of a table's shape never decides what a number means."""
    from nianbao.readers.parts import _known

    for seed in range(4):
        texts = made.figures(seed)
        content = made.html(texts)
        if isinstance(change, tuple):
            content = made.html({**texts, change[0]: change[1]})
        elif change:
            content = re.sub(r"(予以公开</td>)<td[^<>]*>\d+</td>", r"\1", content, count=1)
        warm = read_bytes("a.html", content.encode())
        again = read_bytes("a.html", content.encode())
        _known.cache_clear()
        cold = read_bytes("a.html", content.encode())
        assert warm == again == cold
        assert warm.notes == again.notes == cold.notes
        assert warm.cells == cold.cells


def test_labels_explained_in_brackets_name_the_same_items_and_columns() -> None:
    def explained(text: str) -> str:
        return {
            "规章": "规章（含修改的）",
            "行政规范性文件": "行政规范性文件(以本机关名义印发)",
            "行政许可": "行政许可（件）",
            "本年制发件数": "本年制发件数（一年之内）",
            "现行有效件数": "现行有效件数（截至年底）",
        }.get(text, text)

    report = page(made.html(TEXTS, shape=explained))
    assert dict(report.cells) == TEXTS
    assert report.notes == ()


@pytest.mark.parametrize(
    ("label", "typed"),
    [("（一）予以公开", "（一）给予公开"), ("（三）不予公开", "（三）不子公开"), ("（五）不予处理", "（五）不于处理")],
)
def test_a_typo_in_the_label_of_a_row_is_told_by_its_number(label: str, typed: str) -> None:
    report = page(made.html(TEXTS, shape=lambda text: typed if text == label else text))
    assert dict(report.cells) == TEXTS


def test_a_row_whose_number_fits_no_label_near_it_is_not_guessed() -> None:
    from nianbao.readers.labels import row_name

    assert row_name("（一）全部拒绝") is None
    assert row_name("（三）请示汇报") is None


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("五、存在的突出问题及下一年度打算", "problems"),
        ("五、政府信息公开工作中存在的不足与今后安排", "problems"),
        ("五、存在困难的群众", None),
        ("二、存在问题较多的事项", None),
    ],
)
def test_what_is_missing_with_what_comes_next_is_section_five(heading: str, key: str | None) -> None:
    from nianbao.readers.titles import match_heading

    found = match_heading(heading)
    assert found is not None
    assert found.key == key
