"""S5, section one: what it must say, and how long it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nianbao.core.checks.texts import FORM, has, section_text, unspaced
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, place_of


@rule(
    "S501",
    "文字部分没有内容",
    severity="warning",
    source=FORM,
    bad="六、其他需要报告的事项（下面空白）",
    good="六、其他需要报告的事项　2023年未收取信息处理费。",
)
def empty_section(case: Case) -> Iterator[Finding]:
    """第一、五、六部分是文字，不能空着；没有内容的也要写明。"""
    report = case.report
    for wanted in report.form.sections:
        section = report.section(wanted.key)
        if (
            wanted.table is None
            and section is not None
            and not section.tables
            and not section_text(report, wanted.key).strip()
        ):
            yield Finding(
                code="S501",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”下面没有内容",
                mend="补写内容；确实没有的，写明“无”",
            )


_PREAMBLE_TALK = lazy(
    r"编制|部分组成|邮编|本报告|年度报告|统计(?:期限|时限|时间)|位于|地处|总面积|平方公里|(?:总|户籍|常住)人口|境内|盛产|电子版|联系(?:电话|地址|人)|与[^。]{2,40}联系|邮编|邮政编码|下载|现(?:将|向)[^。]{0,40}公布"
)
_WORK = (
    "主动公开",
    "依申请",
    "申请",
    "公布",
    "发布",
    "推送",
    "解读",
    "回应",
    "更新",
    "网站",
    "平台",
    "公众号",
    "新媒体",
    "公开栏",
    "公示栏",
    "专区",
    "规范性文件",
    "培训",
    "考核",
    "审查",
    "制度",
    "机制",
    "推进",
    "落实",
    "贯彻",
    "学习",
    "组织",
    "加强",
    "完善",
    "专人",
    "服务群众",
    "完成了",
)


@rule(
    "S502",
    "总体情况只有编制说明",
    severity="warning",
    source=FORM,
    bad="一、总体情况　本报告根据条例编制，统计期限自1月1日至12月31日。（此外没有内容）",
    good="编制说明之后写主动公开、依申请公开等五个方面的情况",
)
def overview_of_nothing(case: Case) -> Iterator[Finding]:
    """编制依据、统计期限、联系方式不是总体情况；这一部分要写本机关一年来的工作。"""
    report = case.report
    section = report.section("overview")
    if section is None or not section.paragraphs:
        return
    sentences = [
        part for paragraph in section.paragraphs for part in re.split(r"(?<=[。！？])", paragraph.text) if part.strip()
    ]
    if sentences and all(_PREAMBLE_TALK().search(s) and not has(_without_titles(s), _WORK) for s in sentences):
        yield Finding(
            code="S502",
            severity="warning",
            where=place_of(section),
            message="这一部分只有编制依据、统计期限等说明，没有写工作情况",
            mend="补写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面的情况",
        )


_WHERE_TO_READ = lazy(r"[^，。；]*(?:电子版|查阅|下载|浏览|全文)[^，。；]*")


def _without_titles(text: str) -> str:
    """Text without quoted titles, without where the report can be read, without the sections that a preamble lists."""
    text = _WHERE_TO_READ().sub("", text)
    text = re.sub(r"《[^》]*》|（[^）]*）", "", text)
    return re.sub(r"(?:包括|由|分为|共)[^。]{0,160}部分[^。，]{0,6}", "", text)


LONGEST_OVERVIEW = 1000
"""Characters of section one that a provincial notice allows in principle."""


@rule(
    "S503",
    "总体情况过长",
    severity="advice",
    source="部分省、市的年度报告编制通知：总体情况原则上不超过1000字",
    bad="总体情况3600字",
    good="总体情况900字，五个方面各说数据和做法",
)
def long_overview(case: Case) -> Iterator[Finding]:
    """总体情况简明客观，原则上不超过1000字；当地另有规定的从其规定。"""
    section = case.report.section("overview")
    length = len(unspaced(section_text(case.report, "overview")))
    if section is not None and length > LONGEST_OVERVIEW:
        yield Finding(
            code="S503",
            severity="advice",
            where=place_of(section),
            message=f"这一部分{length}字，超过{LONGEST_OVERVIEW}字",
            mend="删去套话和重复的内容，留下数据和做法",
            found=length,
            expected=LONGEST_OVERVIEW,
        )


_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "主动公开": (
        "主动公开",
        "公开信息",
        "公开各类信息",
        "公开政府信息",
        "公开各类政府信息",
        "发布",
        "公布",
        "全年公开",
        "公开各类",
        "累计公开",
        "共公开",
        "推送",
    ),
    "依申请公开": ("申请",),
    "政府信息管理": ("管理", "规范性文件", "审查", "审核", "目录", "清理", "三审"),
    "政府信息公开平台建设": ("平台", "网站", "新媒体", "公众号", "专区", "专栏", "栏目", "公开栏", "公示栏", "公报"),
    "监督保障": (
        "监督",
        "考核",
        "培训",
        "评议",
        "追究",
        "检查",
        "保障",
        "领导小组",
        "责任",
        "督促",
        "督导",
        "抽查",
        "调度",
        "专题汇报",
        "年度目标",
        "考评",
    ),
}


@rule(
    "S504",
    "总体情况缺少应写的方面",
    severity="advice",
    source=FORM,
    bad="总体情况只写了主动公开和依申请公开",
    good="主动公开、依申请公开、政府信息管理、平台建设、监督保障各有一段",
)
def missing_aspects(case: Case) -> Iterator[Finding]:
    """总体情况概述五个方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。"""
    section = case.report.section("overview")
    text = section_text(case.report, "overview")
    if section is None or not text.strip():
        return
    missing = [name for name, words in _ASPECTS.items() if not has(text, words)]
    if missing:
        yield Finding(
            code="S504",
            severity="advice",
            where=place_of(section),
            message=f"没有写到{'、'.join(missing)}",
            mend="每个方面补写一两句，写实际做了什么、多少",
            expected="、".join(missing),
        )


_PARTS = lazy(
    r"(?:包括|包含|分为|由|内容为|共有?|组成)(?P<list>[^。]{20,220}?)等?(?P<n>[五六七八九5-9])个?(?:大|方面)?部分"
)
_PARTS_FIRST = lazy(
    r"(?:包括|包含|分为|由|共有?|以下|如下)(?P<n>[五六七八九5-9])个?(?:大|方面)?(?:部分|方面)(?:的?内容)?(?:组成)?[：:，,](?P<list>[^。]{20,220})"
)
"""The number before the list: 由以下六个部分组成：总体情况、…"""
_FEWER = lazy(
    r"(?:全文|报告|年报|内容(?=(?:主要)?(?:包括|分为)(?:总体|概述)))(?:主要)?(?:包括|包含|由|共?分为)"
    r"[^。]{6,200}?(?<!第)(?P<n>[二三四2-4])个?大?部分"
)
_SAYS_PARTS = tuple(f"{n}{word}部分" for n in "五六七八九56789" for word in ("", "个", "大", "个大", "方面", "个方面"))
_LISTED: tuple[tuple[str, str], ...] = (
    ("overview", r"总体|概述|概况|基本情况"),
    ("disclosure", r"主动公开"),
    ("requests", r"收到和处理|依申请|申请(?:的)?办理|处理[^、，]{0,10}申请"),
    ("disputes", r"复议|诉讼"),
    ("problems", r"问题|不足|改进"),
    ("other", r"其[他它](?:需要?)?(?:报告|说明|汇报)?(?:的)?(?:重要)?(?:事项|情况|内容)"),
)


@rule(
    "S510",
    "说有六个部分，列出的不足六个",
    severity="warning",
    source=FORM,
    bad="本报告由总体情况、主动公开政府信息情况……存在的主要问题及改进情况等六部分组成（没有列其他需要报告的事项）",
    good="六部分的名称与正文一致，或者不逐一列举",
)
def parts_miscounted(case: Case) -> Iterator[Finding]:
    """开头说明报告由几部分组成时，数目与列出的名称一致，也与格式的六个部分一致。"""
    for passage in case.report.passages:
        if passage.section not in ("preamble", "overview") or "部分" not in passage.text:
            continue
        if not has(passage.text, _SAYS_PARTS):
            fewer = _FEWER().search(passage.text)
            if fewer is not None:
                message = f"说报告有{fewer['n']}部分，而格式是六个部分"
                yield _parts(passage, fewer, message, "改为六部分，名称与正文一致")
            continue
        found = [match for match in (_PARTS().search(passage.text), _PARTS_FIRST().search(passage.text)) if match]
        if not found:
            continue
        match = min(found, key=lambda match: len(_not_listed(match["list"])))
        missing = _not_listed(match["list"])
        if match["n"] in "六6" and 1 <= len(missing) <= 2:
            names = "、".join(case.report.form.section(key).title for key in missing)
            yield _parts(passage, match, f"说有六部分，没有列出“{names}”", "补上漏列的部分")
        elif match["n"] in "八九89" and len(missing) <= 1:
            yield _parts(passage, match, f"说报告有{match['n']}部分，而格式是六个部分", "改为六部分，不增加部分")
        elif match["n"] not in "六6" and not missing:
            yield _parts(passage, match, f"列了六部分，却说有{match['n']}部分", "改为六部分")
        elif match["n"] in "五5" and len(missing) == 1 and case.report.section(missing[0]) is not None:
            name = case.report.form.section(missing[0]).title
            yield _parts(passage, match, f"只列了五部分，没有列出“{name}”", "补上漏列的部分，改为六部分")


def _not_listed(names: str) -> list[str]:
    """The keys of the sections that a list of their names leaves out."""
    return [key for key, pattern in _LISTED if not re.search(pattern, names)]


def _parts(passage: Passage, match: re.Match[str], message: str, mend: str) -> Finding:
    at = match.start("n")
    said = re.compile("部分|方面").search(passage.text, at)
    quote = passage.text[max(match.start(), at - 12) : said.end() if said else match.end()]
    return Finding("S510", "warning", passage.where, message, mend, quote=quote, slot=passage.slot_at(at))
