"""Reading: our readers against the usual libraries, equal cells asserted before anything is timed.

Each row reads several reports of different units, so that nothing is gained by having read the same file before.
A contender takes out paragraphs and the cells of the tables, merged cells at their places. The first row of HTML
does the same work on both sides; the other rows compare our whole reading, which also finds the sections and the
figure that each cell states, with the contender's texts and cells.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.harness import Row, at_least, paired
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.readers.blocks import Grid, Line
from nianbao.readers.encoding import as_utf8
from nianbao.readers.html import read_html
from nianbao.writers import render

RUNS = 15
LOOPS = 5
"""A page is read in a millisecond: a stretch long enough that the collecting before it counts for little."""
_MENU = "".join(
    f'<li style="float:left;line-height:40px;padding:0 12px"><a href="/zwgk/{n}/" style="color:#333">栏目{n}</a></li>'
    for n in range(120)
)

_Cells = dict[tuple[int, int], str]
_Reader = Callable[[bytes], object]


def rows(report: Report | None = None) -> Iterator[Row]:
    """The ratios of the formats, each against its contender."""
    known = [report] if report is not None else _examples()
    yield from _html(known)
    yield from _office(known)
    yield from _pdf(known)


def _html(known: Sequence[Report]) -> Iterator[Row]:
    pages = [_page(render(report, "html")) for report in known]
    for report, page in zip(known, pages, strict=True):
        if blocks(page) != soup_blocks(page):
            raise AssertionError("paragraphs or cells differ")
        _same(report, "page.html", page)
    ours, theirs = _timed(pages, _extract, soup_blocks, loops=LOOPS)
    yield at_least("read HTML to equal paragraphs and tables: bs4 with lxml / ours", 15, ours, theirs, RUNS)
    ours, theirs = _timed(pages, lambda page: read_bytes("page.html", page), soup_blocks, loops=LOOPS)
    yield at_least("read HTML to the report: bs4 with lxml, paragraphs and tables only / ours", 8, ours, theirs, RUNS)


def _office(known: Sequence[Report]) -> Iterator[Row]:
    files = [render(report, "docx") for report in known]
    for report, data in zip(known, files, strict=True):
        _equal(report, "report.docx", data, [text for table in docx_tables(data) for row in table for text in row])
    ours, theirs = _timed(files, lambda data: read_bytes("report.docx", data), docx_tables)
    yield at_least("read DOCX: python-docx / ours", 8, ours, theirs, RUNS)
    files = [render(report, "xlsx") for report in known]
    for report, data in zip(known, files, strict=True):
        _same(report, "report.xlsx", data)
    ours, theirs = _timed(files, lambda data: read_bytes("report.xlsx", data), sheet_rows)
    yield at_least("read XLSX: openpyxl read-only / ours", 3, ours, theirs, RUNS)


def _pdf(known: Sequence[Report]) -> Iterator[Row]:
    report = known[0]
    for producer, make in (("typst", _typst), ("LibreOffice", _libreoffice), ("Chromium", _chromium)):
        pdf = make(report)
        if pdf is None:
            print(f"read PDF of {producer}: left out, {producer} is not installed", file=sys.stderr)
            continue
        _equal(report, "report.pdf", pdf, pdf_cells(pdf), joined=True)
        ours, theirs = _timed([pdf], lambda data: read_bytes("report.pdf", data), pdf_cells, runs=5)
        yield at_least(f"read PDF of {producer}: pdfplumber / ours", 3.5, ours, theirs, 5)


def _timed(
    files: Sequence[bytes], ours: _Reader, theirs: _Reader, runs: int = RUNS, loops: int = 1
) -> tuple[float, float]:
    """Medians for one file, all of them read in turn, so many times over."""
    first, second = paired(
        lambda: [ours(data) for data in files], lambda: [theirs(data) for data in files], runs, loops, swept=True
    )
    return first / len(files), second / len(files)


def _examples() -> list[Report]:
    from nianbao.core.compose import compose
    from nianbao.workflow import banks, starting

    bank = banks.load_bank()
    paths = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
    return [compose(starting.read_any(path).draft, bank, pending=False) for path in paths]


def _page(article: bytes) -> bytes:
    """A report as a website shows it, below its menu."""
    return article.replace(b"<body>", f"<body><ul>{_MENU}</ul><div>".encode()).replace(b"</body>", b"</div></body>")


def _same(report: Report, name: str, data: bytes) -> None:
    """Ours has every cell of the report."""
    if dict(read_bytes(name, data).cells) != dict(report.cells):
        raise AssertionError(f"{name}: cells differ")


def _equal(report: Report, name: str, data: bytes, theirs: list[str], *, joined: bool = False) -> None:
    """Ours has every cell of the report; theirs has as many of each text at least.

    `joined`: of a PDF, where a cell that a page break cut comes back in two pieces.
    """
    _same(report, name, data)
    shown = [text.strip() for text in theirs]
    for text in set(report.cells.values()):
        if shown.count(text) < sum(1 for cell in report.cells.values() if cell == text) and not joined:
            raise AssertionError(f"{name}: the contender lost cells")
    if joined and sum(text in set(report.cells.values()) for text in shown) < len(report.cells) * 0.95:
        raise AssertionError(f"{name}: the contender lost cells")


# --- HTML: the same work on both sides ---------------------------------------------------------------------------


def _extract(page: bytes) -> object:
    return read_html(as_utf8(page, "page.html"), "page.html").blocks


def blocks(page: bytes) -> tuple[list[str], list[_Cells]]:
    """Paragraphs and tables of the article by our reader, merged cells at every place they cover."""
    lines: list[str] = []
    grids: list[_Cells] = []
    for block in read_html(as_utf8(page, "page.html"), "page.html").blocks:
        if isinstance(block, Line):
            lines.append(block.text)
        elif isinstance(block, Grid):
            grids.append(
                {
                    (row, column): cell.text
                    for cell in block.cells
                    for row in range(cell.row, cell.row + cell.rowspan)
                    for column in range(cell.column, cell.column + cell.colspan)
                }
            )
    return lines, grids


def soup_blocks(page: bytes) -> tuple[list[str], list[_Cells]]:
    """Paragraphs and tables with spans expanded by BeautifulSoup on lxml, its faster parser."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "lxml")
    texts = (
        node.get_text().strip() for node in soup.find_all(["p", "h1", "h2", "h3"]) if not node.find_parent("table")
    )
    grids = []
    for table in soup.find_all("table"):
        grid: _Cells = {}
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
    return [text for text in texts if text], grids


# --- the contenders of the other formats -------------------------------------------------------------------------


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

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of a font at each character
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            cell
            for page in document.pages
            for table in page.extract_tables()
            for row in table
            for cell in row
            if cell is not None
        ]


# --- producers of PDF ----------------------------------------------------------------------------------------------


def _typst(report: Report) -> bytes | None:
    return render(report, "pdf")


def _libreoffice(report: Report) -> bytes | None:
    return _converted(
        "soffice",
        "report.docx",
        render(report, "docx"),
        ["--headless", "--convert-to", "pdf", "--outdir", "{folder}", "{file}"],
    )


def _chromium(report: Report) -> bytes | None:
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--print-to-pdf={folder}/report.pdf",
    ]
    return _converted("chromium", "report.html", render(report, "html"), [*options, "{file}"])


def _converted(program: str, name: str, data: bytes, arguments: Sequence[str]) -> bytes | None:
    """A file made a PDF by another program, None where that is not installed."""
    path = shutil.which(program)
    if path is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        command = [path, *(part.format(folder=folder, file=file) for part in arguments)]
        subprocess.run(
            command,
            check=False,
            capture_output=True,
            timeout=180,
            env={"HOME": folder, "PATH": os.environ.get("PATH", "")},
        )
        made = Path(folder) / "report.pdf"
        return made.read_bytes() if made.exists() else None


if __name__ == "__main__":
    from bench.harness import show

    show(rows())
