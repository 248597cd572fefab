import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from nianbao.core.errors import InputError
from nianbao.core.form import form
from nianbao.core.report import Block, Cell, Paragraph, Report, Section, Sentence, Table
from nianbao.resources import resource_folder
from nianbao.writers import docx as writer
from nianbao.writers import docx_skeleton, render
from nianbao.writers.docx_template import prepare, word_template
from nianbao.writers.package import package, part
from nianbao.writers.page import Options, digits_points, grid, shares

from .sample import sample
from .schema import W, faults


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def opened(report: Report, *, marks: bool = False):
    return docx.Document(io.BytesIO(render(report, "docx", marks=marks)))


def body(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring(parts(render(report, "docx"))["word/document.xml"])


def test_the_committed_template_is_the_one_that_is_built() -> None:
    committed = (resource_folder("templates") / "report.docx").read_bytes()
    assert committed == docx_skeleton.build()
    assert len(committed) <= 15_000


@pytest.mark.parametrize("waiting", [False, True])
def test_every_part_is_well_formed_and_in_the_order_of_the_schema(waiting: bool) -> None:
    files = parts(render(sample(waiting=waiting), "docx", marks=waiting))
    for name, content in files.items():
        ElementTree.fromstring(content)
        if name.startswith("word/"):
            assert list(faults(content)) == [], name
    types = files["[Content_Types].xml"].decode()
    assert all(f'/{name}"' in types or name.endswith(".rels") for name in files if name != "[Content_Types].xml")


def test_the_checker_of_the_order_sees_a_wrong_order() -> None:
    wrong = f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'
    assert list(faults(wrong.encode()))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample(waiting=True), "docx", marks=True) == render(sample(waiting=True), "docx", marks=True)


def test_headings_are_real_headings() -> None:
    found = [(p.style.name, p.text) for p in opened(sample()).paragraphs if p.style.name.startswith("Heading")]
    assert found[:4] == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主动公开"),
        ("Heading 2", "（二）依申请公开"),
        ("Heading 3", "1.监督保障"),
    ]
    assert [text for style, text in found if style == "Heading 1"] == [
        f"{s.number}、{s.title}" for s in form("2021").sections
    ]


def test_headings_have_outline_levels_and_stay_with_what_follows() -> None:
    styles = opened(sample()).styles
    for level in (1, 2, 3):
        format_ = styles[f"Heading {level}"].element.pPr
        assert format_.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert format_.find(qn("w:keepNext")) is not None


@pytest.mark.parametrize(
    ("style", "face", "half_points"),
    [
        ("Title", "方正小标宋简体", "44"),
        ("Heading 1", "黑体", None),
        ("Heading 2", "楷体_GB2312", None),
        ("Heading 3", "仿宋_GB2312", None),
        ("表格小字", "宋体", "18"),
        ("footer", "宋体", "28"),
    ],
)
def test_the_east_asian_face_is_set(style: str, face: str, half_points: str | None) -> None:
    element = next(s for s in opened(sample()).styles if s.name.lower() == style.lower()).element
    fonts = element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == face
    size = element.rPr.find(qn("w:sz"))
    assert (None if size is None else size.get(qn("w:val"))) == half_points


def test_every_face_names_what_may_stand_for_it() -> None:
    files = parts(render(sample(), "docx"))
    fonts = ElementTree.fromstring(files["word/fontTable.xml"])
    declared = {f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val") for f in fonts}
    used = {f.get(f"{W}eastAsia") for f in ElementTree.fromstring(files["word/styles.xml"]).iter(f"{W}rFonts")}
    assert used == set(declared)
    assert "仿宋" in declared["仿宋_GB2312"].split(",")


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(sample()).sections[0]
    assert len(opened(sample()).sections) == 1
    for measure, millimetres in (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.bottom_margin, 35),
        (section.left_margin, 28),
        (section.right_margin, 26),
    ):
        assert abs(measure - Mm(millimetres)) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) * 22 <= 12_756 < int(grid.get(qn("w:linePitch"))) * 22 + 30
    pitch = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 <= 8844 / 20 / pitch < 28.1
    assert section.different_first_page_header_footer is False
    assert opened(sample()).settings.odd_and_even_pages_header_footer is True


def test_page_numbers_stand_between_dashes_odd_right_even_left() -> None:
    section = opened(sample()).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert paragraph.text.replace("1", "") == "—  —"


def test_cells_hold_the_figures_at_their_places() -> None:
    report = sample()
    for table, number in zip(opened(report).tables, (2, 3, 4), strict=True):
        grid = form("2021").tables[number]
        assert (len(table.rows), len(table.columns)) == (grid.rows, grid.columns)
        cells = table._cells
        for cell in grid.cells:
            text = report.cells[cell.figure] if cell.figure else cell.label
            covered = [
                cells[r * grid.columns + c]
                for r in range(cell.row, cell.row + cell.rowspan)
                for c in range(cell.column, cell.column + cell.colspan)
            ]
            assert all(one._tc is covered[0]._tc for one in covered)
            assert covered[0].text == text


def test_tables_say_what_they_are_repeat_their_heads_and_split_no_row() -> None:
    tables = list(body(sample()).iter(f"{W}tbl"))
    for table, number in zip(tables, (2, 3, 4), strict=True):
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == form("2021").tables[number].title
        rows = table.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert sum(heads) == form("2021").tables[number].head_rows
        assert heads == sorted(heads, reverse=True)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == 8844
        for row in rows:
            assert sum(int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.findall(f"{W}tc")) == 8844


def test_numbers_are_centred() -> None:
    table = list(body(sample()).iter(f"{W}tbl"))[1]
    for cell in table.findall(f"{W}tr")[5].findall(f"{W}tc")[-7:]:
        assert cell.find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") == "center"


def test_the_title_is_broken_between_words_and_reads_as_one() -> None:
    paragraph = opened(sample()).paragraphs[0]
    assert paragraph.style.name == "Title"
    assert paragraph.text == "青禾县柳桥镇2023年\n政府信息公开工作年度报告"


def test_properties_name_title_and_author() -> None:
    properties = opened(sample()).core_properties
    assert properties.title == sample().title
    assert properties.author == "青禾县柳桥镇人民政府"
    assert properties.language == "zh-CN"


def test_what_waits_is_a_comment_and_highlighted() -> None:
    content = render(sample(waiting=True), "docx", marks=True, names={"facts.trainings": "业务培训次数"})
    document = docx.Document(io.BytesIO(content))
    comments = list(document.comments)
    assert ["待取舍" in c.text or "待核实" in c.text for c in comments] == [True, True]
    assert any("“业务培训次数”" in comment.text for comment in comments)
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color is not None]
    assert marked == ["收到申请大约5件。", "全年组织政府信息公开业务培训。"]


def test_without_marks_the_unconfirmed_is_left_out_and_there_is_no_comment() -> None:
    report = sample()
    files = parts(render(report, "docx"))
    assert "word/comments.xml" not in files
    waiting = docx.Document(io.BytesIO(render(sample(waiting=True), "docx")))
    text = "".join(p.text for p in waiting.paragraphs)
    assert "业务培训" not in text
    assert "收到申请大约5件。" in text


@pytest.mark.parametrize("text", ["A&B<b>“x”'\"", "控\x00制\x1b符\ufffe\ud800", "行\n断\t开"])
def test_any_text_leaves_the_file_sound(text: str) -> None:
    report = replace(
        sample(),
        title=text,
        unit=text,
        sections=(Section("other", "六", text, (Paragraph((Sentence(text),)),)),),
    )
    files = parts(render(report, "docx"))
    for content in files.values():
        ElementTree.fromstring(content)
    assert "A&B" not in text or "A&B<b>“x”'\"" in docx.Document(io.BytesIO(render(report, "docx"))).paragraphs[-1].text


def test_tables_side_by_side_and_last_are_kept_apart() -> None:
    table = Table(None, (Cell(0, 0, 1, 1, "甲"), Cell(0, 1, 2, 1, "乙"), Cell(1, 0, 1, 1, "丙")))
    report = replace(sample(), sections=(Section("other", "六", "其他", (table, table)),))
    files = parts(render(report, "docx"))
    assert list(faults(files["word/document.xml"])) == []
    assert len(opened(report).tables) == 2
    assert opened(report).tables[0].cell(1, 1).text == "乙"


# -- a template that an office has adapted ------------------------------------------------------------------


def adapted(**changes: bytes) -> bytes:
    files = parts(docx_skeleton.build())
    for name, content in changes.items():
        files[{"styles": "word/styles.xml", "document": "word/document.xml"}[name]] = content
    return package(part(name, content) for name, content in files.items())


def write_with(skeleton: bytes, folder: Path) -> bytes:
    path = folder / "office.docx"
    path.write_bytes(skeleton)
    return writer.write(sample(waiting=True), Options(marks=True), path).content


def test_styles_are_found_by_name_when_ids_have_changed(tmp_path: Path) -> None:
    styles = parts(docx_skeleton.build())["word/styles.xml"].decode()
    for old, new in (("Heading1", "2"), ("Heading2", "3"), ("Title", "a5"), ("BodyText", "a6"), ("TableSmall", "a7")):
        styles = styles.replace(f'w:styleId="{old}"', f'w:styleId="{new}"').replace(
            f'next w:val="{old}"', f'next w:val="{new}"'
        )
    styles = styles.replace("黑体", "微软雅黑")
    content = write_with(adapted(styles=styles.encode()), tmp_path)
    document = docx.Document(io.BytesIO(content))
    assert [p.style.name for p in document.paragraphs][:3] == ["Title", "Body Text", "Heading 1"]
    assert b'w:pStyle w:val="a5"' in parts(content)["word/document.xml"]
    assert "微软雅黑" in parts(content)["word/styles.xml"].decode()


def test_a_style_that_was_deleted_is_put_back(tmp_path: Path) -> None:
    tree = ElementTree.fromstring(parts(docx_skeleton.build())["word/styles.xml"])
    for style in list(tree.findall(f"{W}style")):
        if style.find(f"{W}name").get(f"{W}val") in ("heading 2", "表格小字", "年报表格", "Body Text"):
            tree.remove(style)
    content = write_with(adapted(styles=ElementTree.tostring(tree)), tmp_path)
    names = {style.name for style in docx.Document(io.BytesIO(content)).styles}
    assert {"Heading 2", "表格小字", "年报表格", "Body Text"} <= names
    assert list(faults(parts(content)["word/styles.xml"])) == []


def test_page_and_margins_of_the_office_are_kept_and_tables_fit_them(tmp_path: Path) -> None:
    document = parts(docx_skeleton.build())["word/document.xml"].decode()
    wider = document.replace('w:left="1588"', 'w:left="1088"').replace('w:right="1474"', 'w:right="974"')
    content = write_with(adapted(document=wider.encode()), tmp_path)
    root = ElementTree.fromstring(parts(content)["word/document.xml"])
    assert root.find(f"{W}body/{W}sectPr/{W}pgMar").get(f"{W}left") == "1088"
    assert all(int(t.get(f"{W}w")) == 9844 for t in root.iter(f"{W}tblW"))
    assert "机关名称" not in parts(content)["word/document.xml"].decode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 an old .doc",
        package([part("a.txt", b"x")]),
        package([part("_rels/.rels", b"<broken")]),
    ],
)
def test_a_file_that_is_no_word_document_is_refused_with_words(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        prepare(content)
    assert caught.value.mend


def test_a_template_that_is_missing_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        word_template(tmp_path / "none.docx")
    assert "none.docx" in caught.value.where


def with_large_numbers(digits: int) -> Report:
    """The sample with that many digits in table three and two fewer in table four."""
    report = sample()

    def longer(block: Block) -> Block:
        if not isinstance(block, Table) or block.number not in (3, 4):
            return block
        text = "1234567890"[: digits if block.number == 3 else digits - 2]
        return block._replace(cells=tuple(c._replace(text=text) if c.figure else c for c in block.cells))

    sections = tuple(s._replace(blocks=tuple(longer(block) for block in s.blocks)) for s in report.sections)
    return replace(report, sections=sections)


@pytest.mark.parametrize("digits", range(3, 10))
def test_the_longest_number_fits_its_column_in_the_face_of_any_machine(digits: int) -> None:
    report = with_large_numbers(digits)
    for number in (3, 4):
        laid = next(grid(t, report) for s in report.sections for t in s.tables if t.number == number)
        widths = shares(laid)
        column = 442.2 * widths[-1] / sum(widths)
        size = digits_points(laid, 0.64)
        longest = digits if number == 3 else digits - 2
        assert 5.5 <= size <= 9
        assert longest * 0.64 * size <= column - 1


@pytest.mark.parametrize(("digits", "smaller"), [(5, False), (7, True)])
def test_long_numbers_are_printed_smaller_and_the_labels_as_ever(digits: int, smaller: bool) -> None:
    xml = parts(render(with_large_numbers(digits), "docx"))["word/document.xml"].decode()
    assert list(faults(xml.encode())) == []
    cells = re.findall(r"<w:tc>.*?</w:tc>", xml)
    small = {re.sub("<[^>]*>", "", cell) for cell in cells if "<w:sz " in cell}
    assert bool(small) is smaller
    assert all(text.isdigit() for text in small)


@pytest.mark.parametrize("number", [None, 3])
@pytest.mark.parametrize("fmt", ["docx", "html", "md", "txt", "xlsx", "pdf"])
def test_a_table_without_cells_is_left_out(number: int | None, fmt: str) -> None:
    section = Section(None, "", "空表", (Table(number, ()),))
    assert render(replace(sample(), sections=(section,)), fmt)
