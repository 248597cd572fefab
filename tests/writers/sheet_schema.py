"""The order of children and the attributes that SpreadsheetML demands (ECMA-376, sml.xsd), for what we write.

Excel calls a file damaged and repairs it by dropping things where the order is wrong; other programs say nothing.
"""

from collections.abc import Iterator
from xml.etree import ElementTree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

ORDER = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
    "colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing picture tableParts extLst",
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection pivotSelection extLst",
    "c": "f v is extLst",
    "is": "t r rPh phoneticPr",
    "cfRule": "formula colorScale dataBar iconSet extLst",
    "dataValidation": "formula1 formula2",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    "font": "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme",
    "fill": "patternFill gradientFill",
    "patternFill": "fgColor bgColor",
    "border": "left right top bottom diagonal vertical horizontal",
    "xf": "alignment protection extLst",
    "dxf": "font numFmt fill alignment border protection extLst",
}
COUNTED = (
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "mergeCells",
    "dataValidations",
)


def faults(xml: bytes) -> Iterator[str]:
    """What is wrong with a part, a line each."""
    for element in ElementTree.fromstring(xml).iter():
        name = element.tag.removeprefix(S)
        children = [child.tag.removeprefix(S) for child in element]
        if name in ORDER:
            allowed = ORDER[name].split()
            unknown = [child for child in children if child not in allowed]
            places = [allowed.index(child) for child in children if child in allowed]
            if unknown or places != sorted(places):
                yield f"{name}: {children}"
        if name in COUNTED and int(element.get("count", "-1")) != len(children):
            yield f"{name}: says {element.get('count')}, has {len(children)}"
        if name == "sheetData":
            yield from _cells(element)


def _cells(data: ElementTree.Element) -> Iterator[str]:
    """Rows and cells must come in their order, each once."""
    from openpyxl.utils import coordinate_to_tuple

    rows = [int(row.get("r", "0")) for row in data]
    if rows != sorted(set(rows)):
        yield f"rows: {rows}"
    for row in data:
        places = [coordinate_to_tuple(cell.get("r", "")) for cell in row]
        if places != sorted(set(places)) or any(line != int(row.get("r", "0")) for line, _ in places):
            yield f"row {row.get('r')}: {places}"
        for cell in row:
            kind, parts = cell.get("t"), {part.tag.removeprefix(S) for part in cell}
            if (kind == "inlineStr") != ("is" in parts) or (kind == "inlineStr" and "v" in parts):
                yield f"cell {cell.get('r')}: {kind} {parts}"
            if kind not in (None, "inlineStr", "str"):
                yield f"cell {cell.get('r')}: {kind}"
