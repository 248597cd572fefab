"""S3: what the form tells a person to fill in, left in the report."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.core.checks.texts import FORM, has
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import place_of

_LEFTOVER_WORDS = (
    *("表格", "填", "编写", "编制", "格式", "写作", "文本", "模板", "示例", "样例", "参考", "范文"),
    *(
        "请各单位",
        "请逐项",
        "请如实",
        "请据实",
        "请根据实际",
        "请按实际",
        "请自行",
        "（此处",
        "(此处",
        "（这里",
        "（以下",
        "（下同",
        "（可",
        "必填",
        "选填",
        "加页",
        "应当包括",
        "附页",
        "实际情况",
        "本项",
        "部分应",
        "部分需",
        "部分须",
        "部分要",
        "部分内容",
        "宋体",
        "黑体",
        "楷体",
        "号字",
        "加粗",
        "行距",
    ),
)
_FONTS = (
    r"[（(][^（）()。；]{0,8}(?:仿?宋体?|黑体|楷体|加粗|[一二三四五]号字)(?:[，、]?(?:GB2312|小?[一二三四五]号字?|加粗|居中|行距))"
    r"[^（）()。；]{0,12}[）)]"
)
_LEFTOVER = lazy(
    r"[该此本]部分(?:内容)?(?:主要)?(?:以|用|采用|通过|按照?)表格(?:的?(?:形式|方式)(?:报告|填报|填写|体现|呈现|反映|表述|公布|公开)?|填写|填报)"
    r"|(?:填报|填表|填写|编写|编制|格式|写作)(?:说明|要求|提示)(?=[：:](?!\s*(?:本|根据|依据|按照|为)))"
    r"|(?:参考|示例|样例)(?:文本|模板|格式)(?=[：:）])|（(?:示例|样例|模板|参考|范文|供参考|仅供参考)）"
    r"|请(?:各单位|逐项|如实|据实|根据实际|按实际|自行)[^。；，]{0,12}(?:填写|填报|补充|修改|删除|调整)"
    r"|(?:[该此本]|[一二三四五六]、)(?:部分|项)(?:内容)?(?:为)?(?:必填|选填)(?:内容|项)?"
    r"|(?:没有|无|未发生)(?:发生|数据|情况)?的?，?(?:一律|请|均|应)?填(?:写|报)?“?(?:[0０零]|无)”?(?=[。；，）]|$)"
    r"|(?:各单位|各部门|各地|填报单位|填报人)(?:可)?(?:根据|结合|按照?)(?:本单位|自身|本地)?实际(?:情况)?(?:自行)?(?:填写|填报|撰写|编写|增减)"
    r"|可(?:另)?(?:附|加)页"
    r"|(?<=[：:，])年度报告应当包括(?=总体)"
    r"|(?:本|该|此)(?:部分|项)(?:内容)?(?:应当?|需|须|要)(?:包括|包含|写明|说明|概述|涵盖|填写|报告)"
    r"|[（(](?:此处|这里|以下|下同|可)[^（）()]{0,12}(?:填写|填报|略|删除|补充|自行)[^（）()]{0,12}[）)]"
    rf"|{_FONTS}"
)

_HEADED = lazy(_FONTS)


@rule(
    "S301",
    "格式的填报说明没有删除",
    severity="warning",
    source=FORM,
    bad="二、主动公开政府信息情况　该部分以表格形式报告。",
    good="二、主动公开政府信息情况　（直接列表）",
)
def leftover_instruction(case: Case) -> Iterator[Finding]:
    """格式里告诉人怎样填写的话，不是报告的内容。"""
    if not has(case.report.words, _LEFTOVER_WORDS):
        return
    for passage in case.report.passages:
        for match in _LEFTOVER().finditer(passage.text):
            yield Finding(
                code="S301",
                severity="warning",
                where=passage.where,
                message=f"“{match[0]}”是格式的填报说明",
                mend="删去这一句",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )
    for section in case.report.sections:
        if layout := _HEADED().search(section.title):
            yield Finding(
                code="S301",
                severity="warning",
                where=place_of(section),
                message=f"标题里的“{layout[0]}”是排版要求",
                mend="删去这几个字",
                quote=section.title,
            )
