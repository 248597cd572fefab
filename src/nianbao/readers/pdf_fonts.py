"""Text that a PDF sets in a font it does not bring: read with the fonts of the machine, and once more without them.

The library puts a font of the machine, or one of its own, in the place of the missing one, and passes over a piece of
text none of whose characters that font can draw: a lone figure in a table where it has no figures, lone characters
where it has no Chinese ones. What one of the two loses the other has.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from nianbao.readers.pdf_page import Char

_DEEPEST = 6
_NO_WIDTH = 0.01
"""Points; so wide is a piece of text that is not drawn."""


def loses_text(page: Any) -> bool:
    """Whether a piece of text on a page has no width, in a font that is not in the file; a space has none either."""
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    left, _, right, _ = sides
    references = [ctypes.byref(side) for side in sides]
    embedded: dict[int, bool] = {}

    def is_embedded(item: Any) -> bool:
        font = raw.FPDFTextObj_GetFont(item)
        if not font:
            return True
        key = ctypes.addressof(font.contents)
        if key not in embedded:
            embedded[key] = raw.FPDFFont_GetIsEmbedded(font) != 0
        return embedded[key]

    def loses(count: int, get: Any, parent: Any, depth: int) -> bool:
        for at in range(count):
            item = get(parent, at)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT and not is_embedded(item):
                known = raw.FPDFPageObj_GetBounds(item, *references)
                if known and right.value - left.value < _NO_WIDTH:
                    return True
            inner = kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST
            if inner and loses(raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, depth + 1):
                return True
        return False

    return loses(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, 0)


@contextmanager
def without_fonts() -> Iterator[None]:
    """The library does not know the fonts of the machine for as long."""
    from pypdfium2 import raw

    raw.FPDF_SetSystemFontInfo(None)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())


def both(one: Sequence[Char], other: Sequence[Char]) -> list[Char]:
    """The characters of two readings of a page in the order of the file, those that both have once."""
    places: Mapping[tuple[str, int, int], int] = {_place(char): at for at, char in enumerate(other)}
    made: list[Char] = []
    done = 0
    for char in one:
        at = places.get(_place(char), -1)
        if at >= done:
            made += other[done:at]
            done = at + 1
        made.append(char)
    return made + list(other[done:])


def _place(char: Char) -> tuple[str, int, int]:
    return char.text, round(char.left), round(char.bottom)
