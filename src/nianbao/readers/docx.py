"""Word files to blocks, straight from the XML: text boxes, tracked changes, merged cells, automatic numbers.

Insertions are kept and deletions dropped, as the page shows once the changes are accepted. Hidden text, field
codes, comments and macros are not read.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.parsers import expat

from nianbao.core.errors import InputError
from nianbao.readers.blocks import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Block, Grid, Line, RawCell, TooLarge, tidy
from nianbao.readers.container import Container
from nianbao.readers.titles import match_heading

MAX_DEPTH = 40
"""Tables within tables."""
SLIVER = 12
"""Twentieths of a point: a column of a table no wider than this holds no text."""
_LEVELS = {"Heading1": 1, "Heading2": 2, "Heading3": 3}


def read_docx(container: Container, *, tabs: bool = False) -> list[Block]:
    """The blocks of a Word file's body, its lines with their tabs if asked. InputError where it cannot be used."""
    body = container.read("word/document.xml")
    if body is None:
        body = next((container.read(n) for n in container.names if re.fullmatch(r"word/document\d*\.xml", n)), None)
    if body is None:
        raise InputError("不是Word文件", container.where, "在Word或WPS中另存为docx")
    numbering = _numbering(container) if b"<w:numPr>" in body else {}
    hiding = b"vanish" in body
    for content in (lean(body, hiding=hiding), body):
        walk = _Walk(numbering, hiding=hiding, tab="\t" if tabs else " ")
        try:
            parse(content, walk, container)
        except InputError:
            if content is body:  # else a `>` within an attribute, which no office program writes
                raise
        else:
            break
    return walk.out


def heads_of_pages(container: Container) -> list[str]:
    """The paragraphs at the head of the pages, where some set the report's title alone."""
    lines: list[str] = []
    for name in container.names:
        if re.fullmatch(r"word/header\d{1,2}\.xml", name):
            for paragraph in (container.read(name) or b"").split(b"</w:p>"):
                text = unescape(b"".join(_TEXT.findall(paragraph)).decode("utf-8", "replace"))
                lines += [line] if (line := tidy(text)) else []
    return lines


_TEXT = re.compile(rb"<w:t(?: [^<>]*)?>([^<]*)</w:t>")


def lean(body: bytes, *, hiding: bool) -> bytes:
    """A body without what only says how text looks, its plain cells as one element each.

    Nine in ten of a Word file's elements are of this kind; what is left is parsed in a third of the time and says
    the same (no `<` stands in XML text, so that nothing but elements is touched). `hiding`: some text is hidden,
    so that runs matter.
    """
    if not hiding:
        body = _RUNS.sub(b"", body)
    body = _EMPTY.sub(b"", _LOOKS.sub(b"", body))
    body = body.replace(b'<w:t xml:space="preserve">', b"<w:t>").replace(b"</w:t><w:t>", b"")
    return _PLAIN_CELL.sub(rb"<%s>\1</%s>" % (_CELL, _CELL), body)


_RUNS = re.compile(rb"</?w:r(?: [^<>]*)?/?>")
_LOOKS = re.compile(
    rb"<w:(?:(?:tcW|vAlign|jc|keepNext|keepLines|trHeight|cantSplit|rFonts|sz|szCs|lang|kern|color|b|bCs|i|iCs|u|"
    rb"spacing|ind|snapToGrid|adjustRightInd|widowControl|w|highlight|shd|top|left|bottom|right|noWrap|hideMark|tblHeader|"
    rb"proofErr|bookmarkStart|bookmarkEnd|lastRenderedPageBreak|rStyle|wordWrap|textAlignment|autoSpaceDE|autoSpaceDN|"
    rb"topLinePunct|kinsoku|overflowPunct|cnfStyle|tblStyle|tblW|tblLayout|tblLook|tblCaption|tblDescription|"
    rb"textDirection)(?: [^<>]*)?|pStyle w:val=\"(?!Heading[123]\")[^<>\"]*\")/>"
)
_EMPTY = re.compile(rb"<w:(tcPr|pPr|rPr|trPr|tcBorders|tcMar)></w:\1>")
_CELL = b"nianbao"
"""The name of the element that stands for a plain cell; no element of Word's has a name without a prefix."""
_PLAIN_CELL = re.compile(rb"<w:tc><w:p(?: [^<>/]*)?>(?:<w:t>([^<]*)</w:t>)?</w:p></w:tc>")


def parse(data: bytes, walk: Any, container: Container) -> None:
    """Feed XML to a walk's start, end and text. InputError for declarations of entities and broken XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    walk.begin(parser)
    parser.CharacterDataHandler = walk.text

    def refuse(*_: object) -> None:
        raise InputError("文件里有不该有的声明（DTD），没有读", container.where, "在Word或WPS中打开后另存一份")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter for encodings that XML does not know
        raise container.broken() from error


class _Cell:
    __slots__ = ("blocks", "merge", "span")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.span = 1
        self.merge = ""


class _Row:
    __slots__ = ("before", "cells", "gone")

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.before = 0
        self.gone = False


class _Walk:
    """One pass over document.xml; text is taken only inside w:t of runs that show."""

    def __init__(self, numbering: _Numbering, *, hiding: bool, tab: str = " ") -> None:
        self.parser: Any = None
        self.tab = tab
        self.starts = {name: getattr(self, method) for name, method in _STARTS.items()}
        self.ends = {name: getattr(self, method) for name, method in _ENDS.items()}
        if hiding:
            self.starts.update({name: getattr(self, method) for name, method in _RUN_STARTS.items()})
            self.ends.update({name: getattr(self, method) for name, method in _RUN_ENDS.items()})
        self.numbering = numbering
        self.counters: dict[tuple[str, int], int] = {}
        self.out: list[Block] = []
        self.flow: list[Block] = self.out
        self.tables: list[tuple[list[_Row], list[Block]]] = []
        self.widths: list[list[int]] = []
        self.paragraphs: list[tuple[list[str], int, str]] = []
        self.texts: list[str] = []
        self.level = 0
        self.number = ""
        self.taking = False
        self.run_properties = False
        self.row_properties = False
        self.properties = False
        self.joined = False
        self.held = ""
        self.hidden = False
        self.list_level = 0
        self.cells = 0

    def begin(self, parser: Any) -> None:
        """Take the parser's events. Most elements have no handler: looking that up is all they may cost."""
        self.parser = parser
        start, end = self.starts.get, self.ends.get

        def started(name: str, attributes: dict[str, str]) -> None:
            handler = start(name)
            if handler is not None:
                handler(attributes)

        def ended(name: str) -> None:
            handler = end(name)
            if handler is not None:
                handler()

        parser.StartElementHandler = started
        parser.EndElementHandler = ended

    def _skip(self, _: dict[str, str]) -> None:
        """Pass over all up to the end of this element."""
        depth = 1
        parser = self.parser
        started, ended = parser.StartElementHandler, parser.EndElementHandler

        def deeper(_name: str, _attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1

        def back(_name: str) -> None:
            nonlocal depth
            depth -= 1
            if not depth:
                parser.StartElementHandler, parser.EndElementHandler = started, ended

        parser.StartElementHandler, parser.EndElementHandler = deeper, back

    def _text(self, _: dict[str, str]) -> None:
        self.taking = not self.hidden

    def _end_text(self) -> None:
        self.taking = False

    def text(self, data: str) -> None:
        if self.taking:
            self.texts.append(data)

    # --- beginnings ---

    def _run(self, _: dict[str, str]) -> None:
        self.hidden = False

    def _vanish(self, attributes: dict[str, str]) -> None:
        if attributes.get("w:val") not in ("0", "false", "off") and self.run_properties:
            self.hidden = True

    def _run_properties(self, _: dict[str, str]) -> None:
        self.run_properties = True

    def _paragraph(self, _: dict[str, str]) -> None:
        if len(self.paragraphs) > MAX_DEPTH:
            raise TooLarge
        self.paragraphs.append((self.texts, self.level, self.number))
        self.texts, self.level, self.number = [], 0, ""
        self.hidden = False

    def _style(self, attributes: dict[str, str]) -> None:
        self.level = _LEVELS.get(attributes.get("w:val", ""), 0)

    def _outline(self, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if value in ("0", "1", "2"):
            self.level = int(value) + 1

    def _list_level(self, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "0")
        self.list_level = int(value) if value in "012345678" and value else 0

    def _list(self, attributes: dict[str, str]) -> None:
        self.number = self._next_number(attributes.get("w:val", ""), self.list_level)
        self.list_level = 0

    def _next_number(self, identifier: str, level: int) -> str:
        levels = self.numbering.get(identifier)
        if not levels or level not in levels:
            return ""
        abstract, start, style, text = levels[level]
        key = (abstract, level)
        self.counters[key] = self.counters.get(key, start - 1) + 1
        for other in [k for k in self.counters if k[0] == abstract and k[1] > level]:
            del self.counters[other]
        if style in ("bullet", "none"):
            return ""

        def show(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            _, first, kind, _ = levels.get(at, levels[level])
            return _numeral(self.counters.get((abstract, at), first), kind)

        return re.sub(r"%([1-9])", show, text)

    def _tab(self, _: dict[str, str]) -> None:
        if self.paragraphs and not self.hidden:
            self.texts.append(self.tab)

    def _break(self, attributes: dict[str, str]) -> None:
        if self.paragraphs and not self.hidden and attributes.get("w:type") not in ("page", "column"):
            self.texts.append("\n")

    def _table(self, _: dict[str, str]) -> None:
        if len(self.tables) >= MAX_DEPTH:
            raise TooLarge
        self.tables.append(([], self.flow))
        self.widths.append([])

    def _grid_column(self, attributes: dict[str, str]) -> None:
        if self.widths and len(self.widths[-1]) < MAX_COLUMNS:
            width = attributes.get("w:w", "")
            self.widths[-1].append(int(width) if width.isdigit() and len(width) < 7 else SLIVER + 1)

    def _row(self, _: dict[str, str]) -> None:
        if self.tables:
            rows = self.tables[-1][0]
            if len(rows) >= MAX_ROWS:
                raise TooLarge
            rows.append(_Row())

    def _row_properties(self, _: dict[str, str]) -> None:
        self.row_properties = True

    def _deleted(self, _: dict[str, str]) -> None:
        """Around runs all is passed over; in a row's properties the row is gone, in a paragraph's its end."""
        self._skip(_)
        if self.properties:
            self.joined = True
        if self.row_properties and self.tables and self.tables[-1][0]:
            self.tables[-1][0][-1].gone = True

    def _before(self, attributes: dict[str, str]) -> None:
        if self.tables and self.tables[-1][0]:
            self.tables[-1][0][-1].before = _count(attributes, MAX_COLUMNS, 0)

    def _cell(self, _: dict[str, str]) -> None:
        if self.tables and self.tables[-1][0]:
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise TooLarge
            cell = _Cell()
            self.tables[-1][0][-1].cells.append(cell)
            self.flow = cell.blocks

    def _plain_cell(self, _: dict[str, str]) -> None:
        self._cell(_)
        self.texts = []
        self.taking = True

    def _end_plain_cell(self) -> None:
        self.taking = False
        cell = self._current()
        text = tidy("".join(self.texts))
        if cell is not None and text:
            cell.blocks.append(Line(text))
        self._end_cell()

    def _current(self) -> _Cell | None:
        rows = self.tables[-1][0] if self.tables else []
        return rows[-1].cells[-1] if rows and rows[-1].cells else None

    def _span(self, attributes: dict[str, str]) -> None:
        cell = self._current()
        if cell is not None:
            cell.span = _count(attributes, MAX_COLUMNS, 1)

    def _merge(self, attributes: dict[str, str]) -> None:
        cell = self._current()
        if cell is not None:
            cell.merge = "restart" if attributes.get("w:val") == "restart" else "continue"

    # --- ends ---

    def _end_run_properties(self) -> None:
        self.run_properties = False

    def _end_row_properties(self) -> None:
        self.row_properties = False

    def _properties(self, _: dict[str, str]) -> None:
        self.properties = True

    def _end_properties(self) -> None:
        self.properties = False

    def _end_run(self) -> None:
        self.hidden = False

    def _end_paragraph(self) -> None:
        if not self.paragraphs:
            return
        text = self.held + self.number + "".join(self.texts)
        level = self.level
        self.held, self.joined, joined = "", False, self.joined
        self.texts, self.level, self.number = self.paragraphs.pop()
        if joined:
            self.held = text  # its mark is deleted: the next paragraph goes on with it
        elif "\t" in text and self.tab == "\t":
            lines = ("\t".join(map(tidy, line.split("\t"))) for line in text.split("\n"))
            self.flow.extend(Line(line, level) for line in lines if line.strip())
        elif "\n" in text:
            self.flow.extend(Line(shown, level) for line in text.split("\n") if (shown := tidy(line)))
        elif text and (shown := tidy(text)):
            self.flow.append(Line(shown, level))

    def _end_cell(self) -> None:
        if self.held.strip():
            self.flow.append(Line(tidy(self.held)))
        self.held = ""
        if self.tables:
            rows = self.tables[-1][0]
            if rows:
                self.flow = self.tables[-1][1]

    def _end_table(self) -> None:
        if not self.tables:
            return
        rows, flow = self.tables.pop()
        _close_slivers(rows, self.widths.pop())
        self.flow = flow
        shown = [row for row in rows if not row.gone and row.cells]
        blocks = [block for row in shown for cell in row.cells for block in cell.blocks]
        if any(isinstance(block, Grid) for block in blocks) or _is_box(shown, blocks):
            flow.extend(blocks)
        elif shown:
            flow.append(Grid(_lay_out(shown)))


def _is_box(rows: list[_Row], blocks: list[Block]) -> bool:
    """Whether a table is only a frame around prose."""
    if sum(len(row.cells) for row in rows) > 4:
        return False
    lines = [block for block in blocks if isinstance(block, Line)]
    return sum(len(line.text) for line in lines) > 300 or any(
        (found := match_heading(line.text)) is not None and found.sure for line in lines
    )


def _close_slivers(rows: list[_Row], widths: list[int]) -> None:
    """Take out grid columns that no eye can see: they come of edges that another program has rounded apart."""
    slivers = {at for at, width in enumerate(widths) if width <= SLIVER}
    if not slivers:
        return
    spans: list[tuple[_Cell, range]] = []
    for row in rows:
        column = row.before
        for cell in row.cells:
            spans.append((cell, range(column, column + cell.span)))
            column += cell.span
    for _, span in spans:
        if slivers.issuperset(span):  # a cell stands in it alone: it is a column after all
            slivers.difference_update(span)
    for cell, span in spans:
        cell.span -= len(slivers.intersection(span))
    for row in rows:
        row.before -= len(slivers.intersection(range(row.before)))


def _lay_out(rows: list[_Row]) -> tuple[RawCell, ...]:
    cells: list[RawCell] = []
    open_: dict[int, int] = {}
    for at, row in enumerate(rows):
        column = row.before
        for cell in row.cells:
            if column + cell.span > MAX_COLUMNS:
                raise TooLarge
            above = open_.get(column)
            if cell.merge == "continue" and above is not None and cells[above].colspan == cell.span:
                upper = cells[above]
                text = upper.text or _cell_text(cell.blocks)
                cells[above] = upper._replace(rowspan=at - upper.row + 1, text=text)
            else:
                if cell.merge:
                    open_[column] = len(cells)
                else:
                    open_.pop(column, None)
                cells.append(RawCell(at, column, 1, cell.span, _cell_text(cell.blocks)))
            column += cell.span
    return tuple(cells)


def _cell_text(blocks: list[Block]) -> str:
    if not blocks:
        return ""
    if len(blocks) == 1:
        return blocks[0].text if isinstance(blocks[0], Line) else ""
    texts = [block.text for block in blocks if isinstance(block, Line)]
    made = texts[0]
    for text in texts[1:]:
        # Words broken over paragraphs go together; two numbers do not.
        made += text if not (made[-1:].isdigit() and text[:1].isdigit()) else " " + text
    return made


def _count(attributes: dict[str, str], limit: int, least: int) -> int:
    value = attributes.get("w:val", "")
    return min(max(int(value), least), limit) if value.isdigit() and len(value) < 7 else least


_SKIPPED = (
    "mc:Fallback",
    "w:moveFrom",
    "w:sdtPr",
    "w:instrText",
    "w:pPrChange",
    "w:rPrChange",
    "w:tblPrChange",
    "w:tblGridChange",
)
_STARTS: dict[str, str] = {
    **dict.fromkeys(_SKIPPED, "_skip"),
    "w:t": "_text",
    "w:p": "_paragraph",
    "w:pPr": "_properties",
    "w:pStyle": "_style",
    "w:outlineLvl": "_outline",
    "w:ilvl": "_list_level",
    "w:numId": "_list",
    "w:tab": "_tab",
    "w:br": "_break",
    "w:cr": "_break",
    "w:tbl": "_table",
    "w:tr": "_row",
    "w:trPr": "_row_properties",
    "w:del": "_deleted",
    "w:gridBefore": "_before",
    "w:gridCol": "_grid_column",
    "w:tc": "_cell",
    _CELL.decode(): "_plain_cell",
    "w:gridSpan": "_span",
    "w:vMerge": "_merge",
}
_ENDS: dict[str, str] = {
    "w:t": "_end_text",
    "w:pPr": "_end_properties",
    "w:trPr": "_end_row_properties",
    "w:p": "_end_paragraph",
    "w:tc": "_end_cell",
    _CELL.decode(): "_end_plain_cell",
    "w:tbl": "_end_table",
}
_RUN_STARTS: dict[str, str] = {"w:r": "_run", "w:rPr": "_run_properties", "w:vanish": "_vanish"}
"""Needed only where some text is hidden."""
_RUN_ENDS: dict[str, str] = {"w:rPr": "_end_run_properties", "w:r": "_end_run"}

# --- automatic numbers ---------------------------------------------------------------------------------------------

_Numbering = dict[str, dict[int, tuple[str, int, str, str]]]
"""By list: by level: the list it is an instance of, the first number, the style, the text (%1、)."""
_CHINESE = "零一二三四五六七八九十"


def _numeral(value: int, style: str) -> str:
    if "hinese" in style or "ideograph" in style.lower() or "japanese" in style.lower():
        if value <= 10:
            return _CHINESE[max(value, 0)]
        if value < 100:
            tens, ones = divmod(value, 10)
            return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")
    return str(value)


def _numbering(container: Container) -> _Numbering:
    data = container.read("word/numbering.xml")
    if data is None:
        return {}
    reader = _NumberingWalk()
    parse(data, reader, container)
    return {
        identifier: reader.abstract[abstract]
        for identifier, abstract in reader.instances.items()
        if abstract in reader.abstract
    }


class _NumberingWalk:
    """One pass over numbering.xml."""

    def __init__(self) -> None:
        self.abstract: dict[str, dict[int, tuple[str, int, str, str]]] = {}
        self.instances: dict[str, str] = {}
        self.at = ""
        self.level = 0
        self.instance = ""

    def begin(self, parser: Any) -> None:
        """Take the parser's events."""
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self.at = attributes.get("w:abstractNumId", "")
            self.abstract[self.at] = {}
        elif name == "w:num":
            self.instance = attributes.get("w:numId", "")
            self.at = ""
        elif name == "w:abstractNumId" and self.instance:
            self.instances[self.instance] = value
        elif name == "w:lvl" and self.at:
            level = attributes.get("w:ilvl", "0")
            self.level = int(level) if level.isdigit() and len(level) < 3 else 0
            self.abstract[self.at][self.level] = (self.at, 1, "decimal", "")
        elif self.at and self.level in self.abstract.get(self.at, {}):
            known, first, style, text = self.abstract[self.at][self.level]
            if name == "w:start" and value.isdigit() and len(value) < 6:
                first = int(value)
            elif name == "w:numFmt":
                style = value
            elif name == "w:lvlText":
                text = value[:40]
            self.abstract[self.at][self.level] = (known, first, style, text)

    def end(self, name: str) -> None:
        if name == "w:abstractNum":
            self.at = ""

    def text(self, data: str) -> None:
        """Numbering has no text."""
