"""Writing: our Word file against docxtpl in its best form (the same styles, lean parts), and the other formats."""

from __future__ import annotations

import io
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, Template

from bench.harness import Row, at_least, at_most, compared, paired, process, python
from nianbao.core.compose import compose
from nianbao.core.report import Paragraph, Report, Table
from nianbao.workflow import banks, drafts
from nianbao.writers import docx_skeleton, render
from nianbao.writers.docx_skeleton import R, W
from nianbao.writers.package import package, part
from nianbao.writers.page import Grid, grid
from nianbao.writers.title import title_lines

RUNS, LOOPS = 9, 20
"""A workbook of ours takes a third of a millisecond, which is too short to be timed alone."""


def rows(report: Report | None = None) -> Iterator[Row]:
    """The ratios of the report's formats, each against its contender; the city's example where none is given."""
    report = report or example()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "lean.docx"
        template.write_bytes(lean_template(report))
        data = lean_data(report)
        ours, theirs = paired(lambda: render(report, "docx"), lambda: docxtpl_file(template, data), RUNS)
        yield at_least("DOCX: docxtpl (lean template) / ours", 30, ours, theirs, RUNS)
        ours, theirs = paired(lambda: render(report, "html"), lambda: html_by_loops(report), RUNS)
        yield compared("HTML with styles and figures: ours / a Jinja2 template of the bare words", ours, theirs, RUNS)
        ours, theirs = paired(lambda: render(report, "xlsx"), lambda: openpyxl_file(report), RUNS, LOOPS)
        yield at_least("XLSX: openpyxl, words and cells / ours with formulas and checks", 80, ours, theirs, RUNS)
        ours, theirs = paired(lambda: render(report, "xlsx"), lambda: xlsxwriter_file(report), RUNS, LOOPS)
        yield at_least("XLSX: xlsxwriter, words and cells / ours with formulas and checks", 15, ours, theirs, RUNS)
        yield from pdf_rows(Path(folder), report)
        yield batch_row(template, data)


def example() -> Report:
    """The city's report: the longest narrative and the largest numbers of the examples."""
    draft = drafts.open_draft(Path("examples/linze-city-2022.yaml")).draft
    return compose(draft, banks.load_bank(), pending=False)


def html_by_loops(report: Report) -> str:
    """The words and cells of the report in a page, by a compiled template."""
    return _bare_page().render(
        title=report.title,
        texts=[paragraph.text for _, paragraph in report.paragraphs()],
        tables=[[cell.text for cell in table.cells] for section in report.sections for table in section.tables],
    )


@cache
def _bare_page() -> Template:
    source = (
        "<h1>{{ title }}</h1>{% for text in texts %}<p>{{ text }}</p>{% endfor %}"
        "{% for cells in tables %}<table>{% for cell in cells %}<td>{{ cell }}</td>{% endfor %}</table>{% endfor %}"
    )
    return Environment(autoescape=True).from_string(source)


def openpyxl_file(report: Report) -> bytes:
    """The words and cells of the report with their merged cells, a sheet a section; nothing is computed or checked."""
    from openpyxl import Workbook

    book = Workbook()
    for number, section in enumerate(report.sections, 1):
        sheet = book.create_sheet(f"{number}")
        top = 1
        for block in section.blocks:
            if isinstance(block, Paragraph):
                sheet.cell(top, 1, block.text)
                top += 1
                continue
            for cell in block.cells:
                sheet.cell(top + cell.row, cell.column + 1, cell.text)
                if cell.rowspan > 1 or cell.colspan > 1:
                    end = {"end_row": top + cell.row + cell.rowspan - 1, "end_column": cell.column + cell.colspan}
                    sheet.merge_cells(start_row=top + cell.row, start_column=cell.column + 1, **end)
            top += _height(block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsxwriter_file(report: Report) -> bytes:
    """The same through xlsxwriter."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    look = book.add_format()
    for number, section in enumerate(report.sections, 1):
        sheet = book.add_worksheet(f"{number}")
        top = 0
        for block in section.blocks:
            if isinstance(block, Paragraph):
                sheet.write_string(top, 0, block.text)
                top += 1
                continue
            for cell in block.cells:
                begin = top + cell.row, cell.column
                if cell.rowspan > 1 or cell.colspan > 1:
                    end = begin[0] + cell.rowspan - 1, begin[1] + cell.colspan - 1
                    sheet.merge_range(*begin, *end, cell.text, look)
                else:
                    sheet.write_string(*begin, cell.text)
            top += _height(block)
    book.close()
    return out.getvalue()


def _height(table: Table) -> int:
    return max((cell.row + cell.rowspan for cell in table.cells), default=0)


def pdf_rows(folder: Path, report: Report) -> Iterator[Row]:
    """A draft to PDF as a whole process, against LibreOffice from our Word file; nothing where it is missing."""
    office = shutil.which("soffice")
    if office is None:
        return
    word = folder / "report.docx"
    word.write_bytes(render(report, "docx"))
    example_path = str(Path("examples/linze-city-2022.yaml").resolve())
    mine = python("-m", "nianbao", "draft", example_path, "--format", "pdf", "-o", str(folder))
    profile = f"-env:UserInstallation=file://{folder}/office"
    other = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    ours, theirs = paired(process(mine), process(other), 5)
    yield at_most("PDF, whole process: nianbao draft / LibreOffice from our DOCX", 0.2, ours, theirs, 5)


BATCH, BATCH_OF_THEIRS = 1000, 60


def batch_row(template: Path, data: dict[str, Any]) -> Row:
    """Drafts to Word files on two cores, per draft; docxtpl does fewer of them, since it takes a minute else."""
    context = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        list(pool.map(_batch_of_ours, [10, 10]))
        start = time.perf_counter()
        memory = list(pool.map(_batch_of_ours, [BATCH // 2] * 2))
        ours = (time.perf_counter() - start) * 1000 / BATCH
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        list(pool.map(_batch_of_theirs, [(template, data, 1)] * 2))
        start = time.perf_counter()
        list(pool.map(_batch_of_theirs, [(template, data, BATCH_OF_THEIRS // 2)] * 2))
        theirs = (time.perf_counter() - start) * 1000 / BATCH_OF_THEIRS
    grown, peak = max(after - before for before, after in memory), max(after for _, after in memory)
    what = (
        f"{BATCH} drafts to DOCX on two cores, per draft (a child grows {grown:.1f} MiB to {peak:.0f}): docxtpl / ours"
    )
    return at_least(what, 30, ours, theirs, 1)


def _batch_of_ours(count: int) -> tuple[float, float]:
    """Compose and write so many different drafts; peak memory after the first fifty and at the end, in MiB."""
    bank = banks.load_bank()
    draft = drafts.open_draft(Path("examples/linze-city-2022.yaml")).draft
    first = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            changed = draft.with_figure("requests.received.natural_person", 11012 + n)
            content = render(compose(changed, bank, pending=False), "docx")
            (Path(folder) / f"{n}.docx").write_bytes(content)
            if n == min(50, count - 1):
                first = _peak()
    return first, _peak()


def _batch_of_theirs(job: tuple[Path, dict[str, Any], int]) -> None:
    template, data, count = job
    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            (Path(folder) / f"{n}.docx").write_bytes(docxtpl_file(template, data))


def _peak() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
