"""How wide text stands in a terminal, and how it breaks over lines.

A Chinese character takes two cells and `len` counts one. The measure can be handed in, so that a face
which draws with a table of its own breaks lines by that table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Measure = Callable[[str], int]

_NOT_FIRST = frozenset("，。、；：？！）》〉〕】」』”’%…·,.;:?!)]}")
"""Marks that do not stand at the head of a line (避头)."""

_WORD = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.%"


def _of_a_word(character: str) -> bool:
    return character in _WORD and character != ""


def width(text: str) -> int:
    """The cells that text takes; ambiguous characters (“ ” … ─) count one, as terminals have them."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character < "\u0300":
        return 0 if character < " " or "\x7f" <= character < "\xa0" else 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, measure: Measure = width) -> list[str]:
    """Text in lines of at most `columns` cells (at least 2), at least one line; a line feed ends a line.

    Marks that may not stand first take the character before them along, if there is room for both.
    """
    columns = max(2, columns)
    return [line for part in text.split("\n") for line in _wrap_line(part, columns, measure)]


def _wrap_line(text: str, columns: int, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for character in text:
        cells = measure(character)
        if used + cells > columns:
            carry = _carry(line, character) if columns >= 6 else ""
            lines.append(line[: len(line) - len(carry)])
            line, used = carry, measure(carry)
        line, used = line + character, used + cells
    return [*lines, line]


def _carry(line: str, character: str) -> str:
    """What goes to the next line together with a character that may not stand first there, or with the
    digits or letters of which it is one."""
    if _of_a_word(character):
        tail = len(line) - len(line.rstrip(_WORD))
        return line[-tail:] if 0 < tail < min(len(line), 12) else ""
    if character not in _NOT_FIRST or len(line) < 3:
        return ""
    carry = line[-1]
    return carry if carry not in _NOT_FIRST else line[-2:]


def fit(text: str, columns: int, measure: Measure = width) -> str:
    """Text cut to at most `columns` cells, with … for what is left out."""
    if measure(text) <= columns:
        return text
    kept, used = "", 0
    for character in text:
        cells = measure(character)
        if used + cells > columns - 1:
            break
        kept, used = kept + character, used + cells
    return kept + "…" if columns > 0 else ""


def pad(text: str, columns: int, align: str = "left", measure: Measure = width) -> str:
    """Text filled with spaces to `columns` cells, cut if it is wider; align is left, right or centre."""
    text = fit(text, columns, measure)
    spare = max(0, columns - measure(text))
    if align == "right":
        return " " * spare + text
    if align == "centre":
        return " " * (spare // 2) + text + " " * (spare - spare // 2)
    return text + " " * spare
