"""N201: rates that the tables state: requests closed, cases lost or upheld."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from nianbao.core.checks.narrative import Survey
from nianbao.core.checks.share_pairs import near
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.figures import Values
from nianbao.core.findings import Finding
from nianbao.core.numerals import Number, percent_of, tidy_decimal
from nianbao.core.quantities import Quantity
from nianbao.core.report import number_text

_RATE = re.compile(
    r"(?P<adverb>按时|按期|及时|限时)?(?P<name>办结|答复|办理|回复|纠错|被纠错|纠正|败诉|维持|胜诉|公开)率"
    r"(?:（[^（）\d]{2,16}）)?(?:均|都)?(?:为|达到?|仅|约)?$"
)
_NEVER_MORE = re.compile(
    r"(?:办结|答复|办理|回复|纠错|纠正|败诉|维持|胜诉|公开|受理|满意|采纳|合格|覆盖|及时|准时|按时|按期|准确)率(?:均|都)?(?:为|达到?|是)?$"
)
"""Rates of a part of a whole."""
_ITS_NUMBER = re.compile(r"（(?!含|包括|其中|不含|上年|去年)(?:[^（）\d，。；]{0,6})|，即(?:为|共)?")
_NOT_OF_THIS_YEAR = re.compile(
    r"上年|去年|上一年|同比|[较比][^，。；]{0,8}$|力争|目标|控制在|[降升提]|20\d\d年(?!度)[^，。；]{0,12}$"
)
_OPENED = re.compile(r"(?:予以|同意)公开|公开(?:或|和|及|与|、|加上?)部分公开")
_OTHER_BUSINESS = re.compile(r"留言|来信|来电|电话|信访|提案|建议|热线|咨询|工单|诉求|网民|问政|信箱|投诉|许可|事项")
_CASES = ("review", "litigation", "litigation_direct", "litigation_after_review")


def rates(survey: Survey, line: Line, scene: Scene, rate: Quantity) -> Iterator[Finding]:
    """办结率96.3%, 纠错率9.1%: a rate that none of its usual ways of reckoning gives."""
    text = line.bare.text
    if rate.value > 100 and _NEVER_MORE.search(text, max(scene.start, rate.start - 12), rate.start):
        yield from _more_than_all(survey, line, scene, rate)
        return
    if (stated := _of_two_told(text, scene, rate)) is not None:
        start, pair = stated
        if not near(rate, *pair):
            yield _differs(line, start, rate, pair, "这两个数")
        return
    before = text[scene.start : rate.start]
    found = _RATE.search(before)
    sections = (
        ("overview", "problems", None) if found and found["name"] in ("纠错", "纠正", "败诉") else ("overview", None)
    )
    if found is None or line.section not in sections or not rate.exact:
        return
    sentence = text[scene.start : scene.end]
    since = before[max(before.rfind(mark) for mark in "，；。") + 1 :]
    year = str(survey.report.year or "")
    if _NOT_OF_THIS_YEAR.search(since.replace(f"{year}年", "") if year else since) or _OTHER_BUSINESS.search(before):
        return
    if found["name"] == "公开":
        pairs = _GRANTED if _OPENED.search(sentence) and rate.value < 100 else []
    elif found["name"] in ("办结", "答复", "办理", "回复"):
        asked = "申请" in sentence or "结转" in sentence or scene.topic == "requests" or scene.near == "requests"
        pairs = _HANDLED if asked and not found["adverb"] and rate.value < 100 else []
    else:
        pairs = _of_cases(found["name"]) if "复议" in sentence or "诉讼" in sentence else []
    ratios = [ratio for view in survey.views for ratio in _ratios(view, pairs)]
    if ratios and not any(near(rate, a, b) for a, b in ratios):
        yield _differs(line, scene.start + found.start(), rate, ratios[0])
    elif ratios and (part := _its_number(text, scene, rate)) is not None:
        wholes = [whole for ratio, whole in ratios if near(rate, ratio, whole)]
        if not any(near(rate, part.value, whole) for whole in wholes):
            yield _differs(line, scene.start + found.start(), rate, (part.value, wholes[0]), "正文")


_LOST_BEFORE = re.compile(r"，(?:被)?(?:纠错|纠正|败诉)率(?:为|达到?)?")
_LOST_NUMBER = re.compile(r"(?:纠错|纠正|败诉)(?:了|的)?$")


def _its_number(text: str, scene: Scene, rate: Quantity) -> Quantity | None:
    """维持率67.2%（41件）, 公开率31.2%，即64件; 纠正2件，败诉率8%: the number that a rate is given for."""
    before = next((q for q in reversed([*scene.quantities]) if q.end <= rate.start), None)
    lost = before is not None and before.exact and _LOST_BEFORE.fullmatch(text, before.end, rate.start)
    if lost and before is not None and _LOST_NUMBER.search(text, scene.start, before.start):
        return before
    behind = next((q for q in scene.quantities if q.start >= rate.end), None)
    told = behind is not None and behind.exact and behind.unit in ("件", "起", "宗")
    return behind if told and behind and _ITS_NUMBER.fullmatch(text, rate.end, behind.start) else None


def _more_than_all(survey: Survey, line: Line, scene: Scene, rate: Quantity) -> Iterator[Finding]:
    """答复率107%: no part is more than its whole, unless those carried over from last year were counted too."""
    if any(near(rate, a, b) for view in survey.views for a, b in _ratios(view, _HANDLED)):
        return
    if _OTHER_BUSINESS.search(line.bare.text, scene.start, rate.start):
        return  # letters of last year are answered too
    start = max(line.bare.text.rfind(mark, scene.start, rate.start) for mark in "，；。、（") + 1
    quote = line.bare.quote(max(start, scene.start), rate.end)
    yield Finding(
        code="N201",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，这样的比率不会超过100%",
        mend="按件数重新计算，写明以什么为总数",
        found=number_text(rate.value) + "%",
        expected="100%",
        quote=quote,
    )


_OF_REQUESTS_TOO = ("办结", "办复", "答复", "受理", "公开")
_DONE_WITH = re.compile(
    r"，(?:其中)?(?:[已均共]|予以)*(?P<verb>采纳|采用|吸收|回复|整改|解决|办结|办复|答复|化解|受理|公开|完成)[^，。；\d]{0,4}"
)
_ITS_RATE = re.compile(
    r"[^，。；\d]{0,2}，(?:意见|建议)?(?P<verb>采纳|采用|吸收|回复|整改|解决|办结|办复|答复|化解|受理|公开|完成)率(?:为|是|达到?)?"
)


def _of_two_told(text: str, scene: Scene, rate: Quantity) -> tuple[int, tuple[Number, Number]] | None:
    """收到意见147条，采纳51条，采纳率34.7%: where the rate's name begins, and the two numbers told before it."""
    own = [q for q in scene.quantities if q.end <= rate.start and q.exact][-2:]
    if len(own) < 2 or not own[0].value or own[0].unit != own[1].unit or own[1].value > own[0].value:
        return None
    done = _DONE_WITH.fullmatch(text, own[0].end, own[1].start)
    named = _ITS_RATE.fullmatch(text, own[1].end, rate.start)
    if done is None or named is None or done["verb"] != named["verb"]:
        return None
    if done["verb"] in _OF_REQUESTS_TOO and (
        rate.value == 100 or not _OTHER_BUSINESS.search(text, scene.start, own[0].end)
    ):
        return None  # requests may be reckoned with those carried over; 100% may be of those that were due
    return named.start("verb"), (own[1].value, own[0].value)


_GRANTED = [
    (part, f"requests.{whole}.total")
    for part in ("requests.granted.total", "requests.granted.total+requests.partially_granted.total")
    for whole in ("handled", "received")
]
_HANDLED = [
    ("requests.handled.total", "requests.received.total+requests.carried_in.total"),
    ("requests.handled.total", "requests.received.total"),
    ("requests.handled.total-requests.carried_in.total", "requests.received.total"),
]


def _of_cases(name: str) -> list[tuple[str, str]]:
    outcome = "upheld" if name in ("维持", "胜诉") else "corrected"
    kinds = _CASES[1:] if name in ("败诉", "胜诉") else _CASES
    pairs = []
    for kind in kinds:
        part, whole = f"disputes.{kind}.{outcome}", f"disputes.{kind}.total"
        pairs += [(part, whole), (part, f"{whole}-disputes.{kind}.pending")]
        if outcome == "upheld":
            pairs += [(f"{whole}-disputes.{kind}.corrected", whole)]
            pairs += [(f"{part}+disputes.{kind}.other", whole), (f"{part}+disputes.{kind}.other", pairs[1][1])]
    both = "disputes.review.{0}+disputes.litigation.{0}"
    return [*pairs, (both.format(outcome), both.format("total"))]


def _ratios(view: Values, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[Number, Number]]:
    for part, whole in pairs:
        a, b = view.evaluate(part), view.evaluate(whole)
        if isinstance(a, int | Decimal) and isinstance(b, int | Decimal) and b:
            yield a, b


def _differs(line: Line, start: int, rate: Quantity, ratio: tuple[Number, Number], source: str = "表格") -> Finding:
    quote = line.bare.quote(start, rate.end)
    proper = number_text(percent_of(*ratio))
    return Finding(
        code="N201",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，按{source}{number_text(ratio[0])}/{number_text(ratio[1])}为{proper}%",
        mend="按件数重新计算，写明以什么为总数",
        found=number_text(rate.value) + "%",
        expected=proper + "%",
        quote=quote,
    )


_MONTHLY = re.compile(r"[，（](?:平均)?(?:每月|月均|月平均)(?:公开|发布|更新|推送|信息)*(?:约|达|为)?$")


def monthly_means(line: Line, scene: Scene) -> Iterator[Finding]:
    """全年公开206条，月均17.2条: a twelfth of the number told right before."""
    text = line.bare.text
    for whole, mean in pairwise(scene.quantities):
        if mean.unit != whole.unit or not whole.exact or not _MONTHLY.search(text, whole.end, mean.start):
            continue
        proper = Decimal(whole.value) / 12
        slack = Decimal(1).scaleb(-mean.places)
        if mean.low - slack < proper < mean.high + slack or "月" in text[scene.start : whole.start]:
            continue
        quote = line.bare.quote(whole.start, mean.end)
        yield Finding(
            code="N201",
            severity="warning",
            where=line.where,
            message=f"正文写“{quote}”，{number_text(whole.value)}除以12为{number_text(tidy_decimal(round(proper, 1)))}",
            mend="按全年的件数和12个月重新计算",
            found=mean.value,
            expected=tidy_decimal(round(proper, mean.places)),
            quote=quote,
        )
