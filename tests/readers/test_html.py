"""The article of a page: menus, frames of layout tables, hidden parts and pasted markup do not disturb it."""

from __future__ import annotations

import pytest

from nianbao.core.checks import run
from nianbao.core.form import form
from nianbao.readers import read_bytes
from nianbao.workflow.inspecting import report_case
from tests.readers import made

TEXTS = made.figures(4)


def read(content: str):
    return read_bytes("page.html", content.encode())


def inside(before: str, after: str = "") -> str:
    return made.html(TEXTS).replace("<body>", f"<body>{before}").replace("</body>", f"{after}</body>")


def same(content: str) -> None:
    plain, report = read(made.html(TEXTS)), read(content)
    assert report == plain
    assert report.notes == ()


def test_menus_and_feet_around_the_article() -> None:
    body = made.html(TEXTS).split("<body>")[1].split("</body>")[0]
    same(
        "<html><head><title>本站</title></head><body><ul><li><a>首页</a></li><li>政府信息公开年报</li>"
        "<li>青禾县2019年政府信息公开工作年度报告</li></ul><div class='crumb'>当前位置：首页 &gt; 年报</div>"
        f"<div id='zoom'>{body}<p>【打印】【关闭】</p></div>"
        "<div class='foot'>主办：青禾县 ICP备0000号</div></body></html>"
    )


def test_layout_tables_around_everything() -> None:
    body = made.html(TEXTS).split("<body>")[1].split("</body>")[0]
    same(
        "<body><table><tr><td>菜单</td><td><table><tr><td><form>"
        f"{body}</form></td></tr></table></td></tr></table></body>"
    )


def test_what_nobody_sees_is_not_read() -> None:
    same(
        inside(
            "<script>var a = '<p>一、总体情况</p>'</script><div style='DISPLAY: none'>一、总体情况</div>",
            "<p hidden>隐藏的话。</p><p style='visibility:hidden'>隐藏。</p><style>p{color:red}</style><!-- 注释 -->",
        )
    )


def test_line_breaks_make_paragraphs() -> None:
    content = made.html(TEXTS)
    for text in made.WORDS.values():
        content = content.replace(f"<p>{text}</p>", f"&emsp;&emsp;{text}<br>")
    same(content)


def test_the_title_above_the_article_and_on_the_page() -> None:
    content = made.html(TEXTS)
    head = f"<h1>{made.TITLE}</h1>"
    body = content.replace(head, "").split("<body>")[1].split("</body>")[0]
    assert (
        read(f"<body><div><h1>{made.TITLE}</h1><p>来源：办公室</p><div>{body}</div></div></body>").title == made.TITLE
    )
    page = f"<head><title>{made.TITLE}_政府信息公开_青禾县人民政府</title></head><body>{body}</body>"
    assert read(page).title == made.TITLE


def test_levels_of_headings() -> None:
    content = made.html(TEXTS).replace(
        f"<p>{made.WORDS['overview']}</p>",
        "<h3>（一）主动公开，及时</h3><p>（二）依申请公开</p><p>（三）管理。有序。</p><p>1.平台</p>",
    )
    section = read(content).section("overview")
    assert section is not None
    assert [(p.level, len(p.sentences)) for p in section.paragraphs] == [(2, 1), (2, 1), (0, 2), (3, 1)]


def test_two_numbers_on_two_lines_of_a_cell_are_not_one() -> None:
    texts = {**TEXTS, "requests.granted.natural_person": "12"}
    content = made.html(texts).replace('colspan="1">12<', 'colspan="1"><p>1</p><p>2</p><')
    assert read(content).cells["requests.granted.natural_person"] == "1 2"


def test_a_page_that_is_one_table() -> None:
    rows = [f"<tr><td colspan='15'>{made.TITLE}</td></tr>"]
    for section in form("2021").sections:
        rows.append(f"<tr><td colspan='15'><b>{section.number}、{section.title}</b></td></tr>")
        if section.table:
            rows.append(made.html_table(form("2021").tables[section.table], TEXTS)[len("<table>") : -len("</table>")])
        else:
            long = made.WORDS[section.key] * 4
            rows.append(f"<tr><td colspan='15'><p>{long}</p><p>{made.WORDS[section.key]}</p></td></tr>")
    report = read(f"<body><table>{''.join(rows)}</table></body>")
    assert dict(report.cells) == TEXTS
    assert [section.key for section in report.sections] == [s.key for s in form("2021").sections]
    overview = report.section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs] == [made.WORDS["overview"] * 4, made.WORDS["overview"]]
    assert report.notes == ()


@pytest.mark.parametrize(
    "number",
    [
        lambda number, title: f"（{number}）{title}",
        lambda number, title: f"第{number}部分：{title}",
        lambda number, title: f"{number}．{title}",
        lambda number, title: f"{number}、{title.replace('总体情况', '2024年政府信息公开工作总体情况')}",
        lambda number, title: f"{'一二三四五六'.index(number) + 1}. {title}",
    ],
    ids=["brackets", "parts", "full-width point", "year", "digits"],
)
def test_numbers_and_words_of_section_titles(number) -> None:
    content = made.html(TEXTS)
    for section in form("2021").sections:
        content = content.replace(
            f"<p>{section.number}、{section.title}</p>", f"<p>{number(section.number, section.title)}</p>"
        )
    report = read(content)
    assert [section.key for section in report.sections] == [s.key for s in form("2021").sections]
    assert report.narrative.split("\n") == list(made.WORDS.values())
    assert report.notes == ()


def test_a_table_of_contents_heads_nothing() -> None:
    titles = "".join(f"<p>{section.number}、{section.title}</p>" for section in form("2021").sections)
    preamble = "<p>本报告依据有关规定编制。</p>"
    content = made.html(TEXTS).replace("</h1>", f"</h1>{titles}{preamble}")
    report = read(content)
    assert [section.key for section in report.sections] == [s.key for s in form("2021").sections]
    assert report.narrative.split("\n")[-3:] == list(made.WORDS.values())


def test_a_total_column_left_out_is_no_column_of_zeros(bank) -> None:
    lines = []
    for at, row in enumerate(made.rows(form("2021").tables[3], TEXTS)):
        kept = row if at == 2 else [*row[:-1], (row[-1][0], 1, 6)] if at == 0 else row[:-1]
        lines.append("<tr>" + "".join(f"<td rowspan={h} colspan={w}>{t}</td>" for t, h, w in kept) + "</tr>")
    content = made.html(TEXTS).replace(
        made.html_table(form("2021").tables[3], TEXTS), f"<table>{''.join(lines)}</table>"
    )
    report = read(content)
    assert any("总计" in note.what for note in report.notes)
    totals = {f for f in TEXTS if f.startswith("requests.") and f.endswith(".total")}
    assert dict(report.cells) == {figure: text for figure, text in TEXTS.items() if figure not in totals}
    codes = {finding.code for finding in run(report_case(report, bank), ["T"])}
    assert "T306" in codes
    assert "T303" not in codes
