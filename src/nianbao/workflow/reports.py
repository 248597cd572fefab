"""Reports in files: which there are, and one of them read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.core.errors import InputError
from nianbao.core.report import Report
from nianbao.workflow.drafts import open_draft

if TYPE_CHECKING:
    from nianbao.core.phrases import Bank

READABLE = (".docx", ".html", ".htm", ".pdf", ".xlsx", ".xls", ".txt", ".md", ".yaml", ".yml")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, with a folder replaced by the reports in it; InputError for an empty folder."""
    found: list[Path] = []
    for path in paths:
        if str(path) != "-" and path.is_dir():
            inside = sorted(
                p
                for p in path.iterdir()
                if p.suffix.lower() in READABLE and not p.name.startswith((".", "~")) and "图解." not in p.name
            )
            if not inside:
                raise InputError("文件夹里没有报告文件", str(path), f"可读的格式：{'、'.join(READABLE)}")
            found += inside
        else:
            found.append(path)
    return found


def read_one(path: Path, bank: Bank) -> Report:
    """A report in any format, `-` for standard input, a draft as the report it gives."""
    if str(path) == "-":
        import sys

        from nianbao.readers import read_bytes

        return read_bytes("标准输入", sys.stdin.buffer.read())
    if path.suffix.lower() in (".yaml", ".yml"):
        from nianbao.core.compose import compose

        return compose(open_draft(path, bank).draft, bank, pending=False)
    from nianbao.readers import read_report

    return read_report(path)
