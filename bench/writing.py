"""Writing: our Word file against docxtpl in its best form, the same page and styles, named styles, lean parts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.harness import Row, at_least, paired
from nianbao import workflow
from nianbao.core.compose import compose
from nianbao.core.report import Report
from nianbao.writers import docx_skeleton, render
from nianbao.writers.docx_skeleton import R, W
from nianbao.writers.package import package, part
from nianbao.writers.page import Grid, grid
from nianbao.writers.title import title_lines

RUNS = 15


def rows(report: Report | None = None) -> Iterator[Row]:
    """The ratios of the report's formats, each against its contender; the city's example where none is given."""
    report = report or example()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "lean.docx"
        template.write_bytes(lean_template(report))
        data = lean_data(report)
        ours, theirs = paired(lambda: render(report, "docx"), lambda: docxtpl_file(template, data), RUNS)
        yield at_least("DOCX: docxtpl (lean template) / ours", 30, ours, theirs, RUNS)


def example() -> Report:
    """The city's report: the longest narrative and the largest numbers of the examples."""
    draft = workflow.open_draft(Path("examples/linze-city-2022.yaml")).draft
    return compose(draft, workflow.load_bank(), pending=False)


def docxtpl_file(template: Path, data: dict[str, Any]) -> bytes:
    """The report through docxtpl, from opening the template to the bytes of the file."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render(data, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lean_data(report: Report) -> dict[str, Any]:
    """What the lean template is filled with."""
    return {
        "title": report.title,
        "texts": [paragraph.text for _, paragraph in report.paragraphs()],
        "cells": [cell.text for section in report.sections for table in section.tables for cell in table.cells],
    }


def lean_template(report: Report) -> bytes:
    """docxtpl's template made from our skeleton: the same parts, styles and tables, a tag for each text.

    The tables stand in it as they are, one tag a cell, without loops: the least work that docxtpl can have.
    """
    with zipfile.ZipFile(io.BytesIO(docx_skeleton.build())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"].decode()
    section = document[document.rindex("<w:sectPr") : document.index("</w:body>")]
    body: list[str] = [_paragraph("Title", "{{ title }}")]
    assert title_lines(report.title)
    text = cell = 0
    for part_ in report.sections:
        body.append(_paragraph("Heading1", escape(f"{part_.number}、{part_.title}")))
        for paragraph in part_.paragraphs:
            body.append(_paragraph("Heading2" if paragraph.level else "BodyText", f"{{{{ texts[{text}] }}}}"))
            text += 1
        for table in part_.tables:
            laid = grid(table, report)
            body.append(_table(laid, cell))
            cell += len(table.cells)
    parts["word/document.xml"] = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{section}</w:body></w:document>'
    ).encode()
    return package(part(name, content) for name, content in parts.items())


def _paragraph(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def _table(laid: Grid, first: int) -> str:
    columns = "".join(f'<w:gridCol w:w="{8844 // laid.layout.columns}"/>' for _ in range(laid.layout.columns))
    covered: dict[tuple[int, int], int] = {}
    rows_: list[str] = []
    number = first
    for r, boxes in enumerate(laid.rows):
        starts = {box.cell.column: box.cell for box in boxes}
        cells: list[str] = []
        column = 0
        while column < laid.layout.columns:
            merge, inside, span = "", "<w:p/>", 1
            if (r, column) in covered:
                span, merge = covered[r, column], "<w:vMerge/>"
            elif column in starts:
                cell = starts[column]
                span = cell.colspan
                merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                covered.update({(r + n, column): span for n in range(1, cell.rowspan)})
                inside = _paragraph("TableSmall", f"{{{{ cells[{number}] }}}}")
                number += 1
            across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{across}{merge}</w:tcPr>{inside}</w:tc>")
            column += span
        rows_.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="8844" w:type="dxa"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows_)}</w:tbl>"
    )
