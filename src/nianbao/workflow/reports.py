"""Reports in files: which there are, and one of them read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.core.errors import InputError
from nianbao.core.report import Report
from nianbao.workflow.drafts import open_draft

if TYPE_CHECKING:
    from nianbao.core.phrases import Bank

READABLE = (".docx", ".docm", ".html", ".htm", ".mht", ".mhtml", ".pdf", ".xlsx", ".xlsm", ".xls", ".txt", ".md")
_DRAFTS = (".yaml", ".yml")
_OTHERS = (".doc", ".wps", ".et", ".rtf", ".ofd", ".odt", ".ods")
"""Documents that may be reports but are not read: in a folder they are named, not passed over, or a unit would be
missing in silence."""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, with a folder replaced by the reports in it and in the folders below; InputError for a
    folder without any. What hides (a dot in front) or was left by an open Word (~$) is none."""
    found: list[Path] = []
    for path in paths:
        if str(path) == "-" or not path.is_dir():
            found.append(path)
            continue
        inside = sorted(_documents(path))
        if not inside:
            raise InputError("文件夹里没有报告文件", str(path), f"可读的格式：{'、'.join((*READABLE, *_DRAFTS))}")
        found += inside
    return found


def _documents(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            suffix = Path(name).suffix.lower()
            ours = "图解." in name or "-批注" in name  # made from a report
            if suffix in (*READABLE, *_DRAFTS, *_OTHERS) and not name.startswith((".", "~")) and not ours:
                yield Path(at, name)


def read_one(path: Path, bank: Bank) -> Report:
    """A report in any format, `-` for standard input, a draft as the report it gives."""
    if str(path) == "-":
        import sys

        from nianbao.readers import read_bytes

        return read_bytes("标准输入", sys.stdin.buffer.read())
    if path.suffix.lower() in _DRAFTS:
        from nianbao.core.compose import compose

        return compose(open_draft(path, bank).draft, bank, pending=False)
    from nianbao.readers import read_report

    return read_report(path)
