"""Reading: our readers, up to the neutral report, against the usual libraries, up to texts and cells.

The contenders only take out paragraphs and the cells of the tables, spans expanded; ours also finds the
sections and which figure each cell states. The cells are compared before anything is timed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, at_least, paired
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.writers import render

RUNS = 15
_MENU = "".join(
    f'<li style="float:left;line-height:40px;padding:0 12px"><a href="/zwgk/{n}/" style="color:#333">栏目{n}</a></li>'
    for n in range(120)
)


def rows(report: Report | None = None) -> Iterator[Row]:
    """The ratios of the formats, each against its contender."""
    known = report or _example()
    html = _page(render(known, "html"))
    _equal(known, "page.html", html, [text for grid in soup_tables(html) for text in grid.values()])
    ours, theirs = paired(lambda: read_bytes("page.html", html), lambda: soup_tables(html), RUNS)
    yield at_least(f"read HTML ({len(html) // 1000} kB): bs4 with lxml / ours", 15, ours, theirs, RUNS)

    docx = render(known, "docx")
    _equal(known, "report.docx", docx, [text for table in docx_tables(docx) for row in table for text in row])
    ours, theirs = paired(lambda: read_bytes("report.docx", docx), lambda: docx_tables(docx), RUNS)
    yield at_least("read DOCX: python-docx / ours", 8, ours, theirs, RUNS)

    xlsx = render(known, "xlsx")
    ours, theirs = paired(lambda: read_bytes("report.xlsx", xlsx), lambda: sheet_rows(xlsx), RUNS)
    yield at_least("read XLSX: openpyxl read-only / ours", 1, ours, theirs, RUNS)

    pdf = render(known, "pdf")
    _equal(known, "report.pdf", pdf, pdf_cells(pdf))
    ours, theirs = paired(lambda: read_bytes("report.pdf", pdf), lambda: pdf_cells(pdf), 5)
    yield at_least("read PDF: pdfplumber / ours", 3.5, ours, theirs, 5)


def _example() -> Report:
    from nianbao import workflow
    from nianbao.core.compose import compose

    path = Path(__file__).parent.parent / "examples" / "linze-city-2022.yaml"
    return compose(workflow.read_any(path), workflow.load_bank(), pending=False)


def _page(article: bytes) -> bytes:
    """A report as a website shows it, below its menu."""
    return article.replace(b"<body>", f"<body><ul>{_MENU}</ul><div>".encode()).replace(b"</body>", b"</div></body>")


def _equal(report: Report, name: str, data: bytes, theirs: list[str]) -> None:
    """Ours has every cell of the report; theirs has as many of each text at least."""
    read = read_bytes(name, data)
    if dict(read.cells) != dict(report.cells):
        raise AssertionError(f"{name}: cells differ")
    shown = [text.strip() for text in theirs]
    for text in set(report.cells.values()):
        if shown.count(text) < sum(1 for cell in report.cells.values() if cell == text):
            raise AssertionError(f"{name}: the contender lost cells")


def soup_tables(data: bytes) -> list[dict[tuple[int, int], str]]:
    """Paragraphs and tables with spans expanded by BeautifulSoup on lxml, its faster parser."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "lxml")
    [p.get_text().strip() for p in soup.find_all("p") if not p.find_parent("table")]
    grids = []
    for table in soup.find_all("table"):
        grid: dict[tuple[int, int], str] = {}
        for row, line in enumerate(table.find_all("tr")):
            column = 0
            for cell in line.find_all(["td", "th"]):
                while (row, column) in grid:
                    column += 1
                high, wide = int(str(cell.get("rowspan") or 1)), int(str(cell.get("colspan") or 1))
                text = cell.get_text().strip()
                for down in range(high):
                    for across in range(wide):
                        grid[row + down, column + across] = text
                column += wide
        grids.append(grid)
    return grids


def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Paragraphs and tables row by row by python-docx."""
    from docx import Document

    document = Document(io.BytesIO(data))
    [paragraph.text for paragraph in document.paragraphs]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def sheet_rows(data: bytes) -> list[list[tuple[object, ...]]]:
    """All rows of all sheets by openpyxl, read-only."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def pdf_cells(data: bytes) -> list[str]:
    """The cells of all tables by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            cell
            for page in document.pages
            for table in page.extract_tables()
            for row in table
            for cell in row
            if cell is not None
        ]


if __name__ == "__main__":
    from bench.harness import show

    show(rows())
