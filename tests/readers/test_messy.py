"""Reports as they are met: saved as CSV, tables in parts, units in cells, contents with pages, pasted markup."""

from __future__ import annotations

import base64
import csv
import io
import quopri
import re
import zipfile

import pytest

from nianbao.core.checks import run
from nianbao.core.errors import InputError
from nianbao.core.form import form
from nianbao.core.importing import import_report
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.workflow.inspecting import report_case
from tests.readers import made

TEXTS = made.figures(5)
PLAIN = read_bytes("a.html", made.html(TEXTS).encode())


def same(report: Report) -> None:
    assert dict(report.cells) == TEXTS
    assert report.title == made.TITLE
    assert [section.key for section in report.sections] == [section.key for section in PLAIN.sections]
    assert report.narrative == PLAIN.narrative
    assert report.notes == ()


# --- text with separators ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [",", "，", ";", "；"])
def test_cells_between_commas(gap: str) -> None:
    same(read_bytes("a.txt", made.text(TEXTS, gap=gap).encode()))


def saved_as_csv(*, quoted: bool) -> str:
    """What a spreadsheet saves: every row as wide as the widest, merged places blank."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    wide = 17
    writer.writerow([made.TITLE] + [""] * wide)
    for section in form("2021").sections:
        writer.writerow([f"{section.number}、{section.title}"] + [""] * wide)
        if not section.table:
            writer.writerow([made.WORDS[section.key]] + [""] * wide)
            continue
        table = form("2021").tables[section.table]
        grid = [[""] * (wide + 1) for _ in range(table.rows)]
        for cell in table.cells:
            text = cell.label if cell.label is not None else TEXTS[cell.figure or ""]
            grid[cell.row][cell.column] = text.replace("（", "\n（", 1) if len(text) > 20 else text
        writer.writerows(grid)
    return out.getvalue()


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_report_saved_as_csv(quoted: bool, encoding: str) -> None:
    same(read_bytes("a.csv", saved_as_csv(quoted=quoted).encode(encoding)))


def test_commas_of_prose_are_no_separators() -> None:
    content = made.text(TEXTS).replace(made.WORDS["other"], "规章,行政许可,行政处罚,行政强制,都已公开;其他,总计,0件。")
    report = read_bytes("a.txt", content.encode())
    assert dict(report.cells) == TEXTS
    assert report.narrative.split("\n")[-1] == "规章,行政许可,行政处罚,行政强制,都已公开;其他,总计,0件。"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("make", [made.text, made.html])
def test_encodings_that_nobody_names(encoding: str, make) -> None:
    content = make(TEXTS).replace("<meta charset='utf-8'>", "")
    same(read_bytes("a.html" if make is made.html else "a.txt", content.encode(encoding)))


# --- tables of pages -----------------------------------------------------------------------------------------------


def with_table_three(change) -> Report:
    """The page with the rows of table three changed into other tables."""
    table = made.html_table(form("2021").tables[3], TEXTS)
    rows = re.findall(r"<tr>.*?</tr>", table)
    return read_bytes("a.html", made.html(TEXTS).replace(table, change(rows)).encode())


def test_table_three_in_two_tables() -> None:
    same(with_table_three(lambda rows: f"<table>{''.join(rows[:12])}</table><table>{''.join(rows[12:])}</table>"))


def test_table_three_goes_on_under_a_line_that_says_so() -> None:
    parts = lambda rows: f"<table>{''.join(rows[:12])}</table><p>续表</p><table>{''.join(rows[12:])}</table>"  # noqa: E731
    same(with_table_three(parts))


def test_a_head_printed_again_inside_the_table() -> None:
    same(with_table_three(lambda rows: f"<table>{''.join(rows[:3] + rows[3:23] + rows[:3] + rows[23:])}</table>"))


def test_a_page_that_wps_saved() -> None:
    body = made.html(TEXTS).split("<body>")[1].split("</body>")[0]
    body = re.sub(
        r"<p>(.*?)</p>",
        r'<p class=MsoNormal style="text-indent:32pt"><span style="mso-spacerun:\'yes\';font-size:16pt;">'
        r'<font face="仿宋">\1</font></span><span><o:p></o:p></span></p>',
        body,
    )
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312"><!--[if gte mso 9]><xml>'
        "<o:DocumentProperties><o:Author>某人</o:Author></o:DocumentProperties></xml><![endif]--></head>"
    )
    page = f"{head}<body><!--StartFragment--><div class='Section0'>{body}</div><!--EndFragment--></body></html>"
    same(read_bytes("a.htm", page.encode("gb18030")))


# --- units in cells -------------------------------------------------------------------------------------------------


def with_units() -> bytes:
    return made.html(TEXTS, shape=lambda text: f"{text}件" if text.isdigit() else text).encode()


def test_a_unit_in_a_cell_is_said_and_the_number_counts(bank) -> None:
    report = read_bytes("a.html", with_units())
    assert report.cells["requests.granted.natural_person"] == TEXTS["requests.granted.natural_person"] + "件"
    assert report.numbers == PLAIN.numbers
    sums = {"T301", "T302", "T303", "T401"}
    told = {f.code: f for f in run(report_case(report, bank), ["T"])}
    assert set(told) & sums == {f.code for f in run(report_case(PLAIN, bank), ["T"])} & sums
    for code in ("T201", "T305", "T403"):
        assert told[code].severity == "advice"
        assert "带有单位" in told[code].message and told[code].expected is not None


def test_numbers_with_units_are_imported(bank) -> None:
    made_draft = import_report(read_bytes("a.html", with_units()), tuple(bank.facts.values()))
    plain = import_report(PLAIN, tuple(bank.facts.values()))
    assert made_draft.draft.figures == plain.draft.figures
    assert any("单位" in note.what for note in made_draft.notes)


# --- contents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dots", [" ", "……", "\t", " . . . . "])
def test_a_table_of_contents_with_pages_is_not_read(dots: str) -> None:
    lines = "\n".join(f"{s.number}、{s.title}{dots}{at}" for at, s in enumerate(form("2021").sections, 1))
    content = made.text(TEXTS).replace(made.TITLE, f"{made.TITLE}\n目  录\n{lines}\n", 1)
    same(read_bytes("a.txt", content.encode()))


# --- rows that are none of the table's --------------------------------------------------------------------------


def test_a_remark_in_the_last_row_of_a_table_is_a_paragraph() -> None:
    remark = "注：数据截至2024年12月31日。"
    report = with_table_three(lambda rows: f"<table>{''.join(rows)}<tr><td colspan=10>{remark}</td></tr></table>")
    assert dict(report.cells) == TEXTS
    assert report.notes == ()
    assert remark in report.narrative.split("\n")


def test_columns_of_serial_numbers_and_remarks_are_none_of_the_forms() -> None:
    def wider(rows: list[str]) -> str:
        made_rows = []
        for at, row in enumerate(rows):
            first = f"<td>{'序号' if at == 0 else at}</td>"
            made_rows.append(
                row.replace("<tr>", f"<tr>{first}").replace("</tr>", f"<td>{'' if at else '备注'}</td></tr>")
            )
        return f"<table>{''.join(made_rows)}</table>"

    report = with_table_three(wider)
    assert dict(report.cells) == TEXTS


# --- pages saved in one file, pages without their text -------------------------------------------------------------


def saved_in_one(*pages: tuple[str, bytes], encoding: str = "base64") -> bytes:
    """A message of pages (charset, bytes), as browsers save them."""
    parts = []
    for charset, page in pages:
        content = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
        parts.append(
            f"--=_Next\nContent-Type: text/html;\n\tcharset={charset}\nContent-Transfer-Encoding: {encoding}\n"
            f"Content-Location: http://example.gov.cn/\n\n".encode()
            + content
        )
    head = b"From: <Saved>\nSubject: =?gb2312?B?xOqxqA==?=\nMIME-Version: 1.0\n"
    head += b'Content-Type: multipart/related;\n\tboundary="=_Next"\n\n'
    return (head + b"\n".join(parts) + b"\n--=_Next--\n").replace(b"\n", b"\r\n")


@pytest.mark.parametrize("name", ["年报.mht", "年报.mhtml", "年报.doc", "年报.html"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_page_saved_in_one_file(name: str, encoding: str) -> None:
    page = made.html(TEXTS).replace("utf-8", "gb2312").encode("gbk")
    same(read_bytes(name, saved_in_one(("gb2312", page), encoding=encoding)))


def test_the_frame_that_holds_the_report_is_read() -> None:
    frames = b"<html><frameset cols='20,*'><frame src='cid:a'><frame src='cid:b'></frameset></html>"
    menu = "<html><body><p>政府信息公开指南</p><p>政府信息公开年报</p></body></html>".encode()
    same(read_bytes("a.mht", saved_in_one(("utf-8", frames), ("utf-8", menu), ("utf-8", made.html(TEXTS).encode()))))


def test_a_message_without_a_page_is_said() -> None:
    message = b"MIME-Version: 1.0\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACw=\n"
    with pytest.raises(InputError, match="没有网页的正文"):
        read_bytes("a.mht", message)


@pytest.mark.parametrize(
    "inside",
    [
        "<div id='app'></div><script>window.data = '<table><td>规章</td></table>'</script>",
        "<textarea>&lt;p&gt;一、总体情况&lt;/p&gt;</textarea><ul><li>政府信息公开年报</li></ul>",
    ],
)
def test_a_page_whose_text_a_script_would_load_is_said(inside: str) -> None:
    page = f"<html><head><title>{made.TITLE}</title></head><body><h1>{made.TITLE}</h1>{inside}</body></html>"
    with pytest.raises(InputError) as caught:
        read_bytes("a.html", page.encode())
    assert caught.value.what == "只读到报告的标题，没有读到正文和表格"
    assert "浏览器" in caught.value.mend


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"OFD.xml": "<ofd/>"}, "OFD"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "ods"),
    ],
)
def test_other_office_formats_are_named(members: dict[str, str], what: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(InputError) as caught:
        read_bytes("年报", out.getvalue())
    assert what in caught.value.what and caught.value.mend


def test_word_as_one_xml_file_is_named() -> None:
    xml = '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
    with pytest.raises(InputError, match="XML格式的Word"):
        read_bytes("年报.xml", xml.encode())


# --- copies, several reports, tables drawn or typed ----------------------------------------------------------------


def test_a_hidden_copy_for_small_screens_is_not_read() -> None:
    page = made.html(TEXTS)
    body = page.partition("<body>")[2].partition("</body>")[0]
    other = made.html(made.figures(9)).partition("<body>")[2].partition("</body>")[0]
    both = f"<html><body><div>{body}</div><div style='display:none'>{other}</div></body></html>"
    same(read_bytes("a.html", both.encode()))
    hidden = f"<html><body><div class='tab' style='display:none'>{body}</div></body></html>"
    same(read_bytes("a.html", hidden.encode()))


def test_of_several_reports_in_a_file_the_first_is_read_and_the_others_are_named() -> None:
    other = made.html(made.figures(9), title="青禾县石门乡2024年政府信息公开工作年度报告")
    pages = [page.partition("<body>")[2].partition("</body>")[0] for page in (made.html(TEXTS), other)]
    report = read_bytes("a.html", f"<html><body>{''.join(pages)}</body></html>".encode())
    assert dict(report.cells) == TEXTS
    assert report.narrative == PLAIN.narrative
    assert [note.what for note in report.notes] == [
        "文件里不止一份报告，只读了第一份，没有读“青禾县石门乡2024年政府信息公开工作年度报告”"
    ]


def padded(texts: dict[str, str], bar: str, rule: str = "") -> str:
    """The report as text whose tables are drawn with characters."""
    lines = [made.TITLE]
    for section in form("2021").sections:
        lines.append(f"{section.number}、{section.title}")
        if not section.table:
            lines.append(made.WORDS[section.key])
            continue
        table = form("2021").tables[section.table]
        grid = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            grid[cell.row][cell.column] = cell.label if cell.label is not None else texts[cell.figure or ""]
        for row in grid:
            lines += [rule] if rule else []
            lines.append(bar + bar.join(f" {text} " for text in row) + bar)
        lines += [rule] if rule else []
    return "\n".join(lines)


@pytest.mark.parametrize(("bar", "rule"), [("|", "+----+----+----+"), ("│", "├──┼──┼──┤"), ("┃", ""), ("║", "╠══╬══╣")])
def test_tables_drawn_with_characters(bar: str, rule: str) -> None:
    same(read_bytes("a.txt", padded(TEXTS, bar, rule).encode()))


def test_a_page_of_typed_text() -> None:
    same(read_bytes("a.html", f"<html><body><pre>{made.text(TEXTS)}</pre></body></html>".encode()))


def test_markdown_with_tables_in_html() -> None:
    lines = [f"# {made.TITLE}"]
    for section in form("2021").sections:
        lines.append(f"## {section.number}、{section.title}")
        table = section.table
        lines.append(made.html_table(form("2021").tables[table], TEXTS) if table else f"**{made.WORDS[section.key]}**")
    same(read_bytes("a.md", "\n\n".join(lines).encode()))


def test_paragraphs_that_an_editor_broke_at_its_margin() -> None:
    texts = [
        "我镇主动公开政府信息128条，内容包括财政预决算、惠农补贴、征地补偿、社会救助、安全生产和乡村振兴等方面，均在规定时限内公布。",
        "全年开展业务培训2次，参加培训56人次，由党政办公室组织，内容为公开范围、答复格式和保密审查的要求，参加人员都通过了测试并取得合格成绩。",
        "年末对照目录逐项核对了公开内容，补充了3项应当公开而没有公开的信息，更正了2处错误链接，并将核对结果通报各站所。",
    ]
    wrapped = ["\n".join(("　　" + text)[at : at + 30] for at in range(0, len(text) + 2, 30)) for text in texts]
    text = made.text(TEXTS).replace(made.WORDS["overview"], "\n".join(wrapped))
    report = read_bytes("a.txt", text.encode())
    overview = report.section("overview")
    assert overview is not None
    assert [paragraph.text for paragraph in overview.paragraphs] == texts
    assert dict(report.cells) == TEXTS


def test_paragraphs_that_an_editor_broke_at_a_column() -> None:
    texts = [
        "本机关依据《中华人民共和国政府信息公开条例》第五十条编制并公布本报告，数据均为机关数据。",
        "2022年新收申请12件，较2021年16件减少4件、下降25%。其中部分公开2件，无法提供10件，没有一件被纠错。",
        "做好档案数字化，数字化率由62%提升到81%。",
        "制定任务清单，按季调度。",
    ]
    lines = []
    for text in texts:
        lines.append("　　")
        for character in text:
            wide = sum(1 if c < "\u0300" else 2 for c in lines[-1] + character)
            lines.append("") if wide > 64 else None
            lines[-1] += character
    text = made.text(TEXTS).replace(made.WORDS["overview"], "\n".join(lines))
    report = read_bytes("a.txt", text.encode())
    overview = report.section("overview")
    assert overview is not None
    assert [paragraph.text for paragraph in overview.paragraphs] == texts
    assert dict(report.cells) == TEXTS


# --- heads that do not fit, labels with units, rows that fit by chance ----------------------------------------------


def test_where_a_head_is_lost_the_rows_are_not_read_one_column_aside() -> None:
    page = made.html(TEXTS).replace('<td rowspan="1" colspan="1">商业企业</td>', "", 1)
    shifted = re.sub(r'(<td rowspan="\d+" colspan="\d+">)自然人</td>', r"\1</td>", page, count=1)
    report = read_bytes("a.html", shifted.encode())
    for figure, text in report.cells.items():
        assert text == TEXTS[figure]
    assert report.notes


def test_labels_that_say_their_unit() -> None:
    def unit(text: str) -> str:
        return f"{text}（件）" if "申请数量" in text else text

    same(read_bytes("a.html", made.html(TEXTS, shape=unit).encode()))


def test_what_stands_right_of_the_last_column_is_no_figure() -> None:
    rows = made.html(TEXTS)
    page = re.sub(r"(</td>)(</tr>)", r"\1<td></td><td>上年同期为3</td>\2", rows.partition("三、收到")[2])
    report = read_bytes("a.html", (rows.partition("三、收到")[0] + "三、收到" + page).encode())
    assert {f: t for f, t in report.cells.items() if f.startswith("requests.")} == {
        f: t for f, t in TEXTS.items() if f.startswith("requests.")
    }


def test_rows_that_fit_by_chance_among_many_that_do_not_are_not_read() -> None:
    lines = made.text(TEXTS).split("\n")
    broken = [
        "\t".join(line.split("\t")[:-2]) if line[:2] in ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.") else line
        for line in lines
    ]
    report = read_bytes("a.txt", "\n".join(broken).replace("自然人\t", "").encode())
    assert not [figure for figure in report.cells if figure.startswith("requests.")]
    assert any("整张表没有读入" in note.what for note in report.notes)


# --- menus, stacked tables, tables without cells ---------------------------------------------------------------------


def test_a_menu_of_the_sections_and_links_back_to_it_are_not_read() -> None:
    sections = form("2021").sections
    menu = "".join(f"<li><a href='#{s.key}'>{s.number}、{s.title}</a></li>" for s in sections)
    page = made.html(TEXTS).replace("</h1>", f"</h1><ul>{menu}</ul>")
    for section in sections:
        heading = f"<p>{section.number}、{section.title}</p>"
        page = page.replace(heading, f"{heading}<a href='#top'>返回顶部</a>")
    report = read_bytes("a.html", page.encode())
    same(report)
    assert report.preamble == ()


def test_table_four_with_its_proceedings_below_each_other() -> None:
    labels = {
        "review": "行政复议",
        "litigation_direct": "行政诉讼（未经复议直接起诉）",
        "litigation_after_review": "行政诉讼（复议后起诉）",
    }
    outcomes = {
        "upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结", "total": "总计",
    }  # fmt: skip
    heads = "".join(f"<td>{label}</td>" for label in outcomes.values())
    blocks = [
        f"<tr><td colspan='5'>{label}</td></tr><tr>{heads}</tr><tr>"
        + "".join(f"<td>{TEXTS[f'disputes.{kind}.{outcome}']}</td>" for outcome in outcomes)
        + "</tr>"
        for kind, label in labels.items()
    ]
    whole = made.html(TEXTS)
    table = made.html_table(form("2021").tables[4], TEXTS)
    for rows in (f"<table>{''.join(blocks)}</table>", "".join(f"<table>{block}</table>" for block in blocks)):
        assert dict(read_bytes("a.html", whole.replace(table, rows).encode()).cells) == TEXTS


def test_tables_that_a_page_sets_without_a_table() -> None:
    page = made.html(TEXTS)
    for tag in ("table", "tr", "td"):
        page = re.sub(rf"<(/?){tag}\b[^>]*>", r"<\1div>", page)
    assert dict(read_bytes("a.html", page.encode()).cells) == TEXTS


def test_a_number_on_a_line_of_its_own_above_the_title_of_its_section() -> None:
    page = made.html(TEXTS)
    for section in form("2021").sections:
        heading = f"{section.number}、{section.title}"
        page = page.replace(f"<p>{heading}</p>", f"<p>{section.number}、<br>{section.title}</p>")
    same(read_bytes("a.html", page.encode()))
