"""The Word template that the reports are written into, and what is needed of one that an office has adapted.

`python -m nianbao.writers.docx_skeleton templates/report.docx` makes it. Measures after GB/T 9704—2012: A4,
margins 37/35/28/26 mm, 22 lines of 28 characters, 3号仿宋, page number 4号宋体 — 1 —, odd right, even left.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nianbao.writers.package import package, part

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

LINE = 579
"""Pitch of a line in twentieths of a point: 225 mm hold 22 lines, 28.95 pt each."""
CHARACTERS = -849
"""What the grid takes from a 16 pt character, in 4096ths of a point: 156 mm hold 28 of them."""
TIGHTER = -5
"""The same in twentieths of a point, as the spacing of the body's characters. The grid is declared for the
page, but text does not snap to it: LibreOffice gives two cells to a character wider than its cell."""


def _fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:eastAsia="{face}" w:hAnsi="{face}" w:cs="{face}"/>'


SONG, HEI, KAI, FANG, XIAOBIAOSONG = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"


class Style(NamedTuple):
    """A named style of the skeleton; `body` is what follows its name, its base and its next.

    `names` are the names under which an office's own template may have it, ours first; `next` is the role of
    the style that follows it when a person types on.
    """

    id: str
    names: tuple[str, ...]
    kind: str
    body: str
    next: str = ""

    def xml(self, identifier: str, base: str, ids: Mapping[str, str]) -> str:
        """The definition, under an id that is free; `base` is the template's default paragraph style."""
        custom = "" if self.names[0].isascii() else ' w:customStyle="1"'
        based = f'<w:basedOn w:val="{base}"/>' if self.kind == "paragraph" and base else ""
        based += f'<w:next w:val="{ids[self.next]}"/>' if self.next in ids else ""
        return (
            f'<w:style w:type="{self.kind}"{custom} w:styleId="{identifier}">'
            f'<w:name w:val="{self.names[0]}"/>{based}{self.body}</w:style>'
        )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def _heading(level: int, face: str) -> Style:
    return Style(
        f"Heading{level}",
        (f"heading {level}", f"标题 {level}"),
        "paragraph",
        '<w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/>{_INDENT}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr>{_fonts(face)}</w:rPr>",
        "body",
    )


def _table_text(identifier: str, name: str, half_points: int, line: int) -> Style:
    return Style(
        identifier,
        (name,),
        "paragraph",
        "<w:qFormat/><w:pPr>"
        f'<w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr>'
        f'<w:rPr>{_fonts(SONG)}<w:spacing w:val="0"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr>',
    )


_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
STYLES: Mapping[str, Style] = {
    "title": Style(
        "Title",
        ("Title", "标题"),
        "paragraph",
        '<w:uiPriority w:val="10"/><w:qFormat/>'
        "<w:pPr><w:keepNext/><w:keepLines/>"
        f'<w:spacing w:after="{LINE}" w:line="660" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>'
        f'<w:rPr>{_fonts(XIAOBIAOSONG)}<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr>',
        "body",
    ),
    "h1": _heading(1, HEI),
    "h2": _heading(2, KAI),
    "h3": _heading(3, FANG),
    "body": Style(
        "BodyText",
        ("Body Text", "正文文本"),
        "paragraph",
        f"<w:qFormat/><w:pPr>{_INDENT}</w:pPr>",
    ),
    "cell": _table_text("TableText", "表格文字", 21, 320),
    "small": _table_text("TableSmall", "表格小字", 18, 244),
    "table": Style(
        "ReportTable",
        ("年报表格",),
        "table",
        '<w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
        + "".join(f"<w:{side} {_BORDER}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        + '</w:tblBorders><w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>",
    ),
    "comment": Style(
        "CommentText",
        ("annotation text", "批注文字"),
        "paragraph",
        '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr>'
        '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:spacing w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>',
    ),
    "comment_mark": Style(
        "CommentReference",
        ("annotation reference", "批注引用"),
        "character",
        '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>',
    ),
}
"""The styles that the writer uses, by their role. Looked up by name, since Word and WPS renumber the ids."""

_FOOTER = (
    '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
    '<w:uiPriority w:val="99"/><w:pPr><w:spacing w:line="280" w:lineRule="exact"/></w:pPr>'
    f'<w:rPr>{_fonts(SONG)}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>'
)


def _styles() -> str:
    # The language of Latin text stays English: with zh-CN there, LibreOffice breaks lines inside numbers.
    return (
        f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}'
        '<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{TIGHTER}"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + "".join(style.xml(style.id, "Normal", {"body": STYLES["body"].id}) for style in STYLES.values())
        + _FOOTER
        + "</w:styles>"
    )


_FACES: tuple[tuple[str, str, str, str], ...] = (
    (FANG, "仿宋,FangSong,FangSong_GB2312,STFangsong,华文仿宋", "02010609030101010101", "modern"),
    (HEI, "SimHei,Source Han Sans SC,Noto Sans CJK SC", "02010609060101010101", "modern"),
    (KAI, "楷体,KaiTi,KaiTi_GB2312,STKaiti,华文楷体", "02010609030101010101", "modern"),
    (SONG, "SimSun,STSong,Noto Serif CJK SC", "02010600030101010101", "auto"),
    (XIAOBIAOSONG, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,华文中宋,宋体", "02010601030101010101", "auto"),
)
"""The faces with the names under which a machine may have them, or what comes nearest."""


def _font_table() -> str:
    faces = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, others, panose, family in _FACES
    )
    return f'{_HEAD}<w:fonts xmlns:w="{W}">{faces}</w:fonts>'


def _settings() -> str:
    modes = (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
    )
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in modes
    )
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{compat}</w:compat>"
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )


def _footer(side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return (
        f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
        '</w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def _document() -> str:
    """A page that shows each style, so that it can be adapted by eye; the writer puts the report in its place."""
    lines = (
        ("title", "机关名称20××年政府信息公开工作年度报告"),
        ("body", "（本文件是年度报告的版式样本。改样式、页面和页码都有效；正文写报告时会换掉。）"),
        ("h1", "一、一级标题"),
        ("h2", "（一）二级标题"),
        ("h3", "1.三级标题"),
        ("body", "正文。"),
        ("cell", "表二、其他表格的文字"),
        ("small", "表三、表四的文字"),
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{STYLES[role].id}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for role, text in lines
    )
    return (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1418" w:footer="1447"'
        ' w:gutter="0"/><w:cols w:space="720"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CHARACTERS}"/></w:sectPr></w:body>'
        "</w:document>"
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def build() -> bytes:
    """The template as a file."""
    overrides = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "word/footer1.xml": f"{_WORD}.footer+xml",
        "word/footer2.xml": f"{_WORD}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    texts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations(
            {"rId1": (f"{R}/officeDocument", "word/document.xml"), "rId2": (_CORE, "docProps/core.xml")}
        ),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relations(
            {
                "rId1": (f"{R}/styles", "styles.xml"),
                "rId2": (f"{R}/settings", "settings.xml"),
                "rId3": (f"{R}/fontTable", "fontTable.xml"),
                "rId4": (f"{R}/footer", "footer1.xml"),
                "rId5": (f"{R}/footer", "footer2.xml"),
            }
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>政府信息公开工作年度报告'
        "</dc:title></cp:coreProperties>",
    }
    return package(part(name, text.encode(), 9) for name, text in texts.items())


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(build())
