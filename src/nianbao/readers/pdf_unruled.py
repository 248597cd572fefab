"""Tables of a PDF without ruling lines: tables three and four, told by figures that stand in columns.

Words of one cell stand on several lines beside the figures of their row, heads above their columns. Each row is put
together as a line with tabs, as tables come out of other programs; what cannot be told stays as it stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nianbao.core.form import COLUMNS, DISPUTE_LABELS, OUTCOMES, form
from nianbao.readers.labels import GROUP, bare, row_name
from nianbao.readers.pdf_page import Char, TextLine
from nianbao.readers.titles import match_heading

_WIDTHS = (len(COLUMNS), len(OUTCOMES) * len(DISPUTE_LABELS))
_FEW_ROWS = 3
"""Rows of table three on a page that make columns."""
_NUMBER = re.compile(r"[\d,.]*\d")


class _Word(NamedTuple):
    text: str
    left: float
    right: float
    middle: float
    size: float


class _Row(NamedTuple):
    """The figures of a row, and where its middle is."""

    middle: float
    figures: tuple[_Word, ...]


def with_rows(lines: list[TextLine], chars: Sequence[Char]) -> list[TextLine]:
    """The lines of a page with those of such a table put together row by row."""
    for width in _WIDTHS:
        likely = sum(_digits_in(line.text) >= width for line in lines)
        if likely >= (_FEW_ROWS if width == _WIDTHS[0] else 1):
            lines = _put_together(lines, list(_words(chars)), width)
    return lines


def _digits_in(text: str) -> int:
    """How many digits a line ends with, those of figures that stand near each other as well."""
    return sum(map(str.isdigit, itertools.takewhile(lambda character: character in _FIGURES, reversed(text))))


_FIGURES = frozenset("0123456789., \t")


def _put_together(lines: list[TextLine], words: list[_Word], width: int) -> list[TextLine]:
    rows = list(_rows(words, width))
    if not rows:
        return lines
    columns = [sorted((row.figures[at].left + row.figures[at].right) / 2 for row in rows) for at in range(width)]
    centres = [column[len(column) // 2] for column in columns]
    reach = min(b - a for a, b in itertools.pairwise(centres)) / 2
    rows = [row for row in rows if all(abs(_centre(w) - c) < reach for w, c in zip(row.figures, centres, strict=True))]
    if not rows:
        return lines
    top, bottom = _edges(lines, rows)
    inside = [word for word in words if bottom < word.middle < top]
    heads = _heads([word for word in inside if word.middle > rows[0].middle + word.size], rows[0])
    if width == _WIDTHS[0]:
        made = _labelled(rows, inside)
    else:
        made = [(row.middle, "\t".join(word.text for word in row.figures)) for row in rows if heads]
    if not made:
        return lines
    if heads:
        made.insert(0, (rows[0].middle + rows[0].figures[0].size, "\t".join(heads)))
    size = rows[0].figures[0].size
    left, right = min(w.left for w in inside), max(w.right for w in inside)
    kept = [line for line in lines if not bottom < (line.top + line.bottom) / 2 < top]
    return kept + [TextLine(text, left, right, at - size / 2, at + size / 2, size) for at, text in made]


def _centre(word: _Word) -> float:
    return (word.left + word.right) / 2


def _words(chars: Iterable[Char]) -> Iterable[_Word]:
    """Words of a page: characters without a gap, figures apart from what stands before them."""
    shown = [char for char in chars if char.text != " "]
    shown.sort(key=lambda char: (-round((char.bottom + char.top) / 6), char.left))
    lines: list[list[Char]] = []
    for char in sorted(shown, key=lambda char: -(char.bottom + char.top)):
        size = char.top - char.bottom
        if lines and abs((lines[-1][0].bottom + lines[-1][0].top) - (char.bottom + char.top)) / 2 < size * 0.35:
            lines[-1].append(char)
        else:
            lines.append([char])
    for line in lines:
        line.sort(key=lambda char: char.left)
        start = 0
        for at in range(1, len(line) + 1):
            if at == len(line) or _apart(line[at - 1], line[at]):
                word = line[start:at]
                middle = sum(c.bottom + c.top for c in word) / 2 / len(word)
                size = max(c.top - c.bottom for c in word)
                yield _Word("".join(c.text for c in word), word[0].left, word[-1].right, middle, size)
                start = at


def _apart(before: Char, char: Char) -> bool:
    gap = char.left - before.right
    size = max(before.top - before.bottom, 4.0)
    return gap > size * 0.15 or (char.text.isdigit() and before.text >= "\u4e00")


def _rows(words: Sequence[_Word], width: int) -> Iterable[_Row]:
    """The lines that end with so many figures."""
    for _, group in itertools.groupby(words, key=lambda word: round(word.middle)):
        line = sorted(group, key=lambda word: word.left)
        tail = list(itertools.takewhile(lambda word: _NUMBER.fullmatch(word.text), reversed(line)))[::-1]
        if len(tail) == width:
            yield _Row(tail[0].middle, tuple(tail))


def _edges(lines: Sequence[TextLine], rows: Sequence[_Row]) -> tuple[float, float]:
    """Where the table begins and ends: at the nearest heading or sentence above and below its rows."""
    high, low = max(row.middle for row in rows), min(row.middle for row in rows)
    others = [
        (line.top + line.bottom) / 2
        for line in lines
        if "\t" not in line.text
        and (match_heading(line.text) is not None or line.text.endswith("。"))
        and row_name(line.text) is None
    ]
    above = min((at for at in others if at > high), default=high + 400)
    below = max((at for at in others if at < low), default=low - 400)
    return above - 1, below + 1


def _heads(words: Sequence[_Word], row: _Row) -> list[str]:
    """The heads of the columns where all are the form's in its order; empty where they are not.

    Cells are set at their left or in the middle: as fits best.
    """
    left, right = row.figures[0].left - row.figures[0].size * 3, row.figures[-1].right + row.figures[-1].size * 3
    own = [word for word in words if left < word.left < right and bare(word.text) not in _SPANNING]
    by_edge = _columns_of(own, [word.left for word in own], [figure.left for figure in row.figures])
    by_middle = _columns_of(own, list(map(_centre, own)), list(map(_centre, row.figures)))
    said = [bare(text) for text in min(by_edge, by_middle)[1]]
    if len(said) == len(COLUMNS):
        names = [bare(column.label) for column in COLUMNS]
        return [column.label for column in COLUMNS] if said == names else []
    if said != [bare(label) for _, label in OUTCOMES] * len(DISPUTE_LABELS):
        return []
    return [label for kind in DISPUTE_LABELS.values() for label in (kind, *(label for _, label in OUTCOMES))]


def _columns_of(words: Sequence[_Word], places: Sequence[float], columns: Sequence[float]) -> tuple[float, list[str]]:
    """How far words are from their columns, and what stands in each, from the top."""
    texts = [""] * len(columns)
    far = 0.0
    for _, at, word in sorted((-round(word.middle), at, word) for at, word in zip(places, words, strict=True)):
        nearest = min(range(len(columns)), key=lambda n: abs(columns[n] - at))
        far += abs(columns[nearest] - at)
        texts[nearest] += word.text
    return far, texts


_SPANNING = {"申请人情况", "法人或其他组织", "行政诉讼", *map(bare, DISPUTE_LABELS.values())}


def _labelled(rows: Sequence[_Row], words: Sequence[_Word]) -> list[tuple[float, str]]:
    """Each row's label with its figures; empty where labels do not follow each other as in the form."""
    first = min(row.figures[0].left for row in rows)
    words = [word for word in words if word.left < first - 1 and not word.text.isdigit()]
    start = min((word.left for word in words if word.text[:1].isdigit() and _LINE.match(word.text)), default=first) - 3
    labels = {}
    for block in _blocks(_lines([word for word in words if word.left >= start])):
        middle = sum(at for at, _ in block) / len(block)
        row = min(rows, key=lambda row: abs(row.middle - middle))
        if not _LINE.match(block[0][1]):
            continue  # the end of a label that the page before begins
        if row in labels:
            return []
        labels[row] = "".join(text for _, text in block)
    for row in rows:
        if row not in labels:
            low, high = _band(row, rows)
            labels[row] = _outer([word for word in words if low < word.middle < high])
    order = [place for row in rows if (place := _place(labels[row])) is not None]
    if len(order) < len(rows) or order != sorted(set(order)):
        return []
    return [(row.middle, "\t".join([labels[row], *(word.text for word in row.figures)])) for row in rows]


def _band(row: _Row, rows: Sequence[_Row]) -> tuple[float, float]:
    """Between which heights a row stands: half way to its neighbours, but not far from its figures."""
    near = row.figures[0].size * 1.2
    above = min((other.middle for other in rows if other.middle > row.middle), default=row.middle + near * 2)
    below = max((other.middle for other in rows if other.middle < row.middle), default=row.middle - near * 2)
    return (row.middle + below) / 2, (row.middle + above) / 2


def _place(label: str) -> int | None:
    """Where a row stands in the form, None where the label names none."""
    path = row_name(label)
    if path is None or path.startswith(GROUP):
        return _PLACES.get("closed") if path == GROUP + "closed" else None
    return _PLACES.get("closed.other" if bare(label).endswith("其他") and len(bare(label)) <= 3 else path)


_PLACES = {
    path: place
    for place, path in enumerate(
        ("received", "carried_in", *(row.path for row in form("2021").rows), "handled", "carried_out")
    )
}
_PLACES["closed"] = _PLACES["closed.other"]  # one row in the edition of 2019


def _outer(words: Sequence[_Word]) -> str:
    """The label of a row that has none in the innermost column; words of taller cells may stand beside it."""
    start = next((word.left - 3 for word in words if _BRACKETED.match(word.text)), 0.0)
    text = "".join(text for _, text in _lines([word for word in words if word.left > start]))
    found = _BRACKETED.search(text)
    return text[found.start() :] if found else text


def _lines(words: Iterable[_Word]) -> list[tuple[float, str]]:
    """The words that stand on one line, from the top."""
    made: list[tuple[float, list[_Word]]] = []
    for word in sorted(words, key=lambda word: -word.middle):
        if made and abs(made[-1][0] - word.middle) < word.size * 0.35:
            made[-1][1].append(word)
        else:
            made.append((word.middle, [word]))
    return [(at, "".join(w.text for w in sorted(line, key=lambda w: w.left))) for at, line in made]


def _blocks(lines: Sequence[tuple[float, str]]) -> list[list[tuple[float, str]]]:
    """The lines of each label: it begins with its number."""
    made: list[list[tuple[float, str]]] = []
    for line in lines:
        if made and not _LINE.match(line[1]):
            made[-1].append(line)
        else:
            made.append([line])
    return made


_LINE = re.compile(r"[1-8]\s*[.．、,，]|[（(][一二六七][）)]|[一二四]、")
_BRACKETED = re.compile(r"[（(][一二六七][）)]")
