"""The order of children that WordprocessingML demands (ECMA-376, wml.xsd), for the elements we write.

Word calls a file damaged where the order is wrong; other programs say nothing. So the order is checked here.
"""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_RPR = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": f"ins del {_RPR}",  # the first two only for the mark that ends a paragraph
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "p": "pPr r commentRangeStart commentRangeEnd ins del fldSimple",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "settings": "writeProtection view zoom mirrorMargins trackRevisions defaultTabStop evenAndOddHeaders "
    "characterSpacingControl footnotePr endnotePr compat rsids themeFontLang clrSchemeMapping decimalSymbol "
    "listSeparator",
    "compat": "useSingleBorderforContiguousCells balanceSingleByteDoubleByteWidth noExtraLineSpacing "
    "doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn spacingInWholePoints adjustLineHeightInTable "
    "useWord97LineBreakRules useFELayout compatSetting",
}
FREE = {"p", "body", "trPr"}
"""Elements whose children may repeat and mix."""
EVERYWHERE = {"body": "p tbl sectPr", "trPr": "cnfStyle cantSplit trHeight tblHeader jc ins del"}
TEXT = {"t", "delText", "instrText"}


def faults(xml: bytes) -> Iterator[str]:
    """What is wrong with the order of a part's elements, a line each."""
    for element in ElementTree.fromstring(xml).iter():
        name = element.tag.removeprefix(W)
        children = [child.tag.removeprefix(W) for child in element]
        allowed = (ORDER.get(name) or EVERYWHERE.get(name) or "").split()
        if not allowed:
            continue
        unknown = [child for child in children if child not in allowed]
        if unknown:
            yield f"{name}: {unknown}"
            continue
        places = [allowed.index(child) for child in children]
        if name not in FREE and places != sorted(places):
            yield f"{name}: {children}"
        if name == "p" and "pPr" in children[1:]:
            yield f"{name}: {children}"
        if name == "tc" and (not children or children[-1] != "p"):
            yield "tc: a cell must end with a paragraph"
        if (
            name in ("pPr", "rPr", "tblPr", "tcPr", "sectPr")
            and name != "sectPr"
            and len(set(children)) < len(children)
        ):
            yield f"{name}: twice {children}"
        if name == "body" and children and (children.count("sectPr") > 1 or children[-1] != "sectPr"):
            yield "body: the section must come last"
        for before, after in pairwise(children):
            if name == "body" and before == "tbl" and after != "p":
                yield "body: a table must be followed by a paragraph"
