"""An invented unit's report in the shapes in which reports come: grids, text, pages, Word, Excel, PDF."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nianbao.core.figures import derive
from nianbao.core.form import TableForm, form
from nianbao.core.report import number_text

SHARED = Path(__file__).parents[3] / "shared"
TITLE = "青禾县柳桥镇2024年政府信息公开工作年度报告"
WORDS: Mapping[str, str] = {
    "overview": "2024年，我镇主动公开政府信息128条。",
    "problems": "一是公开不够及时；二是解读形式单一。下一步，一是按月核对目录；二是增加图解。",
    "other": "2024年没有收取信息处理费。",
}


def figures(seed: int = 1, edition: str = "2021") -> dict[str, str]:
    """The text of every cell of the form, totals right, many of them not 0."""
    chance = random.Random(seed)
    the_form = form(edition)
    inputs = {figure: chance.choice([0, 0, 3, 12, 107, 2041]) for figure in sorted(the_form.inputs)}
    return {figure: number_text(number) for figure, number in derive(the_form, inputs).items()}


def rows(table: TableForm, texts: Mapping[str, str]) -> list[list[tuple[str, int, int]]]:
    """A table's cells (text, rowspan, colspan), row by row."""
    lines: list[list[tuple[str, int, int]]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        text = cell.label if cell.label is not None else texts[cell.figure or ""]
        lines[cell.row].append((text, cell.rowspan, cell.colspan))
    return lines


Shape = Callable[[str], str]


def _same(text: str) -> str:
    return text


def html_table(table: TableForm, texts: Mapping[str, str], shape: Shape = _same) -> str:
    """A table of a page; `shape` dresses each cell's text."""
    lines = []
    for row in rows(table, texts):
        cells = "".join(f'<td rowspan="{high}" colspan="{wide}">{shape(text)}</td>' for text, high, wide in row)
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def html(texts: Mapping[str, str], *, edition: str = "2021", shape: Shape = _same, title: str = TITLE) -> str:
    """A plain page of the report."""
    parts = [f"<h1>{title}</h1>"]
    for section in form(edition).sections:
        parts.append(f"<p>{section.number}、{section.title}</p>")
        if section.table:
            parts.append(html_table(form(edition).tables[section.table], texts, shape))
        else:
            parts.append(f"<p>{WORDS[section.key]}</p>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>"


def text(texts: Mapping[str, str], *, edition: str = "2021", gap: str = "\t") -> str:
    """The report as text copied out of Word: merged places are gone, cells stand between tabs."""
    lines = [TITLE]
    for section in form(edition).sections:
        lines += ["", f"{section.number}、{section.title}", ""]
        if section.table:
            lines += [gap.join(cell for cell, _, _ in row) for row in rows(form(edition).tables[section.table], texts)]
        else:
            lines.append(WORDS[section.key])
    return "\n".join(lines)


def docx(texts: Mapping[str, str], change: Callable[[object], None] | None = None) -> bytes:
    """The report by python-docx; `change` may alter the document."""
    from docx import Document

    document = Document()
    document.add_paragraph(TITLE)
    for section in form("2021").sections:
        document.add_paragraph(f"{section.number}、{section.title}")
        if not section.table:
            document.add_paragraph(WORDS[section.key])
            continue
        table = form("2021").tables[section.table]
        made = document.add_table(table.rows, table.columns)
        grid = [row.cells for row in made.rows]
        for cell in table.cells:
            last = grid[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1]
            grid[cell.row][cell.column].merge(last).text = (
                cell.label if cell.label is not None else texts[cell.figure or ""]
            )
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(
    texts: Mapping[str, str], *, sheets: bool = False, merged: bool = True, titles: bool = True, edition: str = "2021"
) -> bytes:
    """A workbook of the form: one sheet or three, merged cells or not, with title rows or without."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = None
    top = 0
    for number, table in form(edition).tables.items():
        if sheets or sheet is None:
            sheet, top = book.add_worksheet(f"表{number}"), 0
        if titles:
            sheet.write(top, 0, f"{form(edition).sections[number - 1].number}、{table.title}")
            top += 2
        for cell in table.cells:
            value = cell.label if cell.label is not None else float(texts[cell.figure or ""])
            row, column = top + cell.row, cell.column
            if merged and cell.rowspan * cell.colspan > 1:
                sheet.merge_range(row, column, row + cell.rowspan - 1, column + cell.colspan - 1, value)
            else:
                sheet.write(row, column, value)
        top += table.rows
    book.close()
    return out.getvalue()


class Pdf:
    """A PDF written by hand: text in a font that no file needs, and ruling lines."""

    def __init__(self) -> None:
        self.pages: list[list[bytes]] = []

    def page(self) -> None:
        self.pages.append([])

    def words(self, x: float, y: float, text: str, size: float = 9) -> None:
        code = text.encode("utf-16-be").hex().encode()
        self.pages[-1].append(b"BT /F1 %.1f Tf %.1f %.1f Td <%s> Tj ET" % (size, x, y, code))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].append(b"%.1f %.1f m %.1f %.1f l S" % (x0, y0, x1, y1))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(b"%.1f %.1f %.1f %.1f re S" % (x, y, width, height))

    def content(self) -> bytes:
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"",
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>",
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
            b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
        ]
        kids = []
        for page in self.pages:
            stream = b"\n".join(page)
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
                % len(objects)
            )
            kids.append(b"%d 0 R" % len(objects))
        objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
        return assembled(objects)


def assembled(objects: Iterable[bytes]) -> bytes:
    """The objects of a PDF with their table of places."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1,
        table,
        len(places) + 1,
        len(out),
    )


def pdf(texts: Mapping[str, str], *, cut: Mapping[int, int] | None = None) -> bytes:
    """The report as a PDF; `cut` breaks a table before a row, onto a new page."""
    made = Pdf()
    made.page()
    made.words(250, 800, TITLE, 14)
    y = 770.0

    def down(room: float) -> float:
        if y - room < 40:
            made.page()
            return 800.0
        return y

    for section in form("2021").sections:
        y = down(40)
        made.words(88, y, f"{section.number}、{section.title}", 12)
        y -= 20
        if not section.table:
            made.words(88, y, WORDS[section.key], 12)
            y -= 24
            continue
        table = form("2021").tables[section.table]
        stop = (cut or {}).get(section.table, table.rows)
        for first, last in ((0, stop), (stop, table.rows)):
            if first < last:
                y = 800.0 if first else down((last - first) * 18)
                if first:
                    made.page()
                _rows_of(made, table, texts, first, last, y)
                y -= (last - first) * 18 + 24
    return made.content()


def _rows_of(made: Pdf, table: TableForm, texts: Mapping[str, str], first: int, last: int, top: float) -> None:
    width = 720 / table.columns
    for cell in table.cells:
        begin, end = max(cell.row, first), min(cell.row + cell.rowspan, last)
        if begin >= end:
            continue
        x, y = 60 + cell.column * width, top - (end - first) * 18
        made.box(x, y, cell.colspan * width, (end - begin) * 18)
        if begin == cell.row:
            label = cell.label if cell.label is not None else texts[cell.figure or ""]
            size = min(8.0, cell.colspan * width / max(len(label), 1) * 0.95)
            made.words(x + 1, y + (end - begin) * 9 - 3, label, size)
