"""S5, sections five and six: problems with measures, the fee, the duties of governments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from nianbao.core.checks.texts import ARTICLE_50, FORM, has, section_text, unspaced
from nianbao.core.excerpts import beginning
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.kinds import KINDS
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report, place_of

_MEASURE = (
    "将",
    "拟",
    "下一步",
    "今后",
    "措施",
    "改进",
    "整改",
    "加强",
    "加大",
    "完善",
    "优化",
    "提升",
    "提高",
    "推进",
    "推动",
    "强化",
    "健全",
    "规范",
    "落实",
    "建立",
    "组织",
    "开展",
    "丰富",
    "拓展",
    "拓宽",
    "制定",
    "培训",
    "已",
    "计划",
    "逐",
    "每日",
    "每周",
    "每月",
    "每季",
    "督促",
    "安排",
    "持续",
    "定期",
    "补齐",
    "增加",
    "增强",
    "明确",
    "指导",
    "编写",
    "制作",
    "继续",
    "努力",
    "争取",
    "对此",
    "为此",
    "针对",
    "做法",
    "办法是",
    "举措",
    "对策",
    "召开",
    "印发",
    "印制",
    "编制",
    "编印",
    "统一",
    "设立",
    "设置",
    "配备",
    "聘请",
    "调整",
    "修订",
    "补录",
    "补充",
    "邀请",
    "实行",
    "推行",
    "列为",
    "列入",
    "纳入",
    "列出",
    "要求",
    "约谈",
    "通报",
    "更换",
    "新增",
    "清理",
)


@rule(
    "S505",
    "只有问题，没有改进",
    severity="warning",
    source=FORM,
    bad="五、存在的主要问题及改进情况　公开内容不够全面。",
    good="五、存在的主要问题及改进情况　公开内容不够全面。将对照目录逐项补齐。",
)
def problems_without_measures(case: Case) -> Iterator[Finding]:
    """第五部分既写问题，也写改进情况。"""
    section = case.report.section("problems")
    text = section_text(case.report, "problems").strip()
    if section is None or len(text) < 6 or (len(text) <= 40 and _NOTHING().fullmatch(unspaced(text))):
        return
    if _denies_problems(text):
        return  # S506
    if not has(text, _MEASURE) and not _DONE().search(text):
        yield Finding(
            code="S505",
            severity="warning",
            where=place_of(section),
            message="只写了问题，没有写改进情况",
            mend="对每个问题写明做了什么、下一步做什么",
            quote=beginning(text.split("\n")[0], 40),
        )


_DONE = lazy(
    r"了|(?<=[^\n\d])\d+(?!个?工作日)[^\d年，。；.．、）)]|20\d\d年[^，。；]{0,4}[把将对与由在用向为给让]"
    r"|(?:20\d\d年[^，。；]{0,6}|\d月|月[初底]|即日|[本下今明]年)起[，,]"
    r"|(?<![未不没能有难到])(?:按[月季周]|当[日月]|同[日步])(?:发布|公开|公布|更新|解读)"
)
_NOTHING = lazy(
    r"(?:\d{4}年度?，?)?(?:我?[镇乡局县区市委办厅]|本[单位机关]+|街道)?(?:存在的(?:主要)?问题[：:及]?)?(?:改进(?:情况|措施)[：:]?)?"
    r"(?:暂?无|没有|暂?不存在|未发现)(?:存在)?(?:的|任何|明显)?(?:主要)?(?:问题|情况)?[。；]?(?:改进(?:情况|措施)[：:]无。?)?"
)
_DENIAL = lazy(
    r"(?:暂|尚|均|并)?(?:不存在|没有(?:发现|出现)?|未(?:发现|出现)|无)(?:存在)?(?:任何|明显|突出|重大|较大|严重|大|其他|相关)?的?(?:主要|突出|明显)?的?"
    r"(?:问题|不足|困难|短板)(?!解决|整改|得不到|反馈)"
)


def _denies_problems(text: str) -> bool:
    """Whether section five says that there are no problems, and names none."""
    return _DENIAL().search(text) is not None and not has(_DENIAL().sub("", text), _PROBLEM)


@rule(
    "S506",
    "第五部分写“无”",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容敷衍塞责的，可以追究责任",
    bad="五、存在的主要问题及改进情况　无。",
    good="写一两个具体问题，逐项写改进情况",
)
def no_problem_stated(case: Case) -> Iterator[Finding]:
    """“无问题”通常被视为敷衍；写本机关当年的具体问题和改进情况。"""
    section = case.report.section("problems")
    text = unspaced(section_text(case.report, "problems"))
    if section is not None and text and ((len(text) <= 40 and _NOTHING().fullmatch(text)) or _denies_problems(text)):
        quote = section_text(case.report, "problems").strip()
        denial = _DENIAL().search(quote) if len(text) > 40 else None
        yield Finding(
            code="S506",
            severity="warning",
            where=place_of(section),
            message=f"这一部分只写了“{text}”" if denial is None else f"写“{denial[0]}”，没有写本机关的问题",
            mend="写一两个具体问题，逐项写改进情况",
            quote=quote if denial is None else denial[0],
        )


_PROBLEM = (
    "问题",
    "不足",
    "不够",
    "不高",
    "不强",
    "不全",
    "不及时",
    "欠缺",
    "薄弱",
    "滞后",
    "单一",
    "有待",
    "仍需",
    "尚需",
    "差距",
    "缺乏",
    "偏少",
    "较少",
    "不深",
    "不快",
    "不到位",
    "不规范",
    "不平衡",
    "不完善",
    "不便",
    "困难",
    "短板",
    "弱",
    "慢",
    "少",
    "未能",
    "亟待",
    "需要",
)


_SIGN = lazy(
    r"不(?![断同仅但再得定少超忘予])|(?:变动|流动)(?:性)?[较大快频]|频繁|过[多少于]|偏[低高弱慢]|专业性[较太]?强|[难漏]|延迟|脱节|断档"
    r"|有意见|意见[较很]?[大多]|停留[在于]|流于|陈旧|[过较太]粗|笼统|空白栏目"
)
"""Other ways to say that something is wrong; 不断提升, 不定期抽查 say what is done."""


@rule(
    "S507",
    "第五部分没有写问题",
    severity="advice",
    source=FORM,
    bad="五、存在的主要问题及改进情况　下一步将加强培训。",
    good="五、存在的主要问题及改进情况　经办人员业务还不熟。下一步将按季度培训。",
)
def measures_without_problems(case: Case) -> Iterator[Finding]:
    """第五部分先写本机关当年的具体问题，再写改进情况。"""
    section = case.report.section("problems")
    text = section_text(case.report, "problems").strip()
    if section is None or len(text) < 6 or _denies_problems(text):
        return
    if not has(text, _PROBLEM) and not _SIGN().search(text):
        yield Finding(
            code="S507",
            severity="advice",
            where=place_of(section),
            message="没有写存在什么问题",
            mend="写出本机关当年的具体问题，与措施一一对应",
        )


@rule(
    "S508",
    "没有报告信息处理费",
    severity="advice",
    source="国办函〔2020〕109号《政府信息公开信息处理费管理办法》",
    bad="六、其他需要报告的事项　无。",
    good="六、其他需要报告的事项　2023年未收取信息处理费。",
)
def fees_not_reported(case: Case) -> Iterator[Finding]:
    """收取信息处理费的情况要列入年度报告，写在第六部分；没有收取的写明未收取。"""
    report = case.report
    section = report.section("other")
    if section is None or report.edition == "2019":
        return
    if not has(report.narrative, ("处理费", "收费", "收取", "费用")):
        yield Finding(
            code="S508",
            severity="advice",
            where=place_of(section),
            message="没有写信息处理费的收取情况",
            mend="写明发出收费通知的件数和总金额、实际收取的总金额；没有收取的，写“未收取信息处理费”",
            figure="facts.fee_notices",
        )


_DUTIES: Mapping[str, Callable[[], re.Pattern[str]]] = {
    "工作考核": lazy(r"考核|考评|考绩|绩效|督查考|测评"),
    "社会评议": lazy(r"评议|评价|评估|满意[度率]|测评|问卷|评分"),
    "责任追究": lazy(r"追究|追责|问责|责任倒查|(?:批评|约谈|处分|诫勉|予以通报|通报批评)"),
}
_OTHER_MATTERS = lazy(
    r"(?:招聘|招考|招录|录用|聘用|公务员|干部|职称|教师|遴选|任职)[^，。；]{0,10}(?:考核|测评|评价)|(?:考核|测评)(?:录用|招聘|聘用)"
    r"|(?:环境影响|环评|风险|资产|价格|信用|绩效|预算|职称|房地产|安全|地震|稳定|项目|质量|社会影响)[^，。；]{0,4}(?:评价|评估|评议)(?!得分|结果为)"
    r"|(?:行政处罚|刑事|法律|违法|民事)[^，。；]{0,8}(?:追究|追责)|(?:行政执法|安全生产|环境|事故|食品)[^，。；]{0,10}(?:问责|追责|追究|考核|处分|通报|约谈)"
)
"""Assessment, evaluation and punishment in other matters than the disclosure of information."""
_ONLY_RULES = lazy(
    r"(?:完善|健全|建立|制定|修订|落实|执行|强化|加强|加大|坚持|严格|进一步|明确|压实|推行|实行|探索)[^，。；]*"
    r"(?:制度|机制|办法|要求|体系|标准|规定|细则|力度|指标)"
    r"|(?:加强|强化|加大|抓好|做好|严格|严肃|狠抓)[^，。；]{0,12}(?:考核|考评|评议|评价|追究|追责|问责)(?:工作|力度|结果运用)?"
    r"|(?:接受|欢迎|主动接受)[^，。；]*"
)
"""A clause that sets up or promises the duty, and tells no result of the year."""
_RESULT = lazy(
    r"[\d一二两三四五六七八九十]+(?:[个家次名人件项份分位条起%％]|\.\d)|未|没有|无|零|完成|已|开展|组织了?|纳入|占|通报|得分|优秀|良好|合格|达标|位列|名列|排名|等次|位次|列为"
    r"|进行|实施|委托|满意|满分|前列|靠前|首位|被?评[为定]|[获居]|“(?:优|良|好|满意)"
)


@rule(
    "S509",
    "没有写考核、评议、责任追究",
    severity="advice",
    source=f"{ARTICLE_50}第一款第四项",
    bad="（县政府的报告）监督保障只写了培训",
    good="将政府信息公开纳入年度考核，组织社会评议1次，未发生责任追究情形",
)
def duties_of_governments(case: Case) -> Iterator[Finding]:
    """各级人民政府的年度报告还应当有工作考核、社会评议和责任追究结果情况。部门和街道办事处不在其列。"""
    report = case.report
    if not _is_government(report) or report.section("overview") is None:
        return
    clauses = [
        clause
        for passage in report.passages
        if passage.section in ("overview", "problems", "other")
        for clause in re.split(r"[。；]", _OTHER_MATTERS().sub("", passage.text))
    ]
    missing = [name for name, words in _DUTIES.items() if not any(_tells(clause, words()) for clause in clauses)]
    if missing:
        yield Finding(
            code="S509",
            severity="advice",
            where=place_of(report.section("overview") or report.sections[0]),
            message=f"没有写{'、'.join(missing)}的情况",
            mend="各写一句结果，如“未发生责任追究情形”",
            expected="、".join(missing),
        )


def _is_government(report: Report) -> bool:
    """Whether a report is that of a government: by its kind, or where that is open (宁川市), by the name of an area."""
    if report.kind is not None:
        return KINDS[report.kind].is_government
    return report.unit.endswith(("省", "市", "县", "区", "旗", "州", "盟", "人民政府"))


def _tells(sentence: str, duty: re.Pattern[str]) -> bool:
    """Whether a sentence tells of a duty what was done or found, not only that there are rules for it."""
    if duty.search(sentence) is None:
        return False
    told = _ONLY_RULES().sub("", sentence)
    return duty.search(told) is not None and _RESULT().search(told) is not None


_PLAN = lazy(r"整改措施|改进措施|下一步|今后")


@rule(
    "S513",
    "下一步的安排写成报告年度",
    severity="advice",
    source="公文写作惯例：年度报告在次年公布，下一步指次年",
    bad="（2023年的报告）整改措施。2023年我局加大培训力度……",
    good="（2023年的报告）改进措施。2024年我局加大培训力度……",
)
def plan_for_past_year(case: Case) -> Iterator[Finding]:
    """第五部分说下一步的那一段里，“2023年我局加大……”写的是已经过去的报告年度，多半应为下一年，或者是已做的改进。"""
    report = case.report
    if report.year is None:
        return
    for passage in report.passages:
        plan = _PLAN().search(passage.text) if passage.section == "problems" else None
        future = re.search(
            rf"(?<!\d){report.year}年(?:度|底前?|[上下]半年)?，?(?:我[\u4e00-\u9fff])?(?:将(?!近)|拟|计划)"
            rf"|(?:将(?!近)|拟|计划)(?:在|于)?{report.year}年(?:底|年?内|[上下]半年|末)",
            passage.text,
        )
        if future is not None and passage.section == "problems":
            yield _past_plan(report.year, passage, future)
            continue
        if plan is None or f"{report.year}年" not in passage.text:
            continue
        this = re.compile(
            rf"(?<!\d){report.year}年度?，?(?:我[\u4e00-\u9fff]|本[\u4e00-\u9fff]{{2}})?(?:将|加大|加强|要|继续|进一步|拟|计划)"
        )
        match = this.search(passage.text, plan.end())
        if match:
            yield _past_plan(report.year, passage, match)


def _past_plan(year: int, passage: Passage, match: re.Match[str]) -> Finding:
    return Finding(
        code="S513",
        severity="advice",
        where=passage.where,
        message=f"“{match[0]}”：下一步的安排写成了报告的年度",
        mend=f"计划改为{year + 1}年；已经做的，写明做了什么",
        quote=match[0],
        slot=passage.slot_at(match.start()),
    )
