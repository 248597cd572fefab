"""Tables of a PDF from their ruling lines."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable
from typing import Any

from nianbao.readers.blocks import Grid, RawCell, TooLarge, tidy
from nianbao.readers.pdf_page import NEAR, Char, Frame, Rule


def frames_of(across: list[Rule], down: list[Rule]) -> list[Frame]:
    """Groups of lines that meet, each the frame of a table; boxes of one cell last.

    Many boxes of one cell are a table whose cells stand a little apart, each with lines of its own.
    """
    frames = _groups(_join(across), _join(down))
    if sum(frame.is_box for frame in frames) >= _MANY_BOXES:
        return _groups(_join(across, APART), _join(down, APART))
    return frames


APART = 6.0
"""Points between the cells of such a table, and the width of a line that is a filled box."""
_MANY_BOXES = 12


def _groups(across: list[Rule], down: list[Rule]) -> list[Frame]:
    rules = [*((rule, True) for rule in across), *((rule, False) for rule in down)]
    group = list(range(len(rules)))

    def find(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    split = len(across)
    if split * len(down) > 4_000_000:
        raise TooLarge
    for h, one in enumerate(across):
        for v, other in enumerate(down):
            if one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR:
                group[find(h)] = find(split + v)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, (rule, is_across) in enumerate(rules):
        groups.setdefault(find(at), ([], []))[0 if is_across else 1].append(rule)
    frames = [_frame(hs, vs) for hs, vs in groups.values() if hs and len(vs) > 1]
    shown = [frame for frame in frames if len(frame.xs) > 1 and len(frame.ys) > 1]
    return sorted(shown, key=lambda frame: frame.is_box)  # what stands in a table stands in no box around it


def _join(rules: list[Rule], near: float = NEAR) -> list[Rule]:
    """Lines on one place that touch are one line."""
    joined: list[Rule] = []
    ordered = sorted(rules)
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and ordered[end + 1].at - ordered[at].at <= near:
            end += 1
        together = sorted(ordered[at : end + 1], key=lambda rule: rule.start)
        place = sum(rule.at for rule in together) / len(together)
        current = together[0]._replace(at=place)
        for rule in together[1:]:
            if rule.start <= current.end + near:
                current = current._replace(end=max(current.end, rule.end))
            else:
                joined.append(current)
                current = rule._replace(at=place)
        joined.append(current)
        at = end + 1
    return joined


def places(values: Iterable[float]) -> list[float]:
    """Values with those that are near each other as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _frame(across: list[Rule], down: list[Rule]) -> Frame:
    """The frame of a group; where a page cut off the outer line, the ends of the others make it."""
    xs = places([rule.at for rule in down])
    low, high = min(rule.start for rule in down), max(rule.end for rule in down)
    ys = [rule.at for rule in across]
    if all(abs(y - low) > 2 * NEAR for y in ys):
        ys.append(low)
    if all(abs(y - high) > 2 * NEAR for y in ys):
        ys.append(high)
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    if left < xs[0] - 3 * NEAR:
        xs.insert(0, left)
    if right > xs[-1] + 3 * NEAR:
        xs.append(right)
    return Frame(xs, places(ys)[::-1], across, down)


def grid_of(frame: Frame) -> Grid:
    """The cells of a frame: places between lines, joined where no line parts them."""
    columns, rows = len(frame.xs) - 1, len(frame.ys) - 1
    if columns * rows > 20_000:
        raise TooLarge
    group = list(range(columns * rows))

    def find(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    xs, ys = frame.xs, frame.ys
    down = [[r for r in frame.down if abs(r.at - x) <= NEAR * 2] for x in xs]
    across = [[r for r in frame.across if abs(r.at - y) <= NEAR * 2] for y in ys]
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            at = row * columns + column
            if column + 1 < columns and not any(r.start <= middle <= r.end for r in down[column + 1]):
                group[find(at + 1)] = find(at)
            centre = (xs[column] + xs[column + 1]) / 2
            if row + 1 < rows and not any(r.start <= centre <= r.end for r in across[row + 1]):
                group[find(at + columns)] = find(at)
    boxes: dict[int, list[int]] = {}
    for at in range(columns * rows):
        row, column = divmod(at, columns)
        box = boxes.setdefault(find(at), [row, column, row, column])
        box[0], box[1] = min(box[0], row), min(box[1], column)
        box[2], box[3] = max(box[2], row), max(box[3], column)
    texts = _texts(frame, find, columns, rows)
    cells = [
        RawCell(top, left, bottom - top + 1, right - left + 1, texts.get(root, ""))
        for root, (top, left, bottom, right) in boxes.items()
    ]
    return Grid(tuple(sorted(cells)))


def _texts(frame: Frame, find: Any, columns: int, rows: int) -> dict[int, str]:
    """The text of each cell, in the order of the file; wrapped lines and rotated labels run on."""
    inner_x = frame.xs[1:-1]
    inner_y = [-y for y in frame.ys[1:-1]]
    held: dict[int, list[Char]] = {}
    for char in frame.chars:
        column = bisect.bisect(inner_x, (char.left + char.right) / 2)
        row = bisect.bisect(inner_y, -(char.bottom + char.top) / 2)
        held.setdefault(find(min(row, rows - 1) * columns + min(column, columns - 1)), []).append(char)
    return {root: _cell_text(_unwoven(chars)) for root, chars in held.items()}


def _cell_text(chars: list[Char]) -> str:
    made: list[str] = []
    before: Char | None = None
    for char in chars:
        if before is not None and char.text != " " and _apart(before, char):
            made.append(" ")
        made.append(char.text)
        before = char
    return closed_up("".join(made))


def _unwoven(chars: list[Char]) -> list[Char]:
    """The characters of a cell, line by line where the file takes turns between them (商业业企 for 商业企 over 业).

    Browsers that print a page write narrow cells so. A label set upwards, or in columns from the right, has no such
    turn: there the next character above stands at the left, or a column's width away.
    """
    if not any(_turns_back(chars, at) for at in range(2, len(chars))):
        return chars
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -(char.top + char.bottom)):
        if lines and _level(lines[-1][0], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [char for line in lines for char in sorted(line, key=lambda char: char.left)]


def _turns_back(chars: list[Char], at: int) -> bool:
    """Whether a character goes on beside one written before, which another below that one came behind."""
    char, before = chars[at], chars[at - 1]
    if char.bottom < before.bottom or _level(before, char):
        return False
    near = 0.4 * (char.top - char.bottom)
    return any(
        abs(char.left - other.right) <= near and follower.left <= other.left + near and _level(other, char)
        for other, follower in itertools.pairwise(chars[max(at - 12, 0) : at])
        if follower.bottom < other.bottom and not _level(other, follower)
    )


def _level(one: Char, other: Char) -> bool:
    """Whether two characters stand on one line."""
    height = max(one.top - one.bottom, other.top - other.bottom, 1.0)
    return abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < 0.4 * height


def _apart(before: Char, char: Char) -> bool:
    """Whether two characters of a line stand far apart, as two numbers of a frame without inner lines."""
    if before.text == " " or abs(before.bottom - char.bottom) > 2:
        return False
    return char.left - before.right > 1.2 * max(before.top - before.bottom, 4)


_CHINESE_GAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


def closed_up(text: str) -> str:
    """A text without the spaces that setting put between Chinese characters."""
    return _CHINESE_GAP.sub("", tidy(text))
