"""Problems as people state them: one on the command line, or a text file with one a line."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from nianbao.core.errors import InputError


def one_statement(text: str, longest: int) -> str:
    """A statement as it is matched; `-` reads it from standard input. InputError where it says nothing, or
    is longer than a problem can be."""
    where = "问题"
    if text == "-":
        where = "标准输入"
        text = decoded(sys.stdin.buffer.read(), where)
    clean = cleaned(text)
    if not any(character.isalnum() for character in clean):
        raise InputError("没有写出问题", where, "用一句话写明问题，如“信息更新慢”")
    if len(clean) > longest:
        raise InputError(f"这段话有{len(clean)}字，太长了", where, f"分成几个问题，每个不超过{longest}字")
    return clean


def statements(path: Path, longest: int) -> list[str]:
    """The statements of a file, one a line, empty lines left out; `-` is standard input. InputError where it
    cannot be read or holds none."""
    where = "标准输入" if str(path) == "-" else str(path)
    if str(path) == "-":
        content = sys.stdin.buffer.read()
    else:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise InputError("没有这个文件", where, "核对文件名和所在的文件夹") from None
        except OSError as error:
            raise InputError("读不出这个文件", where, "写出一个文本文件，一行一个问题") from error
    found = []
    for n, line in enumerate(decoded(content, where).splitlines(), 1):
        clean = cleaned(line)
        if not any(character.isalnum() for character in clean):
            continue
        if len(clean) > longest:
            raise InputError(
                f"这一行有{len(clean)}字，太长了", f"{where} 第{n}行", f"一行写一个问题，不超过{longest}字"
            )
        found.append(clean)
    if not found:
        raise InputError("文件里没有问题", where, "一行写一个问题")
    return found


def cleaned(text: str) -> str:
    """A text without control characters, its runs of spaces as one."""
    kept = "".join(" " if c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
    return " ".join(kept.split())


def decoded(content: bytes, where: str) -> str:
    """The text of bytes; InputError where they are no text."""
    if b"\0" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("这不是文本文件", where, "另存为纯文本（UTF-8），一行一个问题")
    from nianbao.readers.encoding import decode

    return decode(content, where)
