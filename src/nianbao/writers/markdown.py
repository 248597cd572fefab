"""Markdown: headings, paragraphs and pipe tables."""

from __future__ import annotations

from collections.abc import Mapping

from nianbao.core.report import Report
from nianbao.writers.page import page
from nianbao.writers.templates import template


def write(report: Report, *, marks: bool, names: Mapping[str, str]) -> bytes:  # noqa: ARG001  # one call for all formats
    """The report as Markdown; the places that a merged cell covers are blank."""
    text = template("report.md.j2").render(page=page(report, marks=marks))
    return (text.rstrip("\n") + "\n").encode()
