"""Reading reports that others wrote: by content first, then by suffix, into the neutral report.

Nothing that a file holds is executed, and nothing is fetched. What cannot be used raises InputError with
what, where and how to mend it; what was read but not understood stands in the report's notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nianbao.core.errors import InputError
from nianbao.core.report import Report
from nianbao.fence import may_read

if TYPE_CHECKING:
    from nianbao.readers.blocks import Block

MAX_BYTES = 60_000_000
"""Reports with pictures reach 10 MB; far beyond is another thing."""
FORMATS = "Word（docx）、网页（html、mht）、PDF、Excel（xlsx、xls）、文本（txt、md）"


def read_report(path: Path) -> Report:
    """The report in a file. InputError for what cannot be used."""
    return read_bytes(str(path), load(path))


def load(path: Path) -> bytes:
    """A file's bytes; InputError where it is missing, a folder, far too large or cannot be read."""
    where = str(path)
    may_read(path)
    try:
        if path.is_dir():
            raise InputError("这是一个文件夹，不是报告文件", where, "写出文件夹里的文件名；可以一次写几个")
        if path.stat().st_size > MAX_BYTES:
            raise InputError("文件太大，不像是一份年度报告", where, "确认文件是否选对；删去里面的大图片后再试")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("没有这个文件", where, "检查文件名和路径") from None
    except OSError as error:
        raise InputError(f"打不开（{error.strerror or error}）", where, "检查文件权限，关闭正在使用它的程序") from error


def read_bytes(name: str, data: bytes) -> Report:
    """The report in bytes that came under a name (a path, or - for standard input)."""
    if not data.strip(b"\0 \t\r\n"):
        raise InputError("文件是空的", name, "确认文件已经写好、保存、传完")
    if len(data) > MAX_BYTES:
        raise InputError("文件太大，不像是一份年度报告", name, "确认文件是否选对；删去里面的大图片后再试")
    return _guarded(_READERS[sniff(data, PurePath(name).suffix.lower())], name, data)


def sniff(data: bytes, suffix: str = "") -> str:
    """The format of a file by its content, by its suffix where the content does not tell."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(data, suffix)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return "picture"
    wide = head.replace(b"\0", b"").lower()
    if wide.startswith(b"<?xml") and (b"office/word/2003/wordml" in wide or b"xmlpackage" in wide):
        return "wordml"
    if b":" in wide[:80] and _is_message(data):
        return "mhtml"
    if suffix in (".html", ".htm", ".mht", ".mhtml"):
        return "html"
    if wide.startswith(
        (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<meta", b"<div", b"<p", b"<table", b"<!--")
    ):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def _is_message(data: bytes) -> bool:
    from nianbao.readers.mhtml import looks_like_mhtml

    return looks_like_mhtml(data)


def _kind_of_zip(data: bytes, suffix: str) -> str:
    tail = data[-200_000:] + data[:100_000]
    for mark, kind in (
        (b"word/document.xml", "docx"),
        (b"xl/workbook.", "xlsx"),
        (b"OFD.xml", "ofd"),
        (b"opendocument.spreadsheet", "ods"),
        (b"opendocument.text", "odt"),
        (b"ppt/", "other"),
        (b"content.xml", "other"),
    ):
        if mark in tail:
            return kind
    if suffix in (".docx", ".docm", ".dotx"):
        return "docx"
    return "xlsx" if suffix in (".xlsx", ".xlsm") else "other"


def _read_html(name: str, data: bytes) -> Report:
    from nianbao.readers.encoding import as_utf8

    source = as_utf8(data, name)
    return _or_of_scripts(lambda: _read_page(name, source), name, source)


def _or_of_scripts(read: Callable[[], Report], name: str, source: bytes) -> Report:
    """The report that `read` gives; where no figure stands in a page, the one that its scripts put into it."""
    from nianbao.readers.quoted import page_of_scripts

    fault: InputError | None = None
    report: Report | None = None
    try:
        report = read()
        if report.cells:
            return report
    except InputError as error:
        fault = error
    page = page_of_scripts(source)
    if page is not None and (again := _read_page(name, page.encode("utf-8", "replace"))).cells:
        return again
    if report is None:
        assert fault is not None  # else there would be a report
        raise fault
    return report


def _read_page(name: str, source: bytes) -> Report:
    from nianbao.readers.assemble import assemble
    from nianbao.readers.blocks import Line
    from nianbao.readers.html import preformatted, read_html

    page = read_html(source, name)
    author = re.search(rb'<meta name="author" content="([^"<>]{1,200})"', source[:8000])

    def read() -> Report:
        return assemble(page.blocks, name, page.outside, author[1].decode("utf-8", "replace") if author else "")

    def lines() -> list[Block]:
        typed = preformatted(source)
        return [Line(typed)] if typed else page.blocks

    report = _or_of_lines(read, page.blocks, lines, name, page.outside)
    marks = page.marks()
    return replace(report, marks=marks) if marks else report


def _or_of_lines(
    read: Callable[[], Report],
    blocks: list[Block],
    lines: Callable[[], list[Block]],
    name: str,
    outside: Callable[[], list[str]],
) -> Report:
    """The report that `read` gives; where a file has lines alone and nothing of tables was understood, what they say
    as plain text, as tables copied into them."""
    from nianbao.readers.assemble import assemble
    from nianbao.readers.blocks import Line
    from nianbao.readers.text import read_text

    fault: InputError | None = None
    report: Report | None = None
    try:
        report = read()
    except InputError as error:
        fault = error
    if (report is None or not report.cells) and all(isinstance(block, Line) for block in blocks):
        again = assemble(
            read_text("\n".join(block.text for block in lines() if isinstance(block, Line))), name, outside
        )
        if again.cells or report is None:
            return again
    if report is None:
        assert fault is not None  # else there would be a report
        raise fault
    return report


def _read_mhtml(name: str, data: bytes) -> Report:
    """The page of a message that holds most of a report."""
    from nianbao.readers.mhtml import pages_of

    best: Report | None = None
    fault: InputError | None = None
    for page in pages_of(data, name):
        try:
            report = _read_page(name, page)
        except InputError as error:
            fault = fault or error
            continue
        if best is None or len(report.cells) > len(best.cells):
            best = report
    if best is None:
        assert fault is not None  # there is one page at least
        raise fault
    return best


def _read_text(name: str, data: bytes) -> Report:
    from nianbao.readers.assemble import assemble
    from nianbao.readers.encoding import decode
    from nianbao.readers.quoted import quoted_page
    from nianbao.readers.text import as_page, looks_like_markdown, read_markdown, read_text

    text = decode(data, name)
    if (page := quoted_page(text)) is not None:
        return _read_page(name, page.encode("utf-8", "replace"))
    if "<table" in text.lower() and (page := as_page(text)) is not None:
        return _read_page(name, page.encode("utf-8", "replace"))
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html")) or text.lower().count("<td") > 20:
        return _read_html(name, data)
    _refuse_endless([text], name)
    return assemble(read_markdown(text) if looks_like_markdown(text) else read_text(text), name)


def _read_docx(name: str, data: bytes) -> Report:
    from nianbao.readers.assemble import assemble
    from nianbao.readers.container import Container
    from nianbao.readers.docx import heads_of_pages, read_docx

    container = Container(data, name)

    def outside() -> list[str]:
        return heads_of_pages(container)

    def lines() -> list[Block]:
        return read_docx(container, tabs=True)

    blocks = read_docx(container)
    return _or_of_lines(lambda: assemble(blocks, name, outside, container.author), blocks, lines, name, outside)


def _read_xlsx(name: str, data: bytes) -> Report:
    from nianbao.readers.xlsx import read_xlsx

    return read_xlsx(data, name)


def _read_pdf(name: str, data: bytes) -> Report:
    from nianbao.readers.assemble import assemble
    from nianbao.readers.pdf import read_pdf

    return assemble(read_pdf(data, name), name)


def _read_ole(name: str, data: bytes) -> Report:
    """The old binary formats of Office share one container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError("文件有密码保护，打不开", name, "取消密码后重新保存")
    if (
        PurePath(name).suffix.lower() == ".xls"
        or "Workbook".encode("utf-16-le") in data
        or "Book\0".encode("utf-16-le") in data
    ):
        from nianbao.readers.xlsx import read_xls

        return read_xls(data, name)
    raise InputError("这是旧版的Word文件（doc），读不了", name, "在Word或WPS中另存为docx")


def _reject(what: str, mend: str) -> Callable[[str, bytes], Report]:
    def reject(name: str, data: bytes) -> Report:
        del data
        raise InputError(what, name, mend)

    return reject


_READERS: dict[str, Callable[[str, bytes], Report]] = {
    "html": _read_html,
    "text": _read_text,
    "markdown": _read_text,
    "docx": _read_docx,
    "xlsx": _read_xlsx,
    "xls": _read_ole,
    "ole": _read_ole,
    "pdf": _read_pdf,
    "mhtml": _read_mhtml,
    "ofd": _reject("这是OFD版式文件，读不了", "在OFD阅读器中另存为PDF，或者换成原来的Word文件"),
    "odt": _reject("这是OpenDocument文字文档（odt），读不了", "在Word或WPS中打开后另存为docx"),
    "ods": _reject("这是OpenDocument表格（ods），读不了", "在Excel或WPS中打开后另存为xlsx"),
    "wordml": _reject("这是XML格式的Word文件，读不了", "在Word或WPS中打开后另存为docx"),
    "rtf": _reject("这是RTF文件，读不了", "在Word或WPS中另存为docx"),
    "picture": _reject("这是图片，读不出文字", "换成能复制文字的文件；扫描件请先做文字识别"),
    "other": _reject(f"不是能读的文件格式；能读{FORMATS}", "另存为其中一种"),
}


def _guarded(reader: Callable[[str, bytes], Report], name: str, data: bytes) -> Report:
    from nianbao.readers.blocks import TooLarge

    try:
        report = reader(name, data)
        texts = list(_texts(report))
        if sum(map(len, texts)) > _LONGEST:
            raise TooLarge
    except TooLarge:
        raise InputError("内容太多，不像是一份年度报告", name, "确认文件是否选对；只保留报告正文和三张表") from None
    except (RecursionError, MemoryError):
        raise InputError("文件结构太复杂，读不了", name, "把正文和表格复制到新的Word文件中保存再试") from None
    _refuse_endless(texts, name)
    return report


def _refuse_endless(texts: Iterable[str], name: str) -> None:
    if any(len(text) > _ENDLESS and _NUMBER.search(text) for text in texts):
        raise InputError(f"有一处连着{_ENDLESS}多个数字，不像是年度报告", name, "找到这一处，删去以后再读")


_LONGEST = 150_000
"""Characters of a report, three times those of the longest: checking a text of millions takes minutes."""
_ENDLESS = 1000
"""Digits in a row beyond any table whose cells ran together: looking for numbers in them takes for ever."""
_NUMBER = re.compile(rf"\d{{{_ENDLESS}}}")


def _texts(report: Report) -> Iterator[str]:
    for _, paragraph in report.paragraphs():
        yield from (sentence.text for sentence in paragraph.sentences)
    for section in report.sections:
        for table in section.tables:
            yield from (cell.text for cell in table.cells)
