"""Cells and rows of a sheet as XML; rows and columns count from 0 here and from 1 or A in the file."""

from __future__ import annotations

from functools import cache

from nianbao.core.lazy import lazy
from nianbao.writers.page import escaped
from nianbao.writers.xlsx_styles import STYLE

LONGEST = 32_767
"""Characters of a cell, a rare one counting two: a longer text makes Excel call the file damaged."""
_TOO_LONG = "……（本格文字过长，后面的没有写入）"
_LIKE_AN_ESCAPE = lazy("_(?=x[0-9A-Fa-f]{4}_)")


@cache
def letters(column: int) -> str:
    """A column's name: A, Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def name(row: int, column: int) -> str:
    """A cell as a formula names it."""
    return f"{letters(column)}{row + 1}"


def area(top: int, left: int, bottom: int, right: int) -> str:
    """A rectangle as a formula names it, a single cell by its own name."""
    first, last = name(top, left), name(bottom, right)
    return first if first == last else f"{first}:{last}"


ROW_END = "</row>"


def row_opened(at: int, height: float | None = None) -> str:
    """The beginning of a row, as high as said in points, else as the program that shows it thinks fit."""
    high = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="{at + 1}"{high}>'


def opened(at: int, column: int, look: str) -> str:
    """The beginning of a cell, to which its kind and its content are still to be added."""
    return f'<c r="{letters(column)}{at + 1}" s="{STYLE[look]}"'


def blank(at: int, column: int, look: str) -> str:
    """A cell of which only the look is seen."""
    return f"{opened(at, column, look)}/>"


def words(at: int, column: int, look: str, text: str) -> str:
    """A cell with a text, whatever it begins with: it stands in the cell as a string, never as a formula."""
    kept = "" if text.strip(" ") == text else ' xml:space="preserve"'
    return f'{opened(at, column, look)} t="inlineStr"><is><t{kept}>{string(text)}</t></is></c>'


@cache
def _around(look: str, height: float) -> tuple[str, str]:
    """What stands before and behind the number of a row in the first cell of a paragraph."""
    return f' ht="{height:g}" customHeight="1"><c r="A', f'" s="{STYLE[look]}" t="inlineStr"><is><t'


def paragraph(at: int, look: str, height: float, text: str, covered: str = "") -> str:
    """A row of that height with a text in its first cell, and the cells that it covers."""
    before, behind = _around(look, height)
    kept = "" if text.strip(" ") == text else ' xml:space="preserve"'
    return f'<row r="{at + 1}"{before}{at + 1}{behind}{kept}>{string(text)}</t></is></c>{covered}{ROW_END}'


def string(text: str) -> str:
    """A text as the file holds it: what looks like a character's number (_x000D_) is kept from being read as one."""
    if len(text) > LONGEST // 2 and utf16(text) > LONGEST:
        text = cut(text, LONGEST - len(_TOO_LONG)) + _TOO_LONG
    if "_x" in text:
        text = _LIKE_AN_ESCAPE().sub("_x005F_", text)
    return escaped(text) if "&" in text or "<" in text or ">" in text else text


def units(text: str, points: float) -> float:
    """How wide a text is, in digits of the default font (5.25 pt each)."""
    narrow = len(text.encode("ascii", "ignore"))
    return (2 * len(text) - narrow) * points / 2 / 5.25


def utf16(text: str) -> int:
    """The length of a text as Excel counts it: a rare character is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, length: int) -> str:
    """So much of a text, as Excel counts, without half a character at its end."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * length].decode("utf-16-le", "ignore")
