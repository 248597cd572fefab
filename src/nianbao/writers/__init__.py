"""Everything that leaves the program: one module per format, each a pure function from a report to bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from nianbao.core.report import Report

if TYPE_CHECKING:
    from nianbao.core.numerals import Number
    from nianbao.writers.page import Options, Written

Writer = Callable[[Report, "Options"], "Written"]


def _late(module: str, function: str = "write") -> Writer:
    """That function of the module, imported when it is first used: each format brings libraries of its own."""

    @cache
    def writer() -> Writer:
        found: Writer = getattr(import_module(f"nianbao.writers.{module}"), function)
        return found

    def write(report: Report, options: Options) -> Written:
        return writer()(report, options)

    return write


WRITERS: Mapping[str, Writer] = {
    "docx": _late("docx"),
    "html": _late("html"),
    "md": _late("markdown"),
    "txt": _late("plain"),
    "xlsx": _late("xlsx"),
    "pdf": _late("pdf"),
    "tujie": _late("picture", "write_page"),
    "svg": _late("picture", "write_svg"),
    "png": _late("picture", "write_png"),
}
"""The formats by their names."""
PICTURES: Mapping[str, str] = {"tujie": "html", "svg": "svg", "png": "png"}
"""The formats that are the year's picture, with the ending of their files; those of the others are their names."""


def written(
    report: Report,
    fmt: str,
    *,
    marks: bool = False,
    names: Mapping[str, str] | None = None,
    last_year: Mapping[str, Number] | None = None,
) -> Written:
    """The report in a format, with notes (which fonts were found, for a PDF); KeyError for a format that
    nobody writes, InputError where a template or a library that it needs is missing.

    With `marks` a sentence that waits for confirmation stands in it, visibly marked (待核实); without, it is
    left out. A conflict (待取舍) is always there and always marked. `names` gives the facts their Chinese
    names, for the comment that says what is to be confirmed; `last_year` the figures that the workbook shows
    beside this year's.
    """
    from nianbao.writers.page import Options

    return WRITERS[fmt](report, Options(marks, names or {}, last_year or {}))


def render(
    report: Report,
    fmt: str,
    *,
    marks: bool = False,
    names: Mapping[str, str] | None = None,
    last_year: Mapping[str, Number] | None = None,
) -> bytes:
    """The content alone of what `written` gives."""
    return written(report, fmt, marks=marks, names=names, last_year=last_year).content


_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_LONGEST = 180
"""Bytes of a file's name; Linux takes 255, and the temporary name of an atomic write needs some."""


def filename(report: Report, fmt: str) -> str:
    """A name after title and year that every system takes; too long a name loses part of the unit's name."""
    stem = " ".join(_FORBIDDEN.sub("", report.title.encode("utf-8", "ignore").decode()).split()).strip(". ")
    if report.year is not None and str(report.year) not in stem:
        stem = f"{stem}（{report.year}年）"
    if not stem or _RESERVED.match(stem):
        stem = f"年度报告{stem}"
    tail = f"图解.{PICTURES[fmt]}" if fmt in PICTURES else f".{fmt}"
    return f"{_shorten(stem, _LONGEST - len(tail.encode()))}{tail}"


def _shorten(text: str, limit: int) -> str:
    """The text in so many bytes of UTF-8: the middle gives way, since year and kind stand at the end."""
    if len(text.encode()) <= limit:
        return text
    tail = text[-24:]
    while len(tail.encode()) > limit // 2:
        tail = tail[1:]
    head = text.encode()[: limit - len(tail.encode()) - len("…".encode())].decode("utf-8", "ignore")
    return f"{head.rstrip()}…{tail}"
