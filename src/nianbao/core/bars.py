"""Bars of block characters, as a terminal draws small charts."""

from __future__ import annotations

from nianbao.core.numerals import Number

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(number: Number, most: Number, columns: int) -> str:
    """A bar of at most `columns` cells, drawn to an eighth of a cell; `most` fills it. Empty for 0 and below;
    a number above 0 is always seen."""
    if number <= 0 or most <= 0 or columns < 1:
        return ""
    eighths = max(1, min(8 * columns, round(number * 8 * columns / most)))
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")
