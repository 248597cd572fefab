"""T2, T3, T4: arithmetic and cells of the three tables.

Sources: the notes printed in the form (国办公开办函〔2021〕30号) and the relations A1 to A8 that follow from
its rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nianbao.core.checks import editions  # noqa: F401
from nianbao.core.checks.cell_words import cells_in_words
from nianbao.core.checks.repair import Diagnosis, Fix, broken, diagnose
from nianbao.core.findings import Case, Finding, Repair, rule
from nianbao.core.form import MONEY, SIGNED_SUFFIX, TABLE_NAMES, Relation
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.report import Report, number_text

FORM_NOTE = "国办公开办函〔2021〕30号，表三表头注"
FORM_ROWS = "国办公开办函〔2021〕30号，表三各行各列"


_Places = tuple[tuple[Relation, ...], Diagnosis | None]
_latest: list[tuple[Report, _Places]] = []
"""The report asked about last and the answer: four rules ask the same at every key in a table."""


def _places(report: Report) -> _Places:
    """The broken relations of a report with its tables, and what may explain them."""
    if not _latest or _latest[0][0] is not report:
        _latest[:] = [(report, _found_places(report))]
    return _latest[0][1]


def _found_places(report: Report) -> _Places:
    present = {number for number in TABLE_NAMES if _has_table(report, number)}
    wanted = tuple(
        relation
        for relation in broken(report.edition, report.numbers)
        if (4 if relation.kind == "dispute_sum" else 3) in present and _whole(report, relation)
    )
    three = tuple(relation for relation in wanted if relation.kind != "dispute_sum")
    diagnosis = diagnose(report.edition, report.numbers, three)
    if diagnosis is not None and diagnosis.others:
        best, *others = sorted((diagnosis.fixes, *diagnosis.others), key=lambda fixes: -_support(report, fixes))
        diagnosis = diagnosis._replace(fixes=best, others=tuple(others))
    return wanted, diagnosis


def _support(report: Report, fixes: Sequence[Fix]) -> int:
    """How far the narrative speaks for a set of fixes: it states the new numbers, and not what stands in the cells."""
    stated = stated_numbers(report)
    score = 0
    for fix in fixes:
        said = stated.get(fix.figure, frozenset())
        score += (fix.value in said) - (report.numbers.get(fix.figure, 0) in said)
    return score


def stated_numbers(report: Report) -> Mapping[str, frozenset[Number]]:
    """What the narrative says of single figures, exactly and in so many words."""
    from nianbao.core.checks.narrative import survey_of  # only where a table does not add up

    found: dict[str, frozenset[Number]] = {}
    for claim in survey_of(report).claims:
        quantity = claim.quantity
        if claim.kind == "count" and quantity is not None and quantity.exact and "+" not in claim.readings[0]:
            found[claim.figure] = found.get(claim.figure, frozenset()) | {quantity.value}
    return found


def _whole(report: Report, relation: Relation) -> bool:
    """Whether every cell of a relation stands in the report: a column left out is no column of zeros, and a
    formula that nobody has calculated is no 0."""
    cells = report.cells
    return all(figure in cells and cells[figure][:1] != "=" for figure in (*relation.left, *relation.right))


def _said(report: Report, figure: str, number: Number) -> str:
    """What stands in the cell of a total: a blank is not a 0 that somebody filled in."""
    if figure not in report.numbers:
        return "总计没有填数字"
    return f"总计填的是{number_text(number)}件"


def _has_table(report: Report, number: int) -> bool:
    figures = report.form.tables[number].figures
    return any(figure in report.cells for figure in figures)


def _explained(relation: Relation, diagnosis: Diagnosis | None) -> Fix | None:
    """The fix that explains a broken relation, if the relations determine one."""
    if diagnosis is None:
        return None
    for fix in diagnosis.fixes:
        if any(own.name == relation.name and own.kind == relation.kind for own in fix.relations):
            return fix
    return None


def _finding(report: Report, code: str, broken_one: _Broken, message: str, figure: str, expected: Number) -> Finding:
    relation, diagnosis = broken_one.relation, broken_one.diagnosis
    fix = _explained(relation, diagnosis)
    mend, repair = _mend(report, fix, diagnosis)
    return Finding(
        code=code,
        severity="error",
        where=report.form.label(figure),
        message=message,
        mend=mend,
        figure=figure,
        found=report.numbers.get(figure, report.cells.get(figure)),
        expected=expected,
        repair=repair,
    )


def _mend(report: Report, fix: Fix | None, diagnosis: Diagnosis | None) -> tuple[str, Repair | None]:
    if fix is None or diagnosis is None:
        return "逐格核对登记簿，改正填错的一格", None
    name = report.form.label(fix.figure)
    if diagnosis.exchanged:
        names = "”和“".join(report.form.label(one.figure) for one in diagnosis.fixes)
        values = "和".join(number_text(one.value) for one in diagnosis.fixes)
        return (f"最可能是“{names}”填错了位置：分别改为{values}就全部平衡"), Repair(
            fix.figure, fix.value, diagnosis.sole
        )
    was = report.cells.get(fix.figure, "").strip() or "空白"
    text = f"最可能是“{name}”填错：现为{was}，改为{number_text(fix.value)}就全部平衡"
    if diagnosis.others:
        other = next((f for fixes in diagnosis.others for f in fixes if f.figure != fix.figure), None)
        if other is not None:
            label = report.form.label(other.figure)
            text += f"；把“{label}”改为{number_text(other.value)}同样能平衡，核对后再定"
    return text, Repair(fix.figure, fix.value, diagnosis.sole)


class _Broken(NamedTuple):
    """A relation that does not hold: what its sides come to, and what may explain the whole pattern."""

    relation: Relation
    left: Number
    right: Number
    diagnosis: Diagnosis | None


def _broken(report: Report, kind: str) -> Iterator[_Broken]:
    relations, diagnosis = _places(report)
    cells = report.numbers
    for relation in relations:
        if relation.kind == kind:
            left = sum(cells.get(figure, 0) for figure in relation.left)
            yield _Broken(relation, left, sum(cells.get(figure, 0) for figure in relation.right), diagnosis)


@rule(
    "T301",
    "表三：收到的申请与办理的申请不相等",
    severity="error",
    source=FORM_NOTE,
    bad="自然人列：新收5件、上年结转1件，办理结果总计5件、结转下年度0件",
    good="自然人列：新收5件、上年结转1件，办理结果总计5件、结转下年度1件",
)
def unbalanced_requests(case: Case) -> Iterator[Finding]:
    """第一项加第二项之和，等于第三项（七）总计加第四项之和；逐列核对，含“总计”列。"""
    for one in _broken(case.report, "balance"):
        came, went = one.left, one.right
        figure, carried_out = one.relation.right
        gap = came - went
        rest = case.report.numbers.get(carried_out, 0)
        yield _finding(
            case.report,
            "T301",
            one,
            f"新收与上年结转共{number_text(came)}件，办结与结转下年度共{number_text(went)}件，"
            f"相差{number_text(max(gap, -gap))}件",
            figure,
            came - rest,
        )


@rule(
    "T302",
    "表三：办理结果各项之和不等于（七）总计",
    severity="error",
    source=FORM_ROWS,
    bad="商业企业列：各项结果相加为6件，（七）总计填5件",
    good="商业企业列：各项结果相加为6件，（七）总计填6件",
)
def results_do_not_add_up(case: Case) -> Iterator[Finding]:
    """（一）至（六）各行相加，等于（七）总计；部分公开只计一次，不再计入其他情形。"""
    for one in _broken(case.report, "handled_sum"):
        figure = one.relation.right[0]
        yield _finding(
            case.report,
            "T302",
            one,
            f"（一）至（六）各项相加为{number_text(one.left)}件，（七）{_said(case.report, figure, one.right)}",
            figure,
            one.left,
        )


@rule(
    "T303",
    "表三：各类申请人之和不等于总计",
    severity="error",
    source=FORM_ROWS,
    bad="予以公开：自然人3件、商业企业2件，总计填4件",
    good="予以公开：自然人3件、商业企业2件，总计填5件",
)
def applicants_do_not_add_up(case: Case) -> Iterator[Finding]:
    """自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他六列相加，等于总计列；逐行核对。"""
    for one in _broken(case.report, "row_sum"):
        yield _finding(
            case.report,
            "T303",
            one,
            f"六类申请人相加为{number_text(one.left)}件，{_said(case.report, one.relation.right[0], one.right)}",
            one.relation.right[0],
            one.left,
        )


@rule(
    "T401",
    "表四：四种结果之和不等于总计",
    severity="error",
    source="国办公开办函〔2021〕30号，表四各列",
    bad="行政复议：结果维持2件、结果纠正1件，总计填2件",
    good="行政复议：结果维持2件、结果纠正1件，总计填3件",
)
def outcomes_do_not_add_up(case: Case) -> Iterator[Finding]:
    """结果维持、结果纠正、其他结果、尚未审结相加，等于总计；行政复议和两类行政诉讼分别核对。"""
    for one in _broken(case.report, "dispute_sum"):
        figure, parts, total = one.relation.right[0], one.left, one.right
        mend, repair = _mend_of_outcomes(case.report, one)
        yield Finding(
            code="T401",
            severity="error",
            where=case.report.form.label(figure),
            message=f"四种结果相加为{number_text(parts)}件，{_said(case.report, figure, total)}",
            mend=mend,
            figure=figure,
            found=case.report.numbers.get(figure, case.report.cells.get(figure)),
            expected=parts,
            repair=repair,
        )


def _mend_of_outcomes(report: Report, one: _Broken) -> tuple[str, Repair]:
    """The total, unless one cell is blank or the narrative speaks for another: the relation alone cannot tell."""
    total, gap = one.relation.right[0], one.left - one.right
    fixes = [Fix(total, one.left, (one.relation,))]
    fixes += [
        Fix(part, value, (one.relation,))
        for part in one.relation.left
        if (value := report.numbers.get(part, 0) - gap) >= 0
    ]
    blank = [fix for fix in fixes if parse_cell(report.cells[fix.figure]) is None]
    check = "核对复议决定书、判决书和在办案件"
    if len(blank) == 1:
        label = report.form.label(blank[0].figure)
        return f"“{label}”没有填数字，填{number_text(blank[0].value)}就平衡；{check}", _repair(blank[0])
    weight = {fix.figure: _support(report, (fix,)) for fix in fixes}
    best = max(fixes, key=lambda fix: weight[fix.figure])
    if weight[best.figure] > 0 and sum(weight[fix.figure] == weight[best.figure] for fix in fixes) == 1:
        was, label = report.cells[best.figure].strip(), report.form.label(best.figure)
        mend = f"按正文，最可能是“{label}”填错：现为{was}，改为{number_text(best.value)}；{check}"
        return mend, _repair(best)
    return f"{check}，改正总计或者填错的一格", _repair(fixes[0])


def _repair(fix: Fix) -> Repair:
    return Repair(fix.figure, fix.value, sole=False)


def _cells_of(report: Report, number: int) -> Mapping[str, str]:
    return {figure: report.cells[figure] for figure in report.form.tables[number].figures if figure in report.cells}


def _bad_numbers(case: Case, code: str, number: int) -> Iterator[Finding]:
    """Cells that hold a number which no count or amount can be."""
    for figure, text in _cells_of(case.report, number).items():
        value = parse_cell(text)
        if value is None:
            continue
        whole = figure in MONEY or value == int(value)
        if (value >= 0 or figure.endswith(SIGNED_SUFFIX)) and whole:
            continue
        fault = "是负数" if value < 0 else "带有小数"
        yield Finding(
            code=code,
            severity="error",
            where=case.report.form.label(figure),
            message=f"填的是{number_text(value)}，{fault}",
            mend="填写0或者正整数；金额以万元为单位，不能是负数",
            figure=figure,
            found=value,
        )


_NUMBER_SOURCE = "国办公开办函〔2021〕30号，各表为件数或者金额"


@rule("T202", "表二：件数或者金额不可能", severity="error", source=_NUMBER_SOURCE, bad="行政处罚 -3", good="行政处罚 3")
def impossible_number_in_table_two(case: Case) -> Iterator[Finding]:
    """件数是0或者正整数，金额不是负数。"""
    yield from _bad_numbers(case, "T202", 2)


@rule("T304", "表三：件数不可能", severity="error", source=_NUMBER_SOURCE, bad="予以公开 1.5", good="予以公开 1")
def impossible_number_in_table_three(case: Case) -> Iterator[Finding]:
    """件数是0或者正整数。"""
    yield from _bad_numbers(case, "T304", 3)


@rule("T402", "表四：件数不可能", severity="error", source=_NUMBER_SOURCE, bad="结果维持 -1", good="结果维持 1")
def impossible_number_in_table_four(case: Case) -> Iterator[Finding]:
    """件数是0或者正整数。"""
    yield from _bad_numbers(case, "T402", 4)


def _not_filled(case: Case, code: str, number: int) -> Iterator[Finding]:
    """One finding a table for cells left blank or filled with a stroke or words."""
    report = case.report
    cells = _cells_of(report, number)
    odd = [figure for figure, text in cells.items() if parse_cell(text) is None]
    yield from _with_units(report, code, number, [figure for figure in odd if figure in report.numbers])
    empty = [figure for figure in odd if figure not in report.numbers]
    if not empty:
        return
    texts = list(dict.fromkeys(cells[figure].strip() or "空白" for figure in empty))
    shown = "、".join(f"“{text[:6]}”" if text != "空白" else text for text in texts[:4])
    yield Finding(
        code=code,
        severity="warning",
        where=report.form.label(empty[0]) if len(empty) == 1 else f"{TABLE_NAMES[number]}（{len(empty)}格）",
        message=f"{cells_in_words(report.form, number, empty)}没有填数字（{shown}）",
        mend="没有发生的填0，不留空白，不画斜线",
        figure=empty[0],
        found=cells[empty[0]],
        expected=0,
    )


def _with_units(report: Report, code: str, number: int, figures: list[str]) -> Iterator[Finding]:
    """One finding a table for cells in which a unit stands behind the number."""
    if not figures:
        return
    first, value = figures[0], report.numbers[figures[0]]
    text = report.cells[first].strip()
    words = cells_in_words(report.form, number, figures)
    yield Finding(
        code=code,
        severity="advice",
        where=report.form.label(first) if len(figures) == 1 else f"{TABLE_NAMES[number]}（{len(figures)}格）",
        message=f"{words}带有单位（“{text[:12]}”），按{number_text(value)}核对",
        mend=f"格里只填数字：“{text[:12]}”填{number_text(value)}",
        figure=first,
        found=text,
        expected=value,
    )


_FILLED = "国办公开办函〔2021〕30号；各地填报要求：没有发生的填0"


@rule("T201", "表二：有空白或者没有填数字的格", severity="warning", source=_FILLED, bad="规章 /", good="规章 0")
def not_filled_in_table_two(case: Case) -> Iterator[Finding]:
    """数据格都要填数字，没有发生的填0。"""
    yield from _not_filled(case, "T201", 2)


@rule(
    "T305",
    "表三：有空白或者没有填数字的格",
    severity="warning",
    source=_FILLED,
    bad="科研机构列空白",
    good="科研机构列填0",
)
def not_filled_in_table_three(case: Case) -> Iterator[Finding]:
    """数据格都要填数字，没有发生的填0。"""
    yield from _not_filled(case, "T305", 3)


@rule(
    "T403",
    "表四：有空白或者没有填数字的格",
    severity="warning",
    source=_FILLED,
    bad="行政复议五格空白",
    good="行政复议五格填0",
)
def not_filled_in_table_four(case: Case) -> Iterator[Finding]:
    """数据格都要填数字，没有发生的填0。"""
    yield from _not_filled(case, "T403", 4)


def _missing(case: Case, code: str, number: int) -> Iterator[Finding]:
    report = case.report
    table = report.form.tables[number]
    absent = [figure for figure in table.figures if figure not in report.cells]
    if not absent:
        return
    whole = len(absent) == len(table.figures)
    what = "整张表" if whole else cells_in_words(report.form, number, absent)
    yield Finding(
        code=code,
        severity="error" if whole else "warning",
        where=TABLE_NAMES[number],
        message=f"没有找到{what}",
        mend="按法定格式补上这张表，行列不增不减" if whole else "对照法定格式补上缺少的行或者列",
        figure=None if whole else absent[0],
    )


@rule(
    "T203",
    "表二缺少或者缺行",
    severity="error",
    source="国办公开办函〔2021〕30号，二、主动公开政府信息情况",
    bad="第二部分只有文字，没有表格",
    good="第二部分有四个板块的表格",
)
def table_two_missing(case: Case) -> Iterator[Finding]:
    """第二部分是表格，行列按格式，不增不减。"""
    yield from _missing(case, "T203", 2)


@rule(
    "T306",
    "表三缺少或者缺行、缺列",
    severity="error",
    source="国办公开办函〔2021〕30号，三、收到和处理政府信息公开申请情况",
    bad="第三部分的表格没有“结转下年度继续办理”一行",
    good="第三部分的表格有二十五行七列数据",
)
def table_three_missing(case: Case) -> Iterator[Finding]:
    """第三部分是表格，行列按格式，不增不减。"""
    yield from _missing(case, "T306", 3)


@rule(
    "T404",
    "表四缺少或者缺列",
    severity="error",
    source="国办公开办函〔2021〕30号，四、政府信息公开行政复议、行政诉讼情况",
    bad="第四部分只有“无”一个字",
    good="第四部分有十五格数据",
)
def table_four_missing(case: Case) -> Iterator[Finding]:
    """第四部分是表格，行列按格式，不增不减。"""
    yield from _missing(case, "T404", 4)


@rule(
    "T204",
    "表二：本年制发件数大于现行有效件数",
    severity="advice",
    source="现行有效件数为年末存量，当年制发的一般仍然有效",
    bad="行政规范性文件：制发5件、废止0件、现行有效3件",
    good="行政规范性文件：制发5件、废止0件、现行有效12件",
)
def more_issued_than_in_force(case: Case) -> Iterator[Finding]:
    """当年制发的文件除当年又废止的以外都应当现行有效。"""
    for item in ("regulations", "normative_documents"):
        numbers = case.report.numbers
        issued, in_force = numbers.get(f"disclosure.{item}.issued"), numbers.get(f"disclosure.{item}.in_force")
        repealed = numbers.get(f"disclosure.{item}.repealed", 0)
        if issued is None or in_force is None or issued - repealed <= in_force:
            continue
        figure = f"disclosure.{item}.in_force"
        yield Finding(
            code="T204",
            severity="advice",
            where=case.report.form.label(figure),
            message=f"本年制发{number_text(issued)}件、废止{number_text(repealed)}件，"
            f"现行有效只有{number_text(in_force)}件",
            mend="现行有效件数填年末全部有效文件的存量，核对制发和废止件数",
            figure=figure,
            found=in_force,
        )
