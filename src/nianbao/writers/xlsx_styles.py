"""How the workbook's cells look, and the part of the file that says so; a cell names its look by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_XIAOBIAOSONG, _HEI, _KAI, _FANG, _SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
_GREY, _GREEN, _YELLOW = "FFF2F2F2", "FFE2EFDA", "FFFFF2A8"


class Look(NamedTuple):
    """A cell's face and size in points, colours, border, and where its text stands."""

    face: str
    points: int
    across: Literal["", "left", "center", "right"] = ""
    upright: Literal["", "center", "top"] = "center"
    wrap: bool = True
    indent: int = 0
    stacked: bool = False
    background: str = ""
    colour: str = ""
    bold: bool = False
    italic: bool = False
    border: bool = False
    open: bool = False
    """Whether it can be changed where the sheet is protected."""

    @property
    def font(self) -> str:
        marks = ("<b/>" if self.bold else "") + ("<i/>" if self.italic else "")
        colour = f'<color rgb="{self.colour}"/>' if self.colour else ""
        return f'<font>{marks}<sz val="{self.points}"/>{colour}<name val="{self.face}"/><family val="2"/></font>'

    @property
    def fill(self) -> str:
        if not self.background:
            return _NO_FILL
        colours = f'<fgColor rgb="{self.background}"/><bgColor indexed="64"/>'
        return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'

    @property
    def edges(self) -> str:
        return _BORDER if self.border else _NO_BORDER

    @property
    def alignment(self) -> str:
        marks = (
            f' horizontal="{self.across}"' * bool(self.across),
            f' vertical="{self.upright}"' * bool(self.upright),
            ' textRotation="255"' * self.stacked,
            ' wrapText="1"' * self.wrap,
            f' indent="{self.indent}"' * bool(self.indent),
        )
        return f"<alignment{''.join(marks)}/>"


_CELL = Look(_SONG, 10, "center", border=True)
LOOKS: Mapping[str, Look] = {
    "title": Look(_XIAOBIAOSONG, 18, "center"),
    "heading": Look(_HEI, 14, wrap=False),
    "level2": Look(_KAI, 12, upright="top"),
    "text": Look(_FANG, 12, "left", "top", indent=2),
    "waiting": Look(_FANG, 12, "left", "top", indent=2, background=_YELLOW),
    "label": _CELL._replace(background=_GREY),
    "row": _CELL._replace(across="left", background=_GREY),
    "upright": _CELL._replace(background=_GREY, stacked=True),
    "input": _CELL._replace(open=True),
    "derived": _CELL._replace(background=_GREEN, bold=True),
    "aside": _CELL._replace(colour="FF7F7F7F", italic=True),
    "note": Look(_SONG, 10, "right", "", wrap=False, colour="FF7F7F7F"),
}
STYLE: Mapping[str, int] = {name: n for n, name in enumerate(LOOKS, 1)}
"""The number by which a cell names its look; 0 is the look of a cell of which nothing is said."""
WRONG = 0
"""The number by which a conditional mark names the look of a cell that does not add up."""

_PLAIN = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
"""The default font: Excel measures the width of columns in its digits."""
_NO_FILL = '<fill><patternFill patternType="none"/></fill>'
_DOTS = '<fill><patternFill patternType="gray125"/></fill>'
"""Excel wants these two fills to come first."""
_NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_EDGES = ("left", "right", "top", "bottom")
_BORDER = (
    "<border>" + "".join(f'<{edge} style="thin"><color auto="1"/></{edge}>' for edge in _EDGES) + "<diagonal/></border>"
)
_MARKED = (
    '<dxf><font><b/><color rgb="FF9C0006"/></font>'
    '<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf>'
)


def styles() -> str:
    """The part of the workbook that holds the looks."""
    fonts = _kinds(_PLAIN, lambda look: look.font)
    fills = _kinds(_NO_FILL, lambda look: look.fill, _DOTS)
    borders = _kinds(_NO_BORDER, lambda look: look.edges)
    cells = "".join(_xf(look, fonts[look.font], fills[look.fill], borders[look.edges]) for look in LOOKS.values())
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">{_listed("fonts", fonts)}{_listed("fills", fills)}'
        f"{_listed('borders', borders)}"
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(LOOKS) + 1}">{plain} xfId="0"/>{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f'<dxfs count="1">{_MARKED}</dxfs>'
        '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
        "</styleSheet>"
    )


def _kinds(first: str, of: Callable[[Look], str], *more: str) -> dict[str, int]:
    """The different fonts, fills or borders, each with its number."""
    return {xml: n for n, xml in enumerate(dict.fromkeys((first, *more, *(of(look) for look in LOOKS.values()))))}


def _listed(name: str, items: Mapping[str, int]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>'


def _xf(look: Look, font: int, fill: int, border: int) -> str:
    applied = ' applyFont="1"' + ' applyFill="1"' * bool(fill) + ' applyBorder="1"' * bool(border)
    applied += ' applyAlignment="1"' + ' applyProtection="1"' * look.open
    protection = '<protection locked="0"/>' * look.open
    ids = f'fontId="{font}" fillId="{fill}" borderId="{border}"'
    return f'<xf numFmtId="0" {ids} xfId="0"{applied}>{look.alignment}{protection}</xf>'
