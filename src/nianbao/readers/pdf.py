"""PDF files with text to blocks: tables from their ruling lines, paragraphs from the places of characters.

Scripts in a PDF are never run: the library is built without them. A scanned page has no text to read.
"""

from __future__ import annotations

import re
import time
import zlib
from typing import Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.readers.blocks import Block, TooLarge
from nianbao.readers.pdf_fonts import both, loses_text, without_fonts
from nianbao.readers.pdf_frames import frames_of
from nianbao.readers.pdf_lines import blocks_of, drop_furniture, lines_of, settle_boxes, share_columns
from nianbao.readers.pdf_page import Char, Frame, Page, TextLine, chars_of, rules_of
from nianbao.readers.pdf_unruled import with_rows

MAX_PAGES = 300
MAX_OBJECTS = 120_000
MAX_TEXT = 600_000
MAX_SECONDS = 8.0
"""For one file; a report of 30 pages takes 0.2."""


def read_pdf(data: bytes, where: str) -> list[Block]:
    """The blocks of a PDF. InputError for a password, a scan, a broken file or far too many pages."""
    import pypdfium2

    if _is_bomb(data):
        raise InputError("文件解开后大得不正常，没有读", where, "换成Word、网页文件，或者重新导出PDF")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError("文件有密码保护，打不开", where, "取消密码后重新保存，或者换成Word文件") from None
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存一份再试") from None
    try:
        return _read(document, data, where)
    except pypdfium2.PdfiumError as error:
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存一份再试") from error
    finally:
        document.close()


_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(
    rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b"
)
MAX_STREAM = 48_000_000
"""Bytes of one stream when unpacked; the drawing of a page has 100 kB."""


def _is_bomb(data: bytes) -> bool:
    """Whether a stream unpacks to far more than a page. Deflate makes at most 1,032 bytes of one, so that short
    streams need no look; a stream that is packed twice has no honest use."""
    if _TWICE.search(data):
        return True
    for match in _STREAM.finditer(data):
        start = match.end()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if (end - start) * 1032 > MAX_STREAM and data[start : start + 1] in (b"\x08", b"\x18", b"H", b"X", b"h", b"x"):
            unpack = zlib.decompressobj()
            size, rest = 0, data[start:end]
            try:
                while rest and not unpack.eof:
                    size += len(unpack.decompress(rest, 1_000_000))
                    rest = unpack.unconsumed_tail
                    if size > MAX_STREAM:
                        return True
            except zlib.error:
                continue
    return False


def _read(document: Any, data: bytes, where: str) -> list[Block]:
    count = len(document)
    if count > MAX_PAGES:
        raise InputError(f"有{count}页，不像是一份年度报告", where, "只保留年度报告的那几页，或者换成Word、网页文件")
    until = time.monotonic() + MAX_SECONDS
    seen: list[_Seen] = []
    room = [MAX_OBJECTS, MAX_TEXT]
    for number in range(count):
        page = document[number]
        try:
            width, height = page.get_size()
            frames = frames_of(*rules_of(page, room))
            seen.append(_Seen(width, height, frames, list(chars_of(page, room)), loses_text(page)))
        finally:
            page.close()
        if time.monotonic() > until:
            raise TooLarge
    if any(page.loses for page in seen):
        _add_lost(seen, data, room)
    pages = list(map(_page, seen))
    if not any(page.items for page in pages) or _letters(pages) < 30:
        raise InputError("PDF里没有能读的文字，可能是扫描件", where, "换成Word、网页文件；扫描件请先做文字识别")
    drop_furniture(pages)
    settle_boxes(pages)
    share_columns(pages)
    return list(blocks_of(pages))


def _letters(pages: list[Page]) -> int:
    return sum(
        len(item.text) if isinstance(item, TextLine) else len(item.chars) for page in pages for item in page.items
    )


class _Seen(NamedTuple):
    """What stands on a page; `loses` where text of it may have been passed over."""

    width: float
    height: float
    frames: list[Frame]
    chars: list[Char]
    loses: bool


def _add_lost(seen: list[_Seen], data: bytes, room: list[int]) -> None:
    """The characters that are seen only without the fonts of the machine."""
    import pypdfium2

    with without_fonts():
        document = pypdfium2.PdfDocument(data)
        try:
            for number, page in enumerate(seen):
                if page.loses:
                    page.chars[:] = both(page.chars, list(chars_of(document[number], room)))
        finally:
            document.close()


def _page(seen: _Seen) -> Page:
    frames = seen.frames
    outside: list[Char] = []
    for char in seen.chars:
        x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
        frame = next((f for f in frames if f.xs[0] - 1 <= x <= f.xs[-1] + 1 and f.ys[-1] - 1 <= y <= f.ys[0] + 1), None)
        (outside if frame is None else frame.chars).append(char)
    lines = with_rows(lines_of(outside), outside)
    items: list[Frame | TextLine] = [*(frame for frame in frames if frame.chars), *lines]
    items.sort(key=lambda item: -item.top)
    return Page(seen.width, seen.height, items)
