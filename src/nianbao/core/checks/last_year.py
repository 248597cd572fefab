"""Y: against last year's report.

Sources: the two lines of table three that name the years (上年结转, 结转下年度), the meaning of 现行有效 as a
stock, and the notice's warning against 内容雷同 (国办公开办函〔2021〕30号).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.checks.measures import items_of
from nianbao.core.excerpts import excerpt
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.form import COLUMNS, MONEY
from nianbao.core.numerals import Number
from nianbao.core.report import Report, number_text
from nianbao.core.similarity import RUN, bare

CARRIED = "国办公开办函〔2021〕30号，表三第二项与上年报告表三第四项为同一数量"
_COPIED, _ALIKE = 0.8, 0.6
"""Shares of a section's text that stand in last year's: a copy, and one that an inspector would mark."""
_LEAST_TEXT = 120
"""Characters below which a section is too short to be called a copy."""
_LEAST_EQUAL = 8
"""Equal figures other than 0 from which two years' tables look copied."""


def _carried(case: Case, column: str) -> tuple[Number, Number] | None:
    """The 上年结转 of now and last year's 结转下年度 of a column, where both are known and differ."""
    now = case.report.numbers.get(f"requests.carried_in.{column}")
    before = case.last_figures.get(f"requests.carried_out.{column}")
    return None if now is None or before is None or now == before else (now, before)


@rule(
    "Y101",
    "上年结转总计与上年报告的结转下年度不一致",
    severity="error",
    source=CARRIED,
    bad="上年报告结转下年度3件，今年上年结转填1件",
    good="上年报告结转下年度3件，今年上年结转填3件",
)
def carried_in_differs(case: Case) -> Iterator[Finding]:
    """今年的“上年结转”总计，应当等于上年报告“结转下年度继续办理”的总计。"""
    pair = _carried(case, "total")
    if pair is not None:
        yield _carried_finding(case, "Y101", "error", "total", *pair)


@rule(
    "Y102",
    "上年结转某一列与上年报告不一致",
    severity="warning",
    source=CARRIED,
    bad="上年报告结转自然人3件，今年上年结转填自然人2件、商业企业1件",
    good="上年报告结转自然人3件，今年上年结转填自然人3件",
)
def carried_in_column_differs(case: Case) -> Iterator[Finding]:
    """各类申请人的上年结转，应当逐列等于上年报告的结转下年度；总计也不一致时只说总计。"""
    if _carried(case, "total") is not None:
        return
    for column in COLUMNS[:-1]:
        pair = _carried(case, column.path)
        if pair is not None:
            yield _carried_finding(case, "Y102", "warning", column.path, *pair)


def _carried_finding(case: Case, code: str, severity: str, column: str, now: Number, before: Number) -> Finding:
    figure = f"requests.carried_in.{column}"
    return Finding(
        code=code,
        severity="error" if severity == "error" else "warning",
        where=case.report.form.label(figure),
        message=f"上年结转填{number_text(now)}件，上年报告结转下年度为{number_text(before)}件",
        mend=f"改为{number_text(before)}件；上年报告有误的，核实后在报告中说明",
        figure=figure,
        found=now,
        expected=before,
    )


@rule(
    "Y103",
    "现行有效件数与上年衔接不上",
    severity="warning",
    source="现行有效为年末存量：上年现行有效＋本年制发－本年废止＝本年现行有效",
    bad="上年现行有效7件，本年制发2件、废止1件，现行有效填9件",
    good="上年现行有效7件，本年制发2件、废止1件，现行有效填8件",
)
def stock_does_not_follow(case: Case) -> Iterator[Finding]:
    """本年现行有效应当等于上年现行有效加本年制发减本年废止；集中清理、机构改革的除外。"""
    numbers, last = case.report.numbers, case.last_figures
    for item in ("regulations", "normative_documents"):
        parts = [numbers.get(f"disclosure.{item}.{part}") for part in ("issued", "repealed", "in_force")]
        stock = last.get(f"disclosure.{item}.in_force")
        if stock is None or any(part is None for part in parts):
            continue
        issued, repealed, in_force = (part or 0 for part in parts)
        expected = stock + issued - repealed
        if expected == in_force:
            continue
        figure = f"disclosure.{item}.in_force"
        yield Finding(
            code="Y103",
            severity="warning",
            where=case.report.form.label(figure),
            message=f"上年现行有效{number_text(stock)}件，本年制发{number_text(issued)}件、废止{number_text(repealed)}件，"
            f"应为{number_text(expected)}件，填的是{number_text(in_force)}件",
            mend="核对制发、废止和现行有效；因清理、机构改革变动的，在报告中说明",
            figure=figure,
            found=in_force,
            expected=expected,
        )


@rule(
    "Y104",
    "上年尚未审结的案件没有着落",
    severity="advice",
    source="尚未审结的复议、诉讼案件转入下一年度统计",
    bad="上年行政复议尚未审结3件，今年行政复议总计1件",
    good="上年行政复议尚未审结3件，今年行政复议总计4件",
)
def pending_cases_lost(case: Case) -> Iterator[Finding]:
    """上年尚未审结的件数，应当包括在今年的总计之内；复议案件也可能转为复议后起诉。"""
    for kind in ("review", "litigation_direct", "litigation_after_review"):
        figure = f"disputes.{kind}.total"
        total, pending = case.report.numbers.get(figure), case.last_figures.get(f"disputes.{kind}.pending")
        if total is None or pending is None or total >= pending:
            continue
        yield Finding(
            code="Y104",
            severity="advice",
            where=case.report.form.label(figure),
            message=f"上年尚未审结{number_text(pending)}件，今年总计只有{number_text(total)}件",
            mend="核对上年未结案件今年的结果是否计入",
            figure=figure,
            found=total,
        )


@rule(
    "Y105",
    "多项数据与上年完全相同",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同、敷衍塞责的追究责任",
    bad="许可、处罚和申请各项共12个非零数据与上年一个不差",
    good="个别数据与上年相同",
)
def tables_copied(case: Case) -> Iterator[Finding]:
    """两年之间非零数据成片相同，多半是沿用了上年的表格。"""
    stocks = ("disclosure.regulations.in_force", "disclosure.normative_documents.in_force")
    inputs = [f for f in case.report.form.figures if f in case.report.form.inputs and f not in stocks]
    filled = [f for f in inputs if case.report.numbers.get(f, 0) > 0]
    equal = [f for f in filled if case.last_figures.get(f) == case.report.numbers[f]]
    if len(equal) >= _LEAST_EQUAL and len(equal) >= len(filled) * 0.8:
        yield Finding(
            code="Y105",
            severity="warning",
            where="表二、表三、表四",
            message=f"{len(filled)}个非零数据中有{len(equal)}个与上年相同",
            mend="对照原始登记核对，确认没有沿用上年的表格",
            figure=equal[0],
        )


_SWING = 5
"""A change by this factor asks for a cause."""
_LARGE = 20
"""Figures below this swing by themselves."""


@rule(
    "Y106",
    "数据与上年相差悬殊",
    severity="advice",
    source="各地数据审核要求：大幅增减应当有原因",
    bad="行政处罚上年40件，今年800件，没有说明",
    good="行政处罚上年40件，今年52件",
)
def large_swing(case: Case) -> Iterator[Finding]:
    """许可、处罚、强制、收费比上年增减五倍以上，先核对再说明原因。"""
    for item in ("licensing.decisions", "penalties.decisions", "coercion.decisions", "fees.amount"):
        figure = f"disclosure.{item}"
        now, before = case.report.numbers.get(figure), case.last_figures.get(figure)
        if now is None or before is None or max(now, before) < _LARGE:
            continue
        if figure in MONEY and before > 0 and now >= before * 5000:
            continue  # Y107 says it better
        if now >= before * _SWING or before >= now * _SWING:
            yield _change_finding(case, "Y106", "advice", figure, now, before, "核对数据；属实的在报告中说明原因")


@rule(
    "Y107",
    "收费金额的单位疑似填成了元",
    severity="warning",
    source="国办公开办函〔2021〕30号，表二收费金额单位为万元",
    bad="上年3.6万元，今年填36500",
    good="上年3.6万元，今年填3.65",
)
def amount_in_yuan(case: Case) -> Iterator[Finding]:
    """收费金额以万元为单位；比上年大出近一万倍，多半是按元填了。"""
    figure = "disclosure.fees.amount"
    now, before = case.report.numbers.get(figure), case.last_figures.get(figure)
    if now is not None and before is not None and before > 0 and before * 5000 <= now <= before * 20000:
        yield _change_finding(case, "Y107", "warning", figure, now, before, "收费金额以万元为单位，除以10000后填写")


def _change_finding(
    case: Case, code: str, severity: str, figure: str, now: Number, before: Number, mend: str
) -> Finding:
    return Finding(
        code=code,
        severity="warning" if severity == "warning" else "advice",
        where=case.report.form.label(figure),
        message=f"上年为{number_text(before)}，今年为{number_text(now)}",
        mend=mend,
        figure=figure,
        found=now,
    )


@rule(
    "Y108",
    "上年的问题没有答复",
    severity="advice",
    source="国办公开办函〔2021〕30号，五、存在的主要问题及改进情况：改进情况是已经做了什么",
    bad="上年报告的问题今年一个也没有提到",
    good="对上年的问题逐一说明整改情况",
)
def past_problem_unanswered(case: Case) -> Iterator[Finding]:
    """第五部分既写今年的问题，也写上年问题的改进情况。"""
    if not case.past_problems:
        yield from _no_word_of_last_year(case)
    for problem in case.past_problems:
        if not (problem.answer or "").strip():
            yield Finding(
                code="Y108",
                severity="advice",
                where="五、存在的主要问题及改进情况",
                message=f"上年的问题“{excerpt(problem.text, 30)}”没有写整改情况",
                mend="写明做了什么、到什么程度；还没有整改的写明原因和安排",
            )


def _no_word_of_last_year(case: Case) -> Iterator[Finding]:
    """A report that was read: last year's report names problems, and this one does not look back at all."""
    report, previous = case.report, case.previous
    if previous is None or report.year is None or not comparable(case) or report.section("problems") is None:
        return
    problems = items_of(previous).problems
    looks_back = re.compile(
        r"上年|上一?年度|上一年|去年|往年|以往|前期|此前"
        rf"|(?<!\d){report.year - 1}年[^。]{{0,40}}(?:问题|不足|报告|整改)"
        r"|整改(?:落实|完成|情况|到位)|已(?:全部|基本)?整改"
    )
    told = "\n".join(p.text for p in report.passages if p.section in ("problems", "other", "overview"))
    if problems and not any(looks_back.search(s) and "问题" in s + "问题" * ("整改" in s) for s in told.split("。")):
        yield Finding(
            code="Y108",
            severity="advice",
            where="五、存在的主要问题及改进情况",
            message=f"上年报告写了{len(problems)}个问题（如“{excerpt(problems[0], 24)}”），今年没有写整改情况",
            mend="写明做了什么、到什么程度；还没有整改的写明原因和安排",
        )


def _same_unit(one: str, other: str) -> bool:
    """Whether two names may be one unit's: short and full, 乡 turned 镇, a department renamed in part."""
    bare = [re.sub(r"人民政府|办事处|管理委员会|管委会|\s", "", name) for name in (one, other)]
    first, second = (re.sub(r"(?:镇|乡|街道|县|市|区)$", "", name) or name for name in bare)
    if not first or not second or first.endswith(second) or second.endswith(first) or bare[0] in bare[1]:
        return True
    import difflib  # seldom needed, and slow to import

    return difflib.SequenceMatcher(None, bare[0], bare[1], autojunk=False).ratio() >= _RENAMED


_RENAMED = 0.8
"""Likeness of two names from which one may be the other's new name: 农业局, 农业农村局."""


def comparable(case: Case) -> bool:
    """Whether what was given as last year's report is last year's, and the same unit's."""
    return case.previous is None or not (_other_unit(case.report, case.previous) or _other_year(case))


def _other_unit(report: Report, previous: Report) -> bool:
    return bool(report.unit and previous.unit) and not _same_unit(report.unit, previous.unit)


def _other_year(case: Case) -> bool:
    if case.previous is None or case.previous.year is None or case.report.year is None:
        return False
    return case.previous.year != case.report.year - 1


@rule(
    "Y110",
    "用来对照的不是本机关的报告",
    severity="warning",
    source="与上年对照，指同一机关上一年度的报告",
    bad="检查柳桥镇的报告，--previous给的是龙泉乡的报告",
    good="检查柳桥镇2023年的报告，--previous给的是柳桥镇2022年的报告",
)
def previous_of_another_unit(case: Case) -> Iterator[Finding]:
    """给出的上年报告是另一个机关的，各项对照不作数；机关更名的，以更名前的报告对照。"""
    if case.previous is not None and _other_unit(case.report, case.previous):
        yield Finding(
            code="Y110",
            severity="warning",
            where="上年报告",
            message=f"给出的上年报告是{case.previous.unit}的，本报告是{case.report.unit}的，没有对照",
            mend="换成本机关上一年度的报告；机关更名、合并的，可以不改",
            found=case.previous.unit,
            expected=case.report.unit,
        )


@rule(
    "Y111",
    "用来对照的不是上一年度的报告",
    severity="warning",
    source="与上年对照，指同一机关上一年度的报告",
    bad="检查2023年的报告，--previous给的是2021年的报告",
    good="检查2023年的报告，--previous给的是2022年的报告",
)
def previous_of_another_year(case: Case) -> Iterator[Finding]:
    """给出的上年报告不是上一年度的，各项对照不作数。"""
    if case.previous is not None and case.report.year is not None and _other_year(case):
        yield Finding(
            code="Y111",
            severity="warning",
            where="上年报告",
            message=f"给出的上年报告是{case.previous.year}年的，本报告是{case.report.year}年的，没有对照",
            mend=f"换成{case.report.year - 1}年的报告",
            found=case.previous.year,
            expected=case.report.year - 1,
        )


@rule(
    "Y112",
    "今年的问题与上年相同",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同、敷衍塞责的追究责任",
    bad="两年的问题都是“解读形式单一；公示栏更新不及时”",
    good="写今年的问题；上年没有解决的，写明进展和原因",
)
def problems_repeated(case: Case) -> Iterator[Finding]:
    """逐条对照：问题全部与上年一样的是照抄，个别一样的提醒核对。"""
    if case.previous is None or not comparable(case):
        return
    now, before = items_of(case.report).problems, [bare(text) for text in items_of(case.previous).problems]
    same = [text for text in now if any(_as_good_as(bare(text), old) for old in before)]
    whole = len(same) == len(now) and len(now) >= 2
    if not whole:  # a short one, 人员不足, is said by many every year
        same = [text for text in same if len(bare(text)) >= 6]
    if not same:
        return
    yield Finding(
        code="Y112",
        severity="warning" if whole else "advice",
        where="五、存在的主要问题及改进情况",
        message=f"{len(now)}个问题{'全部' if whole else f'中有{len(same)}个'}与上年一样，如“{excerpt(same[0], 24)}”",
        mend="写今年的问题；上年的问题没有解决的，写明进展和原因",
        quote=same[0] if same[0] in case.report.narrative else None,
    )


def _as_good_as(one: str, other: str) -> bool:
    """Whether two bare texts are the same but for a few characters."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 4 or not other:
        return False
    return copied_share(one, other) >= _COPIED


def _section_text(report: Report, key: str) -> str:
    section = report.section(key)
    return bare("".join(p.text for p in section.paragraphs)) if section else ""


def copied_share(now: str, before: str) -> float:
    """The share of a text's 5-character runs that stand in another; 0 for a text shorter than that."""
    runs = {now[n : n + RUN] for n in range(len(now) - RUN + 1)}
    if not runs:
        return 0.0
    return len(runs & {before[n : n + RUN] for n in range(len(before) - RUN + 1)}) / len(runs)


@rule(
    "Y109",
    "正文大段照抄上年报告",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同、敷衍塞责的追究责任",
    bad="第五部分与上年一字不差",
    good="第五部分写今年的问题和今年的做法",
)
def section_copied(case: Case) -> Iterator[Finding]:
    """按五字串计算，一个部分有八成以上与上年相同的是照抄；六成以上的建议改写。数字不计。"""
    if case.previous is None or not comparable(case):
        return
    for key in ("overview", "problems", "other"):
        now = _section_text(case.report, key)
        share = copied_share(now, _section_text(case.previous, key))
        if len(now) < _LEAST_TEXT or share < _ALIKE:
            continue
        section = case.report.section(key)
        yield Finding(
            code="Y109",
            severity="warning" if share >= _COPIED else "advice",
            where=f"{section.number}、{section.title}" if section else key,
            message=f"与上年报告相同的文字占{share:.0%}",
            mend="按今年的实际情况改写，写出今年的数据、做法和问题",
        )
