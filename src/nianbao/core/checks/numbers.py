"""N: the narrative against the tables and against itself.

A claim is reported only where no reading of it agrees with the tables, printed or added up anew. Source: the
form itself (国办公开办函〔2021〕30号); text and tables state the same figures of the same period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.core.claim_reading import Claim, claims
from nianbao.core.claims import Line, Scene, lines
from nianbao.core.figures import Values, derive, with_groups
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.numerals import Number, tidy_decimal
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report, number_text

AGREE = "国办公开办函〔2021〕30号：正文与三张表为同一统计口径，数据应当一致"


class _Survey(NamedTuple):
    """What all rules of the family look at, found once a report."""

    report: Report
    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]
    views: tuple[Values, ...]


_last: list[_Survey] = []


def _survey(report: Report) -> _Survey:
    """What the rules look at; kept while they run over one report."""
    if _last and _last[0].report is report:
        return _last[0]
    printed = with_groups(report.form, report.numbers)
    cells = {f: report.numbers[f] for f in report.form.inputs if f in report.numbers}
    anew = with_groups(report.form, derive(report.form, cells))
    cut = lines(report)
    survey = _Survey(report, claims(report, cut), cut, (Values(printed), Values(anew)))
    _last[:] = [survey]
    return survey


def _meant(survey: _Survey, claim: Claim) -> list[Number]:
    """The numbers that the readings give; empty where one of the cells holds no number."""
    found: list[Number] = []
    for reading in claim.readings:
        for view in survey.views:
            value = view.evaluate(reading)
            if not isinstance(value, int | Decimal):
                if reading == claim.readings[0]:
                    return []
                continue
            found.append(value)
    return found


def _printed(survey: _Survey, claim: Claim) -> list[Number]:
    """The numbers that the readings give by the cells as printed; empty unless every one of them does."""
    found = [survey.views[0].evaluate(reading) for reading in claim.readings]
    numbers = [value for value in found if isinstance(value, int | Decimal)]
    return numbers if len(numbers) == len(found) else []


def _in_cell_unit(claim: Claim) -> tuple[Decimal, Decimal]:
    """The least and greatest number a claim's quantity may stand for, money in 万元."""
    quantity = claim.quantity
    if quantity is None:
        return Decimal(0), Decimal(0)
    scale = {"元": Decimal("0.0001"), "亿元": Decimal(10000)}.get(quantity.unit, Decimal(1))
    slack = Decimal(0)
    if quantity.unit in ("万元", "亿元"):
        slack = Decimal(1).scaleb(-quantity.places)
    elif quantity.unit == "元":
        slack = Decimal(100)
    return (quantity.low - slack) * scale, (quantity.high + slack) * scale


def _label(report: Report, figure: str) -> str:
    if figure.startswith("requests.") and figure not in report.form.labels:
        total = {
            "refused": "（三）不予公开",
            "unavailable": "（四）无法提供",
            "rejected": "（五）不予处理",
            "closed": "（六）其他处理",
        }
        group = figure.split(".")[1]
        return f"表三·{total.get(group, group)}各项之和"
    return report.form.label(figure)


@rule(
    "N101",
    "正文的数字与表格不一致",
    severity="error",
    source=AGREE,
    bad="正文写收到申请12件，表三本年新收总计为15件",
    good="正文写收到申请15件，表三本年新收总计为15件",
)
def number_differs(case: Case) -> Iterator[Finding]:
    """正文里的件数、金额与表格各种可能的口径都对不上时才报；由上文推断的、约数和说法不完全的，报为警告；
    与印出的合计不符、与各项相加却相符的，多半是合计错了，也报为警告。"""
    survey = _survey(case.report)
    for claim in survey.claims:
        if claim.kind != "count" or claim.quantity is None:
            continue
        meant = _meant(survey, claim)
        low, high = _in_cell_unit(claim)
        if not meant:
            continue
        if any(low <= number <= high for number in meant):
            printed = _printed(survey, claim)
            if printed and not any(low <= number <= high for number in printed):
                yield _differs("N101", "warning", survey, claim, printed[0], "，按表格各项相加则与正文一致")
            continue
        severity: Severity = "error" if claim.plain and claim.quantity.exact else "warning"
        yield _differs("N101", severity, survey, claim, meant[0])


@rule(
    "N102",
    "正文说没有，表格不是0",
    severity="error",
    source=AGREE,
    bad="正文写未发生行政复议，表四行政复议总计为1",
    good="正文写未发生行政复议，表四行政复议总计为0",
)
def none_but_some(case: Case) -> Iterator[Finding]:
    """“未收到”“没有发生”“无”说到的事项，表格相应各格应当是0。"""
    survey = _survey(case.report)
    for claim in survey.claims:
        if claim.kind != "none":
            continue
        meant = _meant(survey, claim)
        if not meant or any(number == 0 for number in meant):
            continue
        yield _differs("N102", "error" if claim.plain else "warning", survey, claim, meant[0])


@rule(
    "N103",
    "正文的分项多于表格的总数",
    severity="warning",
    source=AGREE,
    bad="网上收到申请18件，表三本年新收总计为15件",
    good="网上收到申请8件，表三本年新收总计为15件",
)
def part_exceeds(case: Case) -> Iterator[Finding]:
    """只说其中一类、一种渠道的件数，不能多于表格里的总数。"""
    survey = _survey(case.report)
    for claim in survey.claims:
        if claim.kind != "part" or claim.quantity is None:
            continue
        meant = _meant(survey, claim)
        if meant and claim.quantity.low > max(meant):
            yield _differs("N103", "warning", survey, claim, max(meant))


def _differs(
    code: str, severity: Severity, survey: _Survey, claim: Claim, expected: Number, remark: str = ""
) -> Finding:
    unit = "万元" if claim.figure.endswith(".amount") else "件"
    said = f"正文写“{claim.quote}”"
    label = _label(survey.report, claim.figure)
    return Finding(
        code=code,
        severity=severity,
        where=claim.line.where,
        message=f"{said}，“{label}”为{number_text(expected)}{unit}{remark}",
        mend="核对原始登记，正文或者表格哪一处错了就改哪一处",
        figure=claim.figure,
        found=claim.quantity.value if claim.quantity else 0,
        expected=expected,
        quote=claim.quote,
    )


# -- all of them ------------------------------------------------------------------------------------------

_ALL = re.compile(
    r"(?:已?全部|均已?|都已?|悉数|已经全部)(?:在(?:法定)?(?:规定)?(?:的)?期限内|按时|按期|及时|依法|依规)*(?:予以|作出|进行)?(?:办结|答复|办理完毕|处理完毕)(?:完毕)?"
    r"|(?:按时|按期|依法)?(?:答复|办结|办理|回复)率(?:均|都)?(?:为|达到?|保持在?)?(?:100%|百分之百)"
)
_LIMITED = re.compile(
    r"结转|除|其余|尚|办结的均|答复的均|已办结|已答复|未办结|正在|转入|到期|应当?答复|已办结的|办结的申请|上年|需(?:要)?(?:办理|答复)|复议|诉讼|留言|来信|信访|提案|建议|热线|咨询|工单|诉求|网民|问政|信箱|案件"
)


@rule(
    "N104",
    "有申请结转下年度，正文却说全部办结、答复",
    severity="warning",
    source="国办公开办函〔2021〕30号，表三：结转下年度的申请尚未办结",
    bad="表三结转下年度4件，正文写全部办结、答复率100%",
    good="表三结转下年度4件，正文写办结76件，结转下年度4件",
)
def all_closed_but_carried(case: Case) -> Iterator[Finding]:
    """“全部办结”“答复率100%”与表三“结转下年度继续办理”不为0相矛盾；说明了结转的除外。"""
    survey = _survey(case.report)
    out = case.report.numbers.get("requests.carried_out.total")
    if not out:
        return
    for line in survey.lines:
        if line.section != "overview":
            continue
        for scene in line.scenes:
            text = line.bare.text[scene.start : scene.end]
            asked = "申请" in text or scene.topic == "requests"
            if not asked or _LIMITED.search(text):
                continue
            for match in _ALL.finditer(text):
                quote = line.bare.quote(scene.start + match.start(), scene.start + match.end())
                yield Finding(
                    code="N104",
                    severity="warning",
                    where=line.where,
                    message=f"正文写“{quote}”，表三结转下年度继续办理{number_text(out)}件",
                    mend="写明办结的件数和结转下年度的件数，或者核对表三",
                    figure="requests.carried_out.total",
                    found=quote,
                    expected=out,
                    quote=quote,
                )


# -- shares -----------------------------------------------------------------------------------------------

_SHARE = re.compile(r"(?:占(?!用|地|有)|比例|比重|占比)[^，。；%]{0,14}$")


@rule(
    "N201",
    "占比算不出来",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确",
    bad="收到申请80件，其中企业8件，占12%",
    good="收到申请80件，其中企业8件，占10%",
)
def share_differs(case: Case) -> Iterator[Finding]:
    """占比的分子是它前面最近的件数，分母试过句中、段中的各个总数和表格的各个总计，都对不上才报。"""
    survey = _survey(case.report)
    view = survey.views[0]
    totals = _totals(view)
    for line in survey.lines:
        seen: list[Quantity] = []
        for scene in line.scenes:
            for quantity in _ordered(scene):
                if quantity.unit != "%":
                    if quantity.counts:
                        seen.append(quantity)
                    continue
                before = line.bare.text[max(scene.start, quantity.start - 20) : quantity.start]
                if not seen or not _SHARE.search(before) or "分别" in before or seen[-1].start < scene.start:
                    continue
                own = [q for q in seen if q.start >= scene.start]
                if (own[-1].unit or "件") != "件" and len(own) == 1:
                    continue
                wholes = {q.value for q in seen if q.start < scene.start} | {own[0].value, sum(q.value for q in own)}
                wholes |= {
                    q.value for q in own if line.bare.text[q.end : q.end + 3].startswith(("，其中", "其中", "（其中"))
                }
                if _share_fits(quantity, seen, wholes, totals):
                    continue
                yield _share_finding(line, seen[-1], quantity, seen, before)


def _share_finding(line: Line, part: Quantity, share: Quantity, seen: Sequence[Quantity], before: str) -> Finding:
    text = line.bare.text
    start = part.start
    found = _SHARE.search(before)
    quote_start = share.start - (len(before) - found.start()) if found else start
    whole = next((q.value for q in seen[:-1] if q.value >= part.value), None)
    proper = None if not whole else tidy_decimal(round(Decimal(part.value) / Decimal(whole) * 100, 2))
    quote = line.bare.quote(quote_start, share.end)
    hint = (
        f"，{number_text(part.value)}/{number_text(whole)}为{number_text(proper)}%"
        if whole and proper is not None
        else ""
    )
    return Finding(
        code="N201",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，按“{text[start : part.end]}”算不出这个比例{hint}",
        mend="按件数重新计算占比，写明以什么为总数",
        found=number_text(share.value) + "%",
        expected=None if proper is None else number_text(proper) + "%",
        quote=quote,
    )


def _share_fits(share: Quantity, seen: Sequence[Quantity], wholes: set[Number], totals: Sequence[Number]) -> bool:
    if not share.exact:
        return True
    ulp = Decimal(1).scaleb(-share.places)

    def near(part: Number, base: Number) -> bool:
        over = share.value - Decimal(part) / Decimal(base) * 100
        return -ulp < over <= ulp / 2

    return any(near(seen[-1].value, base) for base in {*wholes, *totals} if base)


def _totals(view: Values) -> list[Number]:
    names = (
        "requests.received.total",
        "requests.received.total+requests.carried_in.total",
        "requests.handled.total",
        "requests.received.organisations",
        "requests.refused.total",
        "requests.unavailable.total",
        "requests.rejected.total",
        "requests.closed.total",
        "disputes.review.total",
        "disputes.litigation.total",
        "disputes.review.total+disputes.litigation.total",
    )
    found = [view.evaluate(name) for name in names]
    return [number for number in found if isinstance(number, int | Decimal) and number > 0]


def _ordered(scene: Scene) -> Iterator[Quantity]:
    yield from scene.quantities


# -- growth -----------------------------------------------------------------------------------------------

_UP = re.compile(r"(?:增长|增加|上升|提高|提升|增幅)(?:了|为|达|约)?$")
_DOWN = re.compile(r"(?:下降|减少|降低|回落|降幅|减幅)(?:了|为|达|约)?$")
_AGAINST = re.compile(r"同比|(?:较|比|与|和|同)(?:上一?年|去年|20\d\d年)|上年同期|去年同期")


@rule(
    "N202",
    "同比增减与上年的数字对不上",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；增减幅度应当能够复算",
    bad="上年40件，今年48件，写成同比增长25%",
    good="上年40件，今年48件，写成同比增长20%",
)
def growth_differs(case: Case) -> Iterator[Finding]:
    """知道上年的数字（上年报告、草稿，或者同一句里写明）时，增减的幅度、差额和方向都应当能复算。"""
    survey = _survey(case.report)
    last = Values(with_groups(case.report.form, case.last_figures)) if case.last_figures else None
    if last is None:
        return
    for claim in survey.claims:
        if claim.kind != "count" or claim.quantity is None or not claim.quantity.exact:
            continue
        yield from _growth_of(claim, last)


def _growth_of(claim: Claim, last: Values) -> Iterator[Finding]:
    line = claim.line
    scene = next((s for s in line.scenes if s.start <= claim.start < s.end), None)
    if scene is None or claim.quantity is None:
        return
    later = [q for q in scene.quantities if q.start >= claim.end]
    if not later:
        return
    change = later[0]
    between = line.bare.text[claim.end : change.start]
    up, down = _UP.search(between), _DOWN.search(between)
    if not (up or down) or not _AGAINST.search(between) or not change.exact:
        return
    if change.unit not in ("%", "件", "倍"):
        return
    now = Decimal(claim.quantity.value)
    befores = [last.evaluate(r) for r in claim.readings]
    known = [Decimal(b) for b in befores if isinstance(b, int | Decimal)]
    if len(known) != len(befores):
        return
    sign = 1 if up else -1
    if any(_change_fits(now, before, sign, change) for before in known):
        return
    start = line.bare.text.rfind("，", 0, change.start) + 1
    quote = line.bare.quote(max(start, scene.start), change.end)
    before = known[0]
    yield Finding(
        code="N202",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，上年为{number_text(tidy_decimal(before))}件，今年为{number_text(claim.quantity.value)}件",
        mend="按上年报告的数字重新计算，核对“增长”“下降”的方向",
        figure=claim.figure,
        found=line.bare.quote(change.start, change.end),
        quote=quote,
    )


def _change_fits(now: Decimal, before: Decimal, sign: int, change: Quantity) -> bool:
    difference = (now - before) * sign
    if change.unit == "件":
        return difference == change.value
    if before == 0:
        return False
    ratio = difference / before * (100 if change.unit == "%" else 1)
    return abs(ratio - change.value) < Decimal(1).scaleb(-change.places)


# -- sums -------------------------------------------------------------------------------------------------

_WHOLE = re.compile(r"共|总|合计|全年|累计|主动公开|20\d\d年")
_FULL = re.compile(r"包括|分别(?:为|是)|由.{0,10}组成")
_PARTIAL = re.compile(r"等|主要|如|含|其余|余下|之一|占|同比|较|比上|转发|阅读|点击|访问|浏览")


@rule(
    "N301",
    "分项之和大于总数",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；分项不能多于总数",
    bad="公开信息1620条，其中网站900条、新媒体700条、公示栏120条",
    good="公开信息1720条，其中网站900条、新媒体700条、公示栏120条",
)
def parts_exceed_whole(case: Case) -> Iterator[Finding]:
    """“共若干，其中甲、乙、丙”：同一单位的各分项加起来，不能多于总数。"""
    for line in _survey(case.report).lines:
        for scene in line.scenes:
            for whole, parts in _breakdowns(line, scene):
                total = sum(q.value for q in parts)
                if total <= whole.high or not whole.exact:
                    continue
                quote = line.bare.quote(_clause_start(scene, whole), parts[-1].end)
                yield Finding(
                    code="N301",
                    severity="warning",
                    where=line.where,
                    message=f"各分项合计{number_text(total)}{whole.unit}，多于总数{number_text(whole.value)}{whole.unit}",
                    mend="核对总数和各分项；同一条信息在几处发布的，说明各处有重复",
                    found=total,
                    expected=whole.value,
                    quote=quote,
                )


def _clause_start(scene: Scene, quantity: Quantity) -> int:
    return next((c.start for c in scene.clauses if c.start <= quantity.start < c.end), scene.start)


def _breakdowns(line: Line, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A whole with the parts that 其中 introduces, as far as they are of its unit."""
    text = line.bare.text
    for match in re.finditer(r"其中|(?<=[件条篇次])[：（]|包括", text[scene.start : scene.end]):
        at = scene.start + match.start()
        before = [q for q in scene.quantities if q.end <= at]
        if not before or before[-1].unit == "" or not before[-1].counts:
            continue
        whole = before[-1]
        head = text[_clause_start(scene, whole) : whole.start]
        if re.search(r"(?:[件条篇次项]|人次)(?:和|及|以及|与|、)", head) or text[: whole.start].endswith("、"):
            continue  # the whole is a list of its own
        if at - whole.end > 3 or "）" in text[whole.end : at]:
            continue
        parts: list[Quantity] = []
        last = at
        for q in (q for q in scene.quantities if q.start >= at):
            between = text[last : q.start]
            if q.unit in ("%",):
                last = q.end
                continue
            if q.unit != whole.unit or (
                parts
                and re.search(r"其中|[。）]|包括|含|共|合计|同比|较|比上|阅读|点击|办结|结转|答复|全年|完成", between)
            ):
                break
            if re.search(r"同时|此外|另|重复|[增减]", between):
                break
            parts.append(q)
            last = q.end
        if parts and all(q.exact for q in parts):
            yield whole, parts


# -- years ------------------------------------------------------------------------------------------------

_YEAR_SUBJECT = re.compile(r"(?<![\d〔《\-—至])(20\d\d)年度?(?:，|全年|期间)?")
_DONE = re.compile(
    r"收到|受理|公开|发布|办结|答复|制发|开展|组织|召开|举办|未发生|没有|未收|推送|收取|印发|认真|扎实|严格"
)
_APART = re.compile(
    r"上年|去年|上一?年度|同比|相比|对比|较|比20|与20|以来|计划|将|拟|下一步|明年|规划|年度报告|考核|评估|问题|整改|针对|施行|实施|修订|制定的|印发的|结转|起"
)


@rule(
    "N401",
    "年份与报告年度不符",
    severity="warning",
    source="国办公开办函〔2021〕30号：年度报告统计本年1月1日至12月31日的情况",
    bad="2023年度报告写“2022年我镇收到申请0件”",
    good="2023年度报告写“2023年我镇收到申请0件”",
)
def year_differs(case: Case) -> Iterator[Finding]:
    """句首的年份说的是本年度的工作，却不是报告年度，多半是沿用旧稿；与上年比较、今后打算、文件名和文号除外。"""
    year = case.report.year
    if year is None:
        return
    for line in _survey(case.report).lines:
        if line.section not in ("overview", "other"):
            continue
        yield from _odd_years(line, year)


def _odd_years(line: Line, year: int) -> Iterator[Finding]:
    from nianbao.core.report import split_sentences

    at = 0
    for sentence in split_sentences(line.bare.text):
        start, at = at, at + len(sentence)
        head = re.sub(r"^(?:（[一二三四五六七八九十]+）[^，。]{0,14}[。：]|[一二三四五六七八九十]是)", "", sentence)
        skipped = len(sentence) - len(head)
        match = _YEAR_SUBJECT.match(head)
        if match is None or int(match[1]) == year or not 0 < abs(int(match[1]) - year) <= 3:
            continue
        rest = head[match.end() :]
        if _APART.search(head) or not _DONE.search(rest) or str(year) in head or "《" in rest[:3]:
            continue
        if re.match(r"\d{1,2}月", rest):
            continue
        following = line.bare.text[at : at + 12]
        if re.match(rf"{year}年|今年|本年", following):
            continue
        done = _DONE.search(rest)
        end = start + skipped + match.end() + (done.end() if done and done.end() < 20 else 0)
        quote = line.bare.quote(start + skipped, end)
        yield Finding(
            code="N401",
            severity="warning",
            where=line.where,
            message=f"报告的是{year}年，正文写“{quote}”",
            mend=f"说本年度情况的改为{year}年；说以前情况的，写明与本年的关系",
            found=int(match[1]),
            expected=year,
            quote=quote,
        )


_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|—|-|－|~|～)+(20\d\d)年12月31日")


@rule(
    "N402",
    "统计期限不是报告年度",
    severity="warning",
    source="国办公开办函〔2021〕30号：年度报告统计本年1月1日至12月31日的情况",
    bad="2023年度报告写统计期限为2022年1月1日至2022年12月31日",
    good="2023年度报告写统计期限为2023年1月1日至2023年12月31日",
)
def period_differs(case: Case) -> Iterator[Finding]:
    """统计期限的起止应当在报告年度之内。"""
    year = case.report.year
    if year is None:
        return
    for line in _survey(case.report).lines:
        for match in _PERIOD.finditer(line.bare.text):
            if int(match[1]) == year == int(match[2]):
                continue
            quote = line.bare.quote(match.start(), match.end())
            yield Finding(
                code="N402",
                severity="warning",
                where=line.where,
                message=f"报告的是{year}年，统计期限写成“{quote}”",
                mend=f"改为{year}年1月1日至{year}年12月31日",
                found=quote,
                expected=year,
                quote=quote,
            )


# -- the fee for processing ------------------------------------------------------------------------------

_YUAN = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万?元)")


@rule(
    "N501",
    "信息处理费的金额不合收费标准",
    severity="warning",
    source="国办函〔2020〕109号：按件每件100元起，按量每页10元起，总额是10元的整数倍",
    bad="收取信息处理费125元",
    good="收取信息处理费120元",
)
def fee_not_in_tens(case: Case) -> Iterator[Finding]:
    """按件、按量的标准都以10元为最小单位，所以总额是10元的整数倍。"""
    for line, sentence, start in _fee_sentences(case):
        for match in _YUAN.finditer(sentence):
            amount = Decimal(match[1].replace(",", "")) * (10000 if match[2] == "万元" else 1)
            rest = sentence[match.end() : match.end() + 2]
            if amount % 10 == 0 or rest.startswith(("/", "每", "一")) or match[2] == "万元":
                continue
            quote = line.bare.quote(start + match.start(), start + match.end())
            yield Finding(
                code="N501",
                severity="warning",
                where=line.where,
                message=f"信息处理费写“{quote}”，不是10元的整数倍",
                mend="按收费通知和缴款凭证核对金额",
                found=quote,
                quote=quote,
            )


@rule(
    "N502",
    "实收的信息处理费多于应收",
    severity="warning",
    source="国办函〔2020〕109号：按收费通知收取",
    bad="收费通知总金额200元，实际收取300元",
    good="收费通知总金额200元，实际收取200元",
)
def fee_over_collected(case: Case) -> Iterator[Finding]:
    """实际收取的总金额不能多于收费通知的总金额。"""
    for line, sentence, start in _fee_sentences(case):
        amounts = list(_YUAN.finditer(sentence))
        if len(amounts) != 2 or amounts[0][2] != amounts[1][2]:
            continue
        due, paid = (Decimal(m[1].replace(",", "")) for m in amounts)
        between = sentence[amounts[0].end() : amounts[1].start()]
        first = sentence[: amounts[0].start()]
        if paid <= due or not re.search(r"实际|实收|收取|到账|入库", between) or "上年" in sentence:
            continue
        if not re.search(r"通知|应收|金额", first):
            continue
        quote = line.bare.quote(start + amounts[0].start(), start + amounts[1].end())
        yield Finding(
            code="N502",
            severity="warning",
            where=line.where,
            message=f"收费通知{amounts[0][0]}，实际收取{amounts[1][0]}",
            mend="核对收费通知和缴款凭证",
            found=number_text(tidy_decimal(paid)),
            expected=number_text(tidy_decimal(due)),
            quote=quote,
        )


@rule(
    "N503",
    "有逾期未缴费的申请，却说没有发出收费通知",
    severity="warning",
    source="国办公开办函〔2021〕30号，表三（六）2；国办函〔2020〕109号",
    bad="表三逾期未缴费2件，第六部分写未发出收费通知",
    good="表三逾期未缴费2件，第六部分写发出收费通知2件",
)
def unpaid_without_notice(case: Case) -> Iterator[Finding]:
    """申请人逾期未按收费通知缴费的前提，是发出过收费通知；没有收到费用不等于没有通知。"""
    unpaid = case.report.numbers.get("requests.closed.unpaid.total")
    if not unpaid:
        return
    for line, sentence, start in _fee_sentences(case):
        match = re.search(
            r"(?:未|没有)(?:曾)?(?:发出|制发|送达|下达)[^，。；]{0,10}收费通知|(?:发出)?收费通知0件", sentence
        )
        if match is not None:
            quote = line.bare.quote(start + match.start(), start + match.end())
            yield Finding(
                code="N503",
                severity="warning",
                where=line.where,
                message=f"表三申请人逾期未缴费{number_text(unpaid)}件，正文写“{quote}”",
                mend="核对收费通知的件数，或者表三（六）2的件数",
                figure="requests.closed.unpaid.total",
                found=quote,
                expected=unpaid,
                quote=quote,
            )


def _fee_sentences(case: Case) -> Iterator[tuple[Line, str, int]]:
    from nianbao.core.report import split_sentences

    if "费" not in case.report.characters:
        return
    for line in _survey(case.report).lines:
        if "信息处理费" not in line.bare.text and "收费通知" not in line.bare.text:
            continue
        at = 0
        for sentence in split_sentences(line.bare.text):
            if "信息处理费" in sentence or "收费通知" in sentence:
                yield line, sentence, at
            at += len(sentence)


# -- figures marked in our own pages ---------------------------------------------------------------------


@rule(
    "N601",
    "网页里标注的数字与表格不一致",
    severity="error",
    source=AGREE,
    bad="网页正文标注为本年新收总计的数字是12，表三为15",
    good="网页正文标注为本年新收总计的数字是15，表三为15",
)
def marked_number_differs(case: Case) -> Iterator[Finding]:
    """本程序发布的网页给正文的每个数字标明了它是哪个数据；数字、标注或者表格改动过而不一致的，逐个指出。"""
    survey = _survey(case.report)
    for mark in case.report.marks:
        value = _derived(survey, case, mark.figure)
        fits = value is None or _printed_as(mark.text, value, mark.format)
        same = not mark.value or _same_number(mark.text, mark.value)
        if fits and same:
            continue
        expected = mark.value if value is None or fits else _shown(value, mark.format)
        place = next((p.where for p in case.report.passages if p.text and p.text in mark.paragraph), "正文")
        at = mark.paragraph.find(mark.text)
        name = _label(case.report, mark.figure)
        yield Finding(
            code="N601",
            severity="error",
            where=place,
            message=f"正文的“{mark.text}”标注为“{name}”，该数据为{expected}",
            mend="核对正文和表格，或者从草稿重新生成网页",
            figure=mark.figure,
            found=mark.text,
            expected=expected,
            quote=mark.paragraph[max(0, at - 8) : at + len(mark.text) + 2] if at >= 0 else mark.text,
        )


def _same_number(text: str, value: str) -> bool:
    from nianbao.core.numerals import parse_numeral

    shown = parse_numeral(text.rstrip("%％"))
    return shown is not None and shown == parse_numeral(value)


def _derived(survey: _Survey, case: Case, figure: str) -> Number | None:
    values = Values(
        survey.views[0].figures,
        last_figures=with_groups(case.report.form, case.last_figures) if case.last_figures else {},
        year=case.report.year or 0,
    )
    value = values.evaluate(figure)
    return value if isinstance(value, int | Decimal) and not (figure == "year" and not value) else None


def _shown(value: Number, style: str) -> str:
    from nianbao.core.numerals import FORMATS, format_number

    return format_number(value, style if style in FORMATS else "count")


def _printed_as(printed: str, value: Number, style: str) -> bool:
    from nianbao.core.numerals import parse_numeral

    shown = _shown(value, style)
    if printed == shown or printed == shown.lstrip("-"):
        return True
    number = parse_numeral(printed.rstrip("%％"))
    return number is not None and number == parse_numeral(shown.rstrip("%").lstrip("-"))
