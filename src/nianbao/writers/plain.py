"""Plain text: a line a paragraph, a line a table row with tabs between the cells."""

from __future__ import annotations

from nianbao.core.report import Report
from nianbao.writers.page import Options, Written, page
from nianbao.writers.templates import template


def write(report: Report, options: Options) -> Written:
    """The report as text in UTF-8, with the line ends that the Notepad of an old office machine needs."""
    text = template("report.txt.j2").render(page=page(report, marks=options.marks))
    return Written((text.rstrip("\n") + "\n").replace("\n", "\r\n").encode())
