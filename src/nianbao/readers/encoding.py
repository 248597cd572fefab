"""Bytes to text: the encodings that old office machines and websites still write."""

from __future__ import annotations

import codecs
import re

from nianbao.core.errors import InputError
from nianbao.readers.blocks import MAX_CHARACTERS

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, where: str) -> str:
    """The text of a file; InputError where no encoding makes text of it."""
    text = _decode(data)
    if text is None:
        raise _no_text(where)
    if len(text) > MAX_CHARACTERS * 4:
        raise InputError("文件太大，不像是一份年度报告", where, "确认文件是否选对")
    return text.replace("\r\n", "\n").replace("\r", "\n") if b"\r" in data else text


_OFFICE = {"docx": "Word", "doc": "Word", "wps": "WPS", "xlsx": "Excel", "xls": "Excel", "et": "WPS", "pdf": "PDF"}


def _no_text(where: str) -> InputError:
    """A file that is neither text nor of a format that is known by its content: a person thinks of its name."""
    suffix = where.rpartition(".")[2].lower()
    if suffix in _OFFICE:
        mend = "用原来的程序打开，另存一份再试；打不开的，向对方重新要一份"
        return InputError(f"扩展名是{suffix}，内容却不是{_OFFICE[suffix]}文件，可能已经损坏", where, mend)
    return InputError("不是文本，认不出编码", where, "用记事本打开后另存为UTF-8，或者换成Word、网页、Excel、PDF文件")


def as_utf8(data: bytes, where: str) -> bytes:
    """The text of a file in UTF-8, as parsers take it; InputError where no encoding makes text of it.

    A file that is UTF-8 already comes back as it is.
    """
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) < MAX_CHARACTERS:
        try:
            if b"\0" not in data and data.decode("utf-8"):
                return data
        except UnicodeDecodeError:
            pass
    return decode(data, where).encode("utf-8", "replace")


def _decode(data: bytes) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    sixteen = _wide(data)
    if sixteen:
        return data.decode(sixteen, "replace")
    if b"\0" in data and data.count(0) > len(data) // 100:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 100 and error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8")
    declared = _CHARSET.search(data[:4096])
    for name in ("gb18030", "big5" if declared and b"big5" in declared[1].lower() else "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError as error:
            if error.start > 100 and error.start >= len(data) - 4:
                return data[: error.start].decode(name)
    return _least_bad(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: line breaks and spaces have a zero byte on one side only."""
    head = data[:4000]
    little, big = (
        head.count(b"\n\0") + head.count(b" \0") + head.count(b"0\0"),
        head.count(b"\0\n") + head.count(b"\0 "),
    )
    if len(data) % 2 or max(little, big) < 3:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _least_bad(data: bytes) -> str | None:
    """A text with a few broken characters; None where more than one in a hundred is broken."""
    best: str | None = None
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        if best is None or text.count("\ufffd") < best.count("\ufffd"):
            best = text
    if best is not None and best.count("\ufffd") * 100 <= len(best):
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    if guess is None or guess.encoding in ("utf_7",) or not re.search("[\u4e00-\u9fff]{2}", str(guess)):
        return None
    return data.decode(guess.encoding, "replace")
