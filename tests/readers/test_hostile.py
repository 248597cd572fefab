"""Files that would harm or cannot be used: a clear message in Chinese, never anything else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.errors import InputError
from nianbao.core.report import Report
from nianbao.readers import read_bytes, read_report
from tests.readers import made
from tests.readers.test_docx import W

TEXTS = made.figures(8)
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def document(body: str | bytes, head: str = "") -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    start = f"{head}<w:document {W}><w:body>".encode()
    return packed(**{"word/document.xml": start + content + b"</w:body></w:document>"})


def sheet(rows: str, rest: str = "") -> bytes:
    """A workbook whose only sheet is replaced."""
    book = zipfile.ZipFile(io.BytesIO(made.xlsx(TEXTS)))
    files = {name: book.read(name) for name in book.namelist()}
    files["xl/worksheets/sheet1.xml"] = f"<worksheet {_SHEET}><sheetData>{rows}</sheetData>{rest}</worksheet>".encode()
    return packed(**files)


def pdf_pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return made.assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        ]
    )


def pdf_stream() -> bytes:
    import zlib

    data = zlib.compress(b" " * 60_000_000, 9)
    return made.assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
        ]
    )


def pdf_locked() -> bytes:
    return made.pdf(TEXTS).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>/ID[<00><00>]",
    )


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
CASES: dict[str, tuple[bytes, str]] = {
    "empty.docx": (b"", "空的"),
    "blank.txt": (b" \n\n\0", "空的"),
    "bomb.docx": (document(b" " * 30_000_000), "大得不正常"),
    "entities.docx": (document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", ENTITIES), "声明"),
    "utf.docx": (packed(**{"word/document.xml": f'<?xml version="1.0" encoding="UT8"?><w:document {W}/>'}), "损坏"),
    "big.docx": (packed(**{"word/document.xml": f'<?xml version="1.0" encoding="big5"?><w:document {W}/>'}), "损坏"),
    "deep.docx": (document("<w:tbl><w:tr><w:tc>" * 500 + "</w:tc></w:tr></w:tbl>" * 500), "内容太多"),
    "truncated.docx": (made.docx(TEXTS)[:9000], "损坏"),
    "other.zip": (packed(a="b"), "不是能读的"),
    "deep.html": ("<p>一、总体情况</p>".encode() + b"<div>" * 60_000, "嵌套太深"),
    "closed.html": ("<p>一、总体情况</p>".encode() + b"<div></b>" * 60_000, "嵌套太深"),
    "wide.html": ("<p>一、总体情况</p><table>".encode() + b"<tr><td rowspan=99999 colspan=99999>1" * 99, "内容太多"),
    "far.xlsx": (
        sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "范围",
    ),
    "nameless.xlsx": (sheet('<row r="1048576"><c><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>'), "范围"),
    "twice.xlsx": (sheet('<row r="1"><c r="A1" s="0" r="XFD1048576"><v>1</v></c></row>'), "范围"),
    "twice-row.xlsx": (sheet('<row r="1" r="1048576"><c r="A1"><v>1</v></c></row>'), "范围"),
    "coded.xlsx": (sheet('<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>'), "范围"),
    "merged.xlsx": (
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "内容太多",
    ),
    "pages.pdf": (pdf_pages(3000), "3000页"),
    "scan.pdf": (pdf_pages(3), "扫描"),
    "stream.pdf": (pdf_stream(), "大得不正常"),
    "locked.pdf": (pdf_locked(), "密码"),
    "truncated.pdf": (made.pdf(TEXTS)[:3000], ""),
    "not.pdf": (b"hello", "没有认出"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "doc"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "损坏"),
    "noise.bin": (bytes(range(256)) * 40, ""),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
    "report.rtf": (b"{\\rtf1 ", "RTF"),
    "endless.txt": (made.text(TEXTS).replace("。", "。本年收到申请3件，答复3件。" * 3000).encode(), "内容太多"),
    "digits.txt": (made.text(TEXTS).replace("收到", f"收到{'9' * 5000}").encode(), "多个数字"),
    "digits.html": (made.html({**TEXTS, "requests.granted.total": "9" * 5000}).encode(), "多个数字"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_clear_message(name: str) -> None:
    data, words = CASES[name]
    with pytest.raises(InputError) as caught:
        read_bytes(name, data)
    assert words in caught.value.what
    assert caught.value.where and caught.value.mend
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("digit", ["9", "²", "٣", "九"])
def test_signs_for_digits_of_any_kind_and_length_are_no_fault(digit: str) -> None:
    lines = made.text(TEXTS).split("\n")
    for at in range(0, len(lines), 9):
        lines[at] += digit * 900
    read_bytes("a.txt", "\n".join(lines).encode())


def test_a_merged_cell_that_ends_before_it_begins_is_none() -> None:
    book = zipfile.ZipFile(io.BytesIO(made.xlsx(TEXTS)))
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as out:
        for name in book.namelist():
            part = book.read(name)
            out.writestr(name, part.replace(b"</mergeCells>", b'<mergeCell ref="B777:D7"/></mergeCells>'))
    whole, read = read_bytes("a.xlsx", made.xlsx(TEXTS)), read_bytes("a.xlsx", broken.getvalue())
    assert dict(read.cells) == dict(whole.cells)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.docx"):
        with pytest.raises(InputError) as caught:
            read_report(path)
        assert caught.value.mend


def read_or_refuse(name: str, data: bytes) -> None:
    try:
        assert isinstance(read_bytes(name, data), Report)
    except InputError as error:
        assert error.what and error.where


WHOLE: dict[str, bytes] = {
    "a.docx": made.docx(TEXTS),
    "a.xlsx": made.xlsx(TEXTS),
    "a.pdf": made.pdf(TEXTS),
    "a.html": made.html(TEXTS).encode(),
    "a.txt": made.text(TEXTS).encode(),
    "b.txt": made.text(TEXTS).encode("gb18030"),
}


@given(st.sampled_from([*WHOLE, "a.md", "a.xls", "-"]), st.binary(max_size=3000))
@settings(max_examples=60)
def test_random_bytes(name: str, data: bytes) -> None:
    read_or_refuse(name, data)


@given(st.sampled_from(list(WHOLE)), st.floats(0, 1))
@settings(max_examples=40)
def test_truncated_files(name: str, share: float) -> None:
    data = WHOLE[name]
    read_or_refuse(name, data[: int(len(data) * share)])


@given(
    st.sampled_from(list(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=12)), min_size=1)
)
@settings(max_examples=60)
def test_damaged_files(name: str, wounds: list[tuple[float, bytes]]) -> None:
    data = bytearray(WHOLE[name])
    for share, content in wounds:
        at = int(share * (len(data) - len(content)))
        data[at : at + len(content)] = content
    read_or_refuse(name, bytes(data))


_PIECES = st.sampled_from(
    [
        "一、总体情况",
        "三、收到和处理政府信息公开申请情况",
        "2.重复申请",
        "（七）总计",
        "自然人",
        "总计",
        "信息内容",
        "规章",
        "结果维持",
        "\t",
        "\n",
        "|",
        " ",
        "0",
        "12",
        "/",
        "。",
        "<table>",
        "<tr>",
        "<td>",
        "<td rowspan=3>",
        "</table>",
        "<div>",
        "# ",
    ]
)


@given(st.sampled_from(["a.html", "a.txt", "a.md"]), st.lists(_PIECES, max_size=120))
@settings(max_examples=150)
def test_pieces_in_any_order(name: str, pieces: list[str]) -> None:
    read_or_refuse(name, "".join(pieces).encode())


@pytest.mark.parametrize(("name", "program"), [("报告.docx", "Word"), ("表.XLSX", "Excel"), ("年报.pdf", "PDF")])
def test_bytes_of_no_format_are_told_by_the_name_they_have(name: str, program: str) -> None:
    with pytest.raises(InputError, match=f"内容却不是{program}文件"):
        read_bytes(name, b"\x00\x01\x02\xff\xfe\x9d" * 40)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"Content-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\n" * 5_000, id="parts"),
        pytest.param(
            b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(1_900)),
            id="nested",
        ),
        pytest.param(b"Content-Type: message/rfc822\r\n\r\n" * 1_900, id="forwarded"),
        pytest.param(b"A: b\r\n" * 700_000, id="headers"),
    ],
)
def test_messages_without_end(message: bytes) -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    with pytest.raises(InputError) as caught:
        read_bytes("a.mht", head + message)
    assert caught.value.mend


def test_tables_of_html_in_markdown_that_never_end() -> None:
    with pytest.raises(InputError):
        read_bytes("a.md", b"# x\n" + b"<table\n" * 50_000)


@pytest.mark.parametrize("tag", ['<td a="1">', "<body a='1'>", "<form a=1>", '</i a="1">'])
def test_tags_where_none_may_stand(tag: str) -> None:
    """The parser drops them, and copies for each the text that it interrupts: a page of this size took gigabytes."""
    with pytest.raises(InputError, match="标签"):
        read_bytes("a.html", ("<h1>报告</h1><p>" + f"{tag}字节数据" * 20_000).encode())
