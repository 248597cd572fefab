"""Traditional characters of the form's words: pages switched to them, or mirrored in them, hold the same report.

Only what recognises titles and labels reads through this; what stands in the report is kept as it stands.
"""

from __future__ import annotations

_PAIRS = (
    "總总體体況况動动開开處处請请復复複复覆复議议訴诉訟讼問问題题進进項项報报務务規规範范製制發发廢废現现數数"
    "許许罰罚強强額额單单萬万辦办結结轉转繼继續续關关係系為为爲为於于標标組组織织業业機机構构會会計计與与區区"
    "這这種种國国祕秘穩稳護护權权屬属類类內内過过執执詢询無无沒没補补後后確确訪访舉举當当認认獲获費费繳缴納纳"
    "據据維维糾纠審审經经減减採采購购對对時时間间欄栏書书環环縣县鄉乡鎮镇廳厅門门員员條条將将號号術术園园廠厂學学決决"
    "檔档資资訊讯"
)
_TABLE = {ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_COMMON = frozenset("總體況動開處請報務規發現數辦結關為國過經對時間縣鎮")


_WORDS = (("规范性档案", "规范性文件"), ("政府资讯", "政府信息"), ("资讯内容", "信息内容"))
"""The form's words as converters put them for Taiwan (檔案, 資訊), of the same length."""


def simplified(text: str) -> str:
    """A text with the form's characters in their simplified shapes and its words, each in its place."""
    if text.isascii():
        return text
    shown = text.translate(_TABLE)
    for other, word in _WORDS:
        shown = shown.replace(other, word)
    return shown


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters: many of the commonest, not a name or two."""
    return sum(text.count(character) for character in _COMMON) * _RARE > len(text)


_RARE = 25
"""In a report one character in eight is among these; in a simplified one a name may hold one or two."""
