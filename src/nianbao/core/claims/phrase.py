"""A quantity with the words around it, and what of these is neither a word that says something nor the organ itself."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Context, Phrase, between, without
from nianbao.core.claims.context import DOMAIN
from nianbao.core.claims.cutting import Clause, Line
from nianbao.core.claims.scope import OF_THE_WHOLE
from nianbao.core.quantities import Quantity

FILLERS = re.compile(
    r"\d[.．、](?!\d)|[省市县区旗州]本级(?:及|和|与|、)(?:其|各|所属|直属)*(?:工作)?(?:部门|单位)|20\d\d年(?:度|\d{1,2}月\d{1,2}日|底|末)?|(?<!\d)\d{1,2}月(?:\d{1,2}日|底|末)|截至|全文|除去?(?=上|去年|20)|(?:依照|受|按照|根据|接受)?委托|依托|展示|全面|全年|年度|年内|年末|年底|期间|其中|累计|总计|合计|共计|一共|总共|书面|依法|依规|"
    r"依照|依据|按照|法定|期限|时限|规定|代表[省市县区](?:人民)?政府|政府办(?:公[厅室])?|范畴|范围|按时|按期|及时|承办|(?<!转)办件|省市(?:县)?|叠加|加上|妥善|认真|向社会|数量|总数|总量|件数|总件数|集中|规范(?!性)|统一|案件|案|决定|公民|法人|其他组织|社会公众|公众|群众|申请人|主体|"
    r"有效|正式|当年|本年度?|今年|各类|各种|所有|情况|方面|工作|情形|原因|理由|结果|形式|提出|提交|来自|实际|最终|主要|构成|内容|包括|含|"
    r"分别|同时|另|办理|经审查|自身|查办|查处|核发|签发|认定|作出|决定书|确定|完成|继续|施行|新的|连同|加上|依次|逐一|同步|同期|采取|保持|[省市县区旗州]直(?:各)?(?:部门|单位)|村民|居民|市民|[省市州县区乡镇]*[两三二]级|全(?:委|办|厅|院|系统)|此外|以及|我(?:镇|乡|街道|局|县|市|区|省|委|办|厅|部|单位|机关|州|旗|关)|"
    r"综合(?:行政)?执法(?:队伍?|大队|支队|中心|办公室|局)?|"
    r"(?:省|市|县|区|旗|州)(?:人民)?政府(?:办公[厅室])?(?:[及和](?:其|各|所属)*(?:工作)?部门)?|"
    r"(?:便民|为民|政务|公共|党群|行政)服务(?:中心|大厅|站|局)|行政审批(?:中心|局|大厅)|以.{0,12}名义|原(?:行政行为|答复|决定)|期末|目前|实施|与?上年持平|持平|[增升降减]至|"
    r"本(?:机关|单位|级|局|关|镇|乡|办|委|厅|院|馆|站|街道|分局|大队|支队|中心|管委会)|[局委办厅]机关|全(?:镇|乡|县|市|区|省|州|旗|局|街(?:道)?)|(?<!对)(?:乡|镇)(?:党委)?(?:、|人民)*政府|首次|行政机关|因|被|由|引起|引发|产生|涉及政府信息公开|政府信息|政务|"
    r"以.{0,5}名义|以[^，。；\d]{2,24}为主体的?|等(?:多种)?(?:途径|渠道|方式)|[增升降减]至|处理|执法|列入统计|行政决定|类别|发生|程序|进入|二者|两项|相加|跨年|尚在|仍在|仍|方式|类型|分为|按|"
    r"[共计总新增有为是了的均都已对向就与和或及、，“”《》者也亦则仅只各该系属于以到达出我经予其中余约近超过在上下年月度一数：]"
)
_ADVERBIALS = re.compile(
    r"《[^》]*》等?|(?:严格|切实|认真|依法)*(?:按照|依照|根据|依据|遵照|对照)[^，。；]{0,30}?(?:规定|要求|程序|期限|时限|流程)(?:的|内)*"
    r"|(?:通过)?[^，。；]{0,30}等(?:多种|各种|不同)?(?:途径|渠道|方式|形式)(?:提交|提出)?的?"
)


def phrase_of(
    clause: Clause, line: Line, begin: int, quantity: Quantity, until: int, *, is_last: bool, context: Context
) -> Phrase:
    """A quantity of a clause with its words: those before it; those behind, where none before say what it counts."""
    before = [t for t in clause.tokens if begin <= t.start < quantity.start or t.end <= clause.start == begin]
    but = line.bare.text.find("外", quantity.end, until) if line.bare.text.endswith("除", 0, quantity.start) else -1
    until = but if but >= 0 else until  # 除1件行政查询事项外均予以公开
    behind = [t for t in clause.tokens if quantity.end <= t.start < until]
    after = [] if any(t.facet in DOMAIN and t.value != "applicant" for t in before) else behind
    if not is_last:
        after = [t for t in after if t.start == quantity.end]
    text = line.bare.text
    ends = [m.end() for m in OF_THE_WHOLE.finditer(text, max(0, begin - 24), quantity.start)]
    head = text.rfind("：20", begin, quantity.start) + 1  # 主要问题：2023年收到
    start = max([begin, head, *ends, context.system_end if context.system_end <= quantity.start else 0])
    inside = [t for t in before if t.start >= start]
    leftover = FILLERS.sub("", _ADVERBIALS.sub("", without(text, start, quantity.start, inside)))
    if len(leftover) > 1:
        pieces = (FILLERS.sub("", piece) for piece in between(text, start, quantity.start, inside))
        apart = "".join(_not_ours(piece, context.unit) for piece in pieces)
        leftover = min(_not_ours(leftover, context.unit), apart, key=len)
    return Phrase(line, begin, quantity, before, after, behind, leftover)


_OFFICE = re.compile(r"(?:人民政府|政府|办事处|办公[厅室]|街道办)+$")


def own_name(unit: str) -> str:
    """The organ's name as its own sentences have it: without its office, and without fillers."""
    return FILLERS.sub("", _OFFICE.sub("", unit))


def is_own_name(words: str, unit: str) -> bool:
    """Whether words without fillers are the organ's own name, in full, shortened, or with its office."""
    return not _not_ours(words, unit)


def _not_ours(words: str, unit: str) -> str:
    """Words that are not the organ's own name, in full, shortened, or with its office."""
    name = _OFFICE.sub("", words)
    same = (
        name in unit
        or _by_level(name, unit)
        or (len(name) > 2 and (_abridges(name, unit) or _of_its_letters(name, unit)))
    )
    return "" if same else words


_LEVEL = re.compile(r"[省市县区州旗]")


def _by_level(short: str, name: str) -> bool:
    """Whether a word is an organ by its level and its kind alone (省厅 of 南泽省交通运输厅)."""
    levels = _LEVEL.findall(name)
    return len(short) == 2 and bool(levels) and short[0] == levels[-1] and name.endswith(short[1])


def _of_its_letters(short: str, name: str) -> bool:
    """Whether a word is a name with its parts in another order (区公安分局 of 江城市公安局南山区分局)."""
    return name.endswith(short[-1]) and set(short) <= set(name)


def _abridges(short: str, name: str) -> bool:
    """Whether a word is a name with characters left out (新区管委会 of 平江新区管理委员会)."""
    rest = iter(name)
    return all(character in rest for character in short)
