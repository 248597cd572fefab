"""Word files: tracked changes, text boxes, hidden text, automatic numbers, tables in parts."""

from __future__ import annotations

import io
import zipfile

import pytest

from nianbao.core.report import Report
from nianbao.readers import read_bytes
from tests.readers import made
from tests.readers.test_unbroken import run_together

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TEXTS = made.figures(5)


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def p(text: str, inside: str = "") -> str:
    return f"<w:p>{inside}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(body: str, **parts: str) -> Report:
    return read_bytes("a.docx", word(p(made.TITLE) + p("一、总体情况") + body, **parts))


def words(report: Report) -> list[str]:
    return [paragraph.text for paragraph in report.sections[0].paragraphs]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        "<w:p><w:r><w:t>收到申请</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
        "<w:del><w:r><w:t>9</w:t></w:r></w:del><w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:t>件。</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
    )
    assert words(read(body)) == ["收到申请5件。移来"]


def test_hidden_text_and_field_codes_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见。</w:t></w:r></w:p>'
    )
    assert words(read(body)) == ["可见。"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框中的话。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice>"
        f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>正文。</w:t></w:r></w:p>"
    )
    assert words(read(body)) == ["框中的话。", "正文。"]


def test_automatic_numbers_are_part_of_the_text() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    mark = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>'
    body = p(made.TITLE) + p("总体情况", mark) + p("无。") + p("主动公开政府信息情况", mark)
    report = read_bytes("a.docx", word(body, numbering=numbering))
    assert [(s.number, s.key) for s in report.sections] == [("一", "overview"), ("二", "disclosure")]


def test_a_table_in_two_parts_with_its_head_repeated_is_one() -> None:
    def split(document: object) -> None:
        import copy

        table = document.tables[1]._tbl  # type: ignore[attr-defined]
        second = copy.deepcopy(table)
        table.addnext(second)
        lines = table.tr_lst
        for row in lines[14:]:
            table.remove(row)
        others = second.tr_lst
        for row in others[3:14]:
            second.remove(row)

    report = read_bytes("a.docx", made.docx(TEXTS, split))
    assert dict(report.cells) == TEXTS
    assert [t.number for s in report.sections for t in s.tables] == [2, 3, 4]


def test_a_frame_table_around_prose_and_tables_is_transparent() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('框内第一段。')}{inner}{p('框内第二段。')}</w:tc></w:tr></w:tbl>"
    report = read(body)
    assert words(report) == ["框内第一段。", "框内第二段。"]
    assert [t.number for t in report.sections[0].tables] == [None]


def test_a_deleted_row_is_gone() -> None:
    cell = "<w:tc>{}</w:tc>"
    rows = "".join(
        f"<w:tr>{'<w:trPr><w:del/></w:trPr>' if gone else ''}{cell.format(p(text))}{cell.format(p('1'))}</w:tr>"
        for text, gone in (("甲", False), ("乙", True), ("丙", False))
    )
    table = read(f"<w:tbl>{rows}</w:tbl>").sections[0].tables[0]
    assert [c.text for c in table.cells] == ["甲", "1", "丙", "1"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    body = p("全年公开", mark) + p("信息12条。")
    body += f"<w:p>{mark}<w:del><w:r><w:delText>整段删去。</w:delText></w:r></w:del></w:p>" + p("没有收费。")
    assert words(read(body)) == ["全年公开信息12条。", "没有收费。"]


def test_a_title_in_a_text_box_of_two_lines() -> None:
    box = f"<w:pict><w:txbxContent>{p('青禾县柳桥镇')}{p('2024年政府信息公开工作年度报告')}</w:txbxContent></w:pict>"
    report = read_bytes("a.docx", word(f"<w:p><w:r>{box}</w:r></w:p>" + p("一、总体情况") + p("没有收费。")))
    assert (report.title, report.unit, report.year) == (made.TITLE, "青禾县柳桥镇", 2024)


def test_what_is_taken_out_before_parsing_changes_nothing() -> None:
    """The reduced XML says what the whole says, for files of ours and of another library."""
    from nianbao.readers.container import Container
    from nianbao.readers.docx import _Walk, lean, parse
    from nianbao.writers import render

    for content in (made.docx(TEXTS), render(read_bytes("a.docx", made.docx(TEXTS)), "docx")):
        container = Container(content, "a.docx")
        body = container.read("word/document.xml") or b""
        found = []
        for xml in (body, lean(body, hiding=False)):
            walk = _Walk({}, hiding=False)
            parse(xml, walk, container)
            found.append(walk.out)
        assert found[0] == found[1]
        assert len(lean(body, hiding=False)) < len(body) / 2


@pytest.mark.parametrize(
    "run",
    [
        '<w:r w:rsidRPr="00A"><w:t>没有收费。</w:t></w:r>',
        '<w:r xmlns:x="http://example.invalid/a"><w:t>没有收费。</w:t></w:r>',
        '<w:r w:x="a>b"><w:t>没有收费。</w:t></w:r>',
        "<w:r><w:t>没有</w:t></w:r><w:r/><w:r w:x='1'/><w:r><w:t>收费。</w:t></w:r>",
        '<w:r><w:t xml:space="preserve">没有</w:t><w:t>收费。</w:t></w:r>',
        "<w:hyperlink><w:r><w:t>没有</w:t></w:r></w:hyperlink><w:r><w:t>收费。</w:t></w:r>",
    ],
)
def test_runs_however_they_are_written(run: str) -> None:
    assert words(read(f"<w:p>{run}</w:p>")) == ["没有收费。"]
    row = f"<w:tr><w:tc><w:p>{run}</w:p></w:tc><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
    (table,) = read(f"<w:tbl>{row}</w:tbl>").sections[0].tables
    assert [cell.text for cell in table.cells] == ["没有收费。", "甲"]


def test_a_title_in_the_head_of_the_pages() -> None:
    def change(document) -> None:
        document.paragraphs[0]._p.getparent().remove(document.paragraphs[0]._p)
        document.sections[0].header.paragraphs[0].text = made.TITLE

    report = read_bytes("a.docx", made.docx(made.figures(1), change))
    assert (report.title, report.year) == (made.TITLE, 2024)


def pasted(text: str, *, broken: bool) -> bytes:
    """A text pasted into Word: a paragraph a line, or one paragraph with line breaks."""
    from docx import Document

    document = Document()
    if broken:
        document.add_paragraph(text)
    else:
        for line in text.split("\n"):
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("gap", ["\t", " ", "\n"])
def test_tables_pasted_as_text(gap: str, broken: bool) -> None:
    texts = made.figures(11)
    report = read_bytes("a.docx", pasted(made.text(texts, gap=gap), broken=broken))
    assert dict(report.cells) == texts
    assert report.title == made.TITLE
    assert [s.key for s in report.sections] == ["overview", "disclosure", "requests", "disputes", "problems", "other"]


def test_a_whole_report_pasted_into_one_paragraph() -> None:
    texts = made.figures(11)
    report = read_bytes("a.docx", pasted(run_together(texts), broken=False))
    assert [f for f, t in report.cells.items() if t != texts[f]] == []
    assert len(report.sections) == 6
