"""N2: shares and growth recomputed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao.core.checks.narrative import Survey, survey_of
from nianbao.core.claim import Claim
from nianbao.core.claims import Line, Scene
from nianbao.core.figures import Values, with_groups
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import Number, tidy_decimal
from nianbao.core.quantities import Quantity
from nianbao.core.report import number_text

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
    survey = survey_of(case.report)
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
                text = line.bare.text
                named = text[seen[-1].end : quantity.start] in ("的", "总数的") and text[: seen[-1].start].endswith(
                    "占"
                )
                if named and len(own) > 1:  # 有25件，占40件的62.5%: the whole is named last
                    if _share_fits(quantity, seen[:-1], {seen[-1].value}, ()):
                        continue
                elif _share_fits(quantity, seen, wholes, totals):
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
    survey = survey_of(case.report)
    yield from _growth_within(survey)
    if not case.last_figures:
        return
    last = Values(with_groups(case.report.form, case.last_figures))
    for claim in survey.claims:
        if claim.kind != "count" or claim.quantity is None or not claim.quantity.exact:
            continue
        yield from _growth_of(claim, last)


_FROM_TO = re.compile(
    r"由(?:上年|去年|上一年|20\d\d年)的?(?P<before>\d+)(?P<unit>[件条篇次])(?:，)?(?:增加|增长|增|上升|升|减少|减|下降|降低|降|翻番)?[至到]"
    r"(?:今年|本年|20\d\d年)?的?(?P<now>\d+)(?P=unit)，?(?:同比)?(?P<word>增长|增加|上升|下降|减少|降低)了?"
    r"(?P<change>\d+(?:\.\d+)?)(?P<of>%|倍|(?P=unit))"
)


def _growth_within(survey: Survey) -> Iterator[Finding]:
    """由上年的72件增至90件，增加25%: both numbers and the change stand in one sentence."""
    for line in survey.lines:
        if "由" not in line.bare.text:
            continue
        for match in _FROM_TO.finditer(line.bare.text):
            before, now, change = Decimal(match["before"]), Decimal(match["now"]), Decimal(match["change"])
            sign = 1 if match["word"] in ("增长", "增加", "上升") else -1
            difference = (now - before) * sign
            if match["of"] not in ("%", "倍"):
                fits = difference == change
            else:
                places = len(match["change"].partition(".")[2])
                ratio = difference / before * (100 if match["of"] == "%" else 1) if before else None
                fits = ratio is None or abs(ratio - change) < Decimal(1).scaleb(-places)
            if fits:
                continue
            quote = line.bare.quote(match.start(), match.end())
            yield Finding(
                code="N202",
                severity="warning",
                where=line.where,
                message=f"正文写“{quote}”，由{before}到{now}算不出这个增减",
                mend="按上年和本年的数字重新计算，核对“增长”“下降”的方向",
                found=match["change"] + match["of"],
                quote=quote,
            )


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
