"""Lines and paragraphs of a PDF from the places of its characters; heads and feet of pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from nianbao.readers.blocks import Block, Line, Run, tidy
from nianbao.readers.pdf_frames import closed_up, grid_of, places
from nianbao.readers.pdf_page import Char, Frame, Page, TextLine
from nianbao.readers.text import is_table_line
from nianbao.readers.titles import match_heading, match_title


def lines_of(chars: list[Char]) -> list[TextLine]:
    """Characters outside tables as lines; a wide gap within a line is a tab."""
    lines: list[list[Char]] = []
    for char in chars:
        if lines and _same_line(lines[-1], char):
            lines[-1].append(char)
        elif char.text != " ":
            lines.append([char])
    shown: list[TextLine] = []
    for line in _beside(lines):
        text = _line_text(line)
        if text:
            shown.append(
                TextLine(
                    text,
                    min(c.left for c in line if c.text != " "),
                    max(c.right for c in line if c.text != " "),
                    min(c.bottom for c in line),
                    max(c.top for c in line),
                    _size(line),
                )
            )
    return shown


def _size(line: list[Char]) -> float:
    widths = [c.right - c.left for c in line if "\u4e00" <= c.text <= "\u9fff"]
    return max(widths or [c.top - c.bottom for c in line])


def _same_line(line: list[Char], char: Char) -> bool:
    """Whether a character stands on a line: at the height of its tallest of late, or most of it beside that. A mark
    whose box holds its ink alone stands lower or higher than the words."""
    before = max(line[-_LATE:], key=lambda other: other.top - other.bottom)
    height = max(before.top - before.bottom, char.top - char.bottom, 1.0)
    if char.left <= line[-1].left - height:
        return False
    middle = abs((before.top + before.bottom) - (char.top + char.bottom)) / 2
    beside = min(before.top, char.top) - max(before.bottom, char.bottom)
    return middle < height * 0.4 or beside > min(before.top - before.bottom, char.top - char.bottom) * 0.5


_LATE = 4


def _beside(lines: list[list[Char]]) -> list[list[Char]]:
    """Pieces of one line that the file holds apart, as the cells of a table without lines, from left to right."""
    joined: list[_Pieces] = []
    for line in sorted(lines, key=lambda line: -(line[0].bottom + line[0].top)):
        for other in joined[-3:]:
            height = max(other.head.top - other.head.bottom, 1.0)
            if abs((other.head.bottom + other.head.top) - (line[0].bottom + line[0].top)) / 2 < height * 0.35:
                other.add(line)
                break
        else:
            joined.append(_Pieces(line))
    return [pieces.in_order() for pieces in joined]


class _Pieces:
    """Pieces of one line; thousands of them, in a hostile file, are put in order once.

    Attributes:
        head: the character whose height is the line's: the first, of several pieces the leftmost.
    """

    def __init__(self, line: list[Char]) -> None:
        self.head = line[0]
        self._chars = line
        self._leftmost: Char | None = None

    def add(self, line: list[Char]) -> None:
        """Another piece of the line."""
        leftmost = self._leftmost or min(self._chars, key=_left)
        self.head = self._leftmost = min(leftmost, *line, key=_left)
        self._chars.extend(line)

    def in_order(self) -> list[Char]:
        """The characters, from left to right where there is more than one piece."""
        return self._chars if self._leftmost is None else sorted(self._chars, key=_left)


def _left(char: Char) -> float:
    return char.left


def _line_text(line: list[Char]) -> str:
    made: list[str] = []
    before: Char | None = None
    for char in line:
        if char.text == " ":
            made.append(" ")
            continue
        if before is not None and char.left - before.right > 1.2 * max(before.top - before.bottom, 4):
            made.append("\t")
        made.append(char.text)
        before = char
    parts = [closed_up(part) for part in "".join(made).split("\t")]
    return "\t".join(part for part in parts if part)


_PAGE_NUMBER = re.compile(r"[—\-–－一 ]*第?\s*\d{1,3}\s*页?(?:\s*[/／共]\s*\d{1,3}\s*页?)?[—\-–－一 ]*")


def drop_furniture(pages: list[Page]) -> None:
    """Page numbers, and the lines of heads and feet that pages share, go."""
    places: dict[tuple[bool, str], list[float]] = {}
    for page in pages:
        for line, below, distance in _outer(page):
            places.setdefault((below, _shape(line.text)), []).append(distance)
    for page in pages:
        gone = {
            id(line)
            for line, below, distance in _outer(page)
            if _is_shared(places[below, _shape(line.text)], distance, len(pages))
        }
        page.items = [item for item in page.items if id(item) not in gone]
        gone = {id(line) for line in _edges(page) if _PAGE_NUMBER.fullmatch(line.text)}
        page.items = [item for item in page.items if id(item) not in gone]


def _edges(page: Page) -> list[TextLine]:
    """The first and last lines of a page, as far as they stand in its margins."""
    return [
        item
        for item in (*page.items[:1], *page.items[-1:])
        if isinstance(item, TextLine)
        and (item.bottom > page.height - max(page.height * 0.1, 72) or item.top < max(page.height * 0.12, 72))
    ]


_OUTER = 5
"""Lines of a head or foot."""


def _outer(page: Page) -> Iterator[tuple[TextLine, bool, float]]:
    """The lines above and below all else on a page, whether they stand below, and how far from the page's edge."""
    for below in (False, True):
        items = page.items[::-1] if below else page.items
        for item in items[:_OUTER]:
            if not isinstance(item, TextLine):
                break
            yield item, below, item.bottom if below else page.height - item.top


def _shape(text: str) -> str:
    """A line of a head or foot without what changes from page to page."""
    return re.sub(r"\d+|\s", "", text)


def _is_shared(distances: list[float], distance: float, pages: int) -> bool:
    """Whether such a line stands at that place on several pages; heads of odd and even pages may differ."""
    same = sum(abs(other - distance) <= _SAME_PLACE for other in distances)
    return same > 1 and same * 10 >= pages * 3


_SAME_PLACE = 3.0


def settle_boxes(pages: list[Page]) -> None:
    """A box of one cell is a row of the table that goes on or ends on the next page, else a frame around text."""
    for at, page in enumerate(pages):
        for item in [item for item in page.items if isinstance(item, Frame) and item.is_box]:
            near = []
            if item is page.items[-1] and at + 1 < len(pages):
                near += pages[at + 1].items[:1]
            if item is page.items[0] and at:
                near += pages[at - 1].items[-1:]
            if not any(isinstance(other, Frame) and not other.is_box and _as_wide(item, other) for other in near):
                page.items = [other for other in page.items if other is not item] + list(lines_of(item.chars))
                page.items.sort(key=lambda other: -other.top)


def _as_wide(one: Frame, other: Frame) -> bool:
    return abs(one.xs[0] - other.xs[0]) < _EDGE and abs(one.xs[-1] - other.xs[-1]) < _EDGE


def _goes_on(item: Frame, previous: Frame) -> bool:
    """Whether a frame has the edges of the one before it, or all its lines but some at the left: a tall cell of which
    the next page shows no line is not seen there."""
    if _as_wide(item, previous):
        return True
    return (
        abs(item.xs[-1] - previous.xs[-1]) < _EDGE
        and len(item.xs) > _MANY_COLUMNS
        and all(any(abs(x - other) < _EDGE for other in previous.xs) for x in item.xs)
    )


_MANY_COLUMNS = 5
_EDGE = 4.0


def share_columns(pages: list[Page]) -> None:
    """A table cut by a page break has the columns of both its parts in each."""
    previous: Frame | None = None
    for page in pages:
        for at, item in enumerate(page.items):
            if at == 0 and isinstance(item, Frame) and previous is not None and _goes_on(item, previous):
                shared = places([*item.xs, *previous.xs])
                if len(shared) <= max(len(item.xs), len(previous.xs)) + 2:
                    item.xs = previous.xs = shared
        last = page.items[-1] if page.items else None
        previous = last if isinstance(last, Frame) else None


def blocks_of(pages: list[Page]) -> Iterator[Block]:
    """Paragraphs and tables in the order of the pages; a paragraph goes on over a page's end."""
    edges = _Edges(pages)
    distances = _usual_distances(pages, edges)
    parted = _gaps_part_paragraphs(pages, distances)
    held: list[TextLine] = []
    right = size = 0.0  # of the page on which the last line stands
    table: list[str] = []
    for page in pages:
        here = False  # the line before stands on this page
        for item in page.items:
            if isinstance(item, Frame):
                yield from _paragraph(held)
                yield from _run(table)
                held, table = [], []
                yield grid_of(item)
                continue
            if is_table_line(item.text, bool(table)):
                yield from _paragraph(held)
                held = []
                table.append(item.text)
                continue
            yield from _run(table)
            table = []
            left, own_right, own_size = edges.of(page, item)
            usual = distances.get(round(item.size), distances[0])
            apart = usual * (_LITTLE_WIDER if parted and held and held[-1].text.endswith(_ENDS) else _WIDER)
            far = bool(held) and here and held[-1].top - item.top > apart
            if held and (far or _begins(held[-1], item, left, right, size)):
                yield from _paragraph(held)
                held = []
            held.append(item)
            here, right, size = True, own_right, own_size
    yield from _paragraph(held)
    yield from _run(table)


_WIDER = 1.6
"""Times the usual distance of lines: such a gap parts paragraphs."""


def _usual_distances(pages: list[Page], edges: _Edges) -> dict[int, float]:
    """From a full line to the next, as in most of the text of a size, under 0 in all of it: menus are set closer.
    Endless without full lines."""
    found: dict[int, list[float]] = {0: []}
    for page in pages:
        for one, other in itertools.pairwise(page.items):
            if isinstance(one, TextLine) and isinstance(other, TextLine):
                _, right, size = edges.of(page, one)
                if one.right > right - size * 2.5:
                    found[0].append(one.top - other.top)
                    found.setdefault(round(other.size), []).append(one.top - other.top)
    middle = {size: sorted(all_)[(len(all_) - 1) // 2] for size, all_ in found.items() if len(all_) >= _FEW_FULL}
    return {0: sorted(found[0])[(len(found[0]) - 1) // 2] if found[0] else float("inf"), **middle}


_FEW_FULL = 3


def _gaps_part_paragraphs(pages: list[Page], distances: dict[int, float]) -> bool:
    """Whether lines stand a little wider apart behind the ends of sentences only: a space between paragraphs."""
    found = 0
    for page in pages:
        for one, other in itertools.pairwise(page.items):
            if isinstance(one, TextLine) and isinstance(other, TextLine) and not _differ(one.size, other.size):
                usual = distances.get(round(other.size), distances[0])
                if usual * _LITTLE_WIDER < one.top - other.top <= usual * _WIDER:
                    if not one.text.endswith(_ENDS) and match_heading(one.text) is None:
                        return False
                    found += 1
    return found >= _FEW_FULL


_LITTLE_WIDER = 1.12
"""Times the usual distance of lines: more than the rounding of places."""


class _Edges:
    """The margins of the text and the size of its characters: upright and lying pages have their own, and so have
    the lines of one size, as an article among menus; what has a few lines has the margins of the rest."""

    def __init__(self, pages: list[Page]) -> None:
        kinds: dict[tuple[int, int], list[TextLine]] = {}
        for page in pages:
            for item in page.items:
                if isinstance(item, TextLine):
                    kinds.setdefault((round(page.width), 0), []).append(item)
                    kinds.setdefault((round(page.width), round(item.size)), []).append(item)
        whole = _margins([item for page in pages for item in page.items if isinstance(item, TextLine)])
        self._known = {kind: _margins(lines) for kind, lines in kinds.items() if len(lines) >= _FEW_LINES}
        self._whole = whole

    def of(self, page: Page, line: TextLine) -> tuple[float, float, float]:
        """The left and right edge for a line of a page, and the usual size of a character."""
        width = round(page.width)
        return self._known.get((width, round(line.size))) or self._known.get((width, 0)) or self._whole


_FEW_LINES = 5


def _margins(lines: list[TextLine]) -> tuple[float, float, float]:
    """The left and right edge of the text, and the usual size of a character."""
    if not lines:
        return 0.0, 0.0, 12.0
    sizes = sorted(line.size for line in lines)
    size = sizes[len(sizes) // 2]
    body = [line for line in lines if line.size <= size * 1.1] or lines  # not the title
    long = sorted(body, key=lambda line: line.left - line.right)[: max(len(body) // 2, 1)]
    return min(line.left for line in long), max(line.right for line in long), size


def _begins(before: TextLine, line: TextLine, left: float, right: float, size: float) -> bool:
    """Whether a line begins a paragraph: it is indented, or larger, or the one before it ended early."""
    if _differ(before.size, line.size) and _differ(before.top - before.bottom, line.top - line.bottom):
        return True
    heading = match_heading(line.text)
    if heading is not None and heading.sure:
        return True
    ended = before.text.endswith(_ENDS)
    if ended and _NUMBERED.match(line.text):
        return True
    if line.left > left + size * 0.8:
        return True
    full = before.right >= right - size * 2.5
    if full and not ended:
        return False
    if match_title(line.text) is not None or (not full and _is_title(before.text)):
        return True
    if full:
        return False
    if not ended and before.right > left + (right - left) * _LONG and not _NUMBERED.match(before.text):
        return False  # a sentence that is not at its end, in a line as long as those around it
    return before.text.endswith(_FULL_STOPS) or not _found_no_room(before, line, right)


def _is_title(text: str) -> bool:
    title = match_title(text)
    return title is not None and bool(title.unit) and title.year is not None


def _differ(one: float, other: float) -> bool:
    return max(one, other) > min(one, other) * _LARGER


_LONG = 0.75
_LARGER = 1.25
"""Times the size of another line: a title above text."""
_FULL_STOPS = ("。", "！", "？")
_ENDS = (*_FULL_STOPS, "；", "：")
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)")
_WORD = re.compile(r"[0-9A-Za-z.,%‰:/＋+\-]{2,}[，。、；：！？）》”件条次项个万元]?")


def _found_no_room(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether a line ended early only because the number or word that begins the next one may not be broken."""
    word = _WORD.match(line.text)
    if word is None:
        return False
    width = (line.right - line.left) / max(_widths(line.text), 1)
    return before.right + (_widths(word[0]) + 0.5) * width > right


def _widths(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(0.55 if char.isascii() else 1.0 for char in text)


def _paragraph(lines: list[TextLine]) -> Iterator[Line]:
    if not lines:
        return
    made = lines[0].text
    for line in lines[1:]:
        gap = (
            " "
            if made[-1:].isascii() and made[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
            else ""
        )
        made += gap + line.text
    yield Line(tidy(made.replace("\t", " ")))


def _run(lines: list[str]) -> Iterator[Run]:
    if lines:
        yield Run("\n".join(lines))
