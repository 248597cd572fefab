"""Markdown: headings, paragraphs and pipe tables."""

from __future__ import annotations

from nianbao.core.report import Report
from nianbao.writers.page import Options, Written, page
from nianbao.writers.templates import template


def write(report: Report, options: Options) -> Written:
    """The report as Markdown; the places that a merged cell covers are blank."""
    text = template("report.md.j2").render(page=page(report, marks=options.marks))
    return Written((text.rstrip("\n") + "\n").encode())
