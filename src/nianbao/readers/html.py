"""Web pages to blocks: the article among menus and layout tables, with pasted Word markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.report import Mark
from nianbao.readers.article import (
    DROPPED,
    MAX_DEPTH,
    article_of,
    holds_table,
    is_inside_table,
    is_marked,
    titles_outside,
)
from nianbao.readers.blocks import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Block,
    Grid,
    Line,
    Spanning,
    TooLarge,
    lay_out,
    tidy,
    tidy_label,
)
from nianbao.readers.tables import row_table
from nianbao.readers.titles import match_heading, match_title

_INLINE = frozenset(
    """
    a abbr b bdo big cite code data dfn em font i ins kbd label mark q s samp small span strike strong
    sub sup time tt u var ruby rb wbr ucaptitle
    """.split()  # noqa: SIM905
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li"))
_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}


class Page(NamedTuple):
    """What a page holds.

    Attributes:
        blocks: the blocks of its article.
        outside: gives the lines outside the article that may be its title.
        marks: gives the numbers that say which figure they state.
    """

    blocks: list[Block]
    outside: Callable[[], list[str]]
    marks: Callable[[], tuple[Mark, ...]]


def read_html(source: bytes, where: str) -> Page:
    """The article of a page in UTF-8. InputError where its elements are nested beyond any page."""
    from selectolax.lexbor import LexborHTMLParser

    if _too_deep(source):
        raise InputError("网页的标签嵌套太深，不像是正常的网页", where, "在浏览器中打开后，把正文复制到Word中保存再试")
    if _too_scattered(source):
        raise InputError(
            "网页里放错位置的标签太多，不像是正常的网页", where, "在浏览器中打开后，把正文复制到Word中保存再试"
        )
    tree = LexborHTMLParser(source)
    body = tree.body
    if body is None:
        return Page([], list, tuple)
    tables = _stripped(body, _hiding_words(source))
    nested = any(is_inside_table(table) for table in tables)
    chain = article_of(body, tables, nested)

    def outside() -> list[str]:
        page = tree.css_first("title")
        lines = [tidy(page.text_lexbor())] if page is not None else []
        lines += titles_outside(chain)
        return [_PARTS_OF_TITLE.split(line)[0].strip() for line in lines if line]

    def marks() -> tuple[Mark, ...]:
        return _marks(body) if b"data-figure" in source else ()

    return Page(_Walk(chain[-1], nested).run(), outside, marks)


def preformatted(source: bytes) -> str:
    """The text that a page shows as it was typed (pre), empty where there is none."""
    if b"<pre" not in source.lower():
        return ""  # a broken page may take a thousand times its size when parsed
    from selectolax.lexbor import LexborHTMLParser

    return "\n".join(node.text_lexbor() for node in LexborHTMLParser(source).css("pre"))


def _marks(body: Any) -> tuple[Mark, ...]:
    """The marked numbers of a page of ours in order, each with the paragraph it stands in."""
    found: list[Mark] = []
    paragraphs: dict[int, str] = {}
    for node in body.css("data[data-figure]"):
        attributes = node.attributes
        parent = node.parent
        place = parent.mem_id
        if place not in paragraphs:
            paragraphs[place] = tidy(parent.text_lexbor())
        found.append(
            Mark(
                tidy(node.text_lexbor()),
                attributes.get("data-figure") or "",
                attributes.get("data-format") or "count",
                (attributes.get("value") or "").strip(),
                paragraphs[place],
            )
        )
    return tuple(found)


_HIDING = re.compile(rb"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SIGNS = ((b"none", 20), (b"isibility", 1))
"""What each of them has in it, and how far before that it may begin, so that few places need a look."""
_HIDDEN = re.compile(r"display:none|visibility:hidden")


def _hiding_words(data: bytes) -> frozenset[str]:
    """The words by which styles of a page hide elements, as they are written in it.

    Asked of the bytes, which is ten times as fast as of the text, and spares a look at every styled element. What
    Word hides in its own way (mso-hide) it also does not display.
    """
    # Browsers that wrote tags in capitals wrote styles so too; others write them small.
    shown = data if data.find(b"<body", 0, _HEAD) >= 0 else data.lower()
    found: set[bytes] = set()
    for sign, before in _SIGNS:
        at = shown.find(sign)
        while at >= 0:
            match = _HIDING.search(shown, max(at - before, 0), at + _LONGEST)
            if match is not None:
                found.add(data[match.start() : match.end()])
            at = shown.find(sign, at + 1)
    return frozenset(said.decode("ascii") for said in found if b"\n" not in said)


_LONGEST = len("visibility   :   hidden")
_HEAD = 20_000
"""Bytes of a page before its body, at most."""


def _stripped(body: Any, hiding: Iterable[str]) -> list[Any]:
    """The tables of a page, after what no reader of it sees has been taken out.

    What hides the report itself is a tab of a saved page, and stays; where it is shown elsewhere on the page, as for
    small screens, it goes.
    """
    gone: set[int] = set()  # what stands in an element that is taken out goes with it, and is not touched again
    tables: list[Any] = []
    kept: list[Any] = []  # what is hidden and holds the report
    sought = ",".join(["table", *_UNSEEN, "[hidden]", *(f"[style*='{word}']" for word in sorted(hiding))])
    for node in body.css(sought):
        if gone and node.mem_id in gone:
            continue
        tag = node.tag
        hidden = tag not in _UNSEEN and _hidden(node)
        if hidden and _holds_report(node):
            kept.append(node)
            hidden = False
        if tag in _UNSEEN or hidden:
            gone.update(inner.mem_id for inner in node.css(sought))
            node.decompose()
        elif tag == "table":
            tables.append(node)
    return _shown(tables, kept) if kept else tables


def _shown(tables: list[Any], hidden: list[Any]) -> list[Any]:
    """The tables after hidden copies of a report that is shown have been taken out."""
    inside = {inner.mem_id for node in hidden for inner in node.css("table")}
    if not any(table.mem_id not in inside and is_marked(table.text_lexbor()) for table in tables):
        return tables
    for node in hidden:
        if node.parent is not None:
            node.decompose()
    return [table for table in tables if table.mem_id not in inside]


def _holds_report(node: Any) -> bool:
    return node.css_first("table") is not None and is_marked(node.text_lexbor())


_UNSEEN = ("script", "style", "noscript", "template", "del")
_PARTS_OF_TITLE = re.compile(r"[_|｜]| - |—|--")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>")
_VOID = frozenset(
    b"""
    br hr img input meta link col area base embed source track wbr param p li tr td th option
    """.split()
)


_FEW_TAGS = 20_000
"""So many tags can do no harm, however they are nested: the parser's time grows with the square of the depth."""


def _too_deep(source: bytes) -> bool:
    """Whether elements are nested beyond any page, by tags that are opened and never closed."""
    if len(source) < _FEW_TAGS * len("<ul>") or source.count(b"<") < _FEW_TAGS:
        return False
    open_: dict[bytes, int] = {}
    depth = 0
    for closing, name, alone in _TAG.findall(source):
        tag = name.lower()
        if tag in _VOID or alone:
            continue
        if not closing:
            open_[tag] = open_.get(tag, 0) + 1
            depth += 1
            if depth > MAX_DEPTH * 4:
                return True
        elif open_.get(tag):
            open_[tag] -= 1
            depth -= 1
    return False


_ATTRIBUTED = re.compile(
    rb"<(/?)(table|select)\b[^<>]*>|<(?:td|th|tr|thead|tbody|tfoot|caption|col|colgroup|html|body|form)\s[^<>]*>|</\w+\s+\w[^<>]*>",
    re.I,
)
_IN_TABLES = (b"<t", b"<c", b"<T", b"<C")
_SCATTERED = 200_000_000
"""Tags that the parser drops, times the bytes of the page: for each it copies the text that it interrupts."""


def _too_scattered(source: bytes) -> bool:
    """Whether a page has so many tags with attributes where none may stand (cells outside of tables, a second body,
    anything in a list to choose from) that parsing it would fill the memory."""
    if source.count(b"=") * len(source) < _SCATTERED:
        return False
    open_ = {b"table": 0, b"select": 0}
    dropped = 0
    for tag in _ATTRIBUTED.finditer(source):
        if tag[2]:
            name = tag[2].lower()
            open_[name] = max(open_[name] + (-1 if tag[1] else 1), 0)
        elif open_[b"select"] or not (open_[b"table"] and tag[0].startswith(_IN_TABLES)):
            dropped += 1
    return dropped * len(source) > _SCATTERED


class _Walk:
    """One pass over an element: text collects until a block begins or ends. `nested`: a table may hold another."""

    def __init__(self, root: Any, nested: bool) -> None:
        self.root = root
        self.nested = nested
        self.texts: list[str] = []
        self.level = 0
        self.made: list[Block] = []

    def run(self) -> list[Block]:
        """The blocks of the element."""
        if self.root.tag == "table":
            self._table(self.root)
        else:
            self._children(self.root)
        self._flush()
        return self.made

    def _flush(self) -> None:
        if self.texts:
            text = tidy("".join(self.texts))
            self.texts.clear()
            if text:
                self.made.append(Line(text, self.level))

    def _take(self, text: str) -> None:
        if self.texts or not text.isspace():
            self.texts.append(text)

    def _children(self, root: Any) -> None:
        """All that stands below an element, in order, without recursion."""
        stack: list[tuple[Any, int]] = []
        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    return
                parent, level = stack.pop()
                if level >= 0:
                    self._flush()
                    self.level = level
                node = parent.next
                continue
            tag = node.tag
            if tag == "-text":
                self._take(node.text_content or "")
                node = node.next
                continue
            if tag in DROPPED:
                node = node.next
                continue
            if tag in ("br", "hr", "table"):
                self._flush()
                if tag == "table":
                    self._table(node)
                node = node.next
                continue
            child = node.first_child
            if tag in _INLINE or ":" in tag:
                if child is None:
                    node = node.next
                else:
                    stack.append((node, -1))
                    node = child
                continue
            self._flush()
            if child is None:
                node = node.next
                continue
            if tag in _PARAGRAPHS and _runs_on(child):
                text = tidy(node.text_lexbor())
                if text:
                    self.made.append(Line(text, _LEVELS.get(tag, 0)))
                node = node.next
                continue
            if len(stack) > MAX_DEPTH * 4:
                raise TooLarge
            stack.append((node, self.level))
            self.level = _LEVELS.get(tag, 0)
            node = child

    def _table(self, table: Any) -> None:
        """A table of data is a grid; a table that holds tables, or prose, is only layout."""
        if self.nested and holds_table(table):
            self._children(table)
            self._flush()
            return
        nodes = table.css("tr,td,th")
        if len(nodes) > MAX_CELLS * 2:
            raise TooLarge
        if len(nodes) <= _FEW_CELLS * 2 and _is_layout(nodes):
            self._children(table)
            self._flush()
            return
        rows = _rows(table, nodes)
        begin = 0
        texts = [at for at, row in enumerate(rows) if len(row) == 1 and _is_prose(row[0])]
        lines = [node for node in nodes if node.tag == "tr"] if texts else []
        for at in (*texts, len(rows)):
            cells = lay_out(rows[begin:at])
            if cells:
                self.made.append(Grid(cells))
            begin = at + 1
            if at < len(rows):
                self._children(lines[at].css_first("td,th"))
                self._flush()


def _runs_on(child: Any) -> bool:
    """Whether from this child on all is text and inline elements of plain text: one running line."""
    while child is not None:
        tag = child.tag
        if tag != "-text":
            if tag not in _INLINE:
                return False
            inner = child.first_child
            if inner is not None and (inner.tag != "-text" or inner.next is not None):
                return False
        child = child.next
    return True


_FEW_CELLS = 12
"""A table with more cells is none that only places text."""


def _is_layout(nodes: list[Any]) -> bool:
    """Whether a table without marks of the form holds headings of the report, so that it only places text."""
    texts = [node.text_lexbor() for node in nodes if node.tag != "tr"]
    if len(texts) > _FEW_CELLS or not any(len(text) > _LONG for text in texts):
        return False
    return not any(row_table([_Probe(tidy(text))]) for text in texts)  # type: ignore[list-item]


_LONG = 300
_PROSE = 60
"""A cell alone in its row with so many characters is text among the tables, in a page that is one table."""


def _is_prose(cell: str | Spanning) -> bool:
    """Whether the only cell of a row is a title or a paragraph that stands between the statutory tables."""
    text = cell.text if isinstance(cell, Spanning) else cell
    if len(text) > _PROSE:
        return row_table([_Probe(text)]) is None  # type: ignore[list-item]
    heading = match_heading(text)
    return (heading is not None and heading.sure) or match_title(text) is not None


class _Probe:
    """A cell's text alone, as `row_table` looks at it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


_LABEL = 80
"""Labels of the form are shorter."""
_STACKED = "p+p,br,div+div"


def _rows(table: Any, nodes: list[Any]) -> list[list[str | Spanning]]:
    """The cells of each row with their spans; the table holds no other table.

    All rows and cells come from one call, and those that span from another: a call for each costs more than
    all the rest of reading.
    """
    spans: dict[int, tuple[int, int]] = {}
    for node in table.css("[rowspan],[colspan]"):
        said = node.attributes
        span = _spans(said.get("rowspan"), said.get("colspan"))
        if span != (1, 1):
            spans[node.mem_id] = span
    rows: list[list[str | Spanning]] = []
    begins_row = nodes[0].tag_id if nodes else 0
    for node in nodes:
        if node.tag_id == begins_row:
            row: list[str | Spanning] = []
            rows.append(row)
            continue
        text = node.text_lexbor()
        if not text.isalnum():
            text = tidy_label(text) if len(text) < _LABEL else tidy(text)
        if len(text) > 1 and text[0].isdigit() and _is_stacked(node):
            # Two numbers on two lines of a cell are not one number.
            text = " ".join(block.text for block in _Walk(node, False).run() if isinstance(block, Line))
        covers = spans.get(node.mem_id)
        row.append(text if covers is None else Spanning(text, *covers))
    return rows


def _is_stacked(cell: Any) -> bool:
    """Whether what a cell holds stands on several lines."""
    child = cell.first_child
    return not (child.tag == "-text" and child.next is None) and cell.css_first(_STACKED) is not None


@lru_cache(256)
def _spans(rows: str | None, columns: str | None) -> tuple[int, int]:
    return _span(rows, MAX_ROWS), _span(columns, MAX_COLUMNS)


def _span(value: str | None, limit: int) -> int:
    if value is None or value == "1":
        return 1
    if value.isdecimal() and len(value) < 4:
        return min(max(int(value), 1), limit)
    digits = re.match(r"\s*(\d{1,6})", value)
    return min(max(int(digits[1]), 1), limit) if digits else 1


def _hidden(node: Any) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return _HIDDEN.search(style) is not None
