"""S517 to S520: problems and measures of section five that say nothing, or do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nianbao.core.checks.texts import FORM
from nianbao.core.excerpts import excerpt
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.problem_items import Items, problem_items
from nianbao.core.report import Report, place_of

_SOURCE = f"{FORM}：内容敷衍塞责的，可以追究责任"
_TOPIC = lazy(
    r"政府信息(?:与政务)?公开(?:工作)?|政务公开(?:工作)?|信息公开工作|公开工作"
    r"|(?:与|离|同|和|距离?)[^，。；]{2,24}(?:相比|比较|期盼|期待|要求|目标)"
)
"""What every report speaks of, and what it likes to compare itself with."""
_CONCRETE = lazy(
    r"\d|[一二两三四五六七八九十几](?:个|次|期|件|类|项|名|人|篇|条|场)|每[月季周日年半次]|逐[项件条月级]|定期|按[月季周]|当[日天]|同步|"
    r"由[^，。；]{2,16}(?:负责|牵头|统筹|审|核)|专人|专班|联络员|"
    r"清单|台账|模板|样本|文书|指引|手册|流程|目录|指南|名单|登记|"
    r"培训|跟班|轮训|会商|会签|核对|巡查|巡检|抽查|检查|督查|督促|通报|考核|评估|测评|征求|座谈|走访|问卷|"
    r"图解|图表|视频|动漫|漫画|短片|直播|访谈|发布会|解读|网站|公众号|新媒体|账号|栏|专区|显示屏|大喇叭|村民|居民|群众|企业|“[^”]*不[^”]*”|"
    r"审核|审查|校对|三审|保密|脱敏|答复|申请|更新|发布|公布|公示|公开|回应|归集|梳理|补齐|清理|整合|注销|改版|检索|"
    r"制度|机制|办法|规定|规范|标准|配[备齐强]|增加|引进|抽调|联[合系动]|共享|协调|衔接"
)
"""What a measure, or a problem, can be held to: a number, a time, who, a means, a matter."""


@lru_cache(maxsize=4)
def _items_of(paragraphs: tuple[str, ...]) -> Items:
    return problem_items(paragraphs)


def items_of(report: Report) -> Items:
    """The problems and measures of a report's section five."""
    section = report.section("problems")
    return _items_of(tuple(p.text for p in section.paragraphs)) if section is not None else Items((), ())


def _stated(case: Case) -> Items:
    """The problems and measures as the draft states them, else as the words of the report tell."""
    return case.items if case.items is not None else items_of(case.report)


def _measures(items: Items) -> list[str]:
    return [measure for own in items.measures for measure in own] + list(items.loose)


def _is_empty(text: str) -> bool:
    return _CONCRETE().search(_TOPIC().sub("", text)) is None


def _finding(report: Report, code: str, message: str, mend: str, quote: str | None) -> Finding:
    section = report.section("problems")
    text = "\n".join(p.text for p in section.paragraphs) if section is not None else ""
    where = place_of(section) if section is not None else "五、存在的主要问题及改进情况"
    return Finding(code, "advice", where, message, mend, quote=quote if quote and quote in text else None)


@rule(
    "S517",
    "改进措施是空话",
    severity="advice",
    source=_SOURCE,
    bad="一是提高思想认识，增强责任感；二是加强组织领导，狠抓工作落实。",
    good="一是由党政办每月核对公开栏；二是上半年组织一次答复文书培训。",
)
def empty_measures(case: Case) -> Iterator[Finding]:
    """每一条措施都只有提高认识、加强领导一类的话，没有写谁、什么时候、做什么。"""
    measures = _measures(_stated(case))
    if measures and all(_is_empty(measure) for measure in measures):
        yield _finding(
            case.report,
            "S517",
            f"改进措施没有写具体做什么：“{excerpt(measures[0], 30)}”",
            "写明由谁、在什么时候、用什么办法、做到什么程度",
            measures[0],
        )


@rule(
    "S518",
    "问题写得笼统",
    severity="advice",
    source=_SOURCE,
    bad="政府信息公开工作与上级要求和群众期盼相比还有一定差距。",
    good="惠民补贴公示偏慢，个别补贴发放后一个月才公示。",
)
def empty_problems(case: Case) -> Iterator[Finding]:
    """问题只说有差距、有不足，没有说是什么问题。"""
    problems = _stated(case).problems
    if problems and all(_is_empty(problem) for problem in problems):
        yield _finding(
            case.report,
            "S518",
            f"没有写出具体是什么问题：“{excerpt(problems[0], 30)}”",
            "写出本机关当年的具体问题，与措施一一对应",
            problems[0],
        )


@rule(
    "S519",
    "措施少于问题",
    severity="advice",
    source=FORM,
    bad="存在三个问题，改进措施只有两条",
    good="三个问题，三条措施，一一对应",
)
def fewer_measures(case: Case) -> Iterator[Finding]:
    """分条写的问题和措施，条数应当对应；措施少于问题的，多半漏了一条。"""
    items = _stated(case)
    if 2 <= len(items.loose) < len(items.problems):
        yield _finding(
            case.report,
            "S519",
            f"问题{len(items.problems)}条，措施{len(items.loose)}条",
            "逐条对照，补上漏写的措施",
            None,
        )


_ON_DISCLOSURE = lazy(
    r"公开|信息|申请|答复|发布|解读|网站|公众号|新媒体|栏|目录|指南|培训|学习|审[查核]|校对|保密|更新|公示|公布|回应|政务|条例|人员|业务|"
    r"监督|检查|考核|制度|机制|群众|平台|流程|渠道|专区|文件|档案|数据|问卷|征集|宣传|认识|领导|责任|队伍|力量|沟通|协调|台账|清单|整改|复议|诉讼|文书|"
    r"图|视频|短片|动漫|漫画|直播|访谈|显示屏|喇叭|上墙|张贴|校|核|查|问答|热线|电话|窗口|大厅|讲|通俗|易懂|版|账号"
)


@rule(
    "S520",
    "措施与问题不相应",
    severity="advice",
    source=FORM,
    bad="问题是答复说理不充分，措施是新建仓库1座",
    good="问题是答复说理不充分，措施是答复文书由法规科会签",
)
def unrelated_measure(case: Case) -> Iterator[Finding]:
    """措施说的不是公开，也没有一个词与它的问题相同。"""
    items = _stated(case)
    for problem, own in zip(items.problems, items.measures, strict=False):
        words = {problem[n : n + 2] for n in range(len(problem) - 1)}
        for measure in own:
            shared = any(measure[n : n + 2] in words for n in range(len(measure) - 1))
            if not shared and not _is_empty(measure) and _ON_DISCLOSURE().search(measure) is None:
                yield _finding(
                    case.report,
                    "S520",
                    f"措施“{excerpt(measure, 24)}”没有回应问题“{excerpt(problem, 24)}”",
                    "写出针对这个问题做了什么、准备做什么",
                    measure,
                )
