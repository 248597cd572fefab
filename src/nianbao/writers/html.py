"""HTML for publication: one page without script or outside file, its styles on the elements."""

from __future__ import annotations

from collections.abc import Mapping

from nianbao.core.report import Report
from nianbao.writers.page import page
from nianbao.writers.templates import template


def write(report: Report, *, marks: bool, names: Mapping[str, str]) -> bytes:  # noqa: ARG001  # one call for all formats
    """The report as a page; every number that states a figure says which (`data-figure`)."""
    return template("report.html.j2").render(page=page(report, marks=marks)).encode()
