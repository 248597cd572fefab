"""The official form as a workbook that people fill: a sheet a section, totals as live formulas, the balance
checked while one types, last year's figures beside.

Formulas carry their computed values, so that a program that computes nothing reads the same numbers. What is
derived is protected, without a password: against a slip of the hand, not against the owner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from math import ceil
from typing import Any

from nianbao.core.lazy import lazy
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.report import Report, number_text
from nianbao.writers.package import Deflater, joined, package, part, properties
from nianbao.writers.package import Part as Packed
from nianbao.writers.page import Grid, Line, Options, Part, Written, escaped, page
from nianbao.writers.xlsx_cells import LONGEST, area, blank, cut, letters, paragraph, units, utf16
from nianbao.writers.xlsx_plan import EASY, OTHER_WIDTH, WIDTHS, Key, Plan, outline, plan
from nianbao.writers.xlsx_sheet import TEXT_WIDTH, sheet
from nianbao.writers.xlsx_styles import HEAD, LOOKS, MAIN, styles

_EXACT = 2**53
"""Up to here a workbook, which knows floating point only, keeps whole numbers."""
_LINE = {"title": 28.0, "heading": 24.0, "level2": 20.0, "text": 18.0, "waiting": 18.0}
"""Height of a line of text in points; Excel fits the height of rows only where one types."""
_LEVEL, _LEAST = 1, 16_000
"""How rows are deflated, and from how many bytes on: what the form fixes is deflated already, and for the rest of
a usual report that would be a third of the time for a third of 30 kB."""
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write(report: Report, options: Options) -> Written:
    """The report as a workbook."""
    shown = page(report, marks=options.marks)
    parts = shown.parts or (Part("", ()),)
    names = sheet_names(tuple([each.heading for each in shown.parts]) or ("年度报告",))
    deflater = Deflater(_LEVEL, _LEAST)
    sheets: list[Packed] = []
    printed: list[str] = []
    for number, each in enumerate(parts, 1):
        blocks = (*shown.preamble, *each.blocks) if number == 1 else each.blocks
        drawn = Sheet(report.edition, options.last_year, _span(blocks))
        if number == 1:
            drawn.line(shown.title, "title")
            drawn.blocks(shown.preamble)
        if each.heading:
            drawn.line(each.heading, "heading")
        drawn.blocks(each.blocks)
        sheets.append(drawn.packed(number, deflater))
        printed.append(drawn.printed)
    core = joined("docProps/core.xml", deflater.stretch(properties(escaped(shown.title), escaped(shown.unit))))
    fixed = (*_fixed(len(sheets)), _workbook(names, tuple(printed)))
    return Written(package((core, *sheets), fixed))


def _span(blocks: Sequence[Line | Grid]) -> tuple[int, int]:
    """Over how many columns a paragraph goes, and how wide they are: all those of the first table there is."""
    for block in blocks:
        if isinstance(block, Grid):
            widths = WIDTHS.get(block.number, (OTHER_WIDTH,) * block.layout.columns)
            return block.layout.columns, sum(widths)
    return 1, TEXT_WIDTH


@cache
def _height(look: str, lines: int) -> float:
    """How high a row with so many lines is, in points."""
    return min(400, max(1, lines) * _LINE[look] + 4)


class Sheet:
    """A sheet being written, from the top; `at` is the next free row, `across` the columns of a paragraph."""

    def __init__(self, edition: str, last_year: Mapping[str, Number], across: tuple[int, int]) -> None:
        self.edition, self.last_year = edition, last_year
        self.columns, self.width = across
        self.at = 0
        self.rows: list[str] = []
        self.plans: list[Plan] = []
        self.merged: list[str] = []

    def line(self, text: str, look: str) -> None:
        """A paragraph, in a row high enough for it; one that is too long for a cell goes on in the next row."""
        while len(text) > LONGEST // 2 and utf16(text) > LONGEST:
            start = cut(text, LONGEST)
            self.line(start, look)
            text = text[len(start) :]
        lines = 1 if look == "heading" else ceil(units(text, LOOKS[look].points) / (self.width - 6))
        covered = self._covered(look) if self.columns > 1 else ""
        self.rows.append(paragraph(self.at, look, _height(look, lines), text, covered))
        self.at += 1

    def _covered(self, look: str) -> str:
        """The cells that a paragraph covers where it stands above a table, so that it is as wide as that."""
        if look == "heading":
            return ""
        self.merged.append(area(self.at, 0, self.at, self.columns - 1))
        return "".join([blank(self.at, column, look) for column in range(1, self.columns)])

    def blocks(self, blocks: Sequence[Line | Grid]) -> None:
        """Paragraphs and tables, one below the other."""
        for block in blocks:
            if isinstance(block, Grid):
                drawn, rows = laid(block, self.edition, self.at, self.last_year)
                self.plans.append(drawn)
                self.rows.append(rows)
                self.at = drawn.below + 1
            else:
                look = "level2" if block.level == 2 else "text"
                self.line(block.text, "waiting" if any(run.mark for run in block.runs) else look)

    @property
    def printed(self) -> str:
        """The area that is printed: the table without its balances and last year's figures, or down to what stands
        below it; empty where all is."""
        if not self.plans or not self.plans[0].printed[0]:
            return ""
        rows = self.plans[0].printed[0] if self.at == self.plans[0].below + 1 else self.at
        return f"$A$1:${letters(max([len(each.widths) for each in self.plans]) - 1)}${rows}"

    def packed(self, number: int, deflater: Deflater) -> Packed:
        """The sheet as a file."""
        rows = deflater.stretch("".join(self.rows).encode())
        return sheet(number, rows, self.at, tuple(self.plans), tuple(self.merged))


def laid(grid: Grid, edition: str, top: int, last_year: Mapping[str, Number]) -> tuple[Plan, str]:
    """The plan of a table that begins in row `top`, and its rows with this report's numbers."""
    shape = outline(edition, grid.layout)
    said = grid.layout.stated(grid.texts)
    numbers = tuple(map(_numbers.__getitem__, said))
    odd: tuple[tuple[int, str], ...] = ()
    total: Callable[[Any], Number | None] = sum
    long: Sequence[str] = shape.longest(said)
    if None in numbers:
        odd = tuple((n, said[n]) for n, number in enumerate(numbers) if number is None)
        total = _sum_of_numbers
        long = [text for text in long if _numbers[text] is not None]
    longest = max(map(len, long), default=0)
    broken = tuple([n for n, members in shape.totals if numbers[n] != total(members(numbers))])
    known = tuple([figure for figure in shape.figures if figure in last_year]) if last_year else ()
    wide = longest if longest > EASY else 0
    key = Key(edition, grid.number, top, grid.layout, shape, shape.others(grid.texts), odd, broken, known, wide)
    drawn = plan(key)
    beside = [number_text(last_year[figure]) for figure in known]
    balances = [number_text((total(came(numbers)) or 0) - (total(went(numbers)) or 0)) for came, went in shape.balances]
    return drawn, drawn.rows((*said, *beside, *balances))


class _Numbers(dict[str, Number | None]):
    """What `as_number` said of each text: most cells are 0, and a dictionary asks for itself."""

    def __missing__(self, text: str) -> Number | None:
        if len(self) > 10_000:
            self.clear()
        self[text] = number = as_number(text)
        return number


_numbers = _Numbers()


def as_number(text: str) -> Number | None:
    """The number that a text is, where the workbook gives back exactly this text."""
    number = parse_cell(text)
    if number is None or number_text(number) != text or not -_EXACT < number < _EXACT:
        return None
    return number if isinstance(number, int) or format(float(number), ".15g") == text else None


def _sum_of_numbers(numbers: Sequence[Number | None]) -> Number | None:
    """The sum of those that are numbers, None where none is."""
    present = [number for number in numbers if number is not None]
    return sum(present) if present else None


@lru_cache(maxsize=32)
def _workbook(names: tuple[str, ...], printed: tuple[str, ...]) -> Packed:
    """The list of the sheets, with the area of each that is printed."""
    sheets = "".join(f'<sheet name="{_quoted(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    areas = "".join(
        f'<definedName name="_xlnm.Print_Area" localSheetId="{n}">{_reference(name, where)}</definedName>'
        for n, (name, where) in enumerate(zip(names, printed, strict=True))
        if where
    )
    defined = f"<definedNames>{areas}</definedNames>" if areas else ""
    text = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_R}"><workbookPr/>'
        '<bookViews><workbookView xWindow="240" yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>'
        f'<sheets>{sheets}</sheets>{defined}<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
    )
    return part("xl/workbook.xml", text.encode(), 9)


def _quoted(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def _reference(name: str, where: str) -> str:
    return escaped("'" + name.replace("'", "''") + f"'!{where}")


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = f"{_RELATIONS}/metadata/core-properties"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@cache
def _fixed(count: int) -> tuple[Packed, ...]:
    """The parts that are the same in every workbook of so many sheets."""
    sheets = [f"worksheets/sheet{n}.xml" for n in range(1, count + 1)]
    types = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
        "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        **{f"xl/{name}": f"{_SPREADSHEET}.worksheet+xml" for name in sheets},
    }
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations([(f"{_R}/officeDocument", "xl/workbook.xml"), (_CORE, "docProps/core.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [*((f"{_R}/worksheet", name) for name in sheets), (f"{_R}/styles", "styles.xml")]
        ),
        "xl/styles.xml": styles(),
    }
    return tuple(part(name, text.encode(), 9) for name, text in texts.items())


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


_NOT_IN_NAMES = lazy(r"[\[\]:*?/\\]")


@lru_cache(maxsize=32)
def sheet_names(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Names that Excel takes: at most 31 characters, none that it forbids, no two alike."""
    names: list[str] = []
    for n, heading in enumerate(headings, 1):
        name = cut(_NOT_IN_NAMES().sub("", heading).strip("' "), 31).strip("' ") or f"第{n}部分"
        if name.lower() in ("history", *(other.lower() for other in names)):
            name = f"{cut(name, 26)}（{n}）"
        names.append(name)
    return tuple(names)
