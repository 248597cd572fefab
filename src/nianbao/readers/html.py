"""Web pages to blocks: the article among menus and layout tables, with pasted Word markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nianbao.core.errors import InputError
from nianbao.readers.blocks import MAX_COLUMNS, MAX_ROWS, Block, Grid, Line, TooLarge, lay_out, tidy
from nianbao.readers.labels import bare
from nianbao.readers.tables import row_table
from nianbao.readers.titles import match_heading, match_title

_DROPPED = frozenset(
    """
    script style noscript template head title meta link iframe object embed svg canvas select option
    textarea button input nav footer caption colgroup col map audio video -comment
    """.split()  # noqa: SIM905
)
_INLINE = frozenset(
    """
    a abbr b bdo big cite code data dfn em font i ins kbd label mark q s samp small span strike strong
    sub sup time tt u var ruby rb wbr ucaptitle
    """.split()  # noqa: SIM905
)
_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
MAX_DEPTH = 400
"""Nesting of elements; pages saved from office suites reach 40."""


def read_html(text: str, where: str, hiding: Iterable[str] = ()) -> tuple[list[Block], Callable[[], list[str]]]:
    """The blocks of the article of a page, and what gives the lines outside it that may be its title.

    `hiding` are the words that hide elements on it, see `hiding_words`.
    """
    from selectolax.lexbor import LexborHTMLParser

    if _too_deep(text):
        raise InputError("网页的标签嵌套太深，不像是正常的网页", where, "在浏览器中打开后，把正文复制到Word中保存再试")
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        return [], list
    _strip(body, hiding)
    chain = _article(body)

    def outside() -> list[str]:
        page = tree.css_first("title")
        lines = [tidy(page.text())] if page is not None else []
        lines += _titles_outside(chain)
        return [_PARTS_OF_TITLE.split(line)[0].strip() for line in lines if line]

    return _Walk(chain[-1]).run(), outside


_HIDING = tuple(
    re.compile(pattern)
    for pattern in (rb"display\s{0,3}:\s{0,3}none", rb"visibility\s{0,3}:\s{0,3}hidden", rb"mso-hide\s{0,3}:\s{0,3}all")
)
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all")


def hiding_words(data: bytes) -> frozenset[str]:
    """The words by which styles of a page hide elements, as they are written in it.

    Asked of the bytes, which is ten times as fast as of the text, and spares a look at every styled element.
    """
    small = data.lower()
    found = {data[m.start() : m.end()] for pattern in _HIDING for m in pattern.finditer(small)}
    return frozenset(word.decode("ascii") for word in found if b"\n" not in word)


def _strip(body: Any, hiding: Iterable[str]) -> None:
    """Take out what no reader of the page sees; what hides the report itself is a tab of a saved page."""
    for node in body.css("script,style,noscript,template,del"):
        node.decompose()
    selectors = ["[hidden]", *(f"[style*='{word}']" for word in sorted(hiding))]
    for node in body.css(",".join(selectors)):
        if _hidden(node) and not (node.css_first("table") is not None and _MARKS.search(bare(node.text()))):
            node.decompose()


_PARTS_OF_TITLE = re.compile(r"[_|｜]| - |—|--")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>")
_VOID = frozenset(
    """
    br hr img input meta link col area base embed source track wbr param p li tr td th option
    """.split()  # noqa: SIM905
)


_FEW_TAGS = 20_000
"""So many tags can do no harm, however they are nested: the parser's time grows with the square of the depth."""


def _too_deep(text: str) -> bool:
    """Whether elements are nested beyond any page, by tags that are opened and never closed."""
    if text.count("<") < _FEW_TAGS:
        return False
    open_: dict[str, int] = {}
    depth = 0
    for closing, name, alone in _TAG.findall(text):
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


def _article(body: Any) -> list[Any]:
    """The elements from the body down to the smallest that holds the statutory tables and section one."""
    nested = body.css_first("table table") is not None
    marked = [table for table in body.css("table") if _is_statutory(table, nested)]
    tops = [_chain(table) for table in marked]
    heads: list[Any] = []
    if len(marked) < 3:
        heads = [
            node
            for node in body.css("p,h1,h2,h3,h4,div,span,strong,b,td,center")
            if (text := _own_heading(node)) and match_heading(text)
        ]
        tops += [_chain(node)[:-1] or _chain(node) for node in heads]
    if not tops:
        return [body]
    shared = tops[0]
    for chain in tops[1:]:
        size = 0
        for a, b in zip(shared, chain, strict=False):
            if a.mem_id != b.mem_id:
                break
            size += 1
        shared = shared[:size]
    while shared and (shared[-1].tag in ("table", "tbody", "tr", "thead") or not _has_section_one(shared[-1])):
        if len(shared) == 1:
            break
        shared = shared[:-1]
    return shared or [body]


def _own_heading(node: Any) -> str:
    """The text of a node that may be a heading: short, and not a container of blocks."""
    text = node.text(deep=True)
    return tidy(text) if len(text) < 120 else ""


def _chain(node: Any) -> list[Any]:
    """The elements from the body down to a node."""
    chain = []
    at = node
    while at is not None and at.tag not in ("html", "-undef"):
        chain.append(at)
        at = at.parent
        if len(chain) > MAX_DEPTH:
            break
    return chain[::-1]


_SECTION_ONE = re.compile(r"总\s*体\s*(?:工\s*作\s*)?情\s*况|概\s*述|概\s*况|基\s*本\s*情\s*况")


def _has_section_one(node: Any) -> bool:
    return _SECTION_ONE.search(node.text(deep=True)) is not None


_MARKS = re.compile(r"信息内容|本年新收政府信息公开申请|结果维持|申请人情况|属于国家秘密")


def _is_statutory(table: Any, nested: bool) -> bool:
    """Whether a table holds rows of the form itself, not in a table inside it."""
    if nested and _holds_table(table):
        return False
    text = table.text()[:9000]
    return _MARKS.search(text) is not None or _MARKS.search(bare(text)) is not None


def _holds_table(table: Any) -> bool:
    """Whether a table stands inside this one; a selector matches the element itself too."""
    return any(inner.mem_id != table.mem_id for inner in table.css("table")[:2])


def _titles_outside(shared: list[Any]) -> list[str]:
    """Lines above the article that may be the report's title: headings and short elements around it."""
    found: list[str] = []
    for parent in shared[:-1]:
        for node in parent.iter(include_text=False):
            if any(node.mem_id == other.mem_id for other in shared):
                break
            if node.tag in _DROPPED:
                continue
            for inner in (node, *node.css("h1,h2,h3,p,div,span,td,strong,b,font,center")):
                text = inner.text(deep=True)
                if len(text) < 400:
                    line = tidy(text)
                    if "报" in line and match_title(line):
                        found.append(line)
    return found


class _Walk:
    """One pass over an element: text collects until a block begins or ends."""

    def __init__(self, root: Any) -> None:
        self.root = root
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
                self.texts.append(node.text_content or "")
                node = node.next
                continue
            if tag in ("br", "hr"):
                self._flush()
                node = node.next
                continue
            if tag in _DROPPED:
                node = node.next
                continue
            if tag == "table":
                self._flush()
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
            if len(stack) > MAX_DEPTH * 4:
                raise TooLarge
            stack.append((node, self.level))
            self.level = _LEVELS.get(tag, 0)
            node = child

    def _table(self, table: Any) -> None:
        """A table of data is a grid; a table that holds tables, or prose, is only layout."""
        if _holds_table(table) or _is_layout(table):
            self._children(table)
            self._flush()
            return
        rows = list(_rows(table))
        begin = 0
        texts = [at for at, row in enumerate(rows) if len(row) == 1 and _is_prose(row[0][0])]
        lines = table.css("tr") if texts else []
        for at in (*texts, len(rows)):
            cells = lay_out(rows[begin:at])
            if cells:
                self.made.append(Grid(cells))
            begin = at + 1
            if at < len(rows):
                self._children(lines[at].css_first("td,th"))
                self._flush()


def _is_layout(table: Any) -> bool:
    """Whether a table without marks of the form holds headings of the report, so that it only places text."""
    cells = table.css("td,th")
    if len(cells) > 12 or any(row_table([_Probe(tidy(cell.text(deep=True)))]) for cell in cells):  # type: ignore[list-item]
        return False
    return any(len(cell.text(deep=True)) > 300 for cell in cells)


_PROSE = 60
"""A cell alone in its row with so many characters is text among the tables, in a page that is one table."""


def _is_prose(text: str) -> bool:
    """Whether the only cell of a row is a title or a paragraph that stands between the statutory tables."""
    if len(text) > _PROSE:
        return row_table([_Probe(text)]) is None  # type: ignore[list-item]
    heading = match_heading(text)
    return (heading is not None and heading.sure) or match_title(text) is not None


class _Probe:
    """A cell's text alone, as `row_table` looks at it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


_STACKED = "p+p,br,div+div"


def _rows(table: Any) -> Iterator[list[tuple[str, int, int]]]:
    """The cells of each row with their spans; the table holds no other table.

    All rows and cells come from one call: a call for each costs more than all the rest of reading.
    """
    stacked = table.css_first(_STACKED) is not None
    row: list[tuple[str, int, int]] | None = None
    for node in table.css("tr,td,th"):
        if node.tag == "tr":
            if row is not None:
                yield row
            row = []
        elif row is not None:
            text = tidy(node.text())
            if stacked and len(text) > 1 and text[0].isdigit() and node.css_first(_STACKED) is not None:
                # Two numbers on two lines of a cell are not one number.
                text = " ".join(block.text for block in _Walk(node).run() if isinstance(block, Line))
            attributes = node.attributes
            if "rowspan" in attributes or "colspan" in attributes:
                high, wide = attributes.get("rowspan"), attributes.get("colspan")
                row.append((text, _span(high, MAX_ROWS), _span(wide, MAX_COLUMNS)))
            else:
                row.append((text, 1, 1))
    if row is not None:
        yield row


def _span(value: str | None, limit: int) -> int:
    if value is None:
        return 1
    digits = re.match(r"\s*(\d{1,6})", value)
    return min(max(int(digits[1]), 1), limit) if digits else 1


def _hidden(node: Any) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return _HIDDEN.search(style) is not None
